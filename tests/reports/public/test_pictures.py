"""Photos as public pages show them: small, kept, and gone when the photo or the product is."""

from io import BytesIO

import pytest
from django.core.cache import caches
from django.core.cache.backends.filebased import FileBasedCache
from django.core.files.storage import default_storage
from django.urls import reverse
from PIL import Image

from products.register import photos
from products.register.photos import WIDTHS, small
from programs.enums import Role
from tests.support.factories import make_certificate, make_user, make_withdrawal
from tests.support.papers import make_photo

pytestmark = [pytest.mark.django_db, pytest.mark.pg]


@pytest.fixture(autouse=True)
def _empty():
    caches["pictures"].clear()


@pytest.fixture
def photo(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path
    return make_photo(make_certificate().product, sha256=f"{id(tmp_path):064x}")


def address(photo, width=480):
    return reverse("reports:public_picture", args=[photo.pk, width])


def draw_over(photo, mode, size):
    """Another picture under the name of this one."""
    with default_storage.open(photo.file.name, "wb") as file:
        Image.new(mode, size).save(file, "PNG")


@pytest.mark.parametrize("width", WIDTHS)
@pytest.mark.parametrize("mode", ["RGB", "RGBA", "L", "P"])
def test_a_picture_is_as_wide_as_asked_and_in_a_format_for_screens(client, photo, width, mode):
    draw_over(photo, mode, (1600, 1200))

    response = client.get(address(photo, width))

    image = Image.open(BytesIO(response.content))
    assert (image.format, image.size) == ("WEBP", (width, width * 3 // 4))
    assert response["Content-Type"] == "image/webp"
    assert response["Cache-Control"] == "public, max-age=30"
    assert "default-src 'none'" in response["Content-Security-Policy"]


def test_a_small_picture_is_not_drawn_larger(client, photo):
    draw_over(photo, "RGB", (300, 200))

    assert Image.open(BytesIO(client.get(address(photo)).content)).size == (300, 200)


def test_a_picture_that_is_still_the_same_is_not_sent_again(client, photo):
    etag = client.get(address(photo))["ETag"]

    same = client.get(address(photo), headers={"If-None-Match": etag})

    assert (same.status_code, same.content) == (304, b"")
    assert client.get(address(photo, 960))["ETag"] != etag


def test_a_picture_is_drawn_once_and_goes_with_its_photo(photo):
    drawn = small(photo, 480)
    default_storage.delete(photo.file.name)

    assert small(photo, 480) == drawn
    photos.remove(photo, by=make_user(Role.PROVINCE_ADMIN))
    assert not any(caches["pictures"].has_key(f"{photo.sha256}-{width}") for width in WIDTHS)


def test_a_full_disk_keeps_nothing_and_hides_nothing(client, photo, monkeypatch):
    def refuse(*_args, **_facts):
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(FileBasedCache, "set", refuse)

    assert client.get(address(photo)).status_code == 200


@pytest.mark.parametrize("width", [1, 481, 10**9])
def test_there_are_no_other_sizes(client, photo, width):
    assert client.get(address(photo, width)).status_code == 404


def test_the_picture_of_a_withdrawn_product_is_gone(client, photo):
    client.get(address(photo))
    make_withdrawal(photo.product)

    assert client.get(address(photo)).status_code == 404
