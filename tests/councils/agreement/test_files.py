"""Files that tell a sitting: what they may not say is refused by a sentence, all of it at once."""

import json
from io import StringIO

import pytest
from django.core.management import CommandError, call_command

from tests.support.factories import make_regulation
from tests.support.sittings import options, sitting

pytestmark = [pytest.mark.django_db, pytest.mark.pg, pytest.mark.usefixtures("decision")]
DEEP = 100_000
LAW = "26/2026/QĐ-TTg (26-2026)"


@pytest.fixture
def refusal(tmp_path):
    """The sentences by which the command refuses a file of this text, bytes or value."""

    def refuse(said):
        path = tmp_path / "phien.json"
        if not isinstance(said, str | bytes):
            said = json.dumps(said)
        path.write_bytes(said if isinstance(said, bytes) else said.encode())
        printed = StringIO()
        with pytest.raises(CommandError) as error:
            call_command("score_session", path, stdout=printed)
        assert (printed.getvalue(), error.value.returncode) == ("", 1)
        return str(error.value).replace(str(path), "TỆP").split("\n")

    return refuse


def member(name="TV1", state="signed", **said):
    return {"member": name, "state": state} | said


def signed(number, changes="", case=None, **more):
    """A member's sheet with these answers instead; code 5.1 is written c5_1."""
    instead = {code[1:].replace("_", "."): value for code, value in more.items()}
    return [member(options=options(number, changes, case) | instead)]


# --- What is answered --------------------------------------------------------------------------


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig"])
def test_json_alone_is_printed(tmp_path, encoding):
    said = sitting(9, "", "absent")
    said["sheets"][0]["member"] = "Bùi Thị Ý"
    path = tmp_path / "phien.json"
    path.write_text(json.dumps(said, ensure_ascii=False), encoding=encoding)
    printed, errors = StringIO(), StringIO()

    call_command("score_session", str(path), stdout=printed, stderr=errors)

    assert errors.getvalue() == ""
    assert json.loads(printed.getvalue()) == {
        "totals": {"Bùi Thị Ý": 100},
        "mean": "100/1",
        "shown": "100,00",
        "median": "100",
        "spread": "0",
        "quorum": False,
        "band": 5,
        "star": None,
        "failing": {"3": [], "4": [], "5": []},
        "verdict": "open",
    }


@pytest.mark.parametrize(
    "said",
    [
        {"gate": None, "spread_reason": None, "settings": None, "findings": None},
        {"settings": {}, "findings": {}, "case": 2},
        {"sheets": [member("TV1", "absent", options=[None])], "seats": 1},
    ],
)
def test_what_is_left_out_or_not_read_is_not_refused(tmp_path, said):
    path = tmp_path / "phien.json"
    whole = sitting(9, "") | said
    del whole["occasion"]
    path.write_text(json.dumps(whole))

    call_command("score_session", path, stdout=(printed := StringIO()))

    assert json.loads(printed.getvalue())["verdict"] in {"forward", "open"}


# --- No JSON -----------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("said", "beginning"),
    [
        ("", "TỆP không phải tệp JSON: "),
        ("{", "TỆP không phải tệp JSON: "),
        (b"\xff\xfe{\x00}\x00", "TỆP không phải tệp JSON: "),
        (b"PK\x03\x04\x00", "TỆP không phải tệp JSON: "),
        ('{"set": 1} {"set": 2}', "TỆP không phải tệp JSON: "),
        ('{"set": 1, "seats": 7, "set": 2}', "TỆP không phải tệp JSON: “set” ghi hai lần."),
        ('{"sheets": [{"options": {"1.1": 1, "1.1": 1}}]}', "TỆP không phải tệp JSON: “1.1” ghi"),
        ('{"set": NaN}', "TỆP không phải tệp JSON: NaN không phải là số."),
        ('{"seats": -Infinity}', "TỆP không phải tệp JSON: -Infinity không phải là số."),
        ('{"seats": ' + "9" * 5000 + "}", "TỆP không phải tệp JSON: "),
        ("[" * DEEP, "TỆP có danh sách, đối tượng lồng nhau quá sâu."),
        ('{"":' * DEEP, "TỆP có danh sách, đối tượng lồng nhau quá sâu."),
        ("[]", 'Tệp phải là một đối tượng JSON: {"regulation": …}.'),
        ("null", 'Tệp phải là một đối tượng JSON: {"regulation": …}.'),
        ('"26-2026"', 'Tệp phải là một đối tượng JSON: {"regulation": …}.'),
    ],
)
def test_what_is_no_object_of_json_is_refused(refusal, said, beginning):
    (sentence,) = refusal(said)

    assert sentence.startswith(beginning)


@pytest.mark.parametrize("said", [{"set": "NEST"}, {"settings": {"minima": "NEST"}}])
def test_a_nest_is_refused_however_deep_it_is(refusal, said):
    """Of some depths json reads just what nothing can write again."""
    text = json.dumps(sitting(9, "") | said)

    for depth in range(900, 1000, 4):
        refusal(text.replace('"NEST"', "[" * depth + "]" * depth))


def test_a_file_that_is_not_there_and_a_folder_are_refused(tmp_path):
    for path in (tmp_path / "khong-co.json", tmp_path):
        with pytest.raises(CommandError, match="Không đọc được tệp") as error:
            call_command("score_session", path)
        assert error.value.returncode == 1


# --- The law -----------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("said", "sentence"),
    [
        ({"regulation": "27-2026"}, 'Không có quy định mang mã "27-2026".'),
        ({"regulation": None}, "Không có quy định mang mã null."),
        ({"regulation": 26}, "Không có quy định mang mã 26."),
        ({"regulation": "26-2026\x00"}, 'Không có quy định mang mã "26-2026\\u0000".'),
        ({"regulation": "\ud800"}, 'Không có quy định mang mã "\ud800".'),
        ({"regulation": ["26-2026"]}, 'Không có quy định mang mã ["26-2026"].'),
        ({"regulation": "148-2023"}, "148/QĐ-TTg (148-2023) chưa có bộ tiêu chí nào để chấm."),
        ({"set": 27}, f"{LAW} không có bộ tiêu chí số 27."),
        ({"set": 0}, f"{LAW} không có bộ tiêu chí số 0."),
        ({"set": 10**30}, f"{LAW} không có bộ tiêu chí số {10**30}."),
        ({"set": "9"}, f'{LAW} không có bộ tiêu chí số "9".'),
        ({"set": 9.0}, f"{LAW} không có bộ tiêu chí số 9.0."),
        ({"set": True}, f"{LAW} không có bộ tiêu chí số true."),
        ({"set": {"number": 9}}, f'{LAW} không có bộ tiêu chí số {{"number": 9}}.'),
        ({"gate": "no_gmp"}, "Bộ 9 không có điều kiện loại “no_gmp”."),  # of set 18 alone
        ({"gate": "late"}, "Bộ 9 không có điều kiện loại “late”."),
        ({"gate": 1}, "“gate” là một đoạn chữ."),
        ({"gate": False}, "“gate” là một đoạn chữ."),
        ({"gate": []}, "“gate” là một đoạn chữ."),
    ],
)
def test_what_the_law_has_not_is_refused(refusal, said, sentence):
    assert refusal(sitting(9, "") | said) == [sentence]


def test_a_quotation_is_no_longer_than_a_sentence(refusal):
    assert [len(each) for each in refusal(sitting(9, "") | {"regulation": "x" * 10**6})] == [87]


def test_a_regulation_of_ones_own_without_criteria_is_refused(refusal):
    law = make_regulation()

    assert refusal(sitting(9, "") | {"regulation": law.code}) == [
        f"{law} chưa có bộ tiêu chí nào để chấm."
    ]


@pytest.mark.parametrize("case", [None, 0, 3, -1, "1", True, 1.0, [1]])
def test_a_set_of_two_cases_asks_which(refusal, case):
    assert refusal(sitting(26, "") | {"case": case}) == [
        "Bộ này có hai trường hợp: ghi “case” là 1 (cộng đồng) hoặc 2."
    ]


# --- The sheets --------------------------------------------------------------------------------

STATES = "“state” là một trong signed, abstained, absent, conflict."
NAMELESS = "Mỗi phiếu phải ghi tên thành viên ở “member”, đọc được."


@pytest.mark.parametrize(
    ("sheets", "sentence"),
    [
        (signed(9, "7:x"), "TV1: chưa chấm tiêu chí 7 nên chưa ký được."),
        (signed(9, "5:x"), "TV1: chưa chấm tiêu chí 5.1, 5.3 nên chưa ký được."),
        (signed(9, "5.2:x"), "TV1: chưa chấm tiêu chí 5.2 nên chưa ký được."),
        (
            signed(9, "5.1:1"),
            (
                "TV1: Tiêu chí 5.2 chỉ chấm khi có điểm ở tiêu chí 5.1: hãy chọn mức có điểm ở "
                "5.1, hoặc bỏ chọn 5.2."
            ),
        ),
        (signed(9, c12=1), "TV1: bộ 9 không có tiêu chí “12” để chấm."),
        (signed(9, cA=1), "TV1: bộ 9 không có tiêu chí “A” để chấm."),
        (signed(9, c6=None), "TV1: bộ 9 không có tiêu chí “6” để chấm."),
        (signed(9, c7=5), "TV1: tiêu chí 7 không có phương án 5."),
        (signed(9, c7=0), "TV1: tiêu chí 7 không có phương án 0."),
        (signed(9, c7=-1), "TV1: tiêu chí 7 không có phương án -1."),
        (signed(9, c7=True), "TV1: tiêu chí 7 không có phương án true."),
        (signed(9, c7=2.0), "TV1: tiêu chí 7 không có phương án 2.0."),
        (signed(9, c7="2"), 'TV1: tiêu chí 7 không có phương án "2".'),
        (signed(9, c7=[2]), "TV1: tiêu chí 7 không có phương án [2]."),
        (signed(9, c7={}), "TV1: tiêu chí 7 không có phương án {}."),
        ([member(options=None)], "TV1: phiếu đã ký phải có “options”."),
        ([member()], "TV1: phiếu đã ký phải có “options”."),
        ([member(options=[["7", 1]])], "TV1: phiếu đã ký phải có “options”."),
        ([member(state="present")], f"TV1: {STATES}"),
        ([member(state=None)], f"TV1: {STATES}"),
        ([member(state=["signed"])], f"TV1: {STATES}"),
        ([{"member": "TV1"}], f"TV1: {STATES}"),
        ([member("", "absent")], NAMELESS),
        ([member("  ", "absent")], NAMELESS),
        ([member(None, "absent")], NAMELESS),
        ([member(7, "absent")], NAMELESS),
        ([member("TV\x00", "absent")], NAMELESS),
        ([member("TV\ud800", "absent")], NAMELESS),
        ([{"state": "absent"}], NAMELESS),
        (["TV1"], NAMELESS),
        ([None], NAMELESS),
        ([member("TV1", "absent")] * 2, "TV1 có 2 phiếu; mỗi thành viên một phiếu."),
        (
            [member("TV1", "absent"), member(" TV1", "conflict")],
            "TV1 có 2 phiếu; mỗi thành viên một phiếu.",
        ),
        (None, "“sheets” là danh sách phiếu của các thành viên."),
        ({"TV1": {}}, "“sheets” là danh sách phiếu của các thành viên."),
        ("TV1", "“sheets” là danh sách phiếu của các thành viên."),
    ],
)
def test_a_sheet_that_nobody_could_sign_is_refused(refusal, sheets, sentence):
    assert refusal(sitting(9, seats=7) | {"sheets": sheets}) == [sentence]


def test_levels_of_the_other_case_are_refused(refusal):
    """Case 1 has the options 1 and 2 of 8, 9 and 15, case 2 the others."""
    first = "Dịch vụ du lịch do cộng đồng cung cấp"
    second = "Dịch vụ du lịch do tổ chức, cá nhân cung cấp"

    assert refusal(sitting(26, case=1, seats=1) | {"sheets": signed(26, "", 1, c8=3)}) == [
        f"TV1: tiêu chí 8, phương án 3 thuộc trường hợp khác “{first}”."
    ]
    assert refusal(sitting(26, case=2, seats=1) | {"sheets": signed(26, "", 1)}) == [
        "TV1: tiêu chí 8, phương án 2 thuộc trường hợp khác “Điểm dịch vụ du lịch”.",
        f"TV1: tiêu chí 9, phương án 2 thuộc trường hợp khác “{second}”.",
        f"TV1: tiêu chí 15, phương án 2 thuộc trường hợp khác “{second}”.",
    ]


# --- The other words ---------------------------------------------------------------------------

SEATS = "“seats” là số ghế của Hội đồng, từ 1, không phải {}."
KNOWN = "“settings” chỉ có quorum, tolerance, minima, forward."
SHARE = "“settings”, “quorum”: tỷ lệ phải lớn hơn 0 và không quá 1."
UNREAD = "“settings”, “{}”: không hiểu {}."
COUNCIL = "Kết luận của Hội đồng"


@pytest.mark.parametrize(
    ("said", "sentence"),
    [
        ({"seats": 0}, SEATS.format(0)),
        ({"seats": -7}, SEATS.format(-7)),
        ({"seats": None}, SEATS.format("null")),
        ({"seats": "7"}, SEATS.format('"7"')),
        ({"seats": 7.0}, SEATS.format(7.0)),
        ({"seats": True}, SEATS.format("true")),
        ({"seats": 1}, "Có 2 thành viên mà Hội đồng chỉ có 1 ghế."),
        ({"occasion": "renewal"}, "“occasion” là một trong first, upgrade, again."),
        ({"occasion": ["first"]}, "“occasion” là một đoạn chữ."),
        ({"spread_reason": 1}, "“spread_reason” là một đoạn chữ."),
        ({"spread_reason": ["Đã chấm lại"]}, "“spread_reason” là một đoạn chữ."),
        ({"findings": []}, "“findings” là một đối tượng JSON."),
        ({"findings": "8"}, "“findings” là một đối tượng JSON."),
        ({"findings": {"99": 1}}, f"{COUNCIL}: bộ 9 không có tiêu chí “99” để chấm."),
        ({"findings": {"99": None}}, f"{COUNCIL}: bộ 9 không có tiêu chí “99” để chấm."),
        ({"findings": {"8": 9}}, f"{COUNCIL}: tiêu chí 8 không có phương án 9."),
        ({"findings": {"8": True}}, f"{COUNCIL}: tiêu chí 8 không có phương án true."),
        ({"settings": []}, "“settings” là một đối tượng JSON."),
        ({"settings": 0}, "“settings” là một đối tượng JSON."),
        ({"settings": {"minimum": "mean"}}, KNOWN),
        ({"settings": {"quorum": "0"}}, SHARE),
        ({"settings": {"quorum": "1.01"}}, SHARE),
        *(
            ({"settings": {name: value}}, UNREAD.format(name, quoted))
            for name in ("quorum", "tolerance")
            for value, quoted in [
                ("abc", '"abc"'),
                ("", '""'),
                ("1/0", '"1/0"'),
                ("-1", '"-1"'),
                ("nan", '"nan"'),
                ("1e999999999", '"1e999999999"'),
                ("٣", '"٣"'),
                (None, "null"),
                (True, "true"),
                ([1], "[1]"),
                ({}, "{}"),
            ]
        ),
        *(
            ({"settings": {name: value}}, UNREAD.format(name, quoted))
            for name in ("minima", "forward")
            for value, quoted in [("all", '"all"'), (None, "null"), ([], "[]"), (1, "1")]
        ),
    ],
)
def test_words_that_mean_nothing_are_refused(refusal, said, sentence):
    assert refusal(sitting(9, "", "absent") | said) == [sentence]


def test_all_faults_are_told_at_once(refusal):
    said = {
        "regulation": "26-2026",
        "set": 26,
        "occasion": "never",
        "seats": 2,
        "gate": "forged",  # not of set 26
        "spread_reason": 0,
        "settings": {"quorum": "2", "tolerance": "x", "minima": "x", "forward": "x", "y": 1},
        "sheets": [
            member("", "absent"),
            member("TV1", "away"),
            member("TV2", options={"1.1": 9}),
            member("TV2", options=[]),
        ],
        "findings": {"99": 1},
    }

    assert refusal(said) == [
        "Bộ này có hai trường hợp: ghi “case” là 1 (cộng đồng) hoặc 2.",
        "“occasion” là một trong first, upgrade, again.",
        NAMELESS,
        f"TV1: {STATES}",
        "TV2 có 2 phiếu; mỗi thành viên một phiếu.",
        "Có 3 thành viên mà Hội đồng chỉ có 2 ghế.",
        "TV2: tiêu chí 1.1 không có phương án 9.",
        (
            "TV2: chưa chấm tiêu chí 1.2, 1.3, 1.4, 2.1, 2.2, 2.3, 3.1, 3.2, 3.3, 3.4, 3.5, 4.1, "
            "4.2, 4.3, 4.4, 4.5, 5.1, 5.2, 5.3, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16, 17 nên "
            "chưa ký được."
        ),
        "TV2: phiếu đã ký phải có “options”.",
        f"{COUNCIL}: bộ 26 không có tiêu chí “99” để chấm.",
        "Bộ 26 không có điều kiện loại “forged”.",
        "“spread_reason” là một đoạn chữ.",
        KNOWN,
        *(UNREAD.format(name, '"x"') for name in ("tolerance", "minima", "forward")),
        SHARE,
    ]


def test_without_criteria_the_rest_is_still_looked_at(refusal):
    said = sitting(9, "", "absent", seats=1) | {"set": 30, "gate": "late", "findings": {"99": 1}}

    assert refusal(said) == [
        f"{LAW} không có bộ tiêu chí số 30.",
        "Có 2 thành viên mà Hội đồng chỉ có 1 ghế.",
    ]
