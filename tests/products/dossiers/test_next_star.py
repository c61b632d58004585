"""What is missing for a star: of a dossier under its regulation, and as its page says it."""

import re
from datetime import date

import pytest
from django.core.management import call_command
from django.template.loader import render_to_string

from products.dossiers.clocks import regulation_of
from products.dossiers.self_assessment import load
from programs.models import Regulation
from programs.next_star import outlook
from tests.support.criteria_files import answer, good_sheet
from tests.support.factories import make_criteria_set, make_dossier

pytestmark = [pytest.mark.django_db, pytest.mark.pg]


def outlook_of(dossier):
    return outlook(load(dossier), regulation_of(dossier))


# --- Under either regulation -------------------------------------------------------------------


def test_a_dossier_is_judged_by_its_own_criteria():
    found = outlook_of(make_dossier(criteria_set=make_criteria_set()))

    assert (found.star, found.next.star, found.next.missing) == (1, 3, 50)


@pytest.mark.parametrize(
    ("received_on", "code"),
    [(date(2025, 1, 1), "148-2023"), (date(2026, 5, 22), "26-2026")],
)
def test_without_criteria_only_the_bands_are_told(received_on, code):
    call_command("loaddata", "regulations", verbosity=0)

    found = outlook_of(make_dossier(received_on=received_on))

    assert (found.regulation.code, found.answers, found.star) == (code, None, None)
    assert [(aim.star, aim.band.lower) for aim in found.aims] == [(3, 50), (4, 70), (5, 90)]
    assert {(aim.missing, aim.shortfalls, aim.gains) for aim in found.aims} == {(None, (), ())}


# --- On the page -------------------------------------------------------------------------------


def drawn(outlook):
    html = render_to_string("products/_next_star.html", {"outlook": outlook})
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", html)), html.count("<details open>")


def test_the_page_opens_what_is_missing_for_the_next_star():
    call_command("loaddata", "regulations", verbosity=0)
    law = Regulation.objects.get(code="26-2026")

    text, opened = drawn(outlook(answer(good_sheet(), c1_1=1, c7=2), law))

    for words in (
        "3 sao Đạt từ 50 điểm, đủ các mức tối thiểu",
        "4 sao Thiếu 20 điểm từ 70 điểm, 1 tiêu chí chưa đạt mức tối thiểu",
        "Còn thiếu cho 4 sao",
        "Dưới 50% (10) Từ 50% (20) +10",
        "Đạt các mức tối thiểu trên thì còn thiếu 10 điểm",
        "Còn 1 tiêu chí chưa chọn mức, tính 0 điểm.",
        "Có (20) (chỉ chấm khi có điểm ở 1.1) +20",
    ):
        assert words in text
    assert opened == 1


def test_the_page_does_not_invent_what_is_not_known():
    call_command("loaddata", "regulations", verbosity=0)

    text, _ = drawn(outlook_of(make_dossier(received_on=date(2025, 1, 1))))

    assert "Quyết định số 148/QĐ-TTg" in text
    assert "3 sao từ 50 điểm, 4 sao từ 70 điểm, 5 sao từ 90 điểm." in text
