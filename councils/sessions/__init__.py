"""Sessions of a Council: prepared, called, attended, concluded."""
