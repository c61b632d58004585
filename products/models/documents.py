"""The files of the register: the papers of a dossier, the photos of a product."""

from django.db import models
from django.db.models import F, Q
from django.urls import reverse

from products.enums import DOCUMENT_KINDS
from products.models.dossiers import Dossier
from products.models.register import Product
from programs.enums import DEPARTMENT, UNIT_ROLES
from programs.models import User

# Who reads identity papers, accounts and contracts (matrix H4).
RESTRICTED_READERS = DEPARTMENT | UNIT_ROLES
MOST_PHOTOS = 8


class StoredFile(models.Model):
    """A file under a random name, by whom it came, and what proves that it is still the same."""

    sha256 = models.CharField("SHA-256", max_length=64)
    size = models.PositiveIntegerField("dung lượng (byte)")
    uploaded_by = models.ForeignKey(
        User, models.PROTECT, related_name="+", verbose_name="người tải lên"
    )
    uploaded_at = models.DateTimeField("tải lên lúc", auto_now_add=True)

    class Meta:
        abstract = True


class DocumentQuerySet(models.QuerySet):
    def visible_to(self, user):
        """The papers of the dossiers this user reads; restricted ones by right (H3, H4)."""
        rows = self.filter(dossier__in=Dossier.objects.visible_to(user).values("pk"))
        if user.role in RESTRICTED_READERS:
            return rows
        given = Dossier.objects.given_to(user).values("pk")
        return rows.filter(Q(is_restricted=False) | Q(dossier__in=given))

    def standing(self):
        """Those that were not withdrawn."""
        return self.filter(withdrawn_at=None)


class Document(StoredFile):
    """A paper of a dossier. It is written by filing alone; `version` grows with each change.

    One that was withdrawn from a locked dossier stays, to be read, and never changes (triggers).
    """

    dossier = models.ForeignKey(
        Dossier, models.PROTECT, related_name="documents", verbose_name="hồ sơ"
    )
    kind = models.CharField("loại giấy tờ", max_length=30, choices=DOCUMENT_KINDS)
    title = models.CharField("tên giấy tờ", max_length=200)
    number = models.CharField("số, ký hiệu", max_length=60, blank=True)
    issuer = models.CharField("nơi cấp", max_length=200, blank=True)
    issued_on = models.DateField("ngày cấp", null=True, blank=True)
    valid_until = models.DateField("có giá trị đến hết ngày", null=True, blank=True)
    is_restricted = models.BooleanField("giấy tờ hạn chế xem", default=False)
    file = models.FileField("tệp", upload_to="documents/")
    name = models.CharField("tên tệp", max_length=100)
    content_type = models.CharField("kiểu tệp", max_length=100)
    pages = models.PositiveIntegerField("số trang", null=True, blank=True)
    version = models.PositiveIntegerField("lần sửa", default=1)
    withdrawn_by = models.ForeignKey(
        User, models.PROTECT, related_name="+", null=True, blank=True, verbose_name="người rút"
    )
    withdrawn_at = models.DateTimeField("rút lúc", null=True, blank=True)
    withdrawn_reason = models.CharField("lý do rút", max_length=500, blank=True)

    objects = DocumentQuerySet.as_manager()

    class Meta:
        verbose_name = "giấy tờ của hồ sơ"
        verbose_name_plural = "giấy tờ của hồ sơ"
        ordering = ["dossier", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(kind__in=[kind for kind, _ in DOCUMENT_KINDS]),
                name="document_kind_known",
            ),
            models.CheckConstraint(condition=~Q(title=""), name="document_is_named"),
            models.CheckConstraint(
                condition=Q(valid_until=None)
                | Q(issued_on=None)
                | Q(valid_until__gte=F("issued_on")),
                name="document_valid_after_it_is_issued",
                violation_error_message="Ngày hết giá trị phải sau ngày cấp.",
            ),
            models.CheckConstraint(
                condition=Q(withdrawn_by=None, withdrawn_at=None, withdrawn_reason="")
                | (
                    Q(withdrawn_by__isnull=False, withdrawn_at__isnull=False)
                    & ~Q(withdrawn_reason="")
                ),
                name="document_withdrawn_by_somebody_for_a_reason",
            ),
        ]

    def __str__(self):
        return self.title

    def get_absolute_url(self):
        return reverse("products:document_detail", args=[self.pk])

    @property
    def unit_id(self):
        return self.dossier.unit_id

    @property
    def is_picture(self):
        return self.content_type.startswith("image/")

    @property
    def is_shown(self):
        """Whether a browser draws it by itself, and paper takes it."""
        return self.is_picture or self.content_type == "application/pdf"

    def has_expired(self, day):
        return self.valid_until is not None and self.valid_until < day


class ProductPhotoQuerySet(models.QuerySet):
    def visible_to(self, user):
        """The photos of the products this user may read (matrix H3)."""
        return self.filter(product__in=Product.objects.visible_to(user).values("pk"))


class ProductPhoto(StoredFile):
    """A picture of a product; its caption is also read out to those who do not see it."""

    product = models.ForeignKey(
        Product, models.PROTECT, related_name="photos", verbose_name="sản phẩm"
    )
    position = models.PositiveSmallIntegerField("thứ tự")
    caption = models.CharField(
        "chú thích",
        max_length=200,
        help_text="Nói ảnh chụp gì, cho người không xem được ảnh. Ví dụ: Chai nước mắm nửa lít.",
    )
    file = models.FileField("ảnh", upload_to="photos/")

    objects = ProductPhotoQuerySet.as_manager()

    class Meta:
        verbose_name = "ảnh sản phẩm"
        verbose_name_plural = "ảnh sản phẩm"
        ordering = ["product", "position"]
        constraints = [
            models.UniqueConstraint(fields=["product", "position"], name="productphoto_place_once"),
            models.CheckConstraint(
                condition=Q(position__range=(1, MOST_PHOTOS)),
                name="productphoto_at_most_eight",
                violation_error_message=f"Mỗi sản phẩm có tối đa {MOST_PHOTOS} ảnh.",
            ),
            models.CheckConstraint(condition=~Q(caption=""), name="productphoto_has_a_caption"),
        ]

    def __str__(self):
        return self.caption

    @property
    def unit_id(self):
        return self.product.unit_id
