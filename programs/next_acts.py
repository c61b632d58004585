"""What the page of one thing offers: the one next act, the others, and what is left before it."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import Any

from django.shortcuts import resolve_url
from django.urls import reverse
from django.utils.html import format_html
from django.utils.text import capfirst

from programs.acts import mark_of
from programs.models import Event

# What a page that leads to a step says of the row as it showed it: "?da-doc=123.4".
READ = "da-doc"
# The steps by which a thing comes back to those who must mend it.
COMES_BACK = frozenset({"return", "give_back", "take_back"})


@dataclass(frozen=True)
class Offer:
    """An act as a page offers it; `why` is the sentence that closes it now, `said` stands below."""

    label: str
    url: str
    why: str = ""
    onward: bool = False
    away: bool = False
    said: str = ""


def offer(is_allowed, label, name, *args, **facts) -> list[Offer]:
    """The act whose page has this URL name, or none where the reader may not."""
    return [Offer(label, reverse(name, args=args), **facts)] if is_allowed else []


def step_offers(procedure, row, user, name) -> list[Offer]:
    """The steps that this user may take on the row now, each with what stands in its way."""
    steps = procedure.steps_for(row, user)
    query = f"?{READ}={mark_of(row)}" if steps else ""
    return [
        Offer(
            label=step.called(row),
            url=reverse(name, args=[row.pk, step.name]) + query,
            why=sentence or "",
            onward=step.onward,
            away=step.away,
        )
        for step, sentence in steps
    ]


def returned(row):
    """The event by which the row came back to where it is now, or None where it did not."""
    moves = Event.objects.about(row).filter(refused=False).exclude(target="")
    last = moves.select_related("actor").first()
    return last if last and last.action in COMES_BACK else None


# --- What is left ------------------------------------------------------------------------------


@dataclass(frozen=True)
class Item:
    """Something that must be there: what it is, what it lacks, and the page where it is mended.

    One that `may_lack`, of which nothing is there yet, is named and not counted.
    """

    label: str
    lacks: tuple[str, ...] = ()
    said: str = ""
    url: str = ""
    act: str = ""
    may_lack: bool = False

    @property
    def is_done(self):
        return not self.lacks


@dataclass(frozen=True)
class Checklist:
    """What is left of a thing, before what is done."""

    items: Sequence[Item] = ()

    @property
    def ordered(self) -> list[Item]:
        return sorted(self.items, key=lambda item: (item.is_done, not item.may_lack))

    @property
    def counted(self) -> list[Item]:
        return [item for item in self.items if not item.may_lack]

    @property
    def done(self) -> int:
        return sum(item.is_done for item in self.counted)

    @property
    def share(self) -> int:
        """How much is done, of a hundred."""
        return 100 * self.done // len(self.counted) if self.counted else 100

    @property
    def figure(self) -> str:
        return f"{self.done}/{len(self.counted)}"


# --- The rail ----------------------------------------------------------------------------------


@dataclass(frozen=True)
class Rail:
    """The acts of a page in their order: `first` is the filled button.

    `shut` is the way forward where a sentence closes it: `first` then is what is left to do first.
    """

    first: Offer | None = None
    shut: Offer | None = None
    beside: list[Offer] = field(default_factory=list)
    waits: str = ""

    def __bool__(self):
        return bool(self.first or self.shut or self.beside or self.waits)


def rail(offers: Iterable[Offer], checklist: Checklist = Checklist(), waits: str = "") -> Rail:
    """The acts as a page shows them; what takes away comes last."""
    offers = sorted(offers, key=lambda each: (each.away, not each.onward))
    onward = [each for each in offers if each.onward]
    left = (each for each in checklist.ordered if each.act and not each.is_done)
    to_do = next((Offer(each.act, each.url) for each in left), None)
    shut = onward[0] if onward and onward[0].why else None
    open_ones = [each for each in onward if not each.why]
    first = (to_do if shut or not onward else None) or next(iter(open_ones), None)
    shown = {each.url for each in (first, shut) if each}
    beside = [each for each in offers if each.url not in shown]
    return Rail(first, shut, beside, waits)


# --- What waits after it -----------------------------------------------------------------------


@dataclass(frozen=True)
class Queue:
    """What waits for a reviewer in the order of its list: what comes after this row, how many.

    `noun` is what is listed, `name` says one of them in short, `page` is where the list stands: a
    URL name, or a row with a page of its own.
    """

    noun: str
    page: Any
    following: Any = None
    name: str = ""
    count: int = 0

    def offers(self, *, is_decided) -> list[Offer]:
        """The way on: the way forward itself once the row is decided."""
        if self.following is None:
            return []
        said = f"{self.name}; còn {self.count} {self.noun} chờ."
        url = self.following.get_absolute_url()
        return [Offer(f"{self.noun} tiếp theo ›", url, onward=is_decided, said=said)]

    def told(self, happened) -> str:
        """What happened, what is left, and the way on."""
        if self.following is None:
            left, words = f"Không còn {self.noun} nào chờ.", f"Về danh sách {self.noun} ›"
            url = resolve_url(self.page)
        else:
            left, words = f"Còn {self.count} {self.noun} chờ.", f"{self.noun} tiếp theo ›"
            url = self.following.get_absolute_url()
        return format_html('{} {} <a href="{}">{}</a>', happened, left, url, capfirst(words))


def queue_after(row, waiting, place, *, noun, page, name) -> Queue:
    """The Queue of those that are `waiting` after this row, or from the first where none is.

    `place(row)` is where each stands in the list, `name(row)` what it is called in short.
    """
    others = [each for each in waiting if each.pk != row.pk]
    later = [each for each in others if place(each) > place(row)]
    following = next(iter(later or others), None)
    return Queue(noun, page, following, name(following) if following else "", len(others))
