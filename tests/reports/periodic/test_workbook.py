"""A draft as a workbook: taken along, filled in, read against the draft, written once or not."""

from datetime import timedelta
from io import BytesIO

import pytest
import time_machine
from django.utils import timezone
from openpyxl import load_workbook

from programs.enums import Role
from programs.intake.outcomes import Outcome
from programs.models import Event
from reports.enums import ReportState
from reports.models import FilledReport, ReportFigure
from reports.periodic.filling import Typed, save_section, start
from reports.periodic.workbook import COUNTED_HERE, read_mark
from reports.periodic.workbook_staging import stage
from reports.periodic.workflow import REPORT
from tests.corpus.bad import FILES_REFUSED
from tests.reports.periodic.test_workflow import asked, sent, unit_report
from tests.support import papers
from tests.support.factories import make_unit, make_user
from tests.support.report_rows import make_form, make_indicator, make_period, make_section, publish

__all__ = ["asked", "unit_report"]
pytestmark = [pytest.mark.django_db, pytest.mark.pg]
FIGURES, WORDS = "Số liệu", "Lời"
VALUE, WHY, TEXT = "F", "G", "C"


@pytest.fixture(autouse=True)
def media(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path


@pytest.fixture
def draft(client, unit_report):
    """The draft, whose officer is signed in."""
    client.force_login(unit_report[1])
    return unit_report[0]


def taken(client, report):
    answer = client.get(f"/bao-cao/{report.pk}/bao-cao.xlsx")
    return load_workbook(BytesIO(answer.getvalue()))


def line_of(sheet, code):
    return next(cell.row for cell in sheet["A"] if cell.value == code)


def put(client, report, book):
    """The page that a workbook leads to once it was handed in."""
    content = BytesIO()
    book.save(content)
    file = papers.upload(content.getvalue(), "Báo cáo.xlsx")
    return client.post(f"/bao-cao/{report.pk}/excel/", {"upload": file}, follow=True)


def write(client, **data):
    row = FilledReport.objects.latest("pk")
    return client.post(f"/bao-cao/tep-da-dien/{row.pk}/", data, follow=True)


def values(report):
    return dict(report.figures.values_list("indicator__code", "value"))


def test_a_draft_goes_out_and_comes_back_with_what_was_filled_in(client, draft):
    book = taken(client, draft)
    figures, words = book[FIGURES], book[WORDS]
    line = line_of(figures, "sp_moi")
    assert [figures[f"{at}{line}"].value for at in ("B", "D", VALUE)] == ["II.4", "sản phẩm", 3]
    figures[f"{VALUE}{line}"] = 1200
    figures[f"{WHY}{line}"] = "Thêm một đợt."
    words[f"{TEXT}{line_of(words, 'II.4')}"] = "Đã mở 02 lớp.\nĐã dự hội chợ."

    page = put(client, draft, book)

    said = page.content.decode()
    assert "1.200" in said
    assert "Thêm một đợt." in said
    assert values(draft) == {"sp_moi": 3, "sp_co": 9}, "nothing is written before it is confirmed"
    [message] = write(client).context["messages"]
    assert str(message).startswith("Đã ghi vào bản nháp các mục của tệp: Báo cáo.xlsx")
    assert values(draft) == {"sp_moi": 1200, "sp_co": 9}
    assert draft.figures.get(indicator__code="sp_moi").explanation == "Thêm một đợt."
    assert draft.texts.get().text == "Đã mở 02 lớp.\nĐã dự hội chợ."
    assert Event.objects.about(draft).filter(action="save_workbook").count() == 1


@pytest.mark.parametrize(
    ("milliseconds", "status", "value"), [(-1, 302, 7), (0, 409, 3)], ids=["-1 ms", "0"]
)
def test_a_file_is_written_until_the_lock_and_not_from_then_on(
    client, draft, milliseconds, status, value
):
    campaign = draft.participant.campaign
    lock = timezone.now() + timedelta(minutes=30)
    type(campaign).objects.filter(pk=campaign.pk).update(due_at=lock, locks_at=lock)
    _fill(client, draft, {(FIGURES, VALUE, "sp_moi"): 7})
    row = FilledReport.objects.latest("pk")

    with time_machine.travel(lock + timedelta(milliseconds=milliseconds), tick=False):
        answer = client.post(f"/bao-cao/tep-da-dien/{row.pk}/")

    assert answer.status_code == status
    assert values(draft)["sp_moi"] == value


@pytest.mark.parametrize(
    ("typed", "kept"), [("Mở lớp.\x0bDự hội chợ.", "Mở lớp.\nDự hội chợ."), (" \u200b ", "")]
)
def test_words_that_were_taken_on_the_page_are_taken_of_the_workbook(client, draft, typed, kept):
    page = client.post(f"/bao-cao/{draft.pk}/muc/II.4/", _section(draft, text=typed))
    assert page.status_code == 302
    assert draft.texts.get().text == kept

    page = put(client, draft, taken(client, draft))

    assert "không có gì khác bản nháp" in page.content.decode()


def test_words_that_a_workbook_is_refused_with_are_refused_on_the_page(client, draft):
    page = client.post(f"/bao-cao/{draft.pk}/muc/II.4/", _section(draft, text="Mở\u202e lớp."))

    assert "ký tự điều khiển" in page.context["form"].errors["text"][0]
    assert draft.texts.get().text == "Đã làm."


def _section(draft, **typed):
    """What the page of the section posts, as it stands but for what is typed."""
    figures = draft.figures.values_list("indicator", "value")
    return {f"value_{pk}": value for pk, value in figures} | typed


def test_only_what_is_to_be_filled_in_is_open(client, draft):
    sheet = taken(client, draft)[FIGURES]

    line = line_of(sheet, "sp_moi")
    is_open = [cell.column_letter for cell in sheet[line] if not cell.protection.locked]
    assert is_open == [VALUE, WHY]
    assert sheet.protection.sheet


def test_a_file_in_which_nothing_was_changed_has_nothing_to_be_written(client, draft):
    page = put(client, draft, taken(client, draft))

    said = page.content.decode()
    assert "không có gì khác bản nháp" in said
    assert "Tệp còn lỗi" not in said
    assert write(client).status_code == 422


def _fill(client, draft, cells):
    book = taken(client, draft)
    for (name, column, code), value in cells.items():
        sheet = book[name]
        sheet[f"{column}{line_of(sheet, code)}"] = value
    return put(client, draft, book)


@pytest.mark.parametrize("value", [-1, 1.5, "mười", "1,5", "1,000", "9" * 30, 10**16, True])
def test_what_is_no_count_is_told_at_its_cell(client, draft, value):
    page = _fill(client, draft, {(FIGURES, VALUE, "sp_moi"): value})

    line = line_of(taken(client, draft)[FIGURES], "sp_moi")
    [problem] = page.context["problems"]
    assert problem.column == f"Trang “{FIGURES}”, ô {VALUE}{line}"
    assert write(client).status_code == 422
    assert values(draft) == {"sp_moi": 3, "sp_co": 9}


@pytest.mark.parametrize(("value", "meant"), [("1.200", 1200), ("7", 7), (0, 0), (None, None)])
def test_a_figure_may_be_written_as_on_the_page(client, draft, value, meant):
    _fill(client, draft, {(FIGURES, VALUE, "sp_moi"): value})
    write(client)

    assert values(draft)["sp_moi"] == meant


def test_all_faults_are_told_at_once_and_the_file_comes_back_with_its_cells_marked(client, draft):
    faults = {
        (FIGURES, VALUE, "sp_moi"): "mười",
        (FIGURES, WHY, "sp_co"): "x" * 501,
        (WORDS, TEXT, "II.4"): "x" * 20001,
    }
    page = _fill(client, draft, faults)
    assert len(page.context["problems"]) == 3
    assert "Tệp còn lỗi" in page.context["why"]
    assert "không có gì khác" not in page.context["why"]
    row = FilledReport.objects.get()

    answer = client.get(f"/bao-cao/tep-da-dien/{row.pk}/danh-dau-loi.xlsx")

    book = load_workbook(BytesIO(answer.getvalue()))
    for name, column, code in faults:
        cell = book[name][f"{column}{line_of(book[name], code)}"]
        assert cell.fill.fgColor.rgb == "FFF8D7DA"
        assert cell.comment.text
    assert book["Vấn đề"].max_row == 4
    assert values(draft) == {"sp_moi": 3, "sp_co": 9}


def _without_a_row(book):
    book[FIGURES].delete_rows(line_of(book[FIGURES], "sp_co"))


def _unknown_row(book):
    book[FIGURES].append(["la_lam", "", "", "", None, 3])


def _a_row_twice(book):
    book[FIGURES].append(["sp_co", "", "", "", None, 3])


def _without_a_column(book):
    book[FIGURES].delete_cols(6)


def _merged(book):
    line = line_of(book[FIGURES], "sp_moi")
    book[FIGURES].merge_cells(f"{VALUE}{line}:{WHY}{line}")


@pytest.mark.parametrize(
    ("harm", "told"),
    [
        (_without_a_row, "Thiếu dòng mã sp_co"),
        (_unknown_row, "Mã la_lam không có"),
        (_a_row_twice, "Mã sp_co có ở hai dòng"),
        (_without_a_column, "Thiếu cột “Số báo cáo”"),
        (_merged, "hãy bỏ gộp ô"),
    ],
)
def test_a_workbook_out_of_shape_is_told_what_to_mend(client, draft, harm, told):
    book = taken(client, draft)
    harm(book)

    page = put(client, draft, book)

    assert told in page.content.decode()
    assert write(client).status_code == 422


def _without_words(book):
    del book[WORDS]


def _without_a_mark(book):
    for cell in book[FIGURES]["A"][:8]:
        if isinstance(cell.value, str) and read_mark(cell.value):
            cell.value = None


@pytest.mark.parametrize(("harm", "lacking"), [(_without_words, WORDS), (_without_a_mark, FIGURES)])
def test_a_workbook_that_lost_a_sheet_or_its_mark_is_not_read_by_half(client, draft, harm, lacking):
    book = taken(client, draft)
    book[FIGURES][f"{VALUE}{line_of(book[FIGURES], 'sp_moi')}"] = 4
    book[WORDS][f"{TEXT}{line_of(book[WORDS], 'II.4')}"] = "Đã mở 02 lớp."
    harm(book)

    page = put(client, draft, book)

    assert page.status_code == 422
    assert f"Tệp thiếu trang “{lacking}”" in page.content.decode()
    assert not FilledReport.objects.exclude(outcome=Outcome.REJECT_FILE).exists()


def test_another_reports_workbook_is_refused(client, asked, draft):
    agency = asked[0].campaign.participants.get(agency__isnull=False)
    writer = make_user(Role.AGENCY_OFFICER, agency=agency.agency)
    other = start(agency, writer)
    book = taken(client, draft)
    client.force_login(writer)

    page = put(client, other, book)

    assert page.status_code == 422
    assert "Tệp này là của báo cáo khác." in page.content.decode()


@pytest.mark.parametrize("name", sorted(FILES_REFUSED))
def test_a_bad_file_is_refused_in_words_and_its_bytes_are_not_kept(unit_report, name):
    report, officer, _ = unit_report
    title, data, *_ = FILES_REFUSED[name]

    row = stage(report, officer, title, data)

    assert row.outcome == Outcome.REJECT_FILE
    assert row.problems
    assert not row.file


def test_what_the_portal_counts_is_not_changed_by_a_file(client):
    form, unit = make_form(), make_unit()
    section = make_section(form, code="II.1")
    make_indicator(section, code="dem", source="computed", function="held_3")
    participant = make_period(publish(form), bodies=[unit]).campaign.participants.get()
    officer = make_user(Role.UNIT_OFFICER, unit=unit)
    draft = start(participant, officer)
    client.force_login(officer)
    sheet = taken(client, draft)[FIGURES]
    cell = sheet[f"{VALUE}{line_of(sheet, 'dem')}"]
    assert (cell.value, cell.protection.locked) == (COUNTED_HERE, True)

    page = _fill(client, draft, {(FIGURES, VALUE, "dem"): 99})

    assert "Cổng tự tính số này" in page.content.decode()
    page = _fill(client, draft, {(FIGURES, VALUE, "dem"): 0, (FIGURES, WHY, "dem"): "Đã rà."})
    write(client)
    figure = ReportFigure.objects.get(report=draft)
    assert (figure.value, figure.explanation) == (None, "Đã rà.")


def test_what_would_still_be_lacking_is_told_before_it_is_written(client, draft):
    page = _fill(client, draft, {(FIGURES, VALUE, "sp_co"): None})

    assert "chưa trả lời" in page.content.decode()
    assert "Ghi vào bản nháp" in page.content.decode()


def _changed_meanwhile(draft):
    section = draft.period.form.sections.get()
    made = section.indicators.get(code="sp_moi")
    save_section(draft, section, Typed({made: (8, "")}, "Đã làm."), by=draft.seen_by)


def test_a_draft_that_changed_since_the_file_was_taken_is_not_overwritten_unasked(
    client, unit_report, draft
):
    draft.seen_by = unit_report[1]
    book = taken(client, draft)
    book[FIGURES][f"{VALUE}{line_of(book[FIGURES], 'sp_moi')}"] = 4
    _changed_meanwhile(draft)

    page = put(client, draft, book)

    assert "đã đổi sau khi tải tệp" in page.content.decode()
    assert write(client).status_code == 422
    assert values(draft)["sp_moi"] == 8
    write(client, is_over="on")
    assert values(draft)["sp_moi"] == 4


def test_a_section_that_changed_since_the_file_was_read_stops_all_of_it(client, unit_report, draft):
    draft.seen_by = unit_report[1]
    _fill(client, draft, {(FIGURES, VALUE, "sp_moi"): 4})
    _changed_meanwhile(draft)

    page = write(client)

    assert page.status_code == 409
    assert "vừa đổi sau khi đọc tệp" in page.content.decode()
    assert values(draft)["sp_moi"] == 8


def test_a_file_is_written_once_and_within_the_hour(client, draft):
    _fill(client, draft, {(FIGURES, VALUE, "sp_moi"): 4})
    write(client)
    assert "không ghi lần thứ hai" in write(client).content.decode()
    _fill(client, draft, {(FIGURES, VALUE, "sp_moi"): 5})
    row = FilledReport.objects.latest("pk")
    FilledReport.objects.filter(pk=row.pk).update(read_at="2024-01-01T00:00:00Z")

    assert "quá một giờ" in write(client).content.decode()
    assert values(draft)["sp_moi"] == 4


def test_nothing_is_written_once_the_report_was_handed_in(client, unit_report, draft):
    _fill(client, draft, {(FIGURES, VALUE, "sp_moi"): 4})
    report = REPORT.take(draft, "hand_in", by=unit_report[1])

    assert write(client).status_code == 409
    assert client.get(f"/bao-cao/{report.pk}/excel/").status_code == 409
    assert values(report) == {"sp_moi": 3, "sp_co": 9}


def test_a_sent_report_gives_no_workbook_to_fill_in(client, unit_report):
    report = sent(unit_report)
    client.force_login(unit_report[1])

    assert report.state == ReportState.SENT
    assert client.get(f"/bao-cao/{report.pk}/bao-cao.xlsx").status_code == 409


@pytest.mark.parametrize(
    ("text", "meant"),
    [
        ("BC12-SL, bản 0a1b2c3d", (12, "SL", "0a1b2c3d")),
        ("  BC12-LOI ", (12, "LOI", "")),
        ("BC-SL", None),
        ("BC12-XX", None),
        ("BC12-SL, bản 3", None),
    ],
)
def test_a_mark_says_which_sheet_of_which_report_it_is(text, meant):
    assert read_mark(text) == meant
