"""Prints the test files that stand nearest to what is changed: `make fast` runs them."""

import re
import subprocess
import sys
from itertools import accumulate
from pathlib import Path

from tests.support.running import durations
from tests.test_architecture import imports

ROOT = Path(__file__).parents[2]
ALWAYS = "tests/test_architecture.py"
SECONDS = 70  # of tests, on two cores: the start of a run takes its part of the minute
UNKNOWN = 5  # what a file takes that nobody has timed
# Names of folders and files that say what kind of thing is inside, and not of what subject.
KINDS = {"products", "programs", "councils", "reports", "tests", "support", "models", "views"}
KINDS |= {"forms", "templates", "static", "css", "js", "management", "commands", "migrations"}
KINDS |= {"urls", "listings", "workflow", "tasks", "news", "pages", "init", "list", "detail", ""}


def git(*words):
    done = subprocess.run(["git", *words], cwd=ROOT, capture_output=True, text=True, check=False)  # noqa: S603, S607
    return done.stdout.split("\n")[:-1]


def changed():
    """The files that differ from where this branch left main, those not yet known to git too."""
    start = next(iter(git("merge-base", "HEAD", "main")), "HEAD")
    names = git("diff", "--name-only", start) + git("ls-files", "--others", "--exclude-standard")
    return sorted(set(names))


def subjects(name):
    """What a path speaks of: plan of products/plans/views.py and of tests/test_plan_pages.py."""
    *folders, file = Path(name).with_suffix("").parts
    words = [file.removeprefix("test_").strip("_").split("_")[0], *folders]
    return {word.removesuffix("s") for word in words if word not in KINDS}


def rank(test, names, imported):
    """0 for a test that is changed itself, 1 for one that imports what is, 2 for one beside it."""
    modules = {re.sub(r"(/__init__)?\.py$", "", name).replace("/", ".") for name in names}
    if test in names:
        return 0
    if any(f"{name}.".startswith(f"{module}.") for name in imported for module in modules):
        return 1
    return 2 if subjects(test) & set().union(*map(subjects, names)) else None


def nearest(names, tests, took):
    """The tests of these files, the nearest and the quickest first, as many as a minute holds."""
    ranked = {test: rank(test, names, imported) for test, imported in tests.items()}
    near = [test for test, place in ranked.items() if place is not None and test != ALWAYS]
    near.sort(key=lambda test: (ranked[test], took.get(test, UNKNOWN), test))
    ends = accumulate(took.get(test, UNKNOWN) for test in near)
    return [ALWAYS] + [test for test, end in zip(near, ends, strict=True) if end <= SECONDS], near


def main():
    paths = {path.relative_to(ROOT).as_posix(): path for path in ROOT.glob("tests/**/test_*.py")}
    tests = {name: list(imports(path)) for name, path in paths.items()}
    taken, near = nearest(changed(), tests, durations())
    if left := sorted(set(near) - set(taken)):
        print("Left to `make test`, for the minute is full:", *left, file=sys.stderr)  # noqa: T201
    print(*taken)  # noqa: T201


if __name__ == "__main__":
    main()
