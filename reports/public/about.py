"""What search engines and shared links say of a public page."""

from dataclasses import dataclass

from django.conf import settings
from django.templatetags.static import static

_STAND_IN = "img/share.png"  # where a page has no picture of its own


@dataclass(frozen=True)
class About:
    """A page under its one address; all addresses are whole, for they are read elsewhere."""

    title: str
    text: str
    url: str
    picture: str
    kind: str


def about(title, text, path, picture="", kind="website"):
    base = settings.BASE_URL
    return About(title, text, base + path, base + (picture or static(_STAND_IN)), kind)
