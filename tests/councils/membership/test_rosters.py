"""Seats and members leave the back office as files and come back by the rules of the pages."""

import csv
from datetime import date, timedelta
from io import BytesIO, StringIO

import pytest
from django.contrib import admin
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import path
from openpyxl import Workbook, load_workbook
from pytest_django.asserts import assertContains, assertRedirects

from councils.membership import setting_up
from councils.membership.resources import MEMBER_COLUMNS, SEAT_COLUMNS
from councils.models import Council, Member, Seat
from ocop_portal import urls
from programs.enums import Role
from programs.models import Event
from tests.support.councils import make_council, make_member, make_seat
from tests.support.factories import make_user
from tests.support.sessions import make_sheet

urlpatterns = [*urls.urlpatterns, path("quan-tri/", admin.site.urls)]
pytestmark = [pytest.mark.django_db, pytest.mark.pg, pytest.mark.urls(__name__)]
OFFICE = "/quan-tri/councils/"
COLUMNS = {"member": MEMBER_COLUMNS, "seat": SEAT_COLUMNS}
KEY = "6f2b7d0e-3f0c-4f7c-9a53-1f0c8b3f9c22"


@pytest.fixture
def holder(admin):
    return make_member(job_title="Trưởng phòng")


def exported(client, kind="member", query=""):
    """[{column: text}] of the CSV that the list gives."""
    data = client.get(f"{OFFICE}{kind}/xuat/csv/{query}").content.decode("utf-8-sig")
    keys = [column.key for column in COLUMNS[kind]]
    return [dict(zip(keys, row, strict=True)) for row in [*csv.reader(StringIO(data))][1:]]


def text_of(rows, kind="member"):
    out = StringIO()
    writer = csv.writer(out)
    writer.writerow(column.title for column in COLUMNS[kind])
    writer.writerows([row.get(column.key, "") for column in COLUMNS[kind]] for row in rows)
    return out.getvalue().encode("utf-8-sig")


def hand_in(client, rows, kind="member", **fields):
    data = rows if isinstance(rows, bytes) else text_of(rows, kind)
    upload = SimpleUploadedFile(fields.pop("name", "tep.csv"), data)
    return client.post(f"{OFFICE}{kind}/nhap/", {"upload": upload} | fields, follow=True)


def new(of, **fields):
    return {"seat": of.pk, "full_name": "Võ Na", "since": "05/03/2024"} | fields


def faults(page):
    assert page.status_code == 422
    return page.context["faults"]


# --- Out ---------------------------------------------------------------------------------------


def test_a_file_holds_what_the_list_shows(client, holder):
    make_member(full_name="Lê Tám")

    [row] = exported(client, query="?q=Lê+Tám")

    assert (row["full_name"], row["since"], row["until"]) == ("Lê Tám", "04/03/2024", "")
    assert len(exported(client)) == Member.objects.count()
    assert client.get(f"{OFFICE}member/xuat/pdf/").status_code == 404


def test_no_cell_of_a_file_is_a_formula(client, admin):
    make_member(full_name="=cmd|' /C calc'!A0", job_title="+1")

    [row] = exported(client)
    data = client.get(f"{OFFICE}member/xuat/xlsx/").content
    cells = [cell for line in load_workbook(BytesIO(data)).active for cell in line]

    assert (row["full_name"], row["job_title"]) == ("'=cmd|' /C calc'!A0", "'+1")
    assert "=cmd|' /C calc'!A0" in {cell.value for cell in cells}
    assert {cell.data_type for cell in cells} <= {"s", "n"}
    assert not any(cell.data_type == "f" for cell in cells)


@pytest.mark.parametrize("kind", ["member", "seat"])
@pytest.mark.parametrize("ending", ["csv", "xlsx"])
def test_what_was_written_out_changes_nothing_when_it_comes_back(client, holder, kind, ending):
    person = make_member(make_seat(organisation="'=1+1, Hội"), user=make_user(Role.COUNCIL_MEMBER))
    make_member(
        person.seat, full_name="-Lê '\"Tám", stands_in=True, until=date(2024, 4, 1), authority="x"
    )
    make_seat(make_council("ended"))
    before = {model: [*model.objects.values()] for model in (Council, Seat, Member)}
    data = client.get(f"{OFFICE}{kind}/xuat/{ending}/").content
    events = Event.objects.count()

    page = hand_in(client, data, kind, name=f"tep.{ending}")

    assertContains(page, f"Đã thêm 0, sửa 0, giữ nguyên {len(before[Seat])} dòng.")
    assert {model: [*model.objects.values()] for model in before} == before
    assert Event.objects.count() == events + 1  # that a file was read


def test_a_list_is_written_in_a_fixed_number_of_queries(
    client, holder, django_assert_max_num_queries
):
    for _ in range(12):
        make_member()

    with django_assert_max_num_queries(14):
        client.get(f"{OFFICE}member/xuat/csv/")


# --- In ----------------------------------------------------------------------------------------


def test_rows_are_added_and_changed_with_their_events_and_history(client, admin, holder):
    [row] = exported(client)
    seat, account = make_seat(), make_user(Role.COUNCIL_MEMBER)
    changed = row | {"job_title": "Phó Giám đốc"}

    page = hand_in(client, [new(seat, user=account.username), changed])

    assertRedirects(page, f"{OFFICE}member/")
    assertContains(page, "Đã thêm 1, sửa 1, giữ nguyên 0 dòng.")
    added = seat.members.get()
    assert (added.full_name, added.user, added.since) == ("Võ Na", account, date(2024, 3, 5))
    holder.refresh_from_db()
    assert (holder.job_title, holder.version) == ("Phó Giám đốc", 2)
    event = Event.objects.about(holder).get()
    assert (event.actor, event.action) == (admin, "change_reference")
    assert event.data == {"job_title": ["Trưởng phòng", "Phó Giám đốc"]}
    assert Event.objects.about(added).get().action == "add_reference"
    assert Event.objects.about(seat.council).get().action == "add_member"
    assert holder.history.first().history_user == admin


def test_all_faults_are_told_at_once_and_nothing_is_written(client, holder):
    [row] = exported(client)
    ended, decided = make_seat(make_council("ended")), make_seat(make_council("in_force"))
    rows = [
        row | {"job_title": "Phó Giám đốc"},
        new(make_seat(), since="31/02/2024", user="khong.co"),
        new(holder.seat),
        new(ended),
        new(decided),
        new(make_seat(), full_name=""),
        new(make_seat(), seat="999999"),
        row | {"id": "999999"},
    ]

    told = faults(hand_in(client, rows))

    for sentence in (
        "Dòng 3: cột “Từ ngày”",
        "Dòng 3: cột “Tài khoản”",
        f"Dòng 4: {holder} đã là người giữ ghế này",
        "Dòng 5: Hội đồng đã kết thúc: không sửa được nữa.",
        "đã có quyết định thành lập: ghi quyết định kiện toàn",
        "Dòng 7: cột “Họ và tên”: Trường này là bắt buộc.",
        "Dòng 8: cột “Mã ghế”",
        "Dòng 9: Không có mã thành viên 999999.",
    ):
        assert any(sentence in each for each in told), sentence
    assert Member.objects.get().job_title == "Trưởng phòng"
    assert not Event.objects.filter(action__contains="_reference").exists()


def test_a_file_that_is_only_checked_says_what_it_would_do(client, holder):
    page = hand_in(client, [new(make_seat())], only_checked="on")

    assertContains(page, "Tệp đúng, chưa ghi gì; khi ghi sẽ thêm 1, sửa 0, giữ nguyên 0 dòng.")
    assert Member.objects.get() == holder
    assert not Event.objects.filter(action="import_roster").exists()


def test_the_decision_of_the_file_is_that_of_its_rows(client, admin):
    seat = make_seat(make_council("in_force"))

    hand_in(client, [new(seat)], note="Quyết định số 9")

    assert Event.objects.about(seat.members.get()).get().note == "Quyết định số 9"
    assert "Quyết định số 9" in Event.objects.about(seat.council).get().note


def test_whoever_leaves_a_seat_leaves_it_before_the_next_one_comes(client, holder):
    [row] = exported(client)
    day = holder.since + timedelta(days=30)
    next_one = new(holder.seat, since=f"{day + timedelta(days=1):%d/%m/%Y}")

    hand_in(client, [next_one, row | {"until": f"{day:%d/%m/%Y}"}])

    assert [each.full_name for each in holder.seat.members.all()] == [str(holder), "Võ Na"]


def test_the_same_form_twice_is_read_once(client, admin):
    seat = make_seat(organisation="Hội Nông dân")
    rows = [
        {
            "council": seat.council_id,
            "role": "Chuyên gia (không chấm điểm)",
            "organisation": "Hội Làm vườn",
        }
    ]
    rows[0]["position"] = 2

    for _ in range(2):
        page = hand_in(client, rows, "seat", form_key=KEY)

    assert page.status_code == 200, page.context["faults"]
    assert Seat.objects.count() == 2


def test_a_row_that_another_changed_since_it_was_written_out_is_told(client, holder):
    [row] = exported(client)
    setting_up.member(Member.objects.get(), by=holder.seat.council.prepared_by)

    [told] = faults(hand_in(client, [row | {"full_name": "Tên của tôi"}]))

    assert told.startswith("Dòng 2: Người khác đã sửa dòng này sau khi bạn mở, xuất ra. Hiện là:")
    assert f"Họ và tên: {holder}" in told


def test_who_has_signed_is_not_replaced_by_a_file(client, admin, board_of_a_sheet):
    sheet = board_of_a_sheet
    row = next(row for row in exported(client) if row["id"] == str(sheet.member_id))
    other = make_user(Role.COUNCIL_MEMBER)

    told = faults(hand_in(client, [row | {"user": other.username}], note="Vì thế."))

    assert "đã chấm điểm bằng tài khoản của mình" in told[0]


@pytest.fixture
def board_of_a_sheet(admin):
    sheet = make_sheet(state="signed")
    sheet.member.user = make_user(Role.COUNCIL_MEMBER)
    sheet.member.save()
    return sheet


@pytest.mark.parametrize(
    ("column", "text", "said"),
    [
        ("seat_name", "Chủ tịch Hội đồng: Sở khác", "cột “Ghế” ghi “Chủ tịch Hội đồng: Sở khác”"),
        ("council_name", "Hội đồng khác", "cột “Hội đồng” ghi “Hội đồng khác” mà mã ở dòng này"),
    ],
)
def test_a_name_beside_a_key_must_be_that_of_the_key(client, holder, column, text, said):
    [row] = exported(client)

    assert said in faults(hand_in(client, [row | {column: text}]))[0]


def test_nobody_is_moved_to_another_seat_by_a_file(client, holder):
    [row] = exported(client)
    other = make_seat()

    [told] = faults(
        hand_in(client, [row | {"seat": other.pk, "council_name": "", "seat_name": ""}])
    )

    assert f"cột “Mã ghế” ghi “{other.pk}” mà mã ở dòng này là của “{holder.seat_id}”" in told


def test_a_file_without_a_column_empties_nothing(client, holder):
    whole = [line.split(",") for line in text_of(exported(client)).decode("utf-8-sig").splitlines()]
    place = whole[0].index("Chức vụ")
    part = "\n".join(",".join(line[:place] + line[place + 1 :]) for line in whole)

    told = faults(hand_in(client, part.encode()))

    assert told == ["Thiếu cột “Chức vụ”. Hãy giữ dòng tiêu đề như trong tệp đã xuất."]
    assert Member.objects.get().job_title == "Trưởng phòng"


@pytest.mark.parametrize("name", ["Lê \x07Tám", "Lê Тám", "Lê 😀", "x" * 151])
def test_a_name_that_may_not_be_kept_is_refused_with_its_row(client, admin, name):
    told = faults(hand_in(client, [new(make_seat(), full_name=name)]))

    assert told[0].startswith("Dòng 2: cột “Họ và tên”: ")
    assert not Member.objects.exists()


def test_seats_are_read_by_the_codes_of_agencies_and_the_words_of_roles(client, holder):
    [row] = exported(client, "seat")
    body = {"council": row["council"], "organisation": "Hội Làm vườn", "position": 2}

    hand_in(
        client, [row | {"position": 5}, body | {"role": "chuyên gia  (Không chấm điểm)"}], "seat"
    )

    assert Seat.objects.get(pk=holder.seat_id).position == 5
    assert Seat.objects.get(organisation="Hội Làm vườn").role == "expert"
    wrong = body | {"role": "Trưởng thôn", "agency": "khong-co", "agency_name": "Sở Không Có"}
    told = " ".join(faults(hand_in(client, [wrong], "seat")))
    for sentence in ("cột “Vai trò”", "cột “Mã cơ quan”", "cột “Cơ quan cấp tỉnh” ghi"):
        assert sentence in told


# --- Files of strangers ------------------------------------------------------------------------


def workbook(rows, *, hidden=()):
    book = Workbook()
    for row in rows:
        book.active.append(row)
    for line in hidden:
        book.active.row_dimensions[line].hidden = True
    out = BytesIO()
    book.save(out)
    return out.getvalue()


def test_dates_and_numbers_of_a_workbook_are_read_as_what_they_are(client, holder):
    seat = make_seat()
    titles = [column.title for column in MEMBER_COLUMNS]
    row = [1, None, None, seat.pk, None, None, "Võ Na", None, None, date(2024, 3, 5)]

    hand_in(client, workbook([titles, row]), name="tep.xlsx")

    assert seat.members.get().since == date(2024, 3, 5)


@pytest.mark.parametrize(
    ("name", "data", "said"),
    [
        ("tep.xlsx", b"%PDF-1.4", "PDF"),
        ("tep.xlsx", b"MZ\x90", "chương trình"),
        ("tep.csv", b"", "rỗng"),
        ("tep.csv", "Họ và tên,Chức vụ,Tài khoản,Từ ngày\na,b,c,d".encode(), "Mã ghế"),
        ("tep.csv", text_of([]), "không có dòng nào"),
    ],
)
def test_a_file_that_cannot_be_read_gets_its_sentence(client, admin, name, data, said):
    page = hand_in(client, data, name=name)

    assert said in " ".join(page.context["faults"])


def test_hidden_rows_are_not_read_unseen(client, holder):
    titles = [column.title for column in MEMBER_COLUMNS]
    rows = [[1, None, None, make_seat().pk, None, None, "Võ Na", None, None, "05/03/2024"]] * 2

    told = faults(hand_in(client, workbook([titles, *rows], hidden=[3]), name="tep.xlsx"))

    assert "đang bị ẩn" in told[0]
    assert Member.objects.get() == holder


def test_a_file_that_is_too_large_is_refused_by_its_form(client, admin, monkeypatch):
    monkeypatch.setattr("councils.membership.row_forms.MAX_BYTES", 10)

    page = hand_in(client, b"x" * 11)

    assertContains(page, "Tệp lớn hơn 5 MB.")


@pytest.mark.parametrize("role", [role for role in Role if role != Role.PROVINCE_ADMIN])
def test_nobody_but_an_administrator_comes_to_the_files(client, as_role, role):
    as_role(role)

    for address in ("member/nhap/", "member/xuat/csv/", "seat/nhap/", "seat/xuat/xlsx/"):
        assert client.get(f"{OFFICE}{address}", follow=True).status_code == 403
        assert client.post(f"{OFFICE}{address}", follow=True).status_code in {403, 405}
