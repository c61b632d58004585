"""What is done to many outgoing papers at once: signed off, numbered, issued, each by itself."""

from dataclasses import replace
from functools import partial

from programs import clock
from programs.bulk import of_step
from programs.fields import DayField
from programs.workflow import Ask
from reports.outgoing import numbers
from reports.outgoing.workflow import OUTGOING


def _number(paper, user, _answers, key):
    """Each takes the first number that it is offered: those given back, then the next."""
    answers = {"number": numbers.offered(paper)[0][0]}
    OUTGOING.take(paper, "number", by=user, answers=answers, key=key)


_DAY = Ask("day", "Ngày văn bản", field=partial(DayField, initial=clock.today))

OUTGOING_ACTIONS = (
    of_step(OUTGOING, "sign_off"),
    replace(
        of_step(OUTGOING, "number"),
        act=_number,
        asks=(),
        explanation="Mỗi văn bản lấy số tiếp theo của sổ; số trả lại được dùng trước.",
    ),
    replace(of_step(OUTGOING, "issue"), asks=(_DAY,)),
)
