"""The gate of procedures: what an effect is given, what the trail keeps, what is refused."""

import uuid
from decimal import Decimal

import pytest

from programs.acts import AlreadyDone
from programs.enums import UNIT_ROLES, CampaignState, Role
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
    assert event.note == (
        "Vì thế.\nRõ; 1/QĐ; Ngày quyết định: 20/06/2024; Điểm trung bình: 82,75; Hạng sao: 4"
    )


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
    assert event.note.endswith("Điểm trung bình: 0; Hạng sao: 0")


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


# --- What stands in the way ----------------------------------------------------------------------

ADMIN, STAFF = frozenset({Role.PROVINCE_ADMIN}), frozenset({Role.PROVINCE_STAFF})
OPEN, CLOSED = CampaignState.OPEN, CampaignState.CLOSED


def step(name="close", roles=ADMIN, sources=(OPEN,), target=CLOSED, **facts):
    return Step(name, "đóng đợt", "Đã đóng đợt", roles, frozenset(sources), target, **facts)


def says(sentence):
    return lambda *_: sentence


def why_not(person, state=OPEN, *, owns=True, **facts):
    """(sentence, status, code) of what stands in the way of closing, or None."""
    act = step(**facts)
    refused = Procedure(Campaign, (act,), owns=says(owns)).refusal(
        Campaign(state=state), act, person
    )
    return refused and (refused.message, refused.status, refused.code)


def test_nothing_stands_in_the_way_where_role_state_person_and_guards_allow(chief):
    assert why_not(chief, guards=(says(""), says("")), between=says("")) is None


@pytest.mark.parametrize(("role", "owns"), [(Role.OBSERVER, True), (Role.PROVINCE_ADMIN, False)])
def test_another_role_and_one_whose_row_it_is_not_are_told_who_may(role, owns):
    roles = ADMIN | STAFF | UNIT_ROLES

    told = why_not(make_user(role), CLOSED, owns=owns, roles=roles, guards=(says("Sai."),))

    who = "chuyên viên cấp tỉnh hoặc cán bộ đơn vị hoặc lãnh đạo đơn vị hoặc quản trị cấp tỉnh"
    assert told == (f"Chỉ {who} được đóng đợt.", 403, "role")


def test_the_state_is_told_before_person_and_guards(chief):
    told = why_not(chief, CLOSED, guards=(says("Sai."),), between=says("Không phải bạn."))

    assert told == ("Không thể đóng đợt khi trạng thái là “đã đóng”.", 409, "state")


def test_what_stands_between_this_person_and_the_act_is_told_before_the_guards(chief):
    told = why_not(chief, guards=(says("Sai."),), between=says("Không phải bạn."))

    assert told == ("Không phải bạn.", 403, "person")


def test_of_the_guards_the_first_that_objects_is_told(chief):
    guards = (says(""), says("Thiếu số."), says("Thiếu ngày."))

    assert why_not(chief, guards=guards) == ("Thiếu số.", 409, "guard")


def test_buttons_are_offered_in_their_states_the_way_forward_first_with_what_disables_them(chief):
    steps = (
        step("back", onward=False),
        step("close", guards=(says("Thiếu số."),)),
        step("reopen", sources=(CLOSED,)),
        step("judge", roles=STAFF),
        step("send"),
    )
    procedure = Procedure(Campaign, steps)

    offered = [(each.name, why) for each, why in procedure.steps_for(Campaign(state=OPEN), chief)]

    assert offered == [("close", "Thiếu số."), ("send", None), ("back", None)]


def test_one_whose_row_it_is_not_is_offered_nothing(chief):
    procedure = Procedure(Campaign, (step(),), owns=says(False))

    assert procedure.steps_for(Campaign(state=OPEN), chief) == []


# --- Taken ---------------------------------------------------------------------------------------


def test_a_row_out_of_sight_is_not_found_whatever_the_role():
    stranger = make_user(Role.UNIT_LEADER)

    with pytest.raises(Campaign.DoesNotExist):
        Procedure(Campaign, (step(),)).take(make_campaign(), "close", by=stranger)


def test_what_another_did_meanwhile_counts_and_not_what_the_page_still_holds(chief):
    held = make_campaign()
    Campaign.objects.update(state=CLOSED)

    with pytest.raises(StepRefused, match="khi trạng thái là “đã đóng”"):
        Procedure(Campaign, (step(),)).take(held, "close", by=chief)


def test_an_event_says_from_which_state_to_which_by_which_step(chief):
    row = Procedure(Campaign, (step(),)).take(make_campaign(), "close", by=chief)

    event = Event.objects.about(row).get()
    assert (event.action, event.label, event.actor) == ("close", "đóng đợt", chief)
    assert (event.source, event.target, event.note, event.data) == ("open", "closed", "", {})


def test_a_form_posted_again_moves_nothing_asks_nothing_and_gives_the_row(chief):
    steps = (step(), step("reopen", sources=(CLOSED,), target=OPEN, asks=WANTED))
    procedure, key, row = Procedure(Campaign, steps), uuid.uuid4(), make_campaign()

    procedure.take(row, "close", by=chief, key=key)
    with pytest.raises(AlreadyDone) as again:
        procedure.take(row, "reopen", by=chief, key=key)

    assert (again.value.row, again.value.row.state) == (row, CLOSED)
    assert Event.objects.about(row).count() == 1


def test_an_effect_may_change_other_fields_of_the_row_it_is_given(chief):
    def effect(row, by, _answers):
        row.issuer = by.full_name

    Procedure(Campaign, (step(effect=effect),)).take(make_campaign(), "close", by=chief)

    assert Campaign.objects.get().issuer == chief.full_name
