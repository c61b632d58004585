"""Each row of a book against the register: which record it is, and what is new or differs."""

from dataclasses import asdict, dataclass, field
from datetime import date

from products.books.certificates import (
    STATED,
    UNWRITTEN,
    Chain,
    Law,
    is_same,
    plain,
    remark_of,
    said_of,
)
from products.books.columns import TITLES
from products.books.places import BookPlaces
from products.books.register import BookRegister, codes_in, key_of
from products.books.values import kind_in, recognitions
from products.enums import STARS, BookStatus, Maturity, ProducerKind
from products.plans.place_names import find_set, known_sets
from products.register.records import read_code
from programs import clock
from programs.enums import ProductGroup
from programs.intake.texts import Rejected
from programs.text import fold, normalise
from programs.workflow import StepRefused

# The warnings that a person must look at again; all others are only shown.
DOUBTS = frozenset(
    {
        *("W_CELL_ERROR", "W_BAD_DATE", "W_NO_DATE", "W_NO_DECISION", "W_NO_LAW", "W_NO_STAR"),
        "W_MONTH_FIRST",
        *("W_AUTHORITY", "W_EXPIRES", "W_CHAIN", "W_OVERLAP", "W_TWICE", "W_NUMBER", "W_PLACE"),
        *("W_CANDIDATES", "W_CODE", "W_DECISION", "W_OTHERWISE"),
    }
)
NEW_RECORD = "new"
_PRODUCER_FIELDS = (
    "producer_kind",
    "registration_number",
    "representative",
    "phone",
    "email",
    "address",
)
PRODUCT_FIELDS = ("product_group", "product_set", "maturity", "note")
_LABELS = {
    "producer_kind": dict(ProducerKind.choices),
    "product_group": dict(ProductGroup.choices),
    "maturity": dict(Maturity.choices),
}


@dataclass
class Finding:
    """What a row means for the register, in plain values, as they are kept and compared.

    `product` and `producer` are keys of records that are there. `differences` are [column, title,
    ours, theirs]; one without a column cannot be taken over. `certificates` and `codes` are new.
    `candidates` are [key, words] of the records that it may be; `remark` tells a new product's
    recognitions of which there is no certificate.
    """

    row: int
    status: str = ""
    product: int | None = None
    producer: int | None = None
    commune: int | None = None
    ground: int | None = None
    place: str = ""
    product_set: int | None = None
    group: str = ""
    remark: str = ""
    candidates: list = field(default_factory=list)
    differences: list = field(default_factory=list)
    certificates: list = field(default_factory=list)
    codes: list = field(default_factory=list)
    problems: list = field(default_factory=list)


def judge(lines, identities=None, today=None):
    """The findings of these rows; the number of queries does not grow with the rows.

    `identities` are what a person said: {row: the key of the product that it is, or "new"}.
    """
    return [asdict(finding) for finding in _Matcher(lines, identities or {}, today).judge()]


class _Matcher:
    def __init__(self, lines, identities, today):
        self.lines, self.identities = lines, identities
        self.today = today or clock.today()
        self.places, self.law, self.sets = BookPlaces(), Law(self.today), known_sets()
        self.register = BookRegister(lines, self.places)
        self.chains, self.code_rows, self.place, self.told = {}, {}, None, {}

    def judge(self):
        for line in self.lines:
            finding = Finding(line["row"])
            self._row(finding, line["values"])
            finding.status = _status(finding, line["problems"])
            yield finding

    def _row(self, finding, values):
        turns = recognitions(values)
        self._place(finding, values, turns)
        self._set(finding, values)
        self._identify(finding, values)
        self._codes(finding, values)
        self._certificates(finding, values, turns)
        if finding.product:
            self._compare(finding, values)
        elif not finding.candidates:
            self._check_new(finding, values)

    # --- Where and what -------------------------------------------------------------------------

    def _place(self, finding, values, turns):
        self.place = None
        days = [turn["issued_on"] for turn in turns if "issued_on" in turn]
        years = [date(turn["year"], 12, 31) for turn in turns if "year" in turn]
        day = date.fromisoformat(min(days)) if days else min([*years, self.today])
        text = values.get("commune")
        if text is None:
            return  # the reading has said that it is missing
        place = self.places.find(text, day, is_said=bool(days))
        if place.fault:
            _say(finding, "E_COMMUNE", place.fault, "commune")
        else:
            finding.commune, finding.place = place.unit.pk, str(place.unit)
            finding.ground = self.places.ground(place.unit.pk)
            self.place = place

    def _set(self, finding, values):
        finding.group = values.get("product_group", "")
        if text := values.get("product_set"):
            try:
                chosen = find_set(self.sets, text)
            except Rejected as refused:
                _say(finding, refused.code, refused.message, "product_set")
                return
            finding.product_set = chosen.pk
            finding.group = values.get("product_group", chosen.group)
            if finding.group != chosen.group:
                sentence = f"Bộ này thuộc nhóm {chosen.get_group_display()}. Hãy sửa nhóm hoặc bộ."
                _say(finding, "E_CATALOGUE", sentence, "product_set")

    # --- Which record ---------------------------------------------------------------------------

    def _identify(self, finding, values):
        """Find the record that the row is about; of several a person says which."""
        key, codes = key_of(values), values.get("codes", "")
        if not all(key) or not finding.commune:
            return
        found = self.register.products_of(key, finding.commune, codes)
        near = self.register.candidates_of(key, finding.commune, codes)
        said = self.identities.get(str(finding.row))
        chosen = [product for product in near if str(product.pk) == said]
        if said == NEW_RECORD or chosen:
            found = near = chosen
        elif said:
            sentence = "Bản ghi đã chọn không còn khớp với dòng này: hãy xem lại."
            _say(finding, "W_CANDIDATES", sentence, "product_name")
        if len(found) == 1:
            finding.product, finding.producer = found[0].pk, found[0].producer_id
        elif near:
            finding.candidates = [[product.pk, self.register.words(product)] for product in near]
            sentence = "Trong cổng có sản phẩm có thể chính là dòng này: hãy chọn, hoặc tạo mới."
            _say(finding, "W_CANDIDATES", sentence, "product_name")
        else:
            self._producer(finding, values)

    def _producer(self, finding, values):
        """The producer of a new product, where the register has it already."""
        found = self.register.producers_of(key_of(values)[1], finding.commune)
        number = values.get("registration_number")
        found = [p for p in found if p.registration_number == number] or found
        finding.producer = found[0].pk if found else None
        if found[1:]:
            sentence = (
                f"Có {len(found)} chủ thể cùng tên ở đây: nếu nhập, lấy bản ghi số {found[0].pk}."
            )
            _say(finding, "W_CANDIDATES", sentence, "producer_name")

    def _codes(self, finding, values):
        for text in codes_in(values.get("codes", "")):
            try:
                code = read_code(text, self.places.codes.__contains__)
            except StepRefused as refused:
                _say(finding, "E_CODE", refused.message, "codes")
                continue
            if sentence := self._taken(finding, code, values):
                _say(finding, "E_CODE", sentence, "codes")
            elif code not in self.register.owners and code not in finding.codes:
                finding.codes.append(code)

    def _taken(self, finding, code, values):
        """Whose the code is already, in the register or in the book; "" where it may be given."""
        owner, key = self.register.owners.get(code), _key(finding, values)
        row, first = self.code_rows.setdefault(code, (finding.row, key))
        if first != key:
            return f"Mã {code} đã ghi ở dòng {row} của tệp."
        is_ours = owner and finding.product in {owner.pk, owner.merged_into_id}
        return (
            f"Mã {code} đã cấp cho “{owner}”."
            if owner and not (is_ours or finding.candidates)
            else ""
        )

    # --- Certificates ---------------------------------------------------------------------------

    def _certificates(self, finding, values, turns):
        chain, is_known = self._chain(finding, values), bool(turns)
        for turn in turns:
            theirs = next((said for said in chain.said if is_same(turn, said)), None)
            if any(is_same(turn, said) for said in chain.added):
                _say(finding, "W_TWICE", "Giấy này đã ghi ở một dòng trước của tệp.", "star")
            elif theirs is None:
                is_known = False
                self._new_certificate(finding, turn, chain)
            else:
                _stated(finding, turn, theirs)
        if turns and not is_known:
            _check_turns(finding, values, turns)
        _check_worth(finding, values)
        if not turns and not finding.product and chain.rows:
            _say(
                finding,
                "W_TWICE",
                f"Sản phẩm này đã ghi ở dòng {chain.rows[0]} của tệp.",
                "product_name",
            )
        chain.rows.append(finding.row)

    def _chain(self, finding, values):
        """The certificates of the product of this row, with those of rows before it."""
        key = _key(finding, values)
        if key not in self.chains:
            chain = self.chains[key] = Chain()
            for certificate, life in self.register.certificates_of(finding.product):
                chain.said.append(plain(certificate))
                chain.known.append((certificate.star, life))
        return self.chains[key]

    def _new_certificate(self, finding, turn, chain):
        commune = self.places.by_id.get(finding.commune)
        new, problems = self.law.judge(turn, commune)
        for code, sentence in problems:
            _say(finding, code, sentence, "star")
        if new is None:
            if {code for code, _ in problems} & UNWRITTEN:
                finding.remark = "; ".join(filter(None, [finding.remark, remark_of(turn)]))
            return
        if sentence := chain.overlap(new):
            _say(finding, "W_OVERLAP", sentence, "issued_on")
        chain.add(new)
        finding.certificates.append(new)

    def _check_before(self, finding, values):
        """Check whether an earlier row says otherwise of this row's new product or producer."""
        _, name = key_of(values)
        known = [p for p in self.register.producers.get(name, []) if p.pk == finding.producer]
        for column, theirs in stated(vars(finding), values).items():
            is_product = column in PRODUCT_FIELDS
            if known and not is_product:
                _check_known(finding, known[0], column, theirs)
                continue
            key = _key(finding, values) if is_product else (name, finding.ground)
            row, first = self.told.setdefault((column, key), (finding.row, theirs))
            if _differs(column, first, theirs):
                sentence = f"Dòng {row} ghi khác: nếu nhập cả hai, lấy của dòng {row}."
                _say(finding, "W_OTHERWISE", sentence, column)

    # --- What differs ---------------------------------------------------------------------------

    def _compare(self, finding, values):
        product = self.register.products[finding.product]
        for key, ours, title in (
            ("product_name", product, "Tên sản phẩm"),
            ("producer_name", product.producer, "Tên chủ thể"),
        ):
            if ours.name_key != key_of(values)[key == "producer_name"]:
                finding.differences.append(["", title, ours.name, values[key]])
        if self.places.ground(product.commune_id) != finding.ground:
            place = ["", TITLES["commune"], str(product.commune), values["commune"]]
            finding.differences.append(place)
        for name, theirs in stated(vars(finding), values).items():
            record = product if name in PRODUCT_FIELDS else product.producer
            ours = getattr(record, attribute(name))
            if _differs(name, ours, theirs):
                shown = values[name] if name == "product_set" else _label(name, theirs)
                ours = product.product_set if name == "product_set" else _label(name, ours)
                is_bound = name == "product_group" and _is_bound(product, finding)
                difference = ["" if is_bound else name, TITLES[name], str(ours or ""), shown]
                finding.differences.append(difference)

    def _check_new(self, finding, values):
        """Check that a new record has what it must have, and tell a doubt about its place."""
        for code, sentence in self.place.told if self.place else ():
            _say(finding, code, sentence, "commune")
        if finding.remark:
            sentence = f"Sản phẩm mới được ghi chú “{finding.remark}”. Muốn có giấy, hãy ghi đủ "
            sentence += "ngày và số quyết định vào sổ rồi nộp lại."
            _say(finding, "W_REMARK", sentence, "note")
        self._check_before(finding, values)
        if finding.producer and self.register.is_made(key_of(values)[0], finding.producer):
            sentence = "Chủ thể này đã có sản phẩm tên đó: hãy chọn bản ghi đó, hoặc bỏ dòng này."
            _say(finding, "E_TWICE", sentence, "product_name")
        if not finding.group:
            sentence = "Sản phẩm chưa có trong cổng nên phải ghi nhóm hoặc bộ sản phẩm."
            _say(finding, "E_REQUIRED", sentence, "product_group")
        name = values.get("producer_name", "")
        if name and not finding.producer and not (values.get("producer_kind") or kind_in(name)):
            sentence = "Không đọc được loại hình từ tên chủ thể: hãy ghi cột loại hình."
            _say(finding, "E_KIND", sentence, "producer_kind")


def _check_known(finding, producer, column, theirs):
    ours = getattr(producer, attribute(column))
    if _differs(column, ours, theirs):
        ours = _label(column, ours) or "trống"
        sentence = f"Chủ thể đã có trong cổng, ở đó ghi “{ours}”: không thay đổi theo dòng này."
        _say(finding, "W_KEPT", sentence, column)


def _is_bound(product, finding):
    """Whether the group is the one of a set which the row leaves as it is."""
    return product.product_set and not finding.product_set


def _key(finding, values):
    """What the rows of one product have in common."""
    return finding.product or (*key_of(values), finding.ground)


def stated(finding, values):
    """What a row says of its product and its producer; a set says the group too."""
    said = {name: values[name] for name in (*PRODUCT_FIELDS, *_PRODUCER_FIELDS) if name in values}
    found = {"product_group": finding["group"], "product_set": finding["product_set"]}
    return said | {name: value for name, value in found.items() if value}


def attribute(name):
    """The attribute of a record that a column of a book is about."""
    return {"producer_kind": "kind", "product_set": "product_set_id"}.get(name, name)


def _differs(name, ours, theirs):
    if name == "phone":
        ours, theirs = (("".join(filter(str.isdigit, text))) for text in (ours, theirs))
    if isinstance(ours, str):
        return normalise(ours).casefold() != normalise(theirs).casefold()
    return ours != theirs


def _label(name, value):
    return _LABELS.get(name, {}).get(value, value)


def _stated(finding, turn, theirs):
    """What the book says differently about an issued certificate: shown, and never taken over."""
    for name, said in said_of(turn).items():
        if said.casefold() != str(theirs[name] or "").casefold() and theirs[name]:
            finding.differences.append(
                ["", f"{STATED[name]} (giấy đã cấp)", _day(theirs[name]), _day(said)]
            )


def _day(text):
    try:
        return f"{date.fromisoformat(text):%d/%m/%Y}"
    except ValueError:
        return text


def _check_worth(finding, values):
    if finding.certificates and "thu hoi" in fold(values.get("worth", "")):
        sentence = (
            "Sổ ghi giấy đã bị thu hồi mà không có quyết định thu hồi: hãy bỏ dòng này, hoặc "
            "xóa cột hiệu lực, nhập giấy rồi ghi việc thu hồi ở trang của giấy."
        )
        _say(finding, "E_REVOKED", sentence, "worth")


def _check_turns(finding, values, turns):
    """Check that a row's recognitions follow each other, and end with today's star."""
    last = turns[-1]
    if turns[1:]:
        first = turns[0]
        if first.get("issued_on", "") >= last.get("issued_on", "9"):
            _say(finding, "W_CHAIN", "Lần 2 không sau lần 1.", "second_date")
        if first.get("star", 0) > last.get("star", first.get("star", 0)):
            _say(finding, "W_CHAIN", "Lần 2 thấp sao hơn lần 1.", "second_star")
    star = values.get("star")
    if star in dict(STARS) and last.get("star") != star:
        sentence = f"Hạng sao hiện tại ghi {star}, lần công nhận cuối ghi {last.get('star', '?')}."
        _say(finding, "W_CHAIN", sentence, "star")


def _say(finding, code, message, column):
    finding.problems.append([code, TITLES.get(column, ""), message])


def _status(finding, problems):
    """The gravest status that applies to a row; `problems` are those of its cells.

    A cell that cannot be read raises no doubt where the row brings nothing new.
    """
    cells, found = ({p["code"] for p in problems}, {code for code, *_ in finding.problems})
    is_new = not finding.product or finding.certificates or finding.codes
    if any(not code.startswith("W_") for code in cells | found):
        return BookStatus.FAULT.value
    if found & DOUBTS or (is_new and cells & DOUBTS):
        return BookStatus.DOUBT.value
    if finding.differences:
        return BookStatus.DIFFERS.value
    return (BookStatus.NEW if is_new else BookStatus.SAME).value
