"""Running numbers: one after the other, none twice and none left out.

A series is a row with a field `last`. Call these inside the transaction that uses the number:
rolled back, the number is free again, so that none is left out.
"""


def locked(rows, /, **which):
    """The row of this series, made where there is none, under a lock that the transaction holds.

    `rows` is their manager, `which` are the fields that tell one from another.
    """
    rows.get_or_create(**which)
    return rows.select_for_update().get(**which)


def take(rows, /, **which) -> int:
    """The next number of this series."""
    row = locked(rows, **which)
    row.last += 1
    row.save(update_fields=["last"])
    return row.last
