"""What some producers tell everybody of their products: a story, photos, where to buy.

Photos are drawn, and say so. Most products have none of it, as in life.
"""

import hashlib
from io import BytesIO
from itertools import cycle

from django.conf import settings
from django.core.files.base import ContentFile
from PIL import Image, ImageDraw, ImageFont

from products.demo.data import NOTE
from products.enums import OutletKind
from products.models import Outlet
from products.register import outlets, photos
from products.register.publication import catalogue
from products.register.records import write
from programs.enums import ProductGroup
from programs.uploads.accepting import Accepted

NEWEST, TOLD_EVERY, SHOWN_EVERY, SOLD_EVERY = 36, 3, 2, 4
SIZE = (1200, 900)
# The ground, the thing and its shade, by group.
COLOURS = {
    ProductGroup.FOOD: ("#f3e3bd", "#b5762a", "#7d4a14"),
    ProductGroup.DRINK: ("#cfe5de", "#3f7f70", "#23564a"),
    ProductGroup.HERBAL: ("#d9ebcd", "#5f8f45", "#3b6227"),
    ProductGroup.CRAFT: ("#f0d9cc", "#a5643f", "#6f3d20"),
    ProductGroup.ORNAMENTAL: ("#f4d6e2", "#b84f7d", "#7d2c50"),
    ProductGroup.TOURISM: ("#cfe1f2", "#3f74a3", "#244d72"),
}
CAPTIONS = ("Sản phẩm trong bao bì", "Nơi sản xuất", "Nguyên liệu")
STORY = (
    "{name} là nghề cũ của vùng này. Nguyên liệu lấy tại chỗ, làm theo mẻ nhỏ, mỗi mẻ ghi sổ "
    "để truy được nguồn gốc.\n\nTừ khi vào Chương trình mỗi xã một sản phẩm, các hộ cùng giữ một "
    "cách làm và bán chung một tên. {note}"
)


def fill_publications(officer):
    """Tell it of some of the newest products, by the rules of the pages."""
    shops = cycle(kind for kind in OutletKind if kind != OutletKind.SITE)
    rows = catalogue().select_related("product__commune__parent", "product__producer")
    for number, certificate in enumerate(rows.order_by("-issued_on", "-pk")[:NEWEST]):
        product = certificate.product
        if number % TOLD_EVERY == 0:
            product.story = STORY.format(name=product.name, note=NOTE)
            write(product, by=officer, version=product.version)
        if number % SHOWN_EVERY == 0:
            for caption in CAPTIONS[: 1 + number % len(CAPTIONS)]:
                picture = _picture(product, caption)
                photos.add(product, picture, f"{caption} (minh họa)", by=officer)
        if number % SOLD_EVERY == 0:
            for outlet in (_site(product), _shop(product, next(shops))):
                outlets.add(outlet, by=officer)


def _site(product):
    return Outlet(
        product=product,
        kind=OutletKind.SITE,
        name=product.producer.name,
        address=f"{product.commune} (minh họa)",
    )


def _shop(product, kind):
    name, address, link = f"{kind.label.capitalize()} (minh họa)", "Chợ huyện (minh họa)", ""
    if kind == OutletKind.ONLINE:
        address, link = "", f"https://cho-ocop.example/san-pham/{product.pk}"
    return Outlet(product=product, kind=kind, name=name, address=address, link=link)


def _picture(product, caption):
    """A still life of three round things, as if the product form had brought it."""
    ground, thing, shade = COLOURS[product.product_group]
    image = Image.new("RGB", SIZE, ground)
    draw = ImageDraw.Draw(image)
    draw.rectangle((0, 620, *SIZE), fill=shade)
    for place in range(3):
        left, top = 180 + place * 270 + product.pk % 40, 330 - (product.pk + place) % 3 * 60
        draw.rounded_rectangle((left, top, left + 230, 720), 70, fill=thing, outline=shade, width=8)
        draw.ellipse((left + 20, top - 30, left + 210, top + 40), fill=shade)
    font = ImageFont.truetype(settings.BASE_DIR / "static" / "fonts" / "Tinos-Bold.ttf", 44)
    draw.text((600, 765), f"{caption}: ảnh minh họa", "#fff", font, "mm")
    written = BytesIO()
    image.save(written, "JPEG", quality=85)
    data = written.getvalue()
    digest = hashlib.sha256(data).hexdigest()
    stored = ContentFile(data, name=f"{digest[:32]}.jpg")
    return Accepted(stored=stored, name="minh-hoa.jpg", kind="jpg", sha256=digest)
