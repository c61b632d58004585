"""The wording of a letter about what ends: pure, from its sealed values.

LETTER was sealed before wordings had numbers, and keeps its words; `today` has those of now.
"""

import json

import pytest

from products.certificates.letter_texts import WORDING, paragraphs, signing, subject
from tests.support.expiry_rows import LETTER

OPEN = ["2026-06-18", "2026-11-01"]  # the letter is of 01/11/2026
OVER = ["2026-06-17", "2026-10-31"]
DECISION = ("12/QĐ-UBND", "2023-06-05", "Ủy ban nhân dân huyện Bình Sơn")


def letter(*windows, law=None):
    values = json.loads(LETTER)
    [row] = values["certificates"]
    values["certificates"] = [
        row | {"label": f"{place:02}/2023", "window": window}
        for place, window in enumerate(windows, 1)
    ]
    return values | {"law": law or {"cited": "", "article": ""}}


def today(*decisions, law="", **fields):
    """A letter of this wording; `decisions` are (number, day, issuer) of its certificates."""
    values = letter(*[OVER] * len(decisions))
    for row, decided in zip(values["certificates"], decisions, strict=True):
        row.update(zip(("decision", "decided_on", "issuer"), decided, strict=True), **fields)
    lines = {"signing": ["KT. GIÁM ĐỐC", "PHÓ GIÁM ĐỐC"]}
    del values["position"]
    return values | {"wording": WORDING, "law": {"cited": law}} | lines


def text_of(*windows, **fields):
    return "\n".join(paragraphs(letter(*windows, **fields)))


@pytest.mark.parametrize(
    ("count", "words"),
    [
        (1, "giấy chứng nhận sản phẩm"),
        (2, "02 giấy chứng nhận sản phẩm"),
        (9, "09 giấy chứng nhận sản phẩm"),
        (12, "12 giấy chứng nhận sản phẩm"),
    ],
)
def test_the_subject_counts_in_two_digits_where_there_are_several(count, words):
    assert subject(today(*[DECISION] * count)) == f"thông báo {words} OCOP sắp hết hạn"


def test_a_decision_is_cited_in_full_once_and_short_afterwards():
    [_, first, second, *_] = paragraphs(today(DECISION, DECISION))

    assert first.endswith(
        "theo Quyết định số 12/QĐ-UBND ngày 05/6/2023 của Ủy ban nhân dân huyện Bình Sơn: có giá "
        "trị đến hết ngày 15/12/2026; thời gian nộp hồ sơ đánh giá lại từ ngày 17/6/2026 đến hết "
        "ngày 31/10/2026."
    )
    assert "theo Quyết định số 12/QĐ-UBND: có giá trị" in second


def test_decisions_of_one_number_stay_told_apart():
    other = ("12/QĐ-UBND", "2023-06-05", "Ủy ban nhân dân huyện Ba Tơ")

    text = "\n".join(paragraphs(today(DECISION, other, DECISION, label="")))

    assert "Quyết định số 12/QĐ-UBND ngày 05/6/2023 của Ủy ban nhân dân huyện Ba Tơ" in text
    assert text.count("12/QĐ-UBND ngày 05/6/2023 của Ủy ban nhân dân huyện Bình Sơn") == 4


def test_the_law_is_cited_from_the_place_up():
    text = "\n".join(paragraphs(today(DECISION, law="khoản 6 Điều 7 Quyết định số 1/QĐ-TTg")))

    assert "đã hết, theo khoản 6 Điều 7 Quyết định số 1/QĐ-TTg. Nếu" in text


def test_the_right_and_the_title_are_two_lines():
    assert signing(today(DECISION)) == ("KT. GIÁM ĐỐC", "PHÓ GIÁM ĐỐC")


# --- A letter of before ------------------------------------------------------------------------


def test_a_letter_of_before_keeps_its_words():
    values = letter(OPEN, ["2026-02-03", "2026-04-04"])

    assert subject(values) == "thông báo 2 giấy chứng nhận sản phẩm OCOP sắp hết hạn"
    assert signing(values) == ("GIÁM ĐỐC",)
    assert "từ ngày 03/02/2026 đến hết ngày 04/04/2026." in "\n".join(paragraphs(values))


@pytest.mark.parametrize(
    ("count", "words"), [(1, "giấy chứng nhận sản phẩm"), (12, "12 giấy chứng nhận sản phẩm")]
)
def test_the_subject_counts_where_there_are_several(count, words):
    assert subject(letter(*[[]] * count)) == f"thông báo {words} OCOP sắp hết hạn"


def test_each_certificate_stands_with_its_place_its_decision_and_its_last_day():
    lines = list(paragraphs(letter([], [])))

    assert lines[1] == (
        "1. Sản phẩm “Chè dây”, hạng 3 sao, giấy chứng nhận số 01/2023 theo Quyết định số "
        "12/QĐ-UBND ngày 15/12/2023: có giá trị đến hết ngày 15/12/2026."
    )
    assert lines[2].startswith("2. Sản phẩm")


def test_a_certificate_without_a_number_is_named_by_its_decision_and_product():
    values = letter(OPEN, OVER, OVER, OVER)
    for row, product in zip(values["certificates"], ("Chè", "Tỏi", "Quế", "Mật"), strict=True):
        row["product"] = product
        row["label"] = "" if product in {"Chè", "Quế", "Mật"} else row["label"]

    text = "\n".join(paragraphs(values))

    decided = "theo Quyết định số 12/QĐ-UBND ngày 15/12/2023"
    assert f"1. Sản phẩm “Chè”, hạng 3 sao, giấy chứng nhận {decided}: có giá trị" in text
    assert (
        f"của giấy chứng nhận số 02/2023; giấy chứng nhận sản phẩm “Quế” {decided}; "
        f"giấy chứng nhận sản phẩm “Mật” {decided} đã hết" in text
    )
    assert "số  " not in text
    assert "số theo" not in text


def test_the_window_is_told_where_the_law_knows_one():
    told = "; thời gian nộp hồ sơ đánh giá lại từ ngày 18/06/2026 đến hết ngày 01/11/2026."

    assert told in text_of(OPEN)
    assert "thời gian nộp" not in text_of([])


@pytest.mark.parametrize(
    ("windows", "may_apply", "is_over"),
    [
        ([[]], True, False),
        ([OPEN], True, False),
        ([OVER], False, True),
        ([OPEN, OVER], True, True),
        ([OVER, []], True, True),
    ],
)
def test_the_advice_fits_whose_window_is_open_on_the_day_of_the_letter(windows, may_apply, is_over):
    text = text_of(*windows)

    assert ("lập hồ sơ đánh giá lại, nộp tại" in text) is may_apply
    assert ("Nếu chưa nộp hồ sơ" in text) is is_over


def test_only_those_whose_window_is_over_are_named_as_late():
    assert "đánh giá lại của giấy chứng nhận số 01/2023, 03/2023 đã hết." in text_of(
        OVER, OPEN, OVER
    )


LAW = {"cited": "Quyết định số 26/2026/QĐ-TTg", "article": "khoản 6 Điều 7"}


@pytest.mark.parametrize(
    ("windows", "words"),
    [
        ([OPEN], "nộp tại Ủy ban nhân dân xã Đông, theo Quyết định số 26/2026/QĐ-TTg, khoản 6"),
        ([OVER], "đã hết, theo Quyết định số 26/2026/QĐ-TTg, khoản 6 Điều 7. Nếu"),
        ([OPEN, OVER], "nộp tại Ủy ban nhân dân xã Đông, theo Quyết định số 26/2026/QĐ-TTg"),
    ],
)
def test_the_law_is_cited_once(windows, words):
    text = text_of(*windows, law=LAW)

    assert words in text
    assert text.count(LAW["cited"]) == 1


def test_without_a_law_nothing_is_cited():
    assert "theo Quyết định số 26" not in text_of(OPEN, OVER)
    assert "nộp tại Ủy ban nhân dân xã Đông; báo cáo" in text_of(OPEN)


def test_it_ends_as_a_dispatch_ends_and_says_to_whom_the_reason_is_told():
    assert text_of(OPEN).endswith(
        "đề nghị HTX Thi Phổ báo lý do cho Ủy ban nhân dân xã Đông để tổng hợp./."
    )
