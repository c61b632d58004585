"""The demo year: the dispatch's counts exactly, and every state for a newcomer to see."""

from datetime import date

import pytest
from django.core.management import CommandError, call_command
from django.db import transaction
from django.test import override_settings
from django.utils import timezone

from councils.demo.sittings import ON_AGENDA
from councils.models import Evaluation, Relation
from products.certificates.history import chain_of, with_worth
from products.certificates.issuing import by_law
from products.certificates.validity import first_overlap, life_of
from products.dossiers.evidence import standing
from products.dossiers.sheets import load
from products.enums import IN_FORCE, OPEN_INSPECTIONS, FindingResult, InspectionState
from products.inspections.plans import is_drawn_right
from products.models import (
    Certificate,
    Dossier,
    Inspection,
    InspectionFinding,
    InspectionPlan,
    NumberSeries,
    Outlet,
    Petition,
    Plan,
    Product,
    ProductPhoto,
    RegistrationCount,
)
from products.register.publication import catalogue
from products.reorganisation.carrying_out import reorganise
from products.reorganisation.preview import Reorganisation, days_of_change
from programs.board import board
from programs.models import Campaign, User
from reports.builders.appendix import appendix

pytestmark = [pytest.mark.django_db, pytest.mark.pg]


@pytest.fixture(scope="module", autouse=True)
def _demo(django_db_setup, django_db_blocker):
    """Filled once; what a test does to it is undone after the test, and all of it at the end."""
    with django_db_blocker.unblock(), transaction.atomic(), override_settings(DEMO=True):
        call_command("demo", with_test_unit=True, verbosity=0)
        yield
        transaction.set_rollback(True)


def test_the_demo_holds_the_counts_of_the_dispatch():
    counts = RegistrationCount.objects.filter(participant__campaign__number=1)
    totals = {
        form: sum(counts.filter(form=form).values_list("count", flat=True))
        for form in ("3_star", "4_star", "3_to_4", "4_to_5", "re_evaluation")
    }

    assert list(totals.values()) == [131, 9, 6, 3, 28]


def test_the_appendix_of_2024_keeps_its_districts_when_they_are_reorganised():
    campaign = Campaign.objects.get(kind="plan", number=1)
    before = appendix(campaign)

    for on in reversed(days_of_change()):
        moved = reorganise(on, {case.key: case.heirs[0] for case in Reorganisation(on).splits})
        assert "registration" not in moved

    assert (before.totals[-1], len(before.rows)) == (177, 13)
    assert appendix(campaign) == before


def test_the_demo_register_has_the_published_totals_by_star():
    certificates = list(Certificate.objects.issued().prefetch_related("events"))

    def totals(day):
        stars = [row.star for row, worth in with_worth(certificates, day) if worth in IN_FORCE]
        return stars.count(3), stars.count(4)

    assert totals(date(2020, 9, 30)) == (11, 0)
    assert totals(date(2022, 10, 31)) == (57, 4)
    assert totals(date(2023, 12, 31)) == (148, 9)
    assert totals(date(2024, 10, 31)) == (187, 17)
    assert totals(date(2025, 2, 28)) == (196, 17)


def test_the_demo_register_is_as_the_rules_would_have_made_it():
    for product in Product.objects.all():
        chain = chain_of(product)
        assert first_overlap(map(life_of, chain)) is None
        for row in chain:
            drawn = Certificate(star=row.star, decision_date=row.decision_date)
            drawn.issued_on = row.issued_on
            by_law(drawn)
            assert (drawn.authority, drawn.expires_on) == (row.authority, row.expires_on)
    for series in NumberSeries.objects.all():
        numbers = Certificate.objects.filter(series=series.series, year=series.year)
        assert sorted(numbers.values_list("number", flat=True)) == [*range(1, series.last + 1)]


def test_every_product_of_the_demo_says_that_it_is_illustrative():
    assert not Product.objects.exclude(note__contains="minh họa").exists()
    assert not Certificate.objects.exclude(basis__contains="minh họa").exists()


def test_some_products_of_the_demo_have_story_photos_and_shops_and_others_have_none():
    products = Product.objects.filter(certificates__in=catalogue()).distinct()

    for told in ({"story": ""}, {"photos": None}, {"outlets": None}):
        assert products.exclude(**told).exists()
        assert products.filter(**told).exists()
    assert all("minh họa" in photo.caption for photo in ProductPhoto.objects.all())
    assert not Outlet.objects.exclude(link="").exclude(link__contains=".example/").exists()


def test_a_newcomer_sees_every_state_of_a_plan():
    labels = {
        line.status.label for line in board(Campaign.objects.get(kind="plan", number=1)).lines
    }

    assert labels == {
        "chưa có",
        "đang soạn",
        "chờ lãnh đạo duyệt",
        "gửi đúng hạn",
        "gửi đúng hạn (không đăng ký sản phẩm)",
        "gửi muộn",
        "trả lại, chờ gửi lại",
        "đã tiếp nhận",
        "đã ban hành",
    }


def test_the_test_unit_has_an_open_plan_of_2024_and_its_five_communes():
    plan = Plan.objects.get(unit__code="999", campaign__year=2024)

    names = [str(unit) for unit in plan.unit.communes_on(plan.campaign.opens_on).order_by("code")]
    assert names == ["Xã Bình An", "Xã Bình Minh", "Xã Tịnh Phong", "Xã Nghĩa Lâm", "Xã Long Hiệp"]


def test_a_demo_is_refused_where_there_are_users_and_where_it_is_not_a_demonstration(settings):
    with pytest.raises(CommandError, match="đã có người dùng"):
        call_command("demo")
    settings.DEMO = settings.DEBUG = False
    with pytest.raises(CommandError, match="OCOP_DEMO"):
        call_command("demo")


def test_a_demo_that_is_there_prints_its_logins_again(capsys):
    before = User.objects.count()

    call_command("demo", if_empty=True)

    assert "cb.sontay" in capsys.readouterr().out
    assert User.objects.count() == before


def test_the_demo_shows_a_dossier_in_each_of_the_states_that_a_newcomer_meets():
    states = Dossier.objects.values_list("state", flat=True)

    own = ["draft", "forwarded", "returned", "submitted"]
    # One sitting of the province is under way, one of a district in 2024 was held, one on paper.
    sat = ["concluded", *["in_session", "concluded"] * ON_AGENDA]
    assert sorted(states) == sorted([*own, *sat])


def test_two_seats_take_no_part_in_the_second_dossier_by_what_was_marked():
    rows = Evaluation.objects.filter(session__code="demo-2026-tinh").order_by("position")
    apart = [[each.kind for each in row.conflicts.all()] for row in rows]
    counts = [row.sheets.signed().count() for row in rows]

    assert apart == [[], ["relation", "own_agency"], []]
    assert counts == [7, 5, 3]
    assert all(row.relation for row in rows[1].conflicts.all())
    assert Relation.objects.count() == 2


def test_dossiers_of_the_demo_are_as_in_life():
    # Of the criteria of 2024 only the parts are known.
    judged = Dossier.objects.exclude(state="draft").exclude(criteria_set=None)
    sheets = [load(dossier) for dossier in judged]

    assert all(60 <= sheet.total < 95 for sheet in sheets)
    assert any(leaf.meets_none for sheet in sheets for leaf in sheet.leaves)
    for dossier in Dossier.objects.all():
        assert dossier.documents.exists()
        day = dossier.accepted_on or dossier.submitted_on  # a district takes it up unaccepted
        assert bool(standing(dossier, day).unsaid) == (dossier.state == "draft")


def test_the_demo_shows_a_petition_that_waits_and_one_that_is_being_written():
    petitions = Petition.objects.order_by("pk")

    assert [row.state for row in petitions] == ["sent", "draft"]
    assert petitions[0].sent_by != petitions[0].prepared_by


def test_the_demo_shows_post_checks_in_each_of_the_states_that_a_newcomer_meets():
    checks = Inspection.objects.all()
    mending = checks.filter(state=InspectionState.MENDING).values_list("mend_by", flat=True)

    assert set(checks.values_list("state", flat=True)) == {
        *OPEN_INSPECTIONS,
        InspectionState.KEPT,
        InspectionState.SKIPPED,
    }
    assert [day < timezone.localdate() for day in sorted(mending)] == [True, False]
    assert all(is_drawn_right(plan) for plan in InspectionPlan.objects.exclude(state="draft"))
    assert not InspectionPlan.objects.exclude(title__contains="minh họa").exists()
    assert InspectionFinding.objects.filter(result=FindingResult.NOT_MET).exclude(note="").exists()
