"""Who is told of a certificate that is issued, extended, weighed, revoked or given back."""

from datetime import date, timedelta
from functools import partial

import pytest
import time_machine
from django.core.management import call_command
from django.utils import timezone

from products.certificates.extension import extend, settle
from products.certificates.issuing import ISSUANCE, reinstate
from products.certificates.revocation import REVOCATION, propose
from products.inspections.workflow import INSPECTION
from products.models import Revocation
from products.news import still_true
from programs.enums import NotificationKind, Role
from programs.models import Mail, Notification, RevocationGround
from tests.support.expiry_rows import make_inspection
from tests.support.factories import (
    make_certificate,
    make_draft,
    make_producer,
    make_product,
    make_revocation,
    make_user,
)

pytestmark = [pytest.mark.django_db, pytest.mark.pg]
TODAY = date(2026, 11, 25)
ANSWERS = {"note": "Vì thế.", "decision_number": "9/QĐ-UBND", "decision_date": TODAY}
WAS = date(2023, 12, 1)


@pytest.fixture(autouse=True)
def _law():
    call_command("loaddata", "regulations", verbosity=0)
    with time_machine.travel(TODAY):
        yield


@pytest.fixture
def product():
    """Of a producer with an address, in a unit with two people; another unit has one too."""
    product = make_product(producer=make_producer(name="HTX Đông", email="htx@ocop.example"))
    for role in (Role.UNIT_OFFICER, Role.UNIT_LEADER):
        make_user(role, unit_id=product.unit_id)
    make_user(Role.UNIT_OFFICER, unit=make_product().commune.parent)
    return product


@pytest.fixture
def chief():
    return make_user(Role.PROVINCE_ADMIN)


def forget():
    """What was told before the act that is looked at."""
    Notification.objects.all().delete()
    Mail.objects.all().delete()


def issued(product, chief):
    draft = make_draft(product)
    return ISSUANCE.take(draft, "issue", by=chief, answers=ANSWERS | {"issued_on": TODAY})


def extended(product, chief):
    paper = make_certificate(product, issued_on=WAS)
    extend(paper, paper.expires_on + timedelta(days=60), ANSWERS, by=chief)


def settled(product, chief):
    extended(product, chief)
    forget()
    settle(product.certificates.get(), date(2026, 12, 20), "Đã có kết quả.", by=chief)


def proposed(product, chief):
    row = Revocation(
        certificate=make_certificate(product),
        ground=RevocationGround.objects.filter(regulation__code="26-2026").first(),
        conclusion="Kết luận số 1.",
        concluded_on=TODAY,
        reply_until=date(2026, 12, 5),
    )
    propose(row, by=chief)


def weighed(step, product, chief):
    row = make_revocation(make_certificate(product), state="replied")
    REVOCATION.take(row, step, by=chief, answers=ANSWERS)


def replied(product, chief):
    row = make_revocation(make_certificate(product))
    REVOCATION.take(row, "reply", by=chief, answers={"note": "Đã thay nhãn."})


def reinstated(product, chief):
    weighed("revoke", product, make_user(Role.PROVINCE_ADMIN))
    forget()
    reinstate(product.certificates.get(), ANSWERS, by=chief)


CERTIFIED, REVOKING, REVOKED = NotificationKind.CERTIFIED, "revoking", "revoked"


@pytest.mark.parametrize(
    ("act", "kind", "words"),
    [
        (
            issued,
            CERTIFIED,
            "số 01/2026 được cấp cho “{}” của HTX Đông theo Quyết định số 9/QĐ-UBND ngày",
        ),
        (extended, CERTIFIED, "của “{}” (HTX Đông) được kéo dài đến hết ngày 30/01/2027: Vì thế."),
        (settled, CERTIFIED, "của “{}” (HTX Đông) nay có giá trị đến hết ngày 20/12/2026: Đã có"),
        (proposed, REVOKING, "của “{}” (HTX Đông); chủ thể được giải trình đến hết ngày 05/12/"),
        (replied, REVOKING, "Đã ghi ý kiến giải trình về đề nghị thu hồi Giấy chứng nhận 3 sao"),
        (partial(weighed, "revoke"), REVOKED, "thu hồi từ ngày 25/11/2026 theo Quyết định số 9/"),
        (partial(weighed, "dismiss"), REVOKED, "của “{}” (HTX Đông) không bị thu hồi: Vì thế."),
        (reinstated, CERTIFIED, "của “{}” (HTX Đông) được khôi phục: Vì thế."),
    ],
)
def test_the_units_people_and_the_producer_are_told(product, chief, act, kind, words):
    act(product, chief)

    told = list(Notification.objects.select_related("recipient"))
    assert {row.recipient.unit_id for row in told} == {product.unit_id}
    assert [row.kind for row in told] == [kind] * 2
    assert words.format(product.name) in told[0].text
    mail = Mail.objects.get()
    assert (mail.recipient, told[0].text in mail.body) == ("htx@ocop.example", True)
    assert "Tra cứu giấy: http" in mail.body
    assert still_true(told, timezone.now()) == told


def test_a_producer_without_an_address_is_not_written_to(chief):
    issued(make_product(), chief)

    assert not Mail.objects.exists()


def test_a_proposal_that_is_decided_is_no_news_any_more(product, chief):
    proposed(product, make_user(Role.PROVINCE_ADMIN))
    told = list(Notification.objects.all())

    row = product.certificates.get().revocations.get()
    REVOCATION.take(row, "dismiss", by=chief, answers=ANSWERS)

    assert still_true(told, timezone.now()) == []


def test_the_producer_is_written_to_until_when_to_reply_to_a_post_check(product):
    inspection = make_inspection(make_certificate(product))

    INSPECTION.take(
        inspection, "record", by=make_user("PS"), answers={"reply_until": date(2026, 12, 1)}
    )

    mail = Mail.objects.get()
    assert mail.recipient == "htx@ocop.example"
    assert "có ý kiến đến hết ngày 01/12/2026" in mail.body
