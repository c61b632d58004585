"""Letters and minutes as papers, from what never changes any more."""

from datetime import date

from django.utils.text import capfirst

from products.certificates.decisions import decision_of
from products.certificates.letter_texts import paragraphs, signing, subject
from programs.citations import Citations, day_in_full, day_in_text, without_titles
from programs.models import Unit
from reports.papers.values import (
    Grid,
    GridColumn,
    GridRow,
    Head,
    HeadCell,
    Heading,
    Paper,
    Paragraph,
    Signature,
)

TEMPLATE = "letter-2"
MINUTES = "minutes-2"
KIND = "BB"
NO_REMARK = "Không có nhận xét khác."
_COLUMNS = (GridColumn(9, is_centred=True), GridColumn(46), GridColumn(15, is_centred=True))


def letter_paper(letter):
    """The công văn of a sealed letter (Nghị định 30/2020/NĐ-CP, Phụ lục III, Mẫu 1.5)."""
    values = letter.values()
    head, day = values["head"], date.fromisoformat(values["sent_on"])
    number, symbol = values["number"].split("/", 1)
    *authority, title = signing(values)
    return Paper(
        name=f"Công văn số {values['number']} về việc {subject(values)}",
        made_at=day,
        head=Head(
            superior=(head["above"].upper(),),
            issuer=(head["issuer"].upper(),),
            number=number,
            symbol=symbol,
            place=head["place"],
            day=day,
        ),
        subject=subject(values),
        addressees=(values["producer"], values["unit"]),
        blocks=tuple(Paragraph(text) for text in paragraphs(values)),
        signatures=(Signature(title, without_titles(values["signer"]), tuple(authority)),),
        receivers=("Như trên", f"Lưu: VT, {letter.symbol.rsplit('-', 1)[1]}"),
    )


def minutes_paper(inspection):
    """The biên bản of a post-check that was recorded (Mẫu 1.9)."""
    plan, certificate = inspection.plan, inspection.certificate
    inspectors, attendants = _lines(inspection.inspectors), _lines(inspection.attendants)
    witness = attendants[0] if attendants else certificate.product.producer.representative
    return Paper(
        name=f"Biên bản kiểm tra sản phẩm OCOP {certificate.product_name}",
        made_at=inspection.inspected_on,
        head=Head(
            superior=(plan.superior.upper(),) if plan.superior else (),
            issuer=(plan.body.upper(),),
            symbol=plan.symbol or KIND,
            place=Unit.objects.province_on(inspection.inspected_on).name,
            day=inspection.inspected_on,
        ),
        kind="BIÊN BẢN",
        subject="Kiểm tra sản phẩm OCOP sau công nhận",
        bases=(f"Căn cứ {plan.basis.removeprefix('Căn cứ ')}.",) if plan.basis else (),
        blocks=(
            *_opening(inspection),
            Heading("I. THÀNH PHẦN"),
            *(Paragraph(f"{place}. {line}") for place, line in enumerate(inspectors, 1)),
            *([Paragraph("Đại diện chủ thể, địa phương:")] if attendants else []),
            *(Paragraph(line, mark="-") for line in attendants),
            Heading("II. NỘI DUNG VÀ KẾT QUẢ KIỂM TRA"),
            _findings(inspection),
            Heading("III. NHẬN XÉT, KIẾN NGHỊ"),
            *map(Paragraph, _lines(inspection.conclusion) or (NO_REMARK,)),
            Paragraph(_closing(inspection)),
        ),
        signatures=(
            Signature("NGƯỜI GHI BIÊN BẢN", _name(inspectors[-1])),
            Signature("TRƯỞNG ĐOÀN KIỂM TRA", _name(inspectors[0])),
            Signature(
                "ĐẠI DIỆN CHỦ THỂ",
                _name(witness),
            ),
        ),
        receivers=("Chủ thể", "Lưu: VT, hồ sơ kiểm tra"),
    )


def _opening(inspection):
    certificate = inspection.certificate
    day = day_in_full(inspection.inspected_on)
    start = f"{_hour(inspection.started_at)}, " if inspection.started_at else ""
    place = inspection.place or str(certificate.product.commune)
    yield Paragraph(f"Thời gian: {start}{day}. Địa điểm: {place}.")
    yield Paragraph(
        f"Sản phẩm kiểm tra: {certificate.product_name}; {_named(certificate)}. "
        f"Chủ thể: {certificate.producer_name}."
    )


def _closing(inspection):
    end = ""
    if inspection.ended_at:
        end = f"Biên bản kết thúc lúc {_hour(inspection.ended_at)} cùng ngày. "
    return (
        f"{end}Chủ thể có quyền có ý kiến về biên bản này đến hết ngày "
        f"{day_in_text(inspection.reply_until)}. Biên bản đã được đọc lại cho những người có tên "
        "trên cùng nghe, thống nhất và ký tên./."
    )


def _hour(time):
    """The hour as minutes tell it: "08 giờ 30 phút"."""
    return f"{time:%H} giờ {time:%M} phút"


def _findings(inspection):
    rows = inspection.findings.order_by("position")
    return Grid(
        columns=(*_COLUMNS, GridColumn(30)),
        head=(tuple(map(HeadCell, ("STT", "Nội dung", "Kết quả", "Ghi chú"))),),
        rows=tuple(
            GridRow((str(place), row.text, capfirst(row.get_result_display()), row.note))
            for place, row in enumerate(rows, 1)
        ),
    )


def _named(certificate):
    """The paper with its decision, which alone names it where it has no number."""
    name = f"Giấy chứng nhận {certificate.star} sao"
    numbered = f"số {certificate.label}," if certificate.number else "theo"
    return f"{name} {numbered} {Citations().cite(decision_of(certificate))}"


def _lines(text):
    return tuple(line.strip() for line in text.splitlines() if line.strip())


def _name(line):
    """The name in "Ông Nguyễn Văn A, chuyên viên, Sở …": signatures bear no title before it."""
    return without_titles(line.split(",")[0])
