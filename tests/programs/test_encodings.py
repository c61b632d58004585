"""Vietnamese in other encodings than Unicode is found, and true Vietnamese is left alone."""

import csv
from pathlib import Path

import pytest
from django.conf import settings

from programs.encodings import UndecodableError, decode, detect
from tests.support.workbooks import windows_1258

TCVN3 = {
    "Tái ®en ®¶o BÐ": "Tỏi đen đảo Bé",
    "N\xadíc m¾m c¸ c¬m Sa Kú": "Nước mắm cá cơm Sa Kỳ",
    "HTX N«ng nghiÖp An H¶i": "HTX Nông nghiệp An Hải",
    "Hîp t¸c x·": "Hợp tác xã",
    "§¸nh gi¸ l¹i": "Đánh giá lại",
}
VNI = {
    "Nöôùc maém caù côm": "Nước mắm cá cơm",
    "Toûi ñen ñaûo Beù": "Tỏi đen đảo Bé",
    "Hôïp taùc xaõ": "Hợp tác xã",
    "Thöïc phaåm": "Thực phẩm",
    "HÔÏP TAÙC XAÕ": "HỢP TÁC XÃ",
}
NAMES = ("Tỏi đen đảo Bé", "Nước mắm cá cơm", "Đồ uống", "Hợp tác xã Đường phổi", "Quảng Ngãi")


def as_windows_1252(text):
    """What UTF-8 looks like once it was opened byte by byte."""
    bytes_ = (bytes([byte]) for byte in text.encode())
    return "".join(
        byte.decode("latin-1" if byte in b"\x81\x8d\x8f\x90\x9d" else "cp1252") for byte in bytes_
    )


@pytest.mark.parametrize(
    ("encoding", "text", "meant"),
    [
        *(("TCVN3", text, meant) for text, meant in TCVN3.items()),
        *(("VNI", text, meant) for text, meant in VNI.items()),
        *(("UTF-8", as_windows_1252(name), name) for name in NAMES),
    ],
)
def test_legacy_text_is_found_and_what_it_means_is_offered(encoding, text, meant):
    assert detect(text) == (encoding, meant)


def true_names():
    """Every unit of two provinces and every product set, from our own fixtures."""
    for path in sorted(Path(settings.BASE_DIR, "fixtures").glob("*.json")):
        yield from (part for part in path.read_text(encoding="utf-8").split('"') if part.strip())
    for path in sorted(Path(settings.BASE_DIR, "fixtures").glob("*.csv")):
        with path.open(encoding="utf-8") as file:
            yield from (cell for row in csv.reader(file) for cell in row)


def test_no_true_name_is_taken_for_a_legacy_encoding():
    names = {name for name in true_names() if not name.isascii()}
    names |= {f"Bánh {name}" for name in names} | {name.upper() for name in names}

    assert len(names) >= 1000
    assert [name for name in names if detect(name)] == []


@pytest.mark.parametrize(
    "text",
    [
        "Hoà Bình",
        "Khoá luận quý",
        "Gà Tây, Cáo, Cào cào",
        "Mì Quảng",
        "Sôcôla",
        "Pâté gan",
        "Crème brûlée",
        "El Niño",
        "Vinamilk®",
        "5 µm",
        "A · B",
        "Hộ bà Sáu",
        "thuở xưa",
        "lawnet.vn/tim?id=8",
    ],
)
def test_text_that_only_looks_odd_is_left_alone(text):
    assert detect(text) is None


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16"])
def test_bytes_that_say_their_encoding_are_decoded_and_not_guessed(encoding):
    assert decode("Tên;Nước mắm".encode(encoding)) == ("Tên;Nước mắm", "")


def test_windows_1258_is_guessed_and_composed():
    text = "Tên sản phẩm;Nước mắm cá cơm;Đường phổi"

    assert decode(windows_1258(text)) == (text, "Windows-1258")


@pytest.mark.parametrize(
    ("data", "likely"),
    [
        ("\r\n".join(TCVN3).encode("latin-1"), "TCVN3"),
        ("\r\n".join(VNI).encode("latin-1"), "VNI"),
        (bytes(range(128, 256)) * 4, ""),
        (b"\xff\xfea", ""),
    ],
    ids=["TCVN3", "VNI", "noise", "half a character"],
)
def test_bytes_in_no_encoding_of_ours_are_refused_with_the_likely_one(data, likely):
    with pytest.raises(UndecodableError) as refused:
        decode(data)

    assert str(refused.value) == likely
