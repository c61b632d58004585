"""The three forms of a dossier as papers (Decision 26/2026/QĐ-TTg, Phụ lục III)."""

from collections.abc import Mapping
from itertools import chain

from django.utils import timezone

from products.dossiers import self_assessment
from products.enums import DossierKind, EvidenceKind
from products.models import CommuneReport, Document
from programs.citations import signing_lines, two_digits, unit_in_text, without_titles
from programs.enums import ProductGroup, UnitKind
from programs.succession import successors_on
from reports.papers.values import (
    Boxes,
    Fill,
    Grid,
    GridColumn,
    GridRow,
    Head,
    HeadCell,
    Heading,
    Paper,
    Paragraph,
    Place,
    Run,
    Signature,
    WritingLines,
)

SIZE = 13
EMPTY, TICKED = "□", "■"
UNKNOWN = "……………………"
BLANK_DAY = "…………, ngày …… tháng …… năm ……"

# Papers of item 7 of Mẫu 02, and the kind of evidence that shows them; "" is ticked by hand.
PAPERS = (
    ("Giấy đăng ký kinh doanh", EvidenceKind.BUSINESS_LICENCE),
    ("Công bố chất lượng sản phẩm", EvidenceKind.QUALITY_DECLARATION),
    ("Giấy chứng nhận cơ sở đủ điều kiện an toàn thực phẩm", ""),
    (
        "Giấy chứng nhận điều kiện sản xuất bắt buộc (nếu thuộc diện)",
        EvidenceKind.PRODUCTION_CONDITIONS,
    ),
    ("Giấy chứng nhận đăng ký nhãn hiệu", ""),
    ("Văn bản cho dùng chỉ dẫn địa lý, nhãn hiệu tập thể, nhãn hiệu chứng nhận", ""),
    ("Bằng độc quyền sáng chế, giải pháp hữu ích", ""),
    ("Bằng độc quyền kiểu dáng công nghiệp", ""),
    ("Giấy chứng nhận quyền tác giả", ""),
    ("Giấy tờ khác về sở hữu trí tuệ", ""),
)

# Titles of the four assessments of Mẫu 03, by their field.
ASSESSMENTS = {
    "origin": "Nguồn gốc sản phẩm, nguyên liệu địa phương",
    "labour": "Sử dụng lao động địa phương",
    "idea": "Nguồn gốc ý tưởng sản phẩm",
    "identity": "Bản sắc, trí tuệ địa phương",
}


def with_places(dossiers):
    """The dossiers with all that their forms name, up to the province."""
    return dossiers.select_related(
        "product__product_set",
        "product__commune__parent__parent",
        "product__producer__commune__parent__parent",
        "criteria_set__product_set",
        "follows",
        "report",
    )


def papers_of(dossier, user):
    """{kind of evidence: names} of the papers of the dossier that this reader may see."""
    names = {}
    for row in Document.objects.visible_to(user).filter(dossier=dossier).standing():
        names.setdefault(row.kind, []).append(row.title)
    return names


def dossier_form(dossier, number, papers: Mapping[str, list[str]] | None = None):
    """The form of this number ("01", "02", "03") as a Paper; KeyError for any other.

    What is not known is left to be written in. `papers` are the names of the dossier's papers by
    their EvidenceKind (papers_of); with_places() brings the dossier in a fixed number of queries.
    """
    return _BUILDERS[number](dossier, papers or {})


def _day(dossier):
    return dossier.received_on or timezone.localdate(dossier.created_at)


def _places(unit, day):
    """The unit and those above it, as they are on this day; of one that was split, as it was."""
    today = successors_on(unit, day)
    unit = today[0] if len(today) == 1 else unit
    places = [unit]
    while unit := unit.parent:
        places.append(unit)
    return places


def _province(dossier):
    places = _places(dossier.product.commune, _day(dossier))
    return next((unit.name for unit in places if unit.kind == UnitKind.PROVINCE), UNKNOWN)


def _address(dossier):
    producer = dossier.product.producer
    places = (unit_in_text(str(unit)) for unit in _places(producer.commune, _day(dossier)))
    return ", ".join(filter(None, [producer.address, *places]))


def _contact(dossier):
    producer = dossier.product.producer
    return "; ".join(filter(None, [producer.phone, producer.email]))


def _tick(is_ticked, text):
    return Paragraph(text, mark=TICKED if is_ticked else EMPTY, place=Place.LEFT)


def _said(text):
    """What was written in a field of several lines, or lines to write on."""
    found = [Paragraph(line) for line in text.splitlines() if line.strip()]
    return found or [WritingLines()]


def _written(day):
    return f"{day:%d/%m/%Y}" if day else ""


# --- Mẫu 01 ------------------------------------------------------------------------------------


def _registration(dossier, _papers):
    """Mẫu 01, phiếu đăng ký đánh giá, phân hạng."""
    producer = dossier.product.producer
    return Paper(
        name="Phiếu đăng ký đánh giá, phân hạng sản phẩm OCOP",
        made_at=dossier.changed_at,
        head=Head(issuer=()),
        kind="PHIẾU ĐĂNG KÝ ĐÁNH GIÁ, PHÂN HẠNG SẢN PHẨM OCOP",
        subject=f"Tỉnh {_province(dossier)}, năm {_day(dossier).year}",
        blocks=(*_registered(dossier), *_enclosed(dossier)),
        signatures=(_signs(producer, "NGƯỜI ĐẠI DIỆN"),),
        after=(Heading("Phần dành cho cơ quan quản lý"), _official(dossier)),
        size=SIZE,
        form="Mẫu số 01",
    )


def _registered(dossier):
    product, producer = dossier.product, dossier.product.producer
    chosen = product.product_set
    kinds = (f"{TICKED if kind == dossier.kind else EMPTY} {kind.label}" for kind in DossierKind)
    return (
        Fill("1. Tên đơn vị", producer.name),
        Fill("Người đại diện pháp lý", producer.representative),
        Fill("Chức vụ", producer.job_title),
        Fill("Địa chỉ liên hệ", _address(dossier)),
        Fill("Điện thoại, thư điện tử", _contact(dossier)),
        Fill("2. Tên sản phẩm", product.name),
        Fill("3. Ngành", product.get_product_group_display()),
        Fill("Nhóm", chosen.category if chosen else ""),
        Fill("Phân nhóm (bộ sản phẩm)", str(chosen or "")),
        Paragraph(f"4. Đăng ký: {'; '.join(kinds)}.", place=Place.LEFT),
    )


def _enclosed(dossier):
    samples = "không cần (dịch vụ du lịch)"
    if dossier.product.product_group != ProductGroup.TOURISM:
        samples = f"{dossier.samples:02}" if dossier.samples is not None else ""
    return (
        Paragraph("5. Gửi kèm: báo cáo theo bộ tiêu chí (bản gốc và bản điện tử)."),
        Fill("Số sản phẩm mẫu", samples),
        Paragraph(
            "Chúng tôi cam kết các thông tin trong hồ sơ là đúng sự thật và tuân thủ các quy định "
            "của Chương trình.",
            mark=TICKED if dossier.is_pledged else EMPTY,
        ),
    )


def _official(dossier):
    received = (dossier.form_number, dossier.received_on), ("", dossier.accepted_on)
    offices = ("UBND cấp xã", "Cơ quan quản lý OCOP cấp tỉnh")
    return Boxes(
        tuple(
            (
                Paragraph((Run(office, bold=True),), place=Place.LEFT),
                Fill("Số phiếu", number),
                Fill("Ngày nhận", _written(day)),
                Fill("Người tiếp nhận"),
                Paragraph("Cơ quan tiếp nhận (ký, đóng dấu, họ tên)", place=Place.LEFT),
                WritingLines(2),
            )
            for office, (number, day) in zip(offices, received, strict=True)
        )
    )


def _signs(producer, title):
    """The producer's own signature; the forms tell the day above it."""
    note = "(ký, đóng dấu)"
    return Signature(title, without_titles(producer.representative), note=note, day=BLANK_DAY)


# --- Mẫu 02 ------------------------------------------------------------------------------------


def _assessment(dossier, papers):
    """Mẫu 02, báo cáo tự đánh giá."""
    producer = dossier.product.producer
    return Paper(
        name="Báo cáo tự đánh giá sản phẩm OCOP",
        made_at=dossier.changed_at,
        head=Head(issuer=(producer.name.upper(),)),
        kind="BÁO CÁO TỰ ĐÁNH GIÁ",
        subject=f"Sản phẩm: {dossier.product.name}",
        blocks=(
            *_general(dossier, papers),
            *_results(dossier),
            Heading("III. KẾT QUẢ TỰ ĐÁNH GIÁ THEO BỘ TIÊU CHÍ"),
            *_scores(dossier),
            Heading("Danh mục minh chứng", 3),
            *_evidence(papers),
            Heading("IV. KẾ HOẠCH PHÁT TRIỂN SẢN PHẨM"),
            *_said(dossier.outlook),
        ),
        signatures=(_signs(producer, "ĐẠI DIỆN PHÁP LUẬT"),),
        size=SIZE,
        form="Mẫu số 02",
    )


def _applicant(dossier):
    """Who brings the product forward, as Mẫu 02 and 03 begin."""
    producer = dossier.product.producer
    return (
        Fill("1. Tên chủ thể", producer.name),
        Fill("2. Loại hình", producer.get_kind_display()),
        Fill("3. Địa chỉ", _address(dossier)),
    )


def _representative(dossier, number):
    """Who speaks for the producer, as both ask it."""
    producer = dossier.product.producer
    return (
        Fill(f"{number}. Người đại diện", producer.representative),
        Fill("Chức vụ", producer.job_title),
        Fill("Giới tính", producer.get_gender_display()),
        Fill("Dân tộc", producer.ethnicity or ("thiểu số" * producer.is_ethnic_minority)),
        Fill("Nơi thường trú", producer.residence),
    )


def _general(dossier, papers):
    producer = dossier.product.producer
    return (
        Heading("I. THÔNG TIN CHUNG"),
        *_applicant(dossier),
        Fill("4. Điện thoại, thư điện tử", _contact(dossier)),
        *_representative(dossier, 5),
        Fill("6. Số giấy đăng ký kinh doanh", producer.registration_number),
        Fill("Ngày thành lập hoặc ngày đăng ký", _written(producer.registered_on)),
        Fill("7. Sản phẩm, dịch vụ", dossier.product.name),
        Fill("Quy cách, tiêu chuẩn"),
        *(_tick(kind in papers, label) for label, kind in PAPERS),
        Heading("8, 9. Quá trình hình thành, cơ cấu tổ chức", 3),
        *_said(dossier.background),
    )


def _results(dossier):
    yield Heading("II. KẾT QUẢ THỰC HIỆN PHƯƠNG ÁN SẢN XUẤT, KINH DOANH")
    yield from _said(dossier.results)
    if dossier.kind != DossierKind.FIRST:
        yield Heading("Thay đổi so với sản phẩm đã được công nhận", 3)
        yield from _said(dossier.changes)
        yield from (Paragraph(change, mark="-") for change in _option_changes(dossier))


def _option_changes(dossier):
    """What is answered otherwise than in the dossier before, a sentence each."""
    if dossier.follows:
        for change in self_assessment.changes_since(dossier.follows, dossier):
            was, now = (each or "chưa chọn" for each in (change.before, change.after))
            yield f"{change.criterion}: từ “{was}” thành “{now}”."


def _scores(dossier):
    answers = self_assessment.load(dossier)
    if not answers:
        return [WritingLines()]
    left = len(answers.unanswered)
    open_ones = f" Còn {two_digits(left)} tiêu chí chưa chọn mức, tính 0 điểm." if left else ""
    text = f"Bộ sản phẩm: {dossier.criteria_set.product_set}. Minh chứng xếp theo thứ tự tiêu chí."
    return [Paragraph(f"{text}{open_ones}"), _score_grid(answers)]


def _score_grid(answers):
    titles = ("Mã", "Tiêu chí", "Mức tự chấm", "Tối đa", "Điểm", "Minh chứng")
    number = GridColumn(9, is_centred=True)
    columns = (number, GridColumn(34), GridColumn(27), number, number, GridColumn(21))
    total = GridRow(("Tổng điểm tự chấm", "", str(answers.total), ""), level=2, spans=3)
    rows = chain(map(_score_row, answers.nodes), [total])
    return Grid(columns, (tuple(map(HeadCell, titles)),), tuple(rows), size=11)


def _score_row(node):
    criterion, chosen = node.criterion, node.chosen
    points = str(node.points) if node.children or chosen else ""
    option = chosen.label if chosen else ""
    cells = (criterion.code, criterion.title, option, str(criterion.max_points), points)
    return GridRow((*cells, node.evidence), level=node_level(node))


def node_level(node):
    """How a row of a sheet stands: a part on grey, a section in bold, a criterion plainly."""
    return (1 if node.level else 2) if node.children else 0


def _evidence(papers):
    for place, kind in enumerate(EvidenceKind, 1):
        names = "; ".join(papers.get(kind, ()))
        yield _tick(kind in papers, f"{place}. {kind.label}{f': {names}' if names else ''}")


# --- Mẫu 03 ------------------------------------------------------------------------------------


def _report(dossier, _papers):
    """Mẫu 03, báo cáo của Ủy ban nhân dân cấp xã."""
    report = getattr(dossier, "report", None) or CommuneReport()
    commune, *_ = _places(dossier.product.commune, _day(dossier))
    number, _, symbol = report.number.partition("/")
    province, product = _province(dossier), dossier.product.name
    *authority, title = _signs_for_commune(report.signer_title)
    return Paper(
        name="Báo cáo của Ủy ban nhân dân cấp xã về sản phẩm OCOP",
        made_at=dossier.changed_at,
        head=Head(
            issuer=("ỦY BAN NHÂN DÂN", str(commune).upper()),
            number=number,
            symbol=symbol or "BC-UBND",
            place=commune.name,
            day=report.signed_on,
        ),
        kind="BÁO CÁO",
        subject=f"Về sản phẩm “{product}” đăng ký đánh giá, phân hạng năm {_day(dossier).year}",
        blocks=(
            Heading("I. THÔNG TIN CHUNG"),
            *_applicant(dossier),
            *_representative(dossier, 4),
            Fill("5. Sản phẩm đăng ký", product),
            Heading("II. ĐÁNH GIÁ CỦA ỦY BAN NHÂN DÂN CẤP XÃ"),
            *_four(report),
            Heading("III. ĐỀ XUẤT, KIẾN NGHỊ"),
            *(Paragraph(line) for line in report.proposal.splitlines() if line.strip()),
            Paragraph(f"Đề nghị Ủy ban nhân dân tỉnh {province} đánh giá, phân hạng sản phẩm./."),
        ),
        signatures=(
            Signature(
                title,
                without_titles(report.signer),
                tuple(authority),
                note="(ký, đóng dấu)",
            ),
        ),
        receivers=(f"UBND tỉnh {province}", "Lưu: VT"),
        size=SIZE,
    )


def _signs_for_commune(title):
    """The lines above the signature: a deputy signs for the chair; one unknown is left to write."""
    deputy = ", KT. CHỦ TỊCH" if title.upper().startswith("PHÓ") else ""
    return signing_lines(f"TM. ỦY BAN NHÂN DÂN{deputy}", title or UNKNOWN)


def _four(report):
    for place, (name, title) in enumerate(ASSESSMENTS.items(), 1):
        yield Heading(f"{place}. {title}", 2)
        yield from _said(getattr(report, name))


_BUILDERS = {"01": _registration, "02": _assessment, "03": _report}
FORMS = tuple(_BUILDERS)
