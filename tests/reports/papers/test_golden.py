"""The whole text of a paper of each kind, as it is meant to be read: a change of words is seen."""

from datetime import date, time
from functools import partial
from itertools import count
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
import time_machine
from django.core.management import CommandError, call_command

from councils.enums import InvitationKind
from councils.sheets import scoring
from products.models import CommuneReport, Dossier, Inspection
from programs.criteria import load_criteria
from programs.enums import Authority, Role, UnitKind
from programs.models import Campaign, Unit
from reports.builders import dispatch, text_paper
from reports.builders.appendix import appendix
from reports.builders.council_papers import council_decision, invitation
from reports.builders.criteria_sheet import bound, criteria_sheet, filled_sheet
from reports.builders.dossier_forms import dossier_form, with_places
from reports.builders.proposals import forwarding_decision, forwarding_letter, submission
from reports.builders.result_notices import notices
from reports.builders.rules_paper import rules_paper
from reports.builders.score_summary import score_summary
from reports.builders.session_papers import minutes, recognition_decision
from reports.builders.session_report import session_report
from reports.builders.text_paper import TextMissing
from reports.papers.lists import list_paper
from reports.renderers import paper_word
from tests.support import councils, expiry_rows, factories, sessions
from tests.support.councils import make_rules
from tests.support.criteria_files import GOOD, make_law, write
from tests.support.dispatch import NOTE, ROWS, TOTALS, make_dispatch
from tests.support.expiry_rows import make_inspection, make_inspection_plan, make_letter
from tests.support.factories import make_dossier, make_producer, make_product, make_user
from tests.support.sat import load_law, make_named_council, make_told_session
from tests.support.sessions import make_board, make_scoring, save, sign
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


def made_minutes():
    plan = make_inspection_plan(
        state="open",
        superior="UBND tỉnh Quảng Ngãi",
        symbol="BB-ĐKT",
        basis="Quyết định số 15/QĐ-SNNMT ngày 03/11/2026 của Sở Nông nghiệp và Môi trường",
    )
    inspection = make_inspection(
        plan=plan,
        state="recorded",
        started_at=time(8, 30),
        ended_at=time(10, 5),
        inspectors="Ông Nguyễn Văn A, trưởng đoàn\nBà Trần Thị B, thư ký",
        attendants="Ông TS. Lê Văn C, giám đốc",
        conclusion="Thay nhãn.",
    )
    return dispatch.minutes_paper(Inspection.objects.get(pk=inspection.pk))


def made_form(number):
    producer = make_producer(
        name="HTX Thi Phổ",
        representative="Bà Trần Thị Kín",
        job_title="Giám đốc",
        gender="female",
        ethnicity="Hrê",
        residence="Thôn 3, xã Ba Tơ",
        registered_on=date(2019, 3, 2),
        address="Xóm 7",
    )
    law = make_law()
    with TemporaryDirectory() as folder:
        load_criteria(law, write(Path(folder), GOOD))
    sheet = law.criteria_sets.get()
    dossier = make_dossier(
        make_product(producer=producer, name="Mạch nha"),
        criteria_set=sheet,
        received_on=date(2026, 11, 2),
        samples=5,
        background="Từ 1990.",
    )
    seven = sheet.criteria.get(code="7")
    dossier.answers.create(criterion=seven, option=seven.options.get(number=2), evidence="Phiếu 7")
    signed = {"signed_on": date(2026, 11, 5), "signer": "Ông D", "signer_title": "Phó Chủ tịch"}
    CommuneReport.objects.create(dossier=dossier, number="12/BC-UBND", labour="18 người.", **signed)
    return dossier_form(with_places(Dossier.objects).get(pk=dossier.pk), number)


def made_sheet():
    law = make_law()
    with TemporaryDirectory() as folder:
        load_criteria(law, write(Path(folder), GOOD))
    return criteria_sheet(law.criteria_sets.get())


def made_council_paper(build, **rules):
    """The paper of a Council whose Quy chế has a number of its own."""
    load_law()
    facts = {"level": Authority.PROVINCE, "number": "31/QĐ-UBND"}
    return build(make_named_council(rules=make_rules("published", **facts | rules)))


def made_session_paper(build, **rules):
    return made_council_paper(lambda council: build(make_told_session(council)), **rules)


def made_notice(place):
    """The notice of this place among those of the session."""
    return made_session_paper(lambda session: notices(session)[place])


def made_score_sheets():
    load_law()
    board = make_board()
    evaluation = make_scoring(board)
    noted = evaluation.dossier.criteria_set.criteria.get(code="1.1").pk
    signed = sign(evaluation, board.chair, "1.1", "1.3", evidence={noted: "Phiếu 12"})
    other = scoring.sign(
        save(evaluation, board.secretary, "1.2"), "Ý kiến khác.", by=board.secretary, read=2
    )
    papers = [filled_sheet(each, scoring.load(each, evaluation)) for each in (signed, other)]
    return bound(papers, "Phiếu đánh giá")


def summary_paper(session):
    return list_paper(score_summary(session, make_user(Role.PROVINCE_ADMIN)))


PAPERS = {
    "council-decision": partial(made_council_paper, council_decision),
    **{
        f"invitation-{kind}": partial(made_session_paper, invitation, invitation=kind)
        for kind in InvitationKind.values
    },
    "council-minutes": partial(made_session_paper, minutes),
    "recognition-decision": partial(made_session_paper, recognition_decision),
    "submission": partial(made_session_paper, submission),
    "forwarding-decision": partial(made_session_paper, forwarding_decision),
    "forwarding-letter": partial(made_session_paper, forwarding_letter),
    "session-report": partial(made_session_paper, session_report),
    **{f"result-notice-{place}": partial(made_notice, place) for place in range(4)},
    "council-rules": partial(made_council_paper, lambda council: rules_paper(council.rules)),
    "score-summary": partial(made_session_paper, summary_paper),
    "score-sheets-signed": made_score_sheets,
    "dispatch": made_dispatch,
    "letter": lambda: dispatch.letter_paper(make_letter()),
    "appendix": lambda: list_paper(appendix(make_dispatch())),
    "minutes": made_minutes,
    "form-01": partial(made_form, "01"),
    "form-02": partial(made_form, "02"),
    "form-03": partial(made_form, "03"),
    "score-sheet": made_sheet,
}


@pytest.mark.parametrize("kind", PAPERS)
def test_a_paper_reads_as_it_did(kind, monkeypatch):
    for module in (factories, expiry_rows, councils, sessions):
        monkeypatch.setattr(module, "numbers", count(10_001))
    with time_machine.travel(date(2026, 11, 25)):
        text = said(PAPERS[kind]())

    assert text == (GOLDEN / f"{kind}.txt").read_text(encoding="utf-8")


def said(paper):
    lines = texts(paper_word.render(paper))
    return "".join(f"{' '.join(line.split())}\n" for line in lines)


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
