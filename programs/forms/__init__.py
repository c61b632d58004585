"""What users type into the pages of the ground."""
