"""Who, where and when: the kinds that every floor speaks of."""

from enum import StrEnum

from django.db import models


class Tone(StrEnum):
    """What a state asks of its reader: the colours of tokens.css, which style sheets go by.

    Beside each enum of states stands which tone each of them has.
    """

    PLAIN = "plain"  # nothing
    INFO = "info"  # under way, with somebody
    GOOD = "good"  # done, in force
    HEED = "heed"  # something is to be done
    BAD = "bad"  # missing, over, refused


class Role(models.TextChoices):
    """What a person does in the programme; the codes stand in the permission matrix."""

    PROVINCE_ADMIN = "PA", "quản trị cấp tỉnh"
    PROVINCE_STAFF = "PS", "chuyên viên cấp tỉnh"
    COORDINATION_OFFICE = "NC", "Văn phòng Điều phối nông thôn mới"
    AGENCY_OFFICER = "PX", "cán bộ sở, ban, ngành"
    UNIT_OFFICER = "DO", "cán bộ đơn vị"
    UNIT_LEADER = "DL", "lãnh đạo đơn vị"
    COUNCIL_SECRETARY = "CS", "thư ký Hội đồng"
    COUNCIL_MEMBER = "CM", "thành viên Hội đồng"
    OBSERVER = "RO", "lãnh đạo theo dõi"


ADMIN = frozenset({Role.PROVINCE_ADMIN})
DEPARTMENT = frozenset({Role.PROVINCE_ADMIN, Role.PROVINCE_STAFF})
OFFICER, LEADER = frozenset({Role.UNIT_OFFICER}), frozenset({Role.UNIT_LEADER})
# A unit may have one person alone: whatever its officer may do, its leader may do too.
UNIT_ROLES = OFFICER | LEADER
# Those who read what every unit has sent (matrix P3), and who see that a draft is there (P1).
PROVINCE_READERS = DEPARTMENT | {
    Role.COORDINATION_OFFICE,
    Role.COUNCIL_SECRETARY,
    Role.OBSERVER,
}
# Those who read the whole register (matrix H3), those who have pages of it, and those who write it.
# Who writes what goes out of the province: papers, its report.
PROVINCE_WRITERS = DEPARTMENT | {Role.COORDINATION_OFFICE}
REGISTER_READERS = PROVINCE_WRITERS | {Role.OBSERVER}
REGISTER_VISITORS = frozenset(Role) - {Role.AGENCY_OFFICER}
REGISTER_WRITERS = DEPARTMENT | UNIT_ROLES


class UnitKind(models.TextChoices):
    PROVINCE = "tinh", "tỉnh"
    CITY = "thanh_pho", "thành phố"
    TOWN = "thi_xa", "thị xã"
    DISTRICT = "huyen", "huyện"
    WARD = "phuong", "phường"
    TOWNSHIP = "thi_tran", "thị trấn"
    COMMUNE = "xa", "xã"
    SPECIAL_ZONE = "dac_khu", "đặc khu"


DISTRICT_KINDS = frozenset({UnitKind.CITY, UnitKind.TOWN, UnitKind.DISTRICT})
COMMUNE_KINDS = frozenset(
    {UnitKind.WARD, UnitKind.TOWNSHIP, UnitKind.COMMUNE, UnitKind.SPECIAL_ZONE}
)


class AgencyKind(models.TextChoices):
    PEOPLE_COMMITTEE = "ubnd", "Ủy ban nhân dân"
    DEPARTMENT = "so", "sở"
    SUB_DEPARTMENT = "chi_cuc", "chi cục"
    COORDINATION_OFFICE = "vpdp", "văn phòng điều phối"
    FRONT = "mttq", "Mặt trận Tổ quốc"
    ORGANISATION = "doan_the", "tổ chức chính trị - xã hội"


class BodyFunction(models.TextChoices):
    """What a body answers for, by which Councils ask for it: names change, and bodies merge."""

    LEADERSHIP = "leadership", "lãnh đạo Ủy ban nhân dân"
    OCOP_OFFICE = "ocop_office", "tham mưu quản lý OCOP"
    AGRICULTURE = "agriculture", "nông nghiệp"
    ENVIRONMENT = "environment", "tài nguyên và môi trường"
    SPECIALISED = "specialised", "quản lý chuyên ngành nông nghiệp và môi trường"
    RURAL = "rural", "phát triển nông thôn, chất lượng nông sản"
    SCIENCE = "science", "khoa học và công nghệ"
    TRADE = "trade", "công thương"
    HEALTH = "health", "y tế"
    FOOD_HYGIENE = "food_hygiene", "an toàn vệ sinh thực phẩm"
    FOOD_SAFETY = "food_safety", "an toàn thực phẩm (sở riêng)"
    CULTURE = "culture", "văn hóa, thể thao và du lịch"


class CampaignKind(models.TextChoices):
    PLAN = "plan", "đăng ký kế hoạch"
    HALF_YEAR_REPORT = "half_year", "báo cáo 6 tháng"
    ANNUAL_REPORT = "annual", "báo cáo năm"
    EVALUATION = "evaluation", "đánh giá, phân hạng"


REPORT_KINDS = frozenset({CampaignKind.HALF_YEAR_REPORT, CampaignKind.ANNUAL_REPORT})


class CampaignState(models.TextChoices):
    OPEN = "open", "đang mở"
    CLOSED = "closed", "đã đóng"


CAMPAIGN_TONES = {CampaignState.OPEN: Tone.GOOD, CampaignState.CLOSED: Tone.PLAIN}


class ProductGroup(models.TextChoices):
    """The six groups (ngành) that sort the 26 product sets."""

    FOOD = "food", "Thực phẩm"
    DRINK = "drink", "Đồ uống"
    HERBAL = "herbal", "Dược liệu và sản phẩm từ dược liệu"
    CRAFT = "craft", "Thủ công mỹ nghệ"
    ORNAMENTAL = "ornamental", "Sinh vật cảnh"
    TOURISM = "tourism", "Dịch vụ du lịch cộng đồng, du lịch sinh thái và điểm du lịch"

    @property
    def icon(self):
        """Its sign in static/img/icons.svg, and its tint in public.css."""
        return _GROUP_SIGNS[self][0]

    @property
    def short(self):
        """Its name where there is room for two words."""
        return _GROUP_SIGNS[self][1]


_GROUP_SIGNS = {
    ProductGroup.FOOD: ("food", "Thực phẩm"),
    ProductGroup.DRINK: ("drink", "Đồ uống"),
    ProductGroup.HERBAL: ("herb", "Dược liệu"),
    ProductGroup.CRAFT: ("craft", "Thủ công mỹ nghệ"),
    ProductGroup.ORNAMENTAL: ("flower", "Sinh vật cảnh"),
    ProductGroup.TOURISM: ("tour", "Du lịch cộng đồng"),
}


class NotificationKind(models.TextChoices):
    """What a person is told; each may turn the mail of a kind off.

    The database does not know them: a new kind is a line here, and one below where it is urgent.
    """

    HANDED_IN = "handed_in", "kế hoạch, hồ sơ chờ lãnh đạo duyệt"
    SENT = "sent", "kế hoạch, hồ sơ đã gửi tỉnh"
    TAKEN_BACK = "taken_back", "kế hoạch được đơn vị rút lại"
    RETURNED = "returned", "kế hoạch, hồ sơ được trả lại để sửa"
    ACCEPTED = "accepted", "kế hoạch, hồ sơ được tiếp nhận, có kết quả"
    EXTENSION = "extension", "gia hạn, đề nghị gia hạn"
    CALENDAR = "calendar", "đợt giao cho đơn vị, đổi lịch, đóng, mở lại"
    DUE_SOON = "due_soon", "sắp đến hạn"
    OVERDUE = "overdue", "quá hạn"
    REMINDED = "reminded", "tỉnh nhắc gửi"
    CERTIFIED = "certified", "giấy chứng nhận được cấp, kéo dài, khôi phục"
    REVOKING = "revoking", "đề nghị thu hồi, chủ thể được giải trình"
    REVOKED = "revoked", "giấy chứng nhận bị thu hồi, hoặc không thu hồi"
    PAPER = "paper", "văn bản gửi đến, bị thu hồi"
    COUNCIL = "council", "Hội đồng: được cử vào, mời họp, mở điểm"


def notification_kinds():
    """The kinds as a model's field asks for them, so that its migration names none."""
    return NotificationKind.choices


REMINDER_KINDS = frozenset(
    {NotificationKind.DUE_SOON, NotificationKind.OVERDUE, NotificationKind.REMINDED}
)
# What calls on its reader to act at once: it does not wait for the next morning's mail.
URGENT_KINDS = frozenset(
    {
        NotificationKind.HANDED_IN,
        NotificationKind.RETURNED,
        NotificationKind.REMINDED,
        NotificationKind.REVOKING,
        NotificationKind.PAPER,
    }
)
# Who sees whether a reminder was sent (matrix M2): of all units, or of one's own body.
REMINDER_READERS = DEPARTMENT | {Role.COORDINATION_OFFICE}


class MailOutcome(models.TextChoices):
    """What became of the mail of a notification, decided when mail is written."""

    WAITING = "waiting", "chờ gửi thư"
    MAILED = "mailed", "đã gửi thư"
    MUTED = "muted", "người nhận tắt loại thư này"
    MOOT = "moot", "không gửi thư vì việc đã xong"


class Certainty(models.TextChoices):
    """How sure a number of a regulation is: who uses it may have to say so."""

    TEXT = "C", "theo văn bản"
    TOLD = "C-2", "theo nguồn dẫn lại"
    DERIVED = "D", "suy ra từ văn bản"


class Authority(models.TextChoices):
    """Who recognises a product and grants its certificate."""

    DISTRICT = "district", "cấp huyện"
    PROVINCE = "province", "cấp tỉnh"
    MINISTRY = "ministry", "cấp trung ương"


class LegalEvent(models.TextChoices):
    """What a regulation is asked for; the comment says which day decides."""

    FIRST = "first", "đánh giá lần đầu"  # the dossier was received
    UPGRADE = "upgrade", "nâng hạng"  # the dossier was received
    RE_EVALUATION = "re_evaluation", "đánh giá lại"  # the dossier was received
    RECOGNITION = "recognition", "công nhận"  # the decision was signed
    REVOCATION = "revocation", "thu hồi"  # the authority concluded


class Clock(models.TextChoices):
    """The periods that a regulation may set. One that it does not set has no row."""

    VALIDITY = "validity", "hiệu lực của giấy chứng nhận"
    NOTICE = "notice", "thông báo trước khi hết hạn"
    WINDOW_OPENS = "window_opens", "nhận hồ sơ đánh giá lại, sớm nhất trước khi hết hạn"
    WINDOW_CLOSES = "window_closes", "nhận hồ sơ đánh giá lại, muộn nhất trước khi hết hạn"
    RE_EVALUATION = "re_evaluation", "đánh giá lại, từ khi đủ hồ sơ"
    COMMUNE_CHECK = "commune_check", "cấp xã kiểm tra hồ sơ"
    REVOCATION = "revocation", "thu hồi, từ khi có kết luận"
    EXTENSION = "extension", "kéo dài giấy chứng nhận chờ kết quả"
    PENDING_FIRST = "pending_first", "hoàn thành hồ sơ lần đầu, nâng hạng theo quy định cũ"
    PENDING_AGAIN = "pending_again", "hoàn thành hồ sơ đánh giá lại theo quy định cũ"


class Need(models.TextChoices):
    """Whether a dossier must hold something: what applies only to some is there or denied."""

    MANDATORY = "mandatory", "bắt buộc"
    IF_APPLICABLE = "if_applicable", "khi áp dụng, không có thì ghi là không có"
    FREE = "free", "không bắt buộc"


class Measure(models.TextChoices):
    MONTHS = "months", "tháng"
    DAYS = "days", "ngày"
    WORKING_DAYS = "working_days", "ngày làm việc"


class GateEffect(models.TextChoices):
    """What becomes of a dossier of which a gate holds: it is not scored, or not recognised."""

    DISQUALIFY = "disqualify", "loại hồ sơ"
    NOT_EVALUATED = "not_evaluated", "không đánh giá"
    STOP = "stop_evaluation", "dừng đánh giá"
    NOT_MET = "requirement_not_met", "không công nhận vì không đạt yêu cầu bắt buộc"


class HolidayKind(models.TextChoices):
    """Why a day is not worked, or (the last one) why a Saturday is."""

    HOLIDAY = "holiday", "nghỉ lễ, tết"
    COMPENSATION = "comp", "nghỉ bù"
    SWAPPED = "swapped", "nghỉ hoán đổi"
    WORKED = "worked", "làm bù"
