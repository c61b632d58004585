"""Illustrative petitions to revoke: one that the shown unit's leader has sent, one in writing."""

from itertools import islice

from django.utils import timezone

from products.certificates.history import in_force
from products.demo.data import NOTE
from products.enums import PetitionReason
from products.inspections import petitions
from products.models import Certificate, Petition
from programs.models import RevocationGround
from programs.scoping import own_ground


def fill_petitions(officer, leader):
    """About products of the officer's unit; a unit with too few of them has fewer."""
    ground = own_ground(officer).values("pk")
    rows = in_force(Certificate.objects.issued(), timezone.localdate())
    rows = rows.filter(product__commune__in=ground, product__dossiers=None).order_by("-pk")
    stopped = RevocationGround.objects.filter(
        regulation=petitions.law_on(timezone.localdate()), key="production_stopped"
    ).first()
    stories = (
        (PetitionReason.UNCOMPETITIVE, None, "Hai năm nay không còn bán ở chợ và hội chợ."),
        (PetitionReason.OTHER, stopped, "Chủ thể đã ngừng sản xuất từ đầu năm."),
    )
    for (reason, ground, facts), certificate in zip(stories, islice(rows, 2), strict=False):
        petition = petitions.create(
            Petition(
                certificate=certificate,
                reason=reason,
                ground=ground,
                facts=f"{facts} {NOTE}",
                evidence="Biên bản làm việc của cấp xã với chủ thể.",
            ),
            by=officer,
        )
        if reason == PetitionReason.UNCOMPETITIVE:
            petition = petitions.PETITION.take(petition, "hand_in", by=officer)
            petitions.PETITION.take(petition, "send", by=leader)
