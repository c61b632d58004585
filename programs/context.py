"""What every page knows."""

from django.conf import settings


def portal(request):
    """`demo` draws the banner of a demonstration."""
    return {"demo": settings.DEMO}
