"""Long forms that are not sent yet: kept for the one who types, under the address of the page."""

import uuid
from datetime import timedelta

from django.conf import settings

from programs import audit, clock
from programs.models import FormDraft

# Carried by each long form: the key of the account that its page was drawn for.
OWNER = "nguoi"
NOT_TYPED = "csrfmiddlewaretoken"
# Letters in one form, and forms that one person may leave half done; the oldest make room.
MOST_LETTERS = 200_000
MOST_FORMS = 50
_LONGEST_ADDRESS = FormDraft._meta.get_field("address").max_length


def fields_of(posted) -> dict[str, list[str]]:
    """What was typed and chosen, without the token of the session and without passwords."""
    names = (name for name in posted if name != NOT_TYPED)
    return {name: posted.getlist(name) for name in names if "password" not in name.casefold()}


def is_of(values, user) -> bool:
    """Whether these fields come from a page that was drawn for this account."""
    return values.get(OWNER) == [str(user.pk)]


def keep(user, address, values) -> FormDraft | None:
    """Keep these fields over what was kept of the form; None where there is nothing to be kept.

    That is so where they are too long, and where this very form was carried out meanwhile.
    """
    letters = sum(len(text) for texts in values.values() for text in texts)
    if letters > MOST_LETTERS or len(address) > _LONGEST_ADDRESS or audit.is_done(_key(values)):
        return None
    facts = {"values": values, "saved_at": clock.now()}
    draft, _ = FormDraft.objects.update_or_create(user=user, address=address, defaults=facts)
    older = FormDraft.objects.visible_to(user)[MOST_FORMS:]
    FormDraft.objects.filter(pk__in=[each.pk for each in older]).delete()
    return draft


def _key(values):
    try:
        return uuid.UUID(values["form_key"][0])
    except (KeyError, IndexError, ValueError):
        return None


def draft_of(user, address) -> FormDraft | None:
    return FormDraft.objects.visible_to(user).filter(address=address).first()


def drop(user, address) -> None:
    """The form was sent, or its draft is not wanted."""
    FormDraft.objects.visible_to(user).filter(address=address).delete()


def throw_away_old(at) -> int:
    """Drop what nobody took up in settings.DRAFT_DAYS; the answer is how many drafts that were."""
    old = FormDraft.objects.filter(saved_at__lt=at - timedelta(days=settings.DRAFT_DAYS))
    return old.delete()[0]
