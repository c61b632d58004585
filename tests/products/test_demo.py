"""The demo year: the dispatch's counts exactly, and every state for a newcomer to see."""

import pytest
from django.core.management import CommandError, call_command

from products.board import board
from products.models import Plan, RegistrationCount
from programs.models import Campaign, User

pytestmark = pytest.mark.django_db


@pytest.fixture
def _demo(settings):
    settings.DEMO = True
    call_command("demo", with_test_unit=True, verbosity=0)


@pytest.mark.usefixtures("_demo")
def test_the_demo_holds_the_counts_of_the_dispatch():
    counts = RegistrationCount.objects.filter(participant__campaign__number=1)
    totals = {
        form: sum(counts.filter(form=form).values_list("count", flat=True))
        for form in ("3_star", "4_star", "3_to_4", "4_to_5", "re_evaluation")
    }

    assert list(totals.values()) == [131, 9, 6, 3, 28]


@pytest.mark.usefixtures("_demo")
def test_a_newcomer_sees_every_state_of_a_plan():
    labels = {line.status.label for line in board(Campaign.objects.get(number=1)).lines}

    assert labels == {
        "chưa có",
        "đang soạn",
        "chờ lãnh đạo duyệt",
        "gửi đúng hạn",
        "gửi đúng hạn (không đăng ký sản phẩm)",
        "gửi muộn",
        "trả lại",
        "đã tiếp nhận",
        "đã ban hành",
    }


@pytest.mark.usefixtures("_demo")
def test_the_test_unit_has_an_open_plan_of_2024_and_its_five_communes():
    plan = Plan.objects.get(unit__code="999", campaign__year=2024)

    names = [str(unit) for unit in plan.unit.communes_on(plan.campaign.opens_on).order_by("code")]
    assert names == ["Xã Bình An", "Xã Bình Minh", "Xã Tịnh Phong", "Xã Nghĩa Lâm", "Xã Long Hiệp"]


@pytest.mark.usefixtures("_demo")
def test_a_demo_is_refused_where_there_are_users_and_where_it_is_not_a_demonstration(settings):
    with pytest.raises(CommandError, match="đã có người dùng"):
        call_command("demo")
    settings.DEMO = settings.DEBUG = False
    with pytest.raises(CommandError, match="OCOP_DEMO"):
        call_command("demo")


@pytest.mark.usefixtures("_demo")
def test_a_demo_that_is_there_prints_its_logins_again(capsys):
    before = User.objects.count()

    call_command("demo", if_empty=True)

    assert "cb.sontay" in capsys.readouterr().out
    assert User.objects.count() == before
