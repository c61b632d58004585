"""The sheets that one person has, or will have, in a session: for the page and the workbook."""

from typing import NamedTuple

from councils.models import ScoreSheet
from councils.sessions.places import SheetPlace, own_places


class OwnSheet(NamedTuple):
    """A dossier that this person scores; `sheet` is not saved yet where nothing was scored."""

    place: SheetPlace
    sheet: ScoreSheet


def own_list(session, user) -> list[OwnSheet]:
    """In the order of the agenda, without what one takes no part in; in a few queries."""
    places = own_places(session, user)
    seats = {place.seat.pk for place in places}
    current = ScoreSheet.objects.current().filter(evaluation__session=session, seat__in=seats)
    sheets = {each.evaluation_id: each for each in current.prefetch_related("scores")}
    found = []
    for place in places:
        evaluation, seat, member = place
        blank = ScoreSheet(evaluation=evaluation, seat=seat, member=member)
        found.append(OwnSheet(place, sheets.get(evaluation.pk, blank)))
    return found
