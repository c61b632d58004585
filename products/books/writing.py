"""The rows of a confirmed book written to the register, each table at once."""

from django.core.exceptions import ValidationError
from simple_history.utils import bulk_create_with_history, bulk_update_with_history

from products.books.certificates import closed, closings
from products.books.matching import PRODUCT_FIELDS, attribute, stated
from products.books.register import key_of
from products.books.values import kind_in
from products.certificates.validity import Life, first_overlap, life_of
from products.enums import BookDecision, CertificateState, CycleStep, EventKind, Maturity
from products.ground.words import keep_words
from products.models import Certificate, CertificateEvent, Producer, Product, ProductCode
from programs import clock
from programs.workflow import StepRefused

_PRODUCER = ("registration_number", "representative", "phone", "email", "address")
_CERTIFICATE = (
    *("star", "decision_number", "decision_date", "issued_on", "expires_on", "authority"),
    *("series", "year", "number"),
)
_BATCH = 500


def write(rows, stored, user):
    """Write these rows and say how many of what; transaction and locks are the caller's."""
    return _Writing(rows, stored, user).write()


def _noted(note, remark):
    """The note with what a book tells of recognitions without a certificate, as far as it holds."""
    longest = Product._meta.get_field("note").max_length
    said = remark if remark and remark not in note else ""
    return "; ".join(filter(None, [said, note]))[:longest]


class _Writing:
    def __init__(self, rows, stored, user):
        self.rows, self.stored, self.user = rows, stored, user
        keys = {row.finding["product"] for row in rows} - {None}
        products = Product.objects.filter(pk__in=keys).select_related("producer")
        self.products, producers = {product.pk: product for product in products}, {}
        for product in products:  # products of one producer share it, and what is taken over
            product.producer = producers.setdefault(product.producer_id, product.producer)
        self.new_producers, self.new_products = {}, {}
        self.codes, self.papers = {}, []  # a code stands in each line of its product

    def write(self):
        for row in self.rows:
            if not row.finding["product"]:
                self._producer(row)
        self._create(Producer, self.new_producers.values())
        pairs = [(row, self._product(row)) for row in self.rows]
        self._create(Product, self.new_products.values())
        changed = [self._change(row) for row in self.rows if row.decision == BookDecision.THEIRS]
        self._update(changed)
        for row, product in pairs:
            for code in row.finding["codes"]:
                self.codes.setdefault(code, ProductCode(product=product, code=code))
            self.papers += [self._paper(said, product) for said in row.finding["certificates"]]
        ProductCode.objects.bulk_create(self.codes.values(), batch_size=_BATCH)
        Certificate.objects.bulk_create(self.papers, batch_size=_BATCH)
        events = self._close()
        keep_words({product.pk for _, product in pairs})
        return {
            "rows": len(self.rows),
            "producers": len(self.new_producers),
            "products": len(self.new_products),
            "changed": len(changed),
            "certificates": len(self.papers),
            "closed": len(events),
        }

    # --- Producers and products -----------------------------------------------------------------

    def _producer(self, row):
        """The key of the producer there is, or of a new one for all rows of its name and place."""
        finding, values = row.finding, row.line["values"]
        key = (key_of(values)[1], finding["ground"])
        if finding["producer"] is None and key not in self.new_producers:
            self.new_producers[key] = Producer(
                name=values["producer_name"],
                kind=values.get("producer_kind") or kind_in(values["producer_name"]),
                commune_id=finding["commune"],
                **{name: values[name] for name in _PRODUCER if name in values},
            )
        return finding["producer"] or self.new_producers[key]

    def _product(self, row):
        """The product of the row: in the register, made by an earlier row, or new."""
        finding, values = row.finding, row.line["values"]
        if finding["product"]:
            return self.products[finding["product"]]
        producer = self._producer(row)
        pk = getattr(producer, "pk", producer)
        key = (key_of(values)[0], pk)
        if key not in self.new_products:
            is_certified = bool(finding["certificates"])
            grown = Maturity.ESTABLISHED if is_certified else Maturity.POTENTIAL
            self.new_products[key] = Product(
                name=values["product_name"],
                producer_id=pk,
                commune_id=finding["commune"],
                product_group=finding["group"],
                product_set_id=finding["product_set"],
                maturity=values.get("maturity", grown),
                step=CycleStep.PROMOTION if is_certified else CycleStep.IDEA,
                note=values.get("note", ""),
            )
        product = self.new_products[key]
        product.note = _noted(product.note, finding["remark"])
        return product

    def _create(self, model, rows):
        rows = list(rows)
        for row in rows:
            row.clean_fields(exclude=["commune", "producer", "product_set"])
        bulk_create_with_history(rows, model, batch_size=_BATCH, default_user=self.user)

    def _change(self, row):
        """Take over what the book says differently about the product and its producer."""
        product, values = self.products[row.finding["product"]], row.line["values"]
        for name in filter(None, (name for name, *_ in row.finding["differences"])):
            record = product if name in PRODUCT_FIELDS else product.producer
            setattr(record, attribute(name), stated(row.finding, values)[name])
        return product

    def _update(self, products):
        kept = ("version", "changed_at")
        for model, records, names in (
            (Product, products, (*PRODUCT_FIELDS, *kept)),
            (
                Producer,
                [product.producer for product in products],
                ("kind", *_PRODUCER, "words", *kept),
            ),
        ):
            rows = list({row.pk: row for row in records}.values())
            for row in rows:
                row.version, row.changed_at = row.version + 1, clock.now()
                row.clean_fields(exclude=["commune", "producer", "product_set", "merged_into"])
            if model is Producer:
                for row in rows:
                    model._meta.get_field("words").pre_save(row, add=False)
            bulk_update_with_history(rows, model, names, batch_size=_BATCH, default_user=self.user)

    # --- Certificates ---------------------------------------------------------------------------

    def _paper(self, said, product):
        """A certificate that was issued elsewhere: who handed the book in stands as its drafter."""
        paper = Certificate(
            product=product,
            product_name=product.name,
            producer_name=self._producer_name(product),
            basis=f"Ghi từ sổ “{self.stored.name}”",
            state=CertificateState.ISSUED,
            prepared_by=self.stored.user,
            issued_by=self.user,
            regulation_id=said["regulation"],
            **{name: said[name] for name in _CERTIFICATE},
        )
        try:
            paper.clean_fields(exclude=["product", "prepared_by", "issued_by", "regulation"])
        except ValidationError as error:
            raise StepRefused(
                f"{product.name}: {'; '.join(error.messages)}", code="book"
            ) from error
        return paper

    def _producer_name(self, product):
        known = {producer.pk: producer.name for producer in self.new_producers.values()}
        return known.get(product.producer_id) or product.producer.name

    def _close(self):
        """Older certificates give way to the next; two that would hold at once are refused."""
        by_product = {}
        for paper in self.papers:
            by_product.setdefault(paper.product_id, []).append(paper)
        events, faults = [], []
        for product, chain in self._chains(by_product).items():
            lives = dict(chain)
            pairs = closings([(paper.issued_on, life, paper) for paper, life in chain])
            for older, newer in pairs:
                event = self._event(older, newer)
                events.append(event)
                lives[older] = closed(lives[older], event.kind, event.on)
            if day := first_overlap(lives.values()):
                name = by_product[product][0].product_name
                faults.append(f"“{name}” có hai giấy cùng còn hiệu lực ngày {day:%d/%m/%Y}.")
        if faults:
            raise StepRefused(" ".join([*faults, "Hãy bỏ các dòng đó."]), code="overlap")
        return CertificateEvent.objects.bulk_create(events, batch_size=_BATCH)

    def _chains(self, by_product):
        """{product: [(certificate, life)]} of what is there and of what was just written."""
        chains = {}
        for product, papers in by_product.items():
            for paper in papers:
                chains.setdefault(product, []).append(
                    (paper, Life(paper.issued_on, paper.expires_on))
                )
        new = {paper.pk for papers in by_product.values() for paper in papers}
        for rows in (
            Certificate.objects.filter(product__in=by_product),
            Certificate.objects.filter(product__merged_into__in=by_product),
        ):
            for paper in rows.issued().select_related("product").prefetch_related("events"):
                if paper.pk not in new:
                    kept = paper.product.merged_into_id or paper.product_id
                    chains[kept].insert(0, (paper, life_of(paper)))
        return chains

    def _event(self, older, newer):
        kind = EventKind.UPGRADED if newer.star > older.star else EventKind.REPLACED
        return CertificateEvent(
            certificate=older,
            kind=kind,
            on=newer.issued_on,
            by_certificate=newer,
            decision_number=newer.decision_number,
            decision_date=newer.decision_date,
            recorded_by=self.user,
        )
