"""The lines of a table that are no rows: totals, names of groups, the foot of the page.

A line with a name is a row. One is left out only where its own words say that it is none, and
nothing ends the table: what stands below a subtotal or a signature is read on.
"""

import re

from programs.intake.cells import is_blank
from programs.intake.head import title_key
from programs.intake.lines import left_out
from programs.text import fold, normalise

# "tong cong: 12", "tong so 12", "cong san pham", "cong xa binh an"; not "cong ty", "cong huong".
_TOTAL = re.compile(
    r"(tong( cong| so)?|cong)( san pham)?\s*([:(\d].*)?"
    r"|(tong|cong)( cong| so)? (xa|phuong|thi tran|dac khu|huyen|nhom|muc|phan|[ivx]+)\b.*"
)
# "1", "01.", "1.2"; not "i".
_NUMBER = re.compile(r"0*(\d+(?:\.\d+)*)\.?")
# "12", "5 san pham", "3 sp"; not "3 sao".
_FIGURE = re.compile(r"[\d.,]+( san pham| sp)?")
# "iv.", "a)"; not "1".
_SECTION = re.compile(r"([ivxlc]+|[a-z])[.)]?")
# "ii. xa binh minh", "a) thuc pham"; not "3. tra", not "c tra".
_HEADED = re.compile(r"([ivxlc]+|[a-z])\s*[.):/]\s*\S.*")
# "1. " of "1. xã bình an", "II - " of "II - Thực phẩm".
_BEFORE_TITLE = re.compile(r"(\d+(\.\d+)*|[ivxlc]+|[a-z])\s*[.):/–-]\s*")
# With its marks, for "xá xị" is no commune: "xã bình an", "nhóm thực phẩm"; not "trà".
_TITLE = re.compile(
    r"(xã|phường|thị trấn|đặc khu|huyện|thị xã|thành phố|nhóm|ngành|lĩnh vực|danh sách|danh mục|"
    r"phụ lục|bảng \d|biểu (số )?\d|"
    r"phần|mục|đợt|năm \d|(các )?sản phẩm (đăng ký|đề nghị|mới|đã|hết|đạt|hạng|tiềm năng|\d)|"
    r"đăng ký|đánh giá (lại|mới|lần)|nâng hạng|hạng \d|\d sao)\b.*"
)
# "nguoi lap bieu", "tm. ubnd xa", "(da ky)"; not "chu the".
_SIGNATURE = re.compile(
    r"nguoi lap|lap bieu|noi nhan|thu truong|(pho )?(chu tich|giam doc)\b|(tm|kt|tl)\.|"
    r"xac nhan cua|\(?(da )?ky(,| ten| ghi)"
)
# "tra bong, ngay 5 thang 3 nam 2024", "ngay thang nam 2024"; not "ngay 5/3/2024".
_DATED = re.compile(r"(.*, )?ngay .*thang .*nam.*")
# "ghi chu: so lieu tam", "bang chu: hai", "(danh sach co 2)"; not "ghi chu".
_REMARK = re.compile(r"(ghi chu|luu y|luu|bang chu) ?:.*|\([^()]*\)")
# A totals row or a signature has a figure or a name beside it; a row has more.
_FEW = 2
_WIDE = 3
# Of a longer text the beginning is enough.
_LONGEST = 100
_REASONS = {
    "W_TOTAL_ROW": "Dòng tổng cộng",
    "W_SECTION_ROW": "Dòng tên nhóm",
    "W_FOOTER_ROW": "Dòng ghi chú hoặc chữ ký ngoài bảng",
}


class Beside:
    """Tells the rows among these lines: `kept`; `notes` are the warnings about the others."""

    def __init__(self, lines, merged, columns, counter, subject):
        self.lines, self.merged = lines, merged
        self.counter, self.subject = counter, subject
        required = {column.key for column in columns if column.required} - {counter}
        self.counts = [len(line.filled_keys & required) for line in lines]
        self.labels = {title_key(label) for column in columns for label in column.choices}
        self.kept, self.notes, self.since = [], [], 0
        # The places of what was found to be the foot of the page, once there is one.
        self.foot = None
        self.last = max((at for at, line in enumerate(lines) if self._is_row(at, line)), default=-1)
        for at, line in enumerate(lines):
            if code := self._code(at, line):
                self._leave_out(at, line, code)
            else:
                self.kept.append(line)
                self.since += 1

    def _code(self, at, line):
        """Why this line is no row, or ""."""
        if self.counts[at] > _FEW:
            return ""
        texts, is_last = _folded(line), at > self.last
        if texts and _TOTAL.fullmatch(texts[0]):
            return "W_TOTAL_ROW"
        if self._is_row(at, line):
            is_section = len(texts) == 1 and self._number(line) and self._is_numbered(at, line)
            return "W_SECTION_ROW" if is_section else ""
        if texts and (_REMARK.fullmatch(texts[0]) or self._is_signature(line, texts, is_last)):
            return "W_FOOTER_ROW"
        if is_last and self._is_foot(line):
            return "W_FOOTER_ROW"
        return "W_SECTION_ROW" if self._is_section(line, texts) else ""

    def _is_row(self, at, line):
        """Whether the line is surely one: a name with a number, or with more than a signature."""
        is_full = self.counts[at] > _FEW
        return is_full or (not is_blank(line.get(self.subject)) and bool(self._number(line)))

    def _number(self, line):
        """The running number as text, or "" where the line has none that counts."""
        found = _NUMBER.fullmatch(str(line.get(self.counter)).strip())
        return found[1] if found else ""

    def _is_signature(self, line, texts, is_last):
        """What is signed, dated or sent, and does not stand beside the name of a row."""
        name = fold(str(line.get(self.subject) or "")[:_LONGEST])
        is_dated = any(map(_DATED.fullmatch, texts))
        if not name or _SIGNATURE.match(name) or _DATED.fullmatch(name):
            return is_dated or any(map(_SIGNATURE.match, texts))
        return is_last and not is_dated and any(map(_SIGNATURE.match, texts))

    def _is_foot(self, line):
        """Below the last row: a line without a name, or names below the words of a signature."""
        if self.foot is None or self._number(line):
            return False
        return is_blank(line.get(self.subject)) or line.filled <= self.foot

    # --- Names of groups -------------------------------------------------------------------------

    def _is_section(self, line, texts):
        """A number of its own kind and a title; or a title alone."""
        mark = line.get(self.counter)
        mark = fold(mark[:_LONGEST]) if isinstance(mark, str) else ""
        said = [text for text in texts if text != mark]
        if _SECTION.fullmatch(mark):
            return len(said) <= 1
        if len(texts) != 1:
            return False
        is_wide = any(
            top <= line.number <= bottom and right - left + 1 >= _WIDE
            for top, left, bottom, right in self.merged
        )
        return bool(mark) or is_wide or bool(_HEADED.fullmatch(texts[0])) or self._is_title(line)

    def _is_numbered(self, at, line):
        """Whether a number and one text are a group's: by the text, or by the numbers around."""
        return self._is_title(line) or self._counts_anew(at, self._number(line))

    def _is_title(self, line):
        text = next(cell for cell in line.cells if _is_said(cell))
        text = normalise(text[:_LONGEST]).casefold()
        text = text[found.end() :] if (found := _BEFORE_TITLE.match(text)) else text
        return bool(_TITLE.fullmatch(text)) or title_key(text) in self.labels

    def _counts_anew(self, at, number):
        """Whether the numbers run on only without this one: 1, [2,] 1; 1, 2, [2,] 3; [1,] 1.1."""
        if max(self.counts[at + 1 : at + 2], default=0) <= _FEW:
            return False
        after = self._number(self.lines[at + 1])
        if after in {"1", number} or after.startswith(f"{number}."):
            return True
        before = next((n for n in map(self._number, reversed(self.kept)) if n), "0")
        if not (before.isdecimal() and after.isdecimal() and number.isdecimal()):
            return False
        return int(after) == int(before) + 1 != int(number)

    # --- Left out --------------------------------------------------------------------------------

    def _leave_out(self, at, line, code):
        more = ""
        if code == "W_TOTAL_ROW":
            more, self.since = self._difference(line), 0
        self.notes.append(left_out(line, code, _REASONS[code], more))
        is_signed = code == "W_FOOTER_ROW" and not any(map(_REMARK.fullmatch, _folded(line)[:1]))
        if at > self.last and (is_signed or code == "W_TOTAL_ROW"):
            self.foot = (self.foot or set()) | (line.filled if is_signed else set())

    def _difference(self, line):
        """A totals row is checked and left out: totals are counted, never typed."""
        figures = [cell for cell in line.cells if isinstance(cell, int | float)]
        figures = [int(cell) for cell in figures if not isinstance(cell, bool)]
        texts = [cell[:_LONGEST] for cell in line.cells if isinstance(cell, str)]
        figures += map(int, re.findall(r"\d+", " ".join(texts)))
        if not figures or {len(self.kept), self.since} & {*figures, sum(figures)}:
            return ""
        return f" Dòng này ghi {figures[-1]}, danh sách có {len(self.kept)} dòng."


def _is_said(cell):
    """Whether a cell holds words, not a figure that is written as text."""
    text = fold(cell[:_LONGEST]) if isinstance(cell, str) else ""
    return bool(text) and not _FIGURE.fullmatch(text)


def _folded(line):
    return [fold(cell[:_LONGEST]) for cell in line.cells if _is_said(cell)]
