"""The pages of a certificate: what it says, what happened to it, and the steps that remain."""

from dataclasses import replace

from django.shortcuts import get_object_or_404, render

from products.certificates import extension, issuing, lapses, revocation
from products.certificates.forms import DraftForm, RevocationForm
from products.certificates.history import law_of, with_status
from products.certificates.notices import notice_words, with_notices
from products.enums import (
    IN_FORCE,
    CertificateState,
    CertificateStatus,
    DossierState,
)
from products.models import Certificate, Inspection, Lapse, Petition, Product, Revocation
from programs import clock
from programs.deadlines import end_of, time_left
from programs.enums import Authority
from programs.fields import DayField
from programs.forms.steps import StepForm
from programs.models import Event
from programs.next_acts import offer, rail, step_offers
from programs.regulations import award_words, regulation_for
from programs.text import in_figures
from programs.views.pages import act_page, posted, step_page
from programs.workflow import Ask

_REASONED = (issuing.NOTE, *issuing.DECISION)
_WITHOUT_DOSSIER = Ask("note", "Lý do kéo dài khi chưa có hồ sơ đánh giá lại")
_UNTIL = Ask("until", "kéo dài đến hết ngày", field=DayField)


def _certificate(request, pk, of=lambda rows: rows):
    rows = of(Certificate.objects.visible_to(request.user))
    related = ("product__commune__parent", "product__producer", "regulation", "prepared_by")
    return get_object_or_404(rows.select_related(*related, "issued_by"), pk=pk)


def _told(certificate):
    return notice_words(certificate.regulation, certificate.ends_on, certificate.notice)


def certificate_detail(request, pk):
    today = clock.today()
    law = law_of(today)
    certificate = _certificate(
        request, pk, lambda rows: with_notices(with_status(rows, today, law))
    )
    is_issued = certificate.state == CertificateState.ISSUED
    status = CertificateStatus(certificate.status) if is_issued else ""
    revocations = certificate.revocations.select_related("ground", "proposed_by").order_by("-pk")
    events = Event.objects.about(certificate).select_related("actor")[:20]
    context = {
        "certificate": certificate,
        "status": status,
        "is_valid": status in IN_FORCE,
        "by_signing": is_issued and issuing.end_by_signing(certificate),
        "events": certificate.events.select_related("by_certificate"),
        "rail": rail(
            _offers(certificate, request.user, status, law, revocations),
            waits=issuing.ISSUANCE.awaited(certificate, request.user),
        ),
        "revocations": revocations,
        "petitions": Petition.objects.visible_to(request.user).filter(certificate=certificate),
        "notices": certificate.notices.select_related("letter").order_by("-pk"),
        "told": _told(certificate) if status in IN_FORCE else "",
        "lapse": Lapse.objects.filter(certificate=certificate).first(),
        "inspections": Inspection.objects.visible_to(request.user).filter(certificate=certificate),
        "trail": events,
        "dates": _dates(certificate, revocations) if is_issued else [],
        "contact": certificate.product.producer,
        "contact_of": "Chủ thể",
    }
    return render(request, "products/certificate_detail.html", context)


def _offers(certificate, user, status, law, revocations):
    pk, is_printed = certificate.pk, bool(status) and not certificate.is_recorded
    may_change = issuing.changing_refusal(certificate, user) is None
    may_extend = extension.refusal(certificate, user, status, law) is None
    may_reinstate = may_change and status == CertificateStatus.REVOKED
    may_petition = revocation.petitioning_refusal(certificate, user, status) is None
    may_propose = revocation.proposing_refusal(certificate, user, status) is None
    has_lapsed = status == CertificateStatus.EXPIRED
    may_tell = has_lapsed and lapses.refusal(certificate, user) is None
    away, code = {"away": True}, certificate.check_code
    return [
        *step_offers(issuing.ISSUANCE, certificate, user, "products:certificate_step"),
        *(
            each
            for row in revocations
            for each in step_offers(revocation.REVOCATION, row, user, "products:revocation_step")
        ),
        *offer(may_tell, "ghi lý do không đánh giá lại", "products:lapse_record", pk),
        *offer(may_extend, "kéo dài", "products:certificate_extend", pk),
        *offer(may_reinstate, "khôi phục", "products:certificate_reinstate", pk),
        *offer(is_printed, "tải giấy chứng nhận (PDF)", "reports:certificate_paper", pk),
        *offer(status, "trang tra cứu công khai", "reports:certificate_check", code),
        *offer(may_petition, "đề nghị tỉnh thu hồi", "products:petition_create", pk, **away),
        *offer(may_propose, "đề nghị thu hồi", "products:revocation_propose", pk, **away),
    ]


def _dates(certificate, revocations):
    """[(what for, the day, how long until then)] of its validity, and of what may end it."""
    open_ones = [row for row in revocations if row.is_open]
    days = [("Có giá trị đến hết ngày", certificate.ends_on)]
    days += [("Chủ thể giải trình đến hết ngày", row.reply_until) for row in open_ones]
    days += [("Hạn quyết định thu hồi", row.due_on) for row in open_ones if row.due_on]
    today = clock.today()
    return [
        (words, day, time_left(end_of(day)) if day >= today else "đã qua") for words, day in days
    ]


def certificate_prepare(request, pk):
    """Draft the recognition of a product (matrix N1)."""
    rows = Product.objects.visible_to(request.user).select_related("commune__parent")
    product = get_object_or_404(rows, pk=pk)
    if refused := issuing.preparing_refusal(product, request.user):
        raise refused

    def act(form):
        star, basis = form.cleaned_data["star"], form.cleaned_data["basis"]
        return issuing.prepare(product, star, basis, by=request.user, key=form.key)

    return act_page(
        request,
        DraftForm(posted(request), initial=_by_the_result(product)),
        act,
        done="Đã dự thảo",
        title="Dự thảo công nhận",
        explanation="Một quản trị cấp tỉnh khác sẽ ghi số, ngày quyết định và cấp giấy.",
        subject=product,
        back=product.get_absolute_url(),
    )


def _by_the_result(product):
    """What the Council's last result says of the star and the basis, where there is one.

    A star that it only proposes is for the ministry's decision to say.
    """
    last = product.dossiers.filter(state=DossierState.CONCLUDED).order_by("pk").last()
    if last is None:
        return {}
    mean = in_figures(last.result_mean)
    law = regulation_for(last.kind, last.received_on)
    basis = f"Kết quả của Hội đồng ngày {last.concluded_on:%d/%m/%Y}, {mean} điểm"
    if law.starbands.filter(star=last.result_star, granted_by=Authority.MINISTRY).exists():
        return {"basis": f"{basis}, {award_words(law, last.result_star)}"}
    return {"star": last.result_star, "basis": basis}


def certificate_step(request, pk, name):
    row, procedure = _certificate(request, pk), issuing.ISSUANCE
    return step_page(request, row, procedure, name)


def revocation_step(request, pk, name):
    rows = Revocation.objects.visible_to(request.user)
    row = get_object_or_404(rows.select_related("certificate__product__commune__parent"), pk=pk)
    return step_page(request, row, revocation.REVOCATION, name)


# --- Decisions about an issued one -------------------------------------------------------------


def certificate_extend(request, pk):
    certificate = _changeable(request, pk)
    dossier = extension.waiting_dossier(certificate)
    note = replace(issuing.NOTE, required=False) if dossier else _WITHOUT_DOSSIER

    def act(form):
        answers = form.answers()
        until, facts = answers.pop("until"), {"by": request.user, "key": form.key}
        facts["read"] = form.cleaned_data["read"]
        extension.extend(certificate, until, answers, **facts)
        return certificate

    return act_page(
        request,
        StepForm(posted(request), asks=(_UNTIL, note, *issuing.DECISION), about=certificate),
        act,
        done="Đã kéo dài",
        title="Kéo dài giấy chứng nhận",
        explanation=(
            f"Chờ kết quả: {dossier}. Có kết quả thì việc kéo dài kết thúc."
            if dossier
            else "Chưa nhận hồ sơ đánh giá lại của giấy này: phải ghi lý do vì sao vẫn kéo dài."
        ),
        subject=certificate,
        back=certificate.get_absolute_url(),
    )


def certificate_reinstate(request, pk):
    certificate = _changeable(request, pk)

    def act(form):
        facts = {"by": request.user, "key": form.key, "read": form.cleaned_data["read"]}
        issuing.reinstate(certificate, form.answers(), **facts)
        return certificate

    return act_page(
        request,
        StepForm(posted(request), asks=_REASONED, about=certificate),
        act,
        done="Đã khôi phục",
        title="Khôi phục giấy chứng nhận",
        explanation="Theo bản án, quyết định của tòa án hoặc quyết định giải quyết khiếu nại.",
        subject=certificate,
        back=certificate.get_absolute_url(),
    )


def _changeable(request, pk):
    certificate = _certificate(request, pk)
    if refused := issuing.changing_refusal(certificate, request.user):
        raise refused
    return certificate


def revocation_propose(request, pk):
    certificate = _certificate(request, pk)
    if refused := revocation.proposing_refusal(certificate, request.user):
        raise refused
    form = RevocationForm(posted(request), instance=Revocation(certificate=certificate))

    def act(form):
        revocation.propose(form.save(commit=False), by=request.user, key=form.key)
        return certificate

    return act_page(
        request,
        form,
        act,
        done="Đã ghi đề nghị thu hồi",
        title="Đề nghị thu hồi giấy chứng nhận",
        explanation="Hạn quyết định tính từ ngày kết luận; một người khác sẽ quyết định.",
        subject=certificate,
        back=certificate.get_absolute_url(),
    )
