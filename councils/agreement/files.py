"""A sitting on one product as a file of JSON: read with every fault, judged, and answered as JSON.

The file speaks as the official sheet does: codes of criteria, numbers of options, null for
"không đạt mức nào"; a criterion that is not there was not scored.
"""

from collections import Counter
from fractions import Fraction
from typing import Any

from councils.agreement.figures import two_decimals
from councils.agreement.judging import Deliberation, Judgement, Rules
from councils.enums import ForwardRule, MinimaRule, Standing
from programs.answer_sheet import AnswerSheet, none_met
from programs.criteria_sheets import sheet_of
from programs.models import CriteriaSet, Regulation

OCCASIONS = ("first", "upgrade", "again")
PRESENT = {Standing.SIGNED, Standing.ABSTAINED}


class SittingRefused(Exception):
    """The file says what no form could hold; `faults` are all the reasons, a sentence each."""

    def __init__(self, faults):
        super().__init__("\n".join(faults))
        self.faults = faults


def judged(said: Any) -> Judgement:
    """The judgement of the sitting that the file describes; SittingRefused with every fault."""
    if not isinstance(said, dict):
        raise SittingRefused(['Tệp phải là một đối tượng JSON: {"regulation": …}.'])
    reading = _Reading(said)
    matter, rules = reading.matter(), reading.rules()
    if reading.faults:
        raise SittingRefused(reading.faults)
    return Judgement(matter, list(reading.regulation.starbands.all()), rules)


def as_json(judgement) -> dict[str, Any]:
    """The figures and the verdict; fractions exact, as texts."""
    figures = judgement.figures
    mean = figures.mean
    return {
        "totals": figures.totals,
        "mean": None if mean is None else f"{mean.numerator}/{mean.denominator}",
        "shown": None if mean is None else two_decimals(mean),
        "median": _exact(figures.median),
        "spread": _exact(figures.spread),
        "quorum": judgement.has_quorum,
        "band": judgement.band,
        "star": judgement.star,
        "failing": {str(star): codes for star, codes in judgement.failing.items()},
        "verdict": judgement.verdict.value,
    }


def _exact(points):
    """The figure as it is: of whole totals the median has at most a half ("50", "50.5")."""
    if points is None:
        return None
    return str(int(points)) if points.denominator == 1 else str(float(points))


class _Reading:
    """What the file says, and the sentences for what it may not say."""

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
        """(regulation, sheet), both None where there are no criteria to go by."""
        code, number = self.said.get("regulation"), self.said.get("set")
        regulation = Regulation.objects.filter(code=str(code)).prefetch_related("gates").first()
        if regulation is None:
            self._fault(f"Không có quy định mang mã “{code}”.")
            return None, None
        sets = CriteriaSet.objects.filter(regulation=regulation).select_related("product_set")
        if not sets.exists():
            self._fault(f"{regulation} chưa có bộ tiêu chí nào để chấm.")
            return regulation, None
        found = sets.filter(product_set__number=number) if _is_whole(number) else sets.none()
        if not found:
            self._fault(f"{regulation} không có bộ tiêu chí số {number!r}.")
            return regulation, None
        return regulation, sheet_of(found.prefetch_related("criteria__options")[0])

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
            self._fault(f"“occasion” là một trong {', '.join(OCCASIONS)}, không phải “{occasion}”.")
        if not (_is_whole(seats) and seats > 0):
            self._fault(f"“seats” là số ghế của Hội đồng, từ 1, không phải {seats!r}.")
            seats = 1
        members = self._members()
        if len(members) > seats:
            self._fault(f"Có {len(members)} thành viên mà Hội đồng chỉ có {seats} ghế.")
        return Deliberation(
            {each["member"]: self._signed(each) for each in members if _state(each) == "signed"},
            sum(_state(each) in PRESENT for each in members),
            seats,
            self._findings(),
            self._gate(),
            self._text("spread_reason"),
        )

    def _members(self):
        """The entries of the members that can be read."""
        said = self.said.get("sheets")
        if not isinstance(said, list):
            self._fault("“sheets” là danh sách phiếu của các thành viên.")
            return []
        members = [each for each in said if isinstance(each, dict) and _name(each)]
        if len(members) < len(said):
            self._fault("Mỗi phiếu phải ghi tên thành viên ở “member”.")
        for each in members:
            if _state(each) not in Standing.values:
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
            options = {}
        chosen = {}
        for code, number in options.items():
            criterion = self.leaves.get(code)
            if level := self._level(_name(member), code, number):
                chosen[code] = level
            elif criterion and number is None:
                chosen[code] = none_met(criterion)
        sheet = AnswerSheet(self.sheet, chosen) if self.sheet else None
        for sentence in self._faults_of(sheet, options) if sheet else ():
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

    def _level(self, who, code, number):
        """The option of this number, or None with a fault where there is no such one."""
        if code not in self.leaves:
            if self.sheet:
                self._fault(f"{who}: bộ {self.sheet.number} không có tiêu chí “{code}” để chấm.")
            return None
        if number is None:
            return None
        found = [row for row in self.levels[code] if _is_whole(number) and row.number == number]
        if not found:
            self._fault(f"{who}: tiêu chí {code} không có phương án {number!r}.")
            return None
        case = self.cases.get(code, "")
        if found[0].case and case and found[0].case != case:
            self._fault(
                f"{who}: tiêu chí {code}, phương án {number} thuộc trường hợp khác “{case}”."
            )
        return found[0]

    def _findings(self):
        said = self.said.get("findings", {})
        if not isinstance(said, dict):
            self._fault("“findings” ghi mức Hội đồng kết luận theo mã tiêu chí.")
            return {}
        return {code: self._level("Kết luận của Hội đồng", code, said[code]) for code in said}

    def _gate(self):
        key = self._text("gate")
        if not key or self.sheet is None:
            return None
        gates = {row.key: row for row in self.regulation.gates.all()}
        gate = gates.get(key)
        if gate is None or not gate.holds_for(self.sheet.number):
            self._fault(f"Bộ {self.sheet.number} không có điều kiện loại “{key}”.")
        return gate

    def _text(self, key):
        said = self.said.get(key) or ""
        if not isinstance(said, str):
            self._fault(f"“{key}” là một đoạn chữ.")
            return ""
        return said

    # --- The Quy chế ---------------------------------------------------------------------------

    def rules(self):
        said = self.said.get("settings") or {}
        if not isinstance(said, dict) or not said.keys() <= {*RULES}:
            self._fault(f"“settings” chỉ có {', '.join(RULES)}.")
            return Rules()
        given = {}
        for name, text in said.items():
            try:
                given[name] = RULES[name](text)
            except (ValueError, TypeError, ZeroDivisionError):
                self._fault(f"“settings”, “{name}”: không hiểu {text!r}.")
        rules = Rules(**given)
        if not 0 < rules.quorum <= 1 or rules.tolerance < 0:
            self._fault("Tỷ lệ “quorum” nằm giữa 0 và 1, “tolerance” không âm.")
        return rules


# How each setting is read; a left out one has the default of Rules.
RULES = {
    "quorum": lambda said: Fraction(str(said)),
    "tolerance": lambda said: Fraction(str(said)),
    "minima": MinimaRule,
    "forward": ForwardRule,
}


def _is_whole(number):
    return isinstance(number, int) and not isinstance(number, bool)


def _name(entry):
    name = entry.get("member")
    return name.strip() if isinstance(name, str) else ""


def _state(entry):
    return str(entry.get("state"))
