"""Agencies, and the people who work with the portal."""

from django.contrib.auth.models import AbstractUser, UserManager
from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils.functional import cached_property
from simple_history.models import HistoricalRecords

from programs.collation import VIETNAMESE
from programs.enums import PROVINCE_READERS, UNIT_ROLES, AgencyKind, BodyFunction, Role
from programs.models.units import Unit


class AgencyQuerySet(models.QuerySet):
    def on(self, date):
        """The agencies that exist on this date; an unknown first day counts as long ago."""
        return self.filter(Q(valid_from=None) | Q(valid_from__lte=date)).filter(
            Q(valid_to=None) | Q(valid_to__gte=date)
        )


class AgencyManager(models.Manager.from_queryset(AgencyQuerySet)):
    def get_by_natural_key(self, code):
        return self.get(code=code)


class Agency(models.Model):
    """A provincial body under one name; renamed or joined, it is another agency."""

    code = models.SlugField("mã", max_length=30, unique=True)
    name = models.CharField("tên", max_length=200, db_collation=VIETNAMESE)
    short_name = models.CharField("tên gọi tắt", max_length=60)
    kind = models.CharField("loại", max_length=10, choices=AgencyKind)
    parent = models.ForeignKey(
        "self",
        models.PROTECT,
        related_name="children",
        null=True,
        blank=True,
        verbose_name="trực thuộc",
    )
    valid_from = models.DateField("từ ngày", null=True, blank=True)
    valid_to = models.DateField("đến hết ngày", null=True, blank=True)
    history = HistoricalRecords()

    objects = AgencyManager()

    class Meta:
        verbose_name = "cơ quan"
        verbose_name_plural = "cơ quan"
        ordering = ["name"]
        constraints = [
            models.CheckConstraint(
                condition=Q(kind__in=AgencyKind.values), name="agency_kind_known"
            ),
        ]

    def __str__(self):
        return self.name

    def natural_key(self):
        return (self.code,)


class AgencyFunctionQuerySet(models.QuerySet):
    def on(self, date):
        """What agencies answer for on this date, as far as they are there themselves."""
        rows = self.filter(agency__in=Agency.objects.on(date))
        return rows.filter(Q(since=None) | Q(since__lte=date)).filter(
            Q(until=None) | Q(until__gte=date)
        )


class AgencyFunctionManager(models.Manager.from_queryset(AgencyFunctionQuerySet)):
    def get_by_natural_key(self, code, function, since):
        return self.get(agency__code=code, function=function, since=since)


class AgencyFunction(models.Model):
    """What an agency answers for in a time; without days, as long as it is there itself."""

    agency = models.ForeignKey(
        Agency, models.PROTECT, related_name="functions", verbose_name="cơ quan"
    )
    function = models.CharField("chức năng", max_length=20, choices=BodyFunction)
    since = models.DateField("từ ngày", null=True, blank=True)
    until = models.DateField("đến hết ngày", null=True, blank=True)

    objects = AgencyFunctionManager()

    class Meta:
        verbose_name = "chức năng của cơ quan"
        verbose_name_plural = "chức năng của các cơ quan"
        ordering = ["agency", "function", "since"]
        constraints = [
            models.CheckConstraint(
                condition=Q(function__in=BodyFunction.values), name="agencyfunction_known"
            ),
            models.CheckConstraint(
                condition=Q(since=None) | Q(until=None) | Q(until__gte=F("since")),
                name="agencyfunction_ends_after_it_begins",
                violation_error_message="Ngày kết thúc phải sau ngày bắt đầu.",
            ),
            models.UniqueConstraint(
                fields=["agency", "function", "since"],
                name="agencyfunction_once_a_day",
                violation_error_message="Chức năng này của cơ quan đã có từ cùng ngày.",
            ),
            models.UniqueConstraint(
                fields=["agency", "function"],
                condition=Q(since=None),
                name="agencyfunction_once_from_the_start",
                violation_error_message="Chức năng này của cơ quan đã có từ đầu.",
            ),
        ]

    def __str__(self):
        return f"{self.agency}: {self.get_function_display()}"

    def natural_key(self):
        return (self.agency.code, self.function, self.since)


class AgencySuccessionManager(models.Manager):
    def get_by_natural_key(self, old_code, new_code, on):
        return self.get(old__code=old_code, new__code=new_code, on=on)


class AgencySuccession(models.Model):
    """`new` took over (a part of) `old` on this day."""

    old = models.ForeignKey(
        Agency, models.PROTECT, related_name="successions", verbose_name="cơ quan cũ"
    )
    new = models.ForeignKey(
        Agency, models.PROTECT, related_name="origins", verbose_name="cơ quan mới"
    )
    on = models.DateField("từ ngày")

    objects = AgencySuccessionManager()

    class Meta:
        verbose_name = "kế thừa cơ quan"
        verbose_name_plural = "kế thừa cơ quan"
        ordering = ["on", "old", "new"]
        constraints = [
            models.UniqueConstraint(fields=["old", "new", "on"], name="agencysuccession_once"),
            models.CheckConstraint(
                condition=~Q(old=F("new")), name="agencysuccession_joins_two_agencies"
            ),
        ]

    def __str__(self):
        return f"{self.old} → {self.new}"

    def natural_key(self):
        return (self.old.code, self.new.code, self.on)


class UserQuerySet(models.QuerySet):
    def visible_to(self, user):
        """The accounts whose names and work contacts this user may see (matrix U4)."""
        if user.role in PROVINCE_READERS - {Role.COUNCIL_SECRETARY}:
            return self
        own = Q(pk=user.pk)
        if user.role in UNIT_ROLES and user.unit_id:
            own |= Q(unit=user.unit_id)
        if user.role == Role.AGENCY_OFFICER and user.agency_id:
            own |= Q(agency=user.agency_id)
        return self.filter(own)


class PortalUserManager(UserManager.from_queryset(UserQuerySet)):
    pass


class User(AbstractUser):
    """A person with one role, in one unit or one agency."""

    first_name = None
    last_name = None
    full_name = models.CharField("họ và tên", max_length=150, db_collation=VIETNAMESE)
    email = models.EmailField("thư điện tử", unique=True)
    phone = models.CharField("điện thoại cơ quan", max_length=30, blank=True)
    role = models.CharField("vai trò", max_length=2, choices=Role, default=Role.OBSERVER)
    unit = models.ForeignKey(
        Unit, models.PROTECT, related_name="users", null=True, blank=True, verbose_name="đơn vị"
    )
    agency = models.ForeignKey(
        Agency, models.PROTECT, related_name="users", null=True, blank=True, verbose_name="cơ quan"
    )
    muted_kinds = models.JSONField("loại thông báo không nhận thư", default=list, blank=True)
    history = HistoricalRecords(excluded_fields=["password", "last_login"])

    objects = PortalUserManager()

    REQUIRED_FIELDS = ["email", "full_name", "role"]

    class Meta:
        verbose_name = "tài khoản"
        verbose_name_plural = "tài khoản"
        ordering = ["full_name", "pk"]
        constraints = [
            models.CheckConstraint(condition=Q(role__in=Role.values), name="user_role_known"),
        ]

    def __str__(self):
        return self.full_name or self.username

    def get_absolute_url(self):
        return reverse("programs:user_detail", args=[self.pk])

    def get_full_name(self):
        return self.full_name

    def get_short_name(self):
        return self.full_name

    @cached_property
    def is_alone(self):
        """Whether this leader's unit has no officer, whose tasks then are the leader's own."""
        officers = User.objects.filter(role=Role.UNIT_OFFICER, unit=self.unit_id, is_active=True)
        return self.role == Role.UNIT_LEADER and bool(self.unit_id) and not officers.exists()


class RoleChange(models.Model):
    """A role that one administrator proposes and, for PA, a second one confirms (matrix U2)."""

    user = models.ForeignKey(
        User, models.PROTECT, related_name="role_changes", verbose_name="tài khoản"
    )
    role = models.CharField("vai trò mới", max_length=2, choices=Role)
    proposed_by = models.ForeignKey(
        User, models.PROTECT, related_name="+", verbose_name="người đề nghị"
    )
    proposed_at = models.DateTimeField("đề nghị lúc", auto_now_add=True)
    confirmed_by = models.ForeignKey(
        User,
        models.PROTECT,
        related_name="+",
        null=True,
        blank=True,
        verbose_name="người xác nhận",
    )

    class Meta:
        verbose_name = "thay đổi vai trò"
        verbose_name_plural = "thay đổi vai trò"
        ordering = ["-proposed_at", "pk"]
        constraints = [
            models.CheckConstraint(condition=Q(role__in=Role.values), name="rolechange_role_known"),
            models.CheckConstraint(
                condition=Q(confirmed_by=None)
                | ~Q(role=Role.PROVINCE_ADMIN)
                | ~Q(confirmed_by=F("proposed_by")),
                name="rolechange_admin_needs_two_people",
                violation_error_message="Vai trò quản trị phải do người thứ hai xác nhận.",
            ),
            models.CheckConstraint(
                condition=~Q(user=F("proposed_by")),
                name="rolechange_never_ones_own",
                violation_error_message="Không ai tự đổi vai trò của mình.",
            ),
        ]

    def __str__(self):
        return f"{self.user} → {self.get_role_display()}"


class AccountRequest(models.Model):
    """A unit or an agency asks for an account for one of its people (matrix U6)."""

    full_name = models.CharField("họ và tên", max_length=150, db_collation=VIETNAMESE)
    email = models.EmailField("thư điện tử")
    role = models.CharField("vai trò", max_length=2, choices=Role)
    reason = models.CharField("lý do", max_length=500)
    asked_by = models.ForeignKey(
        User, models.PROTECT, related_name="account_requests", verbose_name="người đề nghị"
    )
    asked_at = models.DateTimeField("đề nghị lúc", auto_now_add=True)
    user = models.OneToOneField(
        User,
        models.PROTECT,
        related_name="+",
        null=True,
        blank=True,
        verbose_name="tài khoản đã lập",
    )

    class Meta:
        verbose_name = "đề nghị cấp tài khoản"
        verbose_name_plural = "đề nghị cấp tài khoản"
        ordering = ["-asked_at", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(role__in=Role.values), name="accountrequest_role_known"
            ),
        ]

    def __str__(self):
        return f"{self.full_name} ({self.get_role_display()})"
