"""Judge a sitting on one product from a file of its sheets, as the portal judges its own."""

import json
from collections import Counter
from pathlib import Path

from django.core.management.base import BaseCommand, CommandError

from councils.agreement.files import SittingRefused, as_json, judged


class Command(BaseCommand):
    help = "Tính kết quả một phiên từ tệp JSON ghi phiếu của các thành viên; in ra JSON."

    def add_arguments(self, parser):
        parser.add_argument("file", type=Path, metavar="FILE.json")

    def handle(self, *args, file, **options):
        try:
            answer = as_json(judged(_said_in(file)))
        except OSError as error:
            raise CommandError(f"Không đọc được tệp {file}: {error.strerror}.") from error
        except RecursionError as error:
            raise CommandError(f"{file} có danh sách, đối tượng lồng nhau quá sâu.") from error
        except SittingRefused as refusal:
            raise CommandError(str(refusal)) from refusal
        self.stdout.write(json.dumps(answer, ensure_ascii=False))


def _said_in(file):
    text = file.read_bytes()
    try:
        return json.loads(
            text.decode("utf-8-sig"), object_pairs_hook=_once, parse_constant=_no_number
        )
    except ValueError as error:
        raise CommandError(f"{file} không phải tệp JSON: {error}.") from error


def _once(pairs):
    """An object of JSON; ValueError where a name stands twice in it, which json would not say."""
    said = dict(pairs)
    if len(said) < len(pairs):
        ((twice, _),) = Counter(name for name, _ in pairs).most_common(1)
        raise ValueError(f"“{twice}” ghi hai lần")
    return said


def _no_number(name):
    """JSON has no NaN and no Infinity, which Python would read."""
    raise ValueError(f"{name} không phải là số")
