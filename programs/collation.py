"""The order of Vietnamese words, alike on both databases: a ă â b c d đ e ê …, then the tones.

PostgreSQL has it from a migration; ocop_portal.sqlite teaches it to SQLite. A field with
`db_collation=VIETNAMESE` is sorted and paged by it wherever it stands in an order.
"""

import unicodedata
from functools import lru_cache

VIETNAMESE = "vietnamese"
_CHARACTERS = " _-,;:!?.'\"()[]{}@*/\\&#%`^+<=>|~$0123456789aăâbcdđeêfghijklmnoôơpqrstuưvwxyz"
_PLACES = {char: place for place, char in enumerate(_CHARACTERS)}
_TONES = "\u0300\u0309\u0303\u0301\u0323"  # huyền, hỏi, ngã, sắc, nặng


def compare(one, other) -> int:
    """-1, 0 or 1 as `one` stands before, at or after `other`; 0 for the same text alone."""
    key, further = order_key(one), order_key(other)
    return (key > further) - (key < further)


@lru_cache(maxsize=65_536)
def order_key(text) -> tuple:
    """What texts are compared by: all letters first, then all tones, small before capital."""
    weights = [_weights(char) for char in unicodedata.normalize("NFC", text)]
    return (*([weight[level] for weight in weights] for level in range(3)), text)


@lru_cache(maxsize=4096)
def _weights(char):
    """The place of a letter in the alphabet, its tone, and whether it is a capital."""
    marks = unicodedata.normalize("NFD", char)
    plain = unicodedata.normalize("NFC", "".join(mark for mark in marks if mark not in _TONES))
    small = plain.lower()
    place = _PLACES.get(small, len(_PLACES) + ord(small[:1] or char))
    return place, max(_TONES.find(mark) for mark in marks), plain != small
