"""What a Council concludes on the portal is what `score_session` says of the same sheets."""

from fractions import Fraction

import pytest
from pytest_django.asserts import assertContains

from councils.agreement import deciding
from councils.models import Evaluation
from councils.sheets import scoring
from programs.answer_sheet import NONE_MET
from programs.models import CriteriaSet
from tests.support.sessions import make_board, make_conflict, make_ready_dossier, make_session
from tests.support.sittings import answer, options

pytestmark = [pytest.mark.django_db, pytest.mark.pg, pytest.mark.usefixtures("decision")]

# A product set, what each member answers (see tests.support.sittings), and what else is said.
WIDE = {"spread_reason": "Đã thảo luận."}
LOW = {"4.1": 1, "5.1": 1, "5.3": 1}
MISSED, REACHED = {"findings": {"1.1": 1}}, {"findings": {"1.1": 3}}
SITTINGS = {
    "all at their best": (1, ["", "", "", ""], {}),
    "a mean between bands": (1, ["", "B:-", "B:-", "B:-"], WIDE | {"findings": LOW}),
    "a seventh of a point": (9, ["", "", "3.1:-", "", "", "3.1:-", ""], {}),
    "a minimum that the Council finds missed": (1, ["", "", "1.1:1", ""], MISSED),
    "a minimum that the Council finds reached": (
        1,
        ["", "", "1.1:1", ""],
        {"findings": {"1.1": 3}},
    ),
    "one in conflict": (14, ["", "", "", "conflict"], {}),
    "one who abstains": (14, ["", "abstained", "", ""], {}),
    "nothing reached": (21, ["A:- B:- C:-"] * 4, {}),
    "a service of the community": (26, ["", "", "", ""], {"case": 1}),
    "a service of an organisation": (26, ["", "", "B:-", ""], WIDE | {"case": 2}),
}


def brought(number, sheets, said):
    """(dossier, Council) of such a sitting, as members and chair bring it about."""
    board = make_board(len(sheets) - 2)
    sets = CriteriaSet.objects.filter(regulation__code="26-2026")
    dossier = make_ready_dossier(sets.get(product_set__number=number))
    evaluation = make_session(board.council, "open", dossier).evaluations.get()
    criteria = {row.code: row for row in dossier.criteria_set.criteria.all()}
    for person, sheet in zip(board.voting, sheets, strict=True):
        if sheet == "conflict":
            make_conflict(evaluation, board.seat(person))
        elif sheet == "abstained":
            scoring.abstain(evaluation, "Không đủ chuyên môn.", by=person)
        else:
            levels = options(number, sheet, said.get("case"))
            chosen = {criteria[code].pk: _level(criteria[code], levels[code]) for code in levels}
            own = scoring.save(evaluation, chosen, {}, by=person, version=1)
            scoring.sign(own, "", by=person, read=own.version)
    opened = deciding.open_scores(evaluation, by=board.chair)
    found = {
        criteria[code]: criteria[code].options.get(number=level)
        for code, level in said.get("findings", {}).items()
    }
    return deciding.record(opened, found, said.get("spread_reason", ""), by=board.chair), board


def _level(criterion, number):
    """The key of this option; of none, the one without points where there is one."""
    if number is not None:
        return criterion.options.get(number=number).pk
    nothing = criterion.options.filter(points=0).first()
    return nothing.pk if nothing else NONE_MET


@pytest.mark.parametrize(("number", "sheets", "said"), SITTINGS.values(), ids=SITTINGS)
def test_the_conclusion_is_the_one_of_the_engine(client, number, sheets, said):
    told = answer(number, *sheets, **said)
    evaluation, board = brought(number, sheets, said)
    client.force_login(board.chair)
    page = client.get(f"{evaluation.get_absolute_url()}diem/")

    row = deciding.conclude(evaluation, by=board.secretary)

    assert (row.verdict, row.star) == (told["verdict"], told["star"])
    assert Fraction(row.points_sum, row.sheet_count) == Fraction(told["mean"])
    totals = evaluation.sheets.signed().values_list("total", flat=True)
    assert sorted(totals) == sorted(told["totals"].values())
    assertContains(page, f"<dd>{told['shown']}, khung {told['band']} sao</dd>")


def test_what_the_engine_leaves_open_the_portal_does_not_conclude():
    told = answer(1, "", "B:-", "", "")
    evaluation, _ = brought(1, ["", "B:-", "", ""], {})

    assert told["verdict"] == "open"
    assert "lệch" in deciding.concluding_objection(Evaluation.objects.get(pk=evaluation.pk))
