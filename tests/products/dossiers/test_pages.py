"""The pages of dossiers: what each reader sees, what is typed, and what a refusal keeps."""

from datetime import date, timedelta

import pytest
from django.core.management import call_command
from django.urls import reverse
from django.utils import timezone
from pytest_django.asserts import assertContains, assertNotContains, assertRedirects

from products.dossiers.tasks import dossier_tasks
from products.dossiers.workflow import DOSSIER_PROCEDURE
from products.enums import DossierState
from products.models import CommuneReport, Dossier
from programs.enums import Role
from programs.models import Regulation
from tests.support.factories import (
    make_certificate,
    make_criteria_set,
    make_dossier,
    make_product,
    make_report,
    make_unit,
    make_user,
    make_whole_dossier,
    move_to,
    publish,
)

pytestmark = [pytest.mark.django_db, pytest.mark.pg]
SOON = timezone.localdate() + timedelta(days=30)
PAST = timezone.localdate() - timedelta(days=3)


@pytest.fixture(autouse=True)
def _law():
    call_command("loaddata", "regulations", verbosity=0)


@pytest.fixture
def officer(as_role):
    return as_role(Role.UNIT_OFFICER)


@pytest.fixture
def product(officer):
    return make_product(commune=officer.unit.children.first())


def page(name, row, *args):
    return reverse(f"products:{name}", args=[row.pk, *args])


def sheet_of(product):
    """A published sheet of today's law for the product's set."""
    criteria_set = publish(make_criteria_set(Regulation.objects.get(code="26-2026")))
    product.product_set = criteria_set.product_set
    product.save()
    return criteria_set


# --- Beginning and reading ---------------------------------------------------------------------


def test_a_dossier_is_begun_on_the_page_of_its_product(client, product):
    assertContains(client.get(product.get_absolute_url()), page("dossier_create", product))

    answer = client.post(page("dossier_create", product), {"kind": "first", "star": 3})

    assertRedirects(answer, Dossier.objects.get().get_absolute_url())


@pytest.mark.parametrize(
    ("facts", "kind", "star"),
    [
        (None, "first", 3),
        ({"star": 4}, "upgrade", 5),
        ({"star": 5}, "re_evaluation", 5),
        ({"star": 3, "expires_on": SOON}, "re_evaluation", 3),
        ({"star": 4, "expires_on": PAST}, "re_evaluation", 4),
    ],
)
def test_the_kind_and_the_star_that_fit_the_certificate_are_offered_first(
    client, product, facts, kind, star
):
    if facts:
        make_certificate(product, **facts)

    answer = client.get(page("dossier_create", product))

    assertContains(answer, f'<option value="{kind}" selected>')
    assertContains(answer, f'<option value="{star}" selected>')


def test_a_kind_that_does_not_fit_is_refused_and_what_was_chosen_stays(client, product):
    answer = client.post(page("dossier_create", product), {"kind": "upgrade", "star": 5})

    assertContains(answer, "chưa có giấy chứng nhận nào", status_code=422)
    assertContains(answer, '<option value="upgrade" selected>', status_code=422)


def test_the_page_says_what_is_missing_and_offers_the_next_act_first(client, product):
    answer = client.get(make_dossier(product).get_absolute_url())

    assertContains(answer, "Ngày nhận đủ hồ sơ")
    assertContains(answer, "Chưa có giấy tờ còn giá trị")


def test_the_page_says_by_when_the_unit_checks(client, product):
    dossier = move_to(make_whole_dossier(product, check_by=date(2099, 1, 5)), "submitted")

    assertContains(client.get(dossier.get_absolute_url()), "Chậm nhất ngày 05/01/2099")


def test_a_late_check_is_said_to_be_late(client, product):
    dossier = move_to(make_whole_dossier(product, check_by=date(2024, 1, 5)), "submitted")

    assertContains(client.get(dossier.get_absolute_url()), "quá hạn")


def test_whoever_may_not_change_it_reads_the_sheet_without_a_button(client, product, as_role):
    dossier = make_whole_dossier(product, criteria_set=sheet_of(product))
    as_role(Role.OBSERVER)

    answer = client.get(page("dossier_answers", dossier))

    assertContains(answer, "Tiêu chí 1")
    assertNotContains(answer, "Lưu bảng tự chấm")


@pytest.mark.parametrize("count", [1, 3])
def test_the_list_costs_the_same_queries_however_long(
    client, officer, django_assert_num_queries, count
):
    for _ in range(count):
        make_dossier(make_product(commune=officer.unit.children.first()))
    client.get(reverse("products:dossier_list"))  # what is cached for the process is there

    with django_assert_num_queries(6):
        answer = client.get(reverse("products:dossier_list"))

    assertContains(answer, f"</b> / {count}</span>")


@pytest.mark.parametrize(
    ("query", "is_found"),
    [
        ("q=che+day", True),
        ("q=mat+ong", False),
        ("state=draft", True),
        ("state=forwarded", False),
        ("kind=upgrade", False),
        ("star=3", True),
        ("year=2026", False),
    ],
)
def test_the_list_is_narrowed_by_what_people_ask(client, officer, query, is_found):
    make_dossier(make_product(name="Chè dây", commune=officer.unit.children.first()))

    answer = client.get(f"{reverse('products:dossier_list')}?{query}")

    assert ("Chè dây" in answer.content.decode()) is is_found


# --- Writing -----------------------------------------------------------------------------------


def test_the_forms_are_saved_as_they_are_typed(client, product):
    dossier = make_dossier(product)
    typed = {
        "version": 1,
        "aimed_star": 4,
        "received_on": "01/06/2026",
        "background": "Hai dòng\nđó",
    }

    client.post(page("dossier_update", dossier), typed | {"absent_evidence": ["award"]})

    dossier.refresh_from_db()
    assert dossier.background == "Hai dòng\nđó"
    assert (dossier.received_on, dossier.absent_evidence) == (date(2026, 6, 1), ["award"])


def test_a_day_that_has_not_come_is_refused_beside_everything_else(client, product):
    dossier = make_dossier(product)
    typed = {"version": 1, "aimed_star": 4, "received_on": "01/06/2099", "samples": "nhiều"}

    answer = client.post(page("dossier_update", dossier), typed)

    assertContains(answer, "Ngày 01/06/2099 chưa đến")
    assertContains(answer, "Hãy nhập một số nguyên")


def test_the_day_of_receipt_stays_while_the_unit_checks(client, product):
    dossier = move_to(make_whole_dossier(product), "submitted")
    day = dossier.received_on

    client.post(page("dossier_update", dossier), {"version": 1, "aimed_star": 5})

    dossier.refresh_from_db()
    assert (dossier.aimed_star, dossier.received_on) == (5, day)


def test_an_upgrade_aims_higher_than_the_star_it_has(client, product):
    dossier = make_dossier(product, kind="upgrade", certificate=make_certificate(product, star=4))

    answer = client.post(page("dossier_update", dossier), {"version": 1, "aimed_star": 4})

    assertContains(answer, "Sản phẩm đã có hạng 4 sao")


def test_of_two_who_edit_the_second_sees_both_texts(client, product):
    dossier = make_dossier(product)
    Dossier.objects.filter(pk=dossier.pk).update(version=2, background="Họ viết.")
    typed = {"version": 1, "aimed_star": 3, "background": "Tôi viết."}

    answer = client.post(page("dossier_update", dossier), typed)

    assertContains(answer, "Họ viết.", status_code=409)
    assertContains(answer, "Tôi viết.", status_code=409)


def test_the_report_of_the_unit_is_written_and_written_again(client, product):
    dossier = make_dossier(product)
    client.post(page("dossier_report", dossier), {"version": 1, "number": "1/BC-UBND"})
    client.post(page("dossier_report", dossier), {"version": 2, "number": "2/BC-UBND"})

    assert CommuneReport.objects.get().number == "2/BC-UBND"


def test_the_page_asks_for_the_law_and_the_papers_few_times(
    client, product, django_assert_max_num_queries
):
    dossier = make_whole_dossier(product, criteria_set=sheet_of(product))
    client.get(dossier.get_absolute_url())

    with django_assert_max_num_queries(31):
        client.get(dossier.get_absolute_url())


# --- The self-assessment -----------------------------------------------------------------------


@pytest.fixture
def assessed(product):
    dossier = make_whole_dossier(product, criteria_set=sheet_of(product))
    criterion = dossier.criteria_set.criteria.get(code="1.1")
    return dossier, criterion, criterion.options.last()


def test_what_is_ticked_is_saved_with_its_evidence(client, assessed):
    dossier, criterion, best = assessed
    body = {"version": 1, f"o-{criterion.pk}": best.pk, f"e-{criterion.pk}": "Hợp đồng số 5"}

    client.post(page("dossier_answers", dossier), body)

    answer = dossier.answers.get()
    assert (answer.option, answer.evidence) == (best, "Hợp đồng số 5")


def test_a_wrong_answer_is_told_and_the_right_ones_stay_typed(client, assessed):
    dossier, criterion, best = assessed
    other = dossier.criteria_set.criteria.get(code="1.2")
    body = {"version": 1, f"o-{other.pk}": best.pk, f"e-{criterion.pk}": "Hợp đồng số 5"}

    answer = client.post(page("dossier_answers", dossier), body)

    assertContains(answer, "Tiêu chí 1.2", status_code=422)
    assertContains(answer, "Hợp đồng số 5", status_code=422)
    assert not dossier.answers.exists()


@pytest.mark.parametrize("sent", ["x", "0", str(2**63), "9" * 5000])
def test_an_option_that_is_none_is_told_and_the_one_before_stays(client, assessed, sent):
    dossier, criterion, best = assessed
    dossier.answers.create(criterion=criterion, option=best)
    body = {"version": 1, f"o-{criterion.pk}": sent, f"o-{'9' * 900}": best.pk}

    answer = client.post(page("dossier_answers", dossier), body)

    assertContains(answer, "mức đã chọn không thuộc tiêu chí này", status_code=422)
    assert dossier.answers.get().option == best


def test_an_older_page_is_told_what_is_stored_and_may_be_saved_once_more(client, assessed):
    dossier, criterion, best = assessed
    dossier.answers.create(criterion=criterion, option=best)
    Dossier.objects.filter(pk=dossier.pk).update(version=2)
    body = {"version": 1, f"o-{criterion.pk}": ""}

    answer = client.post(page("dossier_answers", dossier), body)

    assertContains(answer, str(best), status_code=409)
    assertContains(answer, 'name="version" value="2"', status_code=409)


def test_a_dossier_without_a_sheet_says_so(client, product):
    assertContains(
        client.get(page("dossier_answers", make_dossier(product))), "Chưa có bộ tiêu chí"
    )


@pytest.mark.parametrize("option", ["9" * 5000, "-1", "²", "x"])
def test_an_answer_that_is_no_option_is_told_and_takes_none_away(client, assessed, option):
    dossier, criterion, best = assessed
    dossier.answers.create(criterion=criterion, option=best)

    answer = client.post(
        page("dossier_answers", dossier), {"version": 1, f"o-{criterion.pk}": option}
    )

    assertContains(answer, "mức đã chọn không thuộc tiêu chí này", status_code=422)
    assert dossier.answers.get().option == best


def test_a_page_without_a_readable_version_is_told_and_saves_nothing(client, assessed):
    dossier, criterion, best = assessed

    answer = client.post(
        page("dossier_answers", dossier), {"version": "x", f"o-{criterion.pk}": best.pk}
    )

    assertContains(answer, "hãy tải lại trang", status_code=422)
    assert not dossier.answers.exists()


def test_odd_names_and_numbers_in_the_form_break_nothing(client, assessed):
    dossier, criterion, _ = assessed
    odd = {"o-x": "1", "o-99999999999999999999": "5", f"o-{criterion.pk}": "９９", "e-": "x"}

    answer = client.post(page("dossier_answers", dossier), {"version": 1} | odd)

    assert answer.status_code == 422


# --- Steps and tasks ---------------------------------------------------------------------------


def test_the_leader_forwards_it_on_its_page(client, product, as_role):
    dossier = move_to(make_whole_dossier(product), "submitted")
    make_report(dossier)
    as_role(Role.UNIT_LEADER, unit=product.commune.parent)

    client.post(page("dossier_step", dossier, "forward"))

    assert Dossier.objects.get().state == DossierState.FORWARDED


def test_no_page_tells_five_stars_that_the_province_only_proposes(client, product, as_role):
    dossier = move_to(make_whole_dossier(product, aimed_star=5), "concluded")
    Dossier.objects.update(result_mean=92, result_star=5)
    as_role(Role.PROVINCE_STAFF)
    columns = f"{reverse('products:dossier_list')}?cot=product&cot=result"

    for address in (
        dossier.get_absolute_url(),
        product.get_absolute_url(),
        columns,
        page("certificate_prepare", product),
    ):
        assertContains(client.get(address), "tiềm năng 5 sao, đề nghị Trung ương")
    draft = client.get(page("certificate_prepare", product)).context["form"]
    assert "star" not in draft.initial


@pytest.mark.parametrize("state", ["accepted", "in_session", "concluded"])
def test_no_page_offers_the_department_a_step_of_the_council(client, product, as_role, state):
    dossier = move_to(make_whole_dossier(product), state)
    as_role(Role.PROVINCE_STAFF)
    names = {"enter_session", "conclude", "leave_session", "correct", "annul"}

    links = client.get(dossier.get_absolute_url()).content.decode()
    for name in names:
        assert page("dossier_step", dossier, name) not in links
        assert client.get(page("dossier_step", dossier, name)).status_code == 403


@pytest.mark.parametrize(
    ("state", "role", "action"),
    [
        ("draft", Role.UNIT_OFFICER, "Hoàn thành hồ sơ"),
        ("returned", Role.UNIT_OFFICER, "Bổ sung hồ sơ"),
        ("submitted", Role.UNIT_OFFICER, "Ghi báo cáo Mẫu 03"),
        ("submitted", Role.UNIT_LEADER, "Xem và đề nghị tỉnh"),
        ("forwarded", Role.PROVINCE_STAFF, "Kiểm tra, tiếp nhận"),
        ("accepted", Role.PROVINCE_ADMIN, "Xem hồ sơ"),
        ("in_session", Role.PROVINCE_STAFF, None),
        ("concluded", Role.PROVINCE_STAFF, None),
        ("forwarded", Role.UNIT_OFFICER, None),
    ],
)
def test_each_state_waits_for_the_right_person(client, as_role, state, role, action):
    unit = make_unit()
    move_to(make_whole_dossier(make_product(commune=unit.children.first())), state)
    as_role(role, **({"unit": unit} if role in {Role.UNIT_OFFICER, Role.UNIT_LEADER} else {}))

    context = client.get(reverse("home")).context

    assert [task.action for task in context["to_do"]] == ([action] if action else [])


def test_what_was_given_back_is_quoted_on_the_first_page(client, product):
    dossier = move_to(make_whole_dossier(product), "forwarded")
    staff = make_user(Role.PROVINCE_STAFF)
    DOSSIER_PROCEDURE.take(
        dossier, "return", by=staff, answers={"note": "Thiếu phiếu kiểm nghiệm."}
    )

    assertContains(client.get(reverse("home")), "Thiếu phiếu kiểm nghiệm.")


def test_the_last_of_several_reasons_is_quoted(product, officer):
    dossier, staff = (
        move_to(make_whole_dossier(product), "forwarded"),
        make_user(Role.PROVINCE_STAFF),
    )
    for note in ("Thiếu ảnh.", "Thiếu nhãn."):
        DOSSIER_PROCEDURE.take(dossier, "return", by=staff, answers={"note": note})
        dossier = move_to(dossier, "forwarded")
    move_to(dossier, "returned")

    assert [task.quote for task in dossier_tasks(officer)] == ["Thiếu nhãn."]


def test_what_is_to_be_checked_first_stands_first(officer):
    days = [date(2026, 12, day) for day in (20, 10, 15)]
    for day in days:
        product = make_product(commune=officer.unit.children.first())
        dossier = move_to(make_whole_dossier(product), "submitted")
        Dossier.objects.filter(pk=dossier.pk).update(check_by=day)

    said = [task.when[-10:] for task in dossier_tasks(officer)]
    assert said == [f"{day:%d/%m/%Y}" for day in sorted(days)]


def test_a_leader_who_is_alone_has_the_tasks_of_both(officer):
    leader = make_user(Role.UNIT_LEADER, unit=officer.unit)
    product = make_product(commune=officer.unit.children.first())
    dossier = make_whole_dossier(product)
    assert dossier_tasks(leader) == []

    type(officer).objects.filter(role=Role.UNIT_OFFICER).update(is_active=False)
    alone = type(leader).objects.get(pk=leader.pk)

    assert [task.action for task in dossier_tasks(alone)] == ["Hoàn thành hồ sơ"]
    move_to(dossier, "submitted")
    assert [task.action for task in dossier_tasks(alone)] == ["Xem và đề nghị tỉnh"]
