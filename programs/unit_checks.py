"""What must hold for units and their successions; `manage.py check_units` prints it."""

import csv
from collections import Counter, defaultdict
from collections.abc import Iterator
from datetime import date, timedelta
from itertools import pairwise

from django.conf import settings

from programs.checks import Check, ruled
from programs.enums import COMMUNE_KINDS, DISTRICT_KINDS, UnitKind
from programs.models import Unit, UnitSuccession

COUNTS = settings.BASE_DIR / "fixtures" / "unit_counts.csv"
DAY = timedelta(days=1)
LEVELS = {
    "districts": ("số đơn vị cấp huyện", DISTRICT_KINDS),
    "communes": ("số đơn vị cấp xã", COMMUNE_KINDS),
} | {kind.value: (f"số {kind.label}", {kind}) for kind in UnitKind}


class Ground:
    """All units and links, read in two queries and joined in memory."""

    def __init__(self):
        units = {unit.pk: unit for unit in Unit.objects.all()}
        self.units = list(units.values())
        self.links = list(UnitSuccession.objects.all())
        for unit in self.units:
            unit.parent = units.get(unit.parent_id)
        for link in self.links:
            link.old, link.new = units[link.old_id], units[link.new_id]

    def communes(self) -> list[Unit]:
        return [unit for unit in self.units if unit.kind in COMMUNE_KINDS]

    def links_into_communes(self, day, province) -> list[UnitSuccession]:
        return [
            link
            for link in self.links
            if link.on == day and link.new.kind in COMMUNE_KINDS and is_in(link.new, province)
        ]


def is_in(unit, province) -> bool:
    """Whether the unit is this province or stands one or two levels below it."""
    above = unit.parent or unit
    return (above.parent or above).code == province


def named(unit) -> str:
    last_day = f"{unit.valid_to:%d/%m/%Y}" if unit.valid_to else "nay"
    return f"{unit} ({unit.code}, {unit.valid_from:%d/%m/%Y} – {last_day})"


def named_link(link) -> str:
    return f"{named(link.old)} → {named(link.new)} ngày {link.on:%d/%m/%Y}"


# --- Counts: what is expected is data --------------------------------------------------------


def count_units(ground, day, province, kinds) -> int:
    return sum(
        unit.kind in kinds and unit.exists_on(day) and is_in(unit, province)
        for unit in ground.units
    )


def split_codes(links) -> str:
    """The codes of the old units that feed more than one new unit."""
    heirs = Counter(link.old for link in links)
    return " ".join(sorted(old.code for old, count in heirs.items() if count > 1))


def counted(ground, row) -> Check:
    """A line of the file of expected counts, compared with what there is."""
    day, province = date.fromisoformat(row["on"]), row["province"]
    if row["what"] in LEVELS:
        label, kinds = LEVELS[row["what"]]
        found = count_units(ground, day, province, kinds)
    elif row["what"] == "links":
        label, found = "số liên kết", len(ground.links_into_communes(day, province))
    elif row["what"] == "splits":
        label = "đơn vị chia cho nhiều đơn vị mới"
        found = split_codes(ground.links_into_communes(day, province))
    else:
        raise ValueError(f"{COUNTS}: nothing counts {row['what']!r}.")
    return Check(f"{day:%d/%m/%Y}, tỉnh {province}: {label}", str(found), row["expected"])


def expected_counts() -> list[dict[str, str]]:
    with COUNTS.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


# --- Rules: whatever the province, whatever the year -----------------------------------------


def broken_links(ground) -> Iterator[str]:
    """Links whose old unit does not end on the eve, or whose new one does not begin on the day.

    A unit whose border changed is another row: one that goes on takes nothing over.
    """
    for link in ground.links:
        if (link.old.valid_to, link.new.valid_from) != (link.on - DAY, link.on):
            yield named_link(link)


def ends_without_heir(ground) -> Iterator[str]:
    inherited = {(link.old_id, link.on) for link in ground.links}
    for unit in ground.communes():
        if unit.valid_to and (unit.pk, unit.valid_to + DAY) not in inherited:
            yield named(unit)


def begins_without_origin(ground) -> Iterator[str]:
    """New communes that follow nobody; those of the first day of all are where the data begin."""
    first_day = min((unit.valid_from for unit in ground.units), default=None)
    followed = {(link.new_id, link.on) for link in ground.links}
    for unit in ground.communes():
        if unit.valid_from > first_day and (unit.pk, unit.valid_from) not in followed:
            yield named(unit)


def outlives_its_parent(ground) -> Iterator[str]:
    for unit in ground.units:
        parent = unit.parent
        last_day = unit.valid_to or date.max
        if parent and not (parent.exists_on(unit.valid_from) and parent.exists_on(last_day)):
            yield f"{named(unit)} trực thuộc {named(parent)}"


def codes_used_twice(ground) -> Iterator[str]:
    holders = defaultdict(list)
    for unit in sorted(ground.units, key=lambda unit: unit.valid_from):
        holders[unit.code].append(unit)
    for units in holders.values():
        for earlier, later in pairwise(units):
            if earlier.exists_on(later.valid_from):
                yield f"{named(earlier)} và {named(later)}"


RULES = {
    "liên kết nối sai ngày": broken_links,
    "đơn vị cấp xã kết thúc mà không có đơn vị kế thừa": ends_without_heir,
    "đơn vị cấp xã mới mà không có đơn vị cũ": begins_without_origin,
    "đơn vị tồn tại ngoài thời gian của đơn vị cấp trên": outlives_its_parent,
    "mã dùng cho hai đơn vị cùng ngày": codes_used_twice,
}


def check_units() -> list[Check]:
    """Every check, in the order in which it is printed."""
    ground = Ground()
    return [counted(ground, row) for row in expected_counts()] + [
        ruled(what, rule(ground)) for what, rule in RULES.items()
    ]
