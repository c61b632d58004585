"""Vietnamese in other encodings than Unicode: found by its words, and what it would be.

TCVN3 (fonts .VnTime), VNI (fonts VNI-Times) and UTF-8 read as Windows-1252 all look like Latin
text with odd letters. A text is taken for one of them only when words that no Vietnamese could
have written become words that every Vietnamese could have.
"""

import re
import unicodedata
from typing import NamedTuple


class Legacy(NamedTuple):
    """The encoding that a text seems to be in, and the text in Unicode ("" where it is lost)."""

    encoding: str
    text: str


class Decoded(NamedTuple):
    """The text of a file; `guessed` names the encoding where the file does not say it."""

    text: str
    guessed: str = ""


class UndecodableError(ValueError):
    """No encoding gives Vietnamese text; the message names the likely one, or is empty."""


_TCVN3 = str.maketrans(
    "µ¸¶·¹¨»¾¼½Æ©ÇÊÈÉË®ÌÐÎÏÑªÒÕÓÔÖ×ÝØÜÞßãáâä«åèæçé¬êíëìîïóñòô\xadõøö÷ùúýûüþ¡¢£¤¥¦§",
    "àáảãạăằắẳẵặâầấẩẫậđèéẻẽẹêềếểễệìíỉĩịòóỏõọôồốổỗộơờớởỡợùúủũụưừứửữựỳýỷỹỵĂÂÊÔƠƯĐ",
)

# A vowel and the sign that follows it, as VNI fonts write one letter; or one sign for a letter.
_TONES = dict(zip("øùûõï", "\u0300\u0301\u0309\u0303\u0323", strict=True))
_VNI = (
    {f"{vowel}{sign}": vowel + mark for vowel in "aeouy" for sign, mark in _TONES.items()}
    | {f"{plain}{sign}": letter + mark for plain, letter in zip("ôö", "ơư", strict=True)
       for sign, mark in _TONES.items()}
    | {f"{vowel}{sign}": vowel + "\u0302" + mark for vowel in "aeo"
       for sign, mark in zip("âàáåãä", ["", *"\u0300\u0301\u0309\u0303\u0323"], strict=True)}
    | {f"a{sign}": "ă" + mark
       for sign, mark in zip("êèéúüë", ["", *"\u0300\u0301\u0309\u0303\u0323"], strict=True)}
    | dict(zip("ñôöæóòî", "đơưỉĩịỵ", strict=True))
)  # fmt: skip
_VNI |= {key.upper(): value.upper() for key, value in _VNI.items()}
# "aû" and "aõ" in "Quaûng Ngaõi".
_VNI_SIGN = re.compile("|".join(sorted(_VNI, key=len, reverse=True)))

# "Trà" and "Bồng" in "Trà Bồng, 2024!".
_WORD = re.compile(r"[^\s\d!-/:-@\[-`{-~–—“”‘’…]+")
_TYPOGRAPHY = str.maketrans("", "", "–—“”‘’…")
_TONE_MARKS = "\u0300\u0301\u0303\u0309\u0323"
# "nghiêng", "quê", "đăk"; not "street". The tones are taken off before.
_SYLLABLE = re.compile(
    r"(?:ngh|ng|nh|gh|gi|kh|ph|qu|th|tr|ch|[bcdđghklmnpqrstvx])?"
    r"(?:(?:a|ă|â|e|ê|i|o|ô|ơ|u|ư|y|iê|yê|oa|oă|oe|oo|uâ|uê|uô|uơ|uy|uyê|ươ)"
    r"(?:ch|ng|nh|[ckmnpt])?"
    r"|ai|ao|au|ay|âu|ây|eo|êu|ia|iu|oi|ôi|ơi|ua|ui|ưa|ưi|ưu|iêu|yêu|oai|oay|oao|oeo"
    r"|uây|uôi|uya|uyu|ươi|ươu)"
)
# Of two vowels without a final consonant these alone carry the tone on the second.
# "hoa" of "hoà", "thuy" of "thuý"; not "mai" of "mài".
_LATE_TONE = re.compile("(?:oa|oe|uy|uê|uơ|ia|ua)$")
# "Quáº£ng NgÃ£i", which was "Quảng Ngãi".
_MOJIBAKE = re.compile("á[º»]|Ä[‘\u0090]|Æ[°¡]|[ÃÂ][\u0080-¿]|â€")
# "Quáº£ng"; not "NgÃ£i" alone.
_SURE_MOJIBAKE = re.compile("á[º»][^\x00-\x7f]|Ä[‘\u0090]|Æ[°¡]")
# "T?i ?en", what an encoding without Vietnamese letters leaves of "Tỏi đen"; not "Tỏi? Đen".
_LOST = re.compile(r"(?:^|\s)[^\W\d_]+\?[^\W\d_]")
# The share of words with marks that must be syllables before an encoding is believed.
_ENOUGH = 0.8
# A unit of measure, not a syllable of TCVN3.
# "µg" and "µm"; not "µn".
_MICRO = re.compile("µ[glm]")


def is_syllable(word) -> bool:
    """Whether the word could be a Vietnamese syllable, the tone in its place."""
    decomposed = unicodedata.normalize("NFD", word.casefold())
    plain = "".join(char for char in decomposed if char not in _TONE_MARKS)
    toneless = unicodedata.normalize("NFC", plain)
    if len(decomposed) - len(plain) > 1 or not _SYLLABLE.fullmatch(toneless):
        return False
    late = decomposed[-1] in _TONE_MARKS and toneless[-2:-1] in tuple("aeiouyăâêôơư")
    return not late or bool(_LATE_TONE.search(toneless)) or toneless[:2] in {"qu", "gi"}


def _is_odd(word):
    """Whether nobody writes so in Vietnamese: no syllable, or capitals among small letters."""
    if word.isascii() or len(word) == 1 or not re.search("[A-Za-z]", word) or _MICRO.match(word):
        return False
    return not (word[1:].islower() or word.isupper()) or not is_syllable(word)


def detect(text) -> Legacy | None:
    """The Legacy that this text seems to be, or None. `text` is as it came, not normalised."""
    if _MOJIBAKE.search(text):
        return _detect_mojibake(text)
    is_latin = max(text.translate(_TYPOGRAPHY), default="") <= "\u00ff"
    if "\ufffd" in text or (is_latin and _LOST.search(text)):
        return Legacy("mất dấu", "")
    return _detect_font(text) if is_latin else None


def _detect_font(text):
    """TCVN3 or VNI: each converts every word that it changes to a syllable, an odd one too."""
    words = _WORD.findall(text)
    if not any(map(_is_odd, words)):
        return None
    for encoding, convert in _FONTS.items():
        changes = [(word, new) for word in words if (new := convert(word)) != word]
        if any(_is_odd(word) for word, _ in changes) and all(
            is_syllable(new) for _, new in changes
        ):
            return Legacy(encoding, convert(text))
    return None


def _from_tcvn3(text):
    return text.translate(_TCVN3)


def _from_vni(text):
    converted = _VNI_SIGN.sub(lambda sign: _VNI[sign.group()], text)
    return unicodedata.normalize("NFC", converted)


_FONTS = {"TCVN3": _from_tcvn3, "VNI": _from_vni}


def convert(text, encoding) -> str:
    """The text in Unicode where it may be in its neighbours' encoding; else unchanged."""
    is_latin = max(text.translate(_TYPOGRAPHY), default="") <= "\u00ff"
    return _FONTS[encoding](text) if is_latin and encoding in _FONTS else text


def _detect_mojibake(text):
    """UTF-8 that was read byte by byte; five bytes have no letter in Windows-1252."""
    try:
        data = b"".join(char.encode("latin-1" if char <= "\u00ff" else "cp1252") for char in text)
        return Legacy("UTF-8", data.decode())
    except UnicodeError:
        return Legacy("UTF-8", "") if _SURE_MOJIBAKE.search(text) else None


def decode(data) -> Decoded:
    """The text of these bytes, Unicode where the file says or proves it, else guessed."""
    is_wide = data.startswith((b"\xff\xfe", b"\xfe\xff"))
    try:
        return Decoded(data.decode("utf-16" if is_wide else "utf-8-sig"))
    except UnicodeDecodeError as error:
        if is_wide:
            raise UndecodableError("") from error
    latin = data.decode("latin-1")
    windows = unicodedata.normalize("NFC", data.decode("cp1258", "replace"))
    shares = {
        "Windows-1258": _share(windows),
        "TCVN3": _share(_from_tcvn3(latin)),
        "VNI": _share(_from_vni(latin)),
    }
    best = max(shares, key=shares.get)
    if shares[best] < _ENOUGH:
        raise UndecodableError("")
    if best != "Windows-1258":
        raise UndecodableError(best)
    return Decoded(windows, best)


def _share(text):
    """Which share of the words with marks are Vietnamese syllables."""
    words = [word for word in _WORD.findall(text) if not word.isascii()]
    return sum(map(is_syllable, words)) / len(words) if words else 0
