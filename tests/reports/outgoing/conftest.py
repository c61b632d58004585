"""The people of these tests: who drafts, and two administrators who do the rest."""

import pytest

from programs.enums import Role
from tests.support.factories import make_agency, make_province, make_unit, make_user
from tests.support.outgoing import TEXT, offer


@pytest.fixture
def agency():
    return make_agency(name="Sở Nông nghiệp và Môi trường")


@pytest.fixture
def drafter(agency):
    return make_user(Role.PROVINCE_STAFF, agency=agency)


@pytest.fixture
def clerk(agency):
    return make_user(Role.PROVINCE_ADMIN, agency=agency)


@pytest.fixture
def head(agency):
    return make_user(Role.PROVINCE_ADMIN, agency=agency)


@pytest.fixture
def unit():
    make_province()
    return make_unit()


@pytest.fixture
def offered(monkeypatch):
    """What may be drafted from, as {key: Paper}."""
    return offer(monkeypatch, letter=TEXT)
