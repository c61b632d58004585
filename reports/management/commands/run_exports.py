"""Make the files of long lists that wait, and throw away those whose time is over."""

import time

from django.core.management.base import BaseCommand
from django.db import InterfaceError, OperationalError, close_old_connections

from reports import exports
from reports.listings import LISTINGS


class Command(BaseCommand):
    help = "Làm các tệp xuất đang chờ và xóa tệp quá hạn; chạy nhiều tiến trình cùng lúc cũng được."

    def add_arguments(self, parser):
        parser.add_argument("--every", type=int, help="làm mãi, cứ bao nhiêu giây xem lại một lần")

    def handle(self, *args, every=None, **options):
        self._run()
        while every:
            time.sleep(every)
            close_old_connections()
            try:
                self._run()
            except (InterfaceError, OperationalError) as error:  # it comes back, and so do we
                self.stderr.write(f"Cơ sở dữ liệu không trả lời: {error}")

    def _run(self):
        made, thrown = exports.run_waiting(LISTINGS), exports.throw_away()
        self.stdout.write(f"Đã làm {made} tệp, xóa {thrown} tệp quá hạn.")
