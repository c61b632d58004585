"""What must hold of outgoing papers and their numbers, for `manage.py integrity`."""

import json
from collections.abc import Iterator

from programs.checks import Check, ruled
from reports.enums import HAVE_NUMBERS, ONCE_ISSUED, NumberState
from reports.models import OutgoingPaper, PaperNumber, PaperSeries, SealedDocument
from reports.models.outgoing import FORMATS


def check_papers() -> Iterator[Check]:
    yield ruled("Dãy số văn bản đi liền nhau, không khuyết", _broken_series())
    yield ruled("Số của văn bản đi khớp với sổ số", _strange_numbers())
    yield ruled("Văn bản đã ban hành có đủ bản niêm phong, đúng số và ngày", _unsealed())


def _broken_series():
    for series in PaperSeries.objects.select_related("issuer"):
        numbers = set(series.numbers.values_list("number", flat=True))
        if numbers != set(range(1, series.last + 1)):
            odd = sorted(numbers ^ set(range(1, series.last + 1)))
            yield f"{series}: số {', '.join(map(str, odd))}"


def _strange_numbers():
    taken = PaperNumber.objects.filter(state=NumberState.TAKEN)
    series = ("series__issuer", "series__kind", "series__year", "number")
    booked = {pk: tuple(facts) for pk, *facts in taken.values_list("paper", *series)}
    own = ("issuer", "kind", "year", "number")
    papers = OutgoingPaper.objects.filter(state__in=sorted(HAVE_NUMBERS))
    borne = {pk: tuple(facts) for pk, *facts in papers.values_list("pk", *own)}
    return [str(pk) for pk in sorted({*booked, *borne}) if booked.get(pk) != borne.get(pk)]


def _unsealed():
    for paper in OutgoingPaper.objects.filter(state__in=sorted(ONCE_ISSUED)):
        keys = [paper.sealed_key(extension) for extension in FORMATS]
        if SealedDocument.objects.filter(key__in=keys).count() != len(keys):
            yield f"{paper.pk}: thiếu bản niêm phong"
            continue
        head = json.loads(bytes(paper.sealed("json").content))["head"]
        if (head["number"], head["day"]["at"]) != (f"{paper.number:02}", paper.day.isoformat()):
            yield f"{paper.pk}: số, ngày khác bản niêm phong"
