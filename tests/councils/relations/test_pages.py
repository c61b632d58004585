"""The pages of relations: the list, one of them, how it is marked, ended, struck out, reached."""

import pytest
from django.urls import reverse
from django.utils import timezone
from pytest_django.asserts import assertContains, assertNotContains, assertRedirects

from councils.enums import SessionState
from councils.models import Relation
from programs.enums import Role
from tests.support.english import read
from tests.support.factories import make_agency, make_producer, make_user
from tests.support.sessions import DAY, make_ready_dossier, make_relation, make_session

pytestmark = [pytest.mark.django_db, pytest.mark.pg, pytest.mark.usefixtures("today")]

LIST = "/hoi-dong/quan-he/"


@pytest.fixture
def clerk(sign_in):
    person = make_user(Role.PROVINCE_STAFF)
    sign_in(person)
    return person


def page(name, pk):
    return reverse(f"councils:relation_{name}", args=[pk])


def typed(**values):
    named = dict.fromkeys(["agency", "organisation", "user", "full_name", "until"], "")
    facts = {"kind": "relative", "since": "01/06/2026", "source": "Thành viên tự khai."}
    return named | facts | values


def texts(response):
    return " ".join(read(response.content.decode()).texts)


# --- Marking -----------------------------------------------------------------------------------


def test_a_person_is_marked_from_the_page_of_a_producer(client, clerk):
    producer = make_producer()
    add = page("create", producer.pk)
    assertContains(client.get(producer.get_absolute_url()), f'href="{add}"')

    answer = client.post(add, typed(full_name="Đinh Văn Anh"))

    row = Relation.objects.get()
    assertRedirects(answer, row.get_absolute_url())
    assert (row.producer, row.who, row.marked_by) == (producer, "Đinh Văn Anh", clerk)


def test_a_form_that_is_sent_twice_marks_once(client, clerk):
    add = page("create", make_producer().pk)
    key = client.get(add).context["form"]["form_key"].value()

    for _ in range(2):
        client.post(add, typed(full_name="Đinh Văn Anh", form_key=key))

    assert Relation.objects.count() == 1


@pytest.mark.parametrize(
    ("values", "field"),
    [
        ({"kind": "supports"}, "agency"),
        ({"kind": "supports", "full_name": "Ông A"}, "full_name"),
        ({"kind": "relative"}, "user"),
        ({"kind": "relative", "organisation": "Hội Nông dân"}, "organisation"),
        ({"kind": "supports", "agency": "mine", "organisation": "Hội Nông dân"}, "organisation"),
        ({"full_name": "Ông A", "user": "mine"}, "full_name"),
        ({"full_name": "Ông A", "until": "31/05/2026"}, "until"),
        ({"full_name": "Ông A", "source": ""}, "source"),
        ({"full_name": "Ông A", "kind": "khac"}, "kind"),
        ({"full_name": "Ông A", "since": "99/99/2026"}, "since"),
        ({"full_name": "Ông A", "since": "01/01/0026"}, "since"),
    ],
)
def test_what_is_not_one_body_or_one_person_in_a_time_gets_its_sentence(
    client, clerk, values, field
):
    mine = {"agency": make_agency().pk, "user": clerk.pk}
    values = {name: mine[name] if value == "mine" else value for name, value in values.items()}

    answer = client.post(page("create", make_producer().pk), typed(**values))

    assert answer.status_code == 200
    assert answer.context["form"].errors[field]
    assert not Relation.objects.exists()


def test_an_agency_of_other_days_is_refused_beside_what_was_typed(client, clerk):
    agency = make_agency(valid_to=timezone.localdate() - 40 * DAY)

    answer = client.post(
        page("create", make_producer().pk), typed(kind="supports", agency=agency.pk)
    )

    assert answer.status_code == 422
    assertContains(answer, "chọn cơ quan của ngày ấy", status_code=422)


def test_a_secretary_marks_before_the_call_from_the_page_of_the_dossier(client, board, sign_in):
    sign_in(board.secretary)
    session = make_session(board.council, SessionState.PREPARING, make_ready_dossier())
    evaluation = session.evaluations.get()
    add = page("create", evaluation.dossier.product.producer_id)
    assertContains(client.get(evaluation.get_absolute_url()), f'href="{add}"')
    assertContains(client.get(add), board.members[0].full_name)

    client.post(add, typed(user=board.members[0].pk))

    warned = client.get(session.get_absolute_url())
    assertContains(warned, "01 hồ sơ có thành viên liên quan")
    assertContains(warned, "có quan hệ với chủ thể")


def test_members_are_offered_nothing_and_warned_of_nothing(client, board, sign_in):
    session = make_session(board.council, SessionState.PREPARING, make_ready_dossier())
    evaluation = session.evaluations.get()
    producer = evaluation.dossier.product.producer
    make_relation(producer, user=board.members[0])
    sign_in(board.members[1])

    assertNotContains(client.get(evaluation.get_absolute_url()), "/hoi-dong/quan-he/")
    assertNotContains(client.get(session.get_absolute_url()), "thành viên liên quan")
    assertNotContains(client.get(board.council.get_absolute_url()), LIST)
    assert client.get(page("create", producer.pk)).status_code == 404


def test_zero_is_no_warning(client, board, sign_in):
    sign_in(board.secretary)
    session = make_session(board.council, SessionState.PREPARING, make_ready_dossier())

    assertNotContains(client.get(session.get_absolute_url()), "thành viên liên quan")


# --- One of them -------------------------------------------------------------------------------


def test_it_is_ended_and_struck_out_by_pages_of_their_own(client, clerk):
    relation = make_relation()
    ends = page("end", relation.pk)
    assertContains(client.get(relation.get_absolute_url()), f'href="{ends}"')

    answer = client.post(ends, {"until": "09/06/2026", "note": "Hết hợp đồng."}, follow=True)
    assert "Hết hợp đồng." in texts(answer)
    assert "Đã kết thúc" in texts(answer)
    assertNotContains(answer, f'href="{ends}"')

    answer = client.post(page("strike", relation.pk), {"note": "Nhầm người."}, follow=True)
    assert "Nhầm người." in texts(answer)
    assert "Đã gạch bỏ" in texts(answer)
    assertNotContains(answer, page("strike", relation.pk))


def test_the_person_concerned_reads_it_and_finds_no_act(client, sign_in):
    person = make_user(Role.COUNCIL_MEMBER)
    relation = make_relation(user=person, source="Sổ hộ khẩu.")
    sign_in(person)

    answer = client.get(relation.get_absolute_url())

    assert "Sổ hộ khẩu." in texts(answer)
    assertNotContains(answer, page("strike", relation.pk))
    assert client.get(make_relation().get_absolute_url()).status_code == 404


def test_others_of_the_session_read_who_and_by_which_kind_not_from_where(
    client, board, sign_in, admin
):
    session = make_session(board.council, SessionState.CALLED, make_ready_dossier())
    evaluation = session.evaluations.get()
    sign_in(board.secretary)
    add = page("create", evaluation.dossier.product.producer_id)
    client.post(add, typed(user=board.members[0].pk, source="Anh ruột của giám đốc."))
    name = str(evaluation.conflicts.get().member)

    for person in (board.members[1], make_user(Role.OBSERVER)):
        said = texts(sign_in(person).get(evaluation.get_absolute_url()))
        assert f"có quan hệ với chủ thể: {name}" in said
        assert "Anh ruột" not in said


# --- The list ----------------------------------------------------------------------------------


def names(answer):
    return [row.who for row in answer.context["page"].rows]


def test_the_list_is_filtered_by_state_kind_and_producer(client, clerk):
    today = timezone.localdate()
    kept = make_producer()
    gone = make_producer(commune=kept.commune, merged_into=kept)
    make_relation(kept, full_name="Bà Còn", until=today)
    make_relation(gone, full_name="Bà Hết", until=today - DAY)
    struck = {"struck_at": timezone.now(), "struck_by": clerk, "strike_reason": "Nhầm."}
    make_relation(full_name="Bà Nhầm", kind="owner", **struck)

    assert names(client.get(LIST, {"state": "standing"})) == ["Bà Còn"]
    assert names(client.get(LIST, {"state": "ended"})) == ["Bà Hết"]
    assert names(client.get(LIST, {"state": "struck_out"})) == ["Bà Nhầm"]
    assert names(client.get(LIST, {"kind": "owner"})) == ["Bà Nhầm"]
    assert sorted(names(client.get(LIST, {"producer": kept.pk}))) == ["Bà Còn", "Bà Hết"]
    assert len(names(client.get(LIST))) == 3


def test_the_page_of_a_producer_leads_to_what_is_marked_of_it(client, clerk):
    relation = make_relation()
    url = f"{LIST}?producer={relation.producer.pk}"
    assertContains(client.get(relation.producer.get_absolute_url()), f'href="{url}"')

    assert names(client.get(url)) == [relation.who]


def test_units_find_no_word_of_it_on_the_page_of_their_producer(client, sign_in):
    relation = make_relation(full_name="Đinh Văn Kín")
    sign_in(make_user(Role.UNIT_OFFICER, unit=relation.producer.commune.parent))

    answer = client.get(relation.producer.get_absolute_url())

    assertNotContains(answer, LIST)
    assertNotContains(answer, "Đinh Văn Kín")


@pytest.mark.parametrize("count", [1, 5])
def test_the_list_is_as_dear_for_many_as_for_one(
    client, clerk, django_assert_max_num_queries, count
):
    for _ in range(count):
        make_relation(agency=make_agency())

    with django_assert_max_num_queries(14):
        client.get(LIST)


def test_a_council_leads_to_it_where_the_reader_may(client, board, sign_in):
    assertContains(sign_in(board.secretary).get(board.council.get_absolute_url()), LIST)
