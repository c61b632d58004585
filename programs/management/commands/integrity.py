"""Hold stored files against the rows that name them, seals and what is derived against content."""

from itertools import chain

from programs import checks, stored_files
from programs.checks import CheckCommand
from programs.sealing import check_seals


class Command(CheckCommand):
    help = (
        "Kiểm tra tệp đã lưu (còn, nguyên vẹn, thuộc một dòng dữ liệu), nội dung đã niêm phong "
        "và từ để tìm."
    )

    def add_arguments(self, parser):
        parser.add_argument(
            "--sweep", action="store_true", help="xóa tệp quá một ngày không thuộc dòng nào"
        )

    def handle(self, *args, sweep=False, **options):
        self.is_sweeping = sweep
        super().handle(*args, **options)

    def checks(self):
        if self.is_sweeping:
            self.stdout.write(f"Đã xóa {stored_files.sweep()} tệp không thuộc dòng nào.")
        further = (check() for check in checks.of_apps)
        return chain(stored_files.check_stored_files(), check_seals(), *further)
