"""Sittings as files tell them, written from the decision's CSV files without the portal's code."""

import csv
from functools import cache

from councils.agreement.files import as_json, judged
from programs.management.commands.load_criteria import SHIPPED

STATES = {"abstained", "absent", "conflict"}


def sitting(number, *sheets, **said):
    """A file on one product of this set: a seat for each sheet, unless something else is said.

    A sheet is what `options` reads, or the state of a member who signed none.
    """
    members = [_entry(number, at, sheet, said.get("case")) for at, sheet in enumerate(sheets, 1)]
    named = {"regulation": "26-2026", "set": number, "occasion": "first", "gate": ""}
    return named | {"seats": len(sheets), "sheets": members} | said


def answer(number, *sheets, **said):
    """What the portal says of this sitting."""
    return as_json(judged(sitting(number, *sheets, **said)))


def outcome(*args, **said):
    found = answer(*args, **said)
    return found["verdict"], found["star"]


def figures(*args, **said):
    found = answer(*args, **said)
    return [found[key] for key in ("mean", "shown", "median", "spread", "band")]


def _entry(number, at, sheet, case):
    if sheet in STATES:
        return {"member": f"TV{at}", "state": sheet}
    return {"member": f"TV{at}", "state": "signed", "options": options(number, sheet, case)}


def options(number, changes="", case=None):
    """The best level everywhere (100 points) but "2.1:3 7:- 5.2:x", told one after the other.

    A number is an option, - no level, x not scored; C:- says so of all criteria of part C.
    """
    chosen = {code: levels[-1] for code, levels in _levels(number, case).items()}
    for change in changes.split():
        code, level = change.split(":")
        for each in [each for each in _levels(number, case) if code in _above(number, each)]:
            chosen[each] = None if level == "-" else level if level == "x" else int(level)
    return {code: level for code, level in chosen.items() if level != "x"}


@cache
def _rows(name):
    with (SHIPPED / name).open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


@cache
def _levels(number, case):
    """{criterion: numbers of its options}, where there are two cases those of this one."""
    levels = {}
    for row in _rows("options.csv"):
        if _is_of(row, number):
            levels.setdefault(row["code"], {}).setdefault(row["case"], []).append(
                int(row["number"])
            )
    return {
        code: list(cases.values())[(case or 1) - 1 if len(cases) > 1 else 0]
        for code, cases in levels.items()
    }


@cache
def _above(number, code):
    """The criterion itself, its section and its part."""
    parents = {row["code"]: row["parent"] for row in _rows("criteria.csv") if _is_of(row, number)}
    codes = [code]
    while codes[-1]:
        codes.append(parents[codes[-1]])
    return codes


def _is_of(row, number):
    return row["set"] == str(number)
