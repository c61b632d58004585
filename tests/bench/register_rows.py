"""A register to measure with: producers, products, certificates of six years, what befell them."""

import csv
from datetime import timedelta

from django.conf import settings
from django.core.management import call_command
from django.utils import timezone

from products.models import Certificate, CertificateEvent, Producer, Product
from programs.enums import Clock, UnitKind
from programs.models import Regulation, Unit, User
from programs.names import name_key, words_of
from programs.regulations import end_of, period_of
from tests.bench import national
from tests.bench.databases import load, loading
from tests.bench.filling import RARE, RARE_EVERY, mixed

PRODUCTS_A_PRODUCER = 3
SPAN = 2100  # days back to the oldest certificate: half of them have lapsed
# Of so many products, one was upgraded, revoked, extended.
UPGRADED_EVERY, REVOKED_EVERY, EXTENDED_EVERY = 10, 90, 70
# An extension is decided shortly before the end.
DECIDED, LONGER = timedelta(days=30), timedelta(days=90)
LAW = "26-2026"
_RECORD = ("id", "name", "name_key", "words", "commune_id", "version", "changed_at")
_TABLES = {
    Producer: (
        *(*_RECORD, "kind", "registration_number", "representative", "gender"),
        *("is_ethnic_minority", "address", "phone", "email"),
        *("job_title", "ethnicity", "residence"),
    ),
    Product: (
        *(*_RECORD, "producer_id", "product_group", "maturity", "step", "status"),
        *("story", "note"),
    ),
    Certificate: (
        *("id", "product_id", "star", "product_name", "producer_name", "basis", "state"),
        *("prepared_by_id", "prepared_at", "issued_by_id", "regulation_id", "authority"),
        *("series", "year", "number", "decision_number", "decision_date", "issued_on"),
        *("expires_on", "check_code", "producer_address", "set_name", "product_code"),
        *("signer_authority", "signer_title", "signer_name"),
    ),
    CertificateEvent: (
        *("certificate_id", "kind", '"on"', "until", "by_certificate_id", "reason"),
        *("decision_number", "recorded_by_id", "recorded_at"),
    ),
}


def fill(rows):
    """Fill the database with a register of so many products, the same on every run of a day.

    One that has it already, for another subject, is left as it is.
    """
    if Product.objects.exists():
        return
    call_command("loaddata", "regulations", verbosity=0)
    register = _Register()
    numbers = range(1, rows + 1)
    with loading():
        for model, columns in _TABLES.items():
            made = getattr(register, model._meta.model_name)
            lines = (line for number in numbers for line in made(number))
            load(model._meta.db_table, columns, lines)


class _Register:
    """The rows of the number-th product, table by table."""

    def __init__(self):
        path = settings.BASE_DIR / "fixtures" / "demo_products.csv"
        with path.open(encoding="utf-8") as file:
            self.products = [(row["name"], row["group"]) for row in csv.DictReader(file)]
        self.keys = {name: name_key(name) for name in (RARE, *(name for name, _ in self.products))}
        communes = Unit.objects.filter(kind=UnitKind.COMMUNE).order_by("pk")
        self.communes = [(unit.pk, unit.name, name_key(unit.name)) for unit in communes]
        self.admin, self.drafter = national.admin().pk, User.objects.latest("pk").pk
        self.law = Regulation.objects.get(code=LAW)
        self.validity = period_of(self.law, Clock.VALIDITY)
        self.today, self.now = timezone.localdate(), timezone.now().isoformat()

    def _place(self, number):
        return self.communes[mixed(number // PRODUCTS_A_PRODUCER) % len(self.communes)]

    def _days(self, number):
        issued_on = self.today - timedelta(days=mixed(number) // 7 % SPAN + 1)
        return issued_on, end_of(self.validity, issued_on)

    def producer(self, number):
        if number % PRODUCTS_A_PRODUCER and number != 1:
            return
        commune, place, key = self._place(number)
        own = number // PRODUCTS_A_PRODUCER + 1
        name = f"HTX Nông nghiệp {place} {own}"
        names = (name, f"hop tac xa nong nghiep {key} {own}", words_of(name))
        yield own, *names, commune, 1, self.now, "cooperative", "", "", "", False, *[""] * 6

    def product(self, number):
        lot = mixed(number)
        name, group = self.products[lot % len(self.products)]
        if lot % RARE_EVERY == 0:
            name, group = RARE, "herbal"
        commune, place, key = self._place(number)
        own = number // PRODUCTS_A_PRODUCER + 1
        papers = [f"{paper[14]}/{paper[13]}" for paper in self.certificate(number)]
        texts = (f"{name} {place} {number}", f"HTX Nông nghiệp {place} {own}", *papers)
        words = words_of(*texts, f"Sản phẩm {number}", "1/QĐ-UBND")
        yield (
            number,
            texts[0],
            f"{self.keys[name]} {key} {number}",
            words,
            commune,
            1,
            self.now,
            own,
            group,
            "established",
            "5",
            "made",
            "",
            "",
        )

    def certificate(self, number):
        """The first one, and the better one of what was upgraded."""
        days = self._days(number)
        star = (3, 3, 3, 3, 3, 3, 4, 4, 4, 5)[mixed(number) // 11 % 10]
        yield self._paper(2 * number, number, star, days)
        if number % UPGRADED_EVERY == 0:
            later = max(self.today - timedelta(days=1), days[0])
            days = later, end_of(self.validity, later)
            yield self._paper(2 * number + 1, number, min(star + 1, 5), days)

    def _paper(self, key, number, star, days):
        issued_on, expires_on = days
        people = (self.drafter, self.now, self.admin)
        return (
            *(key, number, star, f"Sản phẩm {number}", "HTX", "Biên bản", "issued", *people),
            *(self.law.pk, "province", "province-51", issued_on.year, key, "1/QĐ-UBND"),
            *(issued_on, issued_on, expires_on, f"{key:016}", *[""] * 6),
        )

    def certificateevent(self, number):
        issued_on, expires_on = self._days(number)
        facts, key = ("", "1/QĐ-UBND", self.admin, self.now), 2 * number
        if number % UPGRADED_EVERY == 0:
            yield (
                key,
                "upgraded",
                max(self.today - timedelta(days=1), issued_on),
                None,
                key + 1,
                *facts,
            )
        elif number % REVOKED_EVERY == 1:
            yield key, "revoked", issued_on + timedelta(days=1), None, None, *facts
        elif number % EXTENDED_EVERY == 1 and expires_on - DECIDED <= self.today:
            yield key, "extended", expires_on - DECIDED, expires_on + LONGER, None, *facts
