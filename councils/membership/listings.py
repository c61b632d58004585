"""The lists of Councils, and of everybody who sits in one."""

import django_filters
from django.db.models import Count, Q

from councils.enums import COUNCIL_TONES, VOTING, CouncilState, SeatRole
from councils.membership.setting_up import WRITERS
from councils.models import Council, Member
from programs import clock
from programs.enums import DEPARTMENT, Authority, Role
from programs.forms.listings import ListFilter, TickFilter, search_filter
from programs.tables import Column, Door, Kind, Listing, by_label, labelled, page_of

EVERYBODY = frozenset(Role)


class CouncilFilter(ListFilter):
    q = search_filter("tên Hội đồng, số quyết định")
    level = django_filters.ChoiceFilter(choices=Authority.choices, label="cấp")
    state = django_filters.ChoiceFilter(choices=CouncilState.choices, label="trạng thái")

    class Meta:
        model = Council
        fields = []

    def search(self, rows, _name, text):
        return self.found(rows, text, "name", "decision_number")


def _councils(user):
    votes = Count("seats", filter=Q(seats__role__in=sorted(VOTING)))
    rows = Council.objects.visible_to(user).select_related("unit")
    return rows.annotate(votes=votes)


COUNCILS = Listing(
    name="hoi-dong",
    title="Hội đồng đánh giá, phân hạng",
    noun="Hội đồng",
    page="councils:council_list",
    empty="Chưa có Hội đồng nào trong phạm vi bạn được xem.",
    columns=(
        Column(
            key="name",
            title="Hội đồng",
            url=page_of("councils:council_detail"),
            sort="name",
            width=44,
        ),
        Column(key="level", title="Cấp", cell=labelled(Authority), sort="level", width=12),
        Column(key="decision_number", title="Quyết định thành lập", width=20),
        Column(
            key="decided_on",
            title="Ngày quyết định",
            kind=Kind.DATE,
            sort="decided_on",
            under="decision_number",
        ),
        Column(key="starts_on", title="Nhiệm kỳ từ", kind=Kind.DATE, sort="starts_on"),
        Column(key="ends_on", title="Đến hết ngày", kind=Kind.DATE, under="starts_on"),
        Column(key="votes", title="Số ghế chấm điểm", kind=Kind.NUMBER, width=12),
        Column(
            key="state",
            title="Trạng thái",
            cell=labelled(CouncilState),
            tones=by_label(COUNCIL_TONES),
            sort="state",
            width=18,
        ),
    ),
    rows=_councils,
    filterset=CouncilFilter,
    order=("-starts_on", "-pk"),
    doors=(
        Door("Chuẩn bị Hội đồng", "councils:council_create", WRITERS, adds=True),
        Door("Ghi Hội đồng ngoài cổng", "councils:council_enter", DEPARTMENT),
        Door("Phiên họp", "councils:session_list", EVERYBODY),
        Door("Kết quả tham gia", "councils:record_list", EVERYBODY),
        Door("Thành viên các Hội đồng", "councils:member_list", EVERYBODY),
        Door("Quan hệ với chủ thể", "councils:relation_list", EVERYBODY),
        Door("Quy chế hoạt động", "councils:rules_list", EVERYBODY),
    ),
)


class MemberFilter(ListFilter):
    q = search_filter("họ tên, chức vụ, cơ quan, Hội đồng")
    role = django_filters.ChoiceFilter(
        field_name="seat__role", choices=SeatRole.choices, label="vai trò"
    )
    council = django_filters.NumberFilter(
        field_name="seat__council", label="mã Hội đồng", max_value=2**63 - 1
    )
    today = TickFilter(method="sitting", label="đang giữ ghế hôm nay")

    class Meta:
        model = Member
        fields = []

    def search(self, rows, _name, text):
        where = ("seat__agency__name", "seat__organisation", "seat__council__name")
        return self.found(rows, text, "full_name", "job_title", *where)

    def sitting(self, rows, _name, _value):
        return rows.filter(pk__in=Member.objects.on(clock.today()).values("pk"))


def _members(user):
    related = ("seat__agency", "seat__council", "user")
    return Member.objects.visible_to(user).select_related(*related)


MEMBERS = Listing(
    name="thanh-vien-hoi-dong",
    title="Thành viên các Hội đồng",
    noun="thành viên",
    page="councils:member_list",
    empty="Chưa có thành viên Hội đồng nào trong phạm vi bạn được xem.",
    columns=(
        Column(key="full_name", title="Họ và tên", sort="full_name", width=28),
        Column(key="job_title", title="Chức vụ", width=24, under="full_name"),
        Column(
            key="role", title="Vai trò", fields=("seat__role",), cell=labelled(SeatRole), width=24
        ),
        Column(key="body", title="Cơ quan", value=lambda row: row.seat.body, width=34),
        Column(
            key="council",
            title="Hội đồng",
            value=lambda row: row.seat.council.name,
            url=lambda row: row.seat.council.get_absolute_url(),
            width=40,
        ),
        Column(key="since", title="Từ ngày", kind=Kind.DATE, sort="since"),
        Column(key="until", title="Đến hết ngày", kind=Kind.DATE, under="since"),
        Column(
            key="stands_in",
            title="Đi thay",
            cell=lambda stands_in: "đi thay" if stands_in else "",
            width=10,
        ),
        Column(
            key="user",
            title="Tài khoản",
            value=lambda row: row.user.username if row.user else "",
            width=16,
            shown=False,
        ),
    ),
    rows=_members,
    filterset=MemberFilter,
    order=("-seat__council__starts_on", "seat__position", "pk"),
    doors=(Door("Các Hội đồng", "councils:council_list", EVERYBODY),),
)
