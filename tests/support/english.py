"""What is English in a text that a person reads on the portal.

Two rules find it. A text that is, whole, something that a package says in English. And a word of
plain letters that cannot be a syllable of Vietnamese: few English words can, no English sentence
is made of such words alone (a test holds this against everything that the packages say).
"""

import re
from functools import cache
from html.parser import HTMLParser

from tests.support.catalogues import CONTEXT, SPEAKERS, english_of, vietnamese

# Without a mark of tone a syllable ends in a vowel, m, n, ng or nh.
SYLLABLE = re.compile(
    r"(?:ngh|ng|nh|gh|gi|kh|ph|th|tr|ch|qu|[bcdghklmnprstvx])?"
    r"(?:uyu|uya|oai|oao|oay|oeo|uao|uay|uy|ai|ao|au|ay|eo|ia|iu|oa|oe|oi|oo|ua|ue|ui|[aeiouy])"
    r"(?:ng|nh|m|n)?"
)
# English words that are shaped like Vietnamese ones, but that no page of ours uses.
COMMON = frozenset({"go", "he", "hi", "him", "me", "my", "the", "them", "then"})
# Names, keys, and words that the officials themselves use. Capitals alone are abbreviations: PDF.
NAMES = {
    "authenticator",
    "excel",
    "freeotp",
    "google",
    "javascript",
    "menu",
    "microsoft",
    "ocop",
    "word",
}
# The fields of the national data set PTNT_OCOP are Vietnamese words without a space.
FIELDS = {"donvihanhchinh", "thoigian", "sanpham", "tensanpham", "xephang", "chuthesxkd"}
FIELDS |= {"doanhthunam", "trangthai", "sp"}  # "sp_moi" is the code of a figure
ALLOWED = frozenset(NAMES | FIELDS | {"byte", "enter", "esc", "stt", "tab", "unicode"})
# Not language: addresses, paths, file endings, keys together, and anything with a digit in it.
CODE = re.compile(
    r"\S+@\S+|https?://\S+|\S+/\S+(?:/|\.)\S*|\.[a-z]\w*|(?:Ctrl|Alt|Shift)\+\S+|\S*\d\S*"
)
WORD = re.compile(r"[^\W\d_]+")

SPOKEN = ("alt", "aria-label", "aria-description", "data-confirm", "placeholder", "title", "label")
SILENT = frozenset({"script", "style", "code", "pre", "samp", "kbd", "svg"})
VOID = frozenset({"area", "base", "br", "col", "hr", "img", "input", "link", "meta", "wbr"})


class Reader(HTMLParser):
    """Collects what a page says: its texts, and the attributes that are read out or shown.

    It also keeps the names of the fields of its forms that are sent by POST.
    """

    def __init__(self):
        super().__init__()
        self.texts, self.fields = [], []
        self._silent, self._is_posting = [], False

    def handle_starttag(self, tag, attrs):
        attrs = dict(attrs)
        if tag in SILENT or "translate" in attrs:
            self._silent.append(tag)
        self.texts += [attrs[name] for name in SPOKEN if attrs.get(name)]
        if tag == "input" and attrs.get("type") in {"submit", "button", "reset"}:
            self.texts.append(attrs.get("value", ""))
        if tag == "form":
            self._is_posting = attrs.get("method", "").lower() == "post"
        if self._is_posting and attrs.get("name") and tag in {"input", "select", "textarea"}:
            self.fields.append(attrs["name"])

    def handle_endtag(self, tag):
        if self._silent and self._silent[-1] == tag:
            self._silent.pop()

    def handle_data(self, data):
        if not self._silent:
            self.texts.append(data)


def read(html):
    reader = Reader()
    reader.feed(html)
    return reader


@cache
def known_english():
    """What packages say as a whole, in small letters, where the portal says something else."""
    known = set()
    for package, domain in SPEAKERS:
        for msgid, plural in english_of(package, domain):
            said = vietnamese(domain).get((msgid, 0) if plural else msgid)
            text = msgid.rpartition(CONTEXT)[2]
            if said != text:
                known.add(_bare(text))
    return frozenset(known)


def _bare(text):
    return " ".join(text.lower().split()).strip(" .:…?!*")


@cache
def english_in(text):
    """The English that this text holds: "" where there is none."""
    if _bare(text) in known_english():
        return text.strip()
    words = [word for word in WORD.findall(CODE.sub(" ", text)) if not _may_stand(word)]
    return " ".join(words)


def _may_stand(word):
    small = word.lower()
    if not word.isascii() or len(word) == 1 or small in ALLOWED:
        return True
    if word.isupper() and small not in known_english():
        return True
    return bool(SYLLABLE.fullmatch(small)) and small not in COMMON
