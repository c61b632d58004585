"""Show what a reorganisation of units moves, ask what a split leaves open, and move it."""

from argparse import ArgumentTypeError
from datetime import date
from pathlib import Path

from django.core.management.base import BaseCommand, CommandError

from products.certificates.validity import DAY
from products.enums import Splitting
from products.reorganisation.carrying_out import ReorganisationRefused, faults_of, reorganise
from products.reorganisation.decision_files import read_decisions, write_decisions
from products.reorganisation.preview import COUNTED, WHAT, Reorganisation


class Command(BaseCommand):
    help = (
        "Xem trước việc chuyển cán bộ, kế hoạch, hồ sơ, chủ thể, sản phẩm của các đơn vị kết thúc "
        "ngay trước ngày --on sang đơn vị kế thừa; --apply thì chuyển, tất cả hoặc không gì cả."
    )

    def add_arguments(self, parser):
        parser.add_argument("--on", type=_day, required=True, help="ngày sắp xếp (NĂM-THÁNG-NGÀY)")
        parser.add_argument("--decide", type=Path, metavar="TỆP", help="quyết định đã ghi")
        parser.add_argument(
            "--write-decisions", type=Path, metavar="TỆP", help="ghi ra những gì phải quyết định"
        )
        parser.add_argument("--apply", action="store_true", help="chuyển")

    def handle(self, *, on, decide, write_decisions, apply, **options):
        decisions = self.read(on, decide) if decide else {}
        change = Reorganisation(on, decisions)
        self.preview(change)
        if write_decisions:
            self.write(change, write_decisions)
        if apply:
            self.apply(on, decisions)
        elif faults := faults_of(change):
            self.print_faults(faults)
            self.stdout.write("Chưa chuyển được.")
        elif not change.is_settled:
            self.stdout.write("Chưa chuyển gì: thêm --apply để chuyển.")

    def preview(self, change):
        self.stdout.write(
            f"{len(change.ended)} đơn vị kết thúc ngày {change.eve:%d/%m/%Y}. {COUNTED}"
        )
        for line in change.lines:
            heirs = " hoặc ".join(map(str, line.heirs)) or "không có đơn vị kế thừa"
            self.stdout.write(f"{line.unit} ({line.unit.code}) → {heirs}: {_counted(line.counts)}")
        self.stdout.write(f"Cộng: {_counted(change.totals) or 'không có gì'}.")

    def apply(self, on, decisions):
        try:
            moved = reorganise(on, decisions)
        except ReorganisationRefused as refusal:
            self.print_faults(refusal.faults)
            raise CommandError(f"Không chuyển gì: {refusal}.") from refusal
        counted = (f"{count} {Splitting(kind).label}" for kind, count in moved.items())
        done = ", ".join(counted)
        self.stdout.write(f"Đã chuyển {done}." if done else "Không còn gì phải chuyển.")
        self.stdout.write("Tổng trước và sau bằng nhau, theo từng loại, hạng sao và số đã khai.")

    def read(self, on, path):
        try:
            data = path.read_bytes()
        except OSError as error:
            raise CommandError(f"Không mở được tệp {path}: {error}") from error
        decisions, faults = read_decisions(path.name, data, Reorganisation(on).splits)
        if faults:
            self.print_faults(faults)
            raise CommandError(f"Không chuyển gì: tệp {path} có {len(faults)} lỗi.")
        return decisions

    def write(self, change, path):
        try:
            path.write_text(write_decisions(change.splits), encoding="utf-8-sig", newline="")
        except OSError as error:
            raise CommandError(f"Không ghi được tệp {path}: {error}") from error
        self.stdout.write(f"Đã ghi {len(change.splits)} điều phải quyết định vào {path}.")

    def print_faults(self, faults):
        for fault in faults:
            self.stderr.write(fault)


def _day(text):
    try:
        return date.fromisoformat(text) - DAY + DAY  # its eve is a day too
    except (ValueError, OverflowError) as error:
        sentence = f"“{text}” không phải một ngày: hãy ghi NĂM-THÁNG-NGÀY, ví dụ 2025-07-01."
        raise ArgumentTypeError(sentence) from error


def _counted(counts):
    return ", ".join(f"{counts[what]} {what}" for what in WHAT if counts[what])
