"""Files as people and attackers make them, and what must become of each."""
