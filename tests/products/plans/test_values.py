"""The cells of a product's row, in the spellings that people use."""

from datetime import date

import pytest

from products.enums import Maturity, ProducerKind, RegistrationForm
from products.plans.values import RowReader, form_title, read_form
from programs.enums import ProductGroup, UnitKind
from programs.intake.cells import CellError
from programs.intake.rows import RawRow
from tests.support.factories import make_commune
from tests.support.importers import make_importing_plan, make_sets

pytestmark = pytest.mark.pg
GOOD = {
    "product_name": "Trà Shan",
    "producer_name": "HTX Trà",
    "producer_kind": "Hợp tác xã",
    "commune": "Xã Bình An",
    "product_group": "Thực phẩm",
    "form": "3 sao",
}


@pytest.fixture
def plan(db):
    make_sets()
    return make_importing_plan()


def read(plan, *, proposals=False, **cells):
    """(values, problems) of a good row with these cells changed."""
    return RowReader(plan, proposals=proposals).read(RawRow(7, is_hidden=False, cells=GOOD | cells))


def only(problems):
    (problem,) = problems
    return problem


def test_good_row_has_values_and_nothing_to_say(plan):
    values, problems = read(plan)

    assert problems == []
    assert values == {
        "product_name": "Trà Shan",
        "producer_name": "HTX Trà",
        "producer_kind": ProducerKind.COOPERATIVE,
        "commune": plan.unit.children.get(name="Bình An"),
        "product_group": ProductGroup.FOOD,
        "form": RegistrationForm.THREE_STAR,
        "note": "",
        "address": "",
        "product_set": None,
        "maturity": "",
    }


@pytest.mark.parametrize(
    ("text", "form"),
    [
        *((text, RegistrationForm.THREE_STAR) for text in ("3 Sao", "3*", "03 sao", "ba sao", "3")),
        *((text, RegistrationForm.THREE_STAR) for text in ("★★★", "3★", "hạng 3 sao", "Đạt 3 sao")),
        *(
            (text, RegistrationForm.FOUR_STAR)
            for text in ("4 sao", "bốn sao", "****", "OCOP 4 sao", "Sao 4", "Hạng sao: 4")
        ),
        *(
            (text, RegistrationForm.FOUR_STAR)
            for text in ("4 sao cấp tỉnh", "4 sao OCOP cấp tỉnh", "4 sao (cấp huyện)")
        ),
        ("Nâng hạng 3 - 4 sao", RegistrationForm.UPGRADE_3_4),
        ("nâng hạng 3–4 sao", RegistrationForm.UPGRADE_3_4),
        ("Nâng hạng 3 -4 sao", RegistrationForm.UPGRADE_3_4),
        ("3-4", RegistrationForm.UPGRADE_3_4),
        ("Nâng hạng: 3 sao → 4 sao", RegistrationForm.UPGRADE_3_4),
        ("NÂNG HẠNG 4-5 SAO", RegistrationForm.UPGRADE_4_5),
        ("Nâng hạng từ 4 sao lên 5 sao", RegistrationForm.UPGRADE_4_5),
        ("Đề nghị nâng hạng 4 đến 5 sao", RegistrationForm.UPGRADE_4_5),
        *(
            (text, RegistrationForm.UPGRADE_3_4)
            for text in ("Nâng cấp lên 4 sao", "nâng hạng 4 sao", "Lên hạng 4 sao", "lên 4 sao")
        ),
        ("Đăng ký nâng hạng sản phẩm lên 5 sao", RegistrationForm.UPGRADE_4_5),
        ("Nâng sao lên bốn sao cấp tỉnh", RegistrationForm.UPGRADE_3_4),
        ("đánh giá lại ", RegistrationForm.RE_EVALUATION),
        ("Sản phẩm hết hạn, đánh giá lại", RegistrationForm.RE_EVALUATION),
        ("Đánh giá phân hạng lại", RegistrationForm.RE_EVALUATION),
        ("Hết hạn", RegistrationForm.RE_EVALUATION),
    ],
)
def test_form_is_understood_as_people_write_it(text, form):
    assert read_form(text) is form


@pytest.mark.parametrize(
    "text",
    [
        *("5 sao", "2 sao", "3 sao, 4 sao", "3 sao; 4 sao", "Nâng hạng 5-4 sao", "Nâng hạng 3-5"),
        *("x", "", "34", "sao", "lại", "3/4", "Nâng hạng", "33 sao", "đánh giá", "Nâng hạng 3 sao"),
        *("lên", "Sao 5", "4 sao cấp xã"),
    ],
)
def test_form_that_may_mean_two_things_or_none_is_never_guessed(text):
    assert read_form(text) is None


def test_only_titles_that_speak_of_stars_head_a_column_of_marks():
    assert form_title("Nâng hạng 3 -4 sao") == "Nâng hạng 3-4 sao"
    assert form_title("Sản phẩm hết hạn, đánh giá lại") == "Đánh giá lại"
    assert form_title("3") == form_title("(4)") == form_title("Ghi chú") == ""


@pytest.mark.parametrize(
    ("column", "text", "value"),
    [
        ("producer_kind", "HTX", ProducerKind.COOPERATIVE),
        ("producer_kind", "hộ kinh doanh cá thể", ProducerKind.BUSINESS_HOUSEHOLD),
        ("producer_kind", "Hộ SXKD", ProducerKind.BUSINESS_HOUSEHOLD),
        ("producer_kind", "hộ sản xuất, kinh doanh", ProducerKind.BUSINESS_HOUSEHOLD),
        ("producer_kind", "DOANH NGHIỆP", ProducerKind.ENTERPRISE),
        ("producer_kind", "Hội", ProducerKind.ASSOCIATION),
        ("product_group", "Hàng thủ công mỹ nghệ", ProductGroup.CRAFT),
        ("product_group", "Nhóm thực phẩm", ProductGroup.FOOD),
        ("product_group", "Du lịch cộng đồng", ProductGroup.TOURISM),
        ("product_group", "Thảo dược", ProductGroup.HERBAL),
        ("maturity", "tiềm năng", Maturity.POTENTIAL),
        ("maturity", "Đã  hình thành", Maturity.ESTABLISHED),
    ],
)
def test_value_of_a_list_is_understood_by_its_common_names(plan, column, text, value):
    values, problems = read(plan, **{column: text})

    assert values[column] is value
    assert problems == []


@pytest.mark.parametrize(
    ("column", "text"),
    [
        ("producer_kind", "Cty cổ phần"),
        ("producer_kind", "Hợp tác xã; Doanh nghiệp"),
        ("product_group", "Mỹ phẩm"),
        ("product_group", "Thực phẩm; Đồ uống"),
        ("maturity", "mới"),
        ("product_set", "27"),
        ("product_set", "Rượu"),
    ],
)
def test_value_outside_its_list_is_refused_with_what_may_stand_there(plan, column, text):
    problem = only(read(plan, **{column: text})[1])

    assert (problem.row, problem.value, problem.code) == (7, text, "E_CATALOGUE")
    assert "Ghi" in problem.message


@pytest.mark.parametrize("text", ["Cơ sở sản xuất", "Cơ sở SXKD", "CSSX", "Hộ cá thể"])
def test_kind_that_the_law_does_not_know_is_asked_about(plan, text):
    problem = only(read(plan, producer_kind=text)[1])

    assert (problem.code, problem.proposal) == ("E_CATALOGUE", "Hộ kinh doanh")


@pytest.mark.parametrize(
    "text",
    [
        "Thôn 1 xã Bình An huyện Mẫu",
        "Xã Bình An, Mẫu",
        "huyện Mẫu-xã Bình An-thôn 1",
        "xã bình an",
        "Bình An",
        "X. Bình An",
        "X.Bình An",
        "Xã Bình An, huyện Mẫu",
        "Thôn 3, xã Bình An",
        "Xã Bình An - Huyện Mẫu",
        "Xã Bình An huyện Mẫu, tỉnh Quảng Ngãi",
        "Xã Bình An, huyện Chưa Biết",
    ],
)
def test_commune_is_found_by_the_ways_to_write_it(plan, text):
    values, problems = read(plan, commune=text)

    assert str(values["commune"]) == "Xã Bình An"
    assert [problem.code for problem in problems] in ([], ["W_NORMALISED"])


@pytest.mark.parametrize(("name", "text"), [("Hoà Mỹ", "Xã Hòa Mỹ"), ("Hòa Thuý", "Hoà Thúy")])
def test_place_of_the_tone_is_no_difference(plan, name, text):
    make_commune(plan.unit, name=name)

    assert read(plan, commune=text)[0]["commune"].name == name


@pytest.mark.parametrize(
    ("text", "proposal"),
    [
        ("Nghia Lam", "Xã Nghĩa Lâm"),
        ("Xã Nghỉa Lâm", "Xã Nghĩa Lâm"),
        ("Xã Na", ""),
        ("Xã Ngoài Huyện", ""),
        ("Xã Bình An, huyện Bên Cạnh", ""),
        ("huyện Bên Cạnh, Xã Bình An", ""),
        ("Bình An; Bình Minh", ""),
        ("Bình Mĩ", "Xã Bình Mỹ"),
        ("như vậy", ""),
    ],
)
def test_commune_that_is_not_surely_meant_is_proposed_at_most(plan, text, proposal):
    make_commune(plan.unit, name="Bình Mỹ")

    problem = only(read(plan, commune=text)[1])

    assert (problem.code, problem.proposal) == ("E_COMMUNE", proposal)


def test_refusal_of_a_commune_names_only_those_of_the_own_unit(plan):
    problem = only(read(plan, commune="Xã Ngoài Huyện")[1])

    assert "Xã Bình Minh" in problem.message
    assert "Bên Cạnh" not in problem.message


def test_bare_name_of_a_commune_that_is_the_units_too_is_asked_about(plan):
    make_commune(plan.unit, name="Mẫu", kind=UnitKind.TOWNSHIP)
    problem = only(read(plan, commune="Thôn 2, Mẫu")[1])

    assert (problem.code, problem.proposal) == ("E_COMMUNE", "Thị trấn Mẫu")
    assert str(read(plan, commune="Xã Bình An, Mẫu")[0]["commune"]) == "Xã Bình An"
    for text in ("TT Mẫu", "Thị trấn Mẫu, Mẫu", "Tổ 1 thị trấn Mẫu huyện Mẫu"):
        assert str(read(plan, commune=text)[0]["commune"]) == "Thị trấn Mẫu"


def test_two_communes_of_one_name_must_be_told_apart(plan):
    make_commune(plan.unit, name="Bình An", kind=UnitKind.TOWNSHIP)

    assert "Xã Bình An hoặc Thị trấn Bình An" in only(read(plan, commune="Bình An")[1]).message
    assert str(read(plan, commune="TT. Bình An")[0]["commune"]) == "Thị trấn Bình An"


def test_product_set_is_found_by_number_or_name_and_belongs_to_its_group(plan):
    for text in ("14", 14, "Bộ 14", "rượu trắng", "14. Rượu trắng"):
        values, problems = read(plan, product_group="Đồ uống", product_set=text)
        assert (values["product_set"].number, problems) == (14, [])

    problem = only(read(plan, product_set="14")[1])
    assert "thuộc nhóm Đồ uống" in problem.message


@pytest.mark.parametrize(
    ("column", "cell", "code"),
    [
        ("product_name", None, "E_REQUIRED"),
        ("product_name", "   ", "E_REQUIRED"),
        ("product_name", "\u200b\u200b", "E_REQUIRED"),
        ("product_name", 12345, "E_TYPE"),
        ("product_name", True, "E_TYPE"),
        ("producer_name", date(2024, 1, 1), "E_TYPE"),
        ("product_name", CellError("#REF!"), "E_CELL_ERROR"),
        ("product_name", CellError(), "E_FORMULA"),
        ("note", CellError("#N/A"), "E_CELL_ERROR"),
        ("product_name", "a" * 201, "E_TOO_LONG"),
        ("product_name", "a" * 40_000, "E_TOO_LONG"),
        ("product_name", "T" + "\u0323\u0301" * 600, "E_TOO_LONG"),
        ("note", "a" * 1001, "E_TOO_LONG"),
        ("producer_kind", "a" * 301, "E_TOO_LONG"),
        ("product_name", "Tỏi\x07", "E_CONTROL_CHAR"),
        ("product_name", "Mắm cоm", "E_MIXED_SCRIPT"),
        ("product_name", "Trà 🍵 sen", "E_NOT_PRINTED"),
        ("producer_name", "HTX 茶", "E_NOT_PRINTED"),
        ("note", "Ngon ★", "E_NOT_PRINTED"),
        ("producer_name", "nt", "E_DITTO"),
        ("producer_kind", "-nt-", "E_DITTO"),
        ("producer_name", '"', "E_DITTO"),
        ("commune", "như trên", "E_DITTO"),
        ("form", date(2024, 4, 3), "E_DATE_FOR_TEXT"),
        ("form", "03-Apr", "E_DATE_FOR_TEXT"),
        ("form", "04/03/2024", "E_DATE_FOR_TEXT"),
        ("form", 5, "E_FORM"),
        ("form", "x", "E_FORM"),
    ],
)
def test_cell_that_cannot_be_taken_is_refused_by_its_fault(plan, column, cell, code):
    assert only(read(plan, **{column: cell})[1]).code == code


@pytest.mark.parametrize(
    ("column", "cell", "value", "code"),
    [
        ("product_name", "Tỏi\u200b đen", "Tỏi đen", "W_NORMALISED"),
        ("product_name", "Tỏi\nđen", "Tỏi đen", "W_NORMALISED"),
        ("product_name", "=1+1", "=1+1", "W_FORMULA_TEXT"),
        ("product_name", "\t=1+1", "=1+1", "W_FORMULA_TEXT"),
        ("product_name", "＝1+1", "＝1+1", "W_FORMULA_TEXT"),
        ("product_name", "@SUM(1)", "@SUM(1)", "W_FORMULA_TEXT"),
        ("product_name", "-2+3", "-2+3", "W_FORMULA_TEXT"),
        ("product_name", "<script>alert(1)</script>", None, "W_HTML_TEXT"),
        ("form", 3, RegistrationForm.THREE_STAR, "W_NORMALISED"),
        ("note", "- Hết hạn 6/2024", None, ""),
        ("note", "+ Mới", None, ""),
        ("note", "Mắm < 5 độ", None, ""),
    ],
)
def test_cell_that_is_taken_with_a_warning(plan, column, cell, value, code):
    values, problems = read(plan, **{column: cell})

    assert values[column] == (cell if value is None else value)
    assert " ".join(problem.code for problem in problems) == code


@pytest.mark.parametrize(
    ("cell", "note"),
    [
        (date(2024, 3, 22), "22/03/2024"),
        ("22/3/2024", "22/3/2024"),
        (1234.5, "1234,5"),
        ("1.234,5", "1.234,5"),
        (45373, "45373"),
        (True, "có"),
        ("Dòng 1\r\nDòng 2", "Dòng 1\nDòng 2"),
    ],
)
def test_note_holds_what_people_saw_in_the_cell(plan, cell, note):
    values, problems = read(plan, note=cell)

    assert values["note"] == note
    assert problems == []


LEGACY = {
    "product_name": "Tái ®en ®¶o BÐ",
    "producer_name": "Hé kinh doanh Thæ CÈm",
    "producer_kind": "Hé kinh doanh",
    "commune": "X· B×nh An",
    "product_group": "Thùc phÈm",
}


def test_row_in_an_old_encoding_is_refused_whole_with_what_it_means(plan):
    _, problems = read(plan, **LEGACY)

    assert {problem.code for problem in problems} == {"E_LEGACY_ENCODING"}
    assert [problem.proposal for problem in problems][:3] == [
        "Tỏi đen đảo Bé",
        "Hộ kinh doanh Thổ Cẩm",
        "Hộ kinh doanh",
    ]


def test_offered_values_are_taken_only_when_asked(plan):
    values, problems = read(plan, proposals=True, **LEGACY | {"commune": "Nghia Lam"})

    assert values["product_name"] == "Tỏi đen đảo Bé"
    assert values["producer_kind"] is ProducerKind.BUSINESS_HOUSEHOLD
    assert str(values["commune"]) == "Xã Nghĩa Lâm"
    assert all(problem.is_warning for problem in problems)
    assert (
        read(plan, proposals=True, producer_kind="Cty cổ phần")[0]["producer_kind"] == "enterprise"
    )
