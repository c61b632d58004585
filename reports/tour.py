"""The tour of a demonstration: for each role a few stops, what to do there and what one sees."""

from dataclasses import dataclass

from programs.enums import Role


@dataclass(frozen=True)
class Stop:
    """A page by its address name; `of_campaign` ones are those of the newest campaign."""

    url: str
    title: str
    text: str
    of_campaign: bool = False


HOME = Stop("home", "Việc của tôi", "Việc gấp ở trên; mỗi việc có một nút đưa tới đúng chỗ.")
BELL = Stop("programs:notification_list", "Thông báo", "Bấm một tin để đến nơi tin nói tới.")
PROFILE = Stop("programs:profile", "Thông tin cá nhân", "Chọn thư muốn nhận, đổi mật khẩu.")
BOARD = Stop(
    "products:plan_board",
    "Tình hình các đơn vị",
    "Bấm tên một tình trạng để chỉ xem các đơn vị đó; bấm tên đơn vị để đọc kế hoạch.",
    of_campaign=True,
)
APPENDIX = Stop(
    "reports:appendix",
    "Phụ lục số lượng",
    "Bấm vào một con số để đến nơi tạo ra nó; thử “Đối chiếu hai số”, rồi tải PDF.",
    of_campaign=True,
)
PLANS = Stop("products:plan_list", "Kế hoạch", "Mở một kế hoạch để xem sản phẩm và diễn biến.")
PRODUCTS = Stop(
    "products:registration_list",
    "Sản phẩm đăng ký",
    "Lọc theo chữ (gõ không dấu cũng được), chọn cột, lưu cách xem, tải Excel.",
)
PUBLIC = Stop("reports:public_plans", "Kế hoạch công khai", "Đây là những gì người dân đọc được.")
REQUEST = Stop(
    "programs:account_request_create",
    "Đề nghị cấp tài khoản",
    "Ghi tên, thư công vụ và lý do; quản trị cấp tỉnh nhận đề nghị này.",
)
COUNCILS = Stop(
    "councils:council_list",
    "Hội đồng",
    "Mở một Hội đồng: ai giữ ghế nào, còn thiếu cơ quan nào so với quy định của ngày đó.",
)

REPORTS = Stop(
    "reports:report_list",
    "Báo cáo định kỳ",
    "Mở một báo cáo: mỗi số cạnh số trên cổng; “Qua các năm” cho biết ai gửi đúng hạn.",
)

STATISTICS = Stop(
    "reports:statistics",
    "Thống kê",
    "Chọn dòng, cột và số cần đếm; bấm một số để mở đúng các dòng của nó; lưu lại, chia sẻ.",
)

TOUR = {
    Role.UNIT_OFFICER: (
        HOME,
        Stop(
            "products:plan_of_unit",
            "Kế hoạch của đơn vị",
            "Gõ hoặc dán từ Excel vào bảng; thanh trên bảng so số đã khai với danh sách.",
            of_campaign=True,
        ),
        PRODUCTS,
        COUNCILS,
        BELL,
        PROFILE,
    ),
    Role.UNIT_LEADER: (
        HOME,
        Stop(
            "products:plan_of_unit",
            "Kế hoạch của đơn vị",
            "Xem danh sách và bảng so hai số; kế hoạch đã trình thì gửi tỉnh hoặc trả lại cán bộ.",
            of_campaign=True,
        ),
        BELL,
        COUNCILS,
        Stop("programs:event_list", "Nhật ký", "Ai trong đơn vị đã làm gì, lúc nào."),
        REQUEST,
    ),
    Role.PROVINCE_STAFF: (HOME, BOARD, PLANS, APPENDIX, REPORTS, PRODUCTS),
    Role.PROVINCE_ADMIN: (
        HOME,
        Stop(
            "programs:campaign_create",
            "Mở đợt mới",
            "Xem các ô của một đợt: hạn gửi, thời điểm khóa, lịch nhắc. Chưa lưu thì chưa có gì.",
        ),
        BOARD,
        COUNCILS,
        Stop("programs:user_list", "Tài khoản", "Mời người mới, khóa tài khoản, đổi vai trò."),
        Stop("programs:event_list", "Nhật ký", "Ai làm gì, lúc nào, kể cả lần bị từ chối."),
    ),
    Role.COORDINATION_OFFICE: (HOME, BOARD, PLANS, APPENDIX, STATISTICS, PRODUCTS),
    Role.AGENCY_OFFICER: (HOME, REPORTS, PLANS, PRODUCTS, PUBLIC, REQUEST),
    Role.COUNCIL_SECRETARY: (HOME, BOARD, PLANS, PRODUCTS),
    Role.COUNCIL_MEMBER: (HOME, PLANS, PRODUCTS, PUBLIC),
    Role.OBSERVER: (HOME, BOARD, APPENDIX, STATISTICS, PLANS, PRODUCTS),
}
