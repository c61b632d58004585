"""What the rows of a plan may name in the database: its communes, and the product sets."""

import re
import unicodedata
from functools import cached_property

from programs.intake.head import title_key
from programs.intake.outcomes import shown
from programs.intake.texts import Rejected
from programs.models import ProductSet, Unit
from programs.text import alike, fold

KIND_WORDS = {
    "xã": ("xã", "x"),
    "phường": ("phường", "p"),
    "thị trấn": ("thị trấn", "tt"),
    "đặc khu": ("đặc khu", "đk"),
    "huyện": ("huyện", "h"),
    "thị xã": ("thị xã", "tx"),
    "thành phố": ("thành phố", "tp"),
}
# Cuts "Thôn 1 xã Bình Châu huyện Bình Sơn - Quảng Ngãi" in four, "xã Bình Châu-huyện Bình Sơn" in
# two; not "Ba-na", not "thị xã Đức Phổ", not "Hợp tác xã", not "xã Ba Xa, huyện Ba Tơ".
PARTS = re.compile(
    r"[,;(/]|\s[-–]\s"
    r"|[\s–-]+(?=(?:huyện|thành phố|thị xã|tỉnh|huyen|thanh pho|thi xa|tp|tx|h)\b)"
    r"|(?<!thị)(?<!thi)(?<!tác)(?<!tac)[\s–-]+(?=(?:xã|phường|thị trấn|đặc khu|xa(?=\s+(?!huy|h\b"
    r"|th|t[iỉ]nh|tp|tx)\w)|phuong|thi tran|dac khu|tt|thôn|xóm|ấp|tổ dân phố|tdp|khu phố)\b"
    r"|[xp]\.)",
    re.IGNORECASE,
)
# "huyen " of "huyen binh son", "tp. " of "tp. quang ngai"; nothing of "tra bong".
UPPER_KIND = re.compile(r"^(huyen|thanh pho|thi xa|tinh|tp|tx|h|t)\b\.? ?")
_NAMED = 12


def spelling(text):
    """The words of a place's name, accents kept: "Hoà" = "Hòa", and not "Hoa"."""
    words = []
    for word in re.split(r"[\s.]+", unicodedata.normalize("NFD", text.casefold()).strip()):
        letters = "".join(char for char in word if not unicodedata.combining(char))
        words.append((letters, *sorted(char for char in word if unicodedata.combining(char))))
    return tuple(words)


class Places:
    """The communes of a plan's unit by all the ways to write them, and the 26 product sets."""

    def __init__(self, plan):
        self.plan, self.day = plan, plan.campaign.opens_on
        communes = Unit.objects.on(self.day).filter(parent=plan.unit).order_by("code")
        self.communes = list(communes) or [plan.unit]
        self.by_spelling, self.by_fold, self.read = {}, {}, {}
        for commune in self.communes:
            kind = commune.get_kind_display()
            for words in (*KIND_WORDS.get(kind, (kind,)), ""):
                name = f"{words} {commune.name}".strip()
                self.by_spelling.setdefault(spelling(name), []).append(commune)
                self.by_fold.setdefault(alike(name), commune)
            self.by_spelling[spelling(commune.code)] = [commune]

    def commune(self, text):
        """The commune that the text names; its unit may be named too, but must be this one."""
        if text not in self.read:
            self.read[text] = self._find(text)
        if isinstance(self.read[text], Rejected):
            raise self.read[text]
        return self.read[text]

    def _find(self, text):
        """The commune, or why there is none."""
        parts = [part.strip(" .)") for part in PARTS.split(text) if part.strip(" .)")]
        named = {part: self.by_spelling.get(spelling(part), []) for part in parts}
        found = {commune.pk: commune for communes in named.values() for commune in communes}
        if self._is_elsewhere(named):
            return self._unknown(text)
        if likely := self._namesakes(found, parts):
            found = {pk: commune for pk, commune in found.items() if commune not in likely}
            if not found:
                return self._of_the_unit(text, likely[0])
        if not found:
            guesses = (self.by_fold.get(alike(part)) for part in parts)
            return self._unknown(text, next(filter(None, guesses), None))
        if len(found) == 1:
            return next(iter(found.values()))
        names = " hoặc ".join(map(str, found.values()))
        return Rejected("E_COMMUNE", f"“{shown(text)}” có thể là {names}. Hãy ghi rõ một tên.")

    def _namesakes(self, found, parts):
        """The communes found that are named as the unit itself is, without saying their kind."""
        own = spelling(self.plan.unit.name)
        if own not in map(spelling, parts):
            return []
        full = {spelling(part) for part in parts} - {own}
        return [
            commune
            for commune in found.values()
            if commune != self.plan.unit
            and spelling(commune.name) == own
            and not any(commune in self.by_spelling.get(words, []) for words in full)
        ]

    def _of_the_unit(self, text, likely):
        message = (
            f"“{shown(text)}” cũng là tên của {self.plan.unit}. Có phải “{likely}”? Hãy ghi đủ "
            "loại đơn vị."
        )
        return Rejected("E_COMMUNE", message, str(likely))

    def _is_elsewhere(self, named):
        """Whether a part of the text names a unit beside this one."""
        others = {
            UPPER_KIND.sub("", fold(part)) for part, communes in named.items() if not communes
        }
        return len(named) > 1 and bool(others & self.foreign_names)

    def _unknown(self, text, likely=None):
        proposal = str(likely) if likely else ""
        hint = f" Có phải “{proposal}”? Hãy ghi đủ dấu và loại đơn vị." if likely else ""
        more = "…" if self.communes[_NAMED:] else ""
        names = "; ".join(map(str, self.communes[:_NAMED])) + more
        message = f"{self.plan.unit} không có “{shown(text)}”.{hint} Các xã: {names}."
        return Rejected("E_COMMUNE", message, proposal)

    @cached_property
    def foreign_names(self):
        """The folded names of the units beside this one."""
        unit = self.plan.unit
        beside = Unit.objects.on(self.day).filter(parent=unit.parent_id).exclude(name=unit.name)
        return {fold(name) for name in beside.values_list("name", flat=True)}

    @cached_property
    def sets(self):
        return known_sets()

    def product_set(self, text):
        return find_set(self.sets, text)


def known_sets():
    """The product sets by number, by name, and as we print them."""
    known = {}
    for product_set in ProductSet.objects.all():
        for name in (str(product_set.number), product_set.name, str(product_set)):
            known[title_key(name)] = product_set
    return known


def find_set(known, text):
    """The product set of this number or name."""
    key = re.sub(r"^(bo( san pham)?|so) ", "", title_key(text))
    if product_set := known.get(key):
        return product_set
    message = f"Không có bộ sản phẩm “{shown(text)}”. Ghi số từ 1 đến 26 hoặc tên bộ."
    raise Rejected("E_CATALOGUE", message)
