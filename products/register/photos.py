"""The photos of a product (matrix R1), and the small ones that public pages show."""

import logging
from io import BytesIO

from django.core.cache import caches
from PIL import Image

from products.ground.quota import take_room
from products.models import Product, ProductPhoto
from products.models.documents import MOST_PHOTOS
from products.register.records import writing_refusal
from programs.acts import StepRefused, act
from programs.uploads.storing import opened, stored, throw_away

logger = logging.getLogger(__name__)
# Of a card, and of the page of a product: as wide as the sharpest phones need them.
WIDTHS = (480, 960)
QUALITY = 72


def add(product, picture, caption, *, by, key=None):
    """Put a photo (documents.Accepted) of the product in its first free place."""
    photo = ProductPhoto(
        product=product,
        file=picture.stored,
        caption=caption,
        sha256=picture.sha256,
        size=picture.size,
        uploaded_by=by,
    )
    products = Product.objects.select_related("commune__parent")
    with (
        stored([photo]) as rows,
        act(product, by, key, rows=products, refusal=adding_refusal) as the,
    ):
        take_room(the.row.unit_id, rows)
        taken = set(the.row.photos.values_list("position", flat=True))
        photo.position = min({*range(1, MOST_PHOTOS + 1)} - taken)
        photo.save()
        the.record("add_photo", label="thêm ảnh", note=caption)


def adding_refusal(product, user):
    """The StepRefused that keeps this user from adding a photo, or None."""
    if product.photos.count() >= MOST_PHOTOS:
        full = f"Sản phẩm đã có {MOST_PHOTOS} ảnh. Hãy xóa bớt một ảnh trước."
        return writing_refusal(product, user) or StepRefused(full, code="full")
    return writing_refusal(product, user)


def remove(photo, *, by, key=None):
    """Delete a photo, for ever; its file goes once that is settled."""
    rows = ProductPhoto.objects.select_related("product__commune__parent")
    with act(photo, by, key, rows=rows, refusal=_removing_refusal) as the:
        the.record("remove_photo", the.row.product, label="xóa ảnh", note=the.row.caption)
        throw_away(the.row)
    caches["pictures"].delete_many(_name(photo, width) for width in WIDTHS)


def _removing_refusal(photo, user):
    return writing_refusal(photo.product, user)


# --- Small ones --------------------------------------------------------------------------------


def small(photo, width):
    """The bytes of the photo as WebP of this width at most: drawn once, then kept."""
    name = _name(photo, width)
    data = caches["pictures"].get(name)
    if data is None:
        data = _drawn(photo, width)
        try:
            caches["pictures"].set(name, data)
        except OSError:  # a full disk: it is drawn anew next time
            logger.exception("%s was not kept", name)
    return data


def _drawn(photo, width):
    """What is stored was drawn by us when it came (programs.uploads): no stranger's bytes."""
    with opened(photo.file) as file, Image.open(file) as image:
        image.thumbnail((width, width * 2))
        written = BytesIO()
        image.save(written, "WEBP", quality=QUALITY)
    return written.getvalue()


def _name(photo, width):
    return f"{photo.sha256}-{width}"
