"""What Councils concluded, counted: each line a part of the dossiers, and the list of its rows."""

from collections import Counter, defaultdict
from dataclasses import dataclass
from fractions import Fraction

from django.urls import reverse
from django.utils.timezone import localdate

from councils.agreement.listings import NO_STAR, RESULTS, judged
from councils.agreement.refusals import missed_by, refusals_of
from councils.enums import Refusal, Verdict
from councils.models import Evaluation
from products.dossiers.sheets import own_totals
from products.enums import DossierKind
from products.ground.by_unit import Grounds
from products.models import Dossier
from programs.completing import Keys
from programs.enums import ProductGroup
from programs.forms.accounts import dated, reporting_units

# As many of the criteria that products miss are told, those missed most.
MOST_MISSED = 20
VERDICTS = (Verdict.RECOGNISE, Verdict.FORWARD, Verdict.REFUSE, Verdict.NOT_EVALUATED)
_STARS = (5, 4, 3, 2, 1)


@dataclass(frozen=True)
class Part:
    """The dossiers that have something in common: `by` says in what, `label` names it.

    `query` narrows the list to them.
    """

    by: str
    label: str
    rows: list[Evaluation]
    query: dict

    @property
    def verdicts(self) -> Counter:
        return Counter(row.verdict for row in self.rows)

    @property
    def means(self) -> list[Fraction]:
        return [Fraction(row.mean) for row in self.rows if row.mean is not None]

    @property
    def url(self) -> str:
        """Their list, "" where there are none."""
        return reverse(RESULTS.page, query=self.query) if self.rows else ""

    def url_of(self, verdict) -> str:
        """The list of those with this verdict."""
        if not self.verdicts[verdict]:
            return ""
        return reverse(RESULTS.page, query=self.query | {"verdict": verdict})


@dataclass(frozen=True)
class Statistics:
    """The dossiers of a list as it is narrowed, whole and in parts; `chosen` says how."""

    parts: list[Part]
    own: dict[int, int]
    chosen: list[str]

    @property
    def whole(self) -> Part:
        return self.parts[0]

    def by(self, name) -> list[Part]:
        return [part for part in self.parts if part.by == name]

    def changes(self, part) -> list[Fraction]:
        """By how much the Council's mean differs from the self-assessment, where both are."""
        return [
            Fraction(row.mean) - self.own[row.dossier_id]
            for row in part.rows
            if row.mean is not None and row.dossier_id in self.own
        ]


def mean_of(values) -> Fraction | None:
    return sum(values) / len(values) if values else None


ALL, VERDICT, STAR, GROUP = "Tất cả", "Kết luận", "Hạng sao", "Nhóm sản phẩm"
OCCASION, UNIT, SESSION = "Loại hồ sơ", "Đơn vị", "Phiên họp"
REASON, GATE, CRITERION = "Lý do không công nhận", "Điều kiện loại", "Tiêu chí chưa đạt"


def statistics(user, params) -> Statistics:
    """Of the results that the list shows this person with these parameters.

    In a fixed number of queries, whatever their number. What a list is narrowed by already is no
    further part of it where one row may have several: units, criteria.
    """
    bound, rows = RESULTS.filter(user, params)
    found = judged(rows.select_related("gate", "own_gate", "dossier__product"))
    query = _asked(params)
    parts = [Part(ALL, "tất cả hồ sơ", found, query)]
    for name, split, unless in _SPLITS:
        lines = [] if unless in query else split(found)
        parts += [Part(name, label, members, query | more) for label, members, more in lines]
    own = own_totals([row.dossier for row in found if row.mean is not None])
    return Statistics(parts, own, [words for _, words in bound.chosen()])


def _asked(params):
    """The parameters that narrow the list."""
    return {name: params[name] for name in RESULTS.filterset.base_filters if params.get(name)}


def _by_choice(read, choices, name):
    """The split by a value of a closed list, each of which is told, also where nothing has it."""

    def split(rows):
        held = defaultdict(list)
        for row in rows:
            held[read(row)].append(row)
        return [(label, held[value], {name: value}) for value, label in choices]

    return split


def _by_star(rows):
    held = defaultdict(list)
    for row in rows:
        held[row.star].append(row)
    stars = [(f"{star} sao", held[star], {"star": star}) for star in _STARS]
    return [*stars, ("không có hạng", held[None], {"star": NO_STAR})]


def _by_session(rows):
    sessions = {row.session_id: row.session for row in rows}
    held = defaultdict(list)
    for row in rows:
        held[row.session_id].append(row)
    return [(f"Phiên {sessions[pk].code}", held[pk], {"session": pk}) for pk in sorted(held)]


def _by_unit(rows):
    """The units as they were when the last of these sessions ended."""
    if not rows:
        return []
    day = max(localdate(row.session.closed_at) for row in rows)
    units, held = list(reporting_units().on(day)), defaultdict(list)
    for row in rows:
        held[row.dossier_id].append(row)
    dossiers = Dossier.objects.filter(pk__in=Keys(held))
    of_unit = defaultdict(list)
    for (unit, dossier), count in Grounds(units, day).count(dossiers, "pk").items():
        of_unit[unit] += held[dossier] * count
    asked = {"day": f"{day:%Y-%m-%d}"}
    return [
        (dated(unit), of_unit[unit.pk], {"unit": unit.pk} | asked)
        for unit in units
        if of_unit[unit.pk]
    ]


def _by_reason(rows):
    why = refusals_of(rows)
    return [
        (reason.label, [row for row in rows if why.get(row.pk) == reason], {"refusal": reason})
        for reason in Refusal
    ]


def _by_gate(rows):
    """Those of the law, then those of each Quy chế."""
    lines = []
    for name in ("gate", "own_gate"):
        held = defaultdict(list)
        for row in rows:
            if gate := getattr(row, name):
                held[gate.pk].append(row)
        lines += [(str(getattr(held[pk][0], name)), held[pk], {name: pk}) for pk in sorted(held)]
    return lines


def _by_criterion(rows):
    """Those that keep most products from a star that their points reach."""
    held, criteria = defaultdict(list), {}
    missed = missed_by(rows)
    for row in rows:
        for criterion in missed.get(row.pk, ()):
            criteria[criterion.pk] = criterion
            held[criterion.pk].append(row)
    most = sorted(held, key=lambda pk: (-len(held[pk]), pk))[:MOST_MISSED]
    return [(_named(criteria[pk]), held[pk], {"missed": pk}) for pk in most]


def _named(criterion):
    return f"{criterion.code}. {criterion.title}"


def _verdict(row):
    return row.verdict


def _kind(row):
    return row.dossier.kind


def _group(row):
    return row.dossier.product.product_group


# How the dossiers are parted, and the filter that makes a part of no use.
_SPLITS = (
    (VERDICT, _by_choice(_verdict, [(each, each.label) for each in VERDICTS], "verdict"), None),
    (STAR, _by_star, None),
    (GROUP, _by_choice(_group, ProductGroup.choices, "product_group"), None),
    (OCCASION, _by_choice(_kind, DossierKind.choices, "kind"), None),
    (UNIT, _by_unit, "unit"),
    (SESSION, _by_session, None),
    (REASON, _by_reason, None),
    (GATE, _by_gate, None),
    (CRITERION, _by_criterion, "missed"),
)
