"""The province's report as page, PDF, Word, Excel and JSON says the same; two papers come of it."""

import json
import re
from datetime import UTC, date, datetime
from io import BytesIO

import pytest
from django.core.management import call_command
from django.urls import reverse
from django.utils import timezone
from docx import Document
from hypothesis import given
from hypothesis import strategies as st
from openpyxl import load_workbook

from programs import clock
from programs.enums import Role
from programs.models import Unit
from reports.models import OutgoingPaper, SealedDocument
from reports.outgoing.drafting import begun
from reports.papers.written import shown
from reports.provincial import papers as province_report
from reports.provincial.content import content
from reports.provincial.pages import Figure
from reports.provincial.printed import in_print
from reports.provincial.workflow import PROVINCE_REPORT
from reports.sealed import province_report_file
from tests.support.factories import (
    make_agency,
    make_certificate,
    make_product,
    make_split,
    make_unit,
    make_user,
)
from tests.support.reading import pdf_text
from tests.support.report_rows import (
    make_form,
    make_indicator,
    make_period,
    make_periodic,
    make_province_report,
    make_seal,
    make_section,
    publish,
)

pytestmark = [pytest.mark.django_db, pytest.mark.pg]


@pytest.fixture
def sealed():
    """A sealed report of two units: 9.950.000 and 10.000.000 đồng, in print 9,9 and 10,0."""
    form = make_form()
    section = make_section(form, code="II.6", asked_of="both")
    von = make_indicator(section, code="von", measure="đồng", asked_of="both", label="Vốn")
    bodies = [make_unit(), make_unit()]
    period = make_period(publish(form), bodies=bodies)
    for participant, value in zip(
        period.campaign.participants.order_by("position"), (9_949_999, 10_000_000), strict=True
    ):
        make_seal(make_periodic("accepted", participant=participant, figures={von: value}))
    return make_province_report("sealed", campaign=period.campaign).seal


def test_money_is_added_in_dong_and_printed_in_millions(sealed):
    tables = dict(province_report.appendix_tables(sealed.values()))

    assert [row[1] for row in tables["Nguồn vốn"].rows] == [9.9, 10.0]
    assert tables["Nguồn vốn"].totals[1] == 19.9  # 19.949.999, not 9,9 + 10,0 by chance alone
    assert [each["value"] for each in sealed.values()["figures"]] == [19_949_999]


def test_all_files_say_what_the_page_says(client, as_role, sealed):
    as_role(Role.OBSERVER)
    page = client.get(sealed.report.get_absolute_url()).content.decode()
    pdf = pdf_text(province_report_file(sealed, "pdf"))
    word = Document(BytesIO(province_report_file(sealed, "docx")))
    cells = [cell.text for table in word.tables for row in table.rows for cell in row.cells]
    book = load_workbook(BytesIO(province_report_file(sealed, "xlsx")))
    values = json.loads(province_report_file(sealed, "json"))

    assert ">19,9</a>" in page
    assert "19,9" in pdf
    assert "19,9" in cells
    assert 19.9 in [cell for row in book["Số liệu"].iter_rows(values_only=True) for cell in row]
    assert values["figures"][0]["value"] == 19_949_999
    assert "còn 02 nơi" not in pdf


@given(
    value=st.none() | st.integers(0, 10**13),
    plan=st.none() | st.integers(0, 10**6),
    measure=st.sampled_from(["đồng", "sản phẩm"]),
)
def test_page_paper_and_workbook_print_a_figure_alike(value, plan, measure):
    row = {
        "section": "II.6",
        "code": "a",
        "label": "A",
        "measure": measure,
        "value": value,
        "plan": plan,
        "before": None,
        "year_ago": value,
        "answers": [],
        "rows": "",
        "planned_rows": "",
    }
    values = {
        "figures": [row],
        "sections": [{"code": "II.6", "title": "Mục", "text": "Là {a}."}],
        "notes": [],
        "data": ["2024-01-01", "2024-06-14"],
    }
    printed = shown(in_print(value, measure))

    [line] = province_report.figures_table(values).rows
    paper = [*province_report.sections(values)]
    grid = paper[-1]
    assert shown(line[3]) == printed == grid.rows[0].cells[2] == Figure(row, None).value
    assert shown(line[4]) == grid.rows[0].cells[3] == Figure(row, None).beside[0][1]
    assert (f"Là {printed}." in [getattr(block, "text", "") for block in paper]) == (
        value is not None
    )


def test_old_bytes_stay_after_names_and_templates_change(sealed, monkeypatch):
    first = {each: province_report_file(sealed, each) for each in province_report.FORMATS}
    Unit.objects.filter(participations__isnull=False).update(name="Đổi Tên")
    monkeypatch.setattr(province_report, "TEMPLATE", "province-report-9")
    monkeypatch.setattr(province_report, "render", lambda *_: b"another")

    assert {each: province_report_file(sealed, each) for each in first} == first
    kept = SealedDocument.objects.filter(key__startswith=f"province-report-{sealed.pk}.")
    assert {each.template for each in kept} == {"province-report-1"}


def test_two_papers_are_drafted_from_one_sealed_set(client, as_role, sealed):
    agency = make_agency(name="Sở Nông nghiệp và Môi trường")
    province = Unit.objects.province_on(timezone.localdate())
    committee = make_agency(name=f"Ủy ban nhân dân {province}")
    user = make_user(Role.PROVINCE_STAFF, agency=agency)
    drafts = [
        begun(f"{source}:{sealed.report_id}", user)
        for source in ("province-report", "committee-report")
    ]

    assert [(draft.kind, draft.symbol) for draft in drafts] == [
        ("bao-cao", "BC-SNNMT"),
        ("bao-cao", "BC-UBND"),
    ]
    assert [draft.issuer for draft in drafts] == [agency, committee]
    assert [draft.issuer_name for draft in drafts] == [agency.name, committee.name]
    assert not OutgoingPaper.objects.exists()
    as_role(Role.PROVINCE_STAFF)
    page = client.get(reverse("reports:outgoing_create")).content.decode()
    assert page.count(str(sealed.report)) == 2


def test_the_command_prints_the_sealed_report_and_else_a_draft(sealed, tmp_path):
    year = sealed.report.campaign.year
    path = tmp_path / "a.pdf"
    told = {"year": str(year), "period": "6-month", "output": str(path)}
    call_command("report", "periodic", format="pdf", **told)
    assert path.read_bytes() == province_report_file(sealed, "pdf")
    other = make_period(bodies=[make_unit()], campaign={"year": year + 1})

    call_command("report", "periodic", format="pdf", **told | {"year": str(other.campaign.year)})

    assert "BẢN NHÁP" in pdf_text(path.read_bytes())


def test_of_a_sealed_report_each_picture_stands_beside_its_own_table(client, as_role):
    """What was sealed comes back with its tables in another order."""
    unit = make_unit()
    make_certificate(product=make_product(commune=unit.children.first()), star=3)
    period = make_period(bodies=[unit], data_to=timezone.localdate())
    seal = make_province_report("sealed", campaign=period.campaign).seal
    as_role(Role.OBSERVER)

    page = client.get(seal.report.get_absolute_url()).content.decode()

    section = page[page.index('id="phu-luc-2"') : page.index('id="phu-luc-3"')]
    assert "Sản phẩm còn hiệu lực:" in section


def test_the_total_counts_once_what_two_units_wait_for_and_opens_all_of_it(client, as_role):
    units = [make_unit(), make_unit()]
    old = make_split(units)
    make_certificate(product=make_product(commune=old), star=3)
    period = make_period(bodies=units, data_to=timezone.localdate())
    report = make_province_report(campaign=period.campaign)
    as_role(Role.PROVINCE_STAFF)

    values = content(report)
    page = client.get(report.get_absolute_url()).content.decode()

    valid = values["appendices"]["valid"]
    assert [row[-1] for row in valid["rows"]] == [1, 1]
    assert valid["totals"][-1] == 1
    totals = re.findall('<tr class="totals fw-bold">(.*?)</tr>', page)
    opened = [link for row in totals for link in re.findall('href="([^"]+)"', row)]
    assert opened
    assert not [link for link in opened if "unit=" in link]
    assert "dòng Toàn tỉnh tính một lần" in page


def test_no_plan_that_nobody_was_asked_for_is_said_to_be_nought():
    unit = make_unit()
    make_certificate(product=make_product(commune=unit.children.first()), star=3)
    period = make_period(bodies=[unit], data_to=timezone.localdate())
    values = content(make_province_report(campaign=period.campaign))

    titles = [bars.title for bars in province_report.pictures(values).values()]

    assert not [title for title in titles if "đăng ký" in title]


def test_a_report_that_is_sealed_after_midnight_in_vietnam_bears_that_day():
    report = make_province_report()
    with clock.at(datetime(2024, 12, 27, 18, 0, tzinfo=UTC)):  # 01:00 on the 28th
        sealed = PROVINCE_REPORT.take(report, "seal", by=make_user(Role.PROVINCE_ADMIN))

    assert province_report.paper(sealed.seal.values()).head.day == date(2024, 12, 28)
