"""Judge a sitting on one product from a file of its sheets, as the portal judges its own."""

import json
from pathlib import Path

from django.core.management.base import BaseCommand, CommandError

from councils.agreement.files import SittingRefused, as_json, judged


class Command(BaseCommand):
    help = "Tính kết quả một phiên từ tệp JSON ghi phiếu của các thành viên; in ra JSON."

    def add_arguments(self, parser):
        parser.add_argument("file", type=Path, metavar="FILE.json")

    def handle(self, *args, file, **options):
        try:
            said = json.loads(file.read_text(encoding="utf-8-sig"), object_pairs_hook=_once)
        except OSError as error:
            raise CommandError(f"Không đọc được tệp {file}: {error.strerror}.") from error
        except (ValueError, RecursionError) as error:
            raise CommandError(f"{file} không phải tệp JSON: {error}.") from error
        try:
            answer = as_json(judged(said))
        except SittingRefused as refusal:
            raise CommandError(str(refusal)) from refusal
        self.stdout.write(json.dumps(answer, ensure_ascii=False))


def _once(pairs):
    """An object of JSON; ValueError where a name stands twice in it, which json would not say."""
    said = dict(pairs)
    if len(said) < len(pairs):
        twice = next(name for name, _ in pairs if [each for each, _ in pairs].count(name) > 1)
        raise ValueError(f"“{twice}” ghi hai lần")
    return said
