"""What of the tests a run takes, in which order, and which of their files take longest."""

import gc
import json
from collections import Counter
from dataclasses import dataclass
from pathlib import Path

import pytest

from ocop_portal.frames import roomy
from programs.enums import Role
from tests.matrix.cells import PUBLIC, ROLES

DURATIONS = Path(__file__).parent.with_name("durations.json")
SLOWEST = 10
# The whole province, a unit, an agency: each asks the database in its own way.
THREE_ROLES = (Role.PROVINCE_ADMIN, Role.UNIT_OFFICER, Role.AGENCY_OFFICER)


@dataclass(frozen=True)
class Extent:
    """`few`: one row in each place; `roles` and `askers` of the matrix and of what only asks."""

    skips: frozenset = frozenset()
    needs: frozenset = frozenset()
    few: bool = False
    roles: tuple = tuple(ROLES)
    askers: tuple = (*THREE_ROLES, PUBLIC)

    def takes(self, item):
        marks = {mark.name for mark in item.iter_markers()}
        return self.needs <= marks and not self.skips & marks


EXTENTS = {
    "whole": Extent(),
    "short": Extent(
        skips=frozenset({"browser", "slow"}),
        few=True,
        roles=(*THREE_ROLES, PUBLIC),
        askers=(Role.UNIT_OFFICER,),
    ),
    "pg": Extent(needs=frozenset({"pg"}), few=True, roles=THREE_ROLES),
}


def pytest_addoption(parser):
    group = parser.getgroup("portal")
    group.addoption(
        "--extent",
        choices=EXTENTS,
        default="whole",
        help="short: no browser, nothing slow, short matrix; pg: what PostgreSQL may change",
    )
    group.addoption(
        "--write-durations", action="store_true", help=f"keep what files took in {DURATIONS.name}"
    )


def pytest_configure(config):
    config.stash[_TOOK] = Counter()
    config.pluginmanager.register(Clock(config.stash[_TOOK]))


_TOOK = pytest.StashKey()


def file_of(test):
    """The file of a test or of its report: "tests/programs/test_text.py"."""
    return test.nodeid.partition("::")[0]


class Clock:
    """Adds up what each file takes, wherever its tests run."""

    def __init__(self, took):
        self.took = took

    def pytest_runtest_logreport(self, report):
        self.took[file_of(report)] += report.duration


@pytest.fixture(scope="session")
def extent(pytestconfig):
    """How much of the matrix is asked in this run."""
    return EXTENTS[pytestconfig.getoption("extent")]


def pytest_collection_modifyitems(config, items):
    takes = EXTENTS[config.getoption("extent")].takes
    if left := [item for item in items if not takes(item)]:
        config.hook.pytest_deselected(items=left)
    items[:] = [item for item in items if takes(item)]
    if hasattr(config, "workerinput"):
        items.sort(key=longest_first(durations()))


@pytest.hookimpl(tryfirst=True)
def pytest_pyfunc_call(pyfuncitem):
    """Call the test as the WSGI server calls the portal: half of a run are requests."""
    asked = pyfuncitem._fixtureinfo.argnames  # noqa: SLF001 -- as pytest itself calls it
    roomy(pyfuncitem.obj, **{name: pyfuncitem.funcargs[name] for name in asked})
    return True


def pytest_collection_finish():
    """Thousands of tests and all that they import stay to the end: look for no garbage in them."""
    gc.collect()
    gc.freeze()


def durations():
    """What each file took when it was last timed, in seconds."""
    return json.loads(DURATIONS.read_text())


def longest_first(took):
    """A file that nobody has timed yet may be long; a worker left with one at the end waits."""
    return lambda item: -took.get(file_of(item), float("inf"))


def pytest_terminal_summary(terminalreporter, config):
    if not (slowest := config.stash[_TOOK].most_common(SLOWEST)):
        return
    terminalreporter.section(f"slowest {len(slowest)} files")
    for name, seconds in slowest:
        terminalreporter.write_line(f"{seconds:7.1f} s  {name}")


def pytest_sessionfinish(session):
    config = session.config
    if config.getoption("write_durations") and not hasattr(config, "workerinput"):
        kept = durations() | {
            name: round(seconds, 1) for name, seconds in config.stash[_TOOK].items()
        }
        DURATIONS.write_text(json.dumps(kept, indent=0, sort_keys=True) + "\n")
