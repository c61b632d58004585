"""Who advises, supports or is close to a producer: marked by people, data of people."""

from django.db import models
from django.db.models import F, Q
from django.urls import reverse

from councils.enums import (
    OF_BODIES,
    RELATION_TONES,
    SET_UP_BY_UNIT,
    CouncilState,
    RelationKind,
    RelationState,
    SeatRole,
)
from councils.models.membership import Council, Member
from products.models import Producer
from programs import clock
from programs.collation import VIETNAMESE
from programs.enums import DEPARTMENT
from programs.models import Agency, User
from programs.succession import grounds_of

_NO_BODY, _NOBODY = Q(agency=None, organisation=""), Q(user=None, full_name="")
_ONE_BODY = (Q(agency=None) ^ Q(organisation="")) & _NOBODY
_ONE_PERSON = (Q(user=None) ^ Q(full_name="")) & _NO_BODY


def producers_kept(user) -> models.QuerySet[Producer]:
    """The producers whose relations this user reads and marks (matrix C32, C33).

    All for the department and the secretary of a Council of the province; those of the own ground
    for the secretary of a district's. Producers that were merged are among them.
    """
    if user.role in DEPARTMENT:
        return Producer.objects.all()
    seats = Member.objects.on(clock.today()).filter(user=user.pk, seat__role=SeatRole.SECRETARY)
    councils = Council.objects.filter(state=CouncilState.IN_FORCE, seats__in=seats.values("seat"))
    kept = dict(councils.values_list("unit", "level"))
    if not SET_UP_BY_UNIT.issuperset(kept.values()):
        return Producer.objects.all()
    return Producer.objects.filter(commune__in=grounds_of(kept).values("pk"))


class RelationQuerySet(models.QuerySet):
    def visible_to(self, user):
        """Those of the producers that one keeps, and what is marked of oneself; nobody else's."""
        if user.role in DEPARTMENT:
            return self
        return self.filter(Q(user=user.pk) | Q(producer__in=producers_kept(user).values("pk")))

    def on(self, day):
        """Those that hold on the day."""
        rows = self.filter(struck_at=None, since__lte=day)
        return rows.filter(Q(until=None) | Q(until__gte=day))

    def of(self, producer_ids):
        """Those of these producers, and of what was merged into them."""
        merged = Q(producer__merged_into__in=producer_ids)
        return self.filter(Q(producer__in=producer_ids) | merged)


class Relation(models.Model):
    """A body that advises or supports a producer, or a person who is close to it, in a time.

    A body is an agency or one by its name, a person an account or somebody by name. It is never
    deleted: it ends with a reason, or is struck out as wrongly marked.
    """

    producer = models.ForeignKey(
        Producer, models.PROTECT, related_name="relations", verbose_name="chủ thể"
    )
    kind = models.CharField("quan hệ", max_length=10, choices=RelationKind)
    agency = models.ForeignKey(
        Agency,
        models.PROTECT,
        related_name="relations",
        null=True,
        blank=True,
        verbose_name="cơ quan cấp tỉnh",
    )
    organisation = models.CharField("cơ quan, tổ chức khác", max_length=200, blank=True)
    user = models.ForeignKey(
        User,
        models.PROTECT,
        related_name="relations",
        null=True,
        blank=True,
        verbose_name="người có tài khoản",
    )
    full_name = models.CharField("họ và tên", max_length=150, blank=True, db_collation=VIETNAMESE)
    since = models.DateField("từ ngày")
    until = models.DateField("đến hết ngày", null=True, blank=True)
    source = models.CharField("nguồn", max_length=300)
    marked_by = models.ForeignKey(User, models.PROTECT, related_name="+", verbose_name="người ghi")
    marked_at = models.DateTimeField("ghi lúc", auto_now_add=True)
    ended_by = models.ForeignKey(
        User,
        models.PROTECT,
        related_name="+",
        null=True,
        blank=True,
        verbose_name="người ghi kết thúc",
    )
    end_reason = models.CharField("lý do kết thúc", max_length=500, blank=True)
    struck_at = models.DateTimeField("gạch bỏ lúc", null=True, blank=True)
    struck_by = models.ForeignKey(
        User, models.PROTECT, related_name="+", null=True, blank=True, verbose_name="người gạch bỏ"
    )
    strike_reason = models.CharField("lý do gạch bỏ", max_length=500, blank=True)

    objects = RelationQuerySet.as_manager()

    class Meta:
        verbose_name = "quan hệ với chủ thể"
        verbose_name_plural = "quan hệ với chủ thể"
        ordering = ["-since", "-pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(kind__in=RelationKind.values), name="relation_kind_known"
            ),
            models.CheckConstraint(
                condition=(Q(kind__in=sorted(OF_BODIES)) & _ONE_BODY)
                | (~Q(kind__in=sorted(OF_BODIES)) & _ONE_PERSON),
                name="relation_of_one_body_or_person",
            ),
            models.CheckConstraint(
                condition=Q(until=None) | Q(until__gte=F("since")),
                name="relation_ends_after_it_starts",
                violation_error_message="Ngày kết thúc phải sau ngày bắt đầu.",
            ),
            models.CheckConstraint(condition=~Q(source=""), name="relation_has_a_source"),
            models.CheckConstraint(
                condition=Q(ended_by=None, end_reason="")
                | (Q(ended_by__isnull=False, until__isnull=False) & ~Q(end_reason="")),
                name="relation_ended_with_a_reason",
            ),
            models.CheckConstraint(
                condition=Q(struck_at=None, struck_by=None, strike_reason="")
                | (Q(struck_at__isnull=False, struck_by__isnull=False) & ~Q(strike_reason="")),
                name="relation_struck_out_with_a_reason",
            ),
        ]

    def __str__(self):
        return f"{self.who}: {self.get_kind_display()} {self.producer}"

    def get_absolute_url(self):
        return reverse("councils:relation_detail", args=[self.pk])

    @property
    def who(self):
        """The body or the person by name."""
        return str(self.agency or self.organisation or self.user or self.full_name)

    @property
    def state(self):
        if self.struck_at:
            return RelationState.STRUCK_OUT
        is_over = self.until and self.until < clock.today()
        return RelationState.ENDED if is_over else RelationState.STANDING

    @property
    def tone(self):
        return RELATION_TONES[self.state]
