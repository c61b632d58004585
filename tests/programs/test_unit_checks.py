"""`manage.py check_units`: it passes on the fixture, and names whatever is wrong."""

from datetime import date
from io import StringIO

import pytest
from django.core.management import CommandError, call_command

from programs.models import Unit, UnitSuccession
from programs.unit_checks import check_units

MERGER = date(2025, 7, 1)

pytestmark = pytest.mark.django_db


@pytest.fixture
def ground():
    call_command("loaddata", "units", verbosity=0)


def failed_checks():
    return [check for check in check_units() if not check.passed]


@pytest.mark.usefixtures("ground")
def test_every_check_passes_on_the_fixture():
    printed = StringIO()

    call_command("check_units", stdout=printed)

    assert {line[:5] for line in printed.getvalue().splitlines()} == {"OK   "}
    assert "OK   01/07/2025, tỉnh 51: số liên kết: 274 (cần 274)\n" in printed.getvalue()


@pytest.mark.usefixtures("ground")
def test_checks_cost_two_queries_however_many_units(django_assert_num_queries):
    with django_assert_num_queries(2):
        check_units()


def test_command_fails_where_nothing_is_loaded():
    printed = StringIO()

    with pytest.raises(CommandError, match=r"\d+ trên \d+ mục kiểm tra không đạt\."):
        call_command("check_units", stdout=printed)

    assert "LỖI  15/02/2024, tỉnh 51: số đơn vị cấp xã: 0 (cần 173)\n" in printed.getvalue()


@pytest.mark.usefixtures("ground")
def test_command_prints_the_row_at_fault():
    printed = StringIO()
    UnitSuccession.objects.get(old__code="21538").delete()

    with pytest.raises(CommandError):
        call_command("check_units", stdout=printed)

    assert (
        "LỖI  đơn vị cấp xã kết thúc mà không có đơn vị kế thừa: 1 (cần 0); "
        "Xã Ba Xa (21538, 01/02/2024 – 30/06/2025)\n"
    ) in printed.getvalue()


@pytest.mark.usefixtures("ground")
def test_link_of_the_wrong_day_is_named():
    links = UnitSuccession.objects.filter(old__code="21142", new__code="21136")
    links.update(on=date(2025, 6, 30))

    faults = {check.what: (check.found, "".join(check.faults)) for check in failed_checks()}

    assert faults == {
        "01/07/2025, tỉnh 51: số liên kết": ("273", ""),
        "01/07/2025, tỉnh 51: đơn vị chia cho nhiều đơn vị mới": ("", ""),
        "liên kết nối sai ngày": (
            "1",
            (
                "Xã Trà Bùi (21142, 01/02/2024 – 30/06/2025) → "
                "Xã Cà Đam (21136, 01/07/2025 – nay) ngày 30/06/2025"
            ),
        ),
    }


@pytest.mark.usefixtures("ground")
def test_link_to_a_unit_that_was_there_before_is_named():
    Unit.objects.filter(code="21136", valid_from=MERGER).update(valid_from=date(2025, 6, 1))
    news = UnitSuccession.objects.filter(new__code="21136", on=MERGER)

    faults = {check.what: check.found for check in failed_checks()}

    assert faults["liên kết nối sai ngày"] == str(news.count())


@pytest.mark.usefixtures("ground")
def test_unit_that_outlives_its_parent_is_named():
    Unit.objects.filter(code="531").update(valid_to=date(2025, 5, 31))

    (check,) = failed_checks()

    assert check.what == "đơn vị tồn tại ngoài thời gian của đơn vị cấp trên"
    assert check.found == "5"
    assert check.faults[0] == (
        "Xã Long Sơn (21349, 01/02/2024 – 30/06/2025) trực thuộc "
        "Huyện Minh Long (531, 01/02/2024 – 31/05/2025)"
    )


@pytest.mark.usefixtures("ground")
def test_two_units_of_one_code_on_one_day_are_named():
    Unit.objects.filter(code="21010").update(valid_to=MERGER)
    Unit.objects.filter(code="21028", valid_from=MERGER).update(code="21010")

    faults = {check.what: "".join(check.faults) for check in failed_checks()}

    assert faults["mã dùng cho hai đơn vị cùng ngày"] == (
        "Phường Lê Hồng Phong (21010, 01/02/2024 – 01/07/2025) và "
        "Phường Nghĩa Lộ (21010, 01/07/2025 – nay)"
    )


@pytest.mark.usefixtures("ground")
def test_new_commune_that_follows_nobody_is_named():
    UnitSuccession.objects.filter(new__code="21548").delete()

    faults = {check.what: check.faults for check in failed_checks()}

    assert faults == {
        "01/07/2025, tỉnh 51: số liên kết": (),
        "đơn vị cấp xã mới mà không có đơn vị cũ": ("Đặc khu Lý Sơn (21548, 01/07/2025 – nay)",),
    }
