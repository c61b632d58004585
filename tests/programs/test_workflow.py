"""The gate of procedures: what an effect is given, what the trail keeps, what is refused."""

from decimal import Decimal

import pytest

from programs.enums import CampaignState, Role
from programs.models import Campaign, Event
from programs.workflow import Ask, Procedure, Step, StepRefused
from tests.support.asks import OPTIONAL, TEXTS, TYPED, VALUES, WANTED
from tests.support.factories import make_campaign, make_user

pytestmark = [pytest.mark.django_db, pytest.mark.pg]


@pytest.fixture
def chief():
    return make_user(Role.PROVINCE_ADMIN)


def closing(asks, effect):
    """A procedure of one step, which closes a campaign."""
    step = Step(
        name="close",
        label="đóng đợt",
        done="Đã đóng đợt",
        roles=frozenset({Role.PROVINCE_ADMIN}),
        sources=frozenset({CampaignState.OPEN}),
        target=CampaignState.CLOSED,
        asks=asks,
        effect=effect,
    )
    return Procedure(Campaign, (step,))


def close(chief, asks, answers):
    """What the effect is given and the event that is written, of a campaign that is closed."""
    given = []
    procedure = closing(asks, lambda _row, _by, answers: given.append(answers))
    campaign = procedure.take(make_campaign(), "close", by=chief, answers=answers)
    assert campaign.state == CampaignState.CLOSED
    return given[0], Event.objects.about(campaign).get()


def refusal(chief, asks, answers, effect=None):
    """The refusal of a campaign that stays open, with no event of it."""
    campaign = make_campaign()
    with pytest.raises(StepRefused) as refused:
        closing(asks, effect).take(campaign, "close", by=chief, answers=answers)
    campaign.refresh_from_db()
    assert campaign.state == CampaignState.OPEN
    assert not Event.objects.about(campaign).exists()
    return refused.value


@pytest.mark.parametrize("name", list(VALUES))
def test_an_answer_of_each_kind_comes_to_the_effect_in_its_own_type(chief, name):
    given, _ = close(chief, WANTED, VALUES)

    assert (given[name], type(given[name])) == (VALUES[name], type(VALUES[name]))


def test_spaces_around_a_text_go_also_where_no_form_read_it(chief):
    given, _ = close(chief, WANTED, VALUES | {name: TYPED[name] for name in ("reason", "number")})

    assert given == VALUES


def test_the_trail_keeps_all_answers_as_texts_and_a_line_of_them_in_their_order(chief):
    _, event = close(chief, WANTED, VALUES)

    event.refresh_from_db()
    assert event.data == TEXTS
    assert event.note == "Vì thế.\r\nRõ.; 1/QĐ; 2024-06-20; 82.75; 4"


@pytest.mark.parametrize("left", [{}, {"remark": None, "until": None}, {"remark": " "}])
def test_what_may_be_left_empty_is_an_empty_text_or_no_day(chief, left):
    given, event = close(chief, WANTED[:1] + OPTIONAL, {"reason": "Bão."} | left)

    assert given == {"reason": "Bão.", "remark": "", "until": None}
    event.refresh_from_db()
    assert event.data == {"reason": "Bão.", "remark": "", "until": ""}
    assert event.note == "Bão."


@pytest.mark.parametrize("nothing", [None, "", "  "])
@pytest.mark.parametrize(
    ("name", "sentence"),
    [
        ("reason", "Lý do: phải ghi rõ."),
        ("number", "Số quyết định: phải ghi rõ."),
        ("day", "Ngày quyết định: phải ghi rõ."),
        ("mean", "Điểm trung bình: phải ghi rõ."),
        ("star", "Hạng sao: phải ghi rõ."),
    ],
)
def test_an_answer_that_is_missing_is_asked_for_by_its_label(chief, name, sentence, nothing):
    refused = refusal(chief, WANTED, VALUES | {name: nothing})

    assert (refused.message, refused.status, refused.code) == (sentence, 422, name)


@pytest.mark.parametrize(("answers", "first"), [(None, "reason"), ({"reason": "Bão."}, "number")])
def test_of_several_missing_answers_the_first_is_asked_for(chief, answers, first):
    assert refusal(chief, WANTED, answers).code == first


def test_nought_is_an_answer(chief):
    given, event = close(chief, WANTED, VALUES | {"mean": Decimal(0), "star": 0})

    assert (given["mean"], given["star"]) == (0, 0)
    assert event.note.endswith("; 0; 0")


def test_what_a_step_does_not_ask_now_is_neither_wanted_nor_kept(chief):
    asks = (*WANTED[:1], Ask("late", "Lý do muộn", lambda _row, _user: False))

    given, event = close(chief, asks, {"reason": "Bão.", "late": "Mưa.", "other": "Lũ."})

    assert given == event.data == {"reason": "Bão."}


def test_an_ask_may_depend_on_the_row_and_on_who_answers(chief):
    seen = []
    ask = Ask("late", "Lý do muộn", lambda row, user: seen.append((row.state, user)) or True)

    assert refusal(chief, (ask,), {}).message == "Lý do muộn: phải ghi rõ."
    assert seen == [("open", chief)]


def test_what_an_effect_refuses_is_as_if_nothing_was_tried(chief):
    def effect(row, _by, _answers):
        Campaign.objects.filter(pk=row.pk).update(issuer="Nơi khác")
        raise StepRefused("Ngày chưa đến.", status=422, code="day")

    refused = refusal(chief, WANTED, VALUES, effect)

    assert refused.message == "Ngày chưa đến."
    assert not Campaign.objects.filter(issuer="Nơi khác").exists()
