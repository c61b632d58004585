"""The register of outgoing papers (sổ văn bản đi), and what was sent to one's own place."""

import django_filters
from django.db.models import CharField, Count, OuterRef, Subquery, Value
from django.db.models.functions import Cast, Coalesce, Concat
from django.utils.text import capfirst

from programs.enums import ADMIN, REGISTER_READERS
from programs.forms.listings import ListFilter, YearFilter, search_filter
from programs.models import Agency
from programs.tables import Column, Door, Kind, Listing, by_label, labelled, page_of
from reports.enums import PAPER_TONES, PaperKind, PaperState
from reports.models import OutgoingPaper, PaperOpening, PaperRecipient
from reports.outgoing.bulk import OUTGOING_ACTIONS
from reports.outgoing.drafting import WRITERS


class OutgoingFilter(ListFilter):
    q = search_filter("số, ký hiệu, trích yếu, nơi nhận, người ký")
    state = django_filters.ChoiceFilter(choices=PaperState.choices, label="trạng thái")
    kind = django_filters.ChoiceFilter(choices=PaperKind.choices, label="loại văn bản")
    issuer = django_filters.ModelChoiceFilter(
        queryset=Agency.objects.order_by("name", "pk"), label="cơ quan ban hành"
    )
    year = YearFilter(field_name="year", label="năm")

    class Meta:
        model = OutgoingPaper
        fields = []

    def narrow_choices(self, user):
        seen = OutgoingPaper.objects.visible_to(user).values("issuer")
        field = self.form.fields["issuer"]
        field.queryset = field.queryset.filter(pk__in=seen)

    def search(self, rows, _name, text):
        number = Concat(Cast("number", CharField()), Value("/"), "symbol")
        told = ("subject", "issuer_name", "signer_name", "recipients__name")
        return rows.filter(pk__in=self.found(rows, text, number, *told).values("pk"))


def _count(model):
    """How many rows of this model a paper has, without one join beside another."""
    rows = model.objects.filter(paper=OuterRef("pk")).order_by().values("paper")
    return Coalesce(Subquery(rows.annotate(count=Count("pk")).values("count")), 0)


def _papers(user):
    """The register is for those who read all of it; who opened what stands in it (matrix V6)."""
    rows = OutgoingPaper.objects.select_related("issuer")
    rows = rows.visible_to(user) if user.role in REGISTER_READERS else rows.none()
    return rows.annotate(recipient_count=_count(PaperRecipient), opened_count=_count(PaperOpening))


_COLUMNS = (
    Column(
        key="subject",
        title="Trích yếu",
        cell=capfirst,
        url=page_of("reports:outgoing_detail"),
        sort="subject",
        width=44,
    ),
    Column(key="label", title="Số, ký hiệu", sort="number", width=18),
    Column(key="day", title="Ngày", kind=Kind.DATE, sort="day"),
    Column(
        key="kind",
        title="Loại",
        cell=lambda kind: capfirst(PaperKind(kind).label),
        sort="kind",
        width=14,
    ),
    Column(key="issuer_name", title="Cơ quan ban hành", width=30, under="kind"),
    Column(
        key="state",
        title="Trạng thái",
        cell=labelled(PaperState),
        tones=by_label(PAPER_TONES),
        sort="state",
        width=20,
    ),
)

OUTGOING_PAPERS = Listing(
    name="van-ban-di",
    title="Sổ văn bản đi",
    noun="văn bản",
    page="reports:outgoing_list",
    empty="Chưa có văn bản nào. Soạn văn bản từ dữ liệu của cổng ở nút “Soạn văn bản”.",
    columns=(
        *_COLUMNS,
        Column(key="signer_name", title="Người ký", sort="signer_name", width=22, shown=False),
        Column(key="recipient_count", title="Nơi nhận", kind=Kind.NUMBER),
        Column(key="opened_count", title="Tài khoản đã mở", kind=Kind.NUMBER),
    ),
    rows=_papers,
    filterset=OutgoingFilter,
    order=("-pk",),
    actions=OUTGOING_ACTIONS,
    bulk="reports:outgoing_bulk",
    doors=(
        Door("Soạn văn bản", "reports:outgoing_create", WRITERS, adds=True),
        Door("Sổ số", "reports:number_list", ADMIN),
        Door("Văn bản gửi đến", "reports:received_list", REGISTER_READERS),
    ),
)


def _received(user):
    """What was sent to this person's own place, whatever else they may read."""
    return OutgoingPaper.objects.once_issued().sent_to(user).select_related("issuer")


RECEIVED_PAPERS = Listing(
    name="van-ban-nhan",
    title="Văn bản gửi đến",
    noun="văn bản",
    page="reports:received_list",
    empty="Chưa có văn bản nào gửi đến đơn vị, cơ quan của bạn qua cổng.",
    columns=_COLUMNS,
    rows=_received,
    filterset=OutgoingFilter,
    order=("-day", "-pk"),
)
