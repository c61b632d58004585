"""Running numbers of certificates: one after the other, none twice and none left out."""

from products.models import NumberSeries
from products.models.certificates import BOOK
from programs.enums import DISTRICT_KINDS, Authority, UnitKind
from programs.succession import successors_on

_ISSUERS = {
    Authority.DISTRICT: DISTRICT_KINDS,
    Authority.PROVINCE: frozenset({UnitKind.PROVINCE}),
}


def take(series, year):
    """The next number of this series in this year, under a lock that the transaction holds.

    Call it inside the transaction that uses the number: rolled back, the number is free again,
    so that none is left out.
    """
    NumberSeries.objects.get_or_create(series=series, year=year)
    row = NumberSeries.objects.select_for_update().get(series=series, year=year)
    row.last += 1
    row.save(update_fields=["last"])
    return row.last


def series_of(authority, commune, day):
    """Whose numbers a certificate for this commune bears: "district-524", "province-51".

    The ministry has one series; a district and a province each their own, by the code of the unit
    that holds the commune's ground on that day.
    """
    kinds = _ISSUERS.get(authority)
    unit = successors_on(commune, day)[0] if kinds else None
    while unit and unit.kind not in kinds:
        unit = unit.parent
    return f"{authority}-{unit.code}" if unit else str(authority)


def book_series(authority, commune):
    """The series for certificates in books by this authority: no counter belongs to it.

    Numbers of old papers are the book's; they neither move the running numbers nor follow them.
    """
    kinds, unit = _ISSUERS.get(authority), commune
    while kinds and unit and unit.kind not in kinds:
        unit = unit.parent
    return f"{BOOK}{authority}-{unit.code}" if kinds and unit else f"{BOOK}{authority}"
