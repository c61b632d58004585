"""The signed scan of a plan: a PDF and nothing else, kept under a random name."""

import hashlib
import re
import uuid

from django.core.exceptions import ValidationError
from django.core.files.base import ContentFile

MAX_BYTES = 20 * 1024 * 1024
_ACTIVE = re.compile(rb"/(?:JavaScript|JS|Launch|EmbeddedFile|RichMedia|XFA)\b")


def clean_scan(upload):
    """The uploaded PDF as (file under a random name, the name to show, SHA-256).

    Raises ValidationError with what is wrong and what to do. The content decides, not the name.
    """
    if upload.size > MAX_BYTES:
        raise ValidationError("Tệp lớn hơn 20 MB: hãy quét lại ở độ phân giải 200 dpi.")
    data = upload.read()
    if not data.startswith(b"%PDF-") or b"%%EOF" not in data[-2048:]:
        raise ValidationError("Tệp không phải PDF hoàn chỉnh: hãy quét văn bản thành PDF.")
    if _ACTIVE.search(data):
        raise ValidationError("PDF có mã chạy hoặc tệp đính kèm: hãy in lại thành PDF thường.")
    return (
        ContentFile(data, name=f"{uuid.uuid4().hex}.pdf"),
        shown_name(upload.name),
        hashlib.sha256(data).hexdigest(),
    )


def shown_name(name):
    """The user's file name as text to show and to download under: no paths, no control signs."""
    last = re.split(r"[/\\]", name)[-1]
    kept = "".join(char for char in last if char.isprintable() and char not in '<>:"|?*')
    return kept[-120:].strip(" .") or "tep.pdf"
