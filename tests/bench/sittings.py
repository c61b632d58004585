"""P12: the points of 15 members for 500 dossiers summed up; a sheet saved; a dossier judged."""

from copy import copy
from itertools import cycle

from django.core.management import call_command
from django.db import connection, transaction
from django.db.models.base import ModelState

from councils.agreement import deciding
from councils.agreement.totals import sums
from councils.enums import SessionState, SheetState
from councils.models import Evaluation, Score, ScoreSheet
from councils.sheets import scoring
from products.models import Dossier, Product
from programs.answers import accepted
from tests.bench.databases import load, loading
from tests.bench.filling import mixed
from tests.bench.race import Figure, check, queries, race
from tests.support.sessions import make_board, make_ready_dossier, make_scored_set, make_session

_COPY = "p12"
VOTING, DOSSIERS = 15, 500
POINTS = (*[4] * 10, *[3] * 20)  # the most of each of 30 criteria
MUST_SUM, MUST_SAVE = 1.15, 0.15
_COLUMNS = ("sheet_id", "criterion_id", "option_id", "meets_none", "evidence")
_BY_HAND = """
    SELECT evaluation_id, SUM(points), COUNT(*) FROM (
        SELECT sheet.evaluation_id, SUM(COALESCE(level.points, 0)) AS points
        FROM councils_scoresheet sheet
        JOIN councils_evaluation evaluation ON evaluation.id = sheet.evaluation_id
        JOIN councils_score score ON score.sheet_id = sheet.id
        LEFT JOIN programs_option level ON level.id = score.option_id
        WHERE evaluation.session_id = %s AND sheet.state = 'signed'
        GROUP BY sheet.id, sheet.evaluation_id
    ) AS totals GROUP BY evaluation_id
"""


def sitting(bench):
    """P12: in a database of its own, for what was signed stays in it."""
    bench.databases.copy(_COPY)
    with bench.databases.using(_COPY):
        with loading():
            session = _Session(min(DOSSIERS, max(10, bench.most // 40)))
        yield from _summed(session, bench.pairs)
        yield from _saved(session, bench.pairs)
        yield from _concluded(session, bench.pairs)


class _Session:
    """An open session of so many dossiers; all have signed all, but the last one's chair."""

    def __init__(self, dossiers):
        call_command("loaddata", "regulations", verbosity=0)
        self.board = make_board(VOTING - 2)
        self.criteria_set = make_scored_set(POINTS)
        first = make_ready_dossier(self.criteria_set)
        self.row = make_session(self.board.council, SessionState.OPEN, first)
        self._bring(first, dossiers)
        self.evaluations = list(self.row.evaluations.order_by("pk"))
        self.leaves = [
            (row.pk, [option.pk for option in row.options.all()], row.max_points)
            for row in self.criteria_set.criteria.exclude(options=None).prefetch_related("options")
        ]
        self.expected = self._sign()
        self.last = self.evaluations[-1]

    def _bring(self, first, count):
        """Dossiers like the first one, each of a product of its own."""
        products = Product.objects.bulk_create(
            _like(first.product, name=f"{first.product} {number}") for number in range(1, count)
        )
        made = Dossier.objects.bulk_create(_like(first, product=each) for each in products)
        Evaluation.objects.bulk_create(
            Evaluation(session=self.row, dossier=dossier, position=place)
            for place, dossier in enumerate(made, 2)
        )

    def _sign(self):
        """{evaluation: (points, sheets)} of what is written for all but the one who saves."""
        seats = self.row.council.seats.voting().prefetch_related("members")
        people = [(seat, seat.members.all()[0]) for seat in seats]
        saving = self.evaluations[-1].pk, self.board.seat(self.board.chair).pk
        sheets = ScoreSheet.objects.bulk_create(
            ScoreSheet(evaluation=evaluation, seat=seat, member=member)
            for evaluation in self.evaluations
            for seat, member in people
            if (evaluation.pk, seat.pk) != saving
        )
        load(Score._meta.db_table, _COLUMNS, self._scores(sheets))
        expected = {}
        for sheet in sheets:
            sheet.state, sheet.signed_at = SheetState.SIGNED, self.row.opened_at
            sheet.total = sum(most for _, _, most in self._best(sheet))
            points, count = expected.get(sheet.evaluation_id, (0, 0))
            expected[sheet.evaluation_id] = points + sheet.total, count + 1
        ScoreSheet.objects.bulk_update(sheets, ["state", "signed_at", "total"], batch_size=500)
        return expected

    def _is_best(self, sheet, place):
        return mixed(sheet.pk * 31 + place) % 3 > 0

    def _best(self, sheet):
        return (leaf for at, leaf in enumerate(self.leaves) if self._is_best(sheet, at))

    def _scores(self, sheets):
        for sheet in sheets:
            for place, (criterion, options, _) in enumerate(self.leaves):
                yield sheet.pk, criterion, options[self._is_best(sheet, place)], False, ""


def _like(row, **fields):
    """A new row that is this one but for some fields."""
    made = copy(row)
    made.pk, made._state = None, ModelState()
    for name, value in fields.items():
        setattr(made, name, value)
    return made


def _summed(session, pairs):
    """All sums and counts of the session, against SQL that asks the same by hand."""
    found, asked = queries(lambda: sums(session.row))
    check("P12", found, session.expected)
    check("P12, SQL", _by_hand(session.row), session.expected)
    rows = sum(count for _, count in session.expected.values()) * len(POINTS)
    yield Figure("P12", "cộng điểm cả phiên: số truy vấn", rows, asked, 1, unit="", gate=True)
    ours, theirs = race(lambda: sums(session.row), lambda: _by_hand(session.row), pairs)
    yield Figure("P12", "cộng điểm cả phiên / SQL", rows, ours, MUST_SUM, theirs)


def _by_hand(row):
    with connection.cursor() as cursor:
        cursor.execute(_BY_HAND, [row.pk])
        return {pk: (int(points), count) for pk, points, count in cursor.fetchall()}


def _saved(session, pairs):
    """A sheet all of whose levels change, against a save of each score, as Django commits them.

    Told twice: the writing alone, and the whole rule with who may, what is wrong, lock and trail.
    """
    sheet = _Saved(session)
    sheet.prepare()
    sheet.save()
    sheet.prepare()
    check("P12, phiếu", scoring.load(sheet.row, session.last).total, sum(POINTS))
    _, asked = queries(sheet.save)
    yield Figure("P12", "lưu một phiếu: số truy vấn", len(POINTS), asked, unit="")
    for what, job in (("ghi điểm", sheet.write), ("cả quy tắc", sheet.save)):
        ours, theirs = race(job, sheet.save_each, pairs, before=sheet.prepare)
        name = f"lưu một phiếu, {what} / lưu từng điểm"
        yield Figure("P12", name, len(POINTS), ours, MUST_SAVE, theirs)


class _Saved:
    """The chair's sheet of the last dossier: all levels up, all down, in turns."""

    def __init__(self, session):
        self.session, self.evaluation, self.chair = session, session.last, session.board.chair
        self.levels = cycle((1, 0))

    def prepare(self):
        level = next(self.levels)
        self.chosen = {criterion: options[level] for criterion, options, _ in self.session.leaves}
        self.row = scoring.own_sheet(self.evaluation, self.chair)
        stored = scoring.load(self.row, self.evaluation)
        self.read = accepted(stored, self.chosen, {}, is_stale=False)

    def save(self):
        facts = {"by": self.chair, "version": self.row.version}
        scoring.save(self.evaluation, self.chosen, {}, **facts)

    def write(self):
        with transaction.atomic():
            scoring._write(self.row, *self.read)  # noqa: SLF001 -- the writing alone

    def save_each(self):
        for score in Score.objects.filter(sheet=self.row):
            score.option_id = self.chosen[score.criterion_id]
            score.save()


def _concluded(session, pairs):
    """What is judged of one dossier, which a Council does one after the other."""
    evaluation = session.evaluations[0]
    judged, asked = queries(lambda: deciding.judgement_of(evaluation).figures.totals)
    check("P12, kết luận", (sum(judged.values()), len(judged)), session.expected[evaluation.pk])
    yield Figure("P12", "xét một hồ sơ: số truy vấn", VOTING, asked, unit="")
    ours, _ = race(lambda: deciding.judgement_of(evaluation).verdict, lambda: None, pairs)
    yield Figure("P12", "xét một hồ sơ 15 phiếu", VOTING, ours)
