"""Taking a product off the public catalogue, and putting it back (matrix W2)."""

from django.shortcuts import get_object_or_404

from products.certificates.issuing import NOTE
from products.models import Product
from products.register import publication
from programs.forms.steps import StepForm
from programs.views.pages import act_page, posted


def product_withdraw(request, pk):
    return _page(
        request,
        pk,
        publication.withdrawing_refusal,
        publication.withdraw,
        done="Đã rút khỏi trang công khai",
        title="Rút khỏi trang công khai",
        submit="Rút",
        explanation=(
            "Sản phẩm ra khỏi danh mục, dữ liệu mở và sơ đồ trang cho mọi người. Trang tra cứu "
            "giấy chứng nhận vẫn trả lời như trước. Lý do chỉ người trong cổng đọc được."
        ),
    )


def product_publish(request, pk):
    return _page(
        request,
        pk,
        publication.publishing_refusal,
        publication.publish,
        done="Đã công khai lại",
        title="Công khai lại",
        submit="Công khai lại",
        explanation="Sản phẩm trở lại danh mục công khai khi có giấy chứng nhận còn hiệu lực.",
    )


def _page(request, pk, refusal, rule, **words):
    rows = Product.objects.visible_to(request.user).select_related("commune__parent")
    product = get_object_or_404(rows, pk=pk)
    if refused := refusal(product, request.user):
        raise refused

    def act(form):
        facts = {"by": request.user, "key": form.key, "read": form.cleaned_data["read"]}
        return rule(product, form.answers()["note"], **facts)

    return act_page(
        request,
        StepForm(posted(request), asks=(NOTE,), about=product),
        act,
        subject=product,
        back=product.get_absolute_url(),
        **words,
    )
