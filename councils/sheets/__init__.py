"""The members' score sheets: written, signed, opened again."""
