"""Papers whose words stand in a text file of the portal: a head of "name: value" lines, and a body.

In the body a line is a block: "# I. …", "## 1. …" and "### a) …" are headings, "- …" and "+ …"
items, all others paragraphs, in which "**bold**" and "*italic*" are marked.
"""

import re
from datetime import date

from django.conf import settings

from programs.enums import CampaignKind
from programs.models import Campaign
from reports.builders.appendix import appendix
from reports.papers.lists import table_blocks
from reports.papers.values import Appendix, Head, Heading, Paper, Paragraph, Signature, marked

FOLDER = settings.BASE_DIR / "fixtures" / "papers"
TEMPLATE = "text-1"
# "demo-2024-03"; no "../settings".
_NAME = re.compile(r"[a-z0-9]+(?:-[a-z0-9]+)*")
# "subject: hướng dẫn …" of the head.
_FACT = re.compile(r"([a-z]+): (.+)")
# "## 1. Rà soát" is a heading of level 2.
_HEADING = re.compile(r"(#{1,3}) (.+)")
# "- Như trên" and "+ Báo cáo năm".
_ITEM = re.compile(r"([-+]) (.+)")


class TextMissing(Exception):
    """There is no text of this name, or its head lacks a fact; the message says which."""


def names():
    """The names of the texts that there are."""
    return sorted(path.stem for path in FOLDER.glob("*.txt"))


def text_paper(name):
    """The paper of the text of this name, with its appendix from the data; else TextMissing."""
    path = FOLDER / f"{name}.txt"
    if not _NAME.fullmatch(name) or not path.is_file():
        raise TextMissing(f"Không có văn bản “{name}”. Có: {', '.join(names())}.")
    head, _, body = path.read_text(encoding="utf-8").partition("\n\n")
    facts = _facts(name, head)
    subject, symbol = facts.one("subject"), facts.one("symbol")
    return Paper(
        name=f"Công văn về việc {subject}",
        made_at=facts.month(),
        head=Head(
            superior=facts.all("superior"),
            issuer=facts.all("issuer"),
            symbol=symbol,
            place=facts.one("place"),
            month=facts.month(),
        ),
        subject=subject,
        addressees=facts.all("to"),
        blocks=tuple(_block(line) for line in body.splitlines() if line),
        signatures=(Signature(facts.one("title"), facts.one("signer"), facts.all("authority")),),
        receivers=facts.all("receiver"),
        appendices=tuple(map(_appendix, facts.all("appendix"))),
    )


class _Facts(dict):
    """{name of a fact: its values, in order} of the text `of`."""

    of = ""

    def all(self, name):
        return tuple(self.get(name, ()))

    def one(self, name):
        if len(found := self.all(name)) != 1:
            raise TextMissing(f"Văn bản “{self.of}” phải có đúng một dòng “{name}: …”.")
        return found[0]

    def month(self):
        try:
            return date.fromisoformat(f"{self.one('month')}-01")
        except ValueError as error:
            raise TextMissing(
                f"Văn bản “{self.of}”: tháng ghi “năm-tháng”, ví dụ 2024-03."
            ) from error


def _facts(name, head):
    facts = _Facts()
    facts.of = name
    for line in head.splitlines():
        found = _FACT.fullmatch(line)
        if not found:
            raise TextMissing(f"Văn bản “{name}”: không hiểu dòng “{line}”.")
        facts.setdefault(found[1], []).append(found[2])
    return facts


def _block(line):
    if found := _HEADING.fullmatch(line):
        return Heading(found[2], len(found[1]))
    if found := _ITEM.fullmatch(line):
        return Paragraph(marked(found[2]), mark=found[1])
    return Paragraph(marked(line))


def _appendix(year):
    """The appendix of the first campaign of plans of the year."""
    rounds = Campaign.objects.filter(kind=CampaignKind.PLAN, year=year).order_by("number")
    if (campaign := rounds.first()) is None:
        raise TextMissing(f"Chưa có đợt đăng ký kế hoạch năm {year} để lập phụ lục.")
    table = appendix(campaign)
    return Appendix(table.title, table.subtitle, table_blocks(table))
