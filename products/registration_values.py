"""The cells of a product's row as the values of a registration, in the spellings people use."""

import re
import unicodedata
from functools import cached_property, lru_cache

from products.columns import REGISTRATION_COLUMNS
from products.enums import Maturity, ProducerKind, RegistrationForm
from programs.enums import ProductGroup
from programs.intake.head import title_key
from programs.intake.outcomes import shown
from programs.intake.texts import Holds, Rejected, problem, read_cell
from programs.models import ProductSet, Unit
from programs.text import fold, normalise

COLUMNS = {column.key: column for column in REGISTRATION_COLUMNS if column.key != "position"}
HOLDS = {
    "product_name": Holds.NAME,
    "producer_name": Holds.NAME,
    "note": Holds.ANYTHING,
    "address": Holds.ANYTHING,
}
_DASHES = re.compile(r"\s*(?:->|=>|[-‐‑‒–—―−→~>]|\blen\b|\bden\b)\s*")
_STARS = re.compile(r"(?:(?:hang|ocop|dat|dang ky|san pham|moi) )*0?([34]) ?(?:sao|[*★⭐])?")
_UPGRADE = re.compile(
    r"(?:(?:de nghi|dang ky|san pham) )*(?:nang (?:hang|sao|cap):? ?)?(?:tu )?(?:hang )?"
    r"([34]) ?(?:sao|[*★])?-(?:hang )?([45]) ?(?:sao|[*★])?"
)
_AGAIN = re.compile(
    r"(?:(?:san pham|ocop|da) )*(?:het han)?(?: va)? ?(?:danh gia(?: phan hang)? lai)?"
    r"(?: (?:san pham )?(?:da )?het han)?"
)
_UPGRADES = {"34": RegistrationForm.UPGRADE_3_4, "45": RegistrationForm.UPGRADE_4_5}
_THREE_FOUR = {"3": RegistrationForm.THREE_STAR, "4": RegistrationForm.FOUR_STAR}
# Short and old names beside the labels; what is not here is refused with the list of values.
_KINDS = {
    "htx": ProducerKind.COOPERATIVE,
    "tht": ProducerKind.COOPERATIVE_GROUP,
    "dn": ProducerKind.ENTERPRISE,
    "doanh nghiep nho va vua": ProducerKind.ENTERPRISE,
    "chu trang trai": ProducerKind.FARM,
    "ho gia dinh": ProducerKind.PRODUCTION_HOUSEHOLD,
    "hkd": ProducerKind.BUSINESS_HOUSEHOLD,
    "ho kinh doanh ca the": ProducerKind.BUSINESS_HOUSEHOLD,
    "hoi": ProducerKind.ASSOCIATION,
    "hiep hoi": ProducerKind.ASSOCIATION,
    "trung tam dieu hanh du lich": ProducerKind.ASSOCIATION,
}
_GROUPS = {
    "do uong khong con": ProductGroup.DRINK,
    "do uong co con": ProductGroup.DRINK,
    "duoc lieu": ProductGroup.HERBAL,
    "thao duoc": ProductGroup.HERBAL,
    "hang thu cong my nghe": ProductGroup.CRAFT,
    "do thu cong my nghe": ProductGroup.CRAFT,
    "thu cong my nghe trang tri": ProductGroup.CRAFT,
    "du lich": ProductGroup.TOURISM,
    "dich vu du lich": ProductGroup.TOURISM,
    "du lich cong dong": ProductGroup.TOURISM,
    "dich vu du lich cong dong": ProductGroup.TOURISM,
    "dich vu du lich nong thon": ProductGroup.TOURISM,
    "dich vu du lich cong dong va diem du lich": ProductGroup.TOURISM,
}
_MATURITIES = {"hinh thanh": Maturity.ESTABLISHED, "san pham tiem nang": Maturity.POTENTIAL}
# What a firm is called that is none of the kinds of the law, and what is probably meant.
_PROBABLY = (
    (("cong ty", "cty", "dntn", "doanh nghiep"), ProducerKind.ENTERPRISE),
    (("hop tac xa", "htx"), ProducerKind.COOPERATIVE),
    (("to hop tac", "tht"), ProducerKind.COOPERATIVE_GROUP),
)
_KIND_WORDS = {
    "xã": ("xã", "x"),
    "phường": ("phường", "p"),
    "thị trấn": ("thị trấn", "tt"),
    "đặc khu": ("đặc khu", "đk"),
}
_PARTS = re.compile(
    r"[,;(/]|\s[-–]\s|\s(?=(?:huyện|thành phố|thị xã|tỉnh|tp|tx|h)\b)", re.IGNORECASE
)
_UPPER_KIND = re.compile(r"^(huyen|thanh pho|thi xa|tinh|tp|tx|h|t)\b\.? ?")


# --- Values of a list --------------------------------------------------------------------------


@lru_cache(maxsize=1024)
def read_form(text):
    """The form that the text means, or None."""
    key = re.sub(r"\b(ba|bon)(?= sao)", lambda word: {"ba": "3", "bon": "4"}[word[1]], fold(text))
    if len(key) in {3, 4} and not key.strip("*★⭐"):
        key = str(len(key))
    key = _DASHES.sub("-", key)
    if stars := _STARS.fullmatch(key):
        return _THREE_FOUR[stars[1]]
    if upgrade := _UPGRADE.fullmatch(key):
        return _UPGRADES.get(upgrade[1] + upgrade[2])
    plain = title_key(text)
    says_again = "lai" in plain.split() or "het han" in plain
    return RegistrationForm.RE_EVALUATION if says_again and _AGAIN.fullmatch(plain) else None


def form_title(title):
    """The label of the form that heads a column of marks, or ""."""
    form = read_form(title) if re.search("sao|lai", fold(title)) else None
    return form.label if form else ""


def _choice_reader(choices, synonyms, probably=()):
    """A reader of one value of a closed list: its label in any case, or a synonym."""
    known = {title_key(choice.label): choice for choice in choices} | synonyms

    @lru_cache(maxsize=1024)
    def read(text):
        key = title_key(text)
        choice = known.get(key) or known.get(re.sub(r"^(nhom|nganh)( hang| san pham)? ", "", key))
        if choice:
            return choice
        guess = next((guess for words, guess in probably if key.startswith(words)), None)
        raise Rejected("E_CATALOGUE", _list_message(text, choices.labels), guess and guess.label)

    return read


def _list_message(text, labels):
    return f"“{shown(text)}” không có trong danh mục. Ghi một trong: {'; '.join(labels)}."


def _read_form(text):
    if form := read_form(text):
        return form
    raise Rejected("E_FORM", _list_message(text, RegistrationForm.labels))


_CHOICES = {
    "producer_kind": _choice_reader(ProducerKind, _KINDS, _PROBABLY),
    "product_group": _choice_reader(ProductGroup, _GROUPS),
    "maturity": _choice_reader(Maturity, _MATURITIES),
    "form": _read_form,
}


# --- Rows of the database ----------------------------------------------------------------------


def _spelling(text):
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
        self.communes = list(plan.unit.communes_on(self.day).order_by("code"))
        self.by_spelling, self.by_fold, self.read = {}, {}, {}
        for commune in self.communes:
            kind = commune.get_kind_display()
            for words in (*_KIND_WORDS.get(kind, (kind,)), ""):
                name = f"{words} {commune.name}".strip()
                self.by_spelling.setdefault(_spelling(name), []).append(commune)
                self.by_fold.setdefault(fold(name), commune)
            self.by_spelling[_spelling(commune.code)] = [commune]

    def commune(self, text):
        """The commune that the text names; its unit may be named too, but must be this one."""
        if text not in self.read:
            self.read[text] = self._find(text)
        if isinstance(self.read[text], Rejected):
            raise self.read[text]
        return self.read[text]

    def _find(self, text):
        parts = [part.strip(" .)") for part in _PARTS.split(text) if part.strip(" .)")]
        found = {c.pk: c for part in parts for c in self.by_spelling.get(_spelling(part), ())}
        foreign = self.foreign_names & {_UPPER_KIND.sub("", fold(part)) for part in parts[1:]}
        if len(found) == 1 and not foreign:
            return next(iter(found.values()))
        names = "; ".join(map(str, self.communes[:10])) + ("…" if len(self.communes) > 10 else "")  # noqa: PLR2004
        likely = next((c for part in parts if (c := self.by_fold.get(fold(part)))), None)
        proposal = str(likely) if likely and not foreign else ""
        hint = f" Có phải “{proposal}”? Hãy ghi đủ dấu và loại đơn vị." if proposal else ""
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
        """The product sets by number, by name, and as we print them."""
        known = {}
        for product_set in ProductSet.objects.all():
            for name in (str(product_set.number), product_set.name, str(product_set)):
                known[title_key(name)] = product_set
        return known

    def product_set(self, text):
        key = re.sub(r"^(bo( san pham)?|so) ", "", title_key(text))
        if product_set := self.sets.get(key):
            return product_set
        message = f"Không có bộ sản phẩm “{shown(text)}”. Ghi số từ 1 đến 26 hoặc tên bộ."
        raise Rejected("E_CATALOGUE", message)


# --- A row -------------------------------------------------------------------------------------


class RowReader:
    """Reads rows of one plan. With `proposals` it takes what it would otherwise only offer."""

    def __init__(self, plan, *, proposals=False):
        self.places, self.proposals = Places(plan), proposals

    def read(self, raw):
        """(values, problems) of a row; values are complete only if no problem makes it bad."""
        values, problems = {}, []
        for key, column in COLUMNS.items():
            cell = raw.cells.get(key)
            try:
                values[key], warnings = self._read(column, cell)
            except Rejected as refused:
                warnings = [(refused.code, refused.message, refused.proposal or "")]
            problems += [problem(raw.number, column, cell, *warning) for warning in warnings]
        problems += self._check_set(raw, values)
        return values, problems

    def _read(self, column, cell):
        holds = HOLDS.get(column.key, Holds.CHOICE)
        text, warnings = read_cell(column, cell, holds, convert=self.proposals)
        warnings = list(warnings)
        if holds is not Holds.CHOICE or not text:
            return text or ("" if column.key != "product_set" else None), warnings
        try:
            value = self._choose(column.key, text)
        except Rejected as refused:
            if not (self.proposals and refused.proposal):
                raise
            value = self._choose(column.key, refused.proposal)
        return value, warnings + _understood(cell, text, value)

    def _choose(self, key, text):
        if key == "commune":
            return self.places.commune(text)
        return self.places.product_set(text) if key == "product_set" else _CHOICES[key](text)

    def _check_set(self, raw, values):
        """A set belongs to the group of its row."""
        chosen, group = values.get("product_set"), values.get("product_group")
        if not chosen or not group or chosen.group == group:
            return []
        message = f"Bộ này thuộc nhóm {chosen.get_group_display()}. Hãy sửa nhóm hoặc bộ."
        cell = raw.cells.get("product_set")
        return [problem(raw.number, COLUMNS["product_set"], cell, "E_CATALOGUE", message)]


def _understood(cell, text, value):
    """A warning where what is stored is not what was written, and nobody said so yet."""
    label = str(value) if isinstance(value, Unit) else getattr(value, "label", "")
    is_place = isinstance(value, Unit) and normalise(text).casefold() != label.casefold()
    is_figure = not isinstance(cell, str) and label
    if is_place or is_figure:
        return [("W_NORMALISED", f"Được hiểu là “{label}”.")]
    return []
