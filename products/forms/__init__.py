"""What users type into the pages of plans."""
