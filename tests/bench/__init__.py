"""How quick the portal is, against the usual way of each job: what `make bench` measures.

Every subject races two ways in one run on data of a whole country, checks that the answers are
right, and says what was wanted. Seconds differ from machine to machine; ratios hardly do.
"""
