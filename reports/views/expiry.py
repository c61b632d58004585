"""Dispatches about the end of certificates and minutes of post-checks, on paper."""

from django.shortcuts import get_object_or_404

from products.certificates.expiry_listings import LETTERS
from products.enums import PRIVATE_INSPECTIONS
from products.models import ExpiryLetter, Inspection
from programs.enums import REGISTER_READERS, UNIT_ROLES
from programs.scoping import require_role
from reports.formats import PAPERS, attachment
from reports.sealed import letter_file, letters_pdf, minutes_file
from reports.views.downloading import download


@download(*PAPERS)
def expiry_letter(request, pk, extension):
    letter = get_object_or_404(ExpiryLetter.objects.visible_to(request.user), pk=pk)
    return attachment(letter_file(letter, extension), str(letter), extension)


@download("pdf")
def expiry_letters(request, extension):
    """The letters of the list as it is narrowed, in one file to print."""
    require_role(request.user, REGISTER_READERS | UNIT_ROLES)
    _, letters = LETTERS.filter(request.user, request.GET)
    return attachment(letters_pdf(letters), LETTERS.title, extension)


@download(*PAPERS)
def inspection_minutes(request, pk, extension):
    rows = Inspection.objects.visible_to(request.user).exclude(state__in=PRIVATE_INSPECTIONS)
    related = ("plan", "certificate__product__producer", "certificate__product__commune")
    inspection = get_object_or_404(rows.select_related(*related), pk=pk)
    name = f"Biên bản kiểm tra {inspection.certificate.product_name}"
    return attachment(minutes_file(inspection, extension), name, extension)
