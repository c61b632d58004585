"""The cells of a list's page: a value in words, its sign, its link, and what stands under it."""

from functools import lru_cache

from django.utils.html import conditional_escape

from programs.enums import Tone
from programs.tables import Kind, in_words

_CLASSES = {Kind.NUMBER: "number", Kind.DATE: "when", Kind.MOMENT: "when"}


class Shape:
    """How the cells of columns that share a cell are drawn, the first column above.

    What says a state or a rank comes right below the name where a row is a card.
    """

    def __init__(self, columns, *, names_row):
        self.lead, *self.under = columns
        lead = self.lead
        tag, scope = ("th", ' scope="row"') if names_row else ("td", "")
        told = "first-facts" if lead.tones or lead.draw else ""
        classes = ["" if lead.draw else _CLASSES.get(lead.kind, ""), told]
        name = " ".join(filter(None, classes))
        shown_as = f' class="{name}"' if name else ""
        label = "" if names_row else f' data-label="{escaped(lead.title)}"'
        self.start, self.end = f"<{tag}{scope}{shown_as}{label}>", f"</{tag}>"

    def cell(self, row):
        """The HTML of the cell of this row."""
        lead = self.lead
        text = inside(lead, lead.read(row), lead.url(row) if lead.url else "")
        for column in self.under:
            if below := inside(column, column.read(row)):
                text += f'<span class="sub">{below}</span>'
        return f"{self.start}{text}{self.end}"


def inside(column, value, url=""):
    """The HTML of one value."""
    if column.draw:
        return column.draw(value)
    text = escaped(in_words(column, value))
    if column.tones and text:
        text = f'<span class="state tone-{column.tones.get(value, Tone.PLAIN)}">{text}</span>'
    return f'<a href="{conditional_escape(url)}">{text}</a>' if url else text


@lru_cache(maxsize=8192, typed=True)  # what is marked as safe is no plain text
def escaped(text):
    """The text of a cell as HTML; most stand in many cells, of this page and of the next."""
    return conditional_escape(text).replace("\n", "<br>")
