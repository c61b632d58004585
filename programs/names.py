"""Names of producers and products as they are compared: short forms written out, marks dropped."""

import re

from programs.text import fold

# What offices shorten in names, folded, and what it stands for.
SHORT_FORMS = {
    "htx": "hop tac xa",
    "htxnn": "hop tac xa nong nghiep",
    "tht": "to hop tac",
    "cty": "cong ty",
    "tnhh": "trach nhiem huu han",
    "mtv": "mot thanh vien",
    "ctcp": "cong ty co phan",
    "cp": "co phan",
    "dntn": "doanh nghiep tu nhan",
    "hkd": "ho kinh doanh",
    "nn": "nong nghiep",
    "dvnn": "dich vu nong nghiep",
    "sx": "san xuat",
    "tm": "thuong mai",
    "dv": "dich vu",
    "dak": "dac",
}
# "htx", "tra" and "hoa" in "htx “tra hoa”".
_WORD = re.compile(r"[^\W_]+")


def name_key(text) -> str:
    """The text by which two spellings of a name are one: "HTX “Trà Hoà”" = "Hợp tác xã Trà Hòa"."""
    return " ".join(SHORT_FORMS.get(word, word) for word in _WORD.findall(fold(text)))
