"""The words of the province's report: marks of figures and of sources."""

import pytest

from reports.provincial import narrative

FIGURES = {"lop": "1.118", "lop.plan": "7", "von": "2,5"}
SOURCES = {"522": "Huyện Bình Sơn", "so-khcn": "Sở KH&CN"}


def figure(code="lop", value=3, **beside):
    row = {"section": "II.3", "code": code, "label": f"Số {code}", "measure": "lớp", "value": value}
    return row | dict.fromkeys(("plan", "before", "year_ago")) | beside


def test_figures_are_written_out_and_sources_left_out_on_paper():
    text = "Mở {lop} lớp, đăng ký {lop.plan} {@522} {@so-khcn}.\n\n  Vốn {von} triệu đồng. {@522}"

    assert narrative.on_paper(text, FIGURES) == [
        "Mở 1.118 lớp, đăng ký 7.",
        "Vốn 2,5 triệu đồng.",
    ]


def test_on_the_page_each_mark_knows_what_it_stands_for():
    [line] = narrative.paragraphs("Mở {lop.plan} lớp {@522}.", FIGURES, SOURCES)

    assert [(piece.text, piece.code, piece.source) for piece in line] == [
        ("Mở ", "", ""),
        ("7", "lop", ""),
        (" lớp ", "", ""),
        ("Huyện Bình Sơn", "", "522"),
        (".", "", ""),
    ]


@pytest.mark.parametrize(
    ("text", "faults"),
    [
        ("Mở {lop} lớp {@522}.", []),
        ("Mở {lp} lớp.", ["“lp”"]),
        ("Mở {lop.dk} lớp {@999}.", ["“lop.dk”", "“999”"]),
        ("Mở {lop lớp.", ["dấu ngoặc"]),
        ("{}", ["dấu ngoặc"]),
        ("Mở {lp} và {lp}.", ["“lp”"]),
    ],
)
def test_a_mark_of_nothing_is_told_all_at_once(text, faults):
    said = narrative.faults(text, FIGURES, SOURCES)

    assert len(said) == len(faults)
    assert all(fault in sentence for fault, sentence in zip(faults, said, strict=True))


def test_a_section_begins_with_its_figures_then_with_what_each_wrote():
    rows = [figure(plan=7), figure("von", None), figure("khach", 0)]
    said = [("522", "Huyện Bình Sơn", "Đã mở lớp.\nCòn thiếu."), ("536", "Huyện Lý Sơn", "Khác.")]

    assert narrative.drafted(rows, said).split("\n") == [
        "Số lop: {lop} lớp (đăng ký {lop.plan}); Số khach: {khach} lớp.",
        "Huyện Bình Sơn: Đã mở lớp. {@522}",
        "Còn thiếu. {@522}",
        "Huyện Lý Sơn: Khác. {@536}",
    ]


def test_what_several_wrote_in_the_same_words_stands_once_with_all_sources():
    said = [(str(code), f"Đơn vị {code}", "Không  có.") for code in range(1, 5)]

    assert narrative.drafted([], said[:2]) == "Đơn vị 1, Đơn vị 2: Không  có. {@1} {@2}"
    assert narrative.drafted([], said) == "04 nơi báo cáo: Không  có. {@1} {@2} {@3} {@4}"


def test_words_that_differ_by_marks_alone_all_stand():
    said = [("1", "Xã Sơn Hà", "Cả Sơn Hà mở lớp."), ("2", "Xã Sơn Hạ", "Cả Sơn Hạ mở lớp.")]

    assert "Xã Sơn Hạ: Cả Sơn Hạ mở lớp. {@2}" in narrative.drafted([], said)


def test_braces_that_a_reporter_typed_are_no_marks():
    text = narrative.drafted([], [("522", "Bình Sơn", "Lớp {nâng cao} và {khac} {")])

    assert narrative.faults(text, FIGURES, SOURCES) == []
    assert narrative.on_paper(text, FIGURES) == ["Bình Sơn: Lớp (nâng cao) và (khac) ("]


def test_of_what_nobody_knows_it_is_said():
    rows = {"figures": [figure(value=None), figure("von", 2_450_000, measure="đồng")]}
    known = narrative.figures_of(rows)

    assert (known["lop"], known["von"]) == ("chưa có số liệu", "2,5")
