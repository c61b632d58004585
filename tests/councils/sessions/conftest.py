"""A Council of the province on a working day of 2026."""

from datetime import UTC, datetime

import pytest
import time_machine

from tests.support.sessions import make_board

NOW = datetime(2026, 6, 10, 2, 0, tzinfo=UTC)  # nine o'clock on a Wednesday in Quảng Ngãi


@pytest.fixture(autouse=True)
def _today(law):
    with time_machine.travel(NOW):
        yield


@pytest.fixture
def board():
    return make_board()
