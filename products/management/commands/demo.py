"""Fill an empty database with the demo year 2024."""

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError

from products.demo.year import PASSWORD, fill, first_of_each_role
from programs.models import User


class Command(BaseCommand):
    help = "Nạp năm trình diễn 2024 vào cơ sở dữ liệu trống."

    def add_arguments(self, parser):
        parser.add_argument(
            "--if-empty", action="store_true", help="chỉ in tài khoản khi đã có dữ liệu"
        )
        parser.add_argument(
            "--with-test-unit", action="store_true", help="thêm đơn vị thử 999 và 998"
        )

    def handle(self, *args, **options):
        if not (settings.DEMO or settings.DEBUG):
            raise CommandError("Chỉ nạp dữ liệu trình diễn khi OCOP_DEMO=True.")
        if User.objects.exists():
            if not options["if_empty"]:
                raise CommandError("Cơ sở dữ liệu đã có người dùng: hãy dùng cơ sở dữ liệu trống.")
            self.print_logins((u.get_role_display(), u.username) for u in first_of_each_role())
            return
        self.print_logins(fill(with_test_unit=options["with_test_unit"]))

    def print_logins(self, logins):
        self.stdout.write(f"Tài khoản trình diễn, mật khẩu chung: {PASSWORD}")
        for role, username in logins:
            self.stdout.write(f"  {username:<20} {role}")
