"""The words by which products are found: kept beside each by whoever writes what they are of.

They are those of its name and its producer's, of its codes, and of what its papers bear: names,
numbers, decisions; also of the records that were merged into it.
"""

from collections import defaultdict

from django.db.models import CharField, Value
from django.db.models.functions import Cast, Coalesce, Concat

from products.models import Certificate, Producer, Product, ProductCode
from programs.checks import ruled
from programs.completing import LOT
from programs.names import words_of

_LABEL = Concat(Cast("number", CharField()), Value("/"), Cast("year", CharField()))
# Of which rows, by which way to the product, which texts.
_SOURCES = (
    (Product.objects.all, "pk", ("name", "producer__name")),
    (ProductCode.objects.all, "product", ("code",)),
    (
        Certificate.objects.issued,
        "product",
        (Coalesce(_LABEL, Value("")), "product_name", "producer_name", "decision_number"),
    ),
)


def keep_words(products) -> None:
    """Write anew the words of the products of these keys, and of those they are merged into."""
    for lot in _lots(products):
        kept = Product.objects.filter(pk__in=lot).exclude(merged_into=None)
        changed = _changed({*lot, *kept.values_list("merged_into", flat=True)})
        Product.objects.bulk_update(changed, ["words"], batch_size=300)


def check_words():
    """Whether products and producers have the words of what they are of (manage.py integrity)."""
    keys = Product.objects.order_by("pk").values_list("pk", flat=True)
    changed = (row.pk for lot in _lots(keys) for row in _changed(lot))
    yield ruled("Từ để tìm của sản phẩm", changed)
    words = Producer._meta.get_field("words")
    producers = Producer.objects.only("words", *words.sources).order_by("pk").iterator()
    yield ruled(
        "Từ để tìm của chủ thể", (row.pk for row in producers if words.of(row) != row.words)
    )


def _lots(keys):
    keys = list(keys)
    return (keys[start : start + LOT] for start in range(0, len(keys), LOT))


def _changed(keys):
    """Of these products those whose words are not as they should be, with the right ones."""
    merged = Product.objects.filter(merged_into__in=keys).values_list("pk", "merged_into")
    holder, texts = {key: key for key in keys} | dict(merged), defaultdict(list)
    for rows, path, fields in _SOURCES:
        found = rows().filter(**{f"{path}__in": list(holder)}).order_by("pk")
        for key, *said in found.values_list(path, *fields):
            texts[holder[key]] += said
    changed = []
    for row in Product.objects.filter(pk__in=keys).only("words").order_by("pk"):
        if row.words != (words := words_of(*texts[row.pk])):
            row.words = words
            changed.append(row)
    return changed
