"""What the signed sheets of one dossier come to: figures, minima, the verdict."""
