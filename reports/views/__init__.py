"""The pages of reports and the files that they hand out."""
