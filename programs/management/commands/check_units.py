"""Prove the counts of units, and that every succession joins units that exist on its date."""

from programs.checks import CheckCommand
from programs.unit_checks import check_units


class Command(CheckCommand):
    help = "Kiểm tra số đơn vị hành chính theo ngày và các liên kết đơn vị cũ – mới."

    def checks(self):
        return check_units()
