"""The advisory group: its report on a dossier, and its members' sheets, which no mean counts."""
