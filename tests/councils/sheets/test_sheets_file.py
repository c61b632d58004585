"""A workbook of own sheets: taken along, filled in, put in again as drafts, and never more."""

from datetime import date, timedelta
from io import BytesIO

import pytest
import time_machine
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from openpyxl import load_workbook
from pytest_django.asserts import assertContains, assertRedirects

from councils.enums import Presence, SessionState, SheetState
from councils.models import ScoreSheet, Session, SheetsFile
from councils.sheets import scoring
from councils.sheets.file_staging import confirm, found_in, stage
from programs.acts import StepRefused
from programs.enums import Role
from programs.intake.outcomes import Outcome
from reports.builders.score_workbook import score_workbook
from reports.renderers import score_workbook as file
from tests.corpus.bad import FILES_REFUSED
from tests.support.factories import make_user
from tests.support.sessions import (
    make_conflict,
    make_evaluation,
    make_scored_set,
    make_scoring,
    save,
    sign,
)

pytestmark = [pytest.mark.django_db, pytest.mark.pg, pytest.mark.usefixtures("today")]
HEAD = 4  # the line of the head in our workbook, under title, member and mark
LEVEL, REMARK = "C", "D"


@pytest.fixture
def evaluation(board):
    return make_scoring(board, make_scored_set(option_1={"points": 1}))


@pytest.fixture
def member(board):
    return board.members[0]


def taken(evaluation, user):
    """The workbook as the member gets it, open to be changed."""
    content = file.render(score_workbook(evaluation.session, user))
    return load_workbook(BytesIO(content))


def page_of(book, number=0):
    return book[[name for name in book.sheetnames if name[:2].isdigit()][number]]


def rows_of(sheet):
    """{code: number of the line} of what is to be filled in."""
    lines = range(HEAD + 1, sheet.max_row + 1)
    is_open = [line for line in lines if not sheet.cell(line, 3).protection.locked]
    return {str(sheet.cell(line, 1).value): line for line in is_open}


def filled(sheet, level=1):
    """The sheet with the level of this number at each criterion."""
    for line in rows_of(sheet).values():
        sheet[f"{LEVEL}{line}"] = level
    return sheet


def as_bytes(book):
    target = BytesIO()
    book.save(target)
    return target.getvalue()


def staged(evaluation, user, book):
    return stage(evaluation.session, user, "phieu.xlsx", as_bytes(book))


def reasons(stored):
    return " ".join(problem["message"] for problem in stored.problems)


def refused_by(evaluation, user, book):
    stored = staged(evaluation, user, book)
    assert stored.outcome == Outcome.REJECT_FILE
    assert not stored.file
    return reasons(stored)


def put_in(evaluation, user, book, over=()):
    stored = staged(evaluation, user, book)
    return confirm(stored, set(over), by=user)


# --- There and back ----------------------------------------------------------------------------


def test_a_workbook_that_was_filled_in_becomes_a_draft_and_is_not_signed(evaluation, member):
    book = taken(evaluation, member)
    sheet = filled(page_of(book))
    line = next(iter(rows_of(sheet).values()))
    sheet[f"{REMARK}{line}"] = "Ảnh trang 3"
    sheet[f"{REMARK}{sheet.max_row}"] = "Nên sửa nhãn."

    assert put_in(evaluation, member, book) == 1

    own = scoring.own_sheet(evaluation, member)
    answers = scoring.load(own, evaluation)
    assert (own.state, own.total, own.comment) == (SheetState.DRAFT, None, "Nên sửa nhãn.")
    assert not answers.unanswered
    assert answers.leaves[0].evidence == "Ảnh trang 3"


def test_what_was_scored_on_the_pages_stands_in_the_workbook_and_comes_back_the_same(
    evaluation, member
):
    save(evaluation, member, "1.1", evidence={}, left=("1.2",))
    stored = staged(evaluation, member, taken(evaluation, member))

    [found] = found_in(stored)
    assert found.is_same
    assert not found.why
    with pytest.raises(StepRefused, match="Không có phiếu nào để lưu"):
        confirm(stored, set(), by=member)


def test_numbers_as_text_words_and_none_reached_are_read(evaluation, member):
    book = taken(evaluation, member)
    sheet = page_of(book)
    lines = list(rows_of(sheet).values())
    for line, said in zip(lines, ("2", "không đạt mức nào", 1.0), strict=False):
        sheet[f"{LEVEL}{line}"] = said

    put_in(evaluation, member, book)

    leaves = scoring.load(scoring.own_sheet(evaluation, member), evaluation).leaves
    assert [leaf.chosen and leaf.chosen.number for leaf in leaves[:3]] == [2, 0, 1]


def test_points_by_part_go_there_and_back(evaluation, member):
    evaluation.dossier.criteria_set = None
    evaluation.dossier.save()
    book = taken(evaluation, member)
    sheet = page_of(book)
    lines = rows_of(sheet)
    for number, line in enumerate(lines.values(), 10):
        sheet[f"{LEVEL}{line}"] = str(number) if number % 2 else number

    put_in(evaluation, member, book)

    own = scoring.own_sheet(evaluation, member)
    assert own.parts == {code: number for number, code in enumerate(lines, 10)}
    assert staged(evaluation, member, taken(evaluation, member)).outcome == Outcome.REJECT_ROWS


def test_what_looks_like_a_formula_is_text_in_and_out(evaluation, member):
    book = taken(evaluation, member)
    sheet = filled(page_of(book))
    cell = sheet[f"{REMARK}{next(iter(rows_of(sheet).values()))}"]
    cell.value, cell.data_type = '=HYPERLINK("http://x";"a")', "s"
    put_in(evaluation, member, book)

    again = page_of(taken(evaluation, member))
    cell = again[f"{REMARK}{next(iter(rows_of(again).values()))}"]
    assert (cell.data_type, cell.value) == ("s", '=HYPERLINK("http://x";"a")')


def test_several_dossiers_have_a_sheet_each_and_are_saved_at_once(evaluation, member):
    make_evaluation(evaluation.session)
    book = taken(evaluation, member)
    for number in (0, 1):
        filled(page_of(book, number))

    assert put_in(evaluation, member, book) == 2
    assert ScoreSheet.objects.filter(state=SheetState.DRAFT).count() == 2


# --- What is never touched ---------------------------------------------------------------------


def test_a_signed_sheet_is_left_out_and_one_signed_since_is_said_and_not_touched(
    evaluation, member
):
    book = taken(evaluation, member)
    filled(page_of(book), 2)
    signed = sign(evaluation, member)

    stored = staged(evaluation, member, book)
    [found] = found_in(stored)

    assert "Phiếu đã ký" in found.why
    with pytest.raises(StepRefused, match="Không có phiếu nào để lưu"):
        confirm(stored, {evaluation.pk}, by=member)
    assert ScoreSheet.objects.get().total == signed.total
    assert "đã ký" in " ".join(score_workbook(evaluation.session, member).contents)
    assert not score_workbook(evaluation.session, member).pages


def test_a_dossier_in_conflict_is_said_and_left_alone(board, evaluation, member):
    book = taken(evaluation, member)
    filled(page_of(book))
    make_conflict(evaluation, board.seat(member))

    [found] = found_in(staged(evaluation, member, book))

    assert "xung đột lợi ích" in found.why
    assert not score_workbook(evaluation.session, member).pages


def test_a_dossier_that_was_taken_off_is_said(evaluation, member):
    book = taken(evaluation, member)
    filled(page_of(book))
    other = make_evaluation(evaluation.session)
    evaluation.delete()

    [found] = found_in(staged(other, member, book))
    assert "không còn trong chương trình" in found.why


def test_nobody_puts_in_the_workbook_of_another(board, evaluation, member):
    book = taken(evaluation, member)
    filled(page_of(book))

    for other in (board.secretary, board.chair, board.members[1]):
        assert "của thành viên khác" in refused_by(evaluation, other, book)


def test_a_workbook_of_another_session_is_refused(board, evaluation, member):
    other = make_scoring(board)

    assert "phiên họp khác" in refused_by(other, member, taken(evaluation, member))


def test_a_sheet_that_changed_since_is_asked_about_and_kept_unless_one_says_so(evaluation, member):
    book = taken(evaluation, member)
    filled(page_of(book), 2)
    save(evaluation, member)
    stored = staged(evaluation, member, book)
    [found] = found_in(stored)

    assert found.is_stale
    with pytest.raises(StepRefused, match="Không có phiếu nào để lưu"):
        confirm(stored, set(), by=member)
    assert confirm(stored, {evaluation.pk}, by=member) == 1
    answers = scoring.load(scoring.own_sheet(evaluation, member), evaluation)
    assert {leaf.chosen.number for leaf in answers.leaves} == {2}


def test_a_sheet_that_changed_after_the_file_was_read_is_not_overwritten(evaluation, member):
    second = make_evaluation(evaluation.session)
    book = taken(evaluation, member)
    for number in (0, 1):
        filled(page_of(book, number), 2)
    stored = staged(evaluation, member, book)
    before = save(second, member).version

    with pytest.raises(StepRefused, match="vừa thay đổi sau khi đọc tệp"):
        confirm(stored, set(), by=member)

    assert ScoreSheet.objects.get().version == before  # and nothing of the first dossier


def test_a_file_is_saved_once_and_within_an_hour(evaluation, member):
    book = taken(evaluation, member)
    filled(page_of(book))
    stored, late = staged(evaluation, member, book), staged(evaluation, member, book)
    confirm(stored, set(), by=member)

    with pytest.raises(StepRefused, match="không lưu lần thứ hai"):
        confirm(stored, set(), by=member)
    with (
        time_machine.travel(late.read_at + timedelta(minutes=61)),
        pytest.raises(StepRefused, match="quá một giờ"),
    ):
        confirm(late, set(), by=member)


def test_a_session_that_was_closed_meanwhile_takes_nothing(evaluation, member):
    book = taken(evaluation, member)
    filled(page_of(book))
    stored = staged(evaluation, member, book)
    Session.objects.update(state=SessionState.CANCELLED)

    stored.refresh_from_db()
    with pytest.raises(StepRefused, match="nên không chấm"):
        confirm(stored, set(), by=member)
    assert not ScoreSheet.objects.exists()


def test_bytes_that_changed_on_the_server_are_not_saved(evaluation, member):
    book = taken(evaluation, member)
    filled(page_of(book))
    stored = staged(evaluation, member, book)
    SheetsFile.objects.update(sha256="0" * 64)

    with pytest.raises(StepRefused, match="đã thay đổi"):
        confirm(stored, set(), by=member)


# --- Faults ------------------------------------------------------------------------------------


def test_every_fault_is_named_by_its_cell_at_once_and_other_sheets_are_saved(evaluation, member):
    make_evaluation(evaluation.session)
    book = taken(evaluation, member)
    bad, good = page_of(book), filled(page_of(book, 1))
    lines = list(rows_of(filled(bad)).values())
    bad[f"{LEVEL}{lines[0]}"] = 9
    bad[f"{LEVEL}{lines[1]}"] = "1. Mức của tiêu chí khác"
    bad[f"{REMARK}{lines[2]}"] = "x" * 501

    stored = staged(evaluation, member, book)

    at = [problem["column"] for problem in stored.problems]
    cells = [f"{LEVEL}{lines[0]}", f"{LEVEL}{lines[1]}", f"{REMARK}{lines[2]}"]
    assert at == [f"Trang “{bad.title}”, ô {cell}" for cell in cells]
    assert [bool(each.why) for each in found_in(stored)] == [True, False]
    assert confirm(stored, set(), by=member) == 1
    assert ScoreSheet.objects.get().evaluation_id != evaluation.pk
    assert good.title != bad.title


def _renamed(sheet):
    sheet.cell(HEAD, 3).value = "Điểm số"


def _merged(sheet):
    sheet.merge_cells(f"C{HEAD + 2}:C{HEAD + 3}")


def _without_a_row(sheet):
    sheet.delete_rows(next(iter(rows_of(sheet).values())))


def _row_twice(sheet):
    first, second = list(rows_of(sheet).values())[:2]
    sheet.cell(second, 1).value = sheet.cell(first, 1).value


def _without_code(sheet):
    sheet.cell(next(iter(rows_of(sheet).values())), 1).value = None


def _date(sheet):
    sheet[f"{LEVEL}{next(iter(rows_of(sheet).values()))}"] = date(2026, 4, 3)


def _unknown_row(sheet):
    sheet.append(["9.9", "lạ", 1, ""])


@pytest.mark.parametrize(
    ("spoil", "said"),
    [
        (_renamed, "Thiếu cột “Mức chấm”"),
        (_merged, "bị gộp"),
        (_without_a_row, "Thiếu dòng mã"),
        (_row_twice, "có ở hai dòng"),
        (_without_code, "không có mã tiêu chí"),
        (_date, "Không phải mức của tiêu chí"),
        (_unknown_row, "Mã 9.9 không có trong phiếu này"),
    ],
)
def test_a_sheet_that_was_rebuilt_is_refused_in_words(evaluation, member, spoil, said):
    book = taken(evaluation, member)
    spoil(filled(page_of(book)))

    stored = staged(evaluation, member, book)

    assert said in reasons(stored)
    assert found_in(stored)[0].why == "Trang tính còn lỗi: hãy sửa rồi nộp lại."


def test_points_over_the_most_of_a_part_are_refused(evaluation, member):
    evaluation.dossier.criteria_set = None
    evaluation.dossier.save()
    book = taken(evaluation, member)
    sheet = page_of(book)
    for line in rows_of(sheet).values():
        sheet[f"{LEVEL}{line}"] = 101

    assert "ghi một số nguyên từ 0 đến" in reasons(staged(evaluation, member, book))


def test_the_same_sheet_twice_and_a_mark_that_was_removed_are_refused(evaluation, member):
    book = taken(evaluation, member)
    book.copy_worksheet(page_of(book))
    assert "hãy giữ một trang" in refused_by(evaluation, member, book)

    book = taken(evaluation, member)
    page_of(book).cell(3, 1).value = "xóa"
    assert "không phải tệp phiếu của cổng" in refused_by(evaluation, member, book)


def test_a_mark_without_its_version_is_asked_about(evaluation, member):
    book = taken(evaluation, member)
    sheet = filled(page_of(book))
    sheet.cell(3, 1).value = sheet.cell(3, 1).value.partition(",")[0]

    [found] = found_in(staged(evaluation, member, book))
    assert found.is_stale


@pytest.mark.parametrize("name", sorted(FILES_REFUSED))
def test_a_bad_file_is_refused_in_words_and_its_bytes_are_not_kept(evaluation, member, name):
    title, data, *_ = FILES_REFUSED[name]

    stored = stage(evaluation.session, member, title, data)

    assert stored.outcome == Outcome.REJECT_FILE
    assert reasons(stored)
    assert not stored.file


# --- The pages ---------------------------------------------------------------------------------


def address(evaluation):
    return reverse("councils:own_sheets", args=[evaluation.session_id])


def upload(client, evaluation, data, name="phieu.xlsx"):
    return client.post(address(evaluation), {"upload": SimpleUploadedFile(name, data)})


def test_a_member_takes_the_file_puts_it_in_and_confirms(sign_in, evaluation, member):
    client = sign_in(member)
    assertContains(client.get(address(evaluation)), "chưa chấm")
    content = client.get(
        reverse("reports:own_sheets_file", args=[evaluation.session_id, "xlsx"])
    ).getvalue()
    book = load_workbook(BytesIO(content))
    filled(page_of(book), 2)

    preview = upload(client, evaluation, as_bytes(book))
    stored = SheetsFile.objects.get()
    assertRedirects(preview, stored.get_absolute_url())
    assertContains(client.get(stored.get_absolute_url()), "Tổng 100 điểm")
    assert not ScoreSheet.objects.exists()

    done = client.post(stored.get_absolute_url(), follow=True)
    assertContains(done, "Đã lưu 1 phiếu. Hãy mở từng phiếu, xem lại rồi ký.")
    assertContains(client.get(stored.get_absolute_url()), "Tệp này đã được lưu rồi")


def test_a_changed_sheet_is_ticked_on_the_page(sign_in, evaluation, member):
    client, book = sign_in(member), taken(evaluation, member)
    filled(page_of(book), 2)
    save(evaluation, member)
    upload(client, evaluation, as_bytes(book))
    page = SheetsFile.objects.get().get_absolute_url()

    assertContains(client.get(page), "lấy theo tệp, thay phiếu đang có trên cổng")
    assertContains(client.post(page), "Không có phiếu nào để lưu", status_code=422)
    client.post(page, {f"lay_{evaluation.pk}": "on"})
    assert SheetsFile.objects.get().confirmed_at


def test_a_file_that_is_none_is_refused_on_the_page(sign_in, evaluation, member):
    client = sign_in(member)

    assert upload(client, evaluation, b"%PDF-1.4", "a.pdf").status_code == 422
    assert upload(client, evaluation, b"").status_code == 422
    assertContains(client.post(address(evaluation)), "Hãy sửa các chỗ sau", status_code=422)


def test_others_see_neither_the_page_nor_the_file(sign_in, board, evaluation, member):
    stored = staged(evaluation, member, taken(evaluation, member))
    for person in (board.secretary, board.members[1], make_user(Role.PROVINCE_ADMIN)):
        assert sign_in(person).get(stored.get_absolute_url()).status_code == 404
    admin = make_user(Role.PROVINCE_ADMIN)
    assert sign_in(admin).get(address(evaluation)).status_code == 403


def test_who_is_absent_has_no_sheets(sign_in, evaluation, member):
    there = evaluation.session.attendances.filter(member__user=member)
    there.update(presence=Presence.ABSENT, member=None)

    assert sign_in(member).get(address(evaluation)).status_code == 403
