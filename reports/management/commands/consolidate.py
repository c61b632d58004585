"""Add the periodic reports of a file up for the province, as the portal adds up its own."""

import json
from pathlib import Path

from django.core.management.base import BaseCommand, CommandError

from reports.periodic.answers import as_json, as_text
from reports.periodic.files import FilesRefused, consolidated


class Command(BaseCommand):
    help = "Tổng hợp báo cáo định kỳ từ tệp CSV theo biểu mẫu; in ra bảng, hoặc JSON với --json."

    def add_arguments(self, parser):
        parser.add_argument("file", type=Path, metavar="FILE.csv", help="mỗi bản báo cáo một dòng")
        parser.add_argument(
            "--form", type=Path, required=True, metavar="F.csv", help="mỗi chỉ tiêu một dòng"
        )
        parser.add_argument("--json", action="store_true", help="in ra JSON")

    def handle(self, *args, file, form, **options):
        try:
            answer = consolidated(_read(file), _read(form))
        except FilesRefused as refusal:
            raise CommandError(str(refusal)) from refusal
        for note in answer.notes:
            self.stderr.write(note)
        if options["json"]:
            self.stdout.write(json.dumps(as_json(answer), ensure_ascii=False))
        else:
            self.stdout.write(as_text(answer))


def _read(path):
    """The name and the bytes of the file."""
    try:
        return path.name, path.read_bytes()
    except OSError as error:
        raise CommandError(f"Không đọc được tệp {path}: {error.strerror}.") from error
