"""`manage.py reorganise`: shows, asks through a file, and moves all or nothing."""

import csv

import pytest
from django.core.management import CommandError, call_command

from products.models import Placement, Producer, Product
from programs.enums import Role
from programs.succession import Lineage
from tests.support.factories import make_product, make_user
from tests.support.reorganising import make_change

pytestmark = [pytest.mark.django_db, pytest.mark.pg]


@pytest.fixture
def units():
    units = make_change({"Nam": "A B", "Tây": "B"})
    make_product(commune=units["Nam"], name="=Chè dây")
    make_user(Role.UNIT_LEADER, unit=units["Tây"])
    return units


@pytest.fixture
def file(tmp_path):
    return tmp_path / "quyet-dinh.csv"


def run(capsys, *options, **named):
    call_command("reorganise", "--on", "2025-07-01", *options, **named)
    return capsys.readouterr()


def filled(file, *decisions):
    """The file as somebody filled it in."""
    with file.open(encoding="utf-8-sig", newline="") as source:
        head, *rows = csv.reader(source)
    for row, decision in zip(rows, decisions, strict=True):
        row[-1] = decision
    with file.open("w", encoding="utf-8", newline="") as target:
        csv.writer(target, delimiter=";").writerows([head, *rows])


def test_the_preview_says_how_much_goes_where_and_moves_nothing(units, capsys):
    said = run(capsys)

    assert said.out.splitlines()[1:] == [
        f"Xã Nam ({units['Nam'].code}) → Xã A hoặc Xã B: 1 chủ thể, 1 sản phẩm",
        f"Xã Tây ({units['Tây'].code}) → Xã B: 1 lãnh đạo",
        "Cộng: 1 lãnh đạo, 1 chủ thể, 1 sản phẩm.",
        "Chưa chuyển được.",
    ]
    assert "Chưa quyết định: sản phẩm “=Chè dây” (Xã Nam).\n" in said.err
    assert units["Tây"].users.exists()


@pytest.mark.parametrize("word", ["code", "name", "str"])
def test_a_file_that_is_filled_in_by_codes_or_names_is_carried_out_once(units, capsys, file, word):
    run(capsys, "--write-decisions", str(file))
    heir = units["A"]
    filled(file, *[{"code": heir.code, "name": "a", "str": "xã a"}[word]] * 2)

    first = run(capsys, "--decide", str(file), "--apply").out
    second = run(capsys, "--apply").out

    assert "Đã chuyển 1 tài khoản, 1 chủ thể, 1 sản phẩm.\nTổng trước và sau bằng nhau" in first
    assert "Không còn gì phải chuyển." in second
    assert set(Placement.objects.values_list("new__name", flat=True)) == {"A"}


def test_the_file_guards_what_a_spreadsheet_would_run(units, capsys, file):
    run(capsys, "--write-decisions", str(file))

    assert "'=Chè dây" in file.read_text(encoding="utf-8-sig")


def test_faults_of_a_file_are_named_by_row_all_at_once_and_nothing_moves(units, capsys, file):
    run(capsys, "--write-decisions", str(file))
    filled(file, "Xã Xa", units["A"].code)
    lines = file.read_text(encoding="utf-8").splitlines()
    file.write_text("\n".join([*lines, lines[-1], "9;tài khoản;0;;;;A"]), encoding="utf-8")

    with pytest.raises(CommandError, match="có 3 lỗi"):
        run(capsys, "--decide", str(file), "--apply")

    said = capsys.readouterr().err.splitlines()
    assert [line.split(":")[0].split(",")[0] for line in said] == ["Dòng 2", "Dòng 4", "Dòng 5"]
    assert "không phải một trong" in said[0]
    assert not Placement.objects.exists()


def test_an_empty_decision_leaves_the_question_open(units, capsys, file):
    run(capsys, "--write-decisions", str(file))

    with pytest.raises(CommandError, match="2 lỗi"):
        run(capsys, "--decide", str(file), "--apply")

    assert units["Tây"].users.exists()


@pytest.mark.parametrize("content", [b"", b"\x00\x01", "một,hai\n1,2\n".encode()])
def test_a_file_that_is_no_such_table_is_refused_in_words(units, capsys, file, content):
    file.write_bytes(content)

    with pytest.raises(CommandError, match="Không chuyển gì"):
        run(capsys, "--decide", str(file), "--apply")


@pytest.mark.parametrize("number", ["9" * 5000, "1.0", "²", "٣", "-1"])
def test_a_number_of_no_record_is_a_fault_of_its_row(units, capsys, file, number):
    run(capsys, "--write-decisions", str(file))
    file.write_text(f"{file.read_text('utf-8-sig').splitlines()[0]}\n1,sản phẩm,{number},,,,A\n")

    with pytest.raises(CommandError, match="1 lỗi"):
        run(capsys, "--decide", str(file), "--apply")

    assert "Dòng 2: không có sản phẩm" in capsys.readouterr().err


@pytest.mark.parametrize("day", ["0001-01-01", "2025-02-30", "hôm nay"])
def test_what_is_no_day_is_refused_in_words(day):
    with pytest.raises(CommandError, match="không phải một ngày"):
        call_command("reorganise", "--on", day)


def test_a_file_that_cannot_be_written_is_named(units, capsys, tmp_path):
    with pytest.raises(CommandError, match="Không ghi được"):
        run(capsys, "--write-decisions", str(tmp_path))


def test_a_file_that_is_not_there_is_named(units, capsys, tmp_path):
    with pytest.raises(CommandError, match="Không mở được"):
        run(capsys, "--decide", str(tmp_path / "khong-co.csv"))


def test_totals_that_differ_take_everything_back(units, capsys, monkeypatch):
    make_product(commune=units["Tây"])
    monkeypatch.setattr(Lineage, "wrong_turns", lambda *_: {})

    with pytest.raises(CommandError, match="2 lỗi"):
        reorganise_all(capsys)

    assert "sản phẩm: 2 trước khi chuyển" in capsys.readouterr().err
    assert units["Tây"].users.exists()


def reorganise_all(capsys):
    for row in (*Product.objects.all(), *Producer.objects.all()):
        if row.commune.successions.count() > 1:
            kind = {row._meta.model_name: row}
            new = row.commune.successions.first().new
            Placement.objects.create(**kind, old=row.commune, new=new)
    return run(capsys, "--apply")
