"""Files that were handed in and wait to be confirmed: kept, and read again, in one way for all."""

import hashlib
from datetime import timedelta
from uuid import uuid4

from django.core.files.base import ContentFile
from django.db import transaction

from programs import audit, clock
from programs.intake.outcomes import WHOLE_FILE, Answers, Outcome, Problem, shown
from programs.intake.reading import clean_name
from programs.storage import NotRead, StorageFault
from programs.uploads import storing

VALID_FOR = timedelta(hours=1)
GONE = 410


def digest(data) -> str:
    return hashlib.sha256(data).hexdigest()


def keep(stored, name, data, act, *, row=None):
    """Save a StagedFile that was just read, with its bytes; of a refused file its reasons alone.

    `act` is (name, label) for the trail, `row` the record that the act belongs to.
    """
    stored.name, stored.sha256 = clean_name(name), digest(data)
    if stored.outcome != Outcome.REJECT_FILE:
        suffix = ".xlsx" if data.startswith(b"PK") else ".csv"
        stored.file = ContentFile(data, name=f"{uuid4().hex}{suffix}")
    with storing.stored([stored]), transaction.atomic():
        stored.save()
        facts = {"import": stored.pk, "sha256": stored.sha256, "outcome": stored.outcome}
        facts = {"by": stored.user, "note": stored.name, "data": facts}
        audit.record(act[0], row or stored, label=act[1], **facts)
    return stored


def bytes_of(stored) -> bytes:
    """The bytes that were handed in; a refusal where they are gone or are no longer the same."""
    try:
        with storing.opened(stored.file) as file:
            data = file.read()
    except (NotRead, OSError) as error:
        raise _lost("Tệp gốc không còn trên máy chủ. Hãy nộp lại tệp.") from error
    if digest(data) != stored.sha256:
        raise _lost("Tệp lưu trên máy chủ đã thay đổi. Hãy nộp lại tệp.")
    return data


def _lost(sentence):
    return StorageFault(sentence, status=GONE, code="file")


def is_old(stored) -> bool:
    """Whether the hour for which a reading holds is over."""
    return clock.now() - stored.read_at > VALID_FOR


def problems_of(stored) -> list[Problem]:
    """The problems of a reading that was kept."""
    return [Problem(**problem) for problem in stored.problems]


def answers_of(stored) -> Answers:
    """What was decided about the file so far, as it was read with it."""
    return Answers(**stored.answers)


def sheet_choices(names) -> list[Problem]:
    """One line for each sheet that may be chosen; its value is the sheet's name."""
    sentence = "Trang tính “{}” có bảng. Hãy chọn một trang để nhập."
    return [
        Problem(WHOLE_FILE, "", name, "W_SEVERAL_SHEETS", sentence.format(shown(name)))
        for name in names
    ]
