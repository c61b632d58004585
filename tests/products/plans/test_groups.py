"""The groups of products as books of all years call them."""

import pytest

from products.plans.values import CHOICES
from programs.intake.texts import Rejected


@pytest.mark.parametrize(
    ("text", "group"),
    [
        ("Vải, may mặc", "craft"),
        ("Lưu niệm - nội thất - trang trí", "craft"),
        ("Thảo dược", "herbal"),
        ("Dịch vụ du lịch nông thôn và bán hàng", "tourism"),
        ("Thực phẩm tươi sống", "food"),
        ("NHÓM GIA VỊ", "food"),
        ("Nhóm đồ uống có cồn", "drink"),
        ("Cà phê, ca cao", "food"),
        ("Ngành thực phẩm", "food"),
        ("Thực phẩm/ Nhóm gia vị", "food"),
        ("Thực phẩm (chế biến)", "food"),
        ("Thực phẩm - Thực phẩm thô, sơ chế", "food"),
        ("Hoa, cây cảnh", "ornamental"),
        ("Mỹ phẩm có thành phần từ thảo dược", "herbal"),
    ],
)
def test_groups_of_2019_and_groups_inside_groups_are_understood(text, group):
    assert CHOICES["product_group"](text) == group


@pytest.mark.parametrize("text", ["Thực phẩm; Đồ uống", "Thực phẩm/Đồ uống", "Thực phẩm/Gì đó"])
def test_two_groups_or_an_unknown_part_are_refused(text):
    with pytest.raises(Rejected):
        CHOICES["product_group"](text)
