"""From a result to a certificate, and what may become of it: prepare, issue, reinstate."""

from dataclasses import replace
from functools import partial

from django.db import transaction
from django.forms import Textarea

from products.certificates import numbering, particulars
from products.certificates.history import chain_of, refuse_overlap, status_of, with_worth
from products.certificates.news import CERTIFICATE_NEWS
from products.enums import (
    IN_FORCE,
    CertificateState,
    CertificateStatus,
    EventKind,
)
from products.ground.words import keep_words
from products.models import Certificate, CertificateEvent, Product
from programs import audit, clock
from programs.acts import act, refuse_moved
from programs.enums import ADMIN, DEPARTMENT, Clock, LegalEvent, Role
from programs.fields import DayField, line, lines
from programs.regulations import end_of, period_of, regulation_for
from programs.workflow import Ask, Procedure, Step, StepRefused, as_texts

NOTE = Ask("note", "Lý do")
DECISION = (
    Ask("decision_number", "Số quyết định", field=partial(line, max_length=60)),
    Ask("decision_date", "Ngày quyết định", field=DayField, help_text="Ngày ký quyết định."),
)
SIGNATURE = (
    Ask(
        "signer_authority",
        "Quyền hạn người ký",
        required=False,
        field=partial(lines, max_length=160, widget=Textarea(attrs={"rows": 2})),
        help_text="Mỗi dòng một quyền hạn, ví dụ TM. ỦY BAN NHÂN DÂN; KT. CHỦ TỊCH. Để trống khi "
        "Chủ tịch, Bộ trưởng ký với chức vụ của mình.",
    ),
    Ask(
        "signer_title",
        "Chức vụ người ký",
        required=False,
        field=partial(line, max_length=120),
        help_text="Ví dụ: CHỦ TỊCH, PHÓ CHỦ TỊCH. Chưa biết người ký thì để trống cả ba ô: giấy "
        "chừa chỗ ký.",
    ),
    Ask(
        "signer_name",
        "Họ tên người ký",
        required=False,
        field=partial(line, max_length=80),
        help_text="Không ghi học hàm, học vị.",
    ),
)


def locked(product):
    """The product under a lock: whatever changes its certificates is done one by one."""
    return Product.objects.select_for_update(of=("self",)).get(pk=product.pk)


def refuse_ahead(day, name):
    """A day that is yet to come is refused, for nothing happened on it."""
    if day > clock.today():
        raise StepRefused(f"Ngày {day:%d/%m/%Y} chưa đến.", status=422, code=name)


# --- Preparing and issuing (matrix N1, N2) -----------------------------------------------------


def merged_objection(product) -> str:
    return "Sản phẩm này đã gộp vào sản phẩm khác." if product.merged_into_id else ""


def preparing_refusal(product, user):
    """The StepRefused that keeps this user from drafting a certificate of this product, or None."""
    if user.role not in DEPARTMENT:
        return StepRefused("Chỉ cơ quan cấp tỉnh được dự thảo công nhận.", status=403, code="role")
    if sentence := merged_objection(product):
        return StepRefused(sentence, code="merged")
    if product.certificates.filter(state=CertificateState.PREPARED).exists():
        return StepRefused("Sản phẩm này đang có một dự thảo giấy chứng nhận.", code="draft")
    return None


def prepare(product, star, basis, decision=None, *, by, key=None):
    """A draft for somebody else to issue; `decision` says its number and date, once known."""
    with act(product, by, key, rows=Product.objects.all(), refusal=preparing_refusal) as the:
        draft = Certificate(product=the.row, star=star, basis=basis, prepared_by=by)
        if decision:
            draft.decision_number = decision["decision_number"]
            draft.decision_date = decision["decision_date"]
            draft.regulation, draft.authority, _ = law_of_grant(star, draft.decision_date)
        draft.save()
        the.record("prepare", draft, label="dự thảo công nhận", note=basis)
    return draft


def is_anothers(draft, user):
    """Two people: whoever drafted does not issue."""
    if draft.prepared_by_id == user.pk:
        return "Người dự thảo không được tự cấp: cần một quản trị cấp tỉnh khác."
    return ""


def fill_in(draft, by, answers):
    """Fill in the certificate from the decision and the law of its day, and end the older ones."""
    product = locked(draft.product)
    for name in ("decision_date", "issued_on"):
        refuse_ahead(answers[name], name)
    draft.decision_number = answers["decision_number"]
    draft.decision_date, draft.issued_on = answers["decision_date"], answers["issued_on"]
    if draft.issued_on < draft.decision_date:
        raise StepRefused(
            "Ngày cấp không được trước ngày quyết định.", status=422, code="issued_on"
        )
    by_law(draft)
    where = product.commune, draft.decision_date
    draft.series = numbering.series_of(draft.authority, *where)
    if sentence := numbering.objection(draft.series, draft.regulation, *where):
        raise StepRefused(sentence, status=422, code="decision_date")
    draft.year = draft.issued_on.year
    draft.number = numbering.take(draft.series, draft.year)
    draft.issued_by = by
    particulars.sign(draft, answers)
    particulars.describe(draft)


def by_law(draft):
    """Regulation, authority and last day, as the law of the decision's day gives them."""
    found = law_of_grant(draft.star, draft.decision_date)
    draft.regulation, draft.authority, validity = found
    draft.expires_on = end_of(validity, draft.issued_on)


def law_of_grant(star, day):
    """(regulation, who recognises this star, for how long) of a decision of this day."""
    law = regulation_for(LegalEvent.RECOGNITION, day)
    band = law.starbands.filter(star=star).exclude(granted_by="").first()
    validity = period_of(law, Clock.VALIDITY)
    if band is None or validity is None:
        raise StepRefused(
            f"Quyết định số {law.number} không nói ai công nhận hạng {star} sao "
            "hoặc giấy có giá trị bao lâu.",
            code="law",
        )
    return law, band.granted_by, validity


def end_by_signing(certificate):
    """The last day if the time ran from the signing of the decision, where that is another day.

    Decisions count from their signing, papers from the day that they bear: both are to be seen.
    """
    validity = period_of(certificate.regulation, Clock.VALIDITY)
    if validity is None or certificate.issued_on == certificate.decision_date:
        return None
    return end_of(validity, certificate.decision_date)


class Issuance(Procedure):
    """The steps of a draft. What an issued one supersedes is written once it is itself there."""

    @transaction.atomic
    def take(self, row, name, **facts):
        certificate = super().take(row, name, **facts)
        if name == "issue":
            supersede(certificate, facts["by"])
            refuse_overlap(certificate.product)
            keep_words([certificate.product_id])
            CERTIFICATE_NEWS.tell(certificate, name, facts["by"])
        return certificate


def supersede(certificate, by):
    """Close what was valid of the product until this one was issued (on its day).

    It may have been merged since it was drafted: then of the one that is kept.
    """
    product = certificate.product.merged_into or certificate.product
    for old, status in with_worth(chain_of(product), certificate.issued_on):
        if old.pk == certificate.pk or status not in IN_FORCE:
            continue
        kind = EventKind.UPGRADED if certificate.star > old.star else EventKind.REPLACED
        event = CertificateEvent.objects.create(
            certificate=old,
            kind=kind,
            on=certificate.issued_on,
            by_certificate=certificate,
            decision_number=certificate.decision_number,
            decision_date=certificate.decision_date,
            recorded_by=by,
        )
        audit.record(kind, old, label=event.get_kind_display(), by=by, note=str(certificate))


ISSUANCE = Issuance(
    Certificate,
    (
        Step(
            name="issue",
            label="cấp giấy chứng nhận",
            done="Đã cấp",
            roles=ADMIN,
            sources=frozenset({CertificateState.PREPARED}),
            target=CertificateState.ISSUED,
            between=is_anothers,
            asks=(
                *(replace(each, is_kept=True) for each in DECISION),
                Ask(
                    "issued_on",
                    "Ngày cấp",
                    field=DayField,
                    help_text="Ngày ghi trên giấy, thường là ngày ký quyết định: thời hạn của giấy "
                    "tính từ ngày này.",
                ),
                *SIGNATURE,
            ),
            effect=fill_in,
            explanation=(
                "Số của giấy lấy theo thứ tự; ngày hết hạn và cấp công nhận theo quy định có hiệu "
                "lực vào ngày quyết định. Giấy đã cấp không sửa được nữa."
            ),
        ),
        Step(
            name="drop",
            label="bỏ dự thảo",
            done="Đã bỏ dự thảo",
            roles=DEPARTMENT,
            sources=frozenset({CertificateState.PREPARED}),
            target=CertificateState.DROPPED,
            asks=(NOTE,),
            explanation="Dự thảo vẫn được lưu cùng lý do; sản phẩm có thể được dự thảo lại.",
            onward=False,
            away=True,
        ),
    ),
)


# --- What may happen to an issued one ----------------------------------------------------------


def changing_refusal(certificate, user):
    """The StepRefused that keeps this user from extending or reinstating, or None."""
    if user.role != Role.PROVINCE_ADMIN:
        return StepRefused(
            "Chỉ quản trị cấp tỉnh được ghi quyết định về giấy chứng nhận.", status=403, code="role"
        )
    if certificate.state != CertificateState.ISSUED:
        return StepRefused("Giấy chứng nhận chưa được cấp.", code="state")
    return None


def reinstate(certificate, answers, *, by, key=None, read=""):
    """Undo a revocation from the day of the decision on: a court's, or on a complaint."""

    def check(certificate, event):
        refuse_unless(status_of(certificate) == CertificateStatus.REVOKED, certificate)
        revoked = certificate.events.filter(kind=EventKind.REVOKED).latest("on", "pk")
        if event.on < revoked.on:
            raise StepRefused(
                f"Giấy bị thu hồi từ ngày {revoked.on:%d/%m/%Y}: ngày của quyết định khôi phục "
                "không được trước ngày này.",
                status=422,
                code="decision_date",
            )

    event = CertificateEvent(certificate=certificate, kind=EventKind.REINSTATED)
    happen(event, answers, check, by=by, key=key, read=read)


def refuse_unless(is_so, certificate):
    if not is_so:
        status = status_of(certificate).label
        raise StepRefused(f"Không làm được khi giấy chứng nhận “{status}”.", code="status")


def happen(event, answers, check, *, by, key=None, read=""):
    """Write one more event of a certificate, under the lock of its product.

    `read` is the mark of the certificate that the page showed.
    """
    certificate, products = event.certificate, Product.objects.all()

    def refusal(_product, user):
        return changing_refusal(certificate, user)

    with act(certificate.product, by, key, rows=products, refusal=refusal) as the:
        refuse_moved(certificate, read)
        _fill_in_decision(event, answers, by)
        check(certificate, event)
        event.save()
        refuse_overlap(the.row)
        label = f"{event.get_kind_display()} giấy chứng nhận"
        facts = {"label": label, "note": event.reason, "data": as_texts(answers)}
        the.record(event.kind, certificate, **facts)
        CERTIFICATE_NEWS.tell(certificate, event.kind, by, event.reason)


def _fill_in_decision(event, answers, by):
    """What happens by a decision happens on its day, not before the paper was issued."""
    event.on = event.decision_date = answers["decision_date"]
    refuse_ahead(event.on, "decision_date")
    issued_on = event.certificate.issued_on
    if event.on < issued_on:
        raise StepRefused(
            f"Ngày quyết định không được trước ngày cấp giấy ({issued_on:%d/%m/%Y}).",
            status=422,
            code="decision_date",
        )
    event.reason, event.decision_number = answers["note"], answers["decision_number"]
    event.recorded_by = by
