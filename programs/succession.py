"""Units through time: who holds a unit's ground on a later day, and what a unit took over."""

from django.db.models import Q

from programs.models import Unit


def successors_on(unit, day):
    """The units that hold this unit's ground on this day: itself, or who took it over.

    A unit that was split has several. One that nobody took over (a district) stays itself.
    """
    if unit.valid_to is None or day <= unit.valid_to:
        return [unit]
    links = unit.successions.filter(on__lte=day).select_related("new__parent").order_by("new__code")
    found = {new.pk: new for link in links for new in successors_on(link.new, day)}
    return list(found.values()) or [unit]


def reporting_on(place, day):
    """The unit that reports on this day for the place that this commune was."""
    holder = successors_on(place, day)[0]
    return holder.parent if holder.reporting_id != holder.pk else holder


def ground_of(unit_id):
    """The unit, its communes, and what both took over, twice back: where its rows may lie."""
    took_over = Q(successions__new=unit_id) | Q(successions__new__successions__new=unit_id)
    of_parent = Q(parent__successions__new=unit_id) | Q(successions__new__parent=unit_id)
    return Unit.objects.filter(Q(pk=unit_id) | Q(parent=unit_id) | took_over | of_parent)


def holders_of(places):
    """{place: the units whose ground_of() holds it}: the same links, asked for many at once."""
    paths = (
        *("pk", "parent", "successions__new", "successions__new__successions__new"),
        *("parent__successions__new", "successions__new__parent"),
    )
    found = {}
    for place, *units in Unit.objects.filter(pk__in=places).values_list("pk", *paths):
        found.setdefault(place, {place}).update(filter(None, units))
    return found


def agency_on(agency, day):
    """The agency that does this one's work on this day: itself, or who took it over."""
    if agency.valid_to is None or day <= agency.valid_to:
        return agency
    link = agency.successions.filter(on__lte=day).select_related("new__parent").first()
    return agency_on(link.new, day) if link else agency
