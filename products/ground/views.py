"""The page of every list of the register, for the roles that the register has pages for."""

from programs.enums import REGISTER_VISITORS
from programs.scoping import require_role
from programs.views.listings import listing_view


def register_list(request, listing, template="listing.html", roles=REGISTER_VISITORS):
    """A list of the register, for the roles that the register has pages for (matrix H3)."""
    require_role(request.user, roles)
    return listing_view(request, listing, template)
