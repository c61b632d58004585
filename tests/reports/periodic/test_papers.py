"""A report on paper: one value for page, PDF, Word, Excel and JSON; the same bytes for ever."""

import json
from io import BytesIO

import pytest
from openpyxl import load_workbook

from programs.models import Campaign
from reports.builders.periodic_report import FORMATS, paper, render, table
from reports.models import ReportForm, SealedReport
from reports.periodic import sealing
from reports.sealed import report_file
from tests.reports.periodic.test_workflow import asked, sent, unit_report
from tests.support.factories import make_user

__all__ = ["asked", "unit_report"]
pytestmark = [pytest.mark.django_db, pytest.mark.pg]


def test_page_excel_and_json_say_the_same_figures(unit_report):
    seal = sent(unit_report).seals.get()
    values = seal.values()

    book = load_workbook(BytesIO(report_file(seal, "xlsx"))).active
    cells = [[cell.value for cell in row] for row in book.iter_rows()]
    for row in values["figures"]:
        assert [row["section"], row["label"], row["measure"], row["value"]] in [
            line[:4] for line in cells
        ]
    assert json.loads(report_file(seal, "json")) == values


@pytest.mark.parametrize("extension", FORMATS)
def test_what_was_sent_prints_the_same_bytes_after_names_and_forms_changed(unit_report, extension):
    report = sent(unit_report)
    seal = report.seals.get()
    before = report_file(seal, extension)

    unit = report.participant.unit
    unit.name = "Tên Mới"
    unit.save()
    Campaign.objects.update(issuer="Sở khác", document="Công văn khác")

    assert report_file(SealedReport.objects.get(pk=seal.pk), extension) == before
    assert b"T\xc3\xaan M\xe1\xbb\x9bi" not in before
    assert ReportForm.objects.count() == 1


def test_a_draft_says_that_it_is_one(unit_report):
    report, _, _ = unit_report

    assert table(sealing.content(report)).stamp == "BẢN NHÁP"
    assert render(sealing.content(report), "pdf").startswith(b"%PDF")


@pytest.mark.parametrize(
    ("kind", "issuer", "symbol"),
    [("unit", "UBND xã Sơn Hà", "BC-UBND"), ("agency", "Sở Khoa học và Công nghệ", "BC-SKHCN")],
)
def test_a_report_bears_the_symbol_of_its_body_and_ends_as_the_decree_ends_a_text(
    unit_report, kind, issuer, symbol
):
    report, _, _ = unit_report
    values = sealing.content(report)
    values["reporter"] |= {"kind": kind, "issuer": issuer}

    printed = paper(values)

    assert printed.head.symbol == symbol
    assert printed.blocks[-1].text.endswith("./.")


@pytest.mark.parametrize("extension", FORMATS)
def test_whoever_reads_the_report_gets_its_files(client, as_role, unit_report, extension):
    report = sent(unit_report)
    seal = report.seals.get()
    for role in ("PA", "RO"):
        as_role(role)
        for url in (
            f"/bao-cao/{report.pk}/tai-ve.{extension}",
            f"/bao-cao/da-gui/{seal.pk}/tai-ve.{extension}",
        ):
            answer = client.get(url)
            assert answer.status_code == 200
            assert b"".join(answer.streaming_content)
    client.force_login(make_user("DO"))
    assert client.get(f"/bao-cao/{report.pk}/tai-ve.{extension}").status_code == 404
