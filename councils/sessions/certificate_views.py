"""The page on which the certificates of a closed session are prepared at once."""

from django.utils.timezone import localdate

from councils.sessions import certificates
from councils.sessions.views import session_of
from products.certificates.issuing import DECISION
from programs.forms.steps import StepForm
from programs.views.pages import act_page, posted


def session_certificates(request, pk):
    session = session_of(request, pk)
    if refused := certificates.refusal(session, request.user):
        raise refused
    form = StepForm(posted(request), asks=DECISION, about=session)

    def act(form):
        facts = {"key": form.key, "read": form.cleaned_data["read"]}
        return certificates.prepare_all(session, form.answers(), by=request.user, **facts)

    day = form.is_valid() and form.cleaned_data["decision_date"]
    lines = certificates.lines_of(session, day or None)
    return act_page(
        request,
        form,
        act,
        done=lambda drafts: f"Đã chuẩn bị {len(drafts):02} dự thảo giấy chứng nhận.",
        to=session.get_absolute_url(),
        template="councils/session_certificates.html",
        title="Chuẩn bị giấy chứng nhận",
        subject=session,
        back=session.get_absolute_url(),
        session=session,
        lines=lines,
        ready=sum(line.is_ready for line in lines),
        day=day or localdate(session.closed_at),
    )
