"""One valid object each; a test names only what it is about."""

from datetime import date, timedelta
from itertools import cycle

from django.utils import timezone

from products.enums import (
    OPEN_DOSSIERS,
    PRIVATE_STATES,
    UNFINISHED_DOSSIERS,
    CertificateState,
    DossierKind,
    DossierState,
    EvidenceKind,
    PlanState,
    ProducerKind,
    RegistrationForm,
    RevocationState,
)
from products.ground.words import keep_words
from products.models import (
    Certificate,
    CommuneReport,
    Dossier,
    Outlet,
    Plan,
    Producer,
    Product,
    Registration,
    RegistrationCount,
    Revocation,
    Withdrawal,
)
from programs.enums import AgencyKind, Certainty, ProductGroup, Role, UnitKind
from programs.models import (
    Agency,
    Campaign,
    CriteriaSet,
    Criterion,
    Option,
    Part,
    Participant,
    ProductSet,
    Regulation,
    StarBand,
    Unit,
    UnitSuccession,
    User,
)
from programs.working_days import add_months


class Numbers:
    """Numbers for names and codes: each has five digits, so that they sort as they are made.

    No module makes more; a count that never ends outgrows the small numbers of PostgreSQL.
    """

    def __init__(self):
        self.begin()

    def begin(self):
        self._left = cycle(range(10_001, 30_001))

    def __next__(self):
        return next(self._left)


numbers = Numbers()
BORN = date(2024, 2, 1)


def make_province():
    return Unit.objects.get_or_create(
        code="51",
        valid_from=BORN,
        defaults={"name": "Quảng Ngãi", "kind": UnitKind.PROVINCE},
    )[0]


def make_unit(**fields):
    """A district of the province, with two communes."""
    number = next(numbers)
    values = {
        "code": f"{600 + number}",
        "name": f"Huyện số {number}",
        "kind": UnitKind.DISTRICT,
        "valid_from": BORN,
        "parent": make_province(),
    }
    unit = Unit.objects.create(**values | fields)
    for name in ("Đông", "Tây"):
        make_commune(unit, name=f"{name} {number}")
    return unit


def make_commune(unit, **fields):
    values = {
        "code": f"{60_000 + next(numbers)}",  # beyond the codes of districts, however long the run
        "name": f"Xã số {next(numbers)}",
        "kind": UnitKind.COMMUNE,
        "valid_from": BORN,
        "parent": unit,
    }
    return Unit.objects.create(**values | fields)


def make_split(units=None, on=date(2025, 1, 1), **fields):
    """A commune that ended on the eve of the day, divided between two new ones of these units."""
    units = units or [make_unit()]
    old = make_commune(units[0], valid_to=on - timedelta(days=1), **fields)
    for unit in (units[0], units[-1]):
        UnitSuccession.objects.create(old=old, new=make_commune(unit, valid_from=on), on=on)
    return old


def make_agency(**fields):
    number = next(numbers)
    values = {
        "code": f"co-quan-{number}",
        "name": f"Sở số {number}",
        "short_name": f"Sở {number}",
        "kind": AgencyKind.DEPARTMENT,
    }
    return Agency.objects.create(**values | fields)


def make_user(role, *, unit=None, agency=None, **fields):
    """Somebody in this role; of a unit or an agency of their own where the role needs one."""
    number = next(numbers)
    if unit is None and role in {Role.UNIT_OFFICER, Role.UNIT_LEADER}:
        unit = make_unit()
    if agency is None and role == Role.AGENCY_OFFICER:
        agency = make_agency()
    values = {
        "username": f"nguoi{number}",
        "email": f"nguoi{number}@ocop.example",
        "full_name": f"Người Số {number}",
    }
    return User.objects.create(role=role, unit=unit, agency=agency, **values | fields)


def make_campaign(*units, **fields):
    """An open campaign of this year, due in ten days and locked in twenty, asking these units."""
    now = timezone.now()
    values = {
        "year": 2024,
        "number": next(numbers),
        "opens_on": date(2024, 3, 1),
        "due_at": now + timedelta(days=10),
        "locks_at": now + timedelta(days=20),
        "document": "Công văn số 12/SNNPTNT-NTM ngày 25/3/2024",
        "issuer": "Sở Nông nghiệp và Phát triển nông thôn tỉnh Quảng Ngãi",
    }
    campaign = Campaign.objects.create(**values | fields)
    for position, unit in enumerate(units, 1):
        Participant.objects.create(campaign=campaign, unit=unit, position=position)
    return campaign


def make_plan(*, unit=None, campaign=None, state=PlanState.DRAFT, rows=1, declared=None, **fields):
    """A plan in this state with `rows` products, and counts that agree unless `declared` differs.

    `rows` is a number of 3-star products, or a list of forms.
    """
    unit = unit or make_unit()
    campaign = campaign or make_campaign(unit)
    forms = [RegistrationForm.THREE_STAR] * rows if isinstance(rows, int) else rows
    if fields.get("is_late"):
        fields = {"first_sent_at": fields.get("sent_at") or timezone.now()} | fields
    plan = Plan.objects.create(campaign=campaign, unit=unit, **fields)
    for form in forms:
        make_registration(plan, form=form)
    if not plan.adjusts_id:
        declare(campaign.participants.get(unit=unit), forms if declared is None else declared)
    if state != PlanState.DRAFT:
        put_into(plan, state)
    return plan


def put_into(plan, state):
    """The state as if its steps had been taken, without their seals and events."""
    plan.state = state
    plan.handed_in_by = plan.handed_in_by or make_user(Role.UNIT_OFFICER, unit=plan.unit)
    if state not in PRIVATE_STATES:
        plan.sent_by = plan.sent_by or make_user(Role.UNIT_LEADER, unit=plan.unit)
        plan.sent_at = plan.sent_at or timezone.now()
        plan.first_sent_at = plan.first_sent_at or plan.sent_at
    plan.save()
    return plan


def declare(participant, forms):
    """Counts for all five forms: as many as `forms` names each."""
    for form in RegistrationForm:
        RegistrationCount.objects.update_or_create(
            participant=participant, form=form, defaults={"count": list(forms).count(form)}
        )


def make_registration(plan, **fields):
    number = next(numbers)
    values = {
        "position": plan.registrations.count() + 1,
        "product_name": f"Trà số {number}",
        "producer_name": f"HTX số {number}",
        "producer_kind": ProducerKind.COOPERATIVE,
        "commune": plan.unit.communes_on(plan.campaign.opens_on).first(),
        "product_group": ProductGroup.FOOD,
        "form": RegistrationForm.THREE_STAR,
    }
    return Registration.objects.create(plan=plan, **values | fields)


def make_set(**fields):
    values = {"number": next(numbers), "name": "Trà", "group": "drink"}
    return ProductSet.objects.create(**values | fields)


def make_regulation(**fields):
    """A regulation with five bands, whose sheets have one part of 100 points."""
    number = next(numbers)
    since = date(1900, 1, 1) + timedelta(days=number)
    values = {
        "code": f"quy-dinh-{number}",
        "number": f"{number}/QĐ-TTg",
        "title": "về Bộ tiêu chí",
        "issuer": "Thủ tướng Chính phủ",
        "issued_on": since,
        "valid_from": since,
        "mark": Certainty.TEXT,
    }
    regulation = Regulation.objects.create(**values | fields)
    for star, lower in enumerate((0, 30, 50, 70, 90), 1):
        StarBand.objects.create(regulation=regulation, star=star, lower=lower, mark=Certainty.TEXT)
    Part.objects.create(
        regulation=regulation, code="A", title="Phần A", max_points=100, mark=Certainty.TEXT
    )
    return regulation


def make_criteria_set(regulation=None, points=(60, 40), **fields):
    """An unpublished set: a part of 100 points, and a criterion of two options for each number."""
    fields.setdefault("product_set", make_set())
    criteria_set = CriteriaSet.objects.create(regulation=regulation or make_regulation(), **fields)
    part = Criterion.objects.create(
        criteria_set=criteria_set, position=1, code="A", title="Phần A", max_points=100
    )
    for number, most in enumerate(points, 1):
        criterion = Criterion.objects.create(
            criteria_set=criteria_set,
            parent=part,
            position=number + 1,
            code=f"1.{number}",
            title=f"Tiêu chí {number}",
            max_points=most,
        )
        for option, value in enumerate((0, most), 1):
            Option.objects.create(
                criterion=criterion, number=option, label=f"Mức {option}", points=value
            )
    return criteria_set


def publish(criteria_set):
    criteria_set.published_at = timezone.now()
    criteria_set.save()
    return criteria_set


# --- The register ------------------------------------------------------------------------------


def make_producer(**fields):
    number = next(numbers)
    values = {"name": f"HTX Sản xuất số {number}", "kind": ProducerKind.COOPERATIVE}
    fields.setdefault("commune", None)
    fields["commune"] = fields["commune"] or make_unit().children.first()
    return Producer.objects.create(**values | fields)


def make_product(**fields):
    producer = fields.pop("producer", None) or make_producer(commune=fields.get("commune"))
    values = {
        "name": f"Chè dây số {next(numbers)}",
        "commune": producer.commune,
        "product_group": ProductGroup.FOOD,
    }
    fields = {name: value for name, value in fields.items() if value is not None}
    product = Product.objects.create(producer=producer, **values | fields)
    keep_words([product.pk])
    return product


def make_draft(product=None, **fields):
    """A certificate that waits to be issued."""
    product = product or make_product()
    drafter = fields.pop("prepared_by", None) or make_user(Role.PROVINCE_STAFF)
    values = {"star": 3, "basis": "Biên bản số 1/BB-HĐ"}
    return Certificate.objects.create(product=product, prepared_by=drafter, **values | fields)


def make_certificate(product=None, *, issued_on=None, **fields):
    """An issued certificate of 36 months, a year old unless told."""
    product = product or make_product()
    issued_on = issued_on or timezone.localdate() - timedelta(days=365)
    values = {
        "state": CertificateState.ISSUED,
        "issued_by": make_user(Role.PROVINCE_ADMIN),
        "authority": "province",
        "series": "province-51",
        "year": issued_on.year,
        "number": next(numbers),
        "decision_number": "12/QĐ-UBND",
        "decision_date": issued_on,
        "issued_on": issued_on,
        "expires_on": add_months(issued_on, 36),
        "product_name": product.name,
        "producer_name": product.producer.name,
    }
    if "regulation" not in fields:
        fields["regulation"] = make_regulation()
    certificate = make_draft(product, **values | fields)
    keep_words([product.pk])
    return certificate


def make_revocation(certificate=None, **fields):
    today = timezone.localdate()
    certificate = certificate or make_certificate()
    proposer = fields.pop("proposed_by", None) or make_user(Role.PROVINCE_STAFF)
    values = {"conclusion": "Kết luận số 1.", "concluded_on": today, "reply_until": today}
    if fields.get("state") == RevocationState.REPLIED:
        values["reply"] = "Đã khắc phục."
    return Revocation.objects.create(
        certificate=certificate, proposed_by=proposer, **values | fields
    )


# --- Dossiers ----------------------------------------------------------------------------------


def make_dossier(product=None, *, state=DossierState.DRAFT, **fields):
    """A first dossier for three stars of an officer of the unit, in this state."""
    product = product or make_product()
    values = {"kind": DossierKind.FIRST, "aimed_star": 3}
    if "created_by" not in fields:
        values["created_by"] = make_user(Role.UNIT_OFFICER, unit=product.commune.parent)
    dossier = Dossier.objects.create(product=product, **values | fields)
    return dossier if state == DossierState.DRAFT else move_to(dossier, state)


def make_whole_dossier(product=None, **fields):
    """A dossier that lacks nothing: its forms are filled in, no sheet is asked, no paper given."""
    product = product or make_product()
    product.product_set = product.product_set or make_set()
    product.save()
    producer = product.producer
    producer.representative, producer.address, producer.phone = "Bà A", "Thôn 1", "0255"
    producer.save()
    texts = dict.fromkeys(["background", "results", "changes", "outlook"], "Như hồ sơ.")
    said = {"received_on": timezone.localdate(), "is_pledged": True}
    absent = {"absent_evidence": EvidenceKind.values}
    return make_dossier(product, **texts | said | absent | fields)


def move_to(dossier, state):
    """The state as if its steps had been taken today, without their events."""
    today = timezone.localdate()
    dossier.state = state
    if state not in UNFINISHED_DOSSIERS | {DossierState.WITHDRAWN}:
        dossier.received_on = dossier.received_on or today
        dossier.submitted_on = today
    if state not in OPEN_DOSSIERS:
        dossier.accepted_on = today
    if state == DossierState.CONCLUDED:
        dossier.concluded_on, dossier.result_mean, dossier.result_star = today, 75, 4
    dossier.save()
    return dossier


def make_report(dossier, **fields):
    """The unit's report on a dossier (Mẫu 03), complete."""
    words = ["number", "signer", "origin", "labour", "idea", "identity", "proposal"]
    values = dict.fromkeys(words, "Đạt.") | {"signed_on": timezone.localdate()}
    return CommuneReport.objects.create(dossier=dossier, **values | fields)


def make_withdrawal(product=None, **fields):
    """A product that everybody saw until it was taken off the public catalogue."""
    product = product or make_certificate().product
    person = fields.pop("withdrawn_by", None) or make_user(Role.PROVINCE_STAFF)
    values = {"reason": "Lý do kín."}
    return Withdrawal.objects.create(product=product, withdrawn_by=person, **values | fields)


def make_outlet(product=None, **fields):
    values = {"kind": "shop", "name": "Cửa hàng OCOP", "address": "12 Trần Phú"}
    return Outlet.objects.create(product=product or make_product(), **values | fields)
