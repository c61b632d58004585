"""The reports of the demonstration year 2024: thirteen units and six agencies, as in life.

The half-year and the year, by the rules of the pages; figures that people type are made up, those
that the portal counts are of the register. Some are late, one was returned, some say that nothing
happened, one is missing.
"""

from datetime import date, timedelta
from zlib import crc32

from products.demo.data import told_on
from products.demo.year import districts, make_user
from programs import clock
from programs.campaigns import ask_bodies, strictly_before
from programs.deadlines import end_of
from programs.enums import CampaignKind, Role
from programs.extensions import extend
from programs.models import Agency, Campaign
from reports.enums import FigureSource
from reports.models import ReportPeriod
from reports.periodic.counting import remembered
from reports.periodic.demo_extras import WITH_FILE, attach_a_list, record_a_double
from reports.periodic.designing import FORM, create, write
from reports.periodic.filling import Typed, part_of, save_section, say_nil, start
from reports.periodic.periods import set_period
from reports.periodic.reading import parts_of
from reports.periodic.workflow import REPORT, correct

AGENCIES = ("so-khcn", "so-ct", "so-yt", "so-vhttdl", "hnd", "hlhpn")
# What became of each report; those that are not named were sent on time and accepted.
HALF_YEAR = {
    "536": "missing",
    "529": "draft",
    "535": "returned",
    "524": "corrected",
    "533": "late",
    "527": "sent",
    "534": "nil",
    "hlhpn": "nil",
    "so-yt": "late",
}
YEAR = {"536": "nil", "535": "sent", "529": "late", "hnd": "handed_in", "so-vhttdl": "missing"}
FIRST_DAY = date(2023, 12, 15)
# When the department had answered what was sent.
ANSWERED = {CampaignKind.HALF_YEAR_REPORT: (6, 26), CampaignKind.ANNUAL_REPORT: (12, 26)}
# Who still has something to write, approve or put right.
AT_WORK = ("536", "529", "535", "hnd", "so-vhttdl")
WORDS = {
    "I": (
        "Đã ban hành kế hoạch năm, kiện toàn Hội đồng đánh giá, phân hạng",
        "Đã có công văn đôn đốc cấp xã rà soát sản phẩm đăng ký",
    ),
    "II.1": (
        "Tuyên truyền trên đài truyền thanh và trang thông tin điện tử",
        "Lồng ghép giới thiệu sản phẩm OCOP trong các hội nghị",
    ),
    "II.2": (
        "Hỗ trợ chủ thể hoàn thiện bao bì, truy xuất nguồn gốc",
        "Rà soát sản phẩm tiềm năng ở các xã",
    ),
    "II.3": ("Mở lớp về hồ sơ OCOP cho chủ thể và cán bộ cấp xã", "Cử cán bộ dự lớp của tỉnh"),
    "II.4": (
        "Hội đồng họp theo kế hoạch, chủ thể được thông báo kết quả",
        "Còn hồ sơ phải bổ sung phiếu kiểm nghiệm trước khi đánh giá",
    ),
    "II.5": ("Đưa sản phẩm dự hội chợ trong tỉnh", "Kết nối với siêu thị, trạm dừng nghỉ"),
    "II.6": ("Vốn bố trí từ nguồn sự nghiệp, giải ngân theo tiến độ",),
    "II.7": ("Đã thực hiện nhiệm vụ được giao trong Kế hoạch, theo lĩnh vực phụ trách",),
    "III": (
        "Cán bộ cấp xã kiêm nhiệm, chủ thể ngại làm hồ sơ",
        "Kinh phí kiểm nghiệm còn cao so với quy mô của hộ",
    ),
    "IV": ("Đôn đốc chủ thể có giấy sắp hết hạn lập hồ sơ đánh giá lại",),
    "V": ("Đề nghị tỉnh hỗ trợ kinh phí kiểm nghiệm, tem nhãn", "Không có kiến nghị"),
}
NOTE = "Minh họa: số liệu tập huấn, xúc tiến, nguồn vốn do người trình diễn đặt ra."


def fill_reports(people):
    """The form, both campaigns of the year, and what each reporter made of them.

    Nothing of what is still to come where the demonstration is told of an earlier day.
    """
    today = clock.today()
    if today <= _day(ANSWERED[CampaignKind.HALF_YEAR_REPORT]):
        return
    agencies = {each.code: each for each in Agency.objects.filter(code__in=AGENCIES)}
    _hire(people, agencies)
    with remembered():
        _fill(people, agencies, today)


def _fill(people, agencies, today):
    admin = people["quantri"]
    with told_on(date(2024, 5, 6)):
        form = create(by=admin)
        form.name = "Mẫu báo cáo Chương trình OCOP năm 2024"
        form.note = "Đề cương theo Công văn tháng 3/2024, mục II; chỉ tiêu do cổng đề xuất."
        form = write(form, by=admin, version=form.version)
        form = FORM.take(form, "publish", by=admin)
    half = _campaign(CampaignKind.HALF_YEAR_REPORT, (6, 1), (6, 20), (7, 1), admin, agencies)
    _ask(half, form, (FIRST_DAY, date(2024, 6, 14)), admin)
    _tell(half, people, HALF_YEAR, ((6, 14), (6, 24)))
    with told_on(_day(ANSWERED[CampaignKind.HALF_YEAR_REPORT])):
        record_a_double(half, people["chuyenvien"])
    _give_time(half.participants.filter(unit__code__in=AT_WORK), admin)
    if today <= _day(ANSWERED[CampaignKind.ANNUAL_REPORT]):
        return
    year = _campaign(CampaignKind.ANNUAL_REPORT, (12, 1), (12, 20), (12, 31), admin, agencies)
    _ask(year, form, (FIRST_DAY, date(2024, 12, 14)), admin)
    _tell(year, people, YEAR, ((12, 14), (12, 24)))
    _give_time(year.participants.filter(agency__code__in=AT_WORK), admin)


def _hire(people, agencies):
    """Two people of each agency: who writes, and who approves."""
    for code, agency in agencies.items():
        for number, word in ((1, "Cán bộ"), (2, "Trưởng phòng")):
            name = f"bc{number}.{code.removeprefix('so-')}"
            full_name = f"{word} báo cáo {agency.short_name}"
            people[name] = make_user(name, full_name, Role.AGENCY_OFFICER, agency=agency)


def _give_time(participants, admin):
    """Both campaigns are locked by now: so that one can try to report."""
    until = end_of(clock.today() + timedelta(days=90))
    for participant in participants.select_related("campaign"):
        extend(participant, until, "Gia hạn để tập thử trên bản trình diễn.", by=admin)


def _day(month_and_day):
    return date(2024, *month_and_day)


def _campaign(kind, opens, due, locks, admin, agencies):
    with told_on(_day(opens)):
        campaign = Campaign.objects.create(
            kind=kind,
            year=2024,
            opens_on=_day(opens),
            due_at=strictly_before(_day(due)),
            locks_at=strictly_before(_day(locks)),
            document="Công văn số …/SNNPTNT-NTM ngày …/3/2024, mục II.7",
            issuer="Sở Nông nghiệp và Phát triển nông thôn tỉnh Quảng Ngãi",
        )
        ask_bodies(campaign, districts(), [agencies[code] for code in AGENCIES], by=admin)
    return campaign


def _ask(campaign, form, days, admin):
    with told_on(campaign.opens_on):
        period = ReportPeriod(campaign=campaign, form=form, data_from=days[0], data_to=days[1])
        set_period(period, by=admin)


def _tell(campaign, people, fates, days):
    on_time, late = days
    answered = ANSWERED[campaign.kind]
    for participant in campaign.participants.select_related("unit", "agency", "campaign"):
        fate = fates.get(participant.body.code, "accepted")
        if fate != "missing":
            told = (late if fate == "late" else on_time), answered
            _Story(participant, people).tell(fate, *map(_day, told))


class _Story:
    """One reporter's way through a campaign."""

    def __init__(self, participant, people):
        self.participant, self.staff = participant, people["chuyenvien"]
        code = participant.body.code.removeprefix("so-")
        names = (
            (("cb", code), ("ld", code)) if participant.unit_id else (f"bc1.{code}", f"bc2.{code}")
        )
        self.writer, self.sender = (people[name] for name in names)
        is_half = participant.campaign.kind == CampaignKind.HALF_YEAR_REPORT
        self.has_a_file = is_half and participant.body.code == WITH_FILE

    def tell(self, fate, day, answered):
        with told_on(day):
            self.report = start(self.participant, self.writer)
            self.write(is_nil=fate == "nil")
            if self.has_a_file:
                attach_a_list(self.report, self.writer)
            if fate == "draft":
                return
            self.move("hand_in", self.writer)
            if fate == "handed_in":
                return
            self.move("send", self.sender, {"late": "Minh họa: chờ số liệu của cấp xã."})
        with told_on(answered):
            if fate in {"returned", "corrected"}:
                note = "Minh họa: số lớp tập huấn chưa khớp với phần lời; xem lại mục II.3."
                self.move("return", self.staff, {"note": note})
            elif fate != "sent":
                self.move("accept", self.staff)
            if fate == "corrected":
                self.report = correct(self.report, by=self.writer)
                self.move("hand_in", self.writer)
                self.move("send", self.sender)
                self.move("accept", self.staff)

    def move(self, step, by, answers=None):
        self.report = REPORT.take(self.report, step, by=by, answers=answers)

    def write(self, *, is_nil):
        if is_nil:
            say_nil(self.report, is_nil=True, by=self.writer)
        for part in parts_of(self.report):
            self.fill_in(part, is_nil=is_nil)
        for part in parts_of(self.report):
            if part.lacks:  # what the portal asks about is explained
                self.fill_in(part_of(self.report, part.section), is_nil=is_nil, why=NOTE)

    def fill_in(self, part, *, is_nil, why=""):
        answers = {}
        for line in part.lines:
            if line.indicator.source == FigureSource.COMPUTED:
                continue
            value = line.value if why else self.value_of(line, is_nil=is_nil)
            answers[line.indicator] = (value, why if line.questions else "")
        text = "" if is_nil else self.words_of(part.section.code)
        save_section(self.report, part.section, Typed(answers, text), by=self.writer)

    def words_of(self, code):
        words = WORDS.get(code, ("Không có",))
        return f"{words[self.number_of(code) % len(words)]} (minh họa)."

    def number_of(self, what):
        """A number of its own for each reporter and each thing."""
        return crc32(f"{self.participant.body.code}{what}".encode())

    def value_of(self, line, *, is_nil):
        """What the portal counts; else a number of its own for each reporter and figure."""
        if line.counted:
            return line.counted.value if line.indicator.roll_up != "sum" or not is_nil else 0
        if is_nil:
            return 0
        number = self.number_of(line.indicator.code) % 7 + 1
        since = 2 if self.participant.campaign.kind == CampaignKind.ANNUAL_REPORT else 1
        return number * since * (25_000_000 if line.indicator.measure == "đồng" else 1)
