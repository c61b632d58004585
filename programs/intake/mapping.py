"""Which column of a file was taken for which: told, and asked where something would get lost."""

from programs.intake.cells import is_blank
from programs.intake.outcomes import Problem, shown
from programs.intake.texts import visible_text

_ROWS_SEEN = 50
_SAMPLES = 3
_LONGEST_SAMPLE = 40


def letter(place) -> str:
    """The name of a column as Excel shows it."""
    name = ""
    place += 1
    while place:
        place, rest = divmod(place - 1, 26)
        name = chr(65 + rest) + name
    return name


def file_columns(sheet, head, titles) -> list[dict]:
    """The columns under the head, in their order, as plain values.

    `key` is the column that each is read as, "" where it is none; `asks` says that a person must
    say so, and `guess` what it probably is. Marks under several titles are one column, `spread`.
    """
    keys = {place: key for key, place in reversed(head.places.items())}
    spread = {place: key for key, labels in head.spread.items() for place in labels}
    values = _values(sheet, head.row)
    untitled = {at for at in values if at not in head.titles and sheet.name}
    places = sorted({*head.titles, *untitled})
    read = {*keys, *spread, *head.skipped}
    doubts = _doubts(head, titles, {at: values.get(at, []) for at in places if at not in read})
    found = []
    for place in places:
        asks, guess = doubts.get(place, (False, ""))
        key = keys.get(place) or spread.get(place, "")
        # What a column holds that nobody asks for is not kept.
        samples = _samples(values.get(place, [])) if key or asks else []
        facts = {"place": place, "letter": letter(place), "title": head.titles.get(place, "")}
        facts |= {"key": key, "spread": place in spread, "asks": asks, "guess": guess}
        found.append(facts | {"samples": samples, "row": head.row})
    return found


def _doubts(head, titles, values):
    """{place: (whether it is asked about, the column it may be)} of those that are not read.

    Where a column is missing, what may be it is asked about; where nothing may, all of them are.
    """
    taken = {*head.places, *head.spread}
    missing = {column.key for column in head.missing}
    doubled = {place for places in head.doubled.values() for place in places}
    guesses = {at: titles.doubt(head.titles.get(at, ""), cells) for at, cells in values.items()}
    is_lost = bool(missing - {guess for _, guess in guesses.values()})
    return {
        at: (
            bool(asks or is_lost or guess in missing or at in doubled),
            "" if guess in taken else guess,
        )
        for at, (asks, guess) in guesses.items()
    }


def _values(sheet, row):
    """{place: the first values below the head} of the columns that have some."""
    values = {}
    for number, _, cells in sheet.rows:
        if number > row:
            for place, cell in enumerate(cells):
                if not is_blank(cell) and len(values.get(place, ())) < _ROWS_SEEN:
                    values.setdefault(place, []).append(cell)
    return values


def _samples(cells):
    texts = dict.fromkeys(visible_text(cell)[:_LONGEST_SAMPLE] for cell in cells)
    return list(texts)[:_SAMPLES]


def column_notes(columns, row) -> list[Problem]:
    """What there is to know about the columns that are not read."""
    notes = []
    for column in columns:
        name = column["title"] or column["letter"]
        if column["asks"]:
            message = f"Chưa rõ cột “{shown(name)}” là cột nào của cổng: hãy chọn, hoặc bỏ qua."
            notes.append(Problem(row, shown(name), "", "W_COLUMN_ASKED", message))
        elif not column["key"]:
            message = f"Cột “{shown(name)}” không được nhập."
            notes.append(Problem(row, shown(name), "", "W_EXTRA_COLUMN", message))
    return notes
