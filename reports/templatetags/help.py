"""The link from a page to what the guide says of it."""

from django import template
from django.urls import reverse

from reports.help.pages import place_of

register = template.Library()


@register.simple_tag
def help_of(request):
    """The address of the guide's place for this page, or "": {% help_of request as address %}."""
    page = getattr(request, "resolver_match", None)
    if page is None:
        return ""
    user = getattr(request, "user", None)
    role = user.role if user and user.is_authenticated else None
    chapter, mark, anchor = place_of(page.view_name, role).partition("#")
    return f"{reverse(f'reports:help_{chapter}')}{mark}{anchor}" if chapter else ""
