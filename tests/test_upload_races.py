"""Two uploads at the same moment, and the last place for one of them."""

import uuid

import pytest

from products.dossiers import filing
from products.models import Document, ProductPhoto
from products.register import photos
from programs.uploads.accepting import accept
from programs.workflow import StepRefused
from tests.support.factories import make_dossier, make_product
from tests.support.papers import make_photo, pdf, picture, upload
from tests.test_races import at_once

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.pg]


@pytest.fixture(autouse=True)
def media(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path
    return tmp_path


def told(act):
    try:
        act()
    except StepRefused as refusal:
        return refusal.status
    return 302


@pytest.mark.parametrize("_round", range(3))
@pytest.mark.parametrize("room", ["UPLOAD_DOSSIER_BYTES", "UPLOAD_UNIT_BYTES"])
def test_of_two_uploads_at_the_edge_one_is_filed(settings, media, room, _round):
    first = make_dossier()
    other = make_dossier(make_product(commune=first.product.commune.parent.children.last()))
    dossiers = [first, first if room == "UPLOAD_DOSSIER_BYTES" else other]
    papers = [accept(upload(pdf(pages=number))) for number in (1, 2)]
    setattr(settings, room, sum(paper.size for paper in papers) - 1)

    def file(number):
        dossier, facts = dossiers[number], {"kind": "labour"}
        return told(lambda: filing.add(dossier, [papers[number]], facts, by=first.created_by))

    assert sorted(at_once(2, file)) == [302, 422]
    assert Document.objects.count() == len([*media.rglob("*.*")]) == 1


def test_twenty_equal_posts_at_once_file_one_paper(media):
    dossier, key = make_dossier(), uuid.uuid4()
    papers = [accept(upload()) for _ in range(20)]

    def file(number):
        facts = {"kind": "labour"}
        return told(
            lambda: filing.add(dossier, [papers[number]], facts, by=dossier.created_by, key=key)
        )

    assert set(at_once(20, file)) == {302}
    assert Document.objects.count() == len([*media.rglob("*.*")]) == 1


def test_two_photos_for_the_last_place_are_one(media):
    dossier = make_dossier()
    for position in range(1, 8):
        make_photo(dossier.product, position=position)
    shots = [accept(upload(picture(size=(9, number)), "a.png")) for number in (8, 9)]

    def add(number):
        facts = {"by": dossier.created_by}
        return told(lambda: photos.add(dossier.product, shots[number], "Chai", **facts))

    assert sorted(at_once(2, add)) == [302, 409]
    assert ProductPhoto.objects.count() == len([*media.rglob("*.*")]) == 8
