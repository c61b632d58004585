"""What is typed about a session: its time, its agenda, who is there, what was concluded."""

from django import forms

from councils.enums import ConflictKind, Presence, SessionMode, SessionState
from councils.models import Conflict, Evaluation, OutsideResult, OwnGate, Session
from councils.sessions.attendance import seats_of
from councils.sessions.preparing import candidates
from councils.sessions.results import is_typed
from programs import clock
from programs.enums import CampaignKind
from programs.fields import DateInput, DateTimeInput, lines
from programs.forms.base import KeyedForm, RowForm, RowsField, VersionedForm
from programs.models import Campaign

ABSENT = "absent"
_TYPED_IN = frozenset({SessionState.OPEN, SessionState.CLOSED})
CONCLUSION = ("gate", "own_gate", "mean", "sheet_count", "star", "reason")


class SessionForm(VersionedForm):
    class Meta:
        model = Session
        fields = ["code", "campaign", "mode", "starts_at", "ends_at", "place", "is_past"]
        widgets = {"starts_at": DateTimeInput, "ends_at": DateTimeInput}

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        rounds = Campaign.objects.filter(kind=CampaignKind.EVALUATION)
        self.fields["campaign"].queryset = rounds.order_by("-year", "-number")
        self.fields["campaign"].empty_label = "không theo đợt"
        # A second person confirms what was entered: who entered it does not make it another kind.
        if self.instance.council.is_outside or self.instance.state != SessionState.PREPARING:
            del self.fields["is_past"]
        if self.instance.council.is_outside:
            self.instance.is_past, self.initial["code"] = True, _code_of(self.instance)

    def clean(self):
        values = super().clean()
        start, end = values.get("starts_at"), values.get("ends_at")
        if start and end and end <= start:
            self.add_error("ends_at", "Giờ kết thúc phải sau giờ bắt đầu.")
        if values.get("is_past", self.instance.is_past):
            if end and end > clock.now():
                self.add_error("ends_at", "Phiên đã họp thì giờ kết thúc phải đã qua.")
        elif start and start <= clock.now() and "starts_at" in self.changed_data:
            self.add_error("starts_at", "Giờ họp đã qua. Nếu phiên đã họp, hãy đánh dấu ô dưới.")
        is_bare = values.get("mode") == SessionMode.SITTING and not values.get("place")
        if is_bare and not self.instance.council.is_outside:
            self.add_error("place", "Ghi nơi họp.")
        return values


def _code_of(session):
    """A code that nobody need think of: "ngoai-cong-12-3", the third sitting of that Council."""
    number = session.council.sessions.count() + 1
    return session.code or f"ngoai-cong-{session.council_id}-{number}"


class AgendaForm(KeyedForm):
    dossiers = RowsField(queryset=None, label="Hồ sơ đưa vào chương trình")

    def __init__(self, *args, session, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["dossiers"].queryset = candidates(session)
        self.fields["dossiers"].label_from_instance = _named


def _named(dossier):
    """As the agenda calls it: "Nước mắm – HTX Mẫu, xã Mẫu: đánh giá lần đầu, đề nghị 3 sao"."""
    product = dossier.product
    return (
        f"{product} – {product.producer}, {product.commune}: {dossier.get_kind_display()}, "
        f"đề nghị {dossier.aimed_star} sao"
    )


class AttendanceForm(KeyedForm):
    """For each voting seat who took it, or that nobody did."""

    def __init__(self, *args, session, **kwargs):
        super().__init__(*args, **kwargs)
        self.seats = seats_of(session)
        noted = {row.seat_id: row for row in session.attendances.all()}
        for seat, people in self.seats:
            self._add(seat, people, noted.get(seat.pk))

    def _add(self, seat, people, noted):
        there = [(str(member.pk), self._called(member)) for member in people]
        initial = noted and (str(noted.member_id) if noted.member_id else ABSENT)
        if noted and noted.presence == Presence.ABSENT:
            initial = ABSENT
        self.fields[f"seat_{seat.pk}"] = forms.ChoiceField(
            label=str(seat),
            choices=[*there, (ABSENT, "vắng mặt")],
            initial=initial or (there[0][0] if there else ABSENT),
            widget=forms.RadioSelect,
        )
        self.fields[f"note_{seat.pk}"] = forms.CharField(
            label=f"ghi chú: {seat}",
            max_length=300,
            required=False,
            initial=noted.note if noted else "",
        )

    def _called(self, member):
        stands_in = f" (đi thay, {member.authority})" if member.stands_in else ""
        return f"có mặt: {member}{stands_in}"

    def marks(self):
        """(seat, presence, member or None, note) of each seat."""
        for seat, people in self.seats:
            chosen, note = (self.cleaned_data[f"{name}_{seat.pk}"] for name in ("seat", "note"))
            member = next((each for each in people if str(each.pk) == chosen), None)
            yield seat, Presence.PRESENT if member else Presence.ABSENT, member, note


class EvaluationForm(VersionedForm):
    """What happened with one dossier; of the conclusion what is typed, while it is open."""

    multiline = frozenset({"questions", "reason"})

    class Meta:
        model = Evaluation
        fields = [
            *("position", "presented_by", "questions", "visited_on", "samples"),
            *CONCLUSION,
        ]
        widgets = {
            "visited_on": DateInput,
            "questions": forms.Textarea(attrs={"rows": 5}),
            "reason": forms.Textarea(attrs={"rows": 3}),
        }
        localized_fields = ["mean"]
        help_texts = {
            "mean": "Không làm tròn, như trong biên bản: 82,75.",
            "reason": "Bắt buộc khi hạng sao khác khung điểm, hoặc cao hơn đề nghị.",
        }

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        for name in _hidden(self.instance):
            del self.fields[name]
        if "gate" in self.fields:
            self._offer_gates()
        if "star" in self.fields:
            self._offer_stars()

    def _offer_gates(self):
        law = self.instance.dossier.criteria_set
        gates = law.regulation.gates.order_by("position") if law else Evaluation.objects.none()
        number = self.instance.dossier.product.product_set
        holding = [gate.pk for gate in gates if number and gate.holds_for(number.number)]
        self._offer("gate", holding)
        own = OwnGate.objects.filter(rules=self.instance.session.council.rules_id)
        holding = [gate.pk for gate in own if gate.holds_for(number and number.number)]
        self._offer("own_gate", holding)
        if not holding:
            del self.fields["own_gate"]

    def _offer(self, name, holding):
        field = self.fields[name]
        field.queryset = field.queryset.filter(pk__in=holding)
        field.empty_label = "không có"

    def _offer_stars(self):
        stars = [("", "chưa kết luận"), *((star, f"{star} sao") for star in range(5, 0, -1))]
        self.fields["star"] = forms.TypedChoiceField(
            label="hạng sao Hội đồng kết luận",
            choices=stars,
            coerce=int,
            empty_value=None,
            required=False,
        )


class CorrectionForm(EvaluationForm):
    """What the minutes say instead, and why it was not entered so."""

    note = lines(label="lý do sửa")

    class Meta(EvaluationForm.Meta):
        fields = CONCLUSION


def _hidden(evaluation):
    """The fields of the conclusion that are not typed now: before the sitting, or ever.

    What was concluded from sheets stands until it is opened again.
    """
    if is_typed(evaluation) and evaluation.session.state in _TYPED_IN:
        return ()
    if evaluation.session.state != SessionState.OPEN:
        return CONCLUSION
    return CONCLUSION if evaluation.verdict else ("mean", "sheet_count", "star")


class ConflictForm(RowForm):
    """Members choose among the seats they hold, who keeps the session among all."""

    class Meta:
        model = Conflict
        fields = ["seat", "kind", "reason"]

    def __init__(self, *args, seats, **kwargs):
        super().__init__(*args, **kwargs)
        field = self.fields["seat"]
        field.queryset = field.queryset.filter(pk__in=[seat.pk for seat in seats])
        if len(seats) == 1:
            field.initial = seats[0].pk
        self.fields["kind"].initial = ConflictKind.DECLARED


class OutsideForm(RowForm):
    """What the Ministry's paper says."""

    multiline = frozenset({"note"})

    class Meta:
        model = OutsideResult
        fields = ["number", "issued_on", "mean", "star", "note"]
        widgets = {"issued_on": DateInput, "note": forms.Textarea(attrs={"rows": 3})}
        localized_fields = ["mean"]

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["note"].required = True
        self.fields["star"] = forms.TypedChoiceField(
            label="hạng sao",
            choices=[(star, f"{star} sao") for star in range(5, 0, -1)],
            coerce=int,
        )
