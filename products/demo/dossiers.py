"""Illustrative dossiers of the shown unit, one in each state that a newcomer should see.

They are told by the rules that the pages use, on the day on which the demonstration is filled.
"""

import hashlib
import uuid
from datetime import timedelta
from functools import cache

from django.core.files.base import ContentFile
from django.db.models import Min
from django.utils import timezone
from django.utils.html import format_html

from products.certificates.history import with_status
from products.demo.data import NOTE
from products.dossiers import filing
from products.dossiers.self_assessment import save_answers
from products.dossiers.sheets import load
from products.dossiers.starting import change, start, write_report
from products.dossiers.workflow import DOSSIER_PROCEDURE
from products.enums import IN_FORCE, DossierKind, EvidenceKind
from products.models import Certificate, CommuneReport, Dossier
from programs.answer_sheet import NONE_MET
from programs.scoping import own_ground
from programs.uploads.accepting import Accepted

THREE, FOUR = 3, 4
WORDS = {
    "background": "Hợp tác xã thành lập năm 2018, có 12 thành viên.",
    "results": "Doanh thu năm trước 900 triệu đồng, tăng 12 phần trăm.",
    "changes": "Đã đăng ký nhãn hiệu, thêm mã truy xuất nguồn gốc.",
    "outlook": "Mở rộng vùng nguyên liệu thêm 5 ha trong hai năm.",
}
# The papers that are filed; each producer says of the other kinds that there is none.
PAPERS = {
    EvidenceKind.BUSINESS_LICENCE: "Giấy chứng nhận đăng ký hợp tác xã",
    EvidenceKind.PRODUCTION_CONDITIONS: "Giấy chứng nhận cơ sở đủ điều kiện an toàn thực phẩm",
    EvidenceKind.MATERIALS: "Hợp đồng liên kết sản xuất với 12 hộ",
    EvidenceKind.LABOUR: "Danh sách lao động địa phương",
    EvidenceKind.INTELLECTUAL_PROPERTY: "Quyết định chấp nhận đơn đăng ký nhãn hiệu",
    EvidenceKind.STORY: "Câu chuyện sản phẩm",
    EvidenceKind.QUALITY_DECLARATION: "Bản tự công bố sản phẩm",
    EvidenceKind.TEST_REPORT: "Phiếu kết quả kiểm nghiệm",
    EvidenceKind.TRACEABILITY: "Mã truy xuất nguồn gốc",
}
VALID = timedelta(days=300)
RETURNED = "Bổ sung phiếu kiểm nghiệm còn hiệu lực."
# Of each so many criteria one is answered below its best level, of these a third with no level.
BELOW = 4
# What is done to each dossier after it was begun: by whom, which step.
STORIES = (
    (),
    (("officer", "submit"),),
    (("officer", "submit"), ("leader", "forward")),
    (("officer", "submit"), ("leader", "forward"), ("staff", "return")),
)
# Of those that wait for a Council: of the province, and of a district under Decision 148/QĐ-TTg.
ACCEPTED = (("officer", "submit"), ("leader", "forward"), ("staff", "accept"))
CHECKED = (("officer", "submit"),)


def fill_dossiers(officer, leader, staff, stories=STORIES, *, one_a_producer=False):
    """Upgrades of products of the officer's unit; a unit with too few of them has fewer."""
    rows = with_status(Certificate.objects.issued(), timezone.localdate())
    rows = rows.filter(star=THREE, status__in=IN_FORCE)
    if one_a_producer:
        firsts = rows.order_by().values("product__producer").annotate(first=Min("pk"))
        rows = rows.filter(pk__in=firsts.values("first"))
    _tell_of(rows, stories, (officer, leader, staff), DossierKind.UPGRADE, FOUR)


def fill_re_evaluations(officer, count, before):
    """Re-evaluations of so many of the unit's certificates that were issued before this day."""
    rows = Certificate.objects.issued().filter(star=THREE, issued_on__lt=before)
    people = (officer, None, None)
    _tell_of(rows, (CHECKED,) * count, people, DossierKind.RE_EVALUATION, THREE)


def _tell_of(certificates, stories, people, kind, star):
    ground = own_ground(people[0]).values("pk")
    rows = certificates.filter(product__commune__in=ground).select_related("product")
    rows = rows.exclude(product__in=Dossier.objects.under_way().values("product"))
    papers = {name: _paper(title) for name, title in PAPERS.items()}
    people = dict(zip(("officer", "leader", "staff"), people, strict=True))
    for number, (certificate, steps) in enumerate(zip(rows.order_by("pk"), stories, strict=False)):
        dossier = start(certificate.product, kind, star, by=people["officer"])
        _tell(dossier, steps, people, papers, number)


def _tell(dossier, steps, people, papers, number):
    officer = people["officer"]
    filed = papers if steps else {kind: papers[kind] for kind in list(papers)[:2]}
    for kind, data in filed.items():
        _file(dossier, kind, data, officer)
    _fill_in(dossier, officer, number, is_whole=bool(steps))
    if steps:
        _report(dossier, officer)
    for who, name in steps:
        DOSSIER_PROCEDURE.take(dossier, name, by=people[who], answers={"note": RETURNED})


@cache
def _paper(title):
    """One page that says what it would be."""
    from weasyprint import HTML  # noqa: PLC0415 -- it starts slowly, and few fill a demonstration

    page = "<html lang='vi'><title>{}</title><h1>{}</h1><p>{}</p></html>"
    return HTML(string=format_html(page, title, title, NOTE)).write_pdf()


def _file(dossier, kind, data, officer):
    stored = ContentFile(data, name=f"{uuid.uuid4().hex}.pdf")
    paper = Accepted(stored, f"{kind}.pdf", "pdf", hashlib.sha256(data).hexdigest(), pages=1)
    today = timezone.localdate()
    valid_until = today + VALID if kind == EvidenceKind.TEST_REPORT else None
    facts = {"kind": kind, "title": PAPERS[kind], "issued_on": today, "valid_until": valid_until}
    filing.add(dossier, [paper], facts, by=officer)


def _fill_in(dossier, officer, number, *, is_whole):
    """The texts, and good levels of every criterion, or of each second one."""
    for name, text in WORDS.items():
        setattr(dossier, name, f"{text} {NOTE}" if name == "background" else text)
    dossier.samples, dossier.is_pledged = 5, is_whole
    dossier.received_on = timezone.localdate() if is_whole else None
    absent = [kind for kind in EvidenceKind if kind not in PAPERS]
    dossier.absent_evidence = absent if is_whole else []
    change(dossier, by=officer, version=dossier.version)
    if sheet := load(dossier):  # on a day of an older law its sheets are not known
        leaves = sheet.leaves if is_whole else sheet.leaves[::2]
        choices = dict(_choices(leaves, {leaf.criterion.needs for leaf in sheet.leaves}, number))
        save_answers(dossier, choices, {}, by=officer, version=dossier.version)


def _choices(leaves, needed, number):
    """(criterion, level) for each: the best, but for some that others do not hang on."""
    for place, leaf in enumerate(leaves, number):
        levels = sorted((option.points, option.pk) for option in leaf.options)
        if place % BELOW == 0 and leaf.criterion not in needed:
            is_none = leaf.may_meet_none and place % (3 * BELOW) == 0
            levels = [(0, NONE_MET)] if is_none else levels[:-1] or levels
        yield leaf.criterion.pk, levels[-1][1]


def _report(dossier, officer):
    texts = dict.fromkeys(["origin", "labour", "idea", "identity"], "Đạt yêu cầu của địa phương.")
    report = CommuneReport(
        dossier=dossier,
        number="12/BC-UBND",
        signed_on=timezone.localdate(),
        signer="Ông Nguyễn Văn Mẫu",
        proposal="Đề nghị tỉnh đánh giá, phân hạng.",
        **texts,
    )
    dossier.refresh_from_db(fields=["version"])
    write_report(report, by=officer, version=dossier.version)
