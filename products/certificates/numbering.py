"""Running numbers of certificates: one after the other, none twice and none left out."""

from products.models import NumberSeries
from products.models.certificates import BOOK
from programs import numbering
from programs.enums import DISTRICT_KINDS, Authority, UnitKind
from programs.models import Unit
from programs.succession import Lineage

_ISSUERS = {
    Authority.DISTRICT: DISTRICT_KINDS,
    Authority.PROVINCE: frozenset({UnitKind.PROVINCE}),
}


def take(series, year):
    """The next number of this series in this year, inside the transaction that uses it."""
    return numbering.take(NumberSeries.objects, series=series, year=year)


def series_of(authority, commune, day, lineage=None):
    """Whose numbers a certificate for this commune bears: "district-524", "province-51".

    The ministry has one series; a district and a province each their own, by the code of the unit
    above the commune's ground on that day, which may be before the commune was made. `lineage` is
    that of all units, where it is read already.
    """
    if not (kinds := _ISSUERS.get(authority)):
        return str(authority)
    lineage = lineage or Lineage(commune)
    holders = [lineage.units[pk] for pk in lineage.holders(commune.pk, day)]
    unit = min(holders, key=lambda unit: unit.code)
    while unit and unit.kind not in kinds:
        unit = unit.parent
    is_there = unit and (unit.valid_to is None or day <= unit.valid_to)
    return f"{authority}-{unit.code}" if is_there else str(authority)


def issuer_of(series, day):
    """The unit whose numbers these are, as it was on the day; None where none is known.

    Our units begin later than many papers: before their first row the name is that of the first.
    """
    authority, _, code = series.removeprefix(BOOK).partition("-")
    units = Unit.objects.filter(code=code, kind__in=_ISSUERS.get(authority, ()))
    begun = units.filter(valid_from__lte=day).order_by("-valid_from")
    unit = begun.first() or units.order_by("valid_from").first()
    return unit if unit and (unit.valid_to is None or day <= unit.valid_to) else None


def book_series(authority, commune, day=None, lineage=None):
    """The series for certificates in books by this authority: no counter belongs to it.

    Numbers of old papers are the book's; they neither move the running numbers nor follow them.
    Without a day it is that of the commune's own time.
    """
    return f"{BOOK}{series_of(authority, commune, day or commune.valid_from, lineage)}"


def objection(series, law, commune, day):
    """Why nobody of that level could recognise there on the day, in words, or "".

    The level of districts ended before the law that names it: the note of the law says what is not
    known of the days between.
    """
    if series.removeprefix(BOOK) != Authority.DISTRICT:
        return ""
    level = Authority.DISTRICT.label
    noted = [f" {each.rstrip('.')}." for each in law.note.split(". ") if level in each]
    return (
        f"Ngày {day:%d/%m/%Y}, {commune} không thuộc đơn vị {level} nào để công nhận: hãy xem lại "
        f"ngày quyết định, cấp công nhận.{''.join(noted)}"
    )
