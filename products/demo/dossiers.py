"""Illustrative dossiers of the shown unit, one in each state that a newcomer should see.

They are told by the rules that the pages use, on the day on which the demonstration is filled.
"""

from decimal import Decimal
from operator import attrgetter

from django.utils import timezone

from products.certificates.history import with_status
from products.demo.data import NOTE
from products.dossiers.self_assessment import load, save_answers
from products.dossiers.starting import change, start, write_report
from products.dossiers.workflow import DOSSIER_PROCEDURE
from products.enums import IN_FORCE, DossierKind, EvidenceKind
from products.models import Certificate, CommuneReport
from programs.scoping import own_ground

THREE, FOUR = 3, 4
WORDS = {
    "background": "Hợp tác xã thành lập năm 2018, có 12 thành viên.",
    "results": "Doanh thu năm trước 900 triệu đồng, tăng 12 phần trăm.",
    "changes": "Đã đăng ký nhãn hiệu, thêm mã truy xuất nguồn gốc.",
    "outlook": "Mở rộng vùng nguyên liệu thêm 5 ha trong hai năm.",
}
# What is done to each dossier after it was begun: by whom, which step.
STORIES = (
    (),
    (("officer", "submit"),),
    (("officer", "submit"), ("leader", "forward")),
    (("officer", "submit"), ("leader", "forward"), ("staff", "return")),
    (
        ("officer", "submit"),
        ("leader", "forward"),
        ("staff", "accept"),
        ("staff", "enter_session"),
        ("staff", "conclude"),
    ),
)


def fill_dossiers(officer, leader, staff):
    """Upgrades of products of the officer's unit; a unit with too few of them has fewer."""
    people = {"officer": officer, "leader": leader, "staff": staff}
    ground = own_ground(officer).values("pk")
    rows = with_status(Certificate.objects.issued(), timezone.localdate())
    rows = rows.filter(product__commune__in=ground, star=THREE, status__in=IN_FORCE)
    rows = rows.select_related("product").order_by("pk")
    for certificate, steps in zip(rows, STORIES, strict=False):
        _tell(certificate.product, steps, people)


def _tell(product, steps, people):
    officer = people["officer"]
    dossier = start(product, DossierKind.UPGRADE, FOUR, by=officer)
    _fill_in(dossier, officer, is_whole=bool(steps))
    if steps:
        _report(dossier, officer)
    for who, name in steps:
        DOSSIER_PROCEDURE.take(dossier, name, by=people[who], answers=_answers())


def _fill_in(dossier, officer, *, is_whole):
    """The texts, and the best option of every criterion, or of each second one."""
    for name, text in WORDS.items():
        setattr(dossier, name, f"{text} {NOTE}" if name == "background" else text)
    dossier.samples, dossier.is_pledged = 5, is_whole
    dossier.received_on = timezone.localdate() if is_whole else None
    dossier.absent_evidence = EvidenceKind.values if is_whole else []
    change(dossier, by=officer, version=dossier.version)
    sheet = load(dossier)
    if sheet is None:  # on a day of an older law, whose sheets are not known
        return
    leaves = sheet.leaves if is_whole else sheet.leaves[::2]
    best = {leaf.criterion.pk: max(leaf.options, key=attrgetter("points")).pk for leaf in leaves}
    save_answers(dossier, best, {}, by=officer, version=dossier.version)


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


def _answers():
    return {
        "note": "Bổ sung phiếu kiểm nghiệm còn hiệu lực.",
        "mean": Decimal("82.75"),
        "star": 4,
        "concluded_on": timezone.localdate(),
    }
