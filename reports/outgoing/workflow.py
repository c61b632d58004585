"""The steps of an outgoing paper: signed off by another, numbered, issued, withdrawn, replaced."""

from dataclasses import dataclass, replace
from functools import partial

from django import forms

from products.certificates.issuing import NOTE
from programs import clock
from programs.enums import ADMIN
from programs.fields import DayField
from programs.workflow import Ask, Procedure, Step
from reports.enums import PaperState
from reports.models import OutgoingPaper
from reports.outgoing import drafting, issuing, numbers

DRAFT = frozenset({PaperState.DRAFT})
SIGNED_OFF = frozenset({PaperState.SIGNED_OFF})
NUMBERED = frozenset({PaperState.NUMBERED})
ISSUED = frozenset({PaperState.ISSUED})
_TAKEN = "Số này vừa được lấy, hoặc không có trong sổ: hãy chọn lại."


def is_anothers(paper, user):
    """Two people: whoever drafted neither signs off nor issues."""
    if paper.drafted_by_id == user.pk:
        return "Người soạn không tự duyệt, cấp số, ban hành: cần một quản trị cấp tỉnh khác."
    return ""


def has_no_successor(paper):
    following = paper.successors.exclude(state=PaperState.DROPPED).first()
    return f"Văn bản này đang có văn bản thay thế: {following}." if following else ""


def sign_off(paper, by, _answers):
    paper.signed_off_by, paper.signed_off_at = by, clock.now()


def open_again(paper, _by, _answers):
    paper.signed_off_by = paper.signed_off_at = None


def number(paper, by, answers):
    numbers.take(paper, answers["number"], by)


@dataclass(frozen=True)
class Numbering(Step):
    """The step that asks for a number: those that this very paper may take."""

    def asks_for(self, row, user):
        field = partial(
            forms.ChoiceField,
            choices=numbers.offered(row),
            widget=forms.RadioSelect,
            initial=numbers.offered(row)[0][0],
            error_messages={"invalid_choice": _TAKEN},
        )
        return [replace(ask, field=field) for ask in super().asks_for(row, user)]


@dataclass(frozen=True)
class Issuing(Step):
    """The step that asks for the day: the one that the content speaks of, else today."""

    def asks_for(self, row, user):
        day = drafting.day_of_content(row) or clock.today()
        field = partial(DayField, initial=day)
        return [replace(ask, field=field) for ask in super().asks_for(row, user)]


OUTGOING = Procedure(
    OutgoingPaper,
    (
        Step(
            name="sign_off",
            label="duyệt dự thảo",
            done="Đã duyệt",
            roles=ADMIN,
            sources=DRAFT,
            target=PaperState.SIGNED_OFF,
            between=is_anothers,
            guards=(drafting.is_whole, drafting.template_is_the_same),
            effect=sign_off,
            explanation="Nội dung được khóa từ đây; văn thư cấp số rồi ban hành.",
        ),
        Step(
            name="renew",
            label="soạn lại từ nguồn",
            done="Đã soạn lại từ nguồn",
            roles=drafting.WRITERS,
            sources=DRAFT,
            target=PaperState.DRAFT,
            effect=drafting.renew,
            explanation="Nội dung lấy lại từ dữ liệu nguồn hiện nay; các ô đã ghi vẫn giữ.",
            onward=False,
        ),
        Step(
            name="drop",
            label="bỏ dự thảo",
            done="Đã bỏ dự thảo",
            roles=drafting.WRITERS,
            sources=DRAFT,
            target=PaperState.DROPPED,
            asks=(NOTE,),
            explanation="Dự thảo vẫn được lưu cùng lý do.",
            onward=False,
            away=True,
        ),
        Numbering(
            name="number",
            label="cấp số",
            done="Đã cấp số",
            roles=ADMIN,
            sources=SIGNED_OFF,
            target=PaperState.NUMBERED,
            between=is_anothers,
            guards=(drafting.template_is_the_same,),
            asks=(
                Ask(
                    "number",
                    "Số văn bản",
                    help_text="Số trả lại được dùng trước để sổ không khuyết số.",
                ),
            ),
            effect=number,
        ),
        Step(
            name="return",
            label="trả lại để sửa",
            done="Đã trả lại để sửa",
            roles=ADMIN,
            sources=SIGNED_OFF,
            target=PaperState.DRAFT,
            asks=(NOTE,),
            effect=open_again,
            onward=False,
        ),
        Issuing(
            name="issue",
            label="ban hành",
            done="Đã ban hành",
            roles=ADMIN,
            sources=NUMBERED,
            target=PaperState.ISSUED,
            between=is_anothers,
            guards=(drafting.template_is_the_same,),
            asks=(Ask("day", "Ngày văn bản", help_text="Ngày ký, trong năm của số."),),
            effect=issuing.issue,
            explanation=(
                "Bản PDF, bản Word được niêm phong, nơi nhận được báo qua chuông và thư. Văn bản "
                "đã ban hành không sửa được; chỉ thu hồi hoặc thay thế."
            ),
        ),
        Step(
            name="free",
            label="trả lại số",
            done="Đã trả lại số",
            roles=ADMIN,
            sources=NUMBERED,
            target=PaperState.SIGNED_OFF,
            asks=(NOTE,),
            effect=numbers.free,
            explanation="Số trả lại được dùng cho văn bản kế tiếp; văn bản này chờ số khác.",
            onward=False,
        ),
        Step(
            name="replace",
            label="soạn văn bản thay thế",
            done="Đã soạn dự thảo thay thế",
            roles=ADMIN,
            sources=ISSUED,
            target=PaperState.ISSUED,
            between=is_anothers,
            guards=(has_no_successor,),
            asks=(NOTE,),
            effect=drafting.successor,
            explanation="Văn bản này còn hiệu lực đến khi văn bản thay thế được ban hành.",
            onward=False,
        ),
        Step(
            name="withdraw",
            label="thu hồi văn bản",
            done="Đã thu hồi",
            roles=ADMIN,
            sources=ISSUED,
            target=PaperState.WITHDRAWN,
            between=is_anothers,
            asks=(NOTE,),
            effect=issuing.withdraw,
            explanation="Nơi nhận được báo cùng lý do; bản đã niêm phong vẫn giữ.",
            onward=False,
            away=True,
        ),
    ),
)
