"""A quick run takes what is changed and the tests that stand nearest to it."""

import pytest

from tests.support.neighbours import ALWAYS, SECONDS, nearest, subjects

TESTS = {
    "tests/products/certificates/test_expiring.py": ["products.certificates.lapses.lapsed"],
    "tests/reports/test_home.py": ["products.certificates.lapses_of_units.count"],
    "tests/programs/test_units.py": ["programs.models.Unit"],
    "tests/products/certificates/test_lapses.py": [],
}


def taken(*names, took=None):
    return nearest(list(names), TESTS, took or {})[0]


@pytest.mark.parametrize(
    ("name", "subject"),
    [
        ("products/plans/views.py", {"plan"}),
        ("products/plans/workflow.py", {"plan"}),
        ("tests/products/test_plan_pages.py", {"plan"}),
        ("templates/products/plan_detail.html", {"plan"}),
        ("products/urls.py", set()),
    ],
)
def test_files_of_one_subject_are_known_by_their_names(name, subject):
    assert subjects(name) == subject


def test_a_changed_module_takes_what_imports_it_and_then_its_namesakes():
    assert taken("products/certificates/lapses.py") == [
        ALWAYS,
        "tests/products/certificates/test_expiring.py",
        "tests/products/certificates/test_lapses.py",
    ]


def test_a_changed_test_is_taken_itself():
    assert taken("tests/programs/test_units.py")[1] == "tests/programs/test_units.py"


def test_a_module_is_not_taken_for_one_whose_name_begins_alike():
    assert "tests/reports/test_home.py" not in taken("products/certificates/lapses.py")


def test_what_a_minute_does_not_hold_is_left_and_named():
    files, near = nearest(
        ["products/certificates/lapses.py"],
        TESTS,
        {"tests/products/certificates/test_lapses.py": SECONDS + 1},
    )

    assert files == [ALWAYS, "tests/products/certificates/test_expiring.py"]
    assert near[-1] == "tests/products/certificates/test_lapses.py"


def test_with_nothing_changed_the_house_rules_are_asked_alone():
    assert taken() == [ALWAYS]
