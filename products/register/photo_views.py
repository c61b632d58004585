"""The photos of a product: shown, added, removed."""

from django.db import transaction
from django.shortcuts import get_object_or_404
from django.views.decorators.http import require_safe

from products.models import Product, ProductPhoto
from products.register import photos
from products.register.photo_forms import PhotoForm
from products.register.records import writing_refusal
from programs.uploads.accepting import CONTENT_TYPES
from programs.views.files import shown_answer
from programs.views.limits import limited
from programs.views.pages import act_page, posted, removal_page


def _photo(request, pk):
    rows = ProductPhoto.objects.visible_to(request.user)
    return get_object_or_404(rows.select_related("product__commune__parent"), pk=pk)


@require_safe
def photo_file(request, pk):
    return photo_answer(_photo(request, pk))


def photo_answer(photo):
    kind = photo.file.name.rpartition(".")[2]
    return shown_answer(photo.file, f"anh-{photo.pk}.{kind}", CONTENT_TYPES[kind])


@transaction.non_atomic_requests
@limited("upload")
def photo_add(request, pk):
    rows = Product.objects.visible_to(request.user).select_related("commune__parent")
    product = get_object_or_404(rows, pk=pk)
    if refused := photos.adding_refusal(product, request.user):
        raise refused

    def act(form):
        picture, caption = form.cleaned_data["picture"], form.cleaned_data["caption"]
        photos.add(product, picture, caption, by=request.user, key=form.key)
        return product

    return act_page(
        request,
        PhotoForm(posted(request), request.FILES or None),
        act,
        done="Đã thêm ảnh",
        title="Thêm ảnh sản phẩm",
        subject=product,
        submit="Thêm ảnh",
        back=product.get_absolute_url(),
    )


def photo_delete(request, pk):
    photo = _photo(request, pk)
    if refused := writing_refusal(photo.product, request.user):
        raise refused
    return removal_page(
        request,
        lambda form: photos.remove(photo, by=request.user, key=form.key),
        done="Đã xóa ảnh",
        to=photo.product,
        title="Xóa ảnh",
        explanation=f"Ảnh “{photo.caption}” sẽ bị xóa, không lấy lại được.",
        subject=photo.product,
        back=photo.product.get_absolute_url(),
    )
