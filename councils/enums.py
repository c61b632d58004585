"""Who sits in a Council, what it may say, and the rules that its Quy chế chooses between."""

from django.db import models

from programs.enums import DEPARTMENT, Authority, Role, Tone

# Those who see every Council and its gaps (matrix C23), and those who set one up (C1).
COUNCIL_READERS = DEPARTMENT | {Role.COORDINATION_OFFICE, Role.OBSERVER}
# A Council of a district is set up by its unit, others by the department.
SET_UP_BY_UNIT = frozenset({Authority.DISTRICT})


class CouncilState(models.TextChoices):
    DRAFT = "draft", "đang chuẩn bị"
    PROPOSED = "proposed", "chờ lãnh đạo duyệt"
    IN_FORCE = "in_force", "đang hoạt động"
    ENDED = "ended", "đã kết thúc"


COUNCIL_TONES = {
    CouncilState.DRAFT: Tone.INFO,
    CouncilState.PROPOSED: Tone.HEED,
    CouncilState.IN_FORCE: Tone.GOOD,
    CouncilState.ENDED: Tone.PLAIN,
}
# A decision was made on them.
DECIDED_COUNCILS = frozenset({CouncilState.IN_FORCE, CouncilState.ENDED})


class SeatRole(models.TextChoices):
    """What a seat is in the Council, or in the advisory group (tổ tư vấn) beside it."""

    CHAIR = "chair", "Chủ tịch Hội đồng"
    DEPUTY = "deputy", "Phó Chủ tịch Hội đồng"
    SECRETARY = "secretary", "Ủy viên thư ký"
    MEMBER = "member", "Ủy viên"
    EXPERT = "expert", "Chuyên gia (không chấm điểm)"
    GROUP_HEAD = "group_head", "Tổ trưởng Tổ tư vấn"
    GROUP_MEMBER = "group_member", "Thành viên Tổ tư vấn"


VOTING = frozenset({SeatRole.CHAIR, SeatRole.DEPUTY, SeatRole.SECRETARY, SeatRole.MEMBER})
IN_GROUP = frozenset({SeatRole.GROUP_HEAD, SeatRole.GROUP_MEMBER})
# Of each of these a Council has one at most.
SINGLE = frozenset({SeatRole.CHAIR, SeatRole.SECRETARY, SeatRole.GROUP_HEAD})


class RulesState(models.TextChoices):
    """A version of the Quy chế on the portal."""

    DRAFT = "draft", "bản nháp"
    PUBLISHED = "published", "đã đưa vào áp dụng"
    DROPPED = "dropped", "đã bỏ"


RULES_TONES = {
    RulesState.DRAFT: Tone.INFO,
    RulesState.PUBLISHED: Tone.GOOD,
    RulesState.DROPPED: Tone.PLAIN,
}


class SessionMode(models.TextChoices):
    """How a Council forms its opinion: Decision 26/2026/QĐ-TTg, article 7.6 knows both."""

    SITTING = "sitting", "họp"
    WRITTEN = "written", "lấy ý kiến bằng văn bản"


class SessionState(models.TextChoices):
    PREPARING = "preparing", "đang chuẩn bị"
    CALLED = "called", "đã mời họp"
    OPEN = "open", "đang họp"
    CLOSED = "closed", "đã kết thúc"
    CANCELLED = "cancelled", "đã hủy"


SESSION_TONES = {
    SessionState.PREPARING: Tone.INFO,
    SessionState.CALLED: Tone.HEED,
    SessionState.OPEN: Tone.HEED,
    SessionState.CLOSED: Tone.GOOD,
    SessionState.CANCELLED: Tone.PLAIN,
}
# Whose agenda may still be written, and in which dossiers wait for their result.
PREPARED_SESSIONS = frozenset({SessionState.PREPARING, SessionState.CALLED})
CALLED_SESSIONS = frozenset({SessionState.CALLED, SessionState.OPEN, SessionState.CLOSED})
UNDECIDED_SESSIONS = PREPARED_SESSIONS | {SessionState.OPEN}


class Presence(models.TextChoices):
    PRESENT = "present", "có mặt"
    ABSENT = "absent", "vắng mặt"


class SheetState(models.TextChoices):
    """A member's sheet: once signed it is locked; opened again, the old one is kept."""

    DRAFT = "draft", "đang chấm"
    SIGNED = "signed", "đã ký"
    ABSTAINED = "abstained", "không chấm điểm"
    REPLACED = "replaced", "đã chấm lại"


SHEET_TONES = {
    SheetState.DRAFT: Tone.INFO,
    SheetState.SIGNED: Tone.GOOD,
    SheetState.ABSTAINED: Tone.PLAIN,
    SheetState.REPLACED: Tone.PLAIN,
}


class AdviceState(models.TextChoices):
    """The advisory group's report on a dossier; completed, the Council's members read it."""

    DRAFT = "draft", "đang viết"
    COMPLETED = "completed", "đã hoàn thành"


ADVICE_TONES = {AdviceState.DRAFT: Tone.INFO, AdviceState.COMPLETED: Tone.GOOD}


class ConflictKind(models.TextChoices):
    """How a conflict of interest is known."""

    DECLARED = "declared", "thành viên tự khai"
    OWN_UNIT = "own_unit", "cùng đơn vị với sản phẩm"
    OWN_AGENCY = "own_agency", "cơ quan tư vấn, hỗ trợ chủ thể"
    RELATION = "relation", "có quan hệ với chủ thể"


class RelationKind(models.TextChoices):
    """What somebody is to a producer, marked so that they do not judge its products."""

    ADVISES = "advises", "tư vấn cho chủ thể"
    SUPPORTS = "supports", "hỗ trợ chủ thể"
    OWNER = "owner", "chủ sở hữu, người góp vốn"
    RELATIVE = "relative", "người thân của chủ thể, người đại diện"
    EMPLOYEE = "employee", "người làm việc cho chủ thể"
    PAID = "paid", "tư vấn có trả công"


# What a body is to a producer; the others are of people.
OF_BODIES = frozenset({RelationKind.ADVISES, RelationKind.SUPPORTS})


class RelationState(models.TextChoices):
    """How a marked relation stands on a day; none is ever deleted."""

    STANDING = "standing", "đang còn"
    ENDED = "ended", "đã kết thúc"
    STRUCK_OUT = "struck_out", "đã gạch bỏ"


RELATION_TONES = {
    RelationState.STANDING: Tone.HEED,
    RelationState.ENDED: Tone.PLAIN,
    RelationState.STRUCK_OUT: Tone.PLAIN,
}


class InvitationKind(models.TextChoices):
    """The kind of paper by which a Council is called together."""

    LETTER = "letter", "giấy mời"
    NOTICE = "notice", "thông báo"
    DISPATCH = "dispatch", "công văn"


class Standing(models.TextChoices):
    """How a seat stands to one dossier: only signed sheets are counted."""

    SIGNED = "signed", "đã ký phiếu"
    ABSTAINED = "abstained", "có mặt, không chấm điểm"
    ABSENT = "absent", "vắng mặt"
    CONFLICT = "conflict", "có xung đột lợi ích"


class MinimaRule(models.TextChoices):
    """How the members' levels of a criterion meet the minimum of a star: no decision says it."""

    FINDING = "finding", "theo kết luận của Hội đồng về tiêu chí"
    MEAN = "mean", "theo điểm trung bình của tiêu chí"
    MAJORITY = "majority", "quá nửa số phiếu đạt"
    EVERY = "every", "mọi phiếu đều đạt"


class ForwardRule(models.TextChoices):
    """Which products go up to the authority that grants the highest star."""

    STAR = "star", "đủ điểm và đủ mức tối thiểu của hạng đó"
    BAND = "band", "đủ điểm, và đạt mức tối thiểu của hạng thấp nhất được chứng nhận"


class Verdict(models.TextChoices):
    RECOGNISE = "recognise", "công nhận"
    FORWARD = "forward", "phê duyệt kết quả, đề nghị cấp trên"
    REFUSE = "refuse", "không công nhận"
    NOT_EVALUATED = "not_evaluated", "không đánh giá"
    OPEN = "open", "chưa kết luận được"


class Refusal(models.TextChoices):
    """Why a product that was before a Council is not recognised."""

    GATE = "gate", "có điều kiện loại"
    POINTS = "points", "điểm dưới khung được chứng nhận"
    MINIMA = "minima", "chưa đạt mức tối thiểu của tiêu chí"
    STATED = "stated", "theo lý do ghi trong biên bản"
