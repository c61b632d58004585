"""Nothing is left out of a run unseen: what PostgreSQL may change runs there, long files first."""

import re
from pathlib import Path
from types import SimpleNamespace

import pytest

from tests.matrix.cells import MATRIX, PUBLIC, ROLES
from tests.support import running

TESTS = Path(__file__).parent.parent
ASKS_A_DATABASE = re.compile(r"django_db\b|transactional_db|hypothesis\.extra\.django|\(db\)")
# What differs between the two, or may: faults of constraints, locks, SQL by hand, orders, steps.
DIFFERS = re.compile(
    r"(Integrity|Data|Database|Operational)Error|transaction=True|transactional_db|Thread"
    r"|cursor\(|RawSQL|\.raw\(|vendor|select_for_update|[Cc]ollation|explain\(|sau=|[?]q=|\"q\":"
    r"|^from (products|programs|councils)\S*(workflow|paging|numbering|staging|undo)",
    re.MULTILINE,
)
WORDS, PAPERS = (
    "what it proves are words",
    "what it proves is the paper, whatever database it is of",
)
ANSWERS = "what it proves are headers, methods and rates of answers"
FORMS = "pages over rules whose own tests run on both; the matrix asks each page on both"
PEOPLE = "sign-in and accounts are allauth's, and no SQL of ours"
DATA = "what it proves is how fixtures and files are read"
ON_SQLITE_ALONE = {
    "test_vietnamese.py": WORDS,
    "test_consistency.py": WORDS,
    "matrix/test_addresses.py": ANSWERS,
    "matrix/test_walk.py": FORMS,
    "security/test_headers.py": ANSWERS,
    "security/test_forgery.py": ANSWERS,
    "security/test_limits.py": ANSWERS,
    "programs/test_sign_in.py": PEOPLE,
    "programs/test_sign_in_links.py": PEOPLE,
    "programs/test_sign_in_refusals.py": PEOPLE,
    "programs/test_sign_in_second_factor.py": PEOPLE,
    "programs/test_accounts_pages.py": FORMS,
    "programs/test_back_office.py": FORMS,
    "products/dossiers/test_paper_pages.py": FORMS,
    "products/plans/test_editor_pages.py": FORMS,
    "products/reorganisation/test_pages.py": FORMS,
    "programs/test_citations.py": WORDS,
    "programs/test_regulation_checks.py": DATA,
    "programs/test_unit_checks.py": DATA,
    "programs/test_working_days.py": DATA,
    "reports/test_appendix.py": PAPERS,
    "reports/test_certificate_paper.py": PAPERS,
    "reports/test_certificates.py": PAPERS,
    "reports/test_blank_sheets.py": PAPERS,
    "reports/test_council_papers.py": PAPERS,
    "reports/test_dossier_file.py": PAPERS,
    "reports/test_dossier_forms.py": PAPERS,
    "reports/test_expiry_papers.py": PAPERS,
    "reports/test_report_command.py": PAPERS,
    "reports/test_help.py": WORDS,
    "reports/papers/test_golden.py": PAPERS,
    "reports/test_tour.py": PAPERS,
}


def files():
    """All test files but this one, which speaks of the marks."""
    paths = set(TESTS.rglob("test_*.py")) - {Path(__file__)}
    return {path.relative_to(TESTS).as_posix(): path.read_text(encoding="utf-8") for path in paths}


def bears(text, mark):
    return f"pytest.mark.{mark}" in text


def test_a_file_that_asks_a_database_runs_on_postgresql_or_says_why_not():
    asking = {name for name, text in files().items() if ASKS_A_DATABASE.search(text)}
    marked = {name for name, text in files().items() if bears(text, "pg") or bears(text, "browser")}

    assert asking - marked == set(ON_SQLITE_ALONE)


@pytest.mark.parametrize("name", sorted(ON_SQLITE_ALONE))
def test_a_file_that_runs_on_sqlite_alone_asks_for_nothing_that_differs(name):
    assert DIFFERS.findall(files()[name]) == []


@pytest.mark.parametrize(
    "name", sorted(name for name, text in files().items() if bears(text, "pg"))
)
def test_the_mark_is_that_of_the_whole_file(name):
    assert re.search(r"^pytestmark = .*pytest\.mark\.pg\b", files()[name], re.MULTILINE)


# --- What an extent takes ----------------------------------------------------------------------


def item(*marks):
    return SimpleNamespace(iter_markers=lambda: [SimpleNamespace(name=mark) for mark in marks])


@pytest.mark.parametrize(
    ("extent", "taken"),
    [
        ("whole", [(), ("browser",), ("slow", "pg"), ("pg",)]),
        ("short", [(), ("pg",)]),
        ("pg", [("slow", "pg"), ("pg",)]),
    ],
)
def test_an_extent_takes_the_tests_of_its_marks(extent, taken):
    all_marks = [(), ("browser",), ("slow", "pg"), ("pg",)]

    assert [marks for marks in all_marks if running.EXTENTS[extent].takes(item(*marks))] == taken


def test_the_whole_run_asks_the_whole_matrix():
    whole = running.EXTENTS["whole"]

    assert (whole.few, list(whole.roles)) == (False, ROLES)
    assert set(whole.askers) == {*running.THREE_ROLES, PUBLIC}


def test_the_three_roles_have_scopes_of_their_own():
    scopes = {
        tuple(line.cells[role].scope for line in MATRIX.values()) for role in running.THREE_ROLES
    }

    assert len(scopes) == 3


# --- Its order ---------------------------------------------------------------------------------


def test_long_files_go_first_and_those_that_nobody_has_timed_before_them():
    items = [SimpleNamespace(nodeid=f"{name}::test") for name in ("short.py", "new.py", "long.py")]

    items.sort(key=running.longest_first({"short.py": 1.0, "long.py": 60.0}))

    assert [running.file_of(one) for one in items] == ["new.py", "long.py", "short.py"]


def test_a_files_time_is_that_of_all_its_tests():
    clock = running.Clock(running.Counter())
    for name, duration in (("a.py::x", 1), ("a.py::y", 2), ("b.py::x", 2)):
        clock.pytest_runtest_logreport(SimpleNamespace(nodeid=f"tests/{name}", duration=duration))

    assert clock.took == {"tests/a.py": 3, "tests/b.py": 2}
