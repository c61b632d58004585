"""Products as cards: a photo or the sign of the group, star, name, producer and place."""

from dataclasses import dataclass

from products.models import ProductPhoto
from programs.enums import DISTRICT_KINDS, ProductGroup
from reports.public.addresses import kept_id, page_of


@dataclass(frozen=True)
class Card:
    url: str
    name: str
    producer: str
    place: str
    star: int
    icon: str
    photo: int | None


def cards_of(certificates):
    """The cards of these rows of public_rows(), in one query for all of their photos."""
    photos = ProductPhoto.objects.filter(product__in=[kept_id(row) for row in certificates])
    first = dict(photos.order_by("product", "-position").values_list("product", "pk"))
    return [_card(row, first.get(kept_id(row))) for row in certificates]


def _card(certificate, photo):
    product = certificate.product
    return Card(
        url=page_of(certificate),
        name=product.name,
        producer=product.producer.name,
        place=place_of(product.commune),
        star=certificate.star,
        icon=ProductGroup(product.product_group).icon,
        photo=photo,
    )


def place_of(commune):
    """The commune with the district that it lay in: "Xã Ba Tiêu, Ba Tơ"."""
    parent = commune.parent
    return f"{commune}, {parent.name}" if parent and parent.kind in DISTRICT_KINDS else str(commune)
