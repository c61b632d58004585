"""The page of every list of the register, for the roles that the register has pages for."""

from programs.enums import DEPARTMENT, REGISTER_VISITORS
from programs.scoping import require_role
from programs.views.listings import listing_view


def register_list(request, listing, template="listing.html"):
    """A list of the register, for the roles that the register has pages for (matrix H3)."""
    require_role(request.user, REGISTER_VISITORS)
    may_import = request.user.role in DEPARTMENT
    return listing_view(request, listing, template, may_import=may_import)
