"""A paper goes out: drafted, signed off by another, numbered, issued and sealed, told once."""

import json
from dataclasses import replace
from datetime import timedelta
from io import BytesIO

import pytest
from django.utils import timezone
from docx import Document
from pypdf import PdfReader

from programs import notices
from programs.acts import MovedOn, RowChanged, StepRefused, mark_of
from programs.enums import Role
from programs.models import Event, Mail, Notification
from programs.sealing import digest
from reports.enums import PaperState
from reports.models import PaperNumber, PaperRecipient, SealedDocument
from reports.outgoing import drafting, numbers
from reports.outgoing.checks import check_papers
from reports.outgoing.workflow import OUTGOING
from reports.papers.plain import from_values
from reports.papers.values import Paragraph, Run
from reports.renderers import paper_pdf
from reports.renderers.press import NotPrinted
from tests.support.factories import make_user
from tests.support.outgoing import TEXT, make_outgoing

pytestmark = [pytest.mark.django_db, pytest.mark.pg]


def draft(drafter, unit, **fields):
    paper = drafting.begun("test:letter", drafter)
    paper.symbol = "SNNMT-NTM"
    for name, value in fields.items():
        setattr(paper, name, value)
    sent_to = [PaperRecipient(unit=unit, name=f"Ủy ban nhân dân {unit}")]
    return drafting.create(paper, [*sent_to, PaperRecipient(name="Chủ thể")], by=drafter)


def first_number(paper):
    return {"number": numbers.offered(paper)[0][0]}


def take(paper, *steps, by):
    for name in steps:
        given = {"number": first_number, "issue": lambda _: {"day": timezone.localdate()}}
        answers = given.get(name, lambda _: {"note": "Vì thế."})(paper)
        paper = OUTGOING.take(paper, name, by=by, answers=answers)
    return paper


@pytest.fixture
def paper(offered, drafter, unit):
    return draft(drafter, unit)


def test_a_paper_is_signed_off_numbered_issued_and_sealed(paper, head, clerk):
    paper = take(paper, "sign_off", by=head)
    paper = take(paper, "number", "issue", by=clerk)

    pdf, word = (bytes(paper.sealed(each).content) for each in ("pdf", "docx"))
    text = PdfReader(BytesIO(pdf)).pages[0].extract_text()
    assert paper.label == "01/SNNMT-NTM"
    assert "Số: 01/SNNMT-NTM" in text
    assert f"ngày {timezone.localdate():%d}" in text
    assert paper.check_code in text
    [foot] = Document(BytesIO(word)).sections[0].first_page_footer.paragraphs
    assert paper.check_code in foot.text
    sealed = from_values(json.loads(bytes(paper.sealed("json").content)))
    assert (sealed.head.number, sealed.head.day) == ("01", timezone.localdate())
    assert paper_pdf.render(sealed) == pdf
    assert paper.sealed("pdf").sha256 == digest(pdf)
    assert all(check.passed for check in check_papers())


def test_what_is_sealed_keeps_its_bytes_whatever_becomes_of_paper_and_source(paper, offered, head):
    paper = take(paper, "sign_off", "number", "issue", by=head)
    before = bytes(paper.sealed("pdf").content)
    offered["letter"] = replace(TEXT, blocks=(Paragraph("Khác."),))

    take(paper, "withdraw", by=head)

    assert bytes(paper.sealed("pdf").content) == before


@pytest.mark.parametrize("step", ["sign_off", "number", "issue", "withdraw"])
def test_whoever_drafted_does_no_step_that_asks_for_a_second_person(step):
    states = {"sign_off": "draft", "number": "signed_off", "issue": "numbered"}
    admin = make_user(Role.PROVINCE_ADMIN)
    paper = make_outgoing(states.get(step, "issued"), drafted_by=admin)

    with pytest.raises(StepRefused, match="Người soạn không tự duyệt") as refusal:
        take(paper, step, by=admin)

    assert refusal.value.status == 403


@pytest.mark.parametrize(
    ("lacking", "sentence"),
    [
        ({"signer_title": ""}, "Chưa ghi chức vụ người ký."),
        ({"signer_name": ""}, "Chưa ghi họ tên người ký."),
        ({"symbol": ""}, "Chưa ghi ký hiệu"),
        ({"subject": "báo cáo {{ số xã }}"}, "Trường “số xã” chưa có giá trị."),
    ],
)
def test_a_draft_that_lacks_something_is_not_signed_off(
    offered, drafter, unit, head, lacking, sentence
):
    paper = draft(drafter, unit, **lacking)

    with pytest.raises(StepRefused, match=sentence):
        take(paper, "sign_off", by=head)


def test_a_field_is_found_in_every_text_of_a_paper(offered, drafter, unit):
    looks = (Run("Trước {{ "), Run("hạn gửi", bold=True), Run(" }}"))
    offered["letter"] = replace(TEXT, blocks=(Paragraph(looks), Paragraph("Mục […].")))

    lacks = drafting.lacks(draft(drafter, unit))

    assert lacks == ["Trường “hạn gửi” chưa có giá trị.", "Trường “[…]” chưa có giá trị."]


def test_a_draft_without_recipients_is_not_signed_off(offered, drafter, unit, head):
    paper = draft(drafter, unit)
    paper.recipients.all().delete()

    with pytest.raises(StepRefused, match="Chưa chọn nơi nhận"):
        take(paper, "sign_off", by=head)


def test_a_draft_keeps_its_content_and_says_that_its_source_has_changed(paper, offered, drafter):
    offered["letter"] = replace(TEXT, blocks=(Paragraph("Mới."),))

    assert "Dữ liệu nguồn đã thay đổi" in drafting.outdated(paper, drafter)
    assert drafting.paper_of(paper).blocks == TEXT.blocks

    renewed = OUTGOING.take(paper, "renew", by=drafter)
    assert drafting.paper_of(renewed).blocks == (Paragraph("Mới."),)
    assert renewed.symbol == "SNNMT-NTM"
    assert drafting.outdated(renewed, drafter) == ""


def test_a_draft_whose_source_is_gone_says_so_and_stays(paper, offered, drafter, head):
    del offered["letter"]

    assert "Không còn dữ liệu nguồn" in drafting.outdated(paper, drafter)
    with pytest.raises(StepRefused, match="Không còn dữ liệu nguồn"):
        OUTGOING.take(paper, "renew", by=drafter)
    assert take(paper, "sign_off", by=head).state == PaperState.SIGNED_OFF


def test_a_template_that_changed_while_a_draft_was_open_is_said_before_a_signature(
    paper, monkeypatch, drafter, head
):
    monkeypatch.setattr(drafting, "TEMPLATE", "paper-2")

    assert "Mẫu in đã đổi" in drafting.outdated(paper, drafter)
    with pytest.raises(StepRefused, match="Mẫu in đã đổi từ paper-1 sang paper-2"):
        take(paper, "sign_off", by=head)

    renewed = OUTGOING.take(paper, "renew", by=drafter)
    assert take(renewed, "sign_off", by=head).state == PaperState.SIGNED_OFF


def test_a_draft_saved_over_another_ones_change_is_refused_with_what_it_is_now(paper, drafter):
    drafting.change(paper, list(paper.recipients.all()), by=drafter, version=1)

    with pytest.raises(RowChanged):
        drafting.change(paper, [], by=drafter, version=1)


def test_a_decision_on_what_has_moved_on_tells_what_was_done_since(paper, drafter, head):
    read = mark_of(paper)
    drafting.change(paper, list(paper.recipients.all()), by=drafter, version=1)

    with pytest.raises(MovedOn, match="sửa dự thảo"):
        OUTGOING.take(paper, "sign_off", by=head, read=read)


def test_a_paper_that_was_signed_off_is_written_no_more(paper, drafter, head):
    paper = take(paper, "sign_off", by=head)

    with pytest.raises(StepRefused, match="không sửa được"):
        drafting.change(paper, [], by=drafter, version=paper.version)


@pytest.mark.parametrize(
    ("days", "sentence"), [(1, "chưa đến"), (-400, "phải trong năm")], ids=["ahead", "last year"]
)
def test_a_day_outside_the_year_of_the_number_or_ahead_is_refused(
    paper, head, days, sentence, monkeypatch
):
    paper = take(paper, "sign_off", "number", by=head)
    day = timezone.localdate() + timedelta(days=days)
    paper.year = day.year if days > 0 else paper.year
    paper.save()

    with pytest.raises(StepRefused, match=sentence):
        OUTGOING.take(paper, "issue", by=head, answers={"day": day})


def test_where_the_printing_fails_nothing_is_written(paper, head, monkeypatch):
    paper = take(paper, "sign_off", "number", by=head)

    def fail(*_):
        raise NotPrinted("Không tạo được PDF.")

    monkeypatch.setattr(paper_pdf, "render", fail)
    with pytest.raises(StepRefused, match="Văn bản chưa được ban hành, số vẫn giữ nguyên"):
        take(paper, "issue", by=head)

    paper.refresh_from_db()
    assert (paper.state, paper.number, paper.day) == (PaperState.NUMBERED, 1, None)
    assert not SealedDocument.objects.exists()
    assert not Notification.objects.exists()


# --- Who is told -------------------------------------------------------------------------------


def test_accounts_of_recipients_are_told_on_the_bell_and_by_one_mail(paper, unit, head):
    officer = make_user(Role.UNIT_OFFICER, unit=unit)
    make_user(Role.UNIT_OFFICER)
    make_user(Role.UNIT_LEADER, unit=unit, is_active=False)

    paper = take(paper, "sign_off", "number", "issue", by=head)
    for _ in range(2):
        notices.send_digests(lambda rows, _at: rows, timezone.now())

    told = Notification.objects.get()
    assert told.recipient == officer
    assert "01/SNNMT-NTM" in told.text
    assert told.url == paper.get_absolute_url()
    assert Mail.objects.get().recipient == officer.email


def test_the_same_form_twice_issues_once(paper, unit, head):
    make_user(Role.UNIT_OFFICER, unit=unit)
    paper = take(paper, "sign_off", "number", by=head)
    key = "6f4d9c0e-0000-4000-8000-000000000001"
    facts = {"by": head, "answers": {"day": timezone.localdate()}, "key": key}
    OUTGOING.take(paper, "issue", **facts)

    with pytest.raises(Exception, match="Already done"):
        OUTGOING.take(paper, "issue", **facts)

    assert Notification.objects.count() == 1
    assert Event.objects.filter(action="issue").count() == 1


# --- Withdrawn and replaced --------------------------------------------------------------------


def test_a_withdrawn_paper_keeps_its_number_and_its_readers_are_told_why(paper, unit, head):
    make_user(Role.UNIT_OFFICER, unit=unit)
    paper = take(paper, "sign_off", "number", "issue", "withdraw", by=head)

    assert paper.state == PaperState.WITHDRAWN
    assert PaperNumber.objects.get().paper == paper
    assert "bị thu hồi: Vì thế." in Notification.objects.latest("pk").text


def test_the_older_paper_ends_when_the_newer_one_is_issued(paper, drafter, clerk, head):
    paper = take(paper, "sign_off", "number", "issue", "replace", by=head)
    newer = paper.successors.get()
    assert paper.state == PaperState.ISSUED

    with pytest.raises(StepRefused, match="đang có văn bản thay thế"):
        take(paper, "replace", by=clerk)
    newer = take(newer, "sign_off", "number", "issue", by=clerk)

    paper.refresh_from_db()
    assert (paper.state, newer.number) == (PaperState.REPLACED, 2)
    assert list(newer.recipients.values_list("name")) == list(paper.recipients.values_list("name"))


def test_a_newer_paper_is_not_issued_once_the_older_was_withdrawn(paper, clerk, head):
    paper = take(paper, "sign_off", "number", "issue", "replace", by=head)
    newer = take(paper.successors.get(), "sign_off", "number", by=clerk)
    take(paper, "withdraw", by=head)

    with pytest.raises(StepRefused, match="bỏ dự thảo này và soạn văn bản mới"):
        take(newer, "issue", by=clerk)
