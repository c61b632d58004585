"""The step between a table and its rows: which of its columns is which of the portal's.

`columns` are those of the table, as programs.intake.mapping.file_columns tells them.
"""

from dataclasses import dataclass

from programs.intake.head import title_key
from programs.workflow import StepRefused

# What a select says of a column that is to be left out; nothing is what nobody has said yet.
LEAVE = "-"


@dataclass(frozen=True)
class Choice:
    """A column of the table with what it may be read as; `chosen` is what the select shows."""

    column: dict
    chosen: str

    @property
    def name(self):
        return f"c-{self.column['place']}"


def choices_of(columns, data=None):
    """What is asked about the columns, with what was sent where that was refused."""
    data = data or {}
    for column in columns:
        usual = column["key"] or column["guess"] or ("" if column["asks"] else LEAVE)
        yield Choice(column, data.get(f"c-{column['place']}", usual))


def sent_for(columns, ours, pairs):
    """What a page would send for the "title=column" pairs of a command; "-" leaves one out."""
    keys = {title_key(each.title): each.key for each in ours} | {LEAVE: LEAVE}
    said = dict(map(_pair, pairs))
    return {
        f"c-{each['place']}": keys.get(said[title], "")
        for each in columns
        if (title := title_key(each["title"])) in said
    }


def _pair(text):
    title, _, key = text.rpartition("=")
    return title_key(title), key.strip() if key.strip() == LEAVE else title_key(key)


def asked(columns):
    """How many of the columns somebody has to say something of."""
    return sum(column["asks"] for column in columns)


def columns_said(columns, ours, data):
    """The answers that a page sends: {"columns": {place: key of ours, or ""}, "head": its line}.

    Raises StepRefused with all that is wrong: a column not answered, or taken twice, or unknown.
    """
    titles = {column.key: column.title for column in ours}
    marked = {column["key"] for column in columns if column["spread"]}
    chosen, faults = {}, []
    for choice in choices_of(columns, data):
        name = choice.column["title"] or f"cột {choice.column['letter']}"
        if choice.column["spread"]:
            continue
        if choice.chosen not in {LEAVE, *titles}:
            faults.append(f"Cột “{name}”: hãy chọn một cột của cổng, hoặc bỏ qua.")
        elif choice.chosen != LEAVE and choice.chosen in {*chosen.values(), *marked}:
            faults.append(f"Cột “{titles[choice.chosen]}” được chọn cho hai cột của tệp.")
        else:
            key = "" if choice.chosen == LEAVE else choice.chosen
            chosen[str(choice.column["place"])] = key
    if not columns:
        faults = ["Tệp không có cột nào để chọn. Hãy tải lại trang."]
    if faults:
        raise StepRefused(" ".join(faults), status=422, code="columns")
    return {"columns": chosen, "head": columns[0]["row"]}
