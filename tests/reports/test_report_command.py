"""`manage.py report`: every report by name, refusals as sentences."""

import json
from io import StringIO

import pytest
from django.core.management import CommandError, call_command

from products.enums import PlanState
from products.plans import sealing
from programs.enums import Role
from reports.registry import REPORTS
from tests.support.dispatch import ROWS, TOTALS, make_dispatch
from tests.support.factories import make_campaign, make_plan, make_unit, make_user
from tests.support.reading import xlsx_rows

pytestmark = pytest.mark.django_db


def report(*arguments, **options):
    out = StringIO()
    call_command("report", *arguments, stdout=out, **options)
    return out.getvalue()


def test_list_names_every_report_with_its_options():
    text = report("--list")

    for entry in REPORTS.values():
        assert f"{entry.name}: {entry.title}" in text
        assert all(f"--{option}" in text for option in entry.options)


def test_appendix_of_the_dispatch_goes_into_a_file(tmp_path):
    make_dispatch()
    file = tmp_path / "phu-luc.json"

    text = report(
        *("appendix", "--year", "2024", "--source", "declared"),
        *("--format", "json", "--output", str(file)),
    )

    table = json.loads(file.read_text(encoding="utf-8"))
    assert [tuple(row) for row in table["rows"]] == ROWS
    assert tuple(table["totals"][2:]) == TOTALS
    assert str(file) in text


@pytest.mark.parametrize(("extension", "opening"), [("pdf", b"%PDF-"), ("xlsx", b"PK")])
def test_paper_and_workbook_are_written(tmp_path, extension, opening):
    make_dispatch()
    file = tmp_path / f"a.{extension}"

    report("appendix", "--year", "2024", "--format", extension, "--output", str(file))

    assert file.read_bytes().startswith(opening)


def test_text_goes_to_the_screen_where_no_file_is_named():
    make_campaign(year=2024)

    assert json.loads(report("appendix", "--year", "2024", "--format", "json"))["rows"] == []


def test_plan_is_printed_from_its_seal(tmp_path):
    plan = make_plan(rows=2, state=PlanState.SENT)
    sealing.seal(plan, plan.sent_by, {})
    file = tmp_path / "ke-hoach.xlsx"

    report(
        *("plan", "--year", "2024", "--unit", plan.unit.code),
        *("--format", "xlsx", "--output", str(file)),
    )

    assert len(xlsx_rows(file.read_bytes())) == 2


def test_registrations_are_those_that_this_user_may_see(tmp_path):
    ours = make_plan(rows=1)
    theirs = make_plan(rows=1, state=PlanState.SENT, campaign=None)
    user = make_user(Role.UNIT_OFFICER, unit=theirs.unit)
    number = str(theirs.campaign.number)
    options = ("registrations", "--year", "2024", "--number", number, "--format", "csv")

    assert report(*options, "--user", user.username).count("\n") == report(*options).count("\n")
    stranger = make_user(Role.UNIT_OFFICER, unit=ours.unit)
    assert report(*options, "--user", stranger.username).count("\r\n") == 1


@pytest.mark.parametrize(
    ("arguments", "sentence"),
    [
        (["foo"], "Không có báo cáo “foo”. Có: appendix, periodic, plan, registrations, "),
        ([], "Không có báo cáo “”."),
        (["appendix"], "Ghi năm, ví dụ --year 2024."),
        (["appendix", "--year", "x"], "--year phải là số nguyên, không phải “x”."),
        (["appendix", "--year", "2023"], "Không có đợt đăng ký kế hoạch năm 2023."),
        (["appendix", "--year", "2024", "--number", "3"], "năm 2024, đợt 3"),
        (["appendix", "--year", "2025"], "Ghi tên tệp, ví dụ --output appendix.pdf."),
        (["appendix", "--year", "2025", "--format", "doc"], "không in ra “doc”"),
        (["appendix", "--year", "2025", "--source", "x"], "Không có nguồn số liệu “x”."),
        (["appendix", "--year", "2025", "--output", "/khong/co"], "Không ghi được tệp /khong/co"),
        (["plan", "--year", "2025"], "Ghi mã đơn vị, ví dụ --unit 524."),
        (["plan", "--year", "2025", "--unit", "9"], "năm 2025 có đơn vị mang mã “9”"),
        (["registrations", "--year", "2025", "--user", "ma"], "Không có tài khoản “ma”"),
    ],
)
def test_refusal_says_what_to_write(arguments, sentence):
    make_campaign(year=2024, number=1)
    make_campaign(year=2024, number=2)
    make_campaign(year=2025, number=1)

    with pytest.raises(CommandError, match=sentence.replace("?", r"\?")):
        report(*arguments)


def test_of_two_campaigns_of_a_year_the_first_is_printed_unless_the_number_is_told():
    for number, name in ((1, "Một"), (2, "Hai")):
        make_campaign(make_unit(name=name), year=2024, number=number)

    def units(*options):
        return report("appendix", "--year", "2024", "--format", "csv", *options)

    assert "Huyện Một" in units()
    assert "Huyện Hai" in units("--number", "2")


def test_draft_is_not_printed_for_the_province():
    plan = make_plan()
    number = str(plan.campaign.number)

    with pytest.raises(CommandError, match="chưa gửi kế hoạch nào"):
        report("plan", "--year", "2024", "--number", number, "--unit", plan.unit.code)
