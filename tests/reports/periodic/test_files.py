"""The command that consolidates a file: what it reads, what it comes to, what it refuses."""

import csv
import json
from io import StringIO
from pathlib import Path
from unicodedata import normalize

import pytest
from django.core.management import CommandError, call_command
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from programs.intake import child
from tests.support.workbooks import workbook

HERE = Path(__file__).parent
YEAR, FORM = HERE / "nam-2024.csv", HERE / "bieu-mau.csv"
HEAD = "period,who,kind,version,state,sent_at"
SENT = "2024-06-10T08:00:00"
ROW = f"6-month,522,unit,1,accepted,{SENT}"
SMALL_FORM = "indicator,roll_up,asked_of,label\nsp,sum,unit,Sản phẩm\n"
NO_LABEL = "indicator,roll_up,asked_of\nsp,sum,unit"
NONE_LACKING = {"missing": [], "late": [], "returned": [], "nil": []}


def run(file, form, *options):
    """(what is printed, what is said beside it)."""
    printed, errors = StringIO(), StringIO()
    call_command(
        "consolidate", str(file), "--form", str(form), *options, stdout=printed, stderr=errors
    )
    return printed.getvalue(), errors.getvalue()


@pytest.fixture
def put(tmp_path):
    """Write a file of this text or these bytes, and say where it is."""

    def write(said, name="bao-cao.csv"):
        path = tmp_path / name
        path.write_bytes(said if isinstance(said, bytes) else said.encode())
        return path

    return write


@pytest.fixture
def _read_here(monkeypatch):
    """Files are read without a process of its own for each; those of the year have theirs."""

    def read(_, kind, columns, data):
        return json.dumps(child.grid_of(kind, data, int(columns)))

    monkeypatch.setattr("programs.intake.capped.run", read)


@pytest.fixture
def answer(put, _read_here):
    """What the command answers in JSON to these lines under the usual head."""

    def ask(*lines, form=SMALL_FORM, head=f"{HEAD},sp"):
        text = "\n".join([head, *lines])
        return json.loads(run(put(text), put(form, "mau.csv"), "--json")[0])

    return ask


@pytest.fixture
def refusal(put, _read_here):
    """The sentences by which the command refuses a file of reports and a form."""

    def refuse(said, form=SMALL_FORM):
        printed = StringIO()
        paths = str(put(said)), "--form", str(put(form, "mau.csv"))
        with pytest.raises(CommandError) as error:
            call_command("consolidate", *paths, "--json", stdout=printed)
        assert (printed.getvalue(), error.value.returncode) == ("", 1)
        return str(error.value).split("\n")

    return refuse


# --- A year of 13 units and 6 agencies, counted by hand ------------------------------------------

# units, agencies, province, from_reports; a line that names no reporter counts for nobody
HALF_YEAR = {
    # 522:2 524:1 525:0 527:3 528:1 530:0 532:1 533:2 | so-ct:4 so-yt:1 mttq:0 hlhpn:2
    "van_ban": (10, 7, 17, 12),
    # 522:3 524:2 525:1 527:0 528:4 530:0 532:2; the 100 of so-ct was not asked
    "sp_moi_3": (12, None, 12, 7),
    # 522:12 524:10 525:6 527:8 528:15 529:5 530:2 532:9 533:11, of which 529 and 530 are nil
    "sp_con_han": (78, None, 78, 9),
    # 150 + 120,5 + 80 + 0 + 0 + 60 + 45,25 | 200 + 90 + 15 triệu
    "kinh_phi": (455_750_000, 305_000_000, 760_750_000, 10),
    "hoi_cho": (None, 4, 4, 3),  # so-ct:3 so-yt:0 hlhpn:1
    "chu_the": (None, None, None, 3),  # 522 524 525
    "ty_le_nu": (None, None, None, 2),  # 522 524
    "ghi_chu": (None, None, None, 2),  # 522 so-ct
    "chua_hoi": (None, None, None, 0),
}
ANNUAL = {
    # 522:5 524:2 527:3 528:2 530:0 531:1 534:4 535:0 536:1 | so-ct:6 mttq:3 hlhpn:2 tinh-doan:1
    "van_ban": (18, 12, 30, 13),
    "sp_moi_3": (21, None, 21, 9),  # 522:6 524:2 527:1 528:7 530:0 531:1 534:3 535:0 536:1
    # 522:14 524:11 527:9 528:17 529:5 530:2 531:4 534:13 535:3 536:1
    "sp_con_han": (79, None, 79, 10),
    # 310 + 240 + 0 + 95 + 0 + 30 + 70 + 5 | 400 + 0 + 20 + 8 triệu
    "kinh_phi": (750_000_000, 428_000_000, 1_178_000_000, 12),
    "hoi_cho": (None, 7, 7, 3),  # so-ct:5 mttq:0 hlhpn:2
    "chu_the": (None, None, None, 1),
    "ty_le_nu": (None, None, None, 0),
    "ghi_chu": (None, None, None, 0),
    "chua_hoi": (1, None, 1, 2),  # 522:1 524:0
}
KEYS = ["period", "indicator", "units", "agencies", "province", "from_reports"]
WHOLE = {
    "figures": [
        dict(zip(KEYS, (period, code, *figures), strict=True))
        for period, found in (("6-month", HALF_YEAR), ("annual", ANNUAL))
        for code, figures in found.items()
    ],
    "gaps": {
        "6-month": {
            "missing": ["535", "536", "tinh-doan"],  # a draft, nothing, one that was taken back
            "late": ["528", "530", "534", "so-khcn"],
            "returned": ["531"],
            "nil": ["529", "530", "mttq"],
        },
        "annual": {
            "missing": ["525", "so-yt"],
            "late": ["527", "hlhpn"],
            "returned": ["532", "533"],
            "nil": ["529", "530"],
        },
    },
}


def test_a_year_comes_to_what_was_counted_by_hand():
    printed, said = run(YEAR, FORM, "--json")

    assert json.loads(printed) == WHOLE
    assert said == ""


def test_json_has_its_keys_in_their_order():
    found = json.loads(run(YEAR, FORM, "--json")[0])

    assert list(found) == ["figures", "gaps"]
    assert {tuple(each) for each in found["figures"]} == {tuple(KEYS)}
    assert {tuple(each) for each in found["gaps"].values()} == {tuple(NONE_LACKING)}
    assert list(found["gaps"]) == ["6-month", "annual"]


@given(st.randoms(use_true_random=False))
@settings(
    max_examples=8, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
def test_the_order_of_lines_and_columns_changes_nothing(tmp_path, chance):
    rows = list(csv.reader(YEAR.read_text(encoding="utf-8").splitlines()))
    places = list(range(len(rows[0])))
    chance.shuffle(places)
    head, *lines = [[row[place] for place in places] for row in rows]
    chance.shuffle(lines)
    path = tmp_path / "xao-tron.csv"
    with path.open("w", encoding="utf-8", newline="") as file:
        csv.writer(file).writerows([head, *lines])

    assert json.loads(run(path, FORM, "--json")[0]) == WHOLE


@pytest.mark.parametrize("ending", ["\n", "\r\n"])
@pytest.mark.parametrize("separator", ",;\t")
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "cp1258"])
def test_files_are_read_as_programs_write_them(tmp_path, encoding, separator, ending):
    paths = []
    for path in (YEAR, FORM):
        text = StringIO(newline="")
        rows = csv.reader(path.read_text(encoding="utf-8").splitlines())
        csv.writer(text, delimiter=separator, lineterminator=ending).writerows(rows)
        paths.append(tmp_path / path.name)
        # Windows-1258 writes tones as marks of their own; what it lacks is of no matter here.
        paths[-1].write_bytes(_decomposed(text.getvalue(), encoding).encode(encoding, "ignore"))

    assert json.loads(run(*paths, "--json")[0]) == WHOLE


def _decomposed(text, encoding):
    return "".join(map(_toned, text)) if encoding == "cp1258" else text


def _toned(letter):
    """The letter with its tone behind it, as Windows-1258 has it."""
    try:
        letter.encode("cp1258")
    except UnicodeEncodeError:
        *body, tone = normalize("NFD", letter)
        return normalize("NFC", "".join(body)) + tone
    return letter


# --- What the titles and cells may look like -----------------------------------------------------


def test_titles_differ_in_case_and_blanks_and_others_are_not_read(answer):
    found = answer(
        f"x,6-month ,522,Unit, 1 ,ACCEPTED,{SENT},7",
        head=" Ghi chú ,Period,WHO, Kind,version ,STATE,Sent  at, SP ",
    )

    assert found["figures"][0]["units"] == 7


def test_a_column_that_is_not_read_may_stand_twice(answer):
    found = answer(f"{ROW},7,a,b", head=f"{HEAD},sp,name,name")

    assert found["figures"][0]["units"] == 7


def test_an_indicator_keeps_its_code_as_the_form_writes_it(answer):
    found = answer(f"{ROW},7", form="Indicator;Roll_up;Asked_of\nSP;SUM;Unit\n")

    assert found["figures"][0]["indicator"] == "SP"


@pytest.mark.parametrize("code", ["051", "00522", "so-ct", "Sở Y tế"])
def test_codes_are_texts(answer, code):
    found = answer(f"6-month,{code},unit,,missing,,")

    assert found["gaps"]["6-month"]["missing"] == [code]


@pytest.mark.parametrize(
    ("cell", "units"),
    [
        ("0", 0),
        (" 16 ", 16),
        ("16.0", 16),
        ("007", 7),
        ("-3", -3),
        ('"16"', 16),
        ("999999999999999999", 999_999_999_999_999_999),
        ("", None),
        ("   ", None),
        ("\u00a0", None),
        ("\u200b", None),
    ],
)
def test_a_figure_is_a_whole_number_and_an_empty_cell_is_no_answer(answer, cell, units):
    (figure,) = answer(f"{ROW},{cell}")["figures"]

    assert figure["units"] == units
    assert type(figure["units"]) in {int, type(None)}
    assert figure["from_reports"] == (units is not None)


@pytest.mark.parametrize(
    ("sent_at", "late"),
    [
        ("2024-06-19T23:59:59.999", False),
        ("2024-06-19 23:59", False),
        ("2024-06-19", False),
        ("2024-06-19T16:59:59.999Z", False),
        ("2024-06-19T23:59:59+07:00", False),
        ("2024-06-20T00:59:59+08:00", False),
        ("2024-06-20", True),
        ("2024-06-20T00:00", True),
        ("2024-06-20 00:00:00", True),
        ("2024-06-20T00:00:00.000", True),
        ("2024-06-19T17:00:00Z", True),
        ("2024-06-19T17:00Z", True),
        ("2024-06-20T00:00:00+07:00", True),
        ("2023-12-31T17:00:00Z", False),
    ],
)
def test_times_are_local_unless_they_say_their_offset(answer, sent_at, late):
    found = answer(f"6-month,522,unit,1,accepted,{sent_at},7")

    assert found["gaps"]["6-month"] == NONE_LACKING | {"late": ["522"] if late else []}


def test_what_a_row_has_no_use_for_is_not_read(answer):
    found = answer(
        "6-month,522,unit,không,missing,chưa,x",
        "6-month,524,unit,1,draft,chưa,x",
        f'6-month,525,unit,1,returned,{SENT},"12,5"',
        f"6-month,so-ct,agency,1,accepted,{SENT},không hỏi",
        f"{ROW.replace('522', '527')},7",
    )

    assert found["figures"][0]["province"] == 7
    assert found["gaps"]["6-month"]["missing"] == ["522", "524"]


def test_an_indicator_without_a_column_is_one_that_nobody_answered(put):
    form = SMALL_FORM + "khac,sum,both,Khác\n"

    printed, said = run(put(f"{HEAD},sp\n{ROW},7"), put(form, "mau.csv"), "--json")

    assert json.loads(printed)["figures"][1] == dict(
        zip(KEYS, ("6-month", "khac", None, None, None, 0), strict=True)
    )
    assert said == "bao-cao.csv: không có cột “khac”; chỉ tiêu này coi như chưa ai trả lời.\n"


def test_a_form_of_four_hundred_indicators_is_read(put):
    codes = [f"ct_{number}" for number in range(400)]
    form = "\n".join(["indicator,roll_up,asked_of,label", *(f"{c},sum,both," for c in codes)])
    file = f"{HEAD},{','.join(codes)}\n{ROW},{','.join('1' * 400)}"

    found = json.loads(run(put(file), put(form, "mau.csv"), "--json")[0])

    assert [each["province"] for each in found["figures"]] == [1] * 400


def test_a_period_has_its_gaps_where_nothing_came(answer):
    found = answer("annual,536,unit,,missing,,")

    assert found == {
        "figures": [dict(zip(KEYS, ("annual", "sp", None, None, None, 0), strict=True))],
        "gaps": {"annual": NONE_LACKING | {"missing": ["536"]}},
    }


# --- Without --json ------------------------------------------------------------------------------


def test_without_json_a_table_is_printed_for_people():
    printed, said = run(YEAR, FORM)
    lines = printed.splitlines()

    assert said == ""
    assert lines[0] == "Báo cáo 6 tháng"
    assert " ".join(lines[1].split()) == "Chỉ tiêu Đơn vị Cơ quan Toàn tỉnh Số báo cáo"
    assert "Kinh phí đã thực hiện (đồng)   455.750.000  305.000.000  760.750.000" in printed
    assert len({len(line) for line in lines[1:11]}) == 1
    assert lines[12] == "Chưa báo cáo (3): 535, 536, tinh-doan."
    assert "Báo cáo năm" in lines
    assert lines[-3:] == [
        "Không phát sinh (2): 529, 530.",
        "",
        "Dấu – : chưa ai trả lời, hoặc chỉ tiêu không cộng được từ các báo cáo.",
    ]


def test_the_table_says_of_a_gap_that_there_is_none(put):
    printed, _ = run(put(f"{HEAD},sp\n{ROW},7"), put(NO_LABEL, "mau.csv"))

    assert "Gửi muộn (0): không có." in printed
    assert printed.splitlines()[2].split() == ["sp", "7", "–", "7", "1"]


# --- What cannot be read -------------------------------------------------------------------------

WRITE_WHOLE = (
    "không phải số nguyên có tối đa 18 chữ số. Hãy ghi liền các chữ số, ví dụ 1000; không có thì "
    "ghi 0, chưa trả lời thì để trống."
)
PERIODS = "Hãy ghi một trong: 6-month, annual."
FROM_ONE = "Hãy ghi số nguyên từ 1."
LIKE_THIS = "Hãy ghi như 2024-06-19T23:59:59, giờ Việt Nam."
DAWN = "0001-01-01T00:00+14:00"  # in local time it lies before the first year
ROLL_UPS = "Hãy ghi một trong: sum, latest, distinct, ratio, none."
OTHER_CODE = "Hãy đặt mã khác."
TOO_MANY = "có nhiều ô hơn dòng tên cột. Ô có dấu phân cách bên trong phải đặt trong dấu ngoặc kép."
ONE_COLUMN = "có nhiều lần. Hãy giữ lại một cột."
ADD = "Hãy thêm vào dòng đầu của tệp."
STATES = "draft, sent, accepted, nil, returned, superseded, missing"


@pytest.mark.parametrize(
    "cell",
    ["1.000", "1 000", '"12,5"', '"1,000"', "12.5", "một", "-", "1e3", "٣", "9" * 19, "16.00"],
)
def test_a_figure_that_is_no_whole_number_is_refused(refusal, cell):
    shown = cell.strip('"')

    assert refusal(f"{HEAD},sp\n{ROW},{cell}") == [
        f"bao-cao.csv, dòng 2, cột “sp”: “{shown}” {WRITE_WHOLE}"
    ]


@pytest.mark.parametrize(
    ("cells", "column", "sentence"),
    [
        ({"period": "quý 1"}, "period", f"không có “quý 1”. {PERIODS}"),
        ({"period": ""}, "period", f"chưa ghi. {PERIODS}"),
        ({"who": " "}, "who", "chưa ghi."),
        ({"kind": "huyện"}, "kind", "không có “huyện”. Hãy ghi một trong: unit, agency."),
        ({"state": "ok"}, "state", f"không có “ok”. Hãy ghi một trong: {STATES}."),
        ({"version": ""}, "version", f"chưa ghi. {FROM_ONE}"),
        ({"version": "0"}, "version", f"“0” không phải số của một bản. {FROM_ONE}"),
        ({"version": "-1"}, "version", f"“-1” không phải số của một bản. {FROM_ONE}"),
        ({"version": "v1"}, "version", f"“v1” không phải số của một bản. {FROM_ONE}"),
        ({"version": "", "state": "draft"}, "version", f"chưa ghi. {FROM_ONE}"),
        ({"sent_at": ""}, "sent_at", f"chưa ghi lúc gửi. {LIKE_THIS}"),
        ({"sent_at": "", "state": "sent"}, "sent_at", f"chưa ghi lúc gửi. {LIKE_THIS}"),
        ({"sent_at": "", "state": "nil"}, "sent_at", f"chưa ghi lúc gửi. {LIKE_THIS}"),
        ({"sent_at": "", "state": "returned"}, "sent_at", f"chưa ghi lúc gửi. {LIKE_THIS}"),
        ({"sent_at": "19/6/2024"}, "sent_at", f"không hiểu “19/6/2024”. {LIKE_THIS}"),
        ({"sent_at": "2024-02-30"}, "sent_at", f"không hiểu “2024-02-30”. {LIKE_THIS}"),
        ({"sent_at": "2024-06-19T24:01"}, "sent_at", f"không hiểu “2024-06-19T24:01”. {LIKE_THIS}"),
        ({"sent_at": DAWN}, "sent_at", f"không hiểu “{DAWN}”. {LIKE_THIS}"),
        ({"sent_at": "?", "state": "superseded"}, "sent_at", f"không hiểu “?”. {LIKE_THIS}"),
    ],
)
def test_a_cell_that_cannot_be_read_is_named(refusal, cells, column, sentence):
    row = dict(zip(HEAD.split(","), ROW.split(","), strict=True)) | cells

    assert refusal(f"{HEAD},sp\n\n{','.join(row.values())},7") == [
        f"bao-cao.csv, dòng 3, cột “{column}”: {sentence}"
    ]


@pytest.mark.parametrize(
    ("second", "sentence"),
    [
        (ROW, "bản 1 của 522, kỳ 6-month, đã có ở dòng 2."),
        (
            f"annual,522,agency,1,accepted,{SENT}",
            "cột “kind”: 522 là agency, mà ở dòng 2 là unit.",
        ),
        (
            "6-month,522,unit,,missing,",
            "cột “state”: 522 chưa báo cáo, mà dòng 2 có bản đã gửi.",
        ),
    ],
)
def test_lines_that_contradict_each_other_are_refused(refusal, second, sentence):
    (found,) = refusal(f"{HEAD},sp\n{ROW},7\n{second},7")

    assert found in {f"bao-cao.csv, dòng 3: {sentence}", f"bao-cao.csv, dòng 3, {sentence}"}


def test_a_reporter_is_missing_once(refusal):
    row = "6-month,522,unit,,missing,,"

    assert refusal(f"{HEAD},sp\n{row}\n{row}") == [
        "bao-cao.csv, dòng 3: dòng “missing” của 522, kỳ 6-month, đã có ở dòng 2."
    ]


def test_one_version_in_two_periods_is_no_contradiction(answer):
    found = answer(f"{ROW},7", f"{ROW.replace('6-month', 'annual')},8")

    assert [each["units"] for each in found["figures"]] == [7, 8]


def test_a_separator_inside_a_cell_that_is_not_quoted_is_refused(refusal):
    assert refusal(f"{HEAD},sp\n{ROW},12,5") == [f"bao-cao.csv, dòng 2: {TOO_MANY}"]


@pytest.mark.parametrize(
    ("form", "sentences"),
    [
        ("indicator,roll_up\nsp,sum", [f", dòng 1: thiếu cột asked_of. {ADD}"]),
        ("sp,sum,unit,x", [f", dòng 1: thiếu cột indicator, roll_up, asked_of. {ADD}"]),
        ("indicator,roll_up,asked_of", [": không có dòng nào dưới dòng tên cột."]),
        (
            "indicator,roll_up,asked_of\nsp,mean,all",
            [
                f", dòng 2, cột “roll_up”: không có “mean”. {ROLL_UPS}",
                ", dòng 2, cột “asked_of”: không có “all”. Hãy ghi một trong: unit, agency, both.",
            ],
        ),
        (
            f"{NO_LABEL}\nSP ,sum,unit",
            [", dòng 3, cột “indicator”: “SP” đã có ở dòng 2. Hãy giữ một dòng."],
        ),
        (
            f"{NO_LABEL}\nversion,sum,unit",
            [f", dòng 3, cột “indicator”: “version” là tên một cột của báo cáo. {OTHER_CODE}"],
        ),
        (
            "indicator,roll_up,asked_of,label,Label\nsp,sum,unit,a,b",
            [f", dòng 1: cột “label” {ONE_COLUMN}"],
        ),
        (f"{NO_LABEL}\n,sum,unit", [", dòng 3, cột “indicator”: chưa ghi."]),
        (f"{NO_LABEL}\nx,sum,unit,y", [f", dòng 3: {TOO_MANY}"]),
    ],
)
def test_a_form_that_cannot_be_read_is_refused(refusal, form, sentences):
    assert refusal(f"{HEAD},sp\n{ROW},7", form) == [f"mau.csv{each}" for each in sentences]


@pytest.mark.parametrize(
    ("said", "sentence"),
    [
        (b"", ": Tệp rỗng (0 byte). Hãy chọn lại tệp."),
        (b"\n\n", f": tệp trống. Dòng đầu ghi tên các cột: {HEAD.replace(',', ', ')}."),
        (f"{HEAD},sp", ": không có dòng nào dưới dòng tên cột."),
        (f"{HEAD},sp,SP\n{ROW},7,8", f", dòng 1: cột “sp” {ONE_COLUMN}"),
        (f"{HEAD},Who,sp\n{ROW},7,8", f", dòng 1: cột “who” {ONE_COLUMN}"),
        (f"{HEAD.replace('who', 'unit')},sp\n{ROW},7", f", dòng 1: thiếu cột who. {ADD}"),
        (b"%PDF-1.7", ": Tệp này là PDF, không phải bảng tính Excel."),
        (b"a\0b", ": Tệp có ký tự NUL, không phải tệp văn bản."),
        (f'{HEAD},sp\n{ROW},"7', ": "),
    ],
)
def test_a_file_that_is_no_table_of_reports_is_refused(refusal, said, sentence):
    (found,) = refusal(said)

    assert found.startswith(f"bao-cao.csv{sentence}")


def test_a_workbook_is_refused(refusal):
    assert refusal(workbook()) == [
        "bao-cao.csv: là bảng tính Excel. Hãy lưu thành “CSV UTF-8” rồi chạy lại."
    ]


def test_all_faults_of_both_files_are_told_at_once(refusal):
    sentences = refusal(
        f"{HEAD},sp\n{ROW},x\n6-month,524,unit,1,ok,{SENT},7\n6-month,525,unit,1,nil,,y",
        f"{SMALL_FORM}khac,mean,unit,\n",
    )

    assert [sentence.partition(":")[0] for sentence in sentences] == [
        "mau.csv, dòng 3, cột “roll_up”",
        "bao-cao.csv, dòng 2, cột “sp”",
        "bao-cao.csv, dòng 3, cột “state”",
        "bao-cao.csv, dòng 4, cột “sent_at”",
        "bao-cao.csv, dòng 4, cột “sp”",
    ]


def test_a_line_that_is_bad_hides_no_fault_of_its_own_or_of_another(refusal):
    sentences = refusal(f"{HEAD},sp\n{ROW},x\n{ROW},7\n6-month,524,unit,0,ok,hôm qua,y")

    assert [sentence.partition(":")[0] for sentence in sentences] == [
        "bao-cao.csv, dòng 2, cột “sp”",
        *(f"bao-cao.csv, dòng 4, cột “{name}”" for name in ("state", "version", "sent_at", "sp")),
        "bao-cao.csv, dòng 3",
    ]


@pytest.mark.parametrize("which", ["file", "form"])
def test_a_file_that_is_not_there_is_refused(tmp_path, put, which):
    paths = {"file": put(f"{HEAD},sp\n{ROW},7"), "form": put(SMALL_FORM, "mau.csv")}

    for path in (tmp_path / "khong-co.csv", tmp_path):
        with pytest.raises(CommandError, match="Không đọc được tệp") as error:
            run(**paths | {which: path})
        assert error.value.returncode == 1
