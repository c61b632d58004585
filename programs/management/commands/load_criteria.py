"""Publish the sets of criteria of a regulation from three CSV files."""

from pathlib import Path

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError

from programs.criteria import CriteriaRefused, load_criteria
from programs.models import Regulation

SHIPPED = settings.BASE_DIR / "fixtures" / "criteria_qd26"


class Command(BaseCommand):
    help = "Nạp và công bố các bộ tiêu chí của một quy định: đúng tất cả thì mới nạp."

    def add_arguments(self, parser):
        parser.add_argument("--regulation", default="26-2026", help="mã quy định")
        parser.add_argument(
            "--folder", type=Path, default=SHIPPED, help="thư mục có sets, criteria, options.csv"
        )

    def handle(self, *args, **options):
        code = options["regulation"]
        regulation = Regulation.objects.filter(code=code).first()
        if regulation is None:
            raise CommandError(
                f"Không có quy định mang mã “{code}”: chạy loaddata regulations trước."
            )
        try:
            new = load_criteria(regulation, options["folder"])
        except CriteriaRefused as refusal:
            for fault in refusal.faults:
                self.stderr.write(str(fault))
            raise CommandError(f"Không nạp gì: {len(refusal.faults)} lỗi.") from refusal
        self.stdout.write(f"{regulation}: đã công bố {len(new)} bộ tiêu chí mới.")
