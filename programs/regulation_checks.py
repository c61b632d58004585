"""What must hold for regulations and their criteria; `manage.py check_regulations` prints it."""

from collections import Counter
from decimal import Decimal

from programs.checks import Check, ruled
from programs.criteria import parts_of, published_sheets
from programs.criteria_sheets import STARS, TOTAL, faults_of
from programs.models import Regulation

BANDS = [1, 2, 3, 4, 5]


def check_regulations() -> list[tuple[str, list[Check]]]:
    """[(heading, checks)] of each regulation, in the order of their dates of force."""
    regulations = Regulation.objects.prefetch_related("starbands", "parts", "gates")
    return [_check(regulation) for regulation in regulations]


def _check(regulation):
    sheets = published_sheets(regulation).values()
    checks = [
        Check("hạng sao", _stars(_bands(regulation)), _stars(BANDS)),
        ruled("khoảng điểm của các hạng không nối nhau từ 0", _broken_bands(regulation)),
        Check("tổng điểm các phần", str(sum(parts_of(regulation).values())), str(TOTAL)),
        ruled("bộ tiêu chí sai", _broken_sheets(regulation, sheets)),
        ruled("điều kiện loại chỉ sai bộ, tiêu chí", _broken_gates(regulation, sheets)),
    ]
    if regulation.set_count is not None:
        checks.append(Check("số bộ tiêu chí", str(len(sheets)), str(regulation.set_count)))
    return _heading(regulation, sheets), checks


def _heading(regulation, sheets):
    """What there is, how much of it is in doubt, or that nothing is there yet."""
    counts = sum((Counter(sheet.counts()) for sheet in sheets), Counter())
    minima = {star: counts[f"min_{star}"] for star in STARS}
    stars = ", ".join(f"{star} sao {count}" for star, count in minima.items())
    what = (
        f"{len(sheets)} bộ, {counts['criteria']} tiêu chí, {counts['options']} phương án, "
        f"{sum(minima.values())} mức tối thiểu ({stars})"
    )
    state = f"{sum(map(_doubts, sheets))} chỗ còn nghi ngờ" if sheets else "chưa nạp bộ tiêu chí"
    return f"{regulation}: {what}; {state}"


def _doubts(sheet):
    return sum(bool(row.doubt) for row in (sheet, *sheet.criteria, *sheet.options))


def _bands(regulation):
    return sorted(band.star for band in regulation.starbands.all())


def _stars(stars):
    return " ".join(map(str, stars))


def _broken_bands(regulation):
    """Bands that do not rise with their stars; the lowest begins at 0."""
    least = Decimal(-1)
    for band in sorted(regulation.starbands.all(), key=lambda band: band.star):
        if band.lower <= least or (band.star == BANDS[0] and band.lower):
            yield f"{band} từ {band.lower} điểm"
        least = band.lower


def _broken_sheets(regulation, sheets):
    for sheet in sheets:
        yield from faults_of(sheet, parts_of(regulation))


def _broken_gates(regulation, sheets):
    """Places in sets of criteria that are not there, or without a criterion of that code."""
    if not sheets:
        return
    codes = {sheet.number: {row.code for row in sheet.leaves()} for sheet in sheets}
    for gate in regulation.gates.all():
        for number, code in gate.places:
            if code not in codes.get(number, ()) and (code or number not in codes):
                yield f"{gate.key}: bộ {number}, tiêu chí {code or '–'}"
