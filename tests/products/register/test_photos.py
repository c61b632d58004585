"""The photos of a product: each in its place, eight at most, gone with their files."""

from hashlib import sha256
from uuid import uuid4

import pytest
from django.core.files.base import ContentFile

from products.models import ProductPhoto
from products.register.photos import add, adding_refusal, remove
from programs.enums import REGISTER_WRITERS, Role
from programs.models import Event
from programs.uploads.accepting import Accepted
from programs.workflow import StepRefused
from tests.support.factories import make_product, make_user
from tests.support.papers import make_photo, picture

pytestmark = [pytest.mark.django_db, pytest.mark.pg]


@pytest.fixture(autouse=True)
def media(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path
    return tmp_path


@pytest.fixture
def staff():
    return make_user(Role.PROVINCE_STAFF)


@pytest.fixture
def product():
    return make_product()


def shot():
    """A picture as the door of files lets it in."""
    data = picture()
    return Accepted(
        ContentFile(data, f"{uuid4().hex}.png"), "a.png", "png", sha256(data).hexdigest()
    )


def files_in(media):
    return [path for path in media.rglob("*") if path.is_file()]


@pytest.mark.parametrize(
    ("taken", "place"), [((), 1), ((1, 2), 3), ((2, 3), 1), ((1, 2, 4, 5, 6, 7, 8), 3)]
)
def test_a_photo_takes_the_first_free_place(product, staff, taken, place):
    for position in taken:
        make_photo(product, position=position)

    add(product, shot(), "Chai mới", by=staff)

    photo = product.photos.get(caption="Chai mới")
    assert (photo.position, photo.uploaded_by) == (place, staff)
    assert Event.objects.about(product).get().note == "Chai mới"


def test_the_ninth_photo_is_refused_and_leaves_no_file(media, product, staff):
    for position in range(1, 9):
        make_photo(product, position=position)

    with pytest.raises(StepRefused, match="Sản phẩm đã có 8 ảnh") as refused:
        add(product, shot(), "Chai", by=staff)

    assert refused.value.status == 409
    assert ProductPhoto.objects.count() == len(files_in(media)) == 8


@pytest.mark.parametrize("role", Role)
def test_who_does_not_write_the_register_is_told_that_and_not_that_it_is_full(product, role):
    for position in range(1, 9):
        make_photo(product, position=position)

    refused = adding_refusal(product, make_user(role))

    assert refused.code == ("full" if role in REGISTER_WRITERS else "role")


def test_a_removed_photo_takes_its_file_along_and_leaves_a_trace(
    media, product, staff, django_capture_on_commit_callbacks
):
    photo = make_photo(product)
    with django_capture_on_commit_callbacks(execute=True):
        remove(photo, by=staff)

    assert (product.photos.count(), files_in(media)) == (0, [])
    event = Event.objects.about(product).get()
    assert (event.action, event.note) == ("remove_photo", photo.caption)


def test_the_photo_of_a_merged_product_stays(product, staff):
    product.merged_into = make_product()
    product.save()

    with pytest.raises(StepRefused, match="đã gộp vào"):
        remove(make_photo(product), by=staff)

    assert product.photos.count() == 1
