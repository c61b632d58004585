"""A periodic report on paper and as a table, from the values that were sealed or are written."""

import json
from datetime import date, datetime

from django.template.defaultfilters import filesizeformat

from programs.citations import day_in_text, initials, unit_in_text
from programs.enums import CampaignKind
from programs.models import which_round
from programs.tables import Column, Kind, Table
from reports.formats import PAPERS, RENDERERS
from reports.papers.values import Head, Heading, Paper, Paragraph, Signature, grid

# Goes into every stored document: what was printed by an older layout says so.
TEMPLATE = "periodic-report-1"
DRAFT = "BẢN NHÁP"
FORMATS = ("pdf", "docx", "xlsx", "json")
COLUMNS = (
    Column(key="section", title="Mục", width=8),
    Column(key="label", title="Chỉ tiêu", width=44),
    Column(key="measure", title="Đơn vị tính", width=14),
    Column(key="value", title="Số báo cáo", kind=Kind.NUMBER, width=14),
    Column(key="counted", title="Trên cổng", kind=Kind.NUMBER, width=14),
    Column(key="explanation", title="Giải thích", width=34),
)
FILES = (
    Column(key="name", title="Tệp", width=40),
    Column(key="size", title="Dung lượng", width=14),
    Column(key="sha256", title="SHA-256", width=40),
)
PERIODS = {
    CampaignKind.HALF_YEAR_REPORT: "6 tháng đầu năm",
    CampaignKind.ANNUAL_REPORT: "năm",
}


def render(values, extension) -> bytes:
    """The report in one of FORMATS; all four say the same values."""
    if extension == "json":
        return json.dumps(values, ensure_ascii=False, indent=1, sort_keys=True).encode()
    if extension in PAPERS:
        return PAPERS[extension].render(paper(values))
    return RENDERERS[extension].render(table(values))


def subject_of(campaign) -> str:
    """What the report is about: "Kết quả thực hiện Chương trình OCOP năm 2024", or of its half."""
    which = which_round(campaign["year"], campaign["number"])
    return f"Kết quả thực hiện Chương trình OCOP {PERIODS[campaign['kind']]} {which}"


def table(values) -> Table:
    start, end = map(date.fromisoformat, values["data"])
    return Table(
        title=subject_of(values["campaign"]),
        subtitle=f"{values['reporter']['name']}; số liệu từ {start:%d/%m/%Y} đến {end:%d/%m/%Y}",
        label="",
        columns=COLUMNS,
        rows=tuple(_cells(row) for row in values["figures"]),
        preface=("Trong kỳ không phát sinh.",) if values["is_nil"] else (),
        notes=tuple(_files_in_a_line(values)),
        stamp="" if "sent_at" in values else DRAFT,
        made_at=_sent_at(values),
        facts={"year": values["campaign"]["year"], "version": values["version"]},
    )


def _cells(row):
    return tuple(row[column.key] for column in COLUMNS)


def _sent_at(values):
    return datetime.fromisoformat(values["sent_at"]) if "sent_at" in values else None


def paper(values) -> Paper:
    reporter, campaign, sent_at = values["reporter"], values["campaign"], _sent_at(values)
    start, end = (day_in_text(date.fromisoformat(day)) for day in values["data"])
    said = f"Số liệu tính từ ngày {start} đến hết ngày {end}."
    nil = (Paragraph("Trong kỳ không phát sinh."),) if values["is_nil"] else ()
    return Paper(
        name=f"Báo cáo {PERIODS[campaign['kind']]} {campaign['year']}, {reporter['name']}",
        made_at=sent_at,
        head=Head(
            superior=tuple(filter(None, [reporter["superior"].upper()])),
            issuer=(reporter["issuer"].upper(),),
            symbol=f"BC-{'UBND' if reporter['kind'] == 'unit' else initials(reporter['issuer'])}",
            place=unit_in_text(reporter["place"]),
            day=sent_at and sent_at.date(),
        ),
        kind="BÁO CÁO",
        subject=subject_of(campaign),
        addressees=(campaign["addressee"],) if campaign["addressee"] else (),
        blocks=(
            Paragraph(said),
            *nil,
            *_sections(values),
            *_files(values),
            Paragraph(_closing(values)),
        ),
        signatures=(Signature("NGƯỜI DUYỆT BÁO CÁO", values.get("sent_by", "")),),
        receivers=("Như trên", "Lưu: VT"),
        stamp="" if sent_at else DRAFT,
    )


def _closing(values):
    """The last sentence, ended as the decree ends a text."""
    about = subject_of(values["campaign"])
    return f"Trên đây là {about[0].lower()}{about[1:]} của {values['reporter']['name']}./."


def _files(values):
    """The files sent along, where there are any: what proves that each is still the same."""
    listed = values.get("attachments", ())
    if listed:
        yield Paragraph("Tài liệu gửi kèm:")
        rows = tuple((row["name"], _size(row), _in_groups(row["sha256"])) for row in listed)
        yield grid(Table(title="", columns=FILES, rows=rows), size=12)


def _files_in_a_line(values):
    told = [
        f"{row['name']} ({_size(row)}, SHA-256 {row['sha256']})"
        for row in values.get("attachments", ())
    ]
    if told:
        yield f"Tài liệu gửi kèm: {'; '.join(told)}."


def _size(row):
    return filesizeformat(row["size"])


def _in_groups(digest):
    """Broken where a line may end: paper is narrower than a SHA-256."""
    return " ".join(digest[at : at + 16] for at in range(0, len(digest), 16))


def _sections(values):
    """Each section's words, then its figures."""
    figures = {}
    for row in values["figures"]:
        figures.setdefault(row["section"], []).append(row)
    for section in values["sections"]:
        rows = figures.get(section["code"], [])
        if not (rows or section["text"]):
            continue
        level = 2 if "." in section["code"] else 1
        yield Heading(f"{section['code']}. {section['title']}", level)
        for line in filter(None, section["text"].splitlines()):
            yield Paragraph(line)
        if rows:
            columns = tuple(column for column in COLUMNS if column.key != "section")
            cells = tuple(tuple(row[column.key] for column in columns) for row in rows)
            yield grid(Table(title="", columns=columns, rows=cells), size=12)
