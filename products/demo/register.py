"""An illustrative register of 2020-2026 whose totals by star are the published ones.

Products, people, decisions and numbers are made up, and each row says so. The rows are written in
bulk; tests hold them against the rules that would have made them one by one.
"""

from collections import Counter
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from functools import cache, partial
from itertools import cycle

from django.utils import timezone
from simple_history.utils import bulk_create_with_history

from products.certificates.numbering import series_of
from products.demo.data import KINDS, NOTE, read_csv
from products.enums import CertificateState, CycleStep, EventKind, Maturity
from products.ground.words import keep_words
from products.models import (
    Certificate,
    CertificateEvent,
    NumberSeries,
    Producer,
    Product,
    ProductCode,
    Revocation,
)
from programs.enums import COMMUNE_KINDS, Clock, LegalEvent
from programs.models import ProductSet, Regulation, Unit
from programs.regulations import end_of, period_of, regulation_for
from programs.succession import Lineage

BORN = date(2024, 2, 1)  # the first day of the units' data
# So many producers of so many products, as was published for 2023.
PRODUCERS, OF_PRODUCTS = 93, 157
UNTIL = date(2026, 11, 1)  # what ends before is renewed, extended or left to lapse
EARLY = timedelta(days=10)
LAPSE_EVERY, EXTEND_EVERY, REVOKED = 5, 3, 2
REVOKED_ON = date(2026, 6, 15)
THREE, FOUR = 3, 4
GENDERS = ("female", "male", "male", "female", "male")
HIGHLANDS = frozenset({"525", "529", "530", "531", "535"})


@dataclass
class Story:
    """A product and its latest certificate."""

    product: Product
    certificate: Certificate | None = None


def fill_register(drafter, issuer):
    """Make the register; both people are those of the demonstration's department."""
    Telling(drafter, issuer).tell()


class Telling:
    """Collects rows in the order of time, and writes each table at once."""

    def __init__(self, drafter, issuer):
        self.drafter, self.issuer = drafter, issuer
        laws = Regulation.objects.prefetch_related("periods", "starbands")
        self.law = cache(lambda day: regulation_for(LegalEvent.RECOGNITION, day, list(laws)))
        self.series = cache(partial(series_of, lineage=Lineage()))
        self.numbers, self.stories = Counter(), []
        self.certificates, self.events = [], []

    def tell(self):
        aims = read_csv("demo_register.csv")
        self.make_products(int(aims[-1]["three"]) + int(aims[-1]["four"]))
        for aim in aims:
            self.reach(aim)
        self.renew(UNTIL, lapses=True)
        self.revoke()
        self.write()

    # --- Producers and products ---------------------------------------------------------------

    def make_products(self, count):
        communes = Unit.objects.on(BORN).filter(kind__in=COMMUNE_KINDS, parent__parent__code="51")
        communes = list(communes.select_related("parent__parent").order_by("code"))
        last = (count - 1) * PRODUCERS // OF_PRODUCTS
        kinds = cycle(KINDS.items())
        producers = [
            _producer(number, communes[number * 7 % len(communes)], *next(kinds))
            for number in range(last + 1)
        ]
        typed = datetime.combine(BORN, time(9), tzinfo=timezone.get_default_timezone())
        write = partial(bulk_create_with_history, default_user=self.drafter, default_date=typed)
        write(producers, Producer)
        sets = {product_set.number: product_set for product_set in ProductSet.objects.all()}
        names = cycle(read_csv("demo_products.csv"))
        products = [
            _product(producers[number * PRODUCERS // OF_PRODUCTS], next(names), sets)
            for number in range(count)
        ]
        self.products = write(products, Product)

    # --- Certificates -------------------------------------------------------------------------

    def reach(self, aim):
        """Renew what ends, upgrade and recognise until the totals of this day are reached."""
        on, days = (
            date.fromisoformat(aim["on"]),
            list(map(date.fromisoformat, aim["decided"].split())),
        )
        self.renew(on)
        threes = [story for story in self.stories if story.certificate.star == THREE]
        missing = int(aim["four"]) - (len(self.stories) - len(threes))
        upgraded = missing - missing // 2
        for story in threes[:upgraded]:
            self.issue(story, FOUR, days[-1])
        self.recognise(FOUR, missing // 2, days)
        self.recognise(THREE, int(aim["three"]) - (len(threes) - upgraded), days)

    def recognise(self, star, count, days):
        for number in range(count):
            story = Story(self.products[len(self.stories)])
            self.issue(story, star, days[number * len(days) // count])
            self.stories.append(story)

    def renew(self, until, *, lapses=False):
        for number, story in enumerate(self.stories):
            while story.certificate.expires_on <= until:
                if lapses and number % LAPSE_EVERY == 0:
                    self.lapse(number, story.certificate)
                    break
                self.issue(story, story.certificate.star, story.certificate.expires_on - EARLY)

    def lapse(self, number, certificate):
        """Nothing came after it; some were extended, where the law of the day knew extensions."""
        decided = certificate.expires_on - EARLY
        period = period_of(self.law(decided), Clock.EXTENSION)
        if period and number % EXTEND_EVERY == 0:
            until = end_of(period, certificate.expires_on)
            self.happen(certificate, EventKind.EXTENDED, decided, until=until)

    def revoke(self):
        for story in self.stories[-REVOKED:]:
            self.happen(story.certificate, EventKind.REVOKED, REVOKED_ON)

    def issue(self, story, star, day):
        old, law = story.certificate, self.law(day)
        band = next(band for band in law.starbands.all() if band.star == star)
        series = self.series(band.granted_by, story.product.commune, day)
        self.numbers[series, day.year] += 1
        story.certificate = Certificate(
            product=story.product,
            star=star,
            product_name=story.product.name,
            producer_name=story.product.producer.name,
            basis=NOTE,
            state=CertificateState.ISSUED,
            prepared_by=self.drafter,
            issued_by=self.issuer,
            regulation=law,
            authority=band.granted_by,
            series=series,
            year=day.year,
            number=self.numbers[series, day.year],
            decision_number=_decision(day),
            decision_date=day,
            issued_on=day,
            expires_on=end_of(period_of(law, Clock.VALIDITY), day),
            **_signature(self.numbers[series, day.year], band.grantor),
        )
        self.certificates.append(story.certificate)
        if old:
            kind = EventKind.UPGRADED if star > old.star else EventKind.REPLACED
            self.happen(old, kind, day, by_certificate=story.certificate)

    def happen(self, certificate, kind, day, **facts):
        event = CertificateEvent(
            certificate=certificate,
            kind=kind,
            on=day,
            reason="" if facts.get("by_certificate") else NOTE,
            decision_number=_decision(day),
            decision_date=day,
            recorded_by=self.issuer,
            **facts,
        )
        self.events.append(event)

    # --- Writing ------------------------------------------------------------------------------

    def write(self):
        Certificate.objects.bulk_create(self.certificates)
        CertificateEvent.objects.bulk_create(self.events)
        ProductCode.objects.bulk_create(_codes(self.certificates))
        keep_words(product.pk for product in self.products)
        NumberSeries.objects.bulk_create(
            NumberSeries(series=series, year=year, last=last)
            for (series, year), last in self.numbers.items()
        )
        self.leave_work()

    def leave_work(self):
        """Something for the department to do: a draft to issue, a revocation to weigh."""
        Certificate.objects.create(
            product=self.stories[0].product,
            star=THREE,
            basis=f"Biên bản đánh giá lại. {NOTE}",
            prepared_by=self.drafter,
        )
        today = timezone.localdate()
        law = regulation_for(LegalEvent.REVOCATION, today)
        period = period_of(law, Clock.REVOCATION)
        Revocation.objects.create(
            certificate=self.stories[-REVOKED - 1].certificate,
            ground=law.revocationgrounds.order_by("position").last(),
            conclusion=f"Kết luận kiểm tra. {NOTE}",
            concluded_on=today,
            due_on=period and end_of(period, today),
            reply_until=today,
            proposed_by=self.drafter,
        )


def _signature(number, grantor):
    """Who signs in this story: every other paper a deputy, for a committee or for its chairman."""
    authority = [] if grantor.startswith("Chủ tịch") else ["TM. ỦY BAN NHÂN DÂN"]
    authority += [] if number % 2 else ["KT. CHỦ TỊCH"]
    return {
        "signer_authority": "\n".join(authority),
        "signer_title": "CHỦ TỊCH" if number % 2 else "PHÓ CHỦ TỊCH",
        "signer_name": f"Người ký {number % 5 + 1} (minh họa)",
    }


def _decision(day):
    return f"{day.month * 100 + day.day}/QĐ-UBND"


def _producer(number, commune, kind, title):
    return Producer(
        name=f"{title} {commune.name} {number + 1}",
        kind=kind,
        commune=commune,
        representative=f"Người đại diện {number + 1} (minh họa)",
        gender=GENDERS[number % len(GENDERS)],
        is_ethnic_minority=commune.parent.code in HIGHLANDS,
        address=f"Thôn {number % 9 + 1} (minh họa)",
        phone=f"0255 3000 {number:03}",
    )


def _product(producer, product, sets):
    return Product(
        name=f"{product['name']} {producer.commune.name}",
        producer=producer,
        commune=producer.commune,
        product_group=product["group"],
        product_set=sets[int(product["set"])],
        maturity=Maturity.ESTABLISHED,
        step=CycleStep.PROMOTION,
        note=NOTE,
    )


def _codes(certificates):
    """A code of the time of districts for each product, of its first certificate."""
    first = {row.product.pk: row for row in reversed(certificates)}
    for number, row in enumerate(sorted(first.values(), key=lambda row: row.product.pk), 1):
        commune = row.product.commune
        code = f"51-{commune.parent.code}-{commune.code}-{number}-{row.year}"
        yield ProductCode(product=row.product, code=code)
