"""Every list finds what it shows and what its papers bear, without accents and however written."""

from datetime import date

import pytest
from django.urls import reverse

from products.enums import PlanState
from products.ground.words import keep_words
from products.models import ProductCode
from programs import audit
from programs.accounts import request_account
from programs.enums import Role, UnitKind
from programs.forms.listings import SEARCH
from programs.listings import trail
from programs.models import AccountRequest, Event, UnitSuccession
from reports.listings import LISTINGS
from reports.public.listings import CATALOGUE
from tests.support.councils import make_council, make_member, make_rules, make_seat
from tests.support.expiry_rows import (
    make_inspection,
    make_inspection_plan,
    make_letter,
    make_petition,
)
from tests.support.factories import (
    make_agency,
    make_campaign,
    make_certificate,
    make_commune,
    make_dossier,
    make_plan,
    make_producer,
    make_product,
    make_registration,
    make_unit,
    make_user,
    put_into,
)
from tests.support.outgoing import make_outgoing
from tests.support.rows import make_layout
from tests.support.sessions import make_relation

pytestmark = [pytest.mark.django_db, pytest.mark.pg]

EVERYWHERE = ("Tỏi Lý Sơn", "toi li son", "HTX Đại Cường", "hợp tác xã đại cường", "xã Nghĩa Mĩ")
OF_PAPERS = ("07/2023", "7/2023", "số 07/2023", "700/QĐ-UBND", "Quyết định số 700/qđ-ubnd")
# What each list finds its row by; the row has a neighbour that none of them is of.
FOUND_BY = {
    "san-pham": (*EVERYWHERE, *OF_PAPERS, "51-20956-7-2026", "51-20956-07", "tỏi 07/2023"),
    "chu-the": (
        *("HTX Đại Cường", "Lê Tám", "le tam", "0905 123 456", "0905.123.456", "0905123456"),
        *("123.456", "daicuong@", "xã nghĩa mỹ", "DC-12"),
    ),
    "giay-chung-nhan": (*EVERYWHERE, *OF_PAPERS, "07/2023/GCN-OCOP", "nghĩa mỹ 07/2023"),
    "da-het-han": (*EVERYWHERE, *OF_PAPERS),
    "ho-so": (*EVERYWHERE, *OF_PAPERS),
    "hau-kiem": (*EVERYWHERE, *OF_PAPERS, "kiểm tra quý bảy"),
    "de-nghi-thu-hoi": (*EVERYWHERE, *OF_PAPERS),
    "cong-van-het-han": ("HTX Đại Cường", "05/SNN-OCOP", "tỏi", "0905 123 456", "huyện Mẫu Một"),
    "san-pham-dang-ky": ("Tỏi Lý Sơn", "lí sơn", "htx đại cường", "xã nghĩa mĩ", "85/KH-UBND"),
    "ke-hoach": ("Mẫu Một", "huyện mẫu một", "85/KH-UBND", "mau mot 2024", "85/kh-ubnd 2024"),
    "ke-hoach-hau-kiem": ("quý bảy", "Huyện Mẫu Một", "quy bay"),
    "dot": ("Công văn 123", "kế hoạch năm 2031", "123/SNN"),
    "tai-khoan": ("Lê Văn Kỷ", "ki le", "ky@ocop", "0255.3822.111"),
    "de-nghi-tai-khoan": ("Trần Sỹ", "si@ocop", "thay người", "mẫu một"),
    "mau-giay": ("mẫu mùa xuân", "xuan", "chứng nhận rằng"),
    "van-ban-di": (
        *("05/SNNMT-NTM", "5/snnmt-ntm", "triển khai số bảy", "trien khai"),
        *("Hội Nông dân", "lê văn kí", "Sở Nông nghiệp"),
    ),
    "van-ban-nhan": ("05/SNNMT-NTM", "trien khai so bay", "Hội Nông dân"),
    "nhat-ky": ("Lê Văn Kỷ", "nhìn sổ", "đối chiếu"),
    "hoi-dong": ("OCOP huyện Mẫu Một", "mau mot", "700/QĐ-UBND"),
    "thanh-vien-hoi-dong": (
        *("Lê Văn Kỷ", "ki le", "chuyên viên chính", "Sở Công Thương", "hội đồng mẫu một"),
    ),
    "quan-he-chu-the": ("đinh văn kỷ", "dinh ki", "htx đại cường", "hợp đồng số bảy"),
    "quy-che": ("31/QĐ-UBND", "tỉnh quảng ngãi", "quang ngai 31"),
}


@pytest.fixture
def unit():
    return make_unit(name="Mẫu Một", kind=UnitKind.DISTRICT)


@pytest.fixture
def product(unit):
    commune = make_commune(unit, name="Nghĩa Mỹ", kind=UnitKind.COMMUNE)
    producer = make_producer(
        commune=commune,
        name="Hợp tác xã Đại Cường",
        representative="Lê Tám",
        phone="0905 123 456",
        email="daicuong@ocop.example",
        registration_number="DC-12",
    )
    product = make_product(name="Tỏi Lý Sơn", producer=producer)
    ProductCode.objects.create(product=product, code="51-20956-7-2026")
    keep_words([product.pk])
    return product


@pytest.fixture
def rows(admin, unit, product):
    """The row of each list that is to be found, beside one that is not."""
    numbers = {"number": 7, "year": 2023, "decision_number": "700/QĐ-UBND"}
    paper, other = _papers(product, **numbers), _papers(make_product(name="Trà Linh"), number=17)
    people, asked = _people(unit)
    plan, campaign = _plans(unit)
    audit.record("look", plan, by=people, label="nhìn sổ", note="Đối chiếu.")
    audit.record("look", plan, by=None, label="nhìn")
    check = _checked(paper, "Kiểm tra quý bảy", unit)
    _checked(other, "Kiểm tra khác", None)
    letter = make_letter(paper, number=5, symbol="SNN-OCOP", unit=unit)
    letter.notices.create(certificate=paper, ends_on=paper.expires_on)
    make_letter(other, number=15, symbol="SNN-OCOP")
    found = [
        (make_dossier(each.product), make_petition(each, state="sent")) for each in (paper, other)
    ]
    sent = _sent_paper(admin)
    facts = {"marked_by": admin, "source": "Hợp đồng số bảy."}
    relation = make_relation(product.producer, full_name="Đinh Văn Kỷ", **facts)
    make_relation(other.product.producer, full_name="Lê Tư", marked_by=admin, source="Tự khai.")
    return _councils(unit) | {
        "quan-he-chu-the": relation,
        "van-ban-di": sent,
        "van-ban-nhan": sent,
        "san-pham": product,
        "chu-the": product.producer,
        "giay-chung-nhan": paper,
        "da-het-han": paper,
        "ho-so": found[0][0],
        "hau-kiem": check,
        "de-nghi-thu-hoi": found[0][1],
        "cong-van-het-han": letter,
        "san-pham-dang-ky": plan.registrations.get(),
        "ke-hoach": plan,
        "ke-hoach-hau-kiem": check.plan,
        "dot": campaign,
        "tai-khoan": people,
        "de-nghi-tai-khoan": asked,
        "mau-giay": make_layout(name="Mẫu mùa xuân", lines="Chứng nhận rằng {sản phẩm}"),
        "nhat-ky": Event.objects.get(label="nhìn sổ"),
    }


def _councils(unit):
    rules = make_rules("published", number="31/QĐ-UBND", issuer="UBND tỉnh Quảng Ngãi")
    make_rules(number="5/QĐ-UBND", issuer="UBND tỉnh Kon Tum")
    facts = {"rules": rules, "name": "Hội đồng OCOP huyện Mẫu Một"}
    council = make_council("in_force", unit=unit, decision_number="700/QĐ-UBND", **facts)
    seat = make_seat(council, agency=make_agency(name="Sở Công Thương"))
    person = make_member(seat, full_name="Lê Văn Kỷ", job_title="Chuyên viên chính")
    make_member(make_seat(make_council("in_force", rules=rules)), job_title="Chuyên viên")
    return {"hoi-dong": council, "thanh-vien-hoi-dong": person, "quy-che": rules}


def _sent_paper(admin):
    """One that goes to the searcher's own agency, as another one does."""
    admin.agency = make_agency()
    admin.save()
    sent = make_outgoing(
        "issued",
        number=5,
        subject="triển khai số bảy",
        signer_name="Lê Văn Ký",
    )
    facts = {"subject": "việc khác", "symbol": "BC-UBND", "issuer_name": "UBND tỉnh"}
    other = make_outgoing("issued", number=15, **facts)
    for paper, name in ((sent, "Hội Nông dân"), (other, "Hội Phụ nữ")):
        paper.recipients.create(agency=admin.agency, name=name)
    return sent


def _papers(product, **numbers):
    return make_certificate(product, issued_on=date(2020, 5, 1), **numbers)


def _people(unit):
    values = {"full_name": "Lê Văn Kỷ", "email": "ky@ocop.example", "phone": "0255 3822 111"}
    officer = make_user(Role.UNIT_OFFICER, unit=unit, **values)
    leader = make_user(Role.UNIT_LEADER, unit=unit, full_name="Phạm Hoa")
    for name, mail, reason, by in (
        ("Trần Sỹ", "si@ocop.example", "Thay người.", leader),
        ("Võ Na", "na@ocop.example", "Thêm.", make_user(Role.UNIT_LEADER)),
    ):
        asked = AccountRequest(full_name=name, email=mail, role="DO", reason=reason)
        request_account(asked, by=by)
    return officer, AccountRequest.objects.get(full_name="Trần Sỹ")


def _plans(unit):
    plan = make_plan(unit=unit, rows=0, decision_number="85/KH-UBND")
    names = {"product_name": "Tỏi Lý Sơn", "producer_name": "HTX Đại Cường"}
    make_registration(plan, commune=unit.children.get(name="Nghĩa Mỹ"), **names)
    put_into(plan, PlanState.SENT)
    make_plan(state=PlanState.SENT, rows=1)
    return plan, make_campaign(year=2031, document="Công văn 123/SNN")


def _checked(certificate, title, ground):
    plan = make_inspection_plan(state="open", title=title, ground=ground)
    return make_inspection(certificate, plan=plan)


@pytest.mark.parametrize("name", FOUND_BY)
def test_a_list_finds_its_row_by_what_it_shows_and_its_papers_bear(admin, rows, name):
    listing = LISTINGS[name]
    for text in FOUND_BY[name]:
        _, found = listing.filter(admin, {"q": text})
        assert [row.pk for row in found] == [rows[name].pk], text


def test_the_public_catalogue_is_searched_as_the_lists_are(rows, product):
    other = make_certificate(make_product(name="Trà"))
    paper = make_certificate(product, number=9, year=2031, decision_number="9/QĐ")

    for text in ("toi ly son", "lí sơn", "htx đại cường", "xã nghĩa mỹ", "09/2031", "9/QĐ"):
        _, found = CATALOGUE.filter(None, {"q": text})
        assert [row.pk for row in found] == [paper.pk], text
    assert other.pk in [row.pk for row in CATALOGUE.filter(None, {"q": "tra"})[1]]


def test_of_a_product_only_the_certificate_that_bears_the_number_is_listed(admin, product):
    paper = _papers(product, number=7, year=2023, decision_number="12/QĐ-UBND")
    make_certificate(product, number=8, year=2024, decision_number="700/QĐ-UBND")

    for text in ("07/2023", "toi 07/2023", "12/QĐ-UBND"):
        _, found = LISTINGS["giay-chung-nhan"].filter(admin, {"q": text})
        assert [row.pk for row in found] == [paper.pk], text


def test_a_number_among_those_that_contain_it_is_found_alone(admin):
    paper, *_ = (_papers(make_product(), number=each, year=2023) for each in (7, 17, 70, 107))

    for text in ("7/2023", "07/2023"):
        _, found = LISTINGS["giay-chung-nhan"].filter(admin, {"q": text})
        assert [row.pk for row in found] == [paper.pk]


def test_a_list_finds_by_the_place_that_took_a_commune_over(admin, product):
    new = make_commune(None, name="Vạn Tường", valid_from=date(2025, 7, 1))
    UnitSuccession.objects.create(old=product.commune, new=new, on=date(2025, 7, 1))
    make_product()

    for name in ("san-pham", "chu-the"):
        _, found = LISTINGS[name].filter(admin, {"q": "xã vạn tường"})
        assert found.count() == 1


def test_the_trail_is_read_through_for_as_many_as_people_read(admin, monkeypatch):
    monkeypatch.setattr(trail, "READ_THROUGH", 2)
    for number in range(4):
        audit.record("look", admin, by=admin, label=f"nhìn {number}")

    _, found = LISTINGS["nhat-ky"].filter(admin, {"q": "nhìn"})

    assert [event.label for event in found] == ["nhìn 3", "nhìn 2"]


@pytest.mark.parametrize("listing", [*LISTINGS.values(), CATALOGUE], ids=lambda each: each.name)
def test_each_list_has_a_search_that_says_what_it_finds(listing):
    assert listing.filterset.base_filters[SEARCH].label.startswith("tìm ")


def test_a_search_costs_as_many_queries_however_much_it_finds(
    client, admin, product, django_assert_max_num_queries
):
    for _ in range(12):
        make_product(name="Tỏi xã Nghĩa Mỹ", producer=make_producer(commune=product.commune))
    client.get(reverse("products:product_list"))

    with django_assert_max_num_queries(15):  # beside those of any list, the place and its ground
        client.get(reverse("products:product_list"), {"q": "tỏi xã nghĩa mỹ"})
