"""The words of the province's report: text with marks of its figures and of where it comes from.

"{sp_moi_3}" stands for the figure of that code, "{sp_moi_3.plan}" for what is beside it, and
"{@536}" says that the words before it are those of the reporter 536. On paper figures are written
out and sources left out; on the page both lead to what they stand for.
"""

import re
from collections.abc import Collection, Mapping
from dataclasses import dataclass

from programs.text import normalise
from reports.provincial.printed import BESIDE, printed, printed_measure

# "{sp_moi_3}", "{sp_moi_3.year_ago}", "{@so-khcn}"; not "{ }".
_MARK = re.compile(r"\{(@?)([\w.-]+)\}")
# The mark of a source with the space before it, which goes with it.
_SOURCE = re.compile(r" ?\{@[\w-]+\}")
# Braces that a reporter typed are no marks.
_PLAIN = str.maketrans("{}", "()")
UNKNOWN = "chưa có số liệu"
NAMED = 3  # reporters of one and the same text; more are counted


@dataclass(frozen=True)
class Piece:
    """Letters of a paragraph: plain ones, those of the figure `code`, or the mark of a `source`."""

    text: str
    code: str = ""
    source: str = ""


def marks_of(form) -> set[str]:
    """What may stand in a mark of a figure, by this form."""
    codes = form.indicators.values_list("code", flat=True)
    return {name for code in codes for name in (code, *(f"{code}.{each}" for each in BESIDE))}


def figures_of(values) -> dict[str, str]:
    """{what a mark may say: as it is written}, of all figures and of what stands beside them."""
    found = {}
    for row in values["figures"]:
        found[row["code"]] = _written(row["value"], row)
        for name in BESIDE:
            found[f"{row['code']}.{name}"] = _written(row[name], row)
    return found


def _written(value, row):
    return UNKNOWN if value is None else printed(value, row["measure"])


def faults(text, figures: Collection[str], sources: Collection[str]) -> list[str]:
    """What is wrong with the marks of a text, each in a sentence."""
    said = []
    for at, name in dict.fromkeys(_MARK.findall(text)):
        if at and name not in sources:
            said.append(f"Không có nơi báo cáo mang mã “{name}” trong {{@{name}}}.")
        elif not at and name not in figures:
            said.append(
                f"Không có chỉ tiêu mang mã “{name}” trong {{{name}}}: chép mã ở bảng số liệu."
            )
    left = _MARK.sub("", text)
    if "{" in left or "}" in left:
        said.append("Có dấu ngoặc { hoặc } lẻ: mã số liệu viết liền, ví dụ {sp_moi_3}.")
    return said


def paragraphs(text, figures: Mapping, sources: Mapping) -> list[list[Piece]]:
    """The paragraphs of a text for its page."""
    return [list(_pieces(line, figures, sources)) for line in text.splitlines() if line.strip()]


def _pieces(line, figures, sources):
    start = 0
    for found in _MARK.finditer(line):
        if before := line[start : found.start()]:
            yield Piece(before)
        at, name = found.groups()
        if at:
            yield Piece(sources.get(name, name), source=name)
        else:
            yield Piece(figures.get(name, UNKNOWN), code=name.partition(".")[0])
        start = found.end()
    if line[start:]:
        yield Piece(line[start:])


def on_paper(text, figures: Mapping) -> list[str]:
    """The paragraphs as they are printed."""
    plain = _SOURCE.sub("", text)
    filled = _MARK.sub(lambda found: figures.get(found[2], UNKNOWN), plain)
    return [line.strip() for line in filled.splitlines() if line.strip()]


# --- Begun from the parts ----------------------------------------------------------------------


def drafted(rows, said) -> str:
    """What a section begins with: a sentence of its figures, then what each reporter wrote.

    `rows` are the section's figures as values, `said` [(code, name, text)] in the order of the
    reporters; a text that several wrote in the same words stands once, with all its sources.
    """
    lines = [_sentence(rows)] if any(row["value"] is not None for row in rows) else []
    once = {}
    for code, name, text in said:
        if key := normalise(text):
            once.setdefault(key, (text.translate(_PLAIN), []))[1].append((code, name))
    for text, reporters in once.values():
        marks = " ".join(f"{{@{code}}}" for code, _ in reporters)
        names = ", ".join(name for _, name in reporters[:NAMED])
        if len(reporters) > NAMED:
            names = f"{len(reporters):02} nơi báo cáo"
        first, *others = [line.strip() for line in text.splitlines() if line.strip()]
        lines += [f"{names}: {first} {marks}", *(f"{line} {marks}" for line in others)]
    return "\n".join(lines)


def _sentence(rows):
    told = "; ".join(_told(row) for row in rows if row["value"] is not None)
    return f"{told[0].upper()}{told[1:]}."


def _told(row):
    measure = printed_measure(row["measure"])
    unit = "%" if measure == "%" else f" {measure}"
    said = f"{row['label']}: {{{row['code']}}}{unit}"
    if row["plan"] is not None:
        said += f" (đăng ký {{{row['code']}.plan}})"
    return said
