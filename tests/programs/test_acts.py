"""One act on one row: locked, once, refused or done, and written down; decided on what was read."""

import uuid

import pytest
from django.urls import reverse
from pytest_django.asserts import assertContains

from programs import audit
from programs.acts import AlreadyDone, MovedOn, RowChanged, StepRefused, act, mark_of, marks_of
from programs.bulk import BulkAction, run
from programs.enums import Role
from programs.models import Campaign, Event
from tests.support.factories import make_campaign, make_certificate, make_user

pytestmark = [pytest.mark.django_db, pytest.mark.pg]


@pytest.fixture
def chief():
    return make_user(Role.PROVINCE_ADMIN)


def rename(row, by, key=None, **facts):
    with act(row, by, key, **facts) as the:
        the.row.issuer = "Sở B"
        the.row.save()
        the.record("rename", label="đổi tên", note="theo Quyết định")


def test_what_is_done_is_done_to_the_row_as_it_stands_now_and_written_down(chief):
    row = make_campaign()
    Campaign.objects.filter(pk=row.pk).update(note="mới")

    rename(row, chief)

    row.refresh_from_db()
    assert (row.issuer, row.note) == ("Sở B", "mới")
    assert Event.objects.about(row).get().said() == "đổi tên: theo Quyết định"


def test_the_same_form_twice_is_answered_with_the_row_before_anything_is_asked(chief):
    row, key = make_campaign(), uuid.uuid4()
    rename(row, chief, key)

    with pytest.raises(AlreadyDone) as again:
        rename(row, chief, key, refusal=lambda *_: StepRefused("Không."), read="0.0")

    assert again.value.row == row
    assert Event.objects.about(row).count() == 1


def test_a_refused_act_leaves_no_event_and_no_change(chief):
    row = make_campaign()

    with pytest.raises(StepRefused, match="Chưa được"):
        rename(row, chief, refusal=lambda _row, _by: StepRefused("Chưa được."))

    assert not Event.objects.about(row).exists()


def test_a_row_out_of_sight_is_not_there(chief):
    stranger = make_user(Role.COUNCIL_MEMBER)

    with pytest.raises(Campaign.DoesNotExist):
        rename(make_campaign(), stranger)


@pytest.mark.parametrize(("version", "gone"), [(2, False), (1, True)])
def test_an_edit_of_another_version_or_of_a_row_that_is_gone_shows_theirs(chief, version, gone):
    row = make_campaign()
    if gone:
        Campaign.objects.all().delete()

    with pytest.raises(RowChanged) as changed:
        rename(row, chief, read=version)

    assert changed.value.theirs == (None if gone else row)


def test_a_decision_on_what_has_changed_is_refused_and_says_what_was_done(chief):
    row = make_campaign()
    read = mark_of(row)
    audit.record("return", row, by=chief, label="trả lại", note="thiếu địa chỉ")

    with pytest.raises(MovedOn, match="trả lại: thiếu địa chỉ") as moved:
        rename(row, chief, read=read)

    assert (moved.value.status, moved.value.theirs) == (409, row)
    rename(row, chief, read=mark_of(row))


@pytest.mark.parametrize("read", ["x", "99999999999999999999.1", "-1.0", "0", "²"])
def test_a_mark_that_no_page_wrote_is_another_mark(chief, read):
    with pytest.raises(MovedOn):
        rename(make_campaign(), chief, read=read)


def test_marks_of_many_rows_take_one_query(chief, django_assert_num_queries):
    rows = [make_campaign(number=number) for number in range(2, 6)]
    event = audit.record("x", rows[1], by=chief)

    with django_assert_num_queries(1):
        marks = marks_of(rows)

    assert marks[rows[1].pk] == f"{event.pk}.0"
    assert set(marks) == {row.pk for row in rows}
    assert marks_of([]) == {}


# --- The pages ---------------------------------------------------------------------------------


@pytest.fixture
def closing(admin):
    row = make_campaign()
    return row, reverse("programs:campaign_step", args=[row.pk, "close"])


def test_a_step_posted_from_a_page_that_is_out_of_date_is_asked_again(client, admin, closing):
    row, address = closing
    read = client.get(address).context["form"]["read"].value()
    audit.record("extend", row, by=admin, label="gia hạn")

    answer = client.post(address, {"note": "xong", "read": read})

    assert answer.status_code == 409
    assert "gia hạn" in answer.context["refusal"].message
    assert answer.context["form"]["note"].value() == "xong"
    seen = answer.context["form"]["read"].value()
    assert client.post(address, {"note": "xong", "read": seen}).status_code == 302


def test_the_link_of_the_row_carries_what_it_showed(client, admin, closing):
    row, address = closing
    link = f"{address}?da-doc={mark_of(row)}"
    assert link in client.get(row.get_absolute_url()).content.decode()
    audit.record("extend", row, by=admin, label="gia hạn")

    answer = client.get(link)

    assert "gia hạn" in answer.context["refusal"].message
    assert answer.context["form"]["read"].value() == mark_of(row)


def test_many_rows_at_once_leave_out_those_that_changed_since_the_page(chief):
    same, changed = make_campaign(number=2), make_campaign(number=3)
    read = {str(key): mark for key, mark in marks_of([same, changed]).items()}
    audit.record("extend", changed, by=chief, label="gia hạn")
    action = BulkAction(
        name="rename",
        label="đổi",
        done="Đã đổi",
        roles=frozenset(),
        objection=lambda *_: "",
        act=lambda row, user, _answers, key: rename(row, user, key),
    )

    outcome = run(action, [same, changed], chief, {}, uuid.uuid4(), read)

    assert outcome.done == [str(same)]
    [(name, why)] = outcome.skipped
    assert name == str(changed)
    assert "gia hạn" in why


# --- Acts that are no steps of a procedure -----------------------------------------------------


def decided_from_an_old_page(client, admin, row, page, data):
    """The answer to a form that was opened before something was done to its row."""
    read = client.get(page).context["form"]["read"].value()
    audit.record("something", row, by=admin, label="việc khác")
    return client.post(page, data | {"read": read})


def test_a_role_is_not_given_to_somebody_who_was_moved_meanwhile(client, admin):
    person = make_user(Role.OBSERVER)
    page = reverse("programs:role_propose", args=[person.pk])

    answer = decided_from_an_old_page(client, admin, person, page, {"role": "PS"})

    assert answer.status_code == 409
    assert "việc khác" in answer.context["refusal"].message
    person.refresh_from_db()
    assert person.role == Role.OBSERVER


def test_a_certificate_is_not_extended_from_an_old_page(client, admin):
    certificate = make_certificate()
    page = reverse("products:certificate_extend", args=[certificate.pk])
    data = {"until": "01/01/2027", "decision_number": "1/QĐ", "decision_date": "01/06/2026"}

    answer = decided_from_an_old_page(client, admin, certificate, page, data | {"note": "Chờ."})

    assert answer.status_code == 409
    assert not certificate.events.exists()


def test_a_product_is_not_withdrawn_from_the_public_from_an_old_page(client, admin):
    product = make_certificate().product
    page = reverse("products:product_withdraw", args=[product.pk])

    answer = decided_from_an_old_page(client, admin, product, page, {"note": "Sai."})

    assert answer.status_code == 409
    assert not product.withdrawals.exists()


def test_the_same_form_again_is_told_so_even_where_the_act_is_over(client, admin, closing):
    _, address = closing
    page = client.get(address).context["form"]
    data = {name: page[name].value() for name in ("form_key", "read")} | {"note": "xong"}
    client.post(address, data)

    again = client.post(address, data, follow=True)

    assertContains(again, "đã được ghi từ lần gửi trước")
    assert not Event.objects.filter(refused=True).exists()
