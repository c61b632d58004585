"""Send the mails that wait."""

from django.core.management.base import BaseCommand

from programs.outbox import send_waiting


class Command(BaseCommand):
    help = "Gửi các thư đang chờ; chạy lại bao nhiêu lần cũng không gửi trùng."

    def add_arguments(self, parser):
        parser.add_argument("--limit", type=int, default=500, help="số thư tối đa một lần chạy")

    def handle(self, *args, **options):
        sent, failed = send_waiting(limit=options["limit"])
        self.stdout.write(f"Đã gửi {sent} thư, {failed} thư lỗi (sẽ thử lại).")
