"""Cells merged downwards: one product over several lines, or one value for several products.

A table pasted from Word has a line for each paragraph of a cell, and its other cells merged over
these lines: what is merged in the column of the number, or of the name, is one row.
"""

from programs.intake.cells import is_blank
from programs.intake.outcomes import Problem, shown
from programs.tables import Kind

# What is longer is refused anyway, and need not grow.
_LONGEST = 10_000


class Merging:
    """Settles the merged cells of these lines, in place; `notes` say what was done.

    `subject` is the column that names what a row is about, `counter` its number.
    """

    def __init__(self, lines, merged, columns, counter, subject):
        self.lines = {line.number: line for line in lines}
        self.columns = {column.key: column for column in columns}
        self.counter, self.subject, self.notes = counter, subject, []
        first = min(self.lines, default=0)
        self.merged = [each for each in sorted(merged) if first <= each[0] < each[2]]
        self._uncover()
        written = {top: list(self.lines[top].cells) for top, *_ in self.merged if top in self.lines}
        for top, bottom in self._groups():
            self._join(self.lines[top], bottom)
        for top, left, bottom, right in self.merged:
            value = dict(enumerate(written.get(top, []))).get(left - 1)
            if left == right and not is_blank(value):
                self._fill(top, bottom, left - 1, value)

    def _uncover(self):
        """Empty the cells that a merged one covers: nobody sees what still stands in them."""
        for top, left, bottom, right in self.merged:
            for number in self._numbers(top, bottom):
                line = self.lines[number]
                for place in range(left - (number > top), min(right, len(line.cells))):
                    line.cells[place] = None

    def _numbers(self, first, last):
        """The numbers of the lines there are from the first to the last."""
        return [number for number in range(first, last + 1) if number in self.lines]

    def _groups(self):
        """[(first line, last line)] of what is merged in the column of the number or the name."""
        groups = []
        for top, left, bottom, right in self.merged:
            keys = self.lines[top].keys if top in self.lines else {}
            if not {keys.get(place) for place in range(left - 1, right)} & self._ones:
                continue
            if groups and top <= groups[-1][1]:
                groups[-1] = (groups[-1][0], max(bottom, groups[-1][1]))
            else:
                groups.append((top, bottom))
        return groups

    @property
    def _ones(self):
        return {self.counter, self.subject} - {""}

    def _join(self, first, bottom):
        """Join the lines of a group to its first, but for those that are rows of their own."""
        joined, unclear = [], {}
        for number in self._numbers(first.number + 1, bottom):
            line = self.lines[number]
            if self._is_apart(first, line):
                continue
            if sentence := self._unclear(line.filled_keys, first.number, bottom):
                unclear[number] = sentence
                unclear.setdefault(first.number, sentence)
                continue
            line.is_gone = True
            if line.filled_keys:
                joined.append(number)
                _append(first, line)
        self.notes += [
            self._note(self.lines[number], "E_MERGED", sentence)
            for number, sentence in sorted(unclear.items())
        ]
        if joined:
            message = (
                f"Ô gộp từ dòng {first.number} đến dòng {joined[-1]} là một sản phẩm: nội dung "
                "các dòng được nối lại. Hãy xem lại."
            )
            self.notes.append(self._note(first, "W_MERGED_JOINED", message))

    def _is_apart(self, first, line):
        """Whether a line is a row of its own.

        With a name it is one by a value of a list too; without, by a second figure or day: a
        certificate more of the same product.
        """
        keys = line.filled_keys - {self.counter}
        figures = {key for key in keys if self.columns[key].kind is not Kind.TEXT}
        if self.subject in keys:
            return bool(figures) or any(self.columns[key].choices for key in keys)
        return bool(figures & first.filled_keys)

    def _unclear(self, keys, top, bottom):
        """Why nobody can know whether this line is a row of its own, or ""."""
        rows = f"từ dòng {top} đến dòng {bottom}"
        if self.subject in keys:
            what = f"Ô gộp {rows} mà trong đó có nhiều tên"
        elif self.counter in keys:
            what = f"Ô tên gộp {rows} mà mỗi dòng có STT riêng"
        else:
            return ""
        return (
            f"{what}: không rõ là một hay nhiều sản phẩm. Hãy ghi mỗi sản phẩm một dòng, đủ tên; "
            "bỏ dòng thừa."
        )

    def _note(self, line, code, message):
        title = self.columns[self.subject].title
        return Problem(line.number, title, shown(line.get(self.subject)), code, message)

    def _fill(self, top, bottom, place, value):
        """The value of a cell merged downwards holds for each row that it covers."""
        key = self.lines[top].keys.get(place, self.counter)
        numbers = [n for n in self._numbers(top + 1, bottom) if not self.lines[n].is_gone]
        if key == self.counter or not numbers:
            return
        for number in numbers:
            self.lines[number].put(place, value)
        message = f"Ô gộp từ dòng {top} đến dòng {bottom}: giá trị được lấy cho mọi dòng."
        title = self.columns[key].title
        self.notes.append(Problem(top, title, shown(value), "W_MERGED_FILLED", message))


def _append(first, line):
    """Add the cells of a line to those above, as further lines of them."""
    for place in sorted(line.filled & line.keys.keys()):
        above, value = first.at(place), line.at(place)
        if is_blank(above):
            first.put(place, value)
        elif len(str(above)) <= _LONGEST:
            first.put(place, f"{above}\n{value}")
