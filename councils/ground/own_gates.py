"""Conditions that a Quy chế adds to the law's: typed, told in words, kept with its draft."""

import re

from councils.models import OwnGate
from programs.models import ProductSet

# "26", "1-5", "1 – 5"; not "1-", "a".
_RANGE = re.compile(r"(\d{1,3})(?:\s*[-–]\s*(\d{1,3}))?")
# ",", ";" between numbers; not the space in "1 – 5".
_BETWEEN = re.compile(r"\s*[,;]\s*")


class SetsError(Exception):
    """The numbers of sets cannot be understood; the sentence says which, and how to write them."""


def read_sets(text) -> list[int]:
    """The numbers of product sets that a text names ("1-5, 26"); [], for all, where it is empty."""
    known, found = {*ProductSet.objects.values_list("number", flat=True)}, set()
    for part in filter(None, _BETWEEN.split(text.strip())):
        match = _RANGE.fullmatch(part)
        if not match:
            raise SetsError(f"Không hiểu “{part}”: ghi số các bộ như 1-5, 26.")
        first, last = int(match[1]), int(match[2] or match[1])
        numbers = {*range(first, last + 1)}
        if not numbers or not numbers <= known:
            raise SetsError(f"“{part}” không phải số của các bộ sản phẩm.")
        found |= numbers
    return sorted(found)


def sets_said(numbers) -> str:
    """The same text again, ranges joined: [1, 2, 3, 26] is "1-3, 26"."""
    runs = []
    for number in numbers:
        if runs and number == runs[-1][1] + 1:
            runs[-1][1] = number
        else:
            runs.append([number, number])
    return ", ".join(f"{first}-{last}" if last > first else f"{first}" for first, last in runs)


def gate_said(gate) -> str:
    """The whole condition on one line: "Không có chủ thể – dừng đánh giá, bộ 26"."""
    place = f"bộ {sets_said(gate.sets)}" if gate.sets else "mọi bộ sản phẩm"
    return f"{gate.label} – {gate.get_effect_display()}, {place}"


def gates_said(rules) -> list[str]:
    return [gate_said(gate) for gate in rules.own_gates.all()]


def gates_of(rules) -> list[OwnGate]:
    """Those of a version as they would stand in another one: not saved, in their order."""
    return [
        OwnGate(label=gate.label, effect=gate.effect, sets=gate.sets)
        for gate in rules.own_gates.all()
    ]


def keep(rules, gates):
    """Write these as the conditions of a draft, in place of those that it has."""
    rules.own_gates.all().delete()
    for position, gate in enumerate(gates, 1):
        gate.rules, gate.position = rules, position
    OwnGate.objects.bulk_create(gates)
