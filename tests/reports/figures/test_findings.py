"""The sentence over each picture says what its numbers say, and no more."""

import pytest

from reports.figures.findings import of_months, of_units, of_years

YEARS = [2022, 2023, 2024, 2025, 2026]


@pytest.mark.parametrize(
    ("totals", "sentence"),
    [
        ([0, 0, 0, 0, 0], "Chưa có sản phẩm nào được công nhận"),
        ([1, 5, 9, 12, 10], "Sản phẩm còn hiệu lực giảm lần đầu kể từ năm 2022"),
        ([1, 5, 4, 12, 10], "Sản phẩm còn hiệu lực giảm 2 trong năm 2026, còn 10"),
        ([1, 5, 9, 12, 13], "Sản phẩm còn hiệu lực tăng đều từ năm 2022, nay là 13"),
        ([1, 5, 5, 12, 13], "Sản phẩm còn hiệu lực tăng 1 trong năm 2026, lên 13"),
        ([1, 5, 4, 12, 1200], "Sản phẩm còn hiệu lực tăng 1.188 trong năm 2026, lên 1.200"),
        ([1, 5, 9, 12, 12], "Năm 2026 có 12 sản phẩm còn hiệu lực, bằng đầu năm"),
        ([1, 5, 9, 12, 0], "Sản phẩm còn hiệu lực giảm lần đầu kể từ năm 2022"),
    ],
)
def test_years(totals, sentence):
    assert of_years(YEARS, totals) == sentence


@pytest.mark.parametrize(
    ("totals", "sentence"),
    [
        ([3, 2], "Sản phẩm còn hiệu lực giảm 1 trong năm 2026, còn 2"),
        ([0, 2], "Sản phẩm còn hiệu lực tăng 2 trong năm 2026, lên 2"),
        ([2], "Năm 2026 có 2 sản phẩm còn hiệu lực, bằng đầu năm"),
    ],
)
def test_of_few_years_no_first_time_and_no_steadiness_is_told(totals, sentence):
    assert of_years(YEARS[-len(totals) :], totals) == sentence


@pytest.mark.parametrize(
    ("counts", "sentence"),
    [
        ({}, "Không có giấy nào hết hạn trong 12 tháng tới"),
        ({12: 36, 6: 28, 3: 5}, "36 giấy hết hạn ngay tháng 12, 28 giấy vào tháng 6"),
        ({11: 4}, "4 giấy hết hạn ngay tháng 11"),
        ({1: 4, 2: 1}, "4 giấy hết hạn vào tháng 1"),
        ({12: 36, 6: 41, 10: 27}, "Nhiều nhất vào tháng 6: 41 trong 104 giấy hết hạn"),
        ({12: 9, 1: 10}, "9 giấy hết hạn ngay tháng 12, 10 giấy vào tháng 1"),
    ],
)
def test_months(counts, sentence):
    coming = [11, 12, *range(1, 11)]

    assert of_months([(month, counts.get(month, 0)) for month in coming]) == sentence


@pytest.mark.parametrize(
    ("numbers", "sentence"),
    [
        ([], "Chưa có đơn vị nào"),
        ([("A", 3), ("B", 3)], "Các đơn vị đều có 3"),
        ([("A", 3), ("B", 1), ("C", 2)], "A nhiều nhất, B ít nhất"),
        ([("A", 3), ("B", 3), ("C", 2)], "A và B nhiều nhất, C ít nhất"),
        ([("A", 0), ("B", 0), ("C", 0), ("D", 9)], "D nhiều nhất, 3 đơn vị ít nhất"),
    ],
)
def test_units(numbers, sentence):
    assert of_units(numbers) == sentence
