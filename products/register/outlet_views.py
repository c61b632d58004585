"""The places where a product is sold: added, removed."""

from django.shortcuts import get_object_or_404

from products.models import Outlet, Product
from products.register import outlets
from products.register.outlet_forms import OutletForm
from products.register.records import writing_refusal
from programs.views.pages import act_page, posted, removal_page


def outlet_add(request, pk):
    rows = Product.objects.visible_to(request.user).select_related("commune__parent")
    product = get_object_or_404(rows, pk=pk)
    if refused := outlets.adding_refusal(product, request.user):
        raise refused
    return act_page(
        request,
        OutletForm(posted(request), instance=Outlet(product=product)),
        lambda form: outlets.add(form.instance, by=request.user, key=form.key),
        done="Đã thêm nơi bán",
        title="Thêm nơi bán",
        subject=product,
        submit="Thêm nơi bán",
        back=product.get_absolute_url(),
    )


def outlet_delete(request, pk):
    rows = Outlet.objects.visible_to(request.user).select_related("product__commune__parent")
    outlet = get_object_or_404(rows, pk=pk)
    if refused := writing_refusal(outlet.product, request.user):
        raise refused
    return removal_page(
        request,
        lambda form: outlets.remove(outlet, by=request.user, key=form.key),
        done="Đã xóa nơi bán",
        to=outlet.product,
        title="Xóa nơi bán",
        explanation=f"“{outlet}” không còn trên trang công khai của sản phẩm.",
        subject=outlet.product,
        back=outlet.product.get_absolute_url(),
    )
