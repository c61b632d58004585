"""The star that a Council names: what its own level grants, and none that a gate refuses."""

from types import SimpleNamespace

import pytest

from councils.agreement.deciding import star_of
from councils.enums import Verdict
from programs.enums import Authority
from programs.models import StarBand

DISTRICT, PROVINCE = Authority.DISTRICT, Authority.PROVINCE
GRANTED_BY = {1: "", 2: "", 3: DISTRICT, 4: PROVINCE, 5: Authority.MINISTRY}
BANDS = [StarBand(star=star, granted_by=by) for star, by in GRANTED_BY.items()]


@pytest.mark.parametrize(
    ("level", "verdict", "reached", "named"),
    [
        (DISTRICT, Verdict.RECOGNISE, 3, 3),
        (DISTRICT, Verdict.FORWARD, 4, 3),  # 73 points stay 3 stars there, and go up
        (DISTRICT, Verdict.FORWARD, 5, 3),
        (DISTRICT, Verdict.REFUSE, 2, 2),
        (PROVINCE, Verdict.RECOGNISE, 4, 4),
        (PROVINCE, Verdict.FORWARD, 5, 5),  # proposed, never granted here
        (PROVINCE, Verdict.REFUSE, 4, 2),  # by a gate
        (PROVINCE, Verdict.REFUSE, 1, 1),
        (PROVINCE, Verdict.NOT_EVALUATED, None, None),
    ],
)
def test_the_star_is_one_that_this_council_may_name(level, verdict, reached, named):
    judged = SimpleNamespace(level=level, verdict=verdict, star=reached, bands=BANDS)

    assert star_of(judged) == named
