"""What the packages of the portal can say, in English, and what the portal says instead.

A package's English stands in its .po files: in the one for `en`, or where it has none, in those
for all the other languages together.
"""

import ast
import re
from functools import cache
from importlib.util import find_spec
from pathlib import Path

from django.utils.translation.trans_real import DjangoTranslation

# (package, domain of gettext) of everything that a page, a mail or a file of the portal may show.
SPEAKERS = [
    ("django", "django"),
    ("django.contrib.admin", "django"),
    ("django.contrib.admin", "djangojs"),
    ("django.contrib.auth", "django"),
    ("django.contrib.contenttypes", "django"),
    ("django.contrib.sessions", "django"),
    ("allauth", "django"),
    ("import_export", "django"),
    ("django_filters", "django"),
    ("simple_history", "django"),
]
# Of allauth the portal installs neither outside accounts nor the server for other sites.
NOT_INSTALLED = re.compile(
    r"(allauth/)?((headless|idp|socialaccount)/|templates/(idp|openid|socialaccount)/)"
)

# A word of an entry of a .po file: a keyword and its quoted lines. Entries end at an empty line.
WORD = re.compile(r'^(msg\S+) ((?:".*"\s*)+)', re.MULTILINE)
QUOTED = re.compile(r'"(?:[^"\\]|\\.)*"(?=\s*$)', re.MULTILINE)
PLACE = re.compile(r"^#: .*", re.MULTILINE)
CONTEXT = "\x04"


def _entries(path):
    """(the places that say it, its words by keyword, with the context before the msgid)."""
    for entry in path.read_text(encoding="utf-8").split("\n\n"):
        words = {word: _unquote(lines) for word, lines in WORD.findall(entry)}
        if words.get("msgid"):
            if "msgctxt" in words:
                words["msgid"] = words["msgctxt"] + CONTEXT + words["msgid"]
            yield re.findall(r"\S+:\d+", " ".join(PLACE.findall(entry))), words


def _unquote(lines):
    return "".join(ast.literal_eval(line) for line in QUOTED.findall(lines))


def read_entries(path):
    """The (msgid, msgid_plural or "") of a file, less what the portal does not install."""
    for places, words in _entries(path):
        if not (places and all(map(NOT_INSTALLED.match, places))):
            yield words["msgid"], words.get("msgid_plural", "")


def read_catalogue(path):
    """What a file says for each msgid."""
    return {
        words["msgid"]: words.get("msgstr") or words["msgstr[0]"] for _, words in _entries(path)
    }


def placeholders(text):
    return set(re.findall(r"%\(\w+\)\w|%[sdr]|\{\w*\}", text))


@cache
def english_of(package, domain="django"):
    """All (msgid, msgid_plural) of a package, e.g. "django", "django.contrib.admin"."""
    folder = _locale_of(package)
    own = folder / "en" / "LC_MESSAGES" / f"{domain}.po"
    files = [own] if own.exists() else folder.glob(f"*/LC_MESSAGES/{domain}.po")
    return frozenset(entry for path in files for entry in read_entries(path))


def _locale_of(package):
    folder = Path(find_spec(package).origin).parent
    return folder / "conf" / "locale" if package == "django" else folder / "locale"


@cache
def vietnamese(domain="django"):
    """The merged catalogue as pages use it: msgid, or (msgid, form) for a plural, to Vietnamese."""
    folders = [_locale_of("django.contrib.admin")] if domain == "djangojs" else None
    return DjangoTranslation("vi", domain=domain, localedirs=folders)._catalog  # noqa: SLF001


def missing_of(package, domain="django"):
    catalogue = vietnamese(domain)
    return sorted(
        msgid
        for msgid, plural in english_of(package, domain)
        if not catalogue.get((msgid, 0) if plural else msgid)
    )
