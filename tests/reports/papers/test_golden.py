"""The whole text of a paper of each kind, as it is meant to be read: a change of words is seen."""

from pathlib import Path

import pytest
from django.core.management import CommandError, call_command

from programs.enums import UnitKind
from programs.models import Campaign, Unit
from reports.builders import dispatch, text_paper
from reports.builders.appendix import appendix
from reports.builders.text_paper import TextMissing
from reports.papers.lists import list_paper
from reports.renderers import paper_word
from tests.support.dispatch import NOTE, ROWS, TOTALS, make_dispatch
from tests.support.expiry_rows import make_letter
from tests.support.word import texts

pytestmark = pytest.mark.django_db
GOLDEN = Path(__file__).with_name("golden")


def made_dispatch():
    make_dispatch()
    Campaign.objects.update(
        document="Công văn số …/SNNPTNT-NTM ngày …/3/2024",
        issuer="Sở Nông nghiệp và Phát triển nông thôn tỉnh Quảng Ngãi",
    )
    return text_paper.text_paper("demo-2024-03")


PAPERS = {
    "dispatch": made_dispatch,
    "letter": lambda: dispatch.letter_paper(make_letter()),
    "appendix": lambda: list_paper(appendix(make_dispatch())),
}


@pytest.mark.parametrize("kind", PAPERS)
def test_a_paper_reads_as_it_did(kind):
    lines = texts(paper_word.render(PAPERS[kind]()))
    text = "".join(f"{' '.join(line.split())}\n" for line in lines)

    assert text == (GOLDEN / f"{kind}.txt").read_text(encoding="utf-8")


# --- The dispatch of March 2024 ----------------------------------------------------------------


def test_the_appendix_of_the_dispatch_is_fed_by_the_data():
    paper = made_dispatch()
    Unit.objects.get(kind=UnitKind.TOWN).participations.get().counts.update(count=0)

    before, after = paper, text_paper.text_paper("demo-2024-03")

    def totals(paper):
        return list(paper.appendices[0].blocks[0].rows[-1].cells)

    assert len(before.appendices[0].blocks[0].rows) == len(ROWS) + 1
    assert totals(before)[1:-1] == [str(number) for number in TOTALS[:-1]]
    assert totals(after)[1] == str(TOTALS[0] - 12)
    assert NOTE in texts(paper_word.render(before))[-1]


@pytest.mark.parametrize("name", ["", "nothing", "../papers/demo-2024-03", "demo-2024-03.txt"])
def test_a_text_that_is_not_there_is_named_with_those_that_are(name):
    with pytest.raises(TextMissing, match="Có: demo-2024-03"):
        text_paper.text_paper(name)


def test_without_the_campaign_there_is_no_appendix_to_print(tmp_path):
    with pytest.raises(CommandError, match="Chưa có đợt đăng ký kế hoạch năm 2024"):
        call_command(
            "report",
            "dispatch",
            number="demo-2024-03",
            format="docx",
            output=str(tmp_path / "a.docx"),
        )


HEAD = """superior: UBND TỈNH
issuer: SỞ
symbol: SNN-NTM
place: Quảng Ngãi
month: 2024-03
subject: thử
title: GIÁM ĐỐC
signer: A

Một.
"""


@pytest.mark.parametrize(
    ("old", "new", "words"),
    [
        ("title: GIÁM ĐỐC\n", "", "“x” phải có đúng một dòng “title: …”"),
        ("subject: thử\n", "subject: thử\nsubject: lại\n", "đúng một dòng “subject: …”"),
        ("issuer: SỞ", "SỞ", "“x”: không hiểu dòng “SỞ”"),
        ("month: 2024-03", "month: tháng ba", "“x”: tháng ghi “năm-tháng”"),
    ],
)
def test_a_text_whose_head_is_wrong_says_where(tmp_path, monkeypatch, old, new, words):
    monkeypatch.setattr(text_paper, "FOLDER", tmp_path)
    (tmp_path / "x.txt").write_text(HEAD.replace(old, new), encoding="utf-8")

    with pytest.raises(TextMissing, match=words):
        text_paper.text_paper("x")
