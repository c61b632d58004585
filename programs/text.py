"""Vietnamese text: how it is cleaned, judged and compared, alike in forms and imports."""

import re
import unicodedata
from functools import lru_cache
from itertools import filterfalse
from typing import NamedTuple

from programs import encodings

_UNMARKED = str.maketrans("đĐ", "dD")
# What nobody sees and a copy from the web brings along; LRM and RLM are among them.
# The zero-width space in "Trà\u200bBồng"; not a space.
_INVISIBLE = re.compile(
    "[\u00ad\u034f\u115f\u1160\u17b4\u17b5\u180b-\u180f\u200b-\u200f\u2060-\u2065\u206a-\u206f"
    "\u3164\ufe00-\ufe0f\ufeff\uffa0\ufff9-\ufffb\U000e0000-\U000e0fff]"
)
# The no-break space in "Trà\u00a0Bồng", a tab; not a space, not the end of a line.
_UNUSUAL_SPACE = re.compile(r"[^\S \n\r]")
# "\r\n" once, "\n", "\x0b" of Word's line within a paragraph, "\u2028".
_LINE_END = re.compile("\r\n|[\n\r\x0b\u2028\u2029]")
# Control characters, what turns the direction of reading, private and surrogate code points.
# "\x07", "\u202e", "\ue000"; not "\t", "\n", "\x0b".
_CONTROL = re.compile(
    "[\x00-\x08\x0c\x0e-\x1f\x7f-\x9f\u061c\u202a-\u202e\u2066-\u2069\ud800-\udfff"
    "\ue000-\uf8ff\ufffe\uffff]"
)
_MAX_MARKS = 4
# As many digits as the key of a row may have.
# "2024"; not "-1", not nineteen digits.
_DIGITS = re.compile(r"[0-9]{1,18}")
_CACHED_LENGTH = 200
# The last letter of "ly" and "thi"; not of "yen", "quy", "mai".
_Y_OR_I = re.compile(r"(?<=[hklmst])[yi]\b")
# ".....", and a letter with five marks; not "....".
_ODD_RUN = re.compile(rf"[^\w\s]{{{_MAX_MARKS + 1}}}")
# The Cyrillic "а" in "Bаnh"; not "Bánh 50° – 60°".
_BEYOND_LATIN = re.compile("[^\x00-\u024f\u02b0-\u036f\u1e00-\u1eff\u2000-\u2bff\u3000-\u303f]")
# "β" and "caroten" in "β-caroten 2%".
_LETTERS = re.compile(r"[^\W\d_]+")
# Scripts whose letters are taken for Latin ones.
_LOOKALIKES = ("CYRILLIC", "GREEK", "ARMENIAN", "CHEROKEE", "COPTIC", "MATHEMATICAL", "LISU")


class TextReading(NamedTuple):
    """A text as it may be stored. `changed` when the reader should be shown what it became.

    Where `code` is not empty the text must not be stored: `message` says why, and `proposal` is
    what it probably should have been.
    """

    text: str
    changed: bool = False
    code: str = ""
    message: str = ""
    proposal: str = ""


def fold(text) -> str:
    """The text without marks, case and superfluous spaces: "  Đặc  sản " is "dac san".

    One function for every comparison (search, duplicates, matching of heads and communes), so
    that "hòa" = "hoà" and NFC = NFD wherever it is used, alike on both databases.
    """
    decomposed = unicodedata.normalize("NFKD", text.translate(_UNMARKED))
    unmarked = "".join(filterfalse(unicodedata.combining, decomposed))
    return " ".join(unmarked.casefold().split())


def alike(text) -> str:
    """The fold by which "Mĩ" is "Mỹ", "Lí" is "Lý": for hints and proposals, not for identity."""
    return _Y_OR_I.sub("i", fold(text))


@lru_cache(maxsize=1024)  # a word that is looked for is looked for in thousands of texts
def either_spelling(word) -> str:
    """The pattern of a folded word that may end in "y" or "i", of "ly" and "li" as whole words.

    It is empty for every other word, which is looked for as it stands.
    """
    is_open = _Y_OR_I.search(word, len(word) - 1)
    return rf"(^|\W){re.escape(word.strip()[:-1])}[iy]($|\W)" if is_open else ""


def whole_number(text) -> int | None:
    """The number that these digits write, or None where no row could have it."""
    return int(text) if _DIGITS.fullmatch(text) else None


def normalise(text, *, multiline=False) -> str:
    """The text in NFC without what cannot be seen; on one line unless it may have several."""
    text = _without_floods(_INVISIBLE.sub("", text))
    text = _without_floods(unicodedata.normalize("NFC", text))
    if not multiline:
        return " ".join(text.split())
    lines = [" ".join(line.split()) for line in _LINE_END.split(text)]
    return "\n".join(lines).strip("\n")


def _without_floods(text):
    """The text with no more than a few marks on a letter: NFC is quadratic in their number."""
    if not _ODD_RUN.search(text):
        return text
    kept, run = [], 0
    for char in text:
        run = run + 1 if unicodedata.combining(char) else 0
        if run <= _MAX_MARKS:
            kept.append(char)
    return "".join(kept)


def read_text(text, *, multiline=False) -> TextReading:
    """The text as it may be stored, or why it may not be."""
    return (_read_cached if len(text) < _CACHED_LENGTH else _read)(text, multiline)


def _read(text, multiline):
    clean = normalise(text, multiline=multiline)
    body = text.strip()
    seen = _LINE_END.search(body) and not multiline
    changed = bool(_INVISIBLE.search(body) or _UNUSUAL_SPACE.search(body) or seen)
    code, message, proposal = _fault(text, clean)
    return TextReading(clean, changed, code, message, proposal)


_read_cached = lru_cache(maxsize=8192)(_read)


def _fault(text, clean):
    """(code, message, proposal) of what is wrong with this text, the first that is found."""
    if text.isascii() and text.isprintable() and "?" not in text:
        return "", "", ""
    if legacy := encodings.detect(text[:2000]):
        return "E_LEGACY_ENCODING", legacy_message(legacy), normalise(legacy.text)
    if _CONTROL.search(text):
        message = "Có ký tự điều khiển không nhìn thấy được. Hãy xóa ô và gõ lại."
        return "E_CONTROL_CHAR", message, ""
    if len(_without_floods(text)) < len(text):
        return "E_CONTROL_CHAR", "Có chữ mang quá nhiều dấu chồng. Hãy xóa ô và gõ lại.", ""
    if word := _mixed_word(clean):
        message = (
            f"“{word}” có chữ cái không phải chữ La-tinh (nhìn giống nhưng khác mã). "
            "Hãy xóa ô và gõ lại bằng bộ gõ tiếng Việt."
        )
        return "E_MIXED_SCRIPT", message, ""
    return "", "", ""


def legacy_message(legacy) -> str:
    """What to tell about a text in another encoding."""
    if not legacy.text:
        return "Chữ bị hỏng dấu khi lưu tệp. Hãy gõ lại ô này bằng Unicode."
    what = {"UTF-8": "Chữ bị vỡ vì được mở sai bảng mã"}.get(
        legacy.encoding, f"Chữ theo bảng mã {legacy.encoding}, không phải Unicode"
    )
    return f"{what}. Có phải là “{normalise(legacy.text)}”? Hãy gõ lại hoặc chuyển sang Unicode."


def _mixed_word(text):
    """The first word that mixes Latin with another script, or is in a script that mimics it.

    A Greek letter alone ("β-caroten") and words in Chinese or Thai are nobody's disguise.
    """
    if not _BEYOND_LATIN.search(text):
        return ""
    for word in _LETTERS.findall(text):
        scripts = {unicodedata.name(char, "?").split()[0] for char in word}
        scripts -= {"COMBINING", "MODIFIER", "FEMININE", "MASCULINE"}
        is_symbol = scripts == {"GREEK"} and len(word) == 1
        if (len(scripts) > 1 and "LATIN" in scripts) or (
            scripts & {*_LOOKALIKES} and not is_symbol
        ):
            return word
    return ""


def in_figures(number):
    """A number as it is written, without idle zeros: 82.750000 is "82,75"."""
    whole, _, part = f"{number:f}".partition(".")
    return ",".join(filter(None, [whole, part.rstrip("0")]))
