"""What a dossier still lacks, in the order of its forms (Phụ lục III, Decision 26/2026/QĐ-TTg)."""

from products.dossiers import evidence
from products.dossiers.clocks import criteria_set_of
from products.dossiers.sheets import load
from products.enums import DossierKind

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


def missing_in(dossier, *, answers=None, standing=None):
    """What the dossier still lacks, in words; empty where it is complete.

    `answers` is its answer sheet, `standing` its evidence.Standing, where they are read already.
    """
    missing = [] if dossier.product.product_set_id else ["bộ sản phẩm (sửa ở trang sản phẩm)"]
    missing += _unfilled(dossier.product.producer, PRODUCER_FACTS)
    missing += _unfilled(dossier, FORM_FACTS)
    if dossier.kind != DossierKind.FIRST and not dossier.changes:
        missing.append("thay đổi so với sản phẩm đã được công nhận")
    return [*missing, *_unassessed(dossier, answers), *_unproven(dossier, standing)]


def missing_in_report(dossier):
    """What the unit's own report (Mẫu 03) still lacks, in words."""
    report = getattr(dossier, "report", None)
    return _unfilled(report, REPORT_FACTS) if report else list(REPORT_FACTS.values())


def _unfilled(row, facts):
    return [words for name, words in facts.items() if not getattr(row, name)]


def _unassessed(dossier, answers):
    """Criteria without an answer, or a self-assessment by the sheet of another regulation, set."""
    if criteria_set_of(dossier) != dossier.criteria_set:
        yield "tự chấm theo đúng bộ tiêu chí (mở lại và lưu thông tin hồ sơ)"
    elif answers := answers or load(dossier):
        left = [leaf.criterion.code for leaf in answers.unanswered if leaf.is_counted]
        if left:
            yield (
                f"tự chấm: còn {len(left)} tiêu chí chưa trả lời ({', '.join(left)}); "
                "không đạt mức nào cũng là một câu trả lời"
            )


def _unproven(dossier, standing):
    """The samples and papers that the regulation asks for, and what contradicts itself."""
    stands = standing or evidence.standing(dossier)
    if stands.samples > (dossier.samples or 0):
        yield f"{stands.samples:02} mẫu sản phẩm (mới ghi {dossier.samples or 0})"
    if stands.lacking:
        yield f"giấy tờ bắt buộc, còn giá trị: {_labels(stands.lacking)}"
    if stands.unsaid:
        yield f"minh chứng, hoặc ghi rõ là không có: {_labels(stands.unsaid)}"
    if stands.contradicting:
        yield (
            "mâu thuẫn, vừa có giấy tờ vừa ghi là không có (hãy bỏ đánh dấu “không có”, hoặc xóa "
            f"giấy tờ): {_labels(stands.contradicting)}"
        )


def _labels(kinds):
    return ", ".join(kind.label for kind in kinds)
