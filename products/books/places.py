"""Places that a book names, of any time: old and new names, and what became of them."""

import re
from datetime import date
from functools import cached_property

from django.db.models import Q

from products.plans.place_names import KIND_WORDS, PARTS, UPPER_KIND, spelling
from programs.enums import COMMUNE_KINDS, DISTRICT_KINDS
from programs.intake.outcomes import shown
from programs.models import Unit, UnitSuccession
from programs.text import alike, fold

_NAMED = 6
# "huyen " of "huyen binh son", "tp. " of "tp. quang ngai"; nothing of "tinh quang ngai".
_DISTRICT = re.compile(r"(?:huyen|thanh pho|thi xa|tp|tx|h)\b\.? ?")
# With its marks, for "Phương Đình" is a village: "xã bình an", "p. trà câu"; not "thôn 1".
_COMMUNE = re.compile(r"(?:xã|phường|thị trấn|đặc khu|tt|[xp]\.)\s*\S")


class Place:
    """What a text names: a unit, or the sentence that says why none; and a doubt about it.

    `remark` is what there is to know, and needs no decision.
    """

    def __init__(self, unit=None, fault="", doubt="", remark=""):
        self.unit, self.fault, self.doubt, self.remark = unit, fault, doubt, remark

    @property
    def told(self):
        """[(code, sentence)] of the doubt and the remark."""
        said = (("W_PLACE", self.doubt), ("W_PLACE_LATER", self.remark))
        return [(code, sentence) for code, sentence in said if sentence]


class BookPlaces:
    """All communes (and districts without any) by the ways to write them. Three queries in all."""

    def __init__(self):
        communes = Unit.objects.filter(Q(kind__in=COMMUNE_KINDS) | Q(children=None))
        self.communes = list(communes.select_related("parent__parent").order_by("code", "pk"))
        self.by_id = {unit.pk: unit for unit in self.communes}
        self.by_spelling, self.by_fold, self.by_code, self.read = {}, {}, {}, {}
        for unit in self.communes:
            self._know(unit)
        self.began = min((unit.valid_from for unit in self.communes), default=date.min)

    def _know(self, unit):
        kind = unit.get_kind_display()
        for words in (*KIND_WORDS.get(kind, (kind,)), ""):
            name = f"{words} {unit.name}".strip()
            self.by_spelling.setdefault(spelling(name), []).append(unit)
            self.by_fold.setdefault(_plain(name), []).append(unit)
        self.by_code.setdefault(unit.code, []).append(unit)

    @cached_property
    def codes(self):
        """The codes of all units, for the codes of products."""
        return set(Unit.objects.values_list("code", flat=True))

    @cached_property
    def uppers(self):
        """{folded name: a unit} of what communes lie in; of two namesakes the district."""
        found = {upper for unit in self.communes for upper in _uppers(unit)}
        ordered = sorted(found, key=lambda upper: (upper.kind in DISTRICT_KINDS, upper.pk))
        return {fold(upper.name): upper for upper in ordered}

    @property
    def upper_names(self):
        return self.uppers.keys()

    # --- Ground: places that took each other over are one -----------------------------------------

    @cached_property
    def links(self):
        return list(UnitSuccession.objects.order_by("on", "pk").values_list("old", "new"))

    @cached_property
    def _roots(self):
        """{unit: one unit that stands for all that its ground ever belonged to}."""
        roots = {pk: pk for pk in self.by_id}
        for old, new in self.links:
            if old in roots and new in roots:
                roots[self._root(roots, old)] = self._root(roots, new)
        return {pk: self._root(roots, pk) for pk in roots}

    @staticmethod
    def _root(roots, pk):
        while roots[pk] != pk:
            pk = roots[pk]
        return pk

    def ground(self, pk):
        """A value that is equal for all places that are, or once were, one place."""
        return self._roots.get(pk, pk)

    # --- Names ------------------------------------------------------------------------------------

    def find(self, text, day, *, is_said=True):
        """The Place that this text names on this day.

        `is_said` where something happened on it: then the place should have been there.
        """
        key = (text, day, is_said)
        if key not in self.read:
            self.read[key] = self._find(text, max(day, self.began), is_said)
        return self.read[key]

    def _find(self, text, day, is_said):
        parts = [part.strip(" .)") for part in PARTS.split(text) if part.strip(" .)")]
        found = self._named(parts)
        if not found:
            return self._guessed(text, parts, day)
        part, units = found[0]
        units = self._within(units, [other for other in parts if other != part])
        place = self._one(text, units, day)
        if place.unit:
            place.doubt = (
                self._doubt(text, parts, found, place.unit)
                or self._namesake(text, found[0], place.unit, day)
                or (is_said and _absent(text, found[0], place.unit, day))
                or place.doubt
            )
            place.remark = _later(place.unit, day)
        return place

    def _named(self, parts):
        """[(part, its units)], those first that say their kind ("xã …"): they are surer."""
        named = [(part, self.by_spelling.get(spelling(part), [])) for part in parts]
        named += [(part, self.by_code[part]) for part in parts if part in self.by_code]
        return sorted((pair for pair in named if pair[1]), key=_is_bare)

    def _doubt(self, text, parts, found, unit):
        """What else the text names beside the unit that it is taken for, or ""."""
        alike = [pair for pair in found[1:] if _is_bare(pair) == _is_bare(found[0])]
        if any(self._is_elsewhere(pair, unit) for pair in alike):
            return f"“{shown(text)}” nêu nhiều nơi, được hiểu là {_in_full(unit)}."
        if any(map(self._is_unknown_district, parts)):
            return f"“{shown(text)}” được hiểu là {_in_full(unit)}: không có huyện đó."
        if unit.kind in COMMUNE_KINDS and any(map(self._is_unknown_commune, parts)):
            return f"“{shown(text)}” được hiểu là {_in_full(unit)}: không có xã, phường đó."
        return ""

    def _namesake(self, text, pair, unit, day):
        """A doubt where the name is a district's too: it alone is said, or was there alone."""
        other = self.uppers.get(fold(unit.name))
        was_alone = other and other.exists_on(day) and not unit.exists_on(day)
        if other and (_is_bare(pair) or was_alone):
            return f"“{shown(text)}” cũng là tên của {other}, được hiểu là {_in_full(unit)}."
        return ""

    def _is_unknown_district(self, part):
        found = _DISTRICT.match(fold(part))
        names = self.upper_names | self.by_fold.keys()
        return bool(found) and not {_plain(part), fold(part)[found.end() :]} & names

    def _is_unknown_commune(self, part):
        return bool(_COMMUNE.match(part.casefold())) and _plain(part) not in self.by_fold

    def _is_elsewhere(self, pair, unit):
        """Whether the part names another ground than the unit's, and nothing that it lies in."""
        part, units = pair
        is_upper = fold(part) in {fold(upper.name) for upper in _uppers(unit)}
        return not is_upper and self.ground(unit.pk) not in {self.ground(u.pk) for u in units}

    def _within(self, units, others):
        """Those of the units that lie where the rest of the text says."""
        uppers = {UPPER_KIND.sub("", fold(other)) for other in others} & self.upper_names
        if not uppers:
            return units
        return [unit for unit in units if uppers & {fold(up.name) for up in _uppers(unit)}]

    def _one(self, text, units, day):
        """The unit of these that is meant on this day; of several on one ground, the latest."""
        living = [unit for unit in units if unit.exists_on(day)]
        if len(living) != 1:
            grounds = {self.ground(unit.pk) for unit in living or units}
            latest = max(living or units, key=lambda unit: unit.valid_from, default=None)
            living = [latest] if len(grounds) == 1 else living or units
        if len(living) == 1:
            return Place(living[0], doubt=self._fate(living[0]))
        if not living:
            return Place(fault=f"Không có “{shown(text)}” ở đó. Hãy ghi đúng xã và huyện.")
        names = "; ".join(_in_full(unit) for unit in living[:_NAMED])
        return Place(fault=f"“{shown(text)}” có thể là: {names}. Hãy ghi thêm tên huyện.")

    def _guessed(self, text, parts, day):
        """A name without its marks is understood where there is one such place, and doubted."""
        units = next(filter(None, (self.by_fold.get(_plain(part)) for part in parts)), [])
        others = [part for part in parts if _plain(part) not in self.by_fold]
        place = self._one(text, self._within(units, others), day) if units else Place()
        if place.unit is None:
            return Place(fault=f"Không có xã, phường, thị trấn nào tên “{shown(text)}”.")
        name = _in_full(place.unit)
        return Place(place.unit, doubt=f"“{shown(text)}” được hiểu là {name}.")

    def _fate(self, unit):
        """A doubt where the place was split: nobody can know from the name alone where it lies."""
        news = [self.by_id[new] for old, new in self.links if old == unit.pk and new in self.by_id]
        if unit.valid_to is None or not news[1:]:
            return ""
        names = ", ".join(map(str, news))
        return f"{unit} đã chia cho {names}: ghi theo tên cũ, hãy xem lại sản phẩm nay ở đâu."


def _plain(text):
    """The name of a place without marks and dots: "x. Bình Mĩ" is "x binh mi", as "Bình Mỹ" is."""
    return " ".join(alike(text).replace(".", " ").split())


def _is_bare(pair):
    """Whether a part of a text names these units without their kind."""
    part, units = pair
    return " " not in part or spelling(units[0].name) == spelling(part)


def _absent(text, pair, unit, day):
    """A doubt where the unit was not there: it had ended, or its name alone may mean another."""
    has_ended = unit.valid_from <= day
    if unit.exists_on(day) or not (_is_bare(pair) or has_ended):
        return ""
    when = f"chỉ có đến hết ngày {unit.valid_to:%d/%m/%Y}" if has_ended else "chưa có ngày đó"
    return f"“{shown(text)}” được hiểu là {_in_full(unit)}, nhưng đơn vị này {when}."


def _later(unit, day):
    """That a new name stands beside an old day, or ""."""
    if unit.valid_from <= day:
        return ""
    began = f"{unit.valid_from:%d/%m/%Y}"
    return f"{unit} có từ ngày {began}, sau ngày công nhận: được ghi theo tên mới."


def _uppers(unit):
    return filter(None, (unit.parent, unit.parent and unit.parent.parent))


def _in_full(unit):
    return f"{unit}, {unit.parent}" if unit.parent else str(unit)
