"""Many rows at once: what is complete stands in the plan, what is not is kept as it was typed."""

import uuid

import pytest

from products.enums import RegistrationForm
from products.models import RowDraft
from products.plans.editor.moving import move_rows, remove_rows, restore_rows
from products.plans.editor.saving import RowsChanged, Typed, save_rows
from products.plans.editor.sheet import Sheet, stamp
from products.plans.rows import remove
from products.plans.suggestions import suggestions
from products.plans.workflow import PLAN_PROCEDURE
from programs.enums import Role
from programs.models import Event
from programs.workflow import StepRefused
from tests.support.factories import (
    make_campaign,
    make_plan,
    make_registration,
    make_unit,
    make_user,
)

pytestmark = [pytest.mark.django_db, pytest.mark.pg]


@pytest.fixture
def plan():
    return make_plan(rows=3)


@pytest.fixture
def officer(plan):
    return make_user(Role.UNIT_OFFICER, unit=plan.unit)


def new_ref():
    return f"n{uuid.uuid4()}"


def cells_of(plan, **cells):
    values = {
        "product_name": "Chè dây",
        "producer_name": "HTX Thi Phổ",
        "producer_kind": "htx",
        "commune": str(plan.unit.communes_on(plan.campaign.opens_on).first()),
        "product_group": "đồ uống",
        "form": "từ 3 sao lên 4 sao",
    }
    return values | cells


def line_at(plan, position):
    return Sheet(plan).lines[position - 1]


def typed_over(line, **cells):
    return Typed(line.ref, line.token, line.cells | cells)


def names(plan):
    return [line.cells.get("product_name") for line in Sheet(plan).lines]


# --- Saving --------------------------------------------------------------------------------------


def test_a_complete_row_is_understood_in_the_spellings_of_the_import(plan, officer):
    save_rows(plan, [Typed(new_ref(), cells=cells_of(plan))], by=officer)

    row = plan.registrations.get(position=4)
    assert (row.producer_kind, row.form, row.product_fold) == (
        "cooperative",
        RegistrationForm.UPGRADE_3_4,
        "che day",
    )
    assert not RowDraft.objects.exists()


def test_a_half_typed_row_is_kept_letter_for_letter_and_told_what_it_lacks(plan, officer):
    save_rows(
        plan, [Typed(new_ref(), cells={"product_name": " Chè dây", "form": "6 sao"})], by=officer
    )

    shown = Sheet(plan).show_all()[-1]
    assert shown["cells"] == {"product_name": " Chè dây", "form": "6 sao"}
    problems = {problem["key"]: problem for problem in shown["problems"]}
    assert problems["producer_name"]["missing"]
    assert "không có trong danh mục" in problems["form"]["text"]
    assert plan.registrations.count() == 3


def test_a_half_typed_row_becomes_a_product_in_its_place_once_it_is_complete(plan, officer):
    ref, first = new_ref(), line_at(plan, 1).ref
    save_rows(plan, [Typed(ref, cells={"product_name": "Chè dây"}, before=first)], by=officer)
    draft = line_at(plan, 1)

    refs = save_rows(plan, [Typed(draft.ref, draft.token, cells_of(plan))], by=officer)

    row = plan.registrations.get(product_name="Chè dây")
    assert (row.position, refs) == (1, {draft.ref: f"r{row.pk}"})
    assert not plan.drafts.exists()


def test_a_row_that_is_made_wrong_stands_as_it_was_until_it_is_right_again(plan, officer):
    line = line_at(plan, 2)
    old = line.row.product_name

    save_rows(plan, [typed_over(line, product_name="")], by=officer)

    assert plan.registrations.get(position=2).product_name == old
    line = line_at(plan, 2)
    assert line.cells["product_name"] == ""
    save_rows(plan, [typed_over(line, product_name="Tỏi")], by=officer)
    assert plan.registrations.get(position=2).product_name == "Tỏi"
    assert not plan.drafts.exists()


def test_the_same_product_twice_is_kept_aside_and_the_other_row_is_named(plan, officer):
    refs = [new_ref(), new_ref()]

    save_rows(plan, [Typed(ref, cells=cells_of(plan)) for ref in refs], by=officer)

    shown = Sheet(plan).show_all()[-1]
    assert "“Chè dây” của “HTX Thi Phổ” đã có ở dòng 4" in shown["problems"][0]["text"]
    assert plan.registrations.count() == 4


def test_a_pasted_block_leaves_one_event_and_is_written_once(plan, officer):
    key = uuid.uuid4()
    block = [Typed(new_ref(), cells=cells_of(plan, product_name=f"Chè {n}")) for n in range(20)]

    first = save_rows(plan, block, by=officer, key=key)
    again = save_rows(plan, block, by=officer, key=key)

    assert first == again
    assert plan.registrations.count() == 23
    assert Event.objects.filter(action="edit_rows").count() == 1
    assert plan.registrations.last().history.get().history_user == officer


def test_a_half_typed_row_that_is_sent_twice_is_one(plan, officer):
    row = Typed(new_ref(), cells={"product_name": "Chè"})

    for _ in range(2):
        save_rows(plan, [row], by=officer, key=uuid.uuid4())

    assert plan.drafts.count() == 1


def test_two_names_are_changed_for_each_other_only_in_two_steps(plan, officer):
    one, other = line_at(plan, 1), line_at(plan, 2)
    swapped = [typed_over(one, **_names(other)), typed_over(other, **_names(one))]

    try:
        save_rows(plan, swapped, by=officer)
    except StepRefused as refusal:
        assert "trùng" in refusal.message  # noqa: PT017 -- some databases can, some refuse

    assert plan.registrations.count() == 3


def _names(line):
    return {name: line.cells[name] for name in ("product_name", "producer_name")}


@pytest.mark.parametrize("count", [1, 3])
def test_saving_costs_the_same_for_one_row_and_for_three(
    plan, officer, count, django_assert_num_queries
):
    lines = Sheet(plan).lines[:count]
    block = [typed_over(line, note="Ghi") for line in lines]
    block += [Typed(new_ref(), cells=cells_of(plan, product_name=f"{n}")) for n in range(count)]
    block += [Typed(new_ref(), cells={"product_name": f"Dở {n}"}) for n in range(count)]

    with django_assert_num_queries(16):
        save_rows(plan, block, by=officer, key=uuid.uuid4())


# --- Two people ----------------------------------------------------------------------------------


def test_the_second_of_two_editors_is_given_the_text_of_the_first(plan, officer):
    mine, theirs = typed_over(line_at(plan, 1), note="tôi"), typed_over(line_at(plan, 1), note="họ")
    save_rows(plan, [theirs], by=officer)

    with pytest.raises(RowsChanged) as refusal:
        save_rows(plan, [mine], by=officer)

    shown = refusal.value.theirs[mine.ref]
    assert shown["cells"]["note"] == "họ"
    kept = Typed(mine.ref, shown["token"], mine.cells)
    save_rows(plan, [kept], by=officer)
    assert plan.registrations.get(position=1).note == "tôi"


def test_a_row_that_was_removed_meanwhile_is_told_as_nothing(plan, officer):
    line = line_at(plan, 1)
    remove(line.row, by=officer)

    with pytest.raises(RowsChanged) as refusal:
        save_rows(plan, [typed_over(line, note="tôi")], by=officer)

    assert refusal.value.theirs == {line.ref: None}


def test_a_half_typed_change_of_a_row_that_was_saved_since_shows_both_texts(plan, officer):
    line = line_at(plan, 1)
    save_rows(plan, [typed_over(line, product_name="", note="của tôi")], by=officer)
    line.row.note, line.row.version = "của họ", 2
    line.row.save()

    shown = Sheet(plan).show_all()[0]
    assert (shown["cells"]["note"], shown["theirs"]["note"]) == ("của tôi", "của họ")


def test_the_stamp_differs_after_every_kind_of_change(plan, officer):
    stamps = {stamp(plan)}
    ref = new_ref()
    acts = [
        lambda: save_rows(plan, [Typed(ref, cells={"note": "a"})], by=officer),
        lambda: save_rows(plan, [typed_over(line_at(plan, 4), note="b")], by=officer),
        lambda: save_rows(plan, [typed_over(line_at(plan, 1), note="c")], by=officer),
        lambda: move_rows(plan, [Typed(line_at(plan, 4).ref, line_at(plan, 4).token)], by=officer),
        lambda: remove_rows(
            plan, [Typed(line_at(plan, 4).ref, line_at(plan, 4).token)], by=officer
        ),
    ]
    for number, act in enumerate(acts, 2):
        act()
        plan.refresh_from_db()
        stamps.add(stamp(plan))
        assert len(stamps) == number


# --- Taking out, putting back, moving ------------------------------------------------------------


def test_removed_rows_come_back_as_they_were_in_their_places(plan, officer):
    before, lines = names(plan), Sheet(plan).lines[:2]
    wanted = [Typed(line.ref, line.token) for line in lines]

    remove_rows(plan, wanted, by=officer)
    assert [row.position for row in plan.registrations.all()] == [1]
    restore_rows(plan, wanted, by=officer)

    assert names(plan) == before
    assert [row.position for row in plan.registrations.all()] == [1, 2, 3]
    assert {line.ref for line in Sheet(plan).lines} >= {line.ref for line in lines}


def test_a_removed_row_does_not_come_back_beside_its_twin(plan, officer):
    line = line_at(plan, 1)
    wanted = [Typed(line.ref, line.token)]
    remove_rows(plan, wanted, by=officer)
    make_registration(plan, **_names(line))

    with pytest.raises(StepRefused, match="đã có ở dòng"):
        restore_rows(plan, wanted, by=officer)


def test_a_row_of_another_plan_is_neither_removed_nor_brought_back(plan, officer):
    row = make_plan().registrations.get()
    stranger = [Typed(f"r{row.pk}", "1.0")]

    remove_rows(plan, stranger, by=officer)
    restore_rows(plan, stranger, by=officer)

    assert plan.registrations.count() == 3
    assert type(row).objects.filter(pk=row.pk).exists()


@pytest.mark.parametrize("act", [remove_rows, restore_rows, move_rows])
def test_of_what_did_not_happen_nothing_is_told(plan, officer, act):
    before, here = stamp(plan), line_at(plan, 3)
    typed = [Typed(new_ref())]
    if act is remove_rows:
        typed.append(Typed(f"r{make_plan().registrations.get().pk}", "1.0"))
    if act is restore_rows:
        typed.append(Typed(here.ref, here.token))

    act(plan, typed, by=officer)

    plan.refresh_from_db()
    assert stamp(plan) == before
    assert not Event.objects.exists()


def test_of_rows_of_two_plans_those_of_this_one_are_removed_and_told(plan, officer):
    here, stranger = line_at(plan, 1), make_plan().registrations.get()
    typed = [Typed(here.ref, here.token), Typed(f"r{stranger.pk}", "1.0")]

    remove_rows(plan, typed, by=officer)
    assert len(Event.objects.get(action="remove_rows").data["rows"]) == 1

    type(stranger).objects.filter(pk=stranger.pk).delete()
    restore_rows(plan, typed, by=officer)
    assert Event.objects.get(action="restore_rows").data["rows"] == [here.row.pk]
    assert plan.registrations.count() == 3


def test_rows_are_moved_above_the_row_they_name_or_to_the_end(plan, officer):
    one, two, three = names(plan)
    first, last = line_at(plan, 1), line_at(plan, 3)

    move_rows(plan, [Typed(last.ref, last.token, before=first.ref)], by=officer)
    assert names(plan) == [three, one, two]
    move_rows(plan, [Typed(last.ref, last.token)], by=officer)
    assert names(plan) == [one, two, three]


def test_a_row_removed_by_its_own_page_leaves_no_gap(plan, officer):
    remove(plan.registrations.get(position=2), by=officer)

    assert [row.position for row in plan.registrations.all()] == [1, 2]


# --- Handing in ----------------------------------------------------------------------------------


def test_a_plan_with_half_typed_rows_is_not_handed_in(plan, officer):
    save_rows(plan, [Typed(new_ref(), cells={"product_name": "Chè"})], by=officer)

    with pytest.raises(StepRefused, match="Còn 1 dòng đang gõ dở"):
        PLAN_PROCEDURE.take(plan, "hand_in", by=officer)


# --- Suggestions ---------------------------------------------------------------------------------


def test_products_of_last_year_that_are_not_in_the_plan_are_offered_with_the_next_form():
    unit = make_unit()
    last = make_campaign(unit, year=2023)
    old = make_plan(unit=unit, campaign=last, rows=2, state="accepted")
    plan = make_plan(unit=unit, rows=0)
    kept = old.registrations.first()
    make_registration(plan, product_name=kept.product_name, producer_name=kept.producer_name)

    offers = suggestions(plan)

    assert [offer.cells["product_name"] for offer in offers] == [
        old.registrations.last().product_name
    ]
    assert offers[0].cells["form"] == "Nâng hạng 3-4 sao"
    assert offers[0].reason == "năm 2023 đăng ký “3 sao”"


def test_what_other_units_listed_is_not_offered(plan):
    other = make_unit()
    make_plan(unit=other, campaign=make_campaign(other, year=2023), state="accepted")

    assert suggestions(plan) == []
