"""What the register has of the names and codes that a book writes, read at once."""

from django.db.models import Q

from products.models import Certificate, Producer, Product, ProductCode
from products.validity import life_of
from programs.names import name_key

LONGEST_KEY = 300


def key_of(values):
    """(product, producer): the keys of the names of a row."""
    names = (values.get("product_name", ""), values.get("producer_name", ""))
    return tuple(name_key(name)[:LONGEST_KEY] for name in names)


def codes_in(text):
    return [code.strip() for code in text.replace(",", ";").split(";") if code.strip()]


class BookRegister:
    """Records whose names or codes stand in these lines, with their certificates.

    Six queries, however many rows there are.
    """

    def __init__(self, lines, places):
        self.places = places
        values = [line["values"] for line in lines]
        keys = [key_of(each) for each in values]
        codes = [code for each in values for code in codes_in(each.get("codes", ""))]
        given = ProductCode.objects.filter(code__in=codes).select_related("product")
        self.owners = {row.code: row.product for row in given}
        product_keys, producer_keys = ({key[place] for key in keys} - {""} for place in (0, 1))
        owned = {owner.merged_into_id or owner.pk for owner in self.owners.values()}
        rows = Product.objects.current().filter(Q(name_key__in=product_keys) | Q(pk__in=owned))
        rows = rows.select_related("producer", "product_set", "commune").order_by("pk")
        self.products = {row.pk: row for row in rows}
        self.by_name = {}
        for row in self.products.values():
            self.by_name.setdefault(row.name_key, []).append(row)
        self.producers = {}
        for row in Producer.objects.current().filter(name_key__in=producer_keys).order_by("pk"):
            self.producers.setdefault(row.name_key, []).append(row)
        self.certificates = self._certificates()

    def _certificates(self):
        """{product: [(certificate, life)]}, with those of records that were merged into it."""
        whose = Q(product__in=self.products) | Q(product__merged_into__in=self.products)
        rows = Certificate.objects.issued().filter(whose).select_related("product")
        found = {}
        for row in rows.prefetch_related("events").order_by("issued_on", "pk"):
            kept = row.product.merged_into_id or row.product_id
            found.setdefault(kept, []).append((row, life_of(row)))
        return found

    def certificates_of(self, product):
        return self.certificates.get(product, [])

    def words(self, product):
        return (
            f"{product.name} – {product.producer.name}, {product.commune} (bản ghi số {product.pk})"
        )

    def products_of(self, key, commune, codes):
        """The product that a code says; else those of these names on this ground."""
        if by_code := self._by_code(codes):
            return [row for row in by_code if row.name_key == key[0]]
        return [row for row in self._named(key) if self._is_here(row, commune)]

    def candidates_of(self, key, commune, codes):
        """What it may be: a code's product, the names elsewhere, the product of another here."""
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
        return [row for row in self.by_name.get(key[0], []) if row.producer.name_key == key[1]]

    def _is_here(self, row, commune):
        return self.places.ground(row.commune_id) == self.places.ground(commune)
