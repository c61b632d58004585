"""The list of sessions."""

import django_filters
from django.db.models import Count, Q

from councils.enums import SESSION_TONES, SessionMode, SessionState, Verdict
from councils.models import Session
from programs.enums import Role
from programs.forms.listings import ListFilter, YearFilter, search_filter
from programs.tables import Column, Door, Kind, Listing, by_label, labelled, moment, page_of


class SessionFilter(ListFilter):
    q = search_filter("mã phiên, Hội đồng, địa điểm, số biên bản")
    state = django_filters.ChoiceFilter(choices=SessionState.choices, label="trạng thái")
    mode = django_filters.ChoiceFilter(choices=SessionMode.choices, label="hình thức")
    year = YearFilter(field_name="starts_at__year", label="năm")

    class Meta:
        model = Session
        fields = []

    def search(self, rows, _name, text):
        return self.found(rows, text, "code", "council__name", "place", "minutes_number")


def _sessions(user):
    done = Count("evaluations", filter=~Q(evaluations__verdict__in=["", Verdict.OPEN]))
    rows = Session.objects.visible_to(user).select_related("council")
    return rows.annotate(dossiers=Count("evaluations"), concluded=done)


SESSIONS = Listing(
    name="phien-hop",
    title="Phiên họp Hội đồng",
    noun="phiên",
    page="councils:session_list",
    empty="Chưa có phiên họp nào. Phiên họp được chuẩn bị ở trang của Hội đồng.",
    columns=(
        Column(
            key="code",
            title="Mã phiên",
            url=page_of("councils:session_detail"),
            sort="code",
            width=22,
        ),
        Column(key="council", title="Hội đồng", value=lambda row: row.council.name, width=44),
        Column(
            key="starts_at",
            title="Bắt đầu lúc",
            kind=Kind.MOMENT,
            cell=moment,
            sort="starts_at",
        ),
        Column(key="mode", title="Hình thức", cell=labelled(SessionMode), width=18),
        Column(key="place", title="Địa điểm", width=26, under="mode"),
        Column(key="dossiers", title="Số hồ sơ", kind=Kind.NUMBER, width=10),
        Column(key="concluded", title="Đã kết luận", kind=Kind.NUMBER, width=10),
        Column(
            key="state",
            title="Trạng thái",
            cell=labelled(SessionState),
            tones=by_label(SESSION_TONES),
            sort="state",
            width=18,
        ),
    ),
    rows=_sessions,
    filterset=SessionFilter,
    order=("-starts_at", "-pk"),
    doors=(
        Door("Kết quả đánh giá", "councils:result_list", frozenset(Role)),
        Door("Các Hội đồng", "councils:council_list", frozenset(Role)),
    ),
)
