"""The step between a file and its rows: which of its columns is which of the portal's."""

from dataclasses import dataclass, replace

from programs.uploads.staged import answers_of
from programs.workflow import StepRefused

# What a select says of a column that is to be left out; nothing is what nobody has said yet.
LEAVE = "-"


@dataclass(frozen=True)
class Choice:
    """A column of the file with what it may be read as; `chosen` is what the select shows."""

    column: dict
    chosen: str

    @property
    def name(self):
        return f"c-{self.column['place']}"


def choices_of(stored, data=None):
    """What the page asks about the columns of a file, with what was sent where it was refused."""
    data = data or {}
    for column in stored.columns:
        usual = column["key"] or column["guess"] or ("" if column["asks"] else LEAVE)
        yield Choice(column, data.get(f"c-{column['place']}", usual))


def columns_said(stored, columns, data):
    """{place: key, or "" for one that is left out}, as a page sends it for this file.

    Raises StepRefused with all that is wrong: a column not answered, or taken twice, or unknown.
    """
    titles = {column.key: column.title for column in columns}
    chosen, faults = {}, []
    for choice in choices_of(stored, data):
        name = choice.column["title"] or f"cột {choice.column['letter']}"
        if choice.column["spread"]:
            continue
        if choice.chosen not in {LEAVE, *titles}:
            faults.append(f"Cột “{name}”: hãy chọn một cột của cổng, hoặc bỏ qua.")
        elif choice.chosen in chosen.values():
            faults.append(f"Cột “{titles[choice.chosen]}” được chọn cho hai cột của tệp.")
        else:
            key = "" if choice.chosen == LEAVE else choice.chosen
            chosen[choice.column["place"]] = key
    if faults:
        raise StepRefused(" ".join(faults), status=422, code="columns")
    return chosen


def with_columns(stored, chosen):
    """The answers of an import with these columns under the head that its page showed."""
    places = {str(place): key for place, key in chosen.items()}
    return replace(answers_of(stored), columns=places, head=stored.columns[0]["row"])
