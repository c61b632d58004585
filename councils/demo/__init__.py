"""Illustrative Councils and sittings, told by the rules of the pages."""
