"""Papers of sealed data: printed once, and served with the same bytes ever after."""

import hashlib

from reports.builders.plan import TEMPLATE, sealed_plan
from reports.formats import RENDERERS
from reports.models import SealedDocument


def paper(seal, extension):
    """The bytes of a sealed plan in this format, printed now if they never were.

    Two first printings at once end with the bytes of one of them, for both.
    """
    key = f"plan-{seal.pk}.{extension}"
    stored = SealedDocument.objects.filter(key=key).first()
    if stored is None:
        content = RENDERERS[extension].render(sealed_plan(seal))
        stored, _ = SealedDocument.objects.get_or_create(
            key=key,
            defaults={
                "content": content,
                "sha256": hashlib.sha256(content).hexdigest(),
                "template": TEMPLATE,
            },
        )
    return bytes(stored.content)
