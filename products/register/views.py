"""The pages of producers and products: what is known of each, its codes, its merged twins."""

from django.shortcuts import get_object_or_404, render
from django.urls import reverse

from products.certificates.history import chain_of, with_worth
from products.certificates.issuing import preparing_refusal
from products.dossiers.clocks import tell_results
from products.dossiers.starting import starting_refusal
from products.enums import IN_FORCE, CertificateState
from products.models import Certificate, Producer, Product, Withdrawal
from products.register.forms import CodeForm, MergeForm, ProducerForm, RegisteredProductForm
from products.register.merging import merge, merge_refusal, twins_of
from products.register.publication import publishing_refusal, withdrawing_refusal
from products.register.records import codes_of, give_code, offering, write, writing_refusal
from programs import clock
from programs.enums import REGISTER_WRITERS
from programs.models import Event
from programs.next_acts import offer, rail
from programs.scoping import require_role
from programs.views.pages import act_page, posted


def _record(request, model, pk):
    rows = model.objects.visible_to(request.user)
    return get_object_or_404(rows.select_related("commune__parent", "merged_into"), pk=pk)


def _facts(request, record):
    """What the pages of both kinds of records show."""
    today = clock.today()
    return {
        "record": record,
        "today": [unit for unit in record.places_on(today) if unit != record.commune],
        "may_write": writing_refusal(record, request.user) is None,
        "may_merge": merge_refusal(request.user) is None and record.merged_into_id is None,
        "twins": twins_of(record, request.user),
        "merged": record.merged.order_by("pk"),
        "events": Event.objects.about(record).select_related("actor")[:20],
    }


def producer_detail(request, pk):
    producer = _record(request, Producer, pk)
    products = Product.objects.visible_to(request.user).current().filter(producer=producer)
    context = _facts(request, producer) | {"products": products.select_related("commune")}
    context["rail"] = rail(
        [
            *offer(
                context["may_write"], "thêm sản phẩm", "products:product_create", pk, onward=True
            ),
            *offer(context["may_write"], "sửa chủ thể", "products:producer_update", pk),
            *offer(context["may_merge"], "gộp bản ghi trùng", "products:producer_merge", pk),
            *(each for offers in offering for each in offers(producer, request.user)),
        ]
    )
    return render(request, "products/producer_detail.html", context)


def product_detail(request, pk):
    product = _record(request, Product, pk)
    drafts = Certificate.objects.visible_to(request.user).of_product(product)
    certificates = with_worth(reversed(chain_of(product)))
    context = _facts(request, product) | {
        "codes": codes_of(product),
        "certificates": certificates,
        "current": next((each for each in certificates if each[1] in IN_FORCE), None),
        "draft": drafts.filter(state=CertificateState.PREPARED).first(),
        "photos": product.photos.all(),
        "outlets": product.outlets.all(),
        "dossiers": tell_results(product.dossiers.order_by("-pk")),
        "withdrawal": Withdrawal.objects.standing().of_product(product).first(),
        "contact": product.producer,
        "contact_of": "Chủ thể",
    }
    context["rail"] = rail(_product_offers(product, request.user, **context))
    return render(request, "products/product_detail.html", context)


def _product_offers(product, user, *, may_write, may_merge, **_rest):
    pk = product.pk
    may_prepare = preparing_refusal(product, user) is None
    may_start = starting_refusal(product, user) is None
    may_withdraw = withdrawing_refusal(product, user) is None
    may_publish, withdraw = publishing_refusal(product, user) is None, "rút khỏi trang công khai"
    return [
        *offer(may_prepare, "dự thảo công nhận", "products:certificate_prepare", pk, onward=True),
        *offer(may_start, "lập hồ sơ đánh giá", "products:dossier_create", pk, onward=True),
        *offer(may_write, "sửa sản phẩm", "products:product_update", pk),
        *offer(may_write, "ghi mã sản phẩm", "products:product_code", pk),
        *offer(may_withdraw, "trang công khai", "reports:public_product", pk),
        *offer(may_publish, "công khai lại", "products:product_publish", pk),
        *offer(may_merge, "gộp bản ghi trùng", "products:product_merge", pk),
        *offer(may_withdraw, withdraw, "products:product_withdraw", pk, away=True),
    ]


# --- Writing -----------------------------------------------------------------------------------


def producer_create(request):
    require_role(request.user, REGISTER_WRITERS)
    form = ProducerForm(posted(request), user=request.user)
    return _write_page(request, form, "Thêm chủ thể", back=reverse("products:producer_list"))


def producer_update(request, pk):
    producer = _writable(request, Producer, pk)
    form = ProducerForm(posted(request), instance=producer, user=request.user)
    return _write_page(request, form, "Sửa chủ thể", subject=producer)


def product_create(request, pk):
    producer = _writable(request, Producer, pk)
    product = Product(producer=producer, commune=producer.commune)
    form = RegisteredProductForm(posted(request), instance=product, user=request.user)
    return _write_page(request, form, "Thêm sản phẩm", subject=producer)


def product_update(request, pk):
    product = _writable(request, Product, pk)
    form = RegisteredProductForm(posted(request), instance=product, user=request.user)
    return _write_page(request, form, "Sửa sản phẩm", subject=product)


def _writable(request, model, pk):
    record = _record(request, model, pk)
    if refused := writing_refusal(record, request.user):
        raise refused
    return record


def _write_page(request, form, title, *, subject=None, back=""):
    def act(form):
        row = form.save(commit=False)
        version = form.cleaned_data["version"] if row.pk else None
        write(row, by=request.user, version=version, key=form.key)
        return row

    back = back or subject.get_absolute_url()
    return act_page(request, form, act, done="Đã lưu", title=title, subject=subject, back=back)


# --- Codes and twins ---------------------------------------------------------------------------


def product_code(request, pk):
    product = _writable(request, Product, pk)

    def act(form):
        give_code(product, form.cleaned_data["code"], by=request.user, key=form.key)
        return product

    return act_page(
        request,
        CodeForm(posted(request)),
        act,
        done="Đã ghi mã",
        title="Ghi mã sản phẩm",
        subject=product,
        back=product.get_absolute_url(),
    )


def record_merge(request, pk, model):
    """Merge a record into another; reached from the page of either (matrix H7)."""
    gone = _record(request, model, pk)
    if refused := merge_refusal(request.user):
        raise refused
    records = model.objects.visible_to(request.user).current().exclude(pk=gone.pk)
    form = MergeForm(posted(request), records=records, initial={"kept": request.GET.get("vao")})

    def act(form):
        kept, reason = form.cleaned_data["kept"], form.cleaned_data["reason"]
        return merge(gone, kept, reason, by=request.user, key=form.key)

    return act_page(
        request,
        form,
        act,
        done="Đã gộp vào",
        title=f"Gộp {model._meta.verbose_name} trùng",
        explanation=(
            "Bản ghi này ra khỏi các danh sách nhưng vẫn đọc được, cùng lịch sử, mã và giấy chứng "
            "nhận của nó. Không tách lại được."
        ),
        subject=gone,
        submit="Gộp",
        back=gone.get_absolute_url(),
    )
