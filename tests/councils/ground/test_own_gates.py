"""Conditions that a Quy chế adds to the law's: typed with its draft, fixed once it is in force."""

import pytest
from django.urls import reverse
from pytest_django.asserts import assertContains

from councils.ground.operating_rules import RULES, write
from councils.ground.own_gates import SetsError, gates_of, gates_said, read_sets, sets_said
from councils.models import CouncilRules, OwnGate
from programs.models import Event, ProductSet
from tests.councils.ground.test_operating_rules import NONE, TYPED
from tests.support.councils import make_own_gate, make_rules
from tests.support.factories import make_user

pytestmark = [pytest.mark.django_db, pytest.mark.pg]

FINED = {"gate_1": "Chủ thể đang bị xử phạt", "gate_1_effect": "disqualify"}


@pytest.fixture
def sets():
    for number in range(1, 27):
        ProductSet.objects.create(number=number, name=f"Bộ {number}", group="food")


# --- Which sets --------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "numbers", "said"),
    [
        ("", [], ""),
        ("26", [26], "26"),
        (" 26 ; 3 – 1, 1-3", None, ""),
        ("1-3, 26", [1, 2, 3, 26], "1-3, 26"),
        ("26; 2 – 3, 1", [1, 2, 3, 26], "1-3, 26"),
        ("5, 5, 7", [5, 7], "5, 7"),
    ],
)
def test_sets_are_numbers_and_ranges_and_told_as_they_are_typed(sets, text, numbers, said):
    if numbers is None:
        with pytest.raises(SetsError):
            read_sets(text)
        return
    assert read_sets(text) == numbers
    assert sets_said(numbers) == said


@pytest.mark.parametrize("text", ["27", "0", "5-3", "một", "1-", "-1", "1 2", "999999999999"])
def test_what_names_no_set_is_told(sets, text):
    with pytest.raises(SetsError, match=f"“{text}”"):
        read_sets(text)


@pytest.mark.parametrize(
    ("holding", "number", "holds"),
    [([26], 26, True), ([26], 1, False), ([26], None, False), ([], 1, True), ([], None, True)],
)
def test_a_condition_holds_for_its_sets_or_for_all(holding, number, holds):
    assert OwnGate(sets=holding).holds_for(number) is holds


# --- Written with the draft --------------------------------------------------------------------


def test_conditions_are_typed_with_the_draft_and_told_on_its_page(client, admin, sets):
    client.post(reverse("councils:rules_create"), TYPED | FINED | {"gate_1_sets": "1-3, 26"})

    row = CouncilRules.objects.get()
    told = "Chủ thể đang bị xử phạt – loại hồ sơ, bộ 1-3, 26"
    assert gates_said(row) == [told]
    assertContains(client.get(row.get_absolute_url()), f"<li>{told}</li>", html=True)
    form = client.get(reverse("councils:rules_update", args=[row.pk])).context["form"]
    assert (form["gate_1"].value(), form["gate_1_sets"].value()) == (FINED["gate_1"], "1-3, 26")
    client.post(reverse("councils:rules_update", args=[row.pk]), TYPED | {"version": 1})
    assert not OwnGate.objects.exists()
    assertContains(client.get(row.get_absolute_url()), "Quy chế không thêm điều kiện nào.")
    assert Event.objects.about(row)[0].data["own_gates"] == [[told], []]


@pytest.mark.parametrize(
    ("typed", "field", "said"),
    [
        (FINED | {"gate_1_sets": "27"}, "gate_1_sets", "không phải số của các bộ"),
        ({"gate_1_sets": "26"}, "gate_1", "Ghi nội dung của điều kiện"),
        (FINED | {"gate_2": FINED["gate_1"]}, "gate_2", "đã có ở trên"),
        (FINED | {"gate_1_effect": "khac"}, "gate_1_effect", "khac"),
        ({"gate_1": "x" * 201}, "gate_1", "200"),
    ],
)
def test_a_fault_of_a_condition_is_told_at_its_field(client, admin, sets, typed, field, said):
    form = client.post(reverse("councils:rules_create"), TYPED | typed).context["form"]

    assert list(form.errors) == [field]
    assert said in " ".join(form.errors[field])
    assert not CouncilRules.objects.exists()


def test_the_next_version_begins_with_the_conditions_of_the_last_one(client, admin, sets):
    before = make_own_gate("published").rules

    form = client.get(reverse("councils:rules_create_after", args=[before.pk])).context["form"]
    [gate] = gates_of(before)

    assert form["gate_1"].value() == gate.label == "Chủ thể đang bị xử phạt"
    assert (gate.pk, gate.sets, form["gate_1_sets"].value()) == (None, [26], "26")


def test_conditions_stay_as_they_are_once_the_quy_che_is_in_force():
    chief = make_user("PA")
    row = make_rules()
    gate = OwnGate(label="Không có chủ thể", effect="disqualify")
    write(row, NONE, [gate], by=chief, version=1)

    RULES.take(row, "publish", by=chief)

    assert gates_said(row) == ["Không có chủ thể – loại hồ sơ, mọi bộ sản phẩm"]
