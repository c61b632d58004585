"""What a dossier still lacks, in the order of its forms (Phụ lục III, Decision 26/2026/QĐ-TTg)."""

from dataclasses import dataclass

from django.db.models import Model
from django.urls import reverse

from products.dossiers import evidence
from products.dossiers.clocks import criteria_set_of
from products.dossiers.sheets import load
from products.enums import DossierKind
from programs.next_acts import Checklist, Item
from programs.text import in_figures

# Fields of the forms that must be filled in, by the words in which a refusal names them.
PRODUCER_FACTS = {
    "representative": "người đại diện của chủ thể (sửa ở trang chủ thể)",
    "address": "địa chỉ của chủ thể (sửa ở trang chủ thể)",
    "phone": "điện thoại của chủ thể (sửa ở trang chủ thể)",
}
FORM_FACTS = {
    "received_on": "ngày nhận đủ hồ sơ",
    "is_pledged": "cam kết của chủ thể",
    "background": "thông tin chung (Mẫu 02, mục I)",
    "results": "kết quả thực hiện phương án (Mẫu 02, mục II)",
    "outlook": "kế hoạch phát triển (Mẫu 02, mục IV)",
}
REPORT_FACTS = {
    "number": "số báo cáo",
    "signed_on": "ngày ký",
    "signer": "người ký",
    "origin": "đánh giá nguồn gốc sản phẩm, nguyên liệu",
    "labour": "đánh giá sử dụng lao động",
    "idea": "đánh giá nguồn gốc ý tưởng",
    "identity": "đánh giá bản sắc, trí tuệ địa phương",
    "proposal": "đề xuất, kiến nghị",
}

# Where on the dossier's page a part is read that is whole, by the page that mends it.
READ_AT = {
    "products:product_update": "#thong-tin",
    "products:producer_update": "#thong-tin",
    "products:dossier_update": "#mau",
    "products:dossier_report": "#mau",
    "products:dossier_answers": "#diem",
    "products:document_add": "#giay-to",
}


@dataclass(frozen=True)
class Part:
    """A part of a dossier: what it still lacks, in words, and what is there otherwise.

    `page` is the URL name where it is mended, `of` the row of that page, `query` what it is told.
    `shown` says beside the label what is lacking, where the words name it once more.
    """

    label: str
    lacks: tuple[str, ...]
    page: str
    act: str
    of: Model
    query: str = ""
    said: str = "đã đủ"
    shown: str = ""

    @property
    def url(self):
        return reverse(self.page, args=[self.of.pk]) + self.query


def parts(dossier, *, answers=None, standing=None):
    """The parts that make a dossier whole, but for the unit's own report.

    `answers` is its answer sheet, `standing` its evidence.Standing, where they are read already.
    """
    stands = standing or evidence.standing(dossier)
    return [*_facts(dossier), _assessment(dossier, answers), *_evidence(dossier, stands)]


def missing_in(dossier, **known):
    """What the dossier still lacks, in words; empty where it is complete."""
    return [words for part in parts(dossier, **known) for words in part.lacks]


def missing_in_report(dossier):
    """What the unit's own report (Mẫu 03) still lacks, in words."""
    report = getattr(dossier, "report", None)
    return _unfilled(report, REPORT_FACTS) if report else list(REPORT_FACTS.values())


def checklist_of(dossier, papers, *, may_edit, **known) -> Checklist:
    """What is left, each with its page for who `may_edit`; `papers` are (section, document)s."""
    report = Part(
        "Báo cáo của cấp xã (Mẫu 03)",
        tuple(missing_in_report(dossier)),
        "products:dossier_report",
        "Ghi báo cáo",
        dossier,
    )
    return Checklist([_item(part, papers, may_edit) for part in (*parts(dossier, **known), report)])


def _item(part, papers, may_edit):
    """Where a part is whole, it leads to the paper that proves it, or to where it is read."""
    if part.lacks:
        url, act = (part.url, part.act) if may_edit else ("", "")
        return Item(part.label, (part.shown,) if part.shown else part.lacks, url=url, act=act)
    paper = papers.get(part.label)
    said, url = (paper.name, paper.get_absolute_url()) if paper else (part.said, READ_AT[part.page])
    return Item(part.label, said=said, url=url)


def _unfilled(row, facts):
    return [words for name, words in facts.items() if not getattr(row, name)]


def _facts(dossier):
    product, producer = dossier.product, dossier.product.producer
    has_set, edit = bool(product.product_set_id), "products:dossier_update"
    yield Part(
        "Bộ sản phẩm",
        () if has_set else ("bộ sản phẩm (sửa ở trang sản phẩm)",),
        "products:product_update",
        "Chọn bộ sản phẩm",
        product,
        said=str(product.product_set) if has_set else "",
    )
    yield Part(
        "Thông tin chủ thể",
        tuple(_unfilled(producer, PRODUCER_FACTS)),
        "products:producer_update",
        "Sửa chủ thể",
        producer,
    )
    lacks = _unfilled(dossier, FORM_FACTS)
    if dossier.kind != DossierKind.FIRST and not dossier.changes:
        lacks.append("thay đổi so với sản phẩm đã được công nhận")
    label = "Phiếu đăng ký, báo cáo của chủ thể (Mẫu 01, 02)"
    yield Part(label, tuple(lacks), edit, "Điền Mẫu 01, 02", dossier)


def _assessment(dossier, answers):
    """Criteria without an answer, or a self-assessment by the sheet of another regulation, set."""
    lacks, page, act = (), "products:dossier_answers", "Tự chấm điểm"
    said = "chấm trên phiếu giấy"
    if criteria_set_of(dossier) != dossier.criteria_set:
        lacks = ("tự chấm theo đúng bộ tiêu chí (mở lại và lưu thông tin hồ sơ)",)
        page, act = "products:dossier_update", "Mở thông tin"
    elif answers := answers or load(dossier):
        left = [leaf.criterion.code for leaf in answers.unanswered]
        said = f"{in_figures(answers.total)} điểm"
        if left:
            words = f"tự chấm: còn {len(left)} tiêu chí chưa trả lời ({', '.join(left)})"
            lacks = (f"{words}; không đạt mức nào cũng là một câu trả lời",)
    return Part("Tự chấm điểm", lacks, page, act, dossier, said=said)


def _evidence(dossier, stands):
    """The samples and papers that the regulation asks for, and what contradicts itself."""
    edit, file = "products:dossier_update", "products:document_add"
    if stands.samples:
        sent = dossier.samples or 0
        lacks = (f"{stands.samples:02} mẫu sản phẩm (mới ghi {sent})",)
        lacks = lacks if stands.samples > sent else ()
        yield Part("Mẫu sản phẩm", lacks, edit, "Ghi số mẫu", dossier, said=f"{sent} mẫu")
    for kind in stands.mandatory:
        lacks = (f"giấy tờ bắt buộc, còn giá trị: {kind.label}",) if kind in stands.lacking else ()
        yield Part(
            kind.label,
            lacks,
            file,
            "Tải lên",
            dossier,
            query=f"?loai={kind.value}",
            shown="bắt buộc, chưa có bản còn giá trị",
        )
    unsaid = [f"minh chứng, hoặc ghi rõ là không có: {_labels(stands.unsaid)}"]
    yield Part(
        "Minh chứng khác",
        tuple(unsaid) if stands.unsaid else (),
        file,
        "Tải lên",
        dossier,
        query=f"?loai={stands.unsaid[0].value}" if stands.unsaid else "",
        said="đã có, hoặc đã ghi là không có",
    )
    if stands.contradicting:
        words = (
            "mâu thuẫn, vừa có giấy tờ vừa ghi là không có (hãy bỏ đánh dấu “không có”, hoặc xóa "
            f"giấy tờ): {_labels(stands.contradicting)}"
        )
        yield Part("Giấy tờ ghi là không có", (words,), edit, "Bỏ đánh dấu", dossier)


def _labels(kinds):
    return ", ".join(kind.label for kind in kinds)
