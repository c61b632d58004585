"""The lists of accounts, and of those that are asked for."""

import django_filters
from django.urls import reverse

from programs.accounts import ASKABLE, requests_visible_to
from programs.enums import ADMIN, Role, Tone
from programs.forms.accounts import dated, reporting_units
from programs.forms.listings import ListFilter, UnitFilter, search_filter
from programs.models import AccountRequest, User
from programs.tables import Column, Door, Kind, Listing, labelled, moment, page_of

_PLACE = ("unit__kind", "unit__name", "agency__name")


class AccountFilter(ListFilter):
    q = search_filter("tên, đơn vị, thư điện tử, điện thoại")
    role = django_filters.ChoiceFilter(choices=Role.choices, label="vai trò")
    unit = UnitFilter(queryset=reporting_units(), label="đơn vị", label_of=dated)
    state = django_filters.ChoiceFilter(
        choices=[("open", "đang mở"), ("closed", "đã khóa")], label="trạng thái", method="by_state"
    )

    class Meta:
        model = User
        fields = []

    def search(self, rows, _name, text):
        return self.found(rows, text, "full_name", "email", "phone", *_PLACE)

    def by_state(self, rows, _name, value):
        return rows.filter(is_active=value == "open")


def _place(user):
    return str(user.unit or user.agency or "")


ACCOUNTS = Listing(
    name="tai-khoan",
    title="Tài khoản",
    noun="tài khoản",
    page="programs:user_list",
    columns=(
        Column(
            key="full_name",
            title="Họ và tên",
            value=str,
            url=page_of("programs:user_detail"),
            sort="full_name",
        ),
        Column(
            key="role",
            title="Vai trò",
            cell=labelled(Role),
            sort="role",
            width=32,
        ),
        Column(
            key="place",
            title="Đơn vị, cơ quan",
            value=_place,
            sort="unit__name",
            width=36,
        ),
        Column(key="email", title="Thư điện tử", sort="email"),
        Column(key="phone", title="Điện thoại cơ quan", width=20, under="email"),
        Column(
            key="state",
            title="Trạng thái",
            value=lambda user: "đang mở" if user.is_active else "đã khóa",
            tones={"đang mở": Tone.GOOD, "đã khóa": Tone.PLAIN},
            sort="is_active",
            width=14,
        ),
    ),
    rows=lambda user: User.objects.visible_to(user).select_related("unit", "agency"),
    filterset=AccountFilter,
    order=("full_name", "pk"),
    doors=(
        Door("Mời lập tài khoản", "programs:user_invite", ADMIN, adds=True),
        Door("Đề nghị của các đơn vị", "programs:account_request_list", ADMIN),
        Door(
            "Đề nghị cấp tài khoản",
            "programs:account_request_create",
            frozenset(ASKABLE),
            adds=True,
        ),
    ),
)


# --- Requests for accounts -----------------------------------------------------------------------

WAITING, ANSWERED = "chờ lập tài khoản", "đã lập tài khoản"


class AccountRequestFilter(ListFilter):
    q = search_filter("tên, thư điện tử, lý do, người đề nghị, đơn vị")
    state = django_filters.ChoiceFilter(
        choices=[("waiting", WAITING), ("answered", ANSWERED)],
        label="tình trạng",
        method="by_state",
    )

    class Meta:
        model = AccountRequest
        fields = []

    def search(self, rows, _name, text):
        asker = (f"asked_by__{name}" for name in ("full_name", *_PLACE))
        return self.found(rows, text, "full_name", "email", "reason", *asker)

    def by_state(self, rows, _name, value):
        return rows.filter(user__isnull=value == "waiting")


def _next(asked):
    """Where the request leads: to the account, or to making it."""
    if asked.user:
        return asked.user.get_absolute_url()
    return reverse("programs:account_request_accept", args=[asked.pk])


ACCOUNT_REQUESTS = Listing(
    name="de-nghi-tai-khoan",
    title="Đề nghị cấp tài khoản",
    noun="đề nghị",
    page="programs:account_request_list",
    empty="Cán bộ, lãnh đạo đơn vị gửi đề nghị từ trang Tài khoản.",
    columns=(
        Column(key="full_name", title="Họ và tên", url=_next, sort="full_name", width=28),
        Column(key="email", title="Thư điện tử", sort="email", width=28, under="full_name"),
        Column(key="role", title="Vai trò", cell=labelled(Role), sort="role", width=28),
        Column(key="reason", title="Lý do", width=44),
        Column(
            key="asked_by", title="Người đề nghị", value=lambda asked: str(asked.asked_by), width=28
        ),
        Column(
            key="place",
            title="Đơn vị, cơ quan",
            value=lambda asked: _place(asked.asked_by),
            under="asked_by",
        ),
        Column(
            key="asked_at",
            title="Đề nghị lúc",
            kind=Kind.MOMENT,
            cell=moment,
            sort="asked_at",
        ),
        Column(
            key="state",
            title="Tình trạng",
            value=lambda asked: ANSWERED if asked.user else WAITING,
            tones={WAITING: Tone.INFO, ANSWERED: Tone.GOOD},
            width=20,
        ),
    ),
    rows=lambda user: requests_visible_to(user).select_related(
        "asked_by__unit", "asked_by__agency", "user"
    ),
    filterset=AccountRequestFilter,
    order=("user", "-pk"),
)
