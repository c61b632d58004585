"""The pages about the end of certificates: the board of a year, why some lapsed, the letters."""

import re

from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_safe

from products.certificates import lapses
from products.certificates.expiry_board import board
from products.certificates.forms import LapseForm
from products.models import Certificate, Lapse
from programs import clock
from programs.enums import REGISTER_VISITORS
from programs.scoping import require_role
from programs.views.pages import act_page, posted

FIRST_YEAR, LAST_YEAR = 2018, 2100


@require_safe
def expiry_board(request):
    require_role(request.user, REGISTER_VISITORS)
    year = _year(request.GET.get("nam", ""))
    context = {"board": board(request.user, year), "years": [year - 1, year, year + 1]}
    return render(request, "products/expiry_board.html", context)


def _year(text):
    """The year that was asked for, or this one."""
    known = re.fullmatch(r"[0-9]{4}", text) and FIRST_YEAR <= int(text) <= LAST_YEAR
    return int(text) if known else clock.today().year


def lapse_record(request, pk):
    """Say why nothing came after a certificate (matrix R3)."""
    rows = Certificate.objects.visible_to(request.user)
    certificate = get_object_or_404(rows.select_related("product__commune__parent"), pk=pk)
    if refused := lapses.refusal(certificate, request.user):
        raise refused
    lapse = Lapse.objects.filter(certificate=certificate).first()

    def act(form):
        lapses.record(form.save(commit=False), by=request.user, key=form.key)
        return certificate

    return act_page(
        request,
        LapseForm(posted(request), instance=lapse or Lapse(certificate=certificate)),
        act,
        done="Đã ghi lý do",
        title="Lý do không đánh giá lại",
        explanation="Sản phẩm có giấy mới thì tự ra khỏi danh sách hết hạn.",
        subject=certificate,
        back=certificate.get_absolute_url(),
    )
