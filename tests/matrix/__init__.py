"""Who may do what: the matrix, and the machine that holds every address against it."""
