"""The one page for one act: what it draws, carries out, says, and where it leads."""

import pytest
from django import forms
from django.contrib.auth.models import AnonymousUser
from django.contrib.messages import get_messages
from django.contrib.messages.storage.cookie import CookieStorage
from django.http import Http404
from pytest_django.asserts import assertContains, assertNotContains

from programs.acts import RowChanged, StepRefused
from programs.campaigns import CAMPAIGN_PROCEDURE
from programs.enums import Role
from programs.forms.base import KeyedForm
from programs.forms.campaigns import CampaignForm
from programs.models import Campaign
from programs.next_acts import Queue
from programs.regulations import RegulationMissing
from programs.views.pages import act_page, form_page, posted, removal_page, step_page
from tests.support.factories import make_campaign, make_user

pytestmark = pytest.mark.pg
PAGES = [act_page, form_page]
FIRST = Campaign(pk=7, year=2024)


class NoteForm(KeyedForm):
    note = forms.CharField(label="ghi chú")


@pytest.fixture
def ask(rf):
    """A request as the middleware leaves it: read, or posted with `data`."""

    def request(data=None, user=None):
        made = rf.get("/") if data is None else rf.post("/", data)
        made.user, made._messages = user or AnonymousUser(), CookieStorage(made)  # noqa: SLF001
        return made

    return request


@pytest.fixture
def acts():
    """What `act` was called with."""
    return []


def said(request):
    return [str(message) for message in get_messages(request)]


def refusing(refusal):
    def act(_form):
        raise refusal

    return act


# --- What the form is bound to ------------------------------------------------------------------


def test_a_form_is_bound_by_an_empty_post_too_and_not_by_reading(ask):
    assert posted(ask()) is None
    assert NoteForm(posted(ask({}))).is_bound


# --- Drawn --------------------------------------------------------------------------------------


@pytest.mark.parametrize("page", PAGES)
def test_a_page_that_is_read_shows_the_form_without_faults_and_does_nothing(ask, acts, page):
    request = ask()

    response = page(
        request, NoteForm(posted(request)), acts.append, done="Đã ghi", title="ghi chú", back="/x/"
    )

    assertContains(response, "<h1>Ghi chú</h1>", html=True)
    assertContains(response, 'href="/x/"')
    assertNotContains(response, "is-invalid")
    assert (acts, said(request)) == ([], [])


@pytest.mark.parametrize("page", PAGES)
def test_a_form_with_a_fault_comes_back_with_it_and_does_nothing(ask, acts, page):
    request = ask({"note": ""})

    response = page(request, NoteForm(posted(request)), acts.append, done="Đã ghi")

    assertContains(response, "is-invalid")
    assert (acts, said(request)) == ([], [])


# --- Carried out --------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("answer", "done", "to", "outcome"),
    [
        (None, "Đã xóa ảnh", "/a/", ("Đã xóa ảnh.", "/a/")),
        ("Trà", "Đã xóa", "/a/", ("Đã xóa: Trà.", "/a/")),
        ("Trà", "Đã lưu", "programs:profile", ("Đã lưu: Trà.", "/toi/")),
        ([1, 2], lambda rows: f"Đã ghi {len(rows)} dòng.", "/a/", ("Đã ghi 2 dòng.", "/a/")),
        ("Trà", "Đã gửi", lambda row: f"/{len(row)}/", ("Đã gửi: Trà.", "/3/")),
        (FIRST, "Đã lưu", None, (f"Đã lưu: {FIRST}.", "/dot/7/")),
    ],
)
def test_what_was_done_is_said_and_leads_on(ask, answer, done, to, outcome):
    for page in PAGES:
        request = ask({"note": "Trà"})
        form = NoteForm(posted(request))

        response = page(request, form, lambda _form: answer, done=done, to=to)

        assert response.status_code == 302
        assert (*said(request), response.url) == outcome


def test_the_act_is_given_the_form_once(ask, acts):
    request = ask({"note": "Trà"})

    act_page(request, NoteForm(posted(request)), acts.append, done="Đã ghi", to="/")

    assert [form.cleaned_data["note"] for form in acts] == ["Trà"]


# --- Refused ------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("refusal", "status"),
    [
        (StepRefused("Chưa được.", status=403), 403),
        (StepRefused("Chưa được."), 409),
        (StepRefused("Chưa được.", status=422), 422),
        (RegulationMissing("Chưa được."), 422),
    ],
)
def test_a_refusal_stands_beside_the_form_with_its_status_and_keeps_what_was_typed(
    ask, refusal, status
):
    request = ask({"note": "Trà gừng"})

    response = act_page(request, NoteForm(posted(request)), refusing(refusal), done="Đã ghi")

    assertContains(response, "Chưa được.", status_code=status)
    assertContains(response, "Trà gừng", status_code=status)
    assert said(request) == []


@pytest.mark.django_db
def test_what_somebody_else_saved_stands_beside_what_was_typed_and_may_be_saved_over(ask):
    theirs = make_campaign(issuer="Sở A")
    Campaign.objects.filter(pk=theirs.pk).update(version=5)
    theirs.refresh_from_db()
    typed = {"kind": "plan", "year": 2024, "number": 77, "opens_on": "01/03/2024"}
    typed |= {"due_at": "01/04/2024", "locks_at": "02/04/2024", "issuer": "Sở B", "version": 1}
    request = ask(typed)
    form = CampaignForm(posted(request), instance=Campaign.objects.get(pk=theirs.pk))

    response = act_page(request, form, refusing(RowChanged(theirs)), done="Đã lưu")

    assertContains(response, "<dd>Sở A</dd>", status_code=409, html=True)
    assertContains(response, 'value="Sở B"', status_code=409)
    assert form["version"].value() == 5


def test_a_page_where_nothing_typed_would_be_lost_lets_the_refusal_go_on(ask):
    request = ask({"note": "Trà"})
    refusal = StepRefused("Không ai tự đổi vai trò của mình.", status=403)

    with pytest.raises(StepRefused, match="tự đổi"):
        form_page(request, NoteForm(posted(request)), refusing(refusal), done="Đã ghi")


# --- Removals and steps -------------------------------------------------------------------------


def test_a_removal_is_asked_for_before_it_is_done(ask, acts):
    facts = {"done": "Đã xóa", "to": "/a/", "title": "Xóa ảnh"}

    asked = removal_page(ask(), acts.append, **facts)

    assertContains(asked, "btn-danger")
    assert acts == []
    assert removal_page(ask({}), acts.append, **facts).url == "/a/"
    assert len(acts) == 1


@pytest.mark.django_db
def test_a_step_leads_to_its_row_and_says_what_a_reviewer_has_left(ask):
    admin, campaign = make_user(Role.PROVINCE_ADMIN), make_campaign()
    request = ask({"note": "Xong."}, admin)

    closed = step_page(request, campaign, CAMPAIGN_PROCEDURE, "close")
    campaign.refresh_from_db()
    queue = Queue("đợt", "programs:campaign_list")
    reopened = step_page(
        request, campaign, CAMPAIGN_PROCEDURE, "reopen", queue=lambda _row, _user: queue
    )

    assert closed.url == reopened.url == campaign.get_absolute_url()
    first, second = said(request)
    assert first == f"Đã đóng đợt: {campaign}."
    assert second.startswith(f"Đã mở lại đợt: {campaign}. Không còn đợt nào chờ. <a href=")


@pytest.mark.django_db
def test_a_step_that_is_none_or_not_possible_now_has_no_page(ask):
    request, campaign = ask(user=make_user(Role.PROVINCE_ADMIN)), make_campaign()

    with pytest.raises(Http404):
        step_page(request, campaign, CAMPAIGN_PROCEDURE, "burn")
    with pytest.raises(StepRefused, match="Không thể mở lại đợt"):
        step_page(request, campaign, CAMPAIGN_PROCEDURE, "reopen")
