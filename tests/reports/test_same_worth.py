"""What a certificate is worth today is the same on every page, list, board and in every file."""

import json
from contextlib import suppress
from datetime import date, timedelta
from io import StringIO

import pytest
import time_machine
from django.core.management import call_command
from django.urls import reverse
from django.utils import timezone
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from products.certificates.expiry_board import board
from products.certificates.expiry_listings import EXPIRING, LAPSED
from products.certificates.extension import extend
from products.certificates.history import chain_of, in_force, status_of
from products.certificates.issuing import ISSUANCE, reinstate
from products.certificates.listings import CERTIFICATES
from products.certificates.revocation import REVOCATION, propose
from products.certificates.validity import life_of
from products.enums import CLOSING, IN_FORCE, CertificateStatus
from products.models import Certificate, Revocation
from products.register.listings import PRODUCTS
from products.register.merging import merge
from programs.enums import Role
from programs.models import RevocationGround
from programs.workflow import StepRefused
from tests.matrix.visitor import undone
from tests.support.factories import make_draft, make_product, make_user

pytestmark = [pytest.mark.django_db, pytest.mark.pg]
FIRST = date(2023, 11, 1)
SOON = {CertificateStatus.EXPIRING, CertificateStatus.EXTENDED}

acts = st.lists(
    st.tuples(
        st.sampled_from(["issue", "issue", "extend", "revoke", "reinstate", "merge"]),
        st.integers(0, 1),  # which product
        st.sampled_from([3, 4]),
        st.integers(0, 500),  # how many days after the act before
    ),
    min_size=1,
    max_size=9,
)


def decided(day, **more):
    return {"note": "Vì thế.", "decision_number": "1/QĐ", "decision_date": day} | more


def act(name, products, which, star, day, people):
    """Do it on this day as the pages would, or be refused."""
    product, (drafter, chief) = products[which], people
    latest = chain_of(product)[-1:]
    if name == "issue":
        draft = product.certificates.filter(state="prepared").first()
        draft = draft or make_draft(product, star=star, prepared_by=drafter)
        ISSUANCE.take(draft, "issue", by=chief, answers=decided(day, issued_on=day))
    if name == "merge":
        merge(product, products[1 - which], "Trùng.", by=chief)
    for certificate in latest:
        if name == "extend":
            until = certificate.expires_on + timedelta(days=star * 45)
            extend(certificate, until, decided(day), by=chief)
        elif name == "reinstate":
            reinstate(certificate, decided(day), by=chief)
        elif name == "revoke":
            ground = RevocationGround.objects.filter(regulation__code="26-2026").first()
            facts = {"concluded_on": day, "reply_until": day}
            row = Revocation(certificate=certificate, ground=ground, conclusion="Sai.", **facts)
            propose(row, by=drafter)
            REVOCATION.take(row, "reply", by=drafter, answers={"note": "Vâng."})
            REVOCATION.take(row, "revoke", by=chief, answers=decided(day))


def live(acts, people):
    """Two products after these acts, and the last day of them."""
    products, day = [make_product(), make_product()], FIRST
    for name, which, star, later in acts:
        day += timedelta(days=later)
        with time_machine.travel(day), suppress(StepRefused):
            act(name, products, which, star, day, people)
    return day


def of(listing, user, **query):
    return list(listing.filter(user, query)[1])


def told(client, certificate):
    """What its page and the page for everybody say of it."""
    page = client.get(certificate.get_absolute_url()).context["status"]
    public = reverse("reports:certificate_check", args=[certificate.check_code])
    return {page, client.get(public).context["status"]}


def check(client, user):
    """Everything that says something of today agrees with the rule."""
    rows = list(Certificate.objects.issued().select_related("product"))
    worth = {row.pk: status_of(row) for row in rows}
    assert {row.pk: row.status for row in of(CERTIFICATES, user) if row.number} == worth
    for row in rows:
        assert told(client, row) == {worth[row.pk]}
    soon = {row.pk: (worth[row.pk], life_of(row).ends_on) for row in rows if worth[row.pk] in SOON}
    assert {row.pk: (row.status, row.ends_on) for row in of(EXPIRING, user)} == soon
    words = [[row.label, CertificateStatus(worth[row.pk]).label] for row in rows]
    assert printed(["label", "status"]) == sorted(words)
    check_products(user, rows, worth)
    check_orders(user, worth)
    check_boards(user, worth)


def keys_of(worth, statuses):
    return {key for key, status in worth.items() if status in statuses}


def check_products(user, rows, worth):
    """A product has the star of what is in force; what lapsed has nothing in force after it."""
    valid = keys_of(worth, IN_FORCE)
    assert {row.pk for row in in_force(Certificate.objects.all(), timezone.localdate())} == valid
    bearer = {row.pk: row.product.merged_into_id or row.product_id for row in rows}
    stars = {bearer[row.pk]: row.star for row in rows if row.pk in valid}
    shown = of(PRODUCTS, user)
    assert {row.pk: row.star_today for row in shown if row.star_today} == stars
    told = {bearer[key]: worth[key] for key in valid}
    assert {row.pk: row.worth for row in shown if row.worth} == told
    lapsed = {row.pk for row in of(LAPSED, user)}
    assert lapsed <= keys_of(worth, {CertificateStatus.EXPIRED})
    assert not {bearer[key] for key in lapsed} & stars.keys()


def check_orders(user, worth):
    """What the query says where it narrows or sorts is what is read for the rows at hand."""
    for status in set(worth.values()):
        assert {row.pk for row in of(CERTIFICATES, user, status=status)} == keys_of(worth, {status})
    for listing in (CERTIFICATES, EXPIRING):
        known = [row.status for row in of(listing, user, sap="status")]
        assert known == sorted(known)
    for key in ("star_today", "worth"):
        known = [getattr(row, key) for row in of(PRODUCTS, user, sap=f"-{key}")]
        assert known == sorted(known, reverse=True)


def check_boards(user, worth):
    going = worth.keys() - keys_of(worth, set(CLOSING.values()))
    ends = [ends_on.year for ends_on in ends_of(going)]
    totals = {year: board(user, year).total.total[0] for year in range(2024, 2032)}
    assert totals == {year: ends.count(year) for year in totals}


def ends_of(keys):
    return [life_of(row).ends_on for row in Certificate.objects.filter(pk__in=keys)]


def printed(keys):
    """What the file of the command says of each, by its number."""
    out = StringIO()
    call_command("report", "register", format="json", stdout=out)
    table = json.loads(out.getvalue())
    columns = [column["key"] for column in table["columns"]]
    return sorted([row[columns.index(key)] for key in keys] for row in table["rows"])


def test_whatever_happened_to_a_certificate_all_that_tells_of_it_agrees(client, admin):
    call_command("loaddata", "regulations", verbosity=0)
    people = make_user(Role.PROVINCE_STAFF), make_user(Role.PROVINCE_ADMIN)

    @settings(max_examples=25, deadline=None, suppress_health_check=list(HealthCheck))
    @example(acts=[("issue", 0, 4, 0), ("merge", 1, 3, 0), ("issue", 1, 3, 0)], later=0)
    @given(acts=acts, later=st.sampled_from([0, 1, 30, 179, 180, 181, 400]))
    def holds(acts, later):
        with undone():
            day = live(acts, people)
            with time_machine.travel(day + timedelta(days=later)):
                client.force_login(admin)
                check(client, admin)

    holds()
