"""What is sealed: values in one canonical text, its SHA-256, and the proof that they agree."""

import hashlib
import json
from collections.abc import Iterator

from django.apps import apps

from programs.checks import Check, ruled
from programs.models import Sealed, SealedValues


def canonical(values) -> str:
    """The one way of writing these values as text: sorted keys, no spaces, Vietnamese as it is."""
    return json.dumps(values, ensure_ascii=False, sort_keys=True, separators=(",", ":"))


def digest(content) -> str:
    """The SHA-256 of a text or of bytes."""
    data = content.encode() if isinstance(content, str) else bytes(content)
    return hashlib.sha256(data).hexdigest()


def seal(row, values) -> SealedValues:
    """Put these values on the row, which keeps them for ever once it is saved."""
    row.content = canonical(values)
    row.sha256 = digest(row.content)
    return row


def check_seals() -> Iterator[Check]:
    """A check for each kind of sealed rows: that they say what was sealed."""
    for model in apps.get_models():
        if issubclass(model, Sealed):
            yield ruled(f"Nội dung của {model._meta.verbose_name_plural}", _broken(model))


def _broken(model):
    rows = model.objects.order_by("pk").values_list("pk", "content", "sha256").iterator()
    return [f"{pk}: đã bị thay đổi" for pk, content, sha256 in rows if digest(content) != sha256]
