"""What a picture shows, as one sentence: pure functions of its numbers."""

from itertools import pairwise

from django.utils.formats import localize as said

_TELLING = 3  # steps from year to year before one says that something is the first or steady
_PEAKS = 2  # months that are named
_SOON = 2  # months from now of which one says "ngay"
_NAMED = 2  # units of one number that are named; more are counted


def of_years(years, totals) -> str:
    """What became of the number in force this year, the last of these."""
    year, now = years[-1], totals[-1]
    if not any(totals):
        return "Chưa có sản phẩm nào được công nhận"
    steps = [after - before for before, after in pairwise(totals)]
    if not steps or steps[-1] == 0:
        return f"Năm {year} có {said(now)} sản phẩm còn hiệu lực, bằng đầu năm"
    if steps[-1] < 0:
        fell_before = any(step < 0 for step in steps[:-1])
        if fell_before or len(steps) < _TELLING:
            return (
                f"Sản phẩm còn hiệu lực giảm {said(-steps[-1])} trong năm {year}, còn {said(now)}"
            )
        return f"Sản phẩm còn hiệu lực giảm lần đầu kể từ năm {years[0]}"
    if len(steps) >= _TELLING and min(steps) > 0:
        return f"Sản phẩm còn hiệu lực tăng đều từ năm {years[0]}, nay là {said(now)}"
    return f"Sản phẩm còn hiệu lực tăng {said(steps[-1])} trong năm {year}, lên {said(now)}"


def of_months(months) -> str:
    """When most end: of (number of the month, how many), the coming ones in order.

    One month, or two, that have at least half of the most are named; where more have, it is
    said how much of all the greatest holds.
    """
    counts = [count for _, count in months]
    most = max(counts)
    if not most:
        return "Không có giấy nào hết hạn trong 12 tháng tới"
    high = [place for place, count in enumerate(counts) if 2 * count >= most]
    if len(high) > _PEAKS:
        month = months[counts.index(most)][0]
        return f"Nhiều nhất vào tháng {month}: {said(most)} trong {said(sum(counts))} giấy hết hạn"
    first, *others = (
        f"{said(counts[place])} giấy {'hết hạn ' * (place == high[0])}"
        f"{'ngay' if place < _SOON else 'vào'} tháng {months[place][0]}"
        for place in high
    )
    return ", ".join([first, *others])


def of_units(numbers) -> str:
    """Which units have the most and the fewest: of (name, number)."""
    counts = [number for _, number in numbers]
    if not counts:
        return "Chưa có đơn vị nào"
    most, least = max(counts), min(counts)
    if most == least:
        return f"Các đơn vị đều có {said(most)}"
    return f"{_those(numbers, most)} nhiều nhất, {_those(numbers, least)} ít nhất"


def of_dossiers(numbers) -> str:
    """Where most dossiers are: of (name, number)."""
    total = sum(number for _, number in numbers)
    if not total:
        return "Chưa có hồ sơ nào"
    most = max(number for _, number in numbers)
    names = [name for name, number in numbers if number == most]
    if len(names) > _NAMED:
        return f"{said(total)} hồ sơ, {len(names)} loại cùng nhiều nhất"
    return f"{' và '.join(names)} nhiều nhất: {said(most)} trong {said(total)} hồ sơ"


def _those(numbers, asked):
    names = [name for name, number in numbers if number == asked]
    return " và ".join(names) if len(names) <= _NAMED else f"{len(names)} đơn vị"
