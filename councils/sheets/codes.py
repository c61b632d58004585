"""The code on a printed sheet: of which session, dossier and seat it is, and nothing else.

It has no vowel and no D: so Vietnamese keyboards (Telex, VNI) leave alone what a scanner types.
"""

import re
from typing import NamedTuple

EXAMPLE = "PH3-HS12-G5-21"
# "PH3-HS12-G5-21", "ph3 hs12 g5 21"; not "PH3-HS12-G5".
_CODE = re.compile(r"PH([0-9]{1,9})\W*HS([0-9]{1,9})\W*G([0-9]{1,9})\W+([0-9]{2})", re.IGNORECASE)
_CHECKED_BY = 97


class SheetCode(NamedTuple):
    """The keys of a session, of a dossier on its agenda and of a seat."""

    session: int
    evaluation: int
    seat: int

    @property
    def check(self):
        """Two digits by which one that was mistyped is found."""
        return int(f"{self.session}{self.evaluation}{self.seat}") % _CHECKED_BY

    def __str__(self):
        return f"PH{self.session}-HS{self.evaluation}-G{self.seat}-{self.check:02}"


def code_of(evaluation, seat) -> SheetCode:
    return SheetCode(evaluation.session_id, evaluation.pk, seat.pk)


def read_code(text) -> SheetCode | None:
    """The code that this text is; None where it is none, or a digit of it is wrong."""
    found = _CODE.fullmatch(text.strip())
    if not found:
        return None
    *keys, check = map(int, found.groups())
    code = SheetCode(*keys)
    return code if code.check == check else None
