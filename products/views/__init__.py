"""The pages of plans and their products."""
