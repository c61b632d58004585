"""Names of producers and products as they are compared: short forms written out, marks dropped.

What is searched for is cut into the same words, with what people shorten beside names written out;
codes, numbers of papers and telephones stay whole.
"""

import re
from functools import lru_cache

from programs.text import fold, whole_number

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
_SHORT_WHEN_SOUGHT = SHORT_FORMS | {"tp": "thanh pho", "tx": "thi xa", "tt": "thi tran"}
# "htx", "tra" and "hoa" in "htx “tra hoa”".
_WORD = re.compile(r"[^\W_]+")


def name_key(text) -> str:
    """The text by which two spellings of a name are one: "HTX “Trà Hoà”" = "Hợp tác xã Trà Hòa"."""
    return " ".join(SHORT_FORMS.get(word, word) for word in _WORD.findall(fold(text)))


# Kept short all the same: who looks for tea ("tra") or a box ("hop") means no kind of producer.
_KEPT_SHORT = {SHORT_FORMS[short]: short for short in ("tnhh", "htx")}
# "07/2023", "700/qd-ubnd" and "51-21055-7-2026", or a word; "6 12" of "6, 12" are two.
_SOUGHT = re.compile(r"(?P<number>\d+(?:[-/]\w+)+)|[^\W_]+")
# The zero of "07/2023" and of "51-21055-07-2026"; not of "700/2023".
_ZEROS = re.compile(r"\b0+(?=\d)")
# "0905 123 456", "0255.382.2222"; not "05/2023".
_PHONE = re.compile(r"(?<![\d/])0\d[\d .]{5,}\d(?!/)")
# "quyet dinh so " of "quyet dinh so 700/qd-ubnd"; nothing of "so 1 tra bong".
_BEFORE_NUMBER = re.compile(
    r"\b(?:(?:quyet dinh|qd|giay chung nhan|giay|gcn|ma|so)[ .:]+)+(?=\d+[-/])"
)
# "27/2026" in "27/2026/gcn-ocop".
_OF_YEAR = re.compile(r"\d+/20\d\d(?=/)")


def search_words(text) -> list[str]:
    """The words by which a text is found: those of its name, and its numbers as one word each."""
    text = _PHONE.sub(lambda phone: re.sub(r"[ .]", "", phone[0]), fold(text).replace("–", "-"))
    words = []
    for found in _SOUGHT.finditer(text):
        if found["number"]:
            words.append(_ZEROS.sub("", found[0]))
        else:
            words.append(_SHORT_WHEN_SOUGHT.get(found[0], found[0]))
    text = " ".join(words)
    for in_full, short in _KEPT_SHORT.items():
        text = text.replace(in_full, short)
    return text.split()


def words_of(*texts) -> str:
    """The words of these texts, each once and after a space, as they are kept beside a row."""
    words = {word for text in texts for word in _words_in(str(text))}
    return "".join(f" {word}" for word in sorted(words))


@lru_cache(maxsize=16_384)  # units, kinds and years stand beside many rows
def _words_in(text):
    return search_words(text)


def sought(text) -> list[str]:
    """The words that somebody looks for; the number of a paper or a code from its beginning on."""
    words = search_words(_BEFORE_NUMBER.sub("", fold(text)))
    return [_from_its_start(word) for word in words]


def _from_its_start(word):
    if not re.search("[-/]", word):
        return word
    of_year = _OF_YEAR.match(word)
    return f" {of_year[0] if of_year else word}"


def numbers_in(text) -> list[tuple[int, str]]:
    """The numbers of papers in a text, each with what stands behind it: (7, "2023")."""
    parts = (word.split("/") for word in search_words(text) if "/" in word)
    return [(number, behind) for first, behind, *_ in parts if (number := whole_number(first))]
