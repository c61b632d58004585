"""Seats and members as rows of texts: written out, and taken in by the rules of the pages."""

from datetime import date

from django.core.exceptions import ValidationError
from import_export.resources import ModelResource

from councils.enums import SeatRole
from councils.membership import setting_up
from councils.membership.row_forms import MemberRowForm, SeatRowForm
from councils.models import Member, Seat
from programs import audit
from programs.acts import StepRefused
from programs.back_office import ADDED, CHANGED
from programs.changes import changes_between, values_of
from programs.tables import Column
from programs.text import fold, whole_number

NUMBER, YES = "number", "có"
TOLD = "Để người đọc biết; nếu ghi thì phải đúng với cột “{}”."
SEAT_COLUMNS = (
    Column(key=NUMBER, title="STT"),
    Column(key="id", title="Mã ghế", help="Để trống: ghế mới."),
    Column(key="version", title="Lần sửa", help="Giữ nguyên như trong tệp đã xuất."),
    Column(
        key="council",
        title="Mã Hội đồng",
        fields=("council_id",),
        required=True,
        help="Xem ở tệp đã xuất, hoặc ở địa chỉ trang Hội đồng.",
    ),
    Column(
        key="council_name",
        title="Hội đồng",
        value=lambda row: row.council.name,
        help=TOLD.format("Mã Hội đồng"),
    ),
    Column(
        key="role",
        title="Vai trò",
        value=Seat.get_role_display,
        required=True,
        help=f"Một trong: {'; '.join(SeatRole.labels)}.",
    ),
    Column(
        key="agency",
        title="Mã cơ quan",
        value=lambda row: row.agency.code if row.agency else "",
        help="Của cơ quan cấp tỉnh; tổ chức khác thì để trống.",
    ),
    Column(
        key="agency_name",
        title="Cơ quan cấp tỉnh",
        value=lambda row: row.agency.name if row.agency else "",
        help=TOLD.format("Mã cơ quan"),
    ),
    Column(key="organisation", title="Cơ quan, tổ chức khác", help="Khi không có mã cơ quan."),
    Column(key="position", title="Thứ tự", required=True, help="Một số, từ 0."),
)
MEMBER_COLUMNS = (
    Column(key=NUMBER, title="STT"),
    Column(key="id", title="Mã thành viên", help="Để trống: thành viên mới."),
    Column(key="version", title="Lần sửa", help="Giữ nguyên như trong tệp đã xuất."),
    Column(
        key="seat",
        title="Mã ghế",
        fields=("seat_id",),
        required=True,
        help="Xem ở tệp xuất các ghế.",
    ),
    Column(
        key="council_name",
        title="Hội đồng",
        value=lambda row: row.seat.council.name,
        help=TOLD.format("Mã ghế"),
    ),
    Column(
        key="seat_name",
        title="Ghế",
        value=lambda row: str(row.seat),
        help=TOLD.format("Mã ghế"),
    ),
    Column(key="full_name", title="Họ và tên", required=True),
    Column(key="job_title", title="Chức vụ", help="Có thể để trống."),
    Column(
        key="user",
        title="Tài khoản",
        value=lambda row: row.user.username if row.user else "",
        help="Tên đăng nhập; chấm trên giấy thì để trống.",
    ),
    Column(key="since", title="Từ ngày", required=True, help="Ngày/tháng/năm."),
    Column(key="until", title="Đến hết ngày", help="Để trống: chưa định."),
    Column(
        key="stands_in",
        title="Đi thay",
        cell=lambda stands_in: YES if stands_in else "",
        help="Ghi “có” với người đi thay theo ủy quyền.",
    ),
    Column(key="authority", title="Văn bản cử, ủy quyền", help="Bắt buộc với người đi thay."),
)


class RosterResource(ModelResource):
    """Rows of a Council as texts by column; each is written by the rule that the pages call.

    `named` are the columns that only tell what a key before them means, or to whom a row that is
    there belongs for good: they must tell the same, or nothing.
    """

    columns = named = ()
    form = rule = None

    class Meta:
        skip_diff = True

    def __init__(self, by, note=""):
        super().__init__()
        self.by, self.note, self.bound_form = by, note, None
        self.titles = {column.key: column.title for column in self.columns}

    # --- Out -----------------------------------------------------------------------------------

    def get_export_headers(self, selected_fields=None):
        return [column.title for column in self.columns]

    def export_resource(self, instance, selected_fields=None, **kwargs):
        """All cells are texts: what is read in again is what stood there."""
        return [_text(column.read(instance)) for column in self.columns[1:]]

    def texts(self, rows):
        """[row of texts], each with its running number."""
        return [
            [str(number), *self.export_resource(row)]
            for number, row in enumerate(self.iter_queryset(rows), 1)
        ]

    # --- In ------------------------------------------------------------------------------------

    def init_instance(self, row=None):
        return self._meta.model()

    def get_instance(self, instance_loader, row):
        """The row that is meant, or None for a new one."""
        if not row["id"]:
            return None
        found = self._meta.model.objects.filter(pk=whole_number(row["id"])).first()
        if found is None:
            raise ValidationError(f"Không có {self.titles['id'].lower()} {row['id']}.")
        return found

    def import_instance(self, instance, row, **kwargs):
        form = self.bound(instance, row)
        form.by = self.by
        form.is_valid()
        faults = [*self._misnamed(form), *self._told(form)]
        if faults:
            raise ValidationError(faults)
        self.bound_form = form

    def bound(self, instance, row):
        """The form of one row, with what the file says and the decision of the whole file."""
        return self.form(row | {"note": self.note}, instance=instance)

    def _told(self, form):
        for name, sentences in form.errors.items():
            of_field = f"cột “{self.titles[name]}”: " if name in self.titles else ""
            yield from (f"{of_field}{sentence}" for sentence in sentences)

    def _misnamed(self, form):
        """What tells of another row than the key beside it does, so that one of them is wrong."""
        for key in self.named:
            column = next(column for column in self.columns if column.key == key)
            said = form.data[key]
            try:
                meant = _text(column.read(form.instance))
            except (Member.seat.RelatedObjectDoesNotExist, Seat.council.RelatedObjectDoesNotExist):
                continue  # the key itself is told to be wrong
            if said and fold(said) != fold(meant):
                yield f"cột “{column.title}” ghi “{said}” mà mã ở dòng này là của “{meant}”."

    def skip_row(self, instance, original, row, import_validation_errors=None):
        return not import_validation_errors and self.bound_form.is_unchanged

    def validate_instance(self, instance, import_validation_errors=None, validate_unique=True):
        if import_validation_errors:
            raise ValidationError(import_validation_errors)

    def save_instance(self, instance, is_create, row, **kwargs):
        try:
            keep(self.bound_form, self.rule, is_new=is_create)
        except StepRefused as refused:
            raise ValidationError(refused.message) from refused

    def after_import(self, dataset, result, **kwargs):
        """Leave the sequence alone: resetting it makes imports at the same time collide."""


def _text(value):
    if isinstance(value, date):
        return f"{value:%d/%m/%Y}"
    return "" if value is None else str(value)


def keep(form, rule, *, is_new):
    """Write the row of a valid form by its rule, told in the trail as all that is mended here."""
    row, said = form.instance, form.cleaned_data
    rule(row, by=form.by, version=said["version"], note=said["note"])
    now = values_of(row)
    data = changes_between(dict.fromkeys(now) | form.before, now)
    action, label = ADDED if is_new else CHANGED
    audit.record(action, row, label=label, by=form.by, note=said["note"], data=data)


def _keep_seat(row, **facts):
    setting_up.seat(row, None, **facts)


class SeatResource(RosterResource):
    columns, form = SEAT_COLUMNS, SeatRowForm
    named = ("council", "council_name", "agency_name")
    rule = staticmethod(_keep_seat)

    class Meta(RosterResource.Meta):
        model = Seat

    def bound(self, instance, row):
        labels = {fold(label): value for value, label in SeatRole.choices}
        form = super().bound(instance, row | {"role": labels.get(fold(row["role"]), row["role"])})
        form.fields["agency"].to_field_name = "code"
        return form


class MemberResource(RosterResource):
    columns, form = MEMBER_COLUMNS, MemberRowForm
    named = ("seat", "council_name", "seat_name")
    rule = staticmethod(setting_up.member)

    class Meta(RosterResource.Meta):
        model = Member

    def bound(self, instance, row):
        form = super().bound(instance, row | {"stands_in": fold(row["stands_in"]) == fold(YES)})
        form.fields["user"].to_field_name = "username"
        return form
