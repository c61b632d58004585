"""Who sits in a Council: its seats and their people, what is missing, how it is set up."""
