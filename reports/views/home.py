"""The first page: how the programme stands, what waits for each person, what they may read."""

from dataclasses import dataclass

from django.shortcuts import render

from councils.advisory.tasks import advisory_tasks
from councils.agreement.tasks import session_tasks
from councils.membership.tasks import council_tasks
from products.certificates.tasks import certificate_tasks
from products.dossiers.tasks import dossier_tasks
from products.inspections.tasks import inspection_tasks
from products.plans.province_tasks import province_tasks
from products.plans.unit_tasks import unit_tasks
from programs import clock
from programs.accounts import place_objection
from programs.board import open_boards
from programs.enums import PROVINCE_READERS, UNIT_ROLES, Role
from programs.filing_tasks import board_tasks
from programs.models import Unit
from programs.tasks import account_tasks, calendar_tasks, extension_tasks, ordered
from reports.figures.pictures import picture_of
from reports.outgoing.tasks import outgoing_tasks
from reports.periodic.tasks import report_tasks
from reports.provincial.tasks import province_report_tasks

EVERYBODY = frozenset(Role)
LEADERS = frozenset({Role.UNIT_LEADER, Role.OBSERVER})
SHOWN = 6  # tasks, the most urgent; the others open below them
READERS_OF_TOTALS = PROVINCE_READERS - {Role.COUNCIL_SECRETARY}


@dataclass(frozen=True)
class Door:
    """A page worth going to, for those who find something there."""

    url: str
    title: str
    text: str
    roles: frozenset[Role]


DOORS = (
    Door(
        "programs:campaign_list",
        "Các đợt",
        "Hạn gửi, hạn khóa và đơn vị tham gia của từng đợt.",
        PROVINCE_READERS | UNIT_ROLES | {Role.AGENCY_OFFICER},
    ),
    Door(
        "products:plan_list",
        "Kế hoạch",
        "Kế hoạch đã gửi hoặc đã ban hành mà bạn được xem.",
        EVERYBODY,
    ),
    Door(
        "products:registration_list",
        "Sản phẩm đăng ký",
        "Tìm theo tên, chủ thể, xã, hình thức; tải về Excel.",
        EVERYBODY,
    ),
    Door(
        "programs:account_request_create",
        "Đề nghị cấp tài khoản",
        "Cho người mới của đơn vị, cơ quan.",
        frozenset({Role.UNIT_LEADER, Role.AGENCY_OFFICER}),
    ),
    Door(
        "programs:user_list",
        "Tài khoản",
        "Ai phụ trách ở từng đơn vị, và cách liên hệ.",
        EVERYBODY - {Role.COUNCIL_MEMBER, Role.COUNCIL_SECRETARY},
    ),
    Door("reports:public_plans", "Kế hoạch công khai", "Những gì người dân đọc được.", EVERYBODY),
)


def home(request):
    """Việc của tôi: how the programme stands for this role, then what waits, by urgency."""
    user = request.user
    shown = open_boards(user)
    plans = [*unit_tasks(user), *province_tasks(user)]
    filed = [*report_tasks(user), *province_report_tasks(user), *board_tasks(shown, user)]
    register = [*dossier_tasks(user), *certificate_tasks(user), *inspection_tasks(user)]
    asked = [*account_tasks(user), *extension_tasks(user), *calendar_tasks(user)]
    asked += [*council_tasks(user), *outgoing_tasks(user), *session_tasks(user)]
    asked += advisory_tasks(user)
    tasks = ordered([*plans, *filed, *register, *asked])
    to_do = [task for task in tasks if task.action]
    province = Unit.objects.province_on(clock.today())
    context = {
        "province": province and province.name,
        "now": clock.now(),
        "picture": picture_of(user, shown),
        "to_do": to_do,
        "first": to_do[:SHOWN],
        "others": to_do[SHOWN:],
        "followed": [task for task in tasks if not task.action],
        "boards": shown,
        "reads_totals": user.role in READERS_OF_TOTALS,
        "opens_campaigns": user.role == Role.PROVINCE_ADMIN,
        "leads": user.role in LEADERS,
        "has_no_place": bool(place_objection(user.role, user.unit_id, user.agency_id)),
        "doors": [door for door in DOORS if user.role in door.roles],
    }
    return render(request, "reports/home.html", context)
