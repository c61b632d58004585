"""The pages of the ground: campaigns, accounts, the trail."""
