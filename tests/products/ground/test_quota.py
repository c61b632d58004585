"""The room for files: of a dossier and of a unit, to the last byte."""

import pytest

from products.ground.quota import take_room, used_by
from products.models import Document, ProductPhoto
from programs.workflow import StepRefused
from tests.support.factories import make_dossier, make_product
from tests.support.papers import make_paper, make_photo
from tests.support.reorganising import SECOND, make_change

pytestmark = [pytest.mark.django_db, pytest.mark.pg]


@pytest.fixture(autouse=True)
def media(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path
    settings.UPLOAD_UNIT_BYTES, settings.UPLOAD_DOSSIER_BYTES = 5 * 2**20, 2**20


def sized(make, place, size):
    """A file that is said to be of this size."""
    row = make(place)
    type(row).objects.filter(pk=row.pk).update(size=size)
    return row


@pytest.fixture
def dossier():
    return make_dossier()


@pytest.mark.parametrize(("more", "refused"), [(2**20 - 10, False), (2**20 - 9, True)])
def test_a_dossier_holds_files_to_the_last_byte(dossier, more, refused):
    sized(make_paper, dossier, 10)
    rows = [Document(size=more - 1), Document(size=1)]

    if refused:
        with pytest.raises(StepRefused, match="Hồ sơ này chỉ được giữ 1 MB") as told:
            take_room(dossier.product.unit_id, rows, dossier)
        assert (told.value.status, told.value.code) == (422, "room")
    else:
        take_room(dossier.product.unit_id, rows, dossier)


@pytest.mark.parametrize(("more", "refused"), [(5 * 2**20 - 30, False), (5 * 2**20 - 29, True)])
def test_papers_and_photos_of_a_unit_share_its_room(dossier, more, refused):
    unit = dossier.product.commune.parent
    sized(make_paper, dossier, 10)
    sized(make_photo, make_product(commune=unit.children.last()), 20)

    if refused:
        with pytest.raises(StepRefused, match=f"{unit} chỉ được giữ 5 MB"):
            take_room(unit.pk, [ProductPhoto(size=more)])
    else:
        take_room(unit.pk, [ProductPhoto(size=more)])


def test_other_dossiers_and_units_take_no_room_here(dossier):
    sized(make_paper, make_dossier(), 5 * 2**20)
    sized(make_paper, make_dossier(make_product(commune=dossier.product.commune)), 2**20)

    take_room(dossier.product.unit_id, [Document(size=2**20)], dossier)


def test_a_unit_without_files_uses_none(dossier):
    assert used_by(dossier.product.commune.parent) == 0


def test_a_unit_has_the_files_of_what_it_took_over():
    units = make_change({"Đông": "A"}, on=SECOND)
    sized(make_photo, make_product(commune=units["Đông"]), 20)

    assert used_by(units["A"]) == 20
