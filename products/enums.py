"""The forms of registration, the kinds of producers, and the states of a plan."""

from django.db import models

from programs.enums import Tone


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


PLAN_TONES = {
    PlanState.DRAFT: Tone.PLAIN,
    PlanState.HANDED_IN: Tone.INFO,
    PlanState.SENT: Tone.INFO,
    PlanState.RETURNED: Tone.HEED,
    PlanState.ACCEPTED: Tone.GOOD,
    PlanState.ISSUED: Tone.GOOD,
    PlanState.SUPERSEDED: Tone.PLAIN,
}
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
    """How far the paper is; whether it is valid on a day is computed (CertificateStatus)."""

    PREPARED = "prepared", "dự thảo"
    ISSUED = "issued", "đã cấp"
    DROPPED = "dropped", "bỏ dự thảo"


CERTIFICATE_TONES = {
    CertificateState.PREPARED: Tone.PLAIN,
    CertificateState.ISSUED: Tone.GOOD,
    CertificateState.DROPPED: Tone.PLAIN,
}


class EventKind(models.TextChoices):
    """What may happen to a certificate after it was issued."""

    EXTENDED = "extended", "kéo dài chờ kết quả đánh giá lại"
    SETTLED = "settled", "chốt ngày được kéo dài"
    UPGRADED = "upgraded", "nâng hạng"
    REPLACED = "replaced", "cấp lại"
    REVOKED = "revoked", "thu hồi"
    REINSTATED = "reinstated", "khôi phục"


class CertificateStatus(models.TextChoices):
    """Whether a certificate is valid on a day, and if not, why."""

    NOT_YET = "not_yet", "chưa có hiệu lực"
    VALID = "valid", "còn hiệu lực"
    EXPIRING = "expiring", "sắp hết hạn"
    EXTENDED = "extended", "được kéo dài"
    EXPIRED = "expired", "hết hạn"
    REVOKED = "revoked", "đã thu hồi"
    UPGRADED = "upgraded", "đã nâng hạng"
    REPLACED = "replaced", "đã cấp lại"

    @property
    def tone(self):
        return WORTH_TONES[self]


WORTH_TONES = {
    CertificateStatus.NOT_YET: Tone.PLAIN,
    CertificateStatus.VALID: Tone.GOOD,
    CertificateStatus.EXPIRING: Tone.HEED,
    CertificateStatus.EXTENDED: Tone.GOOD,
    CertificateStatus.EXPIRED: Tone.BAD,
    CertificateStatus.REVOKED: Tone.BAD,
    CertificateStatus.UPGRADED: Tone.PLAIN,
    CertificateStatus.REPLACED: Tone.PLAIN,
}
IN_FORCE = frozenset(
    {CertificateStatus.VALID, CertificateStatus.EXPIRING, CertificateStatus.EXTENDED}
)
# What says until when a certificate is valid beyond its day.
ENDINGS = frozenset({EventKind.EXTENDED, EventKind.SETTLED})
# What ends a certificate before its day, until it is reinstated.
CLOSING = {
    EventKind.UPGRADED: CertificateStatus.UPGRADED,
    EventKind.REPLACED: CertificateStatus.REPLACED,
    EventKind.REVOKED: CertificateStatus.REVOKED,
}


class OutletKind(models.TextChoices):
    """Where a product is sold."""

    SITE = "site", "tại nơi sản xuất"
    POINT = "point", "điểm bán sản phẩm OCOP"
    SHOP = "shop", "cửa hàng, chợ, siêu thị"
    ONLINE = "online", "gian hàng trên mạng"


class RevocationState(models.TextChoices):
    PROPOSED = "proposed", "chờ chủ thể giải trình"
    REPLIED = "replied", "chủ thể đã giải trình"
    DECIDED = "decided", "đã thu hồi"
    DISMISSED = "dismissed", "không thu hồi"


REVOCATION_TONES = dict.fromkeys(RevocationState, Tone.PLAIN)
OPEN_REVOCATIONS = frozenset({RevocationState.PROPOSED, RevocationState.REPLIED})


class PetitionReason(models.TextChoices):
    """Why a unit asks that a certificate is revoked, in the words of the programme's dispatch."""

    BELOW_STANDARD = "below_standard", "không còn đạt tiêu chuẩn"
    UNCOMPETITIVE = "uncompetitive", "không còn sức cạnh tranh trên thị trường"
    OTHER = "other", "lý do khác"


class PetitionState(models.TextChoices):
    """The way of a unit's petition to revoke, from its draft to the department's answer."""

    DRAFT = "draft", "đang soạn"
    HANDED_IN = "handed_in", "chờ lãnh đạo gửi"
    SENT = "sent", "đã gửi tỉnh"
    TAKEN_UP = "taken_up", "đã mở thủ tục thu hồi"
    CHECKING = "checking", "đưa vào hậu kiểm"
    ANSWERED = "answered", "tỉnh đã trả lời"
    DROPPED = "dropped", "đã bỏ"


PETITION_TONES = {
    PetitionState.DRAFT: Tone.PLAIN,
    PetitionState.HANDED_IN: Tone.INFO,
    PetitionState.SENT: Tone.INFO,
    PetitionState.TAKEN_UP: Tone.GOOD,
    PetitionState.CHECKING: Tone.GOOD,
    PetitionState.ANSWERED: Tone.PLAIN,
    PetitionState.DROPPED: Tone.PLAIN,
}
# What only the unit itself reads, and what still waits for somebody.
PRIVATE_PETITIONS = frozenset({PetitionState.DRAFT, PetitionState.HANDED_IN, PetitionState.DROPPED})
OPEN_PETITIONS = frozenset({PetitionState.DRAFT, PetitionState.HANDED_IN, PetitionState.SENT})


class DossierKind(models.TextChoices):
    """Why a product is evaluated; the values are those of programs.enums.LegalEvent."""

    FIRST = "first", "đánh giá lần đầu"
    UPGRADE = "upgrade", "nâng hạng"
    RE_EVALUATION = "re_evaluation", "đánh giá lại"


class DossierState(models.TextChoices):
    """The way of a dossier: Decision 26/2026/QĐ-TTg, article 7."""

    DRAFT = "draft", "đang lập"
    SUBMITTED = "submitted", "cấp xã đang kiểm tra"
    RETURNED = "returned", "trả lại để bổ sung"
    FORWARDED = "forwarded", "đã chuyển tỉnh"
    ACCEPTED = "accepted", "tỉnh đã tiếp nhận"
    IN_SESSION = "in_session", "Hội đồng đang đánh giá"
    CONCLUDED = "concluded", "đã có kết quả"
    WITHDRAWN = "withdrawn", "đã rút"


DOSSIER_TONES = {
    DossierState.DRAFT: Tone.PLAIN,
    DossierState.SUBMITTED: Tone.INFO,
    DossierState.RETURNED: Tone.HEED,
    DossierState.FORWARDED: Tone.INFO,
    DossierState.ACCEPTED: Tone.GOOD,
    DossierState.IN_SESSION: Tone.GOOD,
    DossierState.CONCLUDED: Tone.GOOD,
    DossierState.WITHDRAWN: Tone.BAD,
}
# Where the unit may still change it; from forwarding on it is locked (matrix H1, H2, H5, H6).
OPEN_DOSSIERS = frozenset({DossierState.DRAFT, DossierState.SUBMITTED, DossierState.RETURNED})
# Where the province has it and owes the next act.
PROVINCE_DOSSIERS = frozenset(
    {DossierState.FORWARDED, DossierState.ACCEPTED, DossierState.IN_SESSION}
)
# Where it is still being put together, and where the unit or the province has it to judge.
UNFINISHED_DOSSIERS = frozenset({DossierState.DRAFT, DossierState.RETURNED})
ENDED_DOSSIERS = frozenset({DossierState.CONCLUDED, DossierState.WITHDRAWN})


class EvidenceKind(models.TextChoices):
    """The 15 kinds of evidence that a self-assessment may bring: Mẫu 02, Phụ lục III."""

    BUSINESS_LICENCE = "business_licence", "Giấy đăng ký kinh doanh"
    PRODUCTION_CONDITIONS = "production_conditions", "Giấy chứng nhận đủ điều kiện sản xuất"
    MATERIALS = "materials", "Nguồn gốc nguyên liệu, liên kết sản xuất"
    ENVIRONMENT = "environment", "Bảo vệ môi trường, công nghệ bền vững"
    LABOUR = "labour", "Sử dụng lao động địa phương"
    GROWTH = "growth", "Tăng trưởng sản xuất kinh doanh"
    INTELLECTUAL_PROPERTY = "intellectual_property", "Sở hữu trí tuệ"
    MARKET = "market", "Thị trường, xúc tiến thương mại"
    PROMOTION = "promotion", "Quảng bá, trang thông tin điện tử"
    STORY = "story", "Câu chuyện sản phẩm"
    QUALITY_DECLARATION = "quality_declaration", "Công bố chất lượng sản phẩm"
    TEST_REPORT = "test_report", "Phiếu kết quả kiểm nghiệm"
    TRACEABILITY = "traceability", "Mã vạch, tem truy xuất nguồn gốc"
    MANAGEMENT_SYSTEM = "management_system", "Hệ thống quản lý chất lượng"
    AWARD = "award", "Giải thưởng, thành tích"


# The item of a dossier that is no paper: its samples (programs.models.DossierItem).
SAMPLES = "samples"
# What a document of a dossier is: evidence of one of the kinds, or another paper.
DOCUMENT_KINDS = [*EvidenceKind.choices, ("other", "Giấy tờ khác")]


class Splitting(models.TextChoices):
    """What a unit that passes to several asks about; the values are names of models."""

    USER = "user", "tài khoản"
    PRODUCER = "producer", "chủ thể"
    PRODUCT = "product", "sản phẩm"
    ROW = "registration", "dòng kế hoạch"


class BookStatus(models.TextChoices):
    """What a row of a book means for the register; where several apply, the gravest."""

    FAULT = "fault", "có lỗi"
    DOUBT = "doubt", "còn nghi vấn"
    DIFFERS = "differs", "khác với cổng"
    NEW = "new", "mới"
    SAME = "same", "đã có, giống hệt"


# What a person must decide before a book is written.
UNDECIDED = frozenset({BookStatus.FAULT, BookStatus.DOUBT, BookStatus.DIFFERS})


class BookDecision(models.TextChoices):
    """What becomes of a row; which of several candidates it means is decided apart."""

    TAKE = "take", "nhập như đã hiểu"
    KEEP = "keep", "giữ của cổng"
    THEIRS = "theirs", "lấy của tệp"
    SKIP = "skip", "bỏ dòng này"


class LapseReason(models.TextChoices):
    """Why a certificate ended and nothing came after it."""

    STOPPED = "stopped", "không còn sản xuất"
    NOT_APPLIED = "not_applied", "không đăng ký đánh giá lại"
    FAILED = "failed", "không đạt tiêu chí"
    OTHER = "other", "lý do khác"


class InspectionPlanState(models.TextChoices):
    DRAFT = "draft", "đang soạn"
    OPEN = "open", "đang thực hiện"
    CLOSED = "closed", "đã kết thúc"
    DROPPED = "dropped", "đã hủy"


INSPECTION_PLAN_TONES = {
    InspectionPlanState.DRAFT: Tone.PLAIN,
    InspectionPlanState.OPEN: Tone.GOOD,
    InspectionPlanState.CLOSED: Tone.PLAIN,
    InspectionPlanState.DROPPED: Tone.PLAIN,
}


class InspectionState(models.TextChoices):
    """The way of a post-check: Decision 26/2026/QĐ-TTg, article 9."""

    PLANNED = "planned", "chờ kiểm tra"
    SKIPPED = "skipped", "không kiểm tra được"
    RECORDED = "recorded", "chờ ý kiến chủ thể"
    REPLIED = "replied", "chủ thể đã có ý kiến"
    MENDING = "mending", "phải khắc phục"
    KEPT = "kept", "giữ giấy chứng nhận"
    REVOKING = "revoking", "đã đề nghị thu hồi"


INSPECTION_TONES = {
    InspectionState.PLANNED: Tone.PLAIN,
    InspectionState.SKIPPED: Tone.PLAIN,
    InspectionState.RECORDED: Tone.INFO,
    InspectionState.REPLIED: Tone.INFO,
    InspectionState.MENDING: Tone.HEED,
    InspectionState.KEPT: Tone.GOOD,
    InspectionState.REVOKING: Tone.BAD,
}
# What the department keeps to itself: a check that is to come is not announced by the portal.
PRIVATE_INSPECTIONS = frozenset({InspectionState.PLANNED, InspectionState.SKIPPED})
OPEN_INSPECTIONS = frozenset(
    {
        InspectionState.PLANNED,
        InspectionState.RECORDED,
        InspectionState.REPLIED,
        InspectionState.MENDING,
    }
)


class FindingResult(models.TextChoices):
    MET = "met", "đạt"
    NOT_MET = "not_met", "không đạt"
    NOTED = "noted", "ghi nhận"
