"""The chapters of the guide: Markdown files drawn as pages, with a place for every heading."""

import re
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from django.conf import settings
from django.templatetags.static import static
from django.urls import reverse
from django.utils.safestring import SafeString
from markdown_it import MarkdownIt
from markdown_it.tree import SyntaxTreeNode
from PIL import Image

from programs.text import fold

FOLDER = Path(settings.BASE_DIR) / "docs" / "nguoi-dung"
COMMON = "chung"  # README.md: what everybody must know
PUBLIC = "cong-chung"
# In the order of the guide's own table.
CHAPTERS = (
    COMMON,
    "can-bo-don-vi",
    "lanh-dao-don-vi",
    "chuyen-vien-tinh",
    "quan-tri-tinh",
    "van-phong-dieu-phoi",
    "so-nganh",
    "hoi-dong",
    "lanh-dao-theo-doi",
    PUBLIC,
    "ho-so",
    "so-san-pham",
    "van-ban-di",
    "bao-cao",
)
_LINK = re.compile(r"([\w-]+)\.md(#.*)?")
_TABLE = '<div class="table-wrap" tabindex="0" role="region" aria-label="Bảng">'


@dataclass(frozen=True)
class Heading:
    title: str
    anchor: str


@dataclass(frozen=True)
class Chapter:
    """One file of the guide; `html` is drawn from it, and nothing in the file is taken as HTML."""

    name: str
    title: str
    headings: tuple[Heading, ...]
    html: SafeString

    def __str__(self):
        return self.title

    def get_absolute_url(self):
        return reverse(f"reports:help_{self.name}")


@cache
def chapter(name) -> Chapter:
    markdown = MarkdownIt("commonmark", {"html": False}).enable("table")
    tokens = markdown.parse(_source(name))
    headings = [_heading(node) for node in SyntaxTreeNode(tokens).walk() if node.type == "heading"]
    opened = (token for token in tokens if token.type == "heading_open")
    for token, heading in zip(opened, headings, strict=True):
        token.attrSet("id", heading.anchor)
    for token in _all(tokens):
        _lead_inside(token)
    html = markdown.renderer.render(tokens, markdown.options, {})
    html = html.replace("<table>", f"{_TABLE}<table>").replace("</table>", "</table></div>")
    title, *below = headings
    return Chapter(name, title.title, tuple(below), SafeString(html))


def _source(name):
    file = "README" if name == COMMON else name
    return (FOLDER / f"{file}.md").read_text(encoding="utf-8")


def _heading(node):
    title = "".join(leaf.content for leaf in node.walk() if leaf.type in ("text", "code_inline"))
    # Without its number, so that a new section before it does not move it.
    words = re.findall(r"[a-z0-9]+", fold(re.sub(r"^\d+\.\s*", "", title)))
    return Heading(title, "-".join(words))


def _all(tokens):
    for token in tokens:
        yield token
        yield from token.children or ()


def _lead_inside(token):
    """Links between files lead between pages; pictures come from where static files come from."""
    if token.type == "link_open" and (link := _LINK.fullmatch(str(token.attrs["href"]))):
        name = COMMON if link[1] == "README" else link[1]
        token.attrSet("href", reverse(f"reports:help_{name}") + (link[2] or ""))
    if token.type == "image":
        file = Path(str(token.attrs["src"])).name
        with Image.open(FOLDER / "anh" / file) as picture:
            # Its room is kept, or a picture that comes later moves the place that was led to.
            width, height = picture.size
        facts = {"src": static(f"tro-giup/{file}"), "width": width, "height": height}
        token.attrs |= facts | {"loading": "lazy"}
