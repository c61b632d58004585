"""The guide inside the portal: its chapters, and the place of each page in it."""

import re

import pytest
from django.contrib.staticfiles import finders
from django.test import Client
from django.urls import URLPattern, get_resolver, reverse
from pytest_django.asserts import assertContains, assertNotContains, assertRedirects

from programs.enums import Role
from reports.help.chapters import CHAPTERS, FOLDER, PUBLIC, chapter
from reports.help.pages import CHAPTER_OF, KNOWN, PLACES, PLACES_OF, place_of
from tests.support.factories import make_user

pytestmark = pytest.mark.django_db
# Addresses that answer with a file, with data for a script, or with a redirect alone.
NO_PAGE = re.compile(
    r"_export$|_file$|_scan$|_preview$|_paper$|_form$|_data$|_photo$|_minutes$|_letters?$|_drafts$"
    r"|_decision$|_summary$|member_record$|_template$|_annotated$|_original$|export_create|sitemap|robots|_keep$|put_away|^design"
)
PAGES_THAT_PREVIEW = {"products:import_preview", "products:book_preview"}
PLACED = {place for places in [PLACES, *PLACES_OF.values()] for place in places}


def addresses(resolver=None, space=""):
    for each in (resolver or get_resolver()).url_patterns:
        if isinstance(each, URLPattern):
            yield space + (each.name or "")
        else:
            yield from addresses(each, f"{each.namespace}:" if each.namespace else space)


def is_page(name):
    return name in PAGES_THAT_PREVIEW or not NO_PAGE.search(name)


@pytest.mark.parametrize(
    "name", sorted({name for name in addresses() if is_page(name) and ":help_" not in name})
)
def test_every_page_has_its_place_in_the_guide(name):
    assert name in KNOWN


def test_the_table_names_no_page_that_is_gone():
    assert KNOWN - set(addresses()) == set()


@pytest.mark.parametrize("place", sorted(PLACED))
def test_every_place_is_there(place):
    name, _, anchor = place.partition("#")

    assert name in CHAPTERS
    assert not anchor or anchor in {heading.anchor for heading in chapter(name).headings}


@pytest.mark.parametrize("role", Role)
def test_every_role_has_its_own_chapter(role):
    assert CHAPTER_OF[role] in CHAPTERS
    assert place_of("programs:campaign_list", role)


@pytest.mark.parametrize("name", CHAPTERS)
def test_a_chapter_has_each_heading_once_its_pictures_and_links_that_lead_somewhere(name, client):
    client.force_login(make_user(Role.OBSERVER))
    page = client.get(chapter(name).get_absolute_url()).content.decode()
    article = page[page.index("<article>") : page.index("</article>")]

    marks = [heading.anchor for heading in chapter(name).headings]
    assert len(set(marks)) == len(marks)
    assert ".md" not in article
    for picture in re.findall(r"<img[^>]+>", article):
        assert finders.find(re.search(r'src="/static/([^"]+)"', picture)[1]), picture
        assert re.search(r'width="\d+" height="\d+"', picture)  # or the page moves as it comes
    for address in re.findall(r'href="(/[^"#]*)', article):
        assert client.get(address).status_code == 200


def test_every_chapter_of_the_folder_is_shown():
    assert {path.stem for path in FOLDER.glob("*.md")} == {*CHAPTERS, "README"} - {"chung"}


def test_nothing_of_a_chapter_is_taken_as_html(monkeypatch):
    monkeypatch.setattr("reports.help.chapters._source", lambda _: "# A\n\n<script>x</script>")
    chapter.cache_clear()

    assert "<script>" not in chapter("ho-so").html
    chapter.cache_clear()


def test_the_public_reads_the_chapter_for_everybody_alone(client):
    page = client.get(reverse(f"reports:help_{PUBLIC}"))

    assertContains(page, "<h1 id=")
    assertNotContains(page, reverse("reports:help_quan-tri-tinh"))
    address = reverse("reports:help_quan-tri-tinh")
    assertRedirects(
        client.get(address),
        f"{reverse('account_login')}?next={address}",
        fetch_redirect_response=False,
    )


def test_a_page_leads_to_what_the_guide_says_of_it_to_this_role(client):
    client.force_login(make_user(Role.UNIT_OFFICER))
    assertContains(
        client.get(reverse("home")),
        'href="/tro-giup/can-bo-don-vi/#bat-dau-tu-viec-cua-toi"',
    )
    client.force_login(make_user(Role.OBSERVER))
    assertContains(client.get(reverse("home")), 'href="/tro-giup/#viec-cua-toi"')


def test_a_public_page_leads_to_the_public_chapter_and_sign_in_nowhere(client):
    assertContains(client.get(reverse("reports:public_products")), 'href="/tro-giup/cong-chung/"')
    assertNotContains(client.get(reverse("account_login")), "Trợ giúp về trang này")


def test_the_line_of_the_demonstration_is_put_away_for_a_session(settings):
    settings.DEMO = True
    browser, other = Client(), Client()
    user = make_user(Role.OBSERVER)
    for each in (browser, other):
        each.force_login(user)

    answer = browser.post(reverse("reports:tour_put_away"))

    assertRedirects(answer, reverse("home"), fetch_redirect_response=False)
    assertNotContains(browser.get(reverse("programs:profile")), "Bản trình diễn:")
    assertContains(browser.get(reverse("programs:profile")), reverse("reports:tour"))
    assertContains(other.get(reverse("programs:profile")), "Bản trình diễn:")
