"""The forms of registration, the kinds of producers, and the states of a plan."""

from django.db import models


class RegistrationForm(models.TextChoices):
    """How a product is brought forward: the five columns of the province's appendix."""

    THREE_STAR = "3_star", "3 sao"
    FOUR_STAR = "4_star", "4 sao"
    UPGRADE_3_4 = "3_to_4", "Nâng hạng 3-4 sao"
    UPGRADE_4_5 = "4_to_5", "Nâng hạng 4-5 sao"
    RE_EVALUATION = "re_evaluation", "Đánh giá lại"


class ProducerKind(models.TextChoices):
    """Who may be a producer: Decision 26/2026/QĐ-TTg, article 2."""

    COOPERATIVE = "cooperative", "Hợp tác xã"
    COOPERATIVE_GROUP = "cooperative_group", "Tổ hợp tác"
    ENTERPRISE = "enterprise", "Doanh nghiệp"
    FARM = "farm", "Trang trại"
    PRODUCTION_HOUSEHOLD = "production_household", "Hộ sản xuất"
    BUSINESS_HOUSEHOLD = "business_household", "Hộ kinh doanh"
    ASSOCIATION = "association", "Hội, hiệp hội, trung tâm điều hành du lịch"


class Maturity(models.TextChoices):
    """The two classes of products that the dispatch treats apart (II.3.a)."""

    POTENTIAL = "potential", "Tiềm năng"
    ESTABLISHED = "established", "Đã hình thành"


class PlanState(models.TextChoices):
    DRAFT = "draft", "đang soạn"
    HANDED_IN = "handed_in", "chờ lãnh đạo duyệt"
    SENT = "sent", "đã gửi tỉnh"
    RETURNED = "returned", "tỉnh trả lại"
    ACCEPTED = "accepted", "tỉnh đã tiếp nhận"
    ISSUED = "issued", "đã ban hành"
    SUPERSEDED = "superseded", "đã được thay thế"


EDITABLE_STATES = frozenset({PlanState.DRAFT, PlanState.RETURNED})
# What the unit keeps to itself: the province sees the state and the counts alone (matrix P1, P2).
PRIVATE_STATES = EDITABLE_STATES | {PlanState.HANDED_IN}
SENT_STATES = frozenset(PlanState) - PRIVATE_STATES
# At most one version of a unit's plan is being worked on, and at most one is in force.
WORKING_STATES = PRIVATE_STATES | {PlanState.SENT}
IN_FORCE_STATES = frozenset({PlanState.ACCEPTED, PlanState.ISSUED})
