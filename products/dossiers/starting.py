"""How a dossier is begun, from the last one where there is one, and how its forms are written."""

from products.certificates.history import chain_of, status_of
from products.dossiers.clocks import criteria_set_of
from products.dossiers.self_assessment import copy_answers
from products.dossiers.workflow import RENEWABLE, editing
from products.enums import IN_FORCE, STARS, CertificateStatus, DossierKind, DossierState
from products.models import CommuneReport, Dossier, Product
from programs import clock
from programs.acts import RowChanged, StepRefused, act
from programs.changes import differences
from programs.enums import UNIT_ROLES

LOWEST, HIGHEST = STARS[0][0], STARS[-1][0]
# What an upgrade or a re-evaluation takes over from the last dossier, to be brought up to date.
CARRIED = ("samples", "background", "results", "outlook", "absent_evidence")


# --- Beginning ---------------------------------------------------------------------------------


def starting_refusal(product, user):
    """The StepRefused that keeps this user from beginning a dossier of this product, or None."""
    if user.role not in UNIT_ROLES:
        return StepRefused("Chỉ cán bộ đơn vị được lập, sửa hồ sơ.", status=403, code="role")
    if product.merged_into_id:
        return StepRefused("Sản phẩm này đã gộp vào sản phẩm khác.", code="merged")
    if Dossier.objects.under_way().filter(product=product).exists():
        return StepRefused("Sản phẩm này đang có một hồ sơ chưa xong.", code="open")
    return None


def start(product, kind, star, *, by, key=None):
    """A new dossier; an upgrade and a re-evaluation start from the last one and the certificate."""
    with act(product, by, key, rows=Product.objects.all(), refusal=starting_refusal) as the:
        product = the.row
        dossier = Dossier(product=product, kind=kind, aimed_star=star, created_by=by)
        dossier.certificate = _certificate_for(product, kind, star)
        last = product.dossiers.exclude(state=DossierState.WITHDRAWN).order_by("pk").last()
        if last and kind != DossierKind.FIRST:
            dossier.follows = last
            for name in CARRIED:
                setattr(dossier, name, getattr(last, name))
        dossier.criteria_set = criteria_set_of(dossier)
        dossier.save()
        if dossier.follows:
            copy_answers(last, dossier)
        label = f"lập hồ sơ {dossier.get_kind_display()}"
        the.record("start_dossier", dossier, label=label, target=dossier.state)
    return dossier


def usual(product):
    """(kind, star) of the dossier that this product would have next; who begins it may differ."""
    latest = _latest_of(product)
    status = latest and status_of(latest)
    if status not in RENEWABLE:
        return DossierKind.FIRST, LOWEST
    if status == CertificateStatus.VALID and latest.star < HIGHEST:
        return DossierKind.UPGRADE, latest.star + 1
    return DossierKind.RE_EVALUATION, latest.star


def _latest_of(product):
    today = clock.today()
    return next((row for row in reversed(chain_of(product)) if row.issued_on <= today), None)


def _certificate_for(product, kind, star):
    """The certificate that this kind of dossier starts from, or StepRefused where none serves."""
    latest = _latest_of(product)
    status = latest and status_of(latest)
    if kind == DossierKind.FIRST:
        _refuse(status in IN_FORCE, "đang có giấy chứng nhận còn hiệu lực", latest)
        return None
    _refuse(latest is None, "chưa có giấy chứng nhận nào")
    if kind == DossierKind.UPGRADE:
        _refuse(status not in IN_FORCE, "không có giấy chứng nhận còn hiệu lực để nâng hạng")
        _refuse(star <= latest.star, f"đã có hạng {latest.star} sao")
    _refuse(status not in RENEWABLE, f"có giấy chứng nhận gần nhất “{status.label}”")
    return latest


def _refuse(stands_in_the_way, fact, certificate=None):
    if stands_in_the_way:
        which = f" ({certificate})" if certificate else ""
        sentence = f"Sản phẩm {fact}{which}: hãy chọn loại hồ sơ, hạng sao khác."
        raise StepRefused(sentence, status=422, code="kind")


# --- Writing -----------------------------------------------------------------------------------


def change(dossier, *, by, version, key=None):
    """Save what was typed into Mẫu 01 and 02, and find the sheet of the day of receipt anew.

    Answers to the sheet of another regulation or set are dropped: they mean nothing here. Raises
    RowChanged where the dossier is no longer the version that the page showed.
    """
    with editing(dossier, by, key, read=version or 0) as the:
        dossier.version = version + 1
        dossier.criteria_set = criteria_set_of(dossier)
        dossier.save()
        dossier.answers.exclude(criterion__criteria_set=dossier.criteria_set).delete()
        data = differences(the.row, dossier)
        the.record("change_dossier", label="sửa hồ sơ", data=data)


def write_report(report, *, by, version, key=None):
    """Save the unit's own report (Mẫu 03), which has the version of its dossier."""
    with editing(report.dossier, by, key) as the:
        theirs = CommuneReport.objects.filter(dossier=the.row).first()
        theirs = theirs or CommuneReport(dossier=the.row)
        if the.row.version != version:
            raise RowChanged(theirs)
        the.row.version = version + 1
        the.row.save(update_fields=["version", "changed_at"])
        report.save()
        data = differences(theirs, report)
        the.record("write_report", label="ghi báo cáo Mẫu 03", data=data)
