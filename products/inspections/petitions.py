"""What a unit asks to be revoked: written by its officer, sent by its leader, answered with words.

The dispatch of the programme asks units for products below standard or without market strength.
Where the regulation names the grounds of a revocation, the latter is none of them: it leads to a
post-check instead.
"""

from functools import partial

from django import forms

from products.certificates import revocation
from products.certificates.history import status_of
from products.certificates.issuing import NOTE
from products.enums import (
    IN_FORCE,
    OPEN_REVOCATIONS,
    InspectionPlanState,
    PetitionReason,
    PetitionState,
)
from products.inspections import petition_news as news
from products.inspections.workflow import REPLY_UNTIL, refuse_passed
from products.models import Inspection, InspectionPlan, Petition, Revocation
from programs import clock
from programs.acts import StepRefused, act
from programs.changes import differences
from programs.enums import DEPARTMENT, LEADER, OFFICER, UNIT_ROLES, LegalEvent
from programs.fields import DayField
from programs.models import RevocationGround
from programs.regulations import regulation_for
from programs.succession import agency_on
from programs.uploads.storing import stored
from programs.workflow import Ask, Procedure, Step

DRAFT = frozenset({PetitionState.DRAFT})
HANDED_IN = frozenset({PetitionState.HANDED_IN})
SENT = frozenset({PetitionState.SENT})


def law_on(day):
    return regulation_for(LegalEvent.REVOCATION, day)


# --- Writing -----------------------------------------------------------------------------------


def writing_refusal(petition, user):
    """The StepRefused that keeps this user from changing the petition, or None."""
    if user.role not in UNIT_ROLES:
        return StepRefused(
            "Chỉ cán bộ đơn vị được soạn đề nghị thu hồi gửi tỉnh.", status=403, code="role"
        )
    if petition.state != PetitionState.DRAFT:
        return StepRefused(
            f"Đề nghị ở trạng thái “{petition.get_state_display()}” nên không sửa được.",
            code="state",
        )
    return None


def create(petition, *, by, paper=None, key=None):
    """Save a new petition about its certificate."""
    _take_paper(petition, paper)
    refusal = revocation.petitioning_refusal
    with (
        stored([petition] if paper else []),
        act(petition.certificate, by, key, refusal=refusal) as the,
    ):
        _refuse_unlawful(petition)
        petition.prepared_by = by
        petition.save()
        the.record("create_petition", petition, label="soạn đề nghị thu hồi", note=petition.facts)
    return petition


def change(petition, *, by, version, paper=None, key=None):
    """Save a petition that still has this version; RowChanged where it has another."""
    _take_paper(petition, paper)
    with (
        stored([petition] if paper else []),
        act(petition, by, key, refusal=writing_refusal, read=version or 0) as the,
    ):
        _refuse_unlawful(petition)
        petition.version = the.row.version + 1
        petition.save()
        data = differences(the.row, petition)
        the.record("change_petition", petition, label="sửa đề nghị thu hồi", data=data)
    return petition


def _take_paper(petition, paper):
    if paper:
        petition.file, petition.name = paper.stored, paper.name
        petition.content_type, petition.sha256 = paper.content_type, paper.sha256


def _refuse_unlawful(petition):
    if sentence := has_a_ground(petition):
        raise StepRefused(sentence, status=422, code="ground")


# --- What must be so ---------------------------------------------------------------------------


def has_a_ground(petition):
    """One of the regulation's of today, where it names any; market strength is none of them."""
    regulation = law_on(clock.today())
    known = regulation.revocationgrounds.all()
    if petition.reason == PetitionReason.UNCOMPETITIVE:
        return _no_ground(petition) if petition.ground else ""
    if known and petition.ground not in known:
        return f"Hãy chọn căn cứ thu hồi theo Quyết định số {regulation.number}."
    return ""


def _no_ground(petition):
    reason = petition.get_reason_display()
    return f"“{reason.capitalize()}” không phải là căn cứ thu hồi: hãy để trống căn cứ."


def still_in_force(petition):
    if status_of(petition.certificate) not in IN_FORCE:
        return "Giấy chứng nhận không còn hiệu lực."
    return ""


def is_not_revoked_already(petition):
    if petition.certificate.revocations.filter(state__in=OPEN_REVOCATIONS).exists():
        return "Giấy chứng nhận này đang được xem xét thu hồi: hãy trả lời đơn vị."
    return ""


def reason_may_revoke(petition):
    """By the regulation of the day on which it was sent."""
    regulation = law_on(petition.sent_on)
    is_free = not regulation.revocationgrounds.exists()
    if is_free or petition.reason != PetitionReason.UNCOMPETITIVE:
        return ""
    return (
        f"“{petition.get_reason_display().capitalize()}” không phải là căn cứ thu hồi của Quyết "
        f"định số {regulation.number}: hãy đưa vào hậu kiểm, hoặc trả lời đơn vị."
    )


# --- What belongs to the acts ------------------------------------------------------------------


def tell(name):
    """The effect of a step that only its news belong to."""
    return lambda petition, by, answers: news.tell(petition, name, by, answers.get("note", ""))


def send(petition, by, _answers):
    petition.sent_by, petition.sent_on = by, clock.today()
    news.tell(petition, "send", by)


def take_up(petition, by, answers):
    """Open the way to a revocation; its own rules hold the ground against the law of its day."""
    refuse_passed(answers["reply_until"], "reply_until")
    row = Revocation(
        certificate=petition.certificate,
        ground=answers["ground"] or petition.ground,
        conclusion=answers["note"],
        concluded_on=answers["concluded_on"],
        reply_until=answers["reply_until"],
    )
    revocation.propose(row, by=by)
    petition.revocation, petition.answer = row, answers["note"]
    news.tell(petition, "take_up", by, answers["note"])


def check(petition, by, answers):
    """A plan of its own with this one certificate, drawn from it alone: a check at occasion."""
    today = clock.today()
    refuse_passed(answers["ends_on"], "ends_on")
    agency = by.agency and agency_on(by.agency, today)
    plan = InspectionPlan.objects.create(
        year=today.year,
        title=f"Hậu kiểm đột xuất {petition.certificate.product_name}"[:200],
        body=agency.name if agency else "Cơ quan cấp tỉnh",
        starts_on=today,
        ends_on=answers["ends_on"],
        drawn_on=today,
        frame=[petition.certificate_id],
        state=InspectionPlanState.OPEN,
        created_by=by,
    )
    petition.inspection = Inspection.objects.create(plan=plan, certificate=petition.certificate)
    petition.answer = answers["note"]
    news.tell(petition, "check", by, answers["note"])


def answer(petition, by, answers):
    petition.answer = answers["note"]
    news.tell(petition, "answer", by, answers["note"])


def sender_wrote_it(petition, user):
    return petition.prepared_by_id == user.pk


PETITION = Procedure(
    Petition,
    (
        Step(
            name="hand_in",
            label="trình lãnh đạo",
            done="Đã trình lãnh đạo",
            roles=UNIT_ROLES,
            sources=DRAFT,
            target=PetitionState.HANDED_IN,
            guards=(still_in_force, has_a_ground),
            effect=tell("hand_in"),
            explanation="Lãnh đạo đơn vị xem rồi gửi cơ quan cấp tỉnh, hoặc trả lại để sửa.",
        ),
        Step(
            name="recall",
            label="rút lại để sửa",
            done="Đã rút lại",
            roles=OFFICER,
            sources=HANDED_IN,
            target=PetitionState.DRAFT,
            onward=False,
        ),
        Step(
            name="drop",
            label="bỏ đề nghị",
            done="Đã bỏ đề nghị",
            roles=UNIT_ROLES,
            sources=DRAFT,
            target=PetitionState.DROPPED,
            asks=(NOTE,),
            explanation="Đề nghị vẫn được lưu cùng lý do; có thể soạn đề nghị khác.",
            onward=False,
            away=True,
        ),
        Step(
            name="send",
            label="gửi đề nghị lên tỉnh",
            done="Đã gửi tỉnh",
            roles=LEADER,
            sources=HANDED_IN,
            target=PetitionState.SENT,
            guards=(still_in_force, has_a_ground),
            asks=(Ask("same_person", "Lý do người soạn cũng là người gửi", sender_wrote_it),),
            effect=send,
            explanation="Cơ quan cấp tỉnh mở thủ tục thu hồi, đưa vào hậu kiểm, hoặc trả lời.",
        ),
        Step(
            name="give_back",
            label="trả lại để sửa",
            done="Đã trả lại",
            roles=LEADER,
            sources=HANDED_IN,
            target=PetitionState.DRAFT,
            asks=(NOTE,),
            effect=tell("give_back"),
            onward=False,
        ),
        Step(
            name="take_up",
            label="mở thủ tục thu hồi",
            done="Đã mở thủ tục thu hồi",
            roles=DEPARTMENT,
            sources=SENT,
            target=PetitionState.TAKEN_UP,
            guards=(still_in_force, is_not_revoked_already, reason_may_revoke),
            asks=(
                Ask("note", "Kết luận của cơ quan có thẩm quyền"),
                Ask("concluded_on", "Ngày kết luận", field=DayField),
                Ask(
                    "ground",
                    "Căn cứ thu hồi",
                    required=False,
                    field=partial(
                        forms.ModelChoiceField,
                        queryset=RevocationGround.objects.select_related("regulation"),
                    ),
                    help_text="Để trống thì lấy căn cứ mà đơn vị đã chọn.",
                ),
                REPLY_UNTIL,
            ),
            effect=take_up,
            explanation=(
                "Chủ thể có quyền giải trình; một quản trị cấp tỉnh khác sẽ quyết định thu hồi."
            ),
        ),
        Step(
            name="check",
            label="đưa vào hậu kiểm",
            done="Đã đưa vào hậu kiểm",
            roles=DEPARTMENT,
            sources=SENT,
            target=PetitionState.CHECKING,
            guards=(still_in_force,),
            asks=(
                Ask("note", "Nội dung cần kiểm tra"),
                Ask("ends_on", "Kiểm tra xong trước hết ngày", field=DayField),
            ),
            effect=check,
            explanation="Lập một kế hoạch hậu kiểm đột xuất chỉ gồm giấy chứng nhận này.",
        ),
        Step(
            name="answer",
            label="trả lời, không thu hồi",
            done="Đã trả lời",
            roles=DEPARTMENT,
            sources=SENT,
            target=PetitionState.ANSWERED,
            asks=(Ask("note", "Trả lời đơn vị"),),
            effect=answer,
            explanation="Đề nghị được đóng lại; đơn vị đọc được câu trả lời.",
            onward=False,
        ),
    ),
)
