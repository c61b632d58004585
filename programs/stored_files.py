"""Every stored file against its row: missing, changed, or of no row any more (SECURITY E5)."""

import hashlib
import time
from collections.abc import Iterator
from contextlib import suppress
from datetime import timedelta
from pathlib import Path

from django.apps import apps
from django.conf import settings
from django.core.files.storage import default_storage
from django.db.models import FileField

from programs.checks import Check, ruled

# A younger file may belong to a row that is being written at this moment.
SETTLED = timedelta(days=1)


def check_stored_files() -> Iterator[Check]:
    """A check for each kind of rows that name files, and one for files that no row names."""
    for model, field in _fields():
        yield ruled(f"Tệp của {model._meta.verbose_name_plural}", _faults(model, field))
    yield ruled("Tệp không thuộc dòng nào", orphans())


def _fields():
    """(model, field) of all files that rows name."""
    for model in apps.get_models():
        fields = model._meta.concrete_fields
        yield from ((model, field) for field in fields if isinstance(field, FileField))


def _faults(model, field):
    digest = _digest_of(model, field)
    columns = ["pk", field.name, *([digest] if digest else [])]
    rows = model.objects.exclude(**{field.name: ""}).order_by("pk")
    for pk, name, *expected in rows.values_list(*columns).iterator():
        if found := _fault(name, *expected):
            yield f"{pk}: {name} {found}"


def _digest_of(model, field):
    """The field that holds the file's SHA-256, where there is one."""
    known = {each.name for each in model._meta.concrete_fields}
    names = (f"{field.name}_sha256", "sha256")
    return next((name for name in names if name in known), "")


def _fault(name, expected=""):
    if not default_storage.exists(name):
        return "không còn"
    if not expected:
        return ""
    try:
        with default_storage.open(name, "rb") as file:
            is_same = hashlib.file_digest(file, "sha256").hexdigest() == expected
    except OSError as error:
        return f"không đọc được ({error.strerror})"
    return "" if is_same else "đã bị thay đổi"


def orphans() -> list[str]:
    """The names of settled files that no row names, now or in its history."""
    root = Path(settings.MEDIA_ROOT)
    files = [path for path in root.rglob("*") if path.is_file() and _is_settled(path)]
    named = set()
    for model, field in _fields():
        named |= set(model.objects.values_list(field.name, flat=True))
        if history := getattr(model, "history", None):
            named |= set(history.values_list(field.name, flat=True))
    names = sorted(path.relative_to(root).as_posix() for path in files)
    return [name for name in names if name not in named]


def _is_settled(path):
    """Whether the file has lain there for long; one that is moved away at this moment has not."""
    with suppress(FileNotFoundError):
        return path.stat().st_mtime < time.time() - SETTLED.total_seconds()
    return False


def sweep() -> int:
    """Remove the files that no row names; the answer is how many."""
    names = orphans()
    for name in names:
        default_storage.delete(name)
    return len(names)
