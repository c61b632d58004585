"""What is typed about a relation: who it is, what to the producer, since when, known from where."""

from councils.enums import OF_BODIES, RelationKind
from councils.models import Council, Relation
from programs.fields import DateInput
from programs.forms.accounts import DatedChoiceField
from programs.forms.base import RowForm
from programs.models import Agency, User

# The fields that name a body, those that name a person, and what is said where it is not one.
BODY, PERSON = ("agency", "organisation"), ("user", "full_name")
_WANTED = {
    BODY: "Chọn một cơ quan cấp tỉnh, hoặc ghi tên một tổ chức khác.",
    PERSON: "Chọn một tài khoản, hoặc ghi họ tên của người không có tài khoản.",
}
_UNWANTED = {
    BODY: "Quan hệ này là của một người: bỏ trống cơ quan, tổ chức.",
    PERSON: "Quan hệ này là của một cơ quan, tổ chức: bỏ trống người.",
}


class RelationForm(RowForm):
    class Meta:
        model = Relation
        fields = ["kind", *BODY, *PERSON, "since", "until", "source"]
        field_classes = {"agency": DatedChoiceField}
        widgets = {"since": DateInput, "until": DateInput}
        help_texts = {
            "organisation": "Ghi đúng tên như ở ghế Hội đồng.",
            "full_name": "Ghi đúng họ tên như ở thành phần Hội đồng.",
            "until": "Để trống nếu đang còn.",
            "source": "Ví dụ: hợp đồng tư vấn số 5 ngày 10/3/2026; thành viên tự khai.",
        }

    def __init__(self, *args, by, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["kind"].choices = [
            ("", "chọn quan hệ"),
            ("cơ quan, tổ chức", [(each.value, each.label) for each in _kinds(of_bodies=True)]),
            ("cá nhân", [(each.value, each.label) for each in _kinds(of_bodies=False)]),
        ]
        self.fields["agency"].queryset = Agency.objects.order_by("name", "pk")
        self.fields["agency"].empty_label = "không phải cơ quan cấp tỉnh"
        self.fields["user"].queryset = _people(by)
        self.fields["user"].empty_label = "không có tài khoản"

    def clean(self):
        values = super().clean()
        if kind := values.get("kind"):
            own, other = (BODY, PERSON) if kind in OF_BODIES else (PERSON, BODY)
            self._hold(own, other, values)
        start, end = values.get("since"), values.get("until")
        if start and end and end < start:
            self.add_error("until", "Ngày kết thúc phải sau ngày bắt đầu.")
        return values

    def _hold(self, own, other, values):
        named = [name for name in own if values.get(name)]
        if len(named) != 1 and not any(name in self.errors for name in own):
            self.add_error(named[-1] if named else own[0], _WANTED[own])
        for name in other:
            if values.get(name):
                self.add_error(name, _UNWANTED[other])


def _kinds(*, of_bodies):
    return [each for each in RelationKind if (each in OF_BODIES) == of_bodies]


def _people(user):
    """The accounts that this person sees, and those that sit in their Councils."""
    sitting = Council.objects.visible_to(user).values("seats__members__user")
    people = User.objects.visible_to(user) | User.objects.filter(pk__in=sitting)
    return people.filter(is_active=True).order_by("full_name", "pk")
