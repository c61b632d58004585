"""The pages of the group: its dossiers, its report, its sheets; what the Council finds there."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from councils.advisory.points import GROUP
from councils.enums import AdviceState, SheetState
from councils.models import AdvisoryReport, AdvisorySheet
from councils.sheets import scoring
from programs.enums import Role
from tests.support.english import read
from tests.support.factories import make_user
from tests.support.sessions import (
    advise,
    levels,
    make_advice,
    make_conflict,
    make_evaluation,
    make_ready_dossier,
    save,
)

pytestmark = [pytest.mark.django_db, pytest.mark.pg]
NOT_COUNTED = "không tính vào điểm của Hội đồng"


def page(name, evaluation):
    return reverse(f"councils:{name}", args=[evaluation.pk])


def said(answer):
    return " ".join(read(answer.content.decode()).texts)


def offered(answer):
    rail = answer.context["rail"]
    return [each.label for each in (rail.first, rail.shut, *rail.beside) if each]


def test_one_of_the_group_goes_from_the_session_to_the_report_and_writes_it(advised, sign_in):
    client = sign_in(advised.adviser)
    evaluation = advised.called()
    session = client.get(evaluation.session.get_absolute_url())
    assert "ý kiến Tổ tư vấn" in offered(session)

    agenda = client.get(page("advice_list", evaluation.session))
    assert "chưa viết" in said(agenda)
    assert offered(client.get(page("advice_detail", evaluation))) == [
        "ghi báo cáo",
        "phiếu của tôi trong Tổ tư vấn",
    ]
    typed = {
        "version": 0,
        "supplements": "Phiếu kiểm nghiệm.",
        "surveyed_on": "08/06/2026",
        "survey_place": "xưởng",
        "proposal": "Đủ điều kiện.",
        "proposed_star": "4",
    }
    answer = client.post(page("advice_update", evaluation), typed, follow=True)

    told = said(answer)
    for words in ("Phiếu kiểm nghiệm.", "Ngày 08/06/2026, xưởng", "Đủ điều kiện.", "4 sao"):
        assert words in told
    assert (report := AdvisoryReport.objects.get()).version == 1
    assert report.proposed_star == 4


@pytest.mark.parametrize(
    ("typed", "field", "sentence"),
    [
        ({"survey_place": "xưởng"}, "surveyed_on", "Đã ghi khảo sát thì ghi ngày khảo sát."),
        ({"surveyed_on": "11/06/2026"}, "surveyed_on", "Ngày khảo sát chưa tới"),
        ({"surveyed_on": "32/13/2026", "survey_place": "xưởng"}, "surveyed_on", "ngày"),
        ({"laboratory": "QUATEST 2"}, "tests", "Ghi thử nghiệm chỉ tiêu nào."),
        ({"test_results": "đạt"}, "tests", "Ghi thử nghiệm chỉ tiêu nào."),
        ({"proposed_star": "6"}, "proposed_star", "6"),
        ({"proposal": "d" * 5001}, "proposal", "5000"),
    ],
)
def test_what_cannot_be_so_is_refused_beside_the_form(advised, sign_in, typed, field, sentence):
    client = sign_in(advised.head)

    answer = client.post(page("advice_update", advised.evaluation), {"version": 0} | typed)

    errors = answer.context["form"].errors
    assert [*errors] == [field]
    assert sentence in errors.as_text()
    assert not AdvisoryReport.objects.exists()


def test_two_who_write_at_once_are_shown_both_texts(advised, sign_in):
    make_advice(advised.evaluation, proposal="Ý của Tổ trưởng.", version=2)

    answer = sign_in(advised.adviser).post(
        page("advice_update", advised.evaluation), {"version": 1, "proposal": "Ý của tôi."}
    )

    assert answer.status_code == 409
    assert "Ý của Tổ trưởng." in said(answer)
    assert "Ý của tôi." in answer.content.decode()


def test_the_head_completes_it_on_the_page_and_takes_it_back(advised, sign_in):
    report = make_advice(advised.called())
    client = sign_in(advised.head)

    for name, state in (("complete", "completed"), ("reopen", "draft")):
        client.post(reverse("councils:advice_step", args=[report.pk, name]))
        report.refresh_from_db()
        assert report.state == state


def test_the_step_of_a_draft_is_hidden_from_the_council(advised, sign_in):
    report = make_advice(advised.evaluation)
    client = sign_in(advised.board.members[0])

    address = reverse("councils:advice_step", args=[report.pk, "complete"])

    assert client.get(address).status_code == 404


# --- Sheets ------------------------------------------------------------------------------------


def test_one_of_the_group_scores_and_signs_on_the_page_of_any_sheet(advised, sign_in):
    evaluation, client = advised.evaluation, sign_in(advised.head)
    chosen = {f"o-{key}": option for key, option in levels(evaluation, "1.1").items()}

    client.post(page("advice_sheet", evaluation), {"version": 1} | chosen)
    shown = client.get(page("advice_sheet", evaluation))

    text = said(shown)
    assert "Phiếu đánh giá của Tổ tư vấn" in text
    assert NOT_COUNTED in text
    assert page("advice_sheet_sign", evaluation) in shown.content.decode()
    assert page("sheet_abstain", evaluation) not in shown.content.decode()
    sheet = scoring.own_sheet(evaluation, advised.head, GROUP)
    assert [score.sheet_id for score in sheet.scores.all()] == [sheet.pk] * 3


def test_the_signature_asks_for_the_password_first(advised, sign_in):
    save(advised.evaluation, advised.head, "1.1", desk=GROUP)

    answer = sign_in(advised.head).get(page("advice_sheet_sign", advised.evaluation))

    assert answer.status_code == 302
    assert answer.url.startswith("/tai-khoan/xac-nhan-lai/")


def test_ones_own_signature_is_taken_back_on_its_page(advised, sign_in):
    advise(advised.evaluation, advised.head, "1.1")
    client = sign_in(advised.head)
    assert "mở lại phiếu của tôi" in offered(client.get(page("advice_detail", advised.evaluation)))

    client.post(page("advice_sheet_reopen", advised.evaluation))

    assert AdvisorySheet.objects.get().state == SheetState.DRAFT
    again = client.post(page("advice_sheet_reopen", advised.evaluation))
    assert again.status_code == 409


@pytest.mark.parametrize("name", ["advice_sheet", "advice_sheet_sign", "advice_sheet_reopen"])
def test_who_is_not_of_the_group_has_no_sheet_there(advised, sign_in, name):
    answer = sign_in(advised.board.chair).get(page(name, advised.evaluation))

    assert answer.status_code == 403


def test_in_conflict_no_page_of_the_group_opens(advised, sign_in):
    seat = advised.board.council.seats.get(members__user=advised.head)
    make_conflict(advised.evaluation, seat)
    client = sign_in(advised.head)

    for name in ("advice_detail", "advice_update", "advice_sheet", "advice_sheet_reopen"):
        assert client.get(page(name, advised.evaluation)).status_code == 403


# --- What the Council finds --------------------------------------------------------------------


def test_members_read_the_completed_report_beside_the_sheet_and_the_dossier(advised, sign_in):
    client = sign_in(advised.board.members[0])
    address = page("advice_detail", advised.evaluation)
    report = make_advice(advised.evaluation)
    for name in ("sheet", "evaluation_detail"):
        assert address not in client.get(page(name, advised.evaluation)).content.decode()
    assert client.get(address).status_code == 403

    AdvisoryReport.objects.filter(pk=report.pk).update(
        state=AdviceState.COMPLETED, completed_at=advised.evaluation.session.starts_at
    )

    for name in ("sheet", "evaluation_detail"):
        assert address in client.get(page(name, advised.evaluation)).content.decode()
    assert "Đủ điều kiện." in said(client.get(address))


def test_the_points_of_the_group_are_shown_as_what_they_are(advised, sign_in):
    advise(advised.evaluation, advised.head, "1.1", "1.3")
    advise(advised.evaluation, advised.adviser, "1.2")
    client = sign_in(advised.board.chair)
    make_advice(advised.evaluation)
    before = client.get(page("advice_detail", advised.evaluation))
    assert before.context["given"].sheets == []
    assert "Điểm hiện khi báo cáo hoàn thành." in said(before)

    AdvisoryReport.objects.update(
        state=AdviceState.COMPLETED, completed_at=advised.evaluation.session.starts_at
    )
    after = client.get(page("advice_detail", advised.evaluation))

    assert [sheet.total for sheet in after.context["given"].sheets] == [77, 23]
    assert "50,00" in said(after)
    assert NOT_COUNTED in said(after)


def test_the_survey_of_the_council_and_the_samples_are_those_of_the_session(advised, sign_in):
    type(advised.evaluation).objects.update(visited_on="2026-06-05", samples=5)

    told = said(sign_in(advised.head).get(page("advice_detail", advised.evaluation)))

    assert "Hội đồng xem tại chỗ" in told
    assert "Ngày 05/06/2026" in told
    assert "Mẫu bàn giao" in told


def test_whoever_is_in_both_is_named_on_the_session_and_the_groups_page(advised, sign_in):
    member = advised.board.council.seats.filter(members__user=advised.both)
    member.first().members.model.objects.filter(user=advised.both).update(full_name="Lê Hai Ghế")
    client = sign_in(advised.board.secretary)

    for name in ("session_detail", "advice_list"):
        assert "Lê Hai Ghế" in said(client.get(page(name, advised.evaluation.session)))


def test_a_council_without_a_group_has_no_way_there(evaluation, board, sign_in):
    client = sign_in(board.secretary)

    assert "ý kiến Tổ tư vấn" not in offered(client.get(evaluation.session.get_absolute_url()))
    shown = offered(client.get(evaluation.get_absolute_url()))
    assert "báo cáo của Tổ tư vấn" not in shown


def test_the_list_says_so_where_nothing_is_to_be_read(advised, sign_in):
    answer = sign_in(make_user(Role.OBSERVER)).get(page("advice_list", advised.evaluation.session))

    assert "Chưa có báo cáo nào bạn đọc được." in said(answer)


def test_a_list_of_three_costs_as_many_queries_as_one(advised, sign_in):
    client = sign_in(advised.board.chair)
    session = advised.evaluation.session
    make_advice(advised.evaluation)
    client.get(page("advice_list", session))
    with CaptureQueriesContext(
        connection,
    ) as one:
        client.get(page("advice_list", session))
    for _ in range(2):
        make_advice(make_evaluation(session, make_ready_dossier()))
    with CaptureQueriesContext(connection) as three:
        client.get(page("advice_list", session))

    assert len(three) == len(one)
