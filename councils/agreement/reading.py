"""What a file says of a sitting, as the values that are judged, and every fault that it has."""

import json
import re
from collections import Counter
from fractions import Fraction

from councils.agreement.judging import Deliberation, Rules
from councils.enums import ForwardRule, MinimaRule, Standing
from programs.answer_sheet import AnswerSheet, none_met
from programs.criteria_sheets import sheet_of
from programs.models import Regulation
from programs.text import read_text

OCCASIONS = ("first", "upgrade", "again")
LONGEST_QUOTE = 60
PRESENT = (Standing.SIGNED, Standing.ABSTAINED)
# "0.75", "10", "3/4"; not "1e9", which as an exact number has a thousand million digits.
_EXACT = re.compile(r"[0-9]{1,9}([.][0-9]{1,9}|/[0-9]{1,9})?")


class Reading:
    """One file; whatever is asked of it adds to `faults` a sentence for each thing it may not say.

    `regulation` and `sheet` are None where there are no criteria to go by: what hangs on them is
    then not asked.
    """

    def __init__(self, said):
        self.said = said
        self.faults = []
        self.regulation, self.sheet = self._law()
        self.leaves = {row.code: row for row in self.sheet.leaves()} if self.sheet else {}
        self.levels = self.sheet.options_by_code() if self.sheet else {}
        self.cases = self._cases()

    def _fault(self, sentence):
        self.faults.append(sentence)

    # --- The law -------------------------------------------------------------------------------

    def _law(self):
        code, number = self.said.get("regulation"), self.said.get("set")
        known = Regulation.objects.prefetch_related("gates", "starbands")
        regulation = next((row for row in known if row.code == code), None)
        if regulation is None:
            self._fault(f"Không có quy định mang mã {_quoted(code)}.")
            return None, None
        sets = regulation.criteria_sets.select_related("product_set")
        if not sets.exists():
            self._fault(f"{regulation} chưa có bộ tiêu chí nào để chấm.")
            return regulation, None
        found = sets.filter(product_set__number=number) if _is_whole(number) else sets.none()
        if criteria_set := found.prefetch_related("criteria__options").first():
            return regulation, sheet_of(criteria_set)
        self._fault(f"{regulation} không có bộ tiêu chí số {_quoted(number)}.")
        return regulation, None

    def _cases(self):
        """{criterion: name of the case that is scored}, of criteria that have two."""
        named = {}
        for code, options in self.levels.items():
            if names := list(dict.fromkeys(option.case for option in options if option.case)):
                named[code] = names
        case = self.said.get("case")
        if named and not (_is_whole(case) and 1 <= case <= max(map(len, named.values()))):
            self._fault("Bộ này có hai trường hợp: ghi “case” là 1 (cộng đồng) hoặc 2.")
            return {}
        return {code: names[case - 1] for code, names in named.items()}

    # --- What lies before the Council ----------------------------------------------------------

    def matter(self):
        occasion, seats = self._text("occasion"), self.said.get("seats")
        if occasion and occasion not in OCCASIONS:
            self._fault(f"“occasion” là một trong {', '.join(OCCASIONS)}.")
        members = self._members()
        if not (_is_whole(seats) and seats > 0):
            self._fault(f"“seats” là số ghế của Hội đồng, từ 1, không phải {_quoted(seats)}.")
        elif len(members) > seats:
            self._fault(f"Có {len(members)} thành viên mà Hội đồng chỉ có {seats} ghế.")
        signed = [each for each in members if each.get("state") == Standing.SIGNED]
        return Deliberation(
            {each["member"]: self._signed(each) for each in signed},
            sum(each.get("state") in PRESENT for each in members),
            seats,
            self._findings(),
            self._gate(),
            self._text("spread_reason"),
        )

    def _members(self):
        """The entries of the members that can be told apart."""
        said = self.said.get("sheets")
        if not isinstance(said, list):
            self._fault("“sheets” là danh sách phiếu của các thành viên.")
            return []
        members = [each for each in said if isinstance(each, dict) and _name(each)]
        if len(members) < len(said):
            self._fault("Mỗi phiếu phải ghi tên thành viên ở “member”, đọc được.")
        for each in members:
            if each.get("state") not in Standing.values:
                known = ", ".join(Standing.values)
                self._fault(f"{_name(each)}: “state” là một trong {known}.")
        for name, count in Counter(map(_name, members)).items():
            if count > 1:
                self._fault(f"{name} có {count} phiếu; mỗi thành viên một phiếu.")
        return members

    def _signed(self, member):
        """The signed sheet of this member: whole, and nothing on it that contradicts itself."""
        options = member.get("options")
        if not isinstance(options, dict):
            self._fault(f"{_name(member)}: phiếu đã ký phải có “options”.")
            return None
        levels = {code: self._level(_name(member), code, options[code]) for code in options}
        if self.sheet is None:
            return None
        chosen = {
            code: level or none_met(self.leaves[code])
            for code, level in levels.items()
            if level or (code in self.leaves and options[code] is None)
        }
        sheet = AnswerSheet(self.sheet, chosen)
        for sentence in self._faults_of(sheet, options):
            self._fault(f"{_name(member)}: {sentence}")
        return sheet

    def _faults_of(self, sheet, options):
        missing = [
            node.criterion.code
            for node in sheet.leaves
            if node.criterion.code not in options and node.is_counted
        ]
        if missing:
            yield f"chưa chấm tiêu chí {', '.join(missing)} nên chưa ký được."
        yield from sheet.faults()

    def _findings(self):
        said = self._object("findings")
        return {code: self._level("Kết luận của Hội đồng", code, said[code]) for code in said}

    def _level(self, who, code, number):
        """The option of this number; None for null, and with a fault where it may not be chosen."""
        if self.sheet is None:
            return None
        if code not in self.leaves:
            self._fault(f"{who}: bộ {self.sheet.number} không có tiêu chí “{code}” để chấm.")
            return None
        if number is None:
            return None
        found = [row for row in self.levels[code] if _is_whole(number) and row.number == number]
        if not found:
            self._fault(f"{who}: tiêu chí {code} không có phương án {_quoted(number)}.")
            return None
        case = self.cases.get(code, "")
        if found[0].case and case and found[0].case != case:
            self._fault(
                f"{who}: tiêu chí {code}, phương án {number} thuộc trường hợp khác “{case}”."
            )
            return None
        return found[0]

    def _gate(self):
        key = self._text("gate")
        if not key or self.sheet is None:
            return None
        gates = {row.key: row for row in self.regulation.gates.all()}
        gate = gates.get(key)
        if gate is None or not gate.holds_for(self.sheet.number):
            self._fault(f"Bộ {self.sheet.number} không có điều kiện loại “{key}”.")
        return gate

    # --- The Quy chế ---------------------------------------------------------------------------

    def rules(self):
        said = self._object("settings")
        if not said.keys() <= SETTINGS.keys():
            self._fault(f"“settings” chỉ có {', '.join(SETTINGS)}.")
        given = {}
        for name, read in SETTINGS.items():
            try:
                if name in said:
                    given[name] = read(said[name])
            except (ValueError, ZeroDivisionError):
                self._fault(f"“settings”, “{name}”: không hiểu {_quoted(said[name])}.")
        rules = Rules(**given)
        if not 0 < rules.quorum <= 1:
            self._fault("“settings”, “quorum”: tỷ lệ phải lớn hơn 0 và không quá 1.")
        return rules

    # --- Kinds of values -----------------------------------------------------------------------

    def _text(self, key):
        """A text, empty where it is left out."""
        return self._of_kind(key, str, "một đoạn chữ")

    def _object(self, key):
        """An object, empty where it is left out."""
        return self._of_kind(key, dict, "một đối tượng JSON")

    def _of_kind(self, key, kind, name):
        said = self.said.get(key)
        if said is not None and not isinstance(said, kind):
            self._fault(f"“{key}” là {name}.")
        return said if isinstance(said, kind) else kind()


def _exact(said):
    """The number that is written: a decimal or a fraction, of which nothing is rounded."""
    if not _EXACT.fullmatch(str(said)):
        raise ValueError
    return Fraction(str(said))


# How each setting is read; one that is left out has the default of Rules.
SETTINGS = {
    "quorum": _exact,
    "tolerance": _exact,
    "minima": MinimaRule,
    "forward": ForwardRule,
}


def _quoted(value):
    """A value as the file writes it, no longer than a sentence bears."""
    return json.dumps(value, ensure_ascii=False)[:LONGEST_QUOTE]


def _is_whole(number):
    return isinstance(number, int) and not isinstance(number, bool)


def _name(entry):
    """The name of a member, or "" where there is none that could be kept."""
    name = entry.get("member")
    reading = read_text(name) if isinstance(name, str) else None
    return reading.text if reading and not reading.code else ""
