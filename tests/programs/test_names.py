"""Names of producers and products: which spellings are one name."""

import pytest

from programs.names import name_key


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("HTX Trà Hoà", "Hợp tác xã Trà Hòa"),
        ("Mật ong Đắk Hà", "mật ong Đăk Hà"),
        ("Mật ong Đắk Hà", "Mật ong Đắc Hà"),
        ("Tỏi đen “Lý Sơn”", 'TỎI ĐEN "LÝ SƠN"'),
        ("Cty TNHH Sa Huỳnh", "Công ty trách nhiệm hữu hạn Sa Huỳnh"),
        ("Công ty CP Bà Đầm", "Công ty cổ phần  Bà Đầm"),
        ("Muối Sa-Huỳnh", "Muối Sa Huỳnh"),
        ("HKD Nguyễn Văn An", "Hộ kinh doanh: Nguyễn Văn An"),
    ],
)
def test_two_spellings_are_one_name(one, other):
    assert name_key(one) == name_key(other)


@pytest.mark.parametrize(
    ("one", "other"),
    [("Trà dây", "Trà gừng"), ("HTX Số 1", "HTX Số 11"), ("Cpa", "Cổ phần a")],
)
def test_two_names_stay_two(one, other):
    assert name_key(one) != name_key(other)


def test_a_name_of_signs_alone_has_an_empty_key():
    assert name_key("“…”") == ""
