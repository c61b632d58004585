"""What differs between two versions of the province's report."""

from typing import NamedTuple

from reports.provincial.printed import in_print, printed_measure


class Changed(NamedTuple):
    """A figure that is another one now; the difference is None where one of both is not known."""

    label: str
    measure: str
    old: int | float | None
    new: int | float | None
    difference: int | float | None


class Reworded(NamedTuple):
    code: str
    title: str
    old: str
    new: str


class Comparison(NamedTuple):
    figures: list[Changed]
    texts: list[Reworded]
    reports: list[str]  # which reports count that did not
    said: list[str]  # gaps that are told now and were not

    def __bool__(self):
        return any(self)


def compared(old, new) -> Comparison:
    """What the values `new` say otherwise than `old`, by codes."""
    return Comparison(
        figures=[
            _changed(before, after)
            for before, after in _pairs(old, new, "figures")
            if (before or {}).get("value") != (after or {}).get("value")
        ],
        texts=[
            _reworded(before, after)
            for before, after in _pairs(old, new, "sections")
            if (before or {}).get("text", "") != (after or {}).get("text", "")
        ],
        reports=reports_changed(old["sources"], new["sources"]),
        said=[note for note in new["notes"] if note not in old["notes"]],
    )


def reports_changed(old, new) -> list[str]:
    """What became of the reports that count, in sentences; both are `sources` of values."""
    told = (
        ("Tính thêm báo cáo của", new.keys() - old.keys()),
        ("Không còn tính báo cáo của", old.keys() - new.keys()),
        (
            "Tính phiên bản khác của",
            {
                code
                for code in new.keys() & old.keys()
                if new[code]["report"] != old[code]["report"]
            },
        ),
    )
    named = {**old, **new}
    return [
        f"{words} {len(codes):02} nơi: {'; '.join(sorted(named[code]['name'] for code in codes))}."
        for words, codes in told
        if codes
    ]


def _pairs(old, new, name):
    befores, afters = ({row["code"]: row for row in values[name]} for values in (old, new))
    return [(befores.get(code), afters.get(code)) for code in {**befores, **afters}]


def _changed(before, after):
    row = after or before
    numbers = [
        in_print(each["value"], row["measure"]) if each else None for each in (before, after)
    ]
    difference = None if None in numbers else round(numbers[1] - numbers[0], 1)
    return Changed(row["label"], printed_measure(row["measure"]), *numbers, difference)


def _reworded(before, after):
    row = after or before
    texts = (each["text"] if each else "" for each in (before, after))
    return Reworded(row["code"], row["title"], *texts)
