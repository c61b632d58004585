"""Files that people hand in: looked at before they are read, read by a capped child process.

`reading.read_grid` gives the sheets of a file as plain cells, `head` and `rows` find a table in
them by its column definitions (`merged` settles its merged cells, `beside` tells what is no row),
`texts` judges one cell. None of them knows what a row means.
"""
