"""The pictures of the user guide: each shows the page that the guide says, and can be taken anew.

`docs/nguoi-dung/anh/README.md` lists them: name, role, address name, heading. `make pictures`
writes them; without it the same pages are asked for and compared with what the list says, in a
browser where something is done there first.
"""

import os
import re
from collections.abc import Callable
from dataclasses import dataclass
from io import BytesIO

import pytest
from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
from django.conf import settings
from django.test import override_settings
from django.urls import reverse
from django.utils.html import strip_tags
from openpyxl import Workbook
from PIL import Image
from playwright.sync_api import expect

from councils.models import Council, CouncilRules, Evaluation, Session
from products.demo.year import illustrative_rows
from products.enums import InspectionState, PetitionState, RegistrationForm
from products.models import Inspection, InspectionPlan, Petition, Plan, SealedPlan
from products.plans.columns import REGISTRATION_COLUMNS
from products.plans.workflow import start
from programs.models import Campaign, Participant, User
from reports.models import OutgoingPaper
from tests.browser.report_pictures import LATER
from tests.support.browser import enter

pytestmark = [pytest.mark.browser, pytest.mark.django_db]
GUIDE = settings.BASE_DIR / "docs" / "nguoi-dung"
FOLDER = GUIDE / "anh"
SITTING = "demo-2024-huyen"
IS_ASKED = bool(os.environ.get("OCOP_PICTURES"))
ROW = re.compile(
    r"^\| `([a-z-]+)\.png` \| [^|]+ \| `([a-z_:-]+)`[^|]* \| ([^|]+) \|$", re.MULTILINE
)
LISTED = {
    name: (url, heading)
    for name, url, heading in ROW.findall((FOLDER / "README.md").read_text(encoding="utf-8"))
}
H1 = re.compile(r"<h1.*?</h1>", re.DOTALL)  # <h1 class="title">Kế hoạch</h1>
HIGHEST, NARROWEST, MARGIN = 1000, 560, 24
COLOURS = 64
BIGGEST = 120_000  # bytes
# The box of what is written in the page, without what stays empty beside and below it.
BOX = """() => {
    const main = document.querySelector('main'), edge = main.getBoundingClientRect();
    const range = document.createRange(), lefts = [], rights = [];
    const below = [...main.children].map(part => part.getBoundingClientRect().bottom);
    for (const part of main.querySelectorAll('*')) {
        const box = part.getBoundingClientRect();
        if (box.width && !part.children.length) {
            range.selectNodeContents(part);
            const text = range.getBoundingClientRect();
            lefts.push(text.width ? text.left : box.left);
            rights.push(text.width ? text.right : box.right);
        }
        if (box.width && part.matches('input, select, textarea, .table-wrap, .editor-box')) {
            rights.push(box.right);
        }
    }
    const inside = rights.filter(right => right <= edge.right);
    const left = Math.max(edge.left, Math.min(...lefts) - 24);
    return [left, edge.top, Math.max(...inside), Math.max(...below)].map(Math.ceil);
}"""


@dataclass(frozen=True)
class Shot:
    """Who looks, at which row, and what they do there first; `bar`: with the portal's bar."""

    who: str = ""
    args: Callable = lambda _page: []
    act: Callable = lambda _page: None
    bar: bool = False


def of_campaign(_page):
    return [Campaign.objects.get(kind="plan").pk]


def of_plan(code, *rest):
    return lambda _page: [Plan.objects.filter(unit__code=code).latest("version").pk, *rest]


def of_participant(code):
    return lambda _page: [Participant.objects.get(unit__code=code, campaign__kind="plan").pk]


def of_seal(code):
    return lambda _page: [SealedPlan.objects.get(plan__unit__code=code).pk]


def of_petition(_page):
    return [Petition.objects.get(state=PetitionState.SENT).pk]


def of_inspection(**facts):
    return lambda _page: [Inspection.objects.filter(**facts).order_by("mend_by").first().pk]


def of_inspection_plan(_page):
    return [InspectionPlan.objects.order_by("pk").first().pk]


def of_paper(state):
    return lambda _page: [OutgoingPaper.objects.filter(state=state).earliest("pk").pk]


def of_council(code):
    return lambda _page: [Council.objects.get(unit__code=code).pk]


def of_rules(level):
    return lambda _page: [CouncilRules.objects.get(level=level).pk]


def of_session(_page):
    return [Session.objects.get(code=SITTING).pk]


def of_evaluation(_page):
    return [Evaluation.objects.filter(session__code=SITTING).earliest("position").pk]


def of_faulty_file(page):
    """The answer to a file in which two cells are wrong."""
    page.goto(reverse("products:import_upload", args=of_plan("535")(page)))
    content, book = BytesIO(), Workbook()
    book.active.append([column.title for column in REGISTRATION_COLUMNS])
    for line in (
        [1, "Mật ong rừng", "HTX Ba Tơ", "Hợp tác xã", "Xã Ba Vì", "Thực phẩm", "3 sao"],
        [2, "Chè dây", "HTX Ba Tơ", "Hợp tác xã", "Xã Ba Vi", "Đồ uống", "3 sao"],
        [3, "Rượu cần", "", "Hộ kinh doanh", "Xã Ba Tô", "Đồ uống", "6 sao"],
    ):
        book.active.append(line)
    book.save(content)
    file = {"name": "ba-to.xlsx", "mimeType": "application/zip", "buffer": content.getvalue()}
    expect(page.get_by_text("Kéo tệp thả vào khung này")).to_be_visible()  # the script is there
    page.locator("input[type=file]").set_input_files(file)
    expect(page.locator("h1")).to_contain_text("Kết quả kiểm tra")
    return [int(re.search(r"/(\d+)/$", page.url)[1])]


def type_a_wrong_row(page):
    page.locator("#plan-editor tbody tr").last.locator("td").first.click()
    for text in ("Chè dây Ba Vì", "HTX Ba Tơ", "công ty TNHH", "Xã Ba Vì"):
        page.keyboard.type(text)
        page.keyboard.press("Tab")
    expect(page.locator("[data-part=status]")).to_contain_text("Đã lưu")


def ask_for_help(page):
    page.goto(reverse("products:dossier_list"))
    page.locator(".help").click()
    page.wait_for_url("**/tro-giup/**")
    page.evaluate("scrollTo(0, 0)")


def wait_for_photos(page):
    page.locator("img").evaluate_all("photos => photos.forEach(each => each.loading = 'eager')")
    page.wait_for_load_state("networkidle")


def show_all_of_a_paper(page):
    """The preview drawn, and low enough for what stands below it."""
    page.set_viewport_size({"width": 1440, "height": 2_000})  # no picture makes it draw anew
    page.reload()
    page.locator("iframe").evaluate("frame => frame.style.height = '15rem'")
    page.wait_for_timeout(4_000)  # the browser's own viewer tells nobody when it has drawn


def search(page):
    page.locator("main [type=search]").fill("que")
    page.keyboard.press("Enter")
    expect(page.locator("main")).to_contain_text("Sản phẩm")


def open_filter(page):
    page.get_by_text("Thêm điều kiện").click()


SHOTS = {
    "dang-nhap": Shot(),
    "viec-cua-toi-can-bo": Shot("cb.sontay", bar=True),
    "viec-cua-toi-lanh-dao": Shot("ld.nghiahanh", bar=True),
    "viec-cua-toi-tinh": Shot("chuyenvien", bar=True),
    "viec-cua-toi-theo-doi": Shot("lanhdao", bar=True),
    "thong-bao": Shot("cb.sonha", bar=True),
    "tro-giup": Shot("chuyenvien", act=ask_for_help),
    "tim-kiem": Shot("chuyenvien", act=search),
    "danh-sach-loc": Shot("chuyenvien", act=open_filter),
    "thong-tin-ca-nhan": Shot("cb.sontay"),
    "hai-lop": Shot("thuky"),
    "so-luong": Shot("cb.sontay", of_participant("530")),
    "bang-san-pham": Shot("cb.bato", of_plan("535"), type_a_wrong_row),
    "nhap-tep": Shot("cb.bato", of_plan("535")),
    "kiem-tra-tep": Shot("cb.bato", of_faulty_file),
    "thong-tin-ke-hoach": Shot("cb.sontay", of_plan("530")),
    "ke-hoach-ban-nhap": Shot("cb.sontay", of_plan("530")),
    "xac-nhan-gui": Shot("ld.nghiahanh", of_plan("532", "send")),
    "ban-da-gui": Shot("ld.binhson", of_seal("524")),
    "de-nghi-tai-khoan": Shot("ld.sontay"),
    "tinh-hinh": Shot("chuyenvien", of_campaign),
    "nhac-don-vi": Shot("chuyenvien", of_campaign),
    "ke-hoach-da-gui": Shot("chuyenvien", of_plan("527")),
    "phu-luc": Shot("chuyenvien", of_campaign),
    "san-pham-dang-ky": Shot("chuyenvien"),
    "gop-y": Shot("vpdp", of_plan("536")),
    "mo-dot": Shot("quantri"),
    "chon-don-vi": Shot("quantri", of_campaign),
    "dot": Shot("quantri", of_campaign),
    "gia-han": Shot("quantri", of_participant("530")),
    "de-nghi-gia-han": Shot("cb.sontay", of_participant("530")),
    "tra-lai": Shot("chuyenvien", of_plan("527", "return")),
    "de-nghi-thu-hoi": Shot("chuyenvien", of_petition),
    "hau-kiem": Shot("chuyenvien"),
    "ke-hoach-hau-kiem": Shot("chuyenvien", of_inspection_plan),
    "ghi-hau-kiem": Shot(
        "chuyenvien", of_inspection(state=InspectionState.PLANNED, inspected_on__isnull=False)
    ),
    "mot-lan-hau-kiem": Shot("quantri", of_inspection(state=InspectionState.MENDING)),
    "hoi-dong": Shot("quantri"),
    "hoi-dong-con-thieu": Shot("quantri", of_council("529")),
    "quy-che": Shot("quantri", of_rules("province")),
    "phien-hop": Shot("cb.sontay", of_session),
    "phieu-danh-gia": Shot("cb.sontay", of_evaluation),
    "ho-so-trong-phien": Shot("cb.sontay", of_evaluation),
    "bang-diem": Shot("ld.sontay", of_evaluation),
    "tai-khoan": Shot("quantri"),
    "moi-tai-khoan": Shot("quantri"),
    "nhat-ky": Shot("quantri"),
    "du-lieu-nen": Shot("quantri"),
    "so-van-ban-di": Shot("chuyenvien"),
    "du-thao-van-ban": Shot("quantri", of_paper("draft"), show_all_of_a_paper),
    "van-ban-da-ban-hanh": Shot("quantri", of_paper("issued"), show_all_of_a_paper),
    "kiem-tra-van-ban": Shot(),
    "cac-dot": Shot("sokhcn"),
    "danh-sach-ke-hoach": Shot("sokhcn"),
    "trang-dau": Shot(act=wait_for_photos, bar=True),
    "ke-hoach-cong-khai": Shot(),
    "ke-hoach-cong-khai-mot": Shot("", of_plan("533")),
}

# Something is done on these pages before they are as they are shown.
WORKED = {"danh-sach-loc", "bang-san-pham", "kiem-tra-tep"}


@pytest.fixture(scope="module")
def year(demo):
    """The demo year, as a portal that is no demonstration shows it."""
    campaign = Campaign.objects.get(kind="plan")
    agency = User.objects.get(username="sokhcn").agency
    Participant.objects.create(campaign=campaign, agency=agency, position=14)
    User.objects.get(username="thuky").authenticator_set.create(type="totp", data={})
    RecoveryCodes.activate(User.objects.get(username="thuky"))
    plan = start(campaign, User.objects.get(username="cb.bato"))
    for row in illustrative_rows(plan, dict.fromkeys(RegistrationForm.values, 0) | {"3_star": 5}):
        row.save()
    with override_settings(DEMO=False, ROOT_URLCONF="tests.programs.test_back_office"):
        yield demo


@pytest.mark.parametrize("name", SHOTS if IS_ASKED else sorted(WORKED))
def test_a_picture_shows_the_page_that_the_guide_says(year, open_page, name):
    page, shot, (url, heading) = open_page(year), SHOTS[name], LISTED[name]
    if shot.who:
        enter(page, year, User.objects.get(username=shot.who))
    page.goto(reverse(url, args=shot.args(page)))
    shot.act(page)

    expect(page.locator("h1")).to_contain_text(heading)
    if IS_ASKED:
        picture(page, with_bar=shot.bar).save(FOLDER / f"{name}.png", optimize=True)


@pytest.mark.parametrize("name", sorted(SHOTS.keys() - WORKED))
@pytest.mark.usefixtures("year")
def test_a_page_that_is_only_opened_is_the_one_that_the_guide_says(client, name):
    shot, (url, heading) = SHOTS[name], LISTED[name]
    if shot.who:
        client.force_login(User.objects.get(username=shot.who))
    page = client.get(reverse(url, args=shot.args(None)))

    assert heading in " ".join(strip_tags(H1.search(page.text)[0]).split())


@pytest.mark.parametrize("name", sorted(LATER | set(SHOTS)))
def test_a_picture_is_there_and_weighs_little(name):
    assert 0 < (FOLDER / f"{name}.png").stat().st_size <= BIGGEST


def picture(page, *, with_bar):
    left, top, right, bottom = page.evaluate(BOX)
    width, height = max(right - left, NARROWEST) + MARGIN, min(bottom - top + MARGIN, HIGHEST)
    clip = {"x": left, "y": top, "width": width, "height": height}
    if with_bar:
        clip = {"x": 0, "y": 0, "width": 1440, "height": min(bottom + MARGIN, HIGHEST)}
    shown = page.screenshot(clip=clip, full_page=True, animations="disabled", caret="hide")
    return Image.open(BytesIO(shown)).convert("RGB").quantize(COLOURS)


def test_every_picture_is_listed_taken_and_used():
    texts = [path.read_text(encoding="utf-8") for path in GUIDE.glob("*.md")]
    used = {name for text in texts for name in re.findall(r"\]\(anh/([a-z-]+)\.png\)", text)}

    assert {path.stem for path in FOLDER.glob("*.png")} == set(LISTED) == LATER | set(SHOTS) == used
