"""The addresses of a recognised product: its page, and the one that checks its paper."""

from django.urls import reverse
from django.utils.text import slugify

from programs.text import fold


def slug_of(product):
    return slugify(fold(product.name)) or "san-pham"


def kept_id(certificate):
    """The number of the record that holds the product today."""
    return certificate.product.merged_into_id or certificate.product_id


def page_of(certificate):
    """The public page of the product, under the record that holds it today."""
    kept, slug = kept_id(certificate), slug_of(certificate.product)
    return reverse("reports:public_product", args=[kept, slug])


def check_page_of(certificate):
    return reverse("reports:certificate_check", args=[certificate.check_code])
