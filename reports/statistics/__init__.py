"""Statistics: the rows of a list parted by what its own filters know, and counted."""
