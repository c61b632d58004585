"""Measure the portal against the usual ways, in databases of its own that are gone afterwards."""

import os
import platform
from contextlib import ExitStack
from pathlib import Path
from tempfile import TemporaryDirectory

import django
from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from tests.bench.processes import ProcessFailed, answers, environment
from tests.bench.race import Figure, WrongAnswer
from tests.bench.servers import postgres_database, server, sqlite_database
from tests.bench.subjects import GROWTH, SUBJECTS

SIZES, QUICK_SIZES = (1000, 20_000, 1_000_000), (1000, 20_000)
LINE = "{:<4} {:<50} {:>9} {:>11} {:>11} {:>8} {:>7} {:>6}  {}"
HEADS = ("Mục", "Việc", "Dòng", "Cổng", "Đối chứng", "Đo được", "Phải ≤", "Nhắm", "Kết quả")


class Command(BaseCommand):
    help = "Đo tốc độ cổng so với cách làm thông thường, trên dữ liệu cỡ cả nước tự dựng rồi bỏ."

    def add_arguments(self, parser):
        parser.add_argument("--rows", type=int, nargs="+", help="số sản phẩm của mỗi lần dựng")
        parser.add_argument("--only", help="chỉ đo các mục này, ví dụ P1,P9")
        parser.add_argument("--pairs", type=int, help="số cặp đo xen kẽ, lấy trung vị")
        parser.add_argument("--database", choices=("sqlite", "postgres", "both"), default="both")
        parser.add_argument("--quick", action="store_true", help="ít dòng, ít cặp: dưới 90 giây")

    def handle(self, *args, **options):
        quick = options["quick"]
        sizes = tuple(sorted(options["rows"] or (QUICK_SIZES if quick else SIZES)))
        pairs = options["pairs"] or (3 if quick else 5)
        self.stdout.write(_machine())
        self.failures = []
        for engine in self._engines(options["database"]):
            self._measure(engine, _codes(options["only"]), sizes, pairs)
        if self.failures:
            raise CommandError("Không đạt: " + "; ".join(self.failures))

    def _engines(self, wanted):
        if wanted != "postgres":
            yield sqlite_database
        if wanted != "sqlite":
            if address := server():
                yield lambda _: postgres_database(address)
            elif wanted == "postgres":
                raise CommandError("Không có máy chủ PostgreSQL nào trả lời.")
            else:
                self.stdout.write("\nKhông có máy chủ PostgreSQL nào trả lời: chỉ đo SQLite.")

    def _measure(self, engine, codes, sizes, pairs):
        """Everything on one database, in a process that knows no other."""
        with ExitStack() as stack:
            folder = stack.enter_context(TemporaryDirectory(prefix="ocop-bench-"))
            url = stack.enter_context(engine(folder))
            stack.enter_context(environment(DATABASE_URL=url, OCOP_DATA_DIR=folder, TMPDIR=folder))
            try:
                for found in answers("tests.bench.subjects.run", url, codes, sizes, pairs):
                    self._tell(found)
            except ProcessFailed as error:
                raise CommandError(str(error)) from error

    def _tell(self, found):
        if isinstance(found, Figure):
            self.stdout.write(_line(found))
            if found.gate and found.is_missed:
                self.failures.append(f"{found.code} {found.what}")
        elif isinstance(found, WrongAnswer):
            self.stdout.write(f"SAI  {found}")
            self.failures.append(str(found))
        else:
            self.stdout.write(f"\n{found}\n{LINE.format(*HEADS)}" if "dựng" in found else found)


def _codes(only):
    """The subjects that are asked for, by number; growth comes of the others."""
    codes = only.upper().split(",") if only else list(SUBJECTS)
    if unknown := [code for code in codes if code not in {*SUBJECTS, GROWTH}]:
        raise CommandError(f"Không có mục {', '.join(unknown)}. Có: {', '.join(SUBJECTS)}.")
    return [code for code in SUBJECTS if code in codes or GROWTH in codes]


def _machine():
    """When, where and with what."""
    processor = next(
        (
            line.partition(": ")[2].strip()
            for line in Path("/proc/cpuinfo").read_text(encoding="utf-8").splitlines()
            if line.startswith("model name")
        ),
        platform.machine(),
    )
    memory = os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES") / 2**30
    return (
        f"{timezone.localdate():%d/%m/%Y}; {processor}, {os.cpu_count()} lõi, {memory:.0f} GiB; "
        f"{platform.system()} {platform.release()}; Python {platform.python_version()}, "
        f"Django {django.__version__}"
    )


def _line(figure):
    ours = f"{figure.ours:.1f} {figure.unit}" if figure.unit else f"{figure.ours:.2f}"
    against = "" if figure.against is None else f"{figure.against:.1f} {figure.unit}"
    value = f"{figure.value:.2f}" if figure.against is not None else ""
    must, aim = ("" if number is None else f"{number:g}" for number in (figure.must, figure.aim))
    cells = (figure.code, figure.what, figure.rows, ours, against, value, must, aim, figure.verdict)
    return LINE.format(*cells).rstrip()
