"""What the register has of the names and codes that a book writes, read at once."""

import re

from django.db.models import Q

from products.certificates.validity import life_of
from products.models import Certificate, Producer, Product, ProductCode
from products.register.records import read_code
from programs.names import name_key
from programs.workflow import StepRefused

LONGEST_KEY = 300


def key_of(values):
    """(product, producer): the keys of the names of a row."""
    names = (values.get("product_name", ""), values.get("producer_name", ""))
    return tuple(name_key(name)[:LONGEST_KEY] for name in names)


def codes_in(text):
    """The codes in a cell, each as it is kept; a text that is no code stays as it is."""
    return [_code(code) or code for code in map(str.strip, re.split("[,;]", text)) if code]


def _code(text):
    """The code as it is kept, or None where the text is no code."""
    try:
        return read_code(text, lambda _: True)
    except StepRefused:
        return None


def _old_names(model, keys):
    """{record: those of these names that records bore which were merged into it}"""
    gone, found = model.objects.exclude(merged_into=None).filter(name_key__in=keys), {}
    for kept, name in gone.values_list("merged_into", "name_key"):
        found.setdefault(kept, set()).add(name)
    return found


def _by_name(rows, old_names):
    """{key of a name: the records that bear it, or took one in that did}"""
    found = {}
    for row in rows:
        for name in {row.name_key, *old_names.get(row.pk, ())}:
            found.setdefault(name, []).append(row)
    return found


class BookRegister:
    """Records whose names or codes stand in these lines, with their certificates.

    As many queries for one row as for many.
    """

    def __init__(self, lines, places):
        self.places = places
        values = [line["values"] for line in lines]
        keys = [key_of(each) for each in values]
        product_keys, producer_keys = ({key[place] for key in keys} - {""} for place in (0, 1))
        self.owners = self._owners(values)
        owned = {owner.merged_into_id or owner.pk for owner in self.owners.values()}
        old_names = _old_names(Product, product_keys)
        self.old_producers = _old_names(Producer, producer_keys)
        wanted = Q(name_key__in=product_keys) | Q(pk__in={*owned, *old_names})
        rows = Product.objects.current().filter(wanted).order_by("pk")
        related = rows.select_related("producer", "product_set", "commune")
        self.products = {row.pk: row for row in related}
        self.by_name = _by_name(self.products.values(), old_names)
        bears = Q(name_key__in=producer_keys) | Q(pk__in=self.old_producers)
        producers = Producer.objects.current().filter(bears).order_by("pk")
        self.producers = _by_name(producers, self.old_producers)
        self.certificates = self._certificates(rows.order_by().values("pk"))

    def _owners(self, values):
        """{code: the product that has it} of the codes in these rows."""
        written = (code for each in values for code in codes_in(each.get("codes", "")))
        codes = set(filter(_code, written))
        given = ProductCode.objects.filter(code__in=codes).select_related("product")
        return {row.code: row.product for row in given}

    def _certificates(self, products):
        """{product: [(certificate, life)]}, with those of records that were merged into it."""
        issued = Certificate.objects.issued().select_related("product").prefetch_related("events")
        own, gone = issued.filter(product__in=products), Q(product__merged_into__in=products)
        rows = sorted([*own, *issued.filter(gone)], key=lambda row: (row.issued_on, row.pk))
        found = {}
        for row in rows:
            kept = row.product.merged_into_id or row.product_id
            found.setdefault(kept, []).append((row, life_of(row)))
        return found

    def certificates_of(self, product):
        return self.certificates.get(product, [])

    def is_made(self, key, producer):
        """Whether this producer has a product of that name, wherever it lies."""
        named = (row for row in self.by_name.get(key, []) if row.name_key == key)
        return any(row.producer_id == producer for row in named)

    def words(self, product):
        return (
            f"{product.name} – {product.producer.name}, {product.commune} (bản ghi số {product.pk})"
        )

    def products_of(self, key, commune, codes):
        """The product that has one of the codes; else those of these names on this ground."""
        if by_code := self._by_code(codes):
            return [row for row in by_code if row in self.by_name.get(key[0], [])]
        return [row for row in self._named(key) if self._is_here(row, commune)]

    def candidates_of(self, key, commune, codes):
        """The products it may mean: by code, by its names elsewhere, of another producer here."""
        found = {row.pk: row for row in [*self._by_code(codes), *self._named(key)]}
        here = (row for row in self.by_name.get(key[0], []) if self._is_here(row, commune))
        return list((found | {row.pk: row for row in here}).values())

    def producers_of(self, key, commune):
        return [row for row in self.producers.get(key, []) if self._is_here(row, commune)]

    def _by_code(self, codes):
        owners = filter(None, map(self.owners.get, codes_in(codes)))
        found = {self.products.get(owner.merged_into_id or owner.pk) for owner in owners}
        return sorted(found - {None}, key=lambda row: row.pk)

    def _named(self, key):
        return [row for row in self.by_name.get(key[0], []) if key[1] in self._makers(row)]

    def _makers(self, product):
        return {product.producer.name_key, *self.old_producers.get(product.producer_id, ())}

    def _is_here(self, row, commune):
        return self.places.ground(row.commune_id) == self.places.ground(commune)
