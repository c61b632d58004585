"""How a Council comes about: its unit prepares it, the leader confirms it by a decision.

The dispatch of March 2024 (II.4a) leaves a district's Council to its unit; those of the province
are set up by the department's administrator. Nothing else writes Council.state.
"""

from functools import partial

from django import forms

from councils.enums import CouncilState
from councils.membership.composition import Composition
from councils.membership.news import COUNCIL_NEWS, tell_members
from councils.membership.setting_up import is_own
from councils.models import Council
from programs import clock
from programs.enums import ADMIN, LEADER, UNIT_ROLES
from programs.fields import DayField
from programs.workflow import Ask, Procedure, Step, StepRefused


def composition_of(council) -> Composition:
    """The Council as it stands on the first day of its term."""
    return Composition(council, council.starts_on)


def can_decide(council):
    """Nothing stands in the way of deciding on it at all."""
    stops = [str(gap) for gap in composition_of(council).gaps() if gap.stops]
    return f"{'; '.join(stops)}." if stops else ""


def has_gaps(council, _user):
    return bool(composition_of(council).gaps())


def prepared_it(council, user):
    return council.prepared_by_id == user.pk


def is_alone(council):
    others = Council.objects.filter(
        unit=council.unit, level=council.level, state=CouncilState.IN_FORCE
    )
    if other := others.exclude(pk=council.pk).first():
        return f"“{other}” đang hoạt động: hãy kết thúc Hội đồng đó trước."
    return ""


def tell_leaders(council, by, _answers):
    COUNCIL_NEWS.tell(council, "hand_in", by)


def tell_officers(council, by, answers):
    COUNCIL_NEWS.tell(council, "give_back", by, answers["note"])


def _past(answers, name):
    """The day that was answered, which has come."""
    if answers[name] > clock.today():
        sentence = f"Ngày {answers[name]:%d/%m/%Y} chưa đến."
        raise StepRefused(sentence, status=422, code=name)
    return answers[name]


def decide(council, by, answers):
    """Note the decision, and tell the department and the people who sit in it."""
    day = _past(answers, "decided_on")
    council.decision_number, council.decided_on = answers["decision_number"], day
    COUNCIL_NEWS.tell(council, "confirm", by)
    tell_members(council, by)


def end(council, _by, answers):
    day = _past(answers, "ends_on")
    if day < council.starts_on:
        sentence = f"Nhiệm kỳ bắt đầu ngày {council.starts_on:%d/%m/%Y}: ngày kết thúc phải sau."
        raise StepRefused(sentence, status=422, code="ends_on")
    council.ends_on = day


DECISION = (
    Ask(
        "decision_number",
        "Số, ký hiệu quyết định",
        field=partial(forms.CharField, max_length=60),
        help_text="Ví dụ 712/QĐ-UBND.",
    ),
    Ask("decided_on", "Ngày quyết định", field=DayField),
    Ask("gaps", "Lý do quyết định khi thành phần còn thiếu", has_gaps),
)
SAME_PERSON = Ask("same_person", "Lý do người chuẩn bị cũng là người xác nhận", prepared_it)

COUNCIL = Procedure(
    Council,
    (
        Step(
            name="hand_in",
            label="trình lãnh đạo",
            done="Đã trình lãnh đạo",
            roles=UNIT_ROLES,
            sources=frozenset({CouncilState.DRAFT}),
            target=CouncilState.PROPOSED,
            guards=(can_decide,),
            effect=tell_leaders,
            explanation="Lãnh đạo đơn vị xem thành phần, ký quyết định rồi xác nhận tại đây.",
        ),
        Step(
            name="give_back",
            label="trả lại cán bộ",
            done="Đã trả lại",
            roles=LEADER,
            sources=frozenset({CouncilState.PROPOSED}),
            target=CouncilState.DRAFT,
            asks=(Ask("note", "Lý do"),),
            effect=tell_officers,
            onward=False,
        ),
        Step(
            name="confirm",
            label="xác nhận quyết định thành lập",
            done="Hội đồng đã hoạt động",
            roles=LEADER,
            sources=frozenset({CouncilState.PROPOSED}),
            target=CouncilState.IN_FORCE,
            guards=(can_decide, is_alone),
            asks=(*DECISION, SAME_PERSON),
            effect=decide,
            explanation="Ghi số và ngày của quyết định đã ký. Thành viên có tài khoản được báo.",
        ),
        Step(
            name="set_up",
            label="ghi quyết định thành lập",
            done="Hội đồng đã hoạt động",
            roles=ADMIN,
            sources=frozenset({CouncilState.DRAFT, CouncilState.PROPOSED}),
            target=CouncilState.IN_FORCE,
            guards=(can_decide, is_alone),
            asks=DECISION,
            effect=decide,
            explanation="Ghi số và ngày của quyết định đã ký. Thành viên có tài khoản được báo.",
        ),
        Step(
            name="end",
            label="kết thúc Hội đồng",
            done="Đã kết thúc",
            roles=ADMIN | LEADER,
            sources=frozenset({CouncilState.IN_FORCE}),
            target=CouncilState.ENDED,
            asks=(
                Ask("ends_on", "Ngày kết thúc", field=DayField),
                Ask("note", "Lý do, quyết định"),
            ),
            effect=end,
            onward=False,
            away=True,
        ),
    ),
    owns=is_own,
    news=COUNCIL_NEWS,
)
