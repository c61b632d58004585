"""What was issued never changes, whoever asks the database; it ends once, by its state alone."""

from datetime import timedelta

import pytest
from django.db import IntegrityError, models, transaction
from django.utils import timezone

from reports.enums import ONCE_ISSUED, PaperState
from reports.models import OutgoingPaper
from tests.support.outgoing import make_outgoing

pytestmark = [pytest.mark.django_db, pytest.mark.pg]
KEPT = [field for field in OutgoingPaper._meta.concrete_fields if field.name != "state"]
NEVER = pytest.mark.parametrize("state", sorted(ONCE_ISSUED))


def update(paper, **values):
    """As SQL, past every rule of ours."""
    with transaction.atomic():
        OutgoingPaper.objects.filter(pk=paper.pk).update(**values)


def another(field):
    """A value of this field that no paper of these tests has."""
    if isinstance(field, models.DateField):
        return timezone.now() + timedelta(days=1)
    if isinstance(field, models.JSONField):
        return {}
    return "?" if isinstance(field, models.CharField) else 9_999


@NEVER
@pytest.mark.parametrize("field", KEPT, ids=lambda field: field.name)
def test_nothing_that_an_issued_paper_says_of_itself_ever_changes(field, state):
    with pytest.raises(IntegrityError, match="never changes"):
        update(make_outgoing(state), **{field.attname: another(field)})


@NEVER
def test_a_paper_that_was_issued_is_never_deleted(state):
    paper = make_outgoing(state)

    with pytest.raises(IntegrityError, match="never changes"), transaction.atomic():
        paper.delete()


@pytest.mark.parametrize("ended", ["withdrawn", "replaced"])
def test_an_issued_paper_ends_once_and_is_never_taken_back(ended):
    paper = make_outgoing("issued")
    with pytest.raises(IntegrityError, match="never changes"):
        update(paper, state="draft")
    update(paper, state=ended)

    for state in set(PaperState) - {ended}:
        with pytest.raises(IntegrityError, match="never changes"):
            update(paper, state=state)


def test_a_paper_that_is_not_issued_yet_does_change():
    paper = make_outgoing("numbered")

    update(paper, subject="khác")

    paper.refresh_from_db()
    assert paper.subject == "khác"
