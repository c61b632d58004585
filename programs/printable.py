"""What the packaged fonts can print: a character that they lack would stand on paper as a box."""

import re
import unicodedata
from itertools import starmap

from django.core.exceptions import ValidationError

# The code points that all files of static/fonts have, in hexadecimal, without control characters
# and private ones. tests/programs/test_printable.py reads them from the fonts, and says what has
# to stand here where a font was changed.
CODE_POINTS = """
0020-007e 00a0-0377 037a-037f 0384-038a 038c 038e-03a1 03a3-052f 0591-05c7 05d0-05ea 05f0-05f4
1ab0-1abe 1c80-1c88 1d00-1df5 1dfb-1f15 1f18-1f1d 1f20-1f45 1f48-1f4d 1f50-1f57 1f59 1f5b 1f5d
1f5f-1f7d 1f80-1fb4 1fb6-1fc4 1fc6-1fd3 1fd6-1fdb 1fdd-1fef 1ff2-1ff4 1ff6-1ffe 2000-2064
2066-2071 2074-208e 2090-209c 20a0-20be 20f0 2100-214f 2153-2154 215b-215e 2184 2190-2195 21a8
2202 2206 220f 2211-2212 2215 2219-221a 221e-221f 2229 222b 2248 2260-2261 2264-2265 2302 2310
2320-2321 2500 2502 250c 2510 2514 2518 251c 2524 252c 2534 253c 2550-256c 2580 2584 2588 258c
2590-2593 25a0-25a1 25aa-25ac 25b2 25ba 25bc 25c4 25ca-25cc 25cf 25d8-25d9 25e6 263a-263c 2640
2642 2660 2663 2665-2666 266a-266b 266f 2c60-2c7f 2de0-2e42 a640-a69f a717-a7ae a7b0-a7b7
a7f7-a7ff ab30-ab65 fb01-fb04 fb1d-fb36 fb38-fb3c fb3e fb40-fb41 fb43-fb44 fb46-fb4f fe20-fe2f
feff fffc-fffd
"""


def _span(first, last):
    return f"\\U{int(first, 16):08x}-\\U{int(last or first, 16):08x}"


_SPANS = "".join(starmap(_span, (each.partition("-")[::2] for each in CODE_POINTS.split())))
# "★" in "Trà ★", "茶", an emoji; not "Trà", not the end of a line.
_MISSING = re.compile(f"[^\\n\\r\\t{_SPANS}]")
_SHOWN = 20


def print_fault(text) -> str:
    """The sentence about the first character of this text that cannot be printed, or ""."""
    if not (found := next(filter(_has_no_plain_form, _MISSING.finditer(text)), None)):
        return ""
    before = text[: found.start()].split("\n")[-1][-_SHOWN:].strip()
    where = f"sau “{before}”" if before else "ở đầu dòng"
    if unicodedata.category(found[0]) == "Cc":
        code = f"U+{ord(found[0]):04X}"
        return f"Có ký tự điều khiển không nhìn thấy được ({code}) {where}. Hãy xóa ký tự này."
    return (
        f"Phông chữ để in không có ký tự “{found[0]}” (U+{ord(found[0]):04X}) {where}. "
        "Hãy xóa ký tự này hoặc viết bằng chữ."
    )


def _has_no_plain_form(found):
    """Whether it is not one of those that the press prints in a plain form: "㎏" as "kg"."""
    return bool(_MISSING.search(unicodedata.normalize("NFKC", found[0])))


def printable(text):
    """A validator of a field: each of its characters can be printed."""
    if sentence := print_fault(text):
        raise ValidationError(sentence, code="unprintable")
