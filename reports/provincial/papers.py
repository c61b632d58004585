"""The province's report as papers, tables and a workbook, from its values alone."""

import json
from dataclasses import replace
from datetime import date, datetime

from django.utils.formats import localize

from programs.citations import day_in_text, initials
from programs.enums import ProductGroup
from programs.models import which_round
from programs.tables import Column, Kind, Table
from reports.builders.council_papers import committee_lines
from reports.builders.periodic_report import DRAFT, PERIODS
from reports.figures.findings import of_units
from reports.formats import PAPERS
from reports.papers.lists import table_blocks
from reports.papers.values import (
    Appendix,
    Bars,
    Head,
    Heading,
    Paper,
    Paragraph,
    Signature,
    grid,
)
from reports.periodic.province import ratio
from reports.provincial.narrative import figures_of, on_paper
from reports.provincial.printed import BESIDE, MONEY, in_print, printed_measure
from reports.renderers import xlsx

# Goes into every stored document: what was printed by an older layout says so.
TEMPLATE = "province-report-1"
FORMATS = ("pdf", "docx", "xlsx", "json")
# Whose paper it is: the department's to the committee, or the committee's to the ministry.
DEPARTMENT, COMMITTEE = "department", "committee"
_NUMBER = {"kind": Kind.NUMBER}
_FIGURES = (
    Column(key="label", title="Chỉ tiêu", width=40),
    Column(key="measure", title="Đơn vị tính", width=13),
    Column(key="value", title="Kết quả", width=15, **_NUMBER),
    Column(key="plan", title="Đăng ký", width=10, **_NUMBER),
    Column(key="before", title="Kỳ trước", width=13, **_NUMBER),
    Column(key="year_ago", title="Cùng kỳ năm trước", width=13, **_NUMBER),
)
RESULTS, VALID = "Đăng ký, công nhận", "Còn hiệu lực"  # sheets with a picture
DRAWN = 15  # units with a bar of their own
_FORMS = ("Mới 3 sao", "Mới 4 sao", "Nâng hạng", "Đánh giá lại")
_ROUNDED = "Cộng từ số đồng rồi làm tròn: tổng có thể lệch 0,1 so với cộng các dòng."
_REGISTER = (
    "Theo sổ đăng ký của toàn tỉnh, gồm cả nơi chưa có báo cáo được tiếp nhận; số ở các mục cộng "
    "từ các báo cáo đã tiếp nhận."
)
_SHARED = (
    "Sản phẩm ở địa bàn đã chia mà chưa xếp về một đơn vị được tính cho mỗi đơn vị; dòng Toàn tỉnh "
    "tính một lần."
)
_CUT = "Toàn tỉnh đã trừ số mà hai nơi báo cáo tính trùng."
_UNIT = Column(key="unit", title="Đơn vị", width=20)


def render(values, extension) -> bytes:
    """The report in one of FORMATS; all four say the same values."""
    if extension == "json":
        return json.dumps(values, ensure_ascii=False, indent=1, sort_keys=True).encode()
    if extension in PAPERS:
        return PAPERS[extension].render(paper(values))
    return xlsx.render_book(subject_of(values), book(values))


def subject_of(values) -> str:
    campaign, where = values["campaign"], values["province"]["name"]
    which = which_round(campaign["year"], campaign["number"])
    what = f"Kết quả thực hiện Chương trình OCOP {PERIODS[campaign['kind']]} {which}"
    return f"{what} trên địa bàn tỉnh {where}" if where else what


def _made_at(values):
    return datetime.fromisoformat(values["sealed_at"]) if "sealed_at" in values else None


# --- Tables ------------------------------------------------------------------------------------


def book(values) -> dict[str, Table]:
    """{name of a sheet: Table}."""
    tables = {"Số liệu": figures_table(values), "Phần lời": _texts(values)}
    return tables | dict(appendix_tables(values))


def figures_table(values) -> Table:
    section = Column(key="section", title="Mục", width=8)
    return _table(
        values,
        "Số liệu tổng hợp",
        (section, *_FIGURES),
        [(row["section"], *_cells(row)) for row in values["figures"]],
        notes=tuple(values["notes"]),
    )


def _cells(row):
    measure = row["measure"]
    numbers = (in_print(row[name], measure) for name in ("value", *BESIDE))
    return (row["label"], printed_measure(measure), *numbers)


def _texts(values):
    known = figures_of(values)
    columns = (
        Column(key="section", title="Mục", width=8),
        Column(key="title", title="Tên mục", width=36),
        Column(key="text", title="Nội dung", width=110),
    )
    rows = [
        (part["code"], part["title"], "\n".join(on_paper(part["text"], known)))
        for part in values["sections"]
    ]
    return _table(values, "Phần lời", columns, rows)


def appendix_tables(values) -> list[tuple[str, Table]]:
    """(name of its sheet, Table) of each appendix, in the order of the paper."""
    return [(sheet, make(values, values["appendices"][key])) for key, sheet, make in _APPENDICES]


def _results(values, made):
    columns = (
        _UNIT,
        *(
            Column(key=f"{title} {what}", title=what, group=title, **_NUMBER)
            for title in _FORMS
            for what in ("Đăng ký", "Công nhận")
        ),
        Column(key="planned", title="Đăng ký", group="Cộng", strong=True, **_NUMBER),
        Column(key="reached", title="Công nhận", group="Cộng", strong=True, **_NUMBER),
        Column(key="share", title="Đạt (%)", group="Cộng", **_NUMBER),
    )
    note = (
        "Công nhận: giấy chứng nhận cấp trong kỳ số liệu. Đăng ký: số đã khai trong kế hoạch của "
        "năm; đơn vị không được hỏi kế hoạch thì để trống."
    )
    rows, totals = [_reached(row) for row in made["rows"]], _reached(made["totals"])
    summed = made | {"rows": rows, "totals": totals}
    title = "Kết quả công nhận so với đăng ký theo đơn vị"
    return _appendix(values, title, columns, summed, notes=(note, *_of_register(made)))


def _of_register(made):
    """What a reader has to know of numbers that no report says."""
    return (_REGISTER, _SHARED) if made.get("shared") else (_REGISTER,)


def _reached(row):
    """The row with both sums and the per cent; nothing where one of them is not known."""
    planned, reached = row[1::2], row[2::2]
    sums = [None if None in part else sum(part) for part in (planned, reached)]
    return [*row, *sums, None if None in sums else ratio(sums[1], sums[0])]


def _valid(values, made):
    groups = (
        Column(key=group.name, title=group.label, group="Nhóm sản phẩm", width=11, **_NUMBER)
        for group in ProductGroup
    )
    columns = (
        _UNIT,
        Column(key="star", title="Hạng sao", width=8, **_NUMBER),
        *groups,
        Column(key="all", title="Cộng", strong=True, **_NUMBER),
    )
    title = "Sản phẩm còn hiệu lực theo đơn vị, hạng sao và nhóm sản phẩm"
    return _appendix(values, title, columns, made, notes=_of_register(made))


def _producers(values, made):
    columns = (
        Column(key="kind", title="Loại chủ thể", width=40),
        Column(key="all", title="Số chủ thể", strong=True, **_NUMBER),
        Column(key="women", title="Người đại diện là nữ", width=14, **_NUMBER),
        Column(
            key="minority", title="Người đại diện là người dân tộc thiểu số", width=18, **_NUMBER
        ),
    )
    title = "Chủ thể có sản phẩm còn hiệu lực"
    return _appendix(values, title, columns, made, notes=_of_register(made), landscape=False)


def _typed(title):
    def make(values, made):
        measures = [measure for _, _, measure in made["titles"]]
        columns = (
            Column(key="body", title="Nơi báo cáo", width=26),
            *(
                Column(key=code, title=f"{label} ({printed_measure(measure)})", width=16, **_NUMBER)
                for code, label, measure in made["titles"]
            ),
        )
        rows = [_of_money(row, measures) for row in made["rows"]]
        changed = made | {"rows": rows, "totals": _of_money(made["totals"], measures)}
        notes = [
            said for is_so, said in ((MONEY in measures, _ROUNDED), (made["double"], _CUT)) if is_so
        ]
        return _appendix(values, title, columns, changed, notes=tuple(notes))

    return make


def _of_money(row, measures):
    first, *numbers = row
    return [first, *map(in_print, numbers, measures)]


def _ended(values, made):
    columns = (
        Column(key="product", title="Sản phẩm", width=24),
        Column(key="producer", title="Chủ thể", width=26),
        Column(key="commune", title="Địa phương", width=18),
        Column(key="star", title="Hạng sao", width=7, **_NUMBER),
        Column(key="label", title="Số giấy", width=16),
        Column(key="on", title="Từ ngày", kind=Kind.DATE, width=11),
        Column(key="how", title="Tình trạng", width=12),
        Column(key="why", title="Lý do", width=30),
    )
    title = "Sản phẩm hết hạn, bị thu hồi giấy chứng nhận"
    return _appendix(values, title, columns, made, notes=_of_register(made))


# (key, name of the sheet, how its table is made)
_APPENDICES = (
    ("results", RESULTS, _results),
    ("valid", VALID, _valid),
    ("producers", "Chủ thể", _producers),
    ("money", "Nguồn vốn", _typed("Nguồn vốn ngân sách")),
    ("activities", "Tập huấn, xúc tiến", _typed("Tuyên truyền, tập huấn, xúc tiến thương mại")),
    ("ended", "Hết hạn, thu hồi", _ended),
)


def _appendix(values, title, columns, made, *, notes=(), landscape=True):
    blank = ("",) * (len(columns) - len(made["links"][0])) if made["links"] else ()
    return _table(
        values,
        title,
        columns,
        made["rows"],
        totals=tuple(made["totals"]) if made["rows"] else (),
        links=tuple((*links, *blank) for links in made["links"]),
        notes=notes if made["rows"] else ("Trong kỳ không có.",),
        landscape=landscape and bool(made["rows"]),
    )


def _table(values, title, columns, rows, **facts):
    start, end = (date.fromisoformat(day) for day in values["data"])
    return Table(
        title=title,
        subtitle=f"Số liệu từ {start:%d/%m/%Y} đến hết {end:%d/%m/%Y}",
        columns=tuple(columns),
        rows=tuple(map(tuple, rows)),
        stamp="" if "sealed_at" in values else DRAFT,
        made_at=_made_at(values),
        **facts,
    )


# --- Pictures ----------------------------------------------------------------------------------


def pictures(values) -> dict[str, Bars]:
    """{name of the appendix' sheet: Bars} where there is something to be seen."""
    found = {RESULTS: _against_plan(values), VALID: _by_unit(values)}
    return {name: bars for name, bars in found.items() if any(number for _, number in bars.rows)}


def _against_plan(values):
    totals = values["appendices"]["results"]["totals"][1:]
    whats = [f"{form}, {what}" for form in _FORMS for what in ("đăng ký", "công nhận")]
    rows = [(name, n) for name, n in zip(whats, totals, strict=False) if n is not None]
    planned, reached = ([n for n in totals[at::2] if n is not None] for at in (0, 1))
    title = f"Đã công nhận {localize(sum(reached))} sản phẩm"
    if planned:
        title += f", đăng ký {localize(sum(planned))}"
    return Bars(title, tuple(rows))


def _by_unit(values):
    numbers = {}
    for unit, _, *counts in values["appendices"]["valid"]["rows"]:
        numbers[unit] = numbers.get(unit, 0) + counts[-1]
    rows = sorted(numbers.items(), key=lambda pair: -pair[1])
    shown, others = rows[:DRAWN], rows[DRAWN:]
    if others:
        shown.append((f"{len(others)} đơn vị khác", sum(number for _, number in others)))
    return Bars(f"Sản phẩm còn hiệu lực: {of_units(list(numbers.items()))}", tuple(shown))


# --- Papers ------------------------------------------------------------------------------------


def paper(values, whose=DEPARTMENT, *, department="") -> Paper:
    """The department's report to the committee, or the committee's to the ministry.

    `department` is what it is called where it is not the one of the values.
    """
    appendices = tuple(_appendices(values))
    head, addressee, signature, closing = _PARTIES[whose](values, department)
    start, end = (day_in_text(date.fromisoformat(day)) for day in values["data"])
    said = (
        f"Số liệu tính từ ngày {start} đến hết ngày {end}; chi tiết tại các Phụ lục kèm theo "
        f"(Phụ lục I đến Phụ lục {_ROMAN[len(appendices) - 1]})."
    )
    made_at = _made_at(values)
    return Paper(
        name=subject_of(values),
        made_at=made_at,
        head=replace(head, day=made_at and made_at.date()),
        kind="BÁO CÁO",
        subject=subject_of(values),
        addressees=(addressee,) if addressee else (),
        blocks=(Paragraph(said), *sections(values), *_gaps(values), Paragraph(closing)),
        signatures=(signature,),
        receivers=("Như trên", "Lưu: VT"),
        appendices=appendices,
        stamp="" if made_at else DRAFT,
    )


def _of_department(values, department):
    where = values["province"]
    name = department or where["department"]
    above = where["committee"].replace("Ủy ban nhân dân", "UBND").upper()
    head = Head(
        superior=(above,) if above else (),
        issuer=(name.upper(),) if name else (),
        symbol=f"BC-{initials(name)}" if name else "",
        place=where["name"],
    )
    closing = f"Trên đây là {_about(values)}, {name or 'Sở'} báo cáo {where['committee']}./."
    return head, where["committee"], Signature("GIÁM ĐỐC"), closing


def _of_committee(values, _department):
    where = values["province"]
    head = Head(issuer=committee_lines(where["committee"]), symbol="BC-UBND", place=where["name"])
    closing = f"Trên đây là {_about(values)}, {where['committee']} báo cáo {where['ministry']}./."
    signature = Signature("CHỦ TỊCH", authority=("TM. ỦY BAN NHÂN DÂN",))
    return head, where["ministry"], signature, closing


_PARTIES = {DEPARTMENT: _of_department, COMMITTEE: _of_committee}


def _about(values):
    subject = subject_of(values)
    return f"{subject[0].lower()}{subject[1:]}"


def sections(values):
    """Each section's words, then its figures."""
    known = figures_of(values)
    for part in values["sections"]:
        rows = [row for row in values["figures"] if row["section"] == part["code"]]
        lines = on_paper(part["text"], known)
        if not (rows or lines):
            continue
        yield Heading(f"{part['code']}. {part['title']}", 2 if "." in part["code"] else 1)
        yield from map(Paragraph, lines)
        if rows:
            yield grid(Table(title="", columns=_FIGURES, rows=tuple(map(_cells, rows))), size=12)


def _gaps(values):
    yield Heading("Tình hình báo cáo", 1)
    yield from map(Paragraph, values["notes"])


def _appendices(values):
    tables = [table for _, table in appendix_tables(values)]
    made = [(table.title, table_blocks(table), table.landscape) for table in tables]
    if drawn := tuple(pictures(values).values()):
        made.append(("Biểu đồ", drawn, False))
    for number, (title, blocks, is_landscape) in zip(_ROMAN, made, strict=False):
        yield Appendix(
            title=title,
            source="(Kèm theo Báo cáo này)",
            blocks=blocks,
            label=f"Phụ lục {number}",
            is_landscape=is_landscape,
        )


_ROMAN = ("I", "II", "III", "IV", "V", "VI", "VII")
