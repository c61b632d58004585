"""A Council that is advised: a head and a member of the group, and somebody who is in both."""

from dataclasses import dataclass

import pytest

from councils.enums import SeatRole, SessionState
from councils.models import Evaluation
from programs.models import User
from tests.support.councils import make_sitting
from tests.support.sessions import (
    Board,
    make_board,
    make_group,
    make_ready_dossier,
    make_scored_set,
    make_scoring,
    make_session,
)


@dataclass(frozen=True)
class Advised:
    board: Board
    head: User
    adviser: User
    both: User  # a voting member who sits in the group too
    evaluation: Evaluation

    def called(self, state=SessionState.CALLED):
        """A dossier of a session of this Council that has not begun."""
        dossier = make_ready_dossier(make_scored_set())
        return make_session(self.board.council, state, dossier).evaluations.get()


@pytest.fixture
def advised(today):
    """One that sits now: the criteria give 37, 23 and 40 points, or none."""
    board = make_board()
    head, adviser = make_group(board.council)
    both = board.members[-1]
    make_sitting(board.council, SeatRole.GROUP_MEMBER, user=both)
    return Advised(board, head, adviser, both, make_scoring(board, make_scored_set()))
