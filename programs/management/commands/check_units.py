"""Prove the counts of units, and that every succession joins units that exist on its date."""

from django.core.management.base import BaseCommand, CommandError

from programs.unit_checks import check_units


class Command(BaseCommand):
    help = "Kiểm tra số đơn vị hành chính theo ngày và các liên kết đơn vị cũ – mới."

    def handle(self, *args, **options):
        checks = check_units()
        for check in checks:
            self.print(check)
        if failed := sum(not check.passed for check in checks):
            raise CommandError(f"{failed} trên {len(checks)} mục kiểm tra không đạt.")

    def print(self, check):
        verdict = "OK " if check.passed else "LỖI"
        details = "".join(f"; {fault}" for fault in check.faults)
        self.stdout.write(
            f"{verdict}  {check.what}: {check.found or '–'} (cần {check.expected or '–'}){details}"
        )
