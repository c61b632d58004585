"""How papers write days and numbers (Nghị định 30/2020/NĐ-CP, Phụ lục I, mục II)."""

_WITH_NOUGHT = 2


def day_in_full(day):
    """A day as a document bears it: "ngày 05 tháng 02 năm 2024", "ngày 18 tháng 6 năm 2026"."""
    month = f"{day.month:02}" if day.month <= _WITH_NOUGHT else day.month
    return f"ngày {day.day:02} tháng {month} năm {day.year}"
