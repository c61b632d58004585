"""The cells of a product's row as the values of a registration, in the spellings people use."""

import re
from functools import lru_cache

from products.enums import Maturity, ProducerKind, RegistrationForm
from products.plans.columns import REGISTRATION_COLUMNS
from products.plans.place_names import Places
from programs.encodings import Legacy, convert, detect
from programs.enums import ProductGroup
from programs.intake.head import title_key
from programs.intake.outcomes import shown
from programs.intake.texts import (
    DATE_FOR_TEXT,
    Holds,
    Rejected,
    converted,
    printed,
    problem,
    read_cell,
)
from programs.models import Unit
from programs.text import fold, legacy_message, normalise

COLUMNS = {column.key: column for column in REGISTRATION_COLUMNS if column.key != "position"}
HOLDS = {
    "product_name": Holds.NAME,
    "producer_name": Holds.NAME,
    "note": Holds.ANYTHING,
    "address": Holds.ANYTHING,
}
# " -> " in "3 -> 4", " len " in "3 sao len 4 sao"; nothing in "3 lenh".
_DASHES = re.compile(r"\s*(?:->|=>|[-‐‑‒–—―−→~>]|\blen\b|\bden\b)\s*")
# " ocop cap tinh" after "4 sao".
BEHIND_STAR = r"(?: ocop)?(?:,? (?:do |\()?cap (?:tinh|huyen|quoc gia|trung uong)\)?)?"
# "4 sao", "hang 3", "ocop 4★", "sao 4", "4 sao cap tinh"; not "5 sao".
_STARS = re.compile(
    r"(?:(?:hang|ocop|dat|dang ky|san pham|moi|sao):? )*0?([34]) ?(?:sao|[*★⭐])?" + BEHIND_STAR
)
# "nang hang 3-4 sao", "tu 3 sao-4 sao"; not "3 sao".
_UPGRADE = re.compile(
    r"(?:(?:de nghi|dang ky|san pham) )*(?:nang (?:hang|sao|cap):? ?)?(?:tu )?(?:hang )?"
    r"([34]) ?(?:sao|[*★])?-(?:hang )?([45]) ?(?:sao|[*★])?" + BEHIND_STAR
)
# "nang cap-4 sao", "nang hang 5 sao", "-4 sao" once "len" is a dash; not "4 sao".
_UPGRADE_TO = re.compile(
    r"(?:(?:de nghi|dang ky|san pham) )*(?:nang (?:hang|sao|cap)(?: san pham)?:? ?-?|-)"
    r"(?:(?:hang|sao|ocop) )*([45]) ?(?:sao|[*★⭐])?" + BEHIND_STAR
)
# "danh gia lai", "het han va danh gia lai", "san pham da het han"; not "danh gia".
_AGAIN = re.compile(
    r"(?:(?:san pham|ocop|da) )*(?:het han)?(?: va)? ?(?:danh gia(?: phan hang)? lai)?"
    r"(?: (?:san pham )?(?:da )?het han)?"
)
# "3-4" as Excel writes it into a CSV once it has taken it for the 3rd of April.
# "3/4", "03-Apr", "2024-04-03"; not "3-4".
_DATE = re.compile(
    r"\d{1,2}/\d{1,2}(?:/\d{2,4})?|\d{1,2}-[A-Za-z]{3}(?:-\d{2,4})?|\d{4}-\d{2}-\d{2}(?: [\d:]+)?"
)
_UPGRADES = {"34": RegistrationForm.UPGRADE_3_4, "45": RegistrationForm.UPGRADE_4_5}
_UPGRADES_TO = {"4": RegistrationForm.UPGRADE_3_4, "5": RegistrationForm.UPGRADE_4_5}
_THREE_FOUR = {"3": RegistrationForm.THREE_STAR, "4": RegistrationForm.FOUR_STAR}
# Short and old names beside the labels; what is not here is refused with the list of values.
_KINDS = {
    "htx": ProducerKind.COOPERATIVE,
    "tht": ProducerKind.COOPERATIVE_GROUP,
    "dn": ProducerKind.ENTERPRISE,
    "doanh nghiep nho va vua": ProducerKind.ENTERPRISE,
    "chu trang trai": ProducerKind.FARM,
    "ho gia dinh": ProducerKind.PRODUCTION_HOUSEHOLD,
    "ho sx": ProducerKind.PRODUCTION_HOUSEHOLD,
    "hkd": ProducerKind.BUSINESS_HOUSEHOLD,
    "ho kd": ProducerKind.BUSINESS_HOUSEHOLD,
    "ho sxkd": ProducerKind.BUSINESS_HOUSEHOLD,
    "ho sx kd": ProducerKind.BUSINESS_HOUSEHOLD,
    "ho san xuat kinh doanh": ProducerKind.BUSINESS_HOUSEHOLD,
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
    "dich vu du lich nong thon va ban hang": ProductGroup.TOURISM,
}
# The groups inside these, and those of Decision 1048/QĐ-TTg (2019), which books of then still say.
_GROUPS |= {
    title_key(words): group
    for group, names in {
        ProductGroup.FOOD: (
            "Thực phẩm tươi sống|Tươi sống|Thực phẩm thô, sơ chế|Thực phẩm sơ chế|Thô, sơ chế|"
            "Thực phẩm chế biến|Chế biến|Gia vị|Chè|Trà|Chè, trà|Cà phê, ca cao|Cà phê|Ca cao|"
            "Rau, củ, quả, hạt tươi|Rau, củ, quả|Đồ ăn nhanh|Nông sản|Thủy sản|Mật ong|Nước mắm|"
            "Thực phẩm tiện lợi|Thực phẩm khô|Lương thực, thực phẩm|Tương, nước mắm"
        ),
        ProductGroup.DRINK: "Có cồn|Không cồn|Rượu|Rượu trắng|Nước uống|Nước khoáng|Nước giải khát",
        ProductGroup.HERBAL: (
            "Thực phẩm chức năng|Thuốc dược liệu|Thuốc cổ truyền|Thuốc y học cổ truyền|"
            "Thực phẩm chức năng, thuốc dược liệu, thuốc cổ truyền|Tinh dầu|Tinh dầu và thảo dược|"
            "Mỹ phẩm có thành phần từ dược liệu|Mỹ phẩm có thành phần từ thảo dược|Thảo dược khác|"
            "Tinh dầu và dược liệu khác|Dược phẩm|Sản phẩm từ thảo dược|Sản phẩm từ dược liệu"
        ),
        ProductGroup.CRAFT: (
            "Vải, may mặc|Vải và may mặc|May mặc|Vải|Thổ cẩm|Lưu niệm, nội thất, trang trí|"
            "Lưu niệm|Nội thất|Trang trí|Lưu niệm, nội thất|Đồ lưu niệm|Thủ công|Gia dụng|"
            "Thủ công mỹ nghệ gia dụng, trang trí|Thủ công mỹ nghệ, gia dụng|Mỹ nghệ, trang trí"
        ),
        ProductGroup.ORNAMENTAL: "Hoa|Cây cảnh|Hoa, cây cảnh|Động vật cảnh|Hoa và cây cảnh",
        ProductGroup.TOURISM: "Du lịch sinh thái|Điểm du lịch|Du lịch nông thôn",
    }.items()
    for words in names.split("|")
}
# Parts "Thực phẩm/ Nhóm gia vị", "Thực phẩm - Gia vị", "Thực phẩm (gia vị)"; not "Vải, may mặc".
_INSIDE = re.compile(r"[/:>(]|\s[-–]\s")
_MATURITIES = {"hinh thanh": Maturity.ESTABLISHED, "san pham tiem nang": Maturity.POTENTIAL}
# Names of firms that are not kinds of the law, and the kind that is probably meant.
_PROBABLY = (
    (("cong ty", "cty", "dntn", "doanh nghiep"), ProducerKind.ENTERPRISE),
    (("hop tac xa", "htx"), ProducerKind.COOPERATIVE),
    (("to hop tac", "tht"), ProducerKind.COOPERATIVE_GROUP),
    (("co so", "cssx", "cs sx", "ho "), ProducerKind.BUSINESS_HOUSEHOLD),
)


# --- Values of a list --------------------------------------------------------------------------


@lru_cache(maxsize=1024)
def read_form(text):
    """The form that the text means, or None."""
    # "ba sao" is "3 sao"; "ba kich" stays.
    key = re.sub(r"\b(ba|bon)(?= sao)", lambda word: {"ba": "3", "bon": "4"}[word[1]], fold(text))
    if len(key) in {3, 4} and not key.strip("*★⭐"):
        key = str(len(key))
    key = _DASHES.sub("-", key)
    if stars := _STARS.fullmatch(key):
        return _THREE_FOUR[stars[1]]
    if upgrade := _UPGRADE.fullmatch(key):
        return _UPGRADES.get(upgrade[1] + upgrade[2])
    if upgrade := _UPGRADE_TO.fullmatch(key):
        return _UPGRADES_TO[upgrade[1]]
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

    def named(key):
        return known.get(key) or known.get(re.sub(r"^(nhom|nganh)( hang| san pham)? ", "", key))

    @lru_cache(maxsize=1024)
    def read(text):
        key = title_key(text)
        if choice := named(key) or _one(map(named, map(title_key, _INSIDE.split(text)))):
            return choice
        guess = next((guess for words, guess in probably if key.startswith(words)), None)
        raise Rejected("E_CATALOGUE", _list_message(text, choices.labels), guess and guess.label)

    return read


def _one(choices):
    """The choice where all of them are the same one, else None."""
    found = set(choices)
    return found.pop() if len(found) == 1 else None


def _list_message(text, labels):
    return f"“{shown(text)}” không có trong danh mục. Ghi một trong: {'; '.join(labels)}."


def _read_form(text):
    if form := read_form(text):
        return form
    if _DATE.fullmatch(text):
        raise Rejected("E_DATE_FOR_TEXT", DATE_FOR_TEXT)
    raise Rejected("E_FORM", _list_message(text, RegistrationForm.labels))


CHOICES = {
    "producer_kind": _choice_reader(ProducerKind, _KINDS, _PROBABLY),
    "product_group": _choice_reader(ProductGroup, _GROUPS),
    "maturity": _choice_reader(Maturity, _MATURITIES),
    "form": _read_form,
}


# --- A row -------------------------------------------------------------------------------------


class RowReader:
    """Reads rows of one plan. With `proposals` it takes what it would otherwise only offer."""

    def __init__(self, plan, *, proposals=False):
        self.places, self.proposals = Places(plan), proposals

    def read(self, raw):
        """(values, problems) of a row; values are complete only if no problem makes it bad."""
        values, problems, encoding = {}, [], _encoding_of(raw.cells.values())
        for key, column in COLUMNS.items():
            cell = raw.cells.get(key)
            try:
                text, warnings = self._text(column, cell, encoding)
                values[key], more = self._value(column, cell, text)
                found = [*warnings, *more]
            except Rejected as refused:
                found = [(refused.code, refused.message, refused.proposal or "")]
            problems += [problem(raw.number, column, cell, *each) for each in found]
        return values, problems + self._check_set(raw, values)

    def _text(self, column, cell, encoding):
        """The text of a cell; one cell in an old encoding means that its neighbours are too."""
        holds = HOLDS.get(column.key, Holds.CHOICE)
        unicode = convert(cell, encoding) if encoding and isinstance(cell, str) else cell
        if unicode != cell:
            legacy = Legacy(encoding, unicode)
            if not self.proposals:
                raise Rejected("E_LEGACY_ENCODING", legacy_message(legacy), normalise(unicode))
            text, warnings = read_cell(column, unicode, holds)
            return text, [*warnings, converted(text)]
        return read_cell(column, cell, holds, convert=self.proposals)

    def _value(self, column, cell, text):
        """(value, warnings) of a text: itself, or what it means in the column's list."""
        if column.key in HOLDS or not text:
            return printed(text) or ("" if column.key != "product_set" else None), []
        try:
            value = self._choose(column.key, text)
        except Rejected as refused:
            if not (self.proposals and refused.proposal):
                raise
            value = self._choose(column.key, refused.proposal)
        return value, _understood(cell, text, value)

    def _choose(self, key, text):
        if key == "commune":
            return self.places.commune(text)
        return self.places.product_set(text) if key == "product_set" else CHOICES[key](text)

    def _check_set(self, raw, values):
        """A set belongs to the group of its row."""
        chosen, group = values.get("product_set"), values.get("product_group")
        if not chosen or not group or chosen.group == group:
            return []
        message = f"Bộ này thuộc nhóm {chosen.get_group_display()}. Hãy sửa nhóm hoặc bộ."
        cell = raw.cells.get("product_set")
        return [problem(raw.number, COLUMNS["product_set"], cell, "E_CATALOGUE", message)]


def _encoding_of(cells):
    """The legacy encoding that a cell of the row is surely in, or ""."""
    for cell in cells:
        if isinstance(cell, str) and not cell.isascii() and max(cell) <= "\u00ff":
            legacy = detect(cell[:2000])
            if legacy and legacy.text:
                return legacy.encoding
    return ""


def _understood(cell, text, value):
    """A warning where what is stored is not what was written, and nobody said so yet."""
    label = str(value) if isinstance(value, Unit) else getattr(value, "label", "")
    is_place = isinstance(value, Unit) and normalise(text).casefold() != label.casefold()
    is_figure = not isinstance(cell, str) and label
    if is_place or is_figure:
        return [("W_NORMALISED", f"Được hiểu là “{label}”.")]
    return []
