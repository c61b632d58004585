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


class Gender(models.TextChoices):
    FEMALE = "female", "nữ"
    MALE = "male", "nam"


class CycleStep(models.TextChoices):
    """The six steps of the yearly OCOP cycle, in order."""

    AWARENESS = "1", "1. Tuyên truyền, hướng dẫn"
    IDEA = "2", "2. Nhận đăng ký ý tưởng, sản phẩm"
    BUSINESS_PLAN = "3", "3. Nhận phương án sản xuất kinh doanh"
    CARRIED_OUT = "4", "4. Triển khai phương án"
    EVALUATION = "5", "5. Đánh giá, phân hạng sản phẩm"
    PROMOTION = "6", "6. Xúc tiến thương mại"


class ProductStatus(models.TextChoices):
    MADE = "made", "đang sản xuất"
    STOPPED = "stopped", "ngừng sản xuất"


# The stars that are certified, as lists and forms offer them.
STARS = [(star, f"{star} sao") for star in (3, 4, 5)]


class CertificateState(models.TextChoices):
    """How far the paper is; what it is worth on a day is computed (CertificateStatus)."""

    PREPARED = "prepared", "dự thảo"
    ISSUED = "issued", "đã cấp"
    DROPPED = "dropped", "bỏ dự thảo"


class EventKind(models.TextChoices):
    """What may happen to a certificate after it was issued."""

    EXTENDED = "extended", "kéo dài chờ kết quả đánh giá lại"
    UPGRADED = "upgraded", "nâng hạng"
    REPLACED = "replaced", "cấp lại"
    REVOKED = "revoked", "thu hồi"
    REINSTATED = "reinstated", "khôi phục"


class CertificateStatus(models.TextChoices):
    """What a certificate is worth on a day."""

    NOT_YET = "not_yet", "chưa có hiệu lực"
    VALID = "valid", "còn hiệu lực"
    EXPIRING = "expiring", "sắp hết hạn"
    EXTENDED = "extended", "được kéo dài"
    EXPIRED = "expired", "hết hạn"
    REVOKED = "revoked", "đã thu hồi"
    UPGRADED = "upgraded", "đã nâng hạng"
    REPLACED = "replaced", "đã cấp lại"


IN_FORCE = frozenset(
    {CertificateStatus.VALID, CertificateStatus.EXPIRING, CertificateStatus.EXTENDED}
)
# What ends a certificate before its day, until it is reinstated.
CLOSING = {
    EventKind.UPGRADED: CertificateStatus.UPGRADED,
    EventKind.REPLACED: CertificateStatus.REPLACED,
    EventKind.REVOKED: CertificateStatus.REVOKED,
}


class RevocationState(models.TextChoices):
    PROPOSED = "proposed", "chờ chủ thể giải trình"
    REPLIED = "replied", "chủ thể đã giải trình"
    DECIDED = "decided", "đã thu hồi"
    DISMISSED = "dismissed", "không thu hồi"


OPEN_REVOCATIONS = frozenset({RevocationState.PROPOSED, RevocationState.REPLIED})
