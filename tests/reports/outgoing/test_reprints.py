"""An issued paper is the same bytes for ever, whatever its names, rows and templates become."""

import json
from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from programs.enums import Role
from programs.models import AgencySuccession, UnitSuccession
from reports.models import PaperRecipient
from reports.outgoing import drafting, issuing, numbers
from reports.outgoing.checks import check_papers
from reports.outgoing.workflow import OUTGOING
from reports.papers.plain import from_values
from reports.renderers import paper_pdf, paper_word
from tests.support.factories import make_agency, make_unit

pytestmark = [pytest.mark.django_db, pytest.mark.pg]
DAY = timedelta(days=1)


@pytest.fixture
def paper(offered, drafter, head, unit):
    """Issued by the pages' own steps, with bytes that were really printed."""
    draft = drafting.begun("test:letter", drafter)
    draft.symbol = "SNNMT-NTM"
    row = drafting.create(draft, [drafting.recipient_of(unit)], by=drafter)
    row = OUTGOING.take(row, "sign_off", by=head)
    row = OUTGOING.take(row, "number", by=head, answers={"number": numbers.offered(row)[0][0]})
    return OUTGOING.take(row, "issue", by=head, answers={"day": timezone.localdate()})


@pytest.fixture
def first(paper, files, admin):
    found = files(paper)
    assert found["shown"] == found["pdf"] == bytes(paper.sealed("pdf").content)
    return found


@pytest.fixture
def files(client):
    """What the pages hand out of a paper: {kind: bytes}."""

    def read(paper):
        addresses = {
            each: reverse("reports:outgoing_file", args=[paper.pk, each])
            for each in ("pdf", "docx")
        } | {"shown": reverse("reports:outgoing_preview", args=[paper.pk])}
        return {each: client.get(address).getvalue() for each, address in addresses.items()}

    return read


def values_of(paper):
    return from_values(json.loads(bytes(paper.sealed("json").content)))


def test_a_renamed_agency_and_unit_change_nothing_of_it(paper, first, files, agency, unit):
    for row, name in ((agency, "Sở Tên Mới"), (unit, "Xã Tên Mới")):
        row.name = name
        row.save()

    assert files(paper) == first
    assert paper_pdf.render(values_of(paper)) == first["pdf"]
    assert paper_word.render(values_of(paper)) == first["docx"]
    assert all(check.passed for check in check_papers())


def test_a_merged_agency_and_unit_change_nothing_of_it(
    paper, first, files, unit, as_role, monkeypatch
):
    on, agency = timezone.localdate() + DAY, paper.issuer
    agency_after, unit_after = make_agency(valid_from=on), make_unit(valid_from=on)
    AgencySuccession.objects.create(old=agency, new=agency_after, on=on)
    UnitSuccession.objects.create(old=unit, new=unit_after, on=on)
    for row in (agency, unit):
        row.valid_to = on - DAY
        row.save()
    monkeypatch.setattr("programs.clock.today", lambda: on)

    assert files(paper) == first
    assert paper_pdf.render(values_of(paper)) == first["pdf"]
    as_role(Role.UNIT_OFFICER, unit=unit_after)
    assert files(paper) == first


def test_another_template_prints_no_issued_paper_anew(paper, first, files, monkeypatch):
    def fail(*_):
        raise AssertionError("Nothing is printed any more.")

    for module in (drafting, issuing):
        monkeypatch.setattr(module, "TEMPLATE", "paper-2")
    for renderer in (paper_pdf, paper_word):
        monkeypatch.setattr(renderer, "render", fail)

    assert files(paper) == first
    assert {paper.sealed(each).template for each in ("json", "pdf", "docx")} == {"paper-1"}


def test_a_withdrawn_paper_is_still_handed_out_as_it_was(paper, first, files, head):
    PaperRecipient.objects.filter(paper=paper).update(name="Tên khác")

    OUTGOING.take(paper, "withdraw", by=head, answers={"note": "Nhầm."})

    assert files(paper) == first
