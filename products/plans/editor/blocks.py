"""A table that is pasted into the editor: read as a file is, by the same titles and questions."""

from products.plans.asked_columns import asked, choices_of, columns_said
from products.plans.columns import REGISTRATION_COLUMNS
from products.plans.heads import plan_finder
from products.plans.values import COLUMNS
from products.titles import read_table, remember
from programs.intake.cells import is_blank
from programs.intake.outcomes import Answers, ColumnChoiceError, RefusedFileError
from programs.intake.reading import Grid, Sheet
from programs.intake.texts import visible_text
from programs.workflow import StepRefused

# Told by the page in its own way, or of no use where nothing was read from a file.
_UNTOLD = frozenset({"W_STT_IGNORED", "W_COLUMN_ASKED"})
_TOLD = 5


def read_block(plan, rows, data):
    """What these rows of texts hold for the plan, as plain values.

    {} where they have no head; {"asks": …, "choices": …} where somebody must say which column is
    which (`data` has that, as a form sends it); else {"rows": texts by column, "keys": the columns
    that are in it, "notes": sentences}. Raises StepRefused where nothing of it can be read.
    """
    finder = plan_finder(plan, is_part=True)
    lines = [(n, False, [text or None for text in row]) for n, row in enumerate(rows, 1)]
    sheet = Sheet("bảng dán", "visible", [line for line in lines if any(line[2])])
    if not finder.find(sheet):
        return {}
    table, notes, columns = _read(sheet, finder, Answers())
    if "columns" in data:
        said = columns_said(columns, REGISTRATION_COLUMNS, data)
        remember(plan.unit_id, columns, said["columns"])
        table, notes, columns = _read(sheet, finder, Answers(**said))
    if asked(columns):
        return _questions(columns)
    found = {*table.head.places, *table.head.spread}
    sentences = [note.message for note in notes if note.code not in _UNTOLD]
    return {
        "rows": [_texts(raw) for raw in table.rows],
        "keys": [key for key in COLUMNS if key in found],
        "notes": list(dict.fromkeys(sentences))[:_TOLD],
    }


def _read(sheet, finder, answers):
    """(table or None, notes, columns) of the sheet; without a table its columns are asked about."""
    try:
        table, notes = read_table(Grid([sheet]), finder, answers)
    except ColumnChoiceError as choice:
        return None, choice.problems, choice.columns
    except RefusedFileError as refusal:
        raise StepRefused(str(refusal), status=422, code="block") from refusal
    return table, notes, table.columns


def _questions(columns):
    asks = [
        {**choice.column, "name": choice.name, "chosen": choice.chosen}
        for choice in choices_of(columns)
        if not choice.column["spread"]
    ]
    return {"asks": asks, "choices": [(each.key, each.title) for each in REGISTRATION_COLUMNS]}


def _texts(raw):
    cells = {key: raw.cells.get(key) for key in COLUMNS}
    return {key: visible_text(cell) for key, cell in cells.items() if not is_blank(cell)}
