"""`manage.py import_plan` reads and writes as the page does, for scripts."""

import json

import pytest
from django.core.management import CommandError, call_command

from products.models import Plan, PlanImport, Registration
from programs.enums import Role
from tests.support.factories import make_campaign, make_plan, make_user
from tests.support.importers import make_importing_plan, make_officer
from tests.support.workbooks import HEAD, HONEY, ROWS, TEA, changed, with_sheets, workbook

pytestmark = [pytest.mark.django_db, pytest.mark.pg]


@pytest.fixture
def plan():
    return make_importing_plan()


@pytest.fixture
def officer(plan):
    return make_officer(plan)


@pytest.fixture
def run(plan, officer, tmp_path, settings, capsys):
    """Run the command on these bytes: (exit code, what it printed)."""
    settings.MEDIA_ROOT = tmp_path / "media"

    def run(data, *options, name="a.xlsx", unit=plan.unit.code, year=2024):
        path = tmp_path / name
        path.write_bytes(data)
        code = 0
        try:
            call_command("import_plan", path, "--unit", unit, "--year", str(year), *options)
        except SystemExit as stop:
            code = stop.code
        return code, capsys.readouterr().out

    return run


def test_answer_in_json_has_the_shape_that_scripts_know(run):
    code, out = run(workbook((HEAD, TEA, changed(HONEY, form="6 sao"))), "--json")

    answer = json.loads(out)
    (problem,) = answer.pop("problems")
    assert code == 1
    assert answer == {"outcome": "REJECT_ROWS", "rows_ok": 1, "rows_bad": 1}
    assert list(problem) == ["row", "column", "value", "code", "message"]
    assert [*problem.values()][:4] == [3, "Hình thức đăng ký", "6 sao", "E_FORM"]
    assert "“6 sao” không có" in out


@pytest.mark.parametrize(
    ("data", "code"),
    [
        (workbook(), 0),
        (workbook((HEAD, ("I", "Nhóm"), TEA)), 0),
        (workbook((HEAD, changed(TEA, form="x"))), 1),
        (workbook(hidden=[3]), 1),
        (b"%PDF-1.7", 2),
        (with_sheets({"A": (HEAD, TEA), "B": (HEAD, HONEY)}), 2),
    ],
    ids=["accepted", "with a warning", "rows refused", "a question", "file refused", "a choice"],
)
def test_exit_code_says_what_became_of_the_file(run, data, code):
    assert run(data)[0] == code


def test_nothing_is_written_unless_confirmed(run):
    assert run(workbook()) == (0, "ACCEPT: 3 dòng được, 0 dòng lỗi\n")
    assert not Registration.objects.exists()
    assert not PlanImport.objects.exists()


def test_confirmed_rows_are_written_in_the_name_of_the_units_officer(run, plan, officer):
    assert run(workbook(), "--confirm")[0] == 0
    assert plan.registrations.count() == len(ROWS)
    assert PlanImport.objects.get().user == officer


def test_refused_rows_are_not_written_even_if_confirmed(run):
    assert run(workbook((HEAD, TEA, changed(HONEY, form="x"))), "--confirm")[0] == 1
    assert not Registration.objects.exists()


@pytest.mark.parametrize(
    ("data", "options", "written"),
    [
        (workbook(hidden=[3]), ["--hidden", "take"], 3),
        (workbook(hidden=[3]), ["--hidden", "leave"], 2),
        (with_sheets({"A": (HEAD, TEA), "B": (HEAD, *ROWS)}), ["--sheet", "B"], 3),
        (workbook((HEAD, changed(TEA, commune="Binh An"))), ["--accept-proposals"], 1),
    ],
    ids=["hidden rows", "without hidden rows", "a sheet", "proposals"],
)
def test_questions_are_answered_by_options(run, plan, data, options, written):
    assert run(data, "--confirm", *options)[0] == 0
    assert plan.registrations.count() == written


def test_columns_are_named_by_options(run, plan):
    own = tuple("Mức" if title == "Hình thức đăng ký" else title for title in HEAD)
    data = workbook(((*own, "Ngày nộp"), (*TEA, "1/3/2024")))
    assert run(data)[0] == 2
    said = ("--column", "mức = hình thức đăng ký", "--column", "Ngày nộp=-")
    assert run(data, "--confirm", *said)[0] == 0

    assert [row.form for row in plan.registrations.all()] == ["3_star"]


def test_list_is_replaced_when_told_to(run, plan):
    run(workbook(), "--confirm")

    with pytest.raises(CommandError, match="đã có trong kế hoạch"):
        run(workbook(), "--confirm")
    assert run(workbook((HEAD, TEA)), "--confirm", "--replace")[0] == 0
    assert plan.registrations.count() == 1


def test_plan_that_is_not_begun_is_begun_only_to_be_written(run, plan, officer):
    Plan.objects.all().delete()

    assert run(workbook())[0] == 0
    assert not Plan.objects.exists()
    assert run(workbook(), "--confirm")[0] == 0
    assert Plan.objects.get().registrations.count() == len(ROWS)


def sentence(run, *args, **options):
    with pytest.raises(CommandError) as error:
        run(workbook(), *args, **options)
    assert error.value.returncode == 2
    return str(error.value)


def test_what_is_not_there_is_said_in_a_sentence(run, plan):
    assert "mã “998”" in sentence(run, unit="998")
    assert "năm 2019" in sentence(run, year=2019)
    assert "cán bộ “ai”" in sentence(run, "--user", "ai")
    with pytest.raises(CommandError, match="Không mở được tệp"):
        call_command("import_plan", "/nowhere", "--unit", plan.unit.code, "--year", "2024")


def test_of_two_campaigns_in_a_year_one_must_be_named(run, plan):
    second = make_plan(unit=plan.unit, campaign=make_campaign(plan.unit), rows=0)

    assert "--number" in sentence(run)
    assert run(workbook(), "--confirm", "--number", str(second.campaign.number))[0] == 0
    assert second.registrations.count() == len(ROWS)


def test_unit_without_an_officer_imports_by_its_leader_and_without_people_nothing(
    run, plan, officer
):
    leader = make_user(Role.UNIT_LEADER, unit=plan.unit)
    officer.is_active = False
    officer.save()

    assert run(workbook())[0] == 0

    leader.is_active = False
    leader.save()
    assert "không có cán bộ nào" in sentence(run)


def test_closed_campaign_takes_nothing(run, plan):
    plan.campaign.state = "closed"
    plan.campaign.save()

    assert run(workbook())[0] == 0
    assert sentence(run, "--confirm")
    assert not Registration.objects.exists()
