"""One small province: a person of each role, and a row of every kind in every place and state.

"home" is the unit of the officer and the leader; "former" is a unit that home took over; "away" is
any other; "agency" is that of the agency's officer.
"""

import hashlib
from dataclasses import dataclass, field
from datetime import date, timedelta

from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.core.management import call_command
from django.utils import timezone

from products.books.matching import judge
from products.enums import (
    PRIVATE_PETITIONS,
    PRIVATE_STATES,
    DossierState,
    PlanState,
    RegistrationForm,
)
from products.plan_imports.resources import FIELDS
from products.plans import sealing
from programs.enums import CampaignState, ProductGroup, Role
from programs.models import (
    Participant,
    Regulation,
    RevocationGround,
    RoleChange,
    UnitSuccession,
)
from tests.matrix import bodies
from tests.matrix.cells import PUBLIC
from tests.matrix.report_boards import add_report_boards
from tests.matrix.reports import add_reports
from tests.matrix.sessions import add_sessions
from tests.support.councils import make_rules, make_sitting, make_whole_council, published_rules
from tests.support.expiry_rows import (
    make_inspection,
    make_inspection_plan,
    make_notice,
    make_petition,
)
from tests.support.factories import (
    BORN,
    make_agency,
    make_campaign,
    make_certificate,
    make_criteria_set,
    make_dossier,
    make_draft,
    make_outlet,
    make_plan,
    make_product,
    make_registration,
    make_report,
    make_revocation,
    make_split,
    make_unit,
    make_user,
    make_whole_dossier,
    make_withdrawal,
    move_to,
    publish,
    put_into,
)
from tests.support.outgoing import (
    make_copy,
    make_outgoing,
    make_paper_number,
    make_paper_series,
    make_reserved_number,
)
from tests.support.papers import make_paper, make_photo, pdf
from tests.support.rows import (
    make_book,
    make_export,
    make_extension_request,
    make_import,
    make_layout,
    make_request,
    make_view,
)

UNUSED = 999_999_999
NOWHERE = "unknown"


@dataclass(frozen=True)
class Row:
    """A row that an address may name: in which places it belongs, and how it stands."""

    kind: str
    name: str
    subject: object = None
    places: frozenset = frozenset()
    state: str = ""
    is_locked: bool = False
    person: object = None

    @property
    def pk(self):
        return self.subject.pk if self.subject else UNUSED

    @property
    def is_known(self):
        return self.subject is not None


@dataclass
class World:
    units: dict
    people: dict
    rows: dict = field(default_factory=dict)

    def add(self, kind, name, row, places, **facts):
        """Remember a row under its kind; a kind always holds the row that never was."""
        kept = self.rows.setdefault(kind, [Row(kind, NOWHERE)])
        places = frozenset([places] if isinstance(places, str) else places)
        kept.append(Row(kind, name, row, places, **facts))


# Name, place, state, and what the clock says; extensions have tests of their own.
PLANS = (
    *((f"home {state}", "home", state, "open") for state in PlanState),
    ("home draft, locked", "home", PlanState.DRAFT, "locked"),
    ("home handed_in, locked", "home", PlanState.HANDED_IN, "locked"),
    ("home sent, locked", "home", PlanState.SENT, "locked"),
    ("home accepted, locked", "home", PlanState.ACCEPTED, "locked"),
    *(
        (f"away {state}", "away", state, "open")
        for state in (PlanState.DRAFT, PlanState.HANDED_IN, PlanState.SENT, PlanState.ISSUED)
    ),
    ("former draft", "former", PlanState.DRAFT, "open"),
    ("former accepted", "former", PlanState.ACCEPTED, "open"),
)


def build():
    """Make the world. It costs a second, so it is made once a module."""
    units = {place: make_unit() for place in ("home", "away", "former")}
    UnitSuccession.objects.create(old=units["former"], new=units["home"], on=BORN)
    world = World(units, _people(units["home"]))
    _store("plans/scan.pdf", b"%PDF-1.7 %%EOF")
    for plan in PLANS:
        _add_plan(world, *plan)
    _add_campaigns(world)
    _add_accounts(world)
    _add_own(world)
    _add_layouts(world)
    _add_register(world)
    _add_dossiers(world)
    _add_papers(world)
    _add_ends(world)
    _add_checks(world)
    _add_petitions(world)
    _add_outgoing(world)
    _add_councils(world)
    add_sessions(world)
    add_reports(world)
    add_report_boards(world)
    return world


def _people(home):
    agency = make_agency()
    places = {
        Role.UNIT_OFFICER: {"unit": home},
        Role.UNIT_LEADER: {"unit": home},
        Role.AGENCY_OFFICER: {"agency": agency},
    }
    people = {str(role): make_user(role, **places.get(role, {})) for role in Role}
    for person in people.values():
        person.authenticator_set.create(type="totp", data={})
    return people | {PUBLIC: None}


# --- Plans and what hangs on them --------------------------------------------------------------


def _campaign(unit, clock):
    """A campaign that asks this unit and is open, locked or closed."""
    past = timezone.now() - timedelta(days=3)
    fields = {
        "open": {},
        "locked": {"year": 2023, "due_at": past, "locks_at": past},
        "closed": {"state": CampaignState.CLOSED},
    }
    return make_campaign(unit, **fields[clock])


def _add_plan(world, name, place, state, clock):
    unit = world.units[place]
    campaign = _campaign(unit, clock)
    decision = {"decision_number": "1/KH", "decision_date": date(2024, 3, 25), "signer": "Ông A"}
    scan = {"scan": "plans/scan.pdf", "scan_name": "quét.pdf"}
    form, canary = RegistrationForm.THREE_STAR, f"canary-{campaign.pk:06}"
    plan = make_plan(
        unit=unit, campaign=campaign, rows=0, declared=[form], lessons=canary, **decision | scan
    )
    row = make_registration(plan, form=form, product_name=canary)
    make_registration(plan).delete()  # to be put back
    plan = put_into(plan, state)
    facts = {"state": state, "is_locked": clock == "locked"}
    world.add("plan", name, plan, place, **facts)
    world.add("registration", name, row, place, **facts)
    if place != "former":  # papers pass to the unit that took over, campaigns do not
        world.add("asked", name, campaign.participants.get(), place, **facts)
    importer = world.people["DO"] if place == "home" else None
    reading = make_reading(plan, importer)
    world.add("import", name, reading, place, person=reading.user, **facts)
    world.add("imported", name, make_written(plan, row, importer), place, **facts)
    if state not in PRIVATE_STATES:
        world.add("seal", name, sealing.seal(plan, plan.sent_by, {}), place, **facts)


def _store(name, content):
    if not default_storage.exists(name):
        default_storage.save(name, ContentFile(content))


def make_reading(plan, user):
    """A file that was read and found good, and waits to be confirmed."""
    _store("imports/a.csv", bodies.CSV)
    values = dict.fromkeys(FIELDS, "") | bodies.product_of(plan.unit) | {"product_set": None}
    return make_import(
        plan,
        user=user,
        file="imports/a.csv",
        sha256=hashlib.sha256(bodies.CSV).hexdigest(),
        rows=[values | {"row": 2, "hidden": False, "position": 2}],
        lines=[{"row": 2, "cells": {"form": "3 sao"}}],
    )


def make_written(plan, row, user):
    """A file that was confirmed, and brought this row."""
    last = row.history.latest().history_id
    return make_import(
        plan,
        user=user,
        confirmed_at=timezone.now(),
        history_before=last - 1,
        history_upto=last,
    )


# --- The register ------------------------------------------------------------------------------


def _add_register(world):
    """Records in each place; what lay in a unit that home took over is home's (matrix R1)."""
    call_command("loaddata", "regulations", verbosity=0)
    for name, unit in world.units.items():
        place = "home" if name == "former" else name
        product = make_product(commune=unit.children.first())
        world.add("producer", name, product.producer, place)
        world.add("product", name, product, place)
        certificate = make_certificate(make_product(commune=product.commune))
        world.add("certificate", name, certificate, place, state="issued")
        world.add("recognised", name, certificate.product, place, state="recognised")
        hidden = make_withdrawal(make_certificate(make_product(commune=product.commune)).product)
        world.add("recognised", f"{name}, withdrawn", hidden.product, place, state="withdrawn")
        _add_to_take_back(world, name, unit.children.last(), place)
    for name, reader in (
        ("another's", make_user(Role.PROVINCE_STAFF)),
        ("own", world.people["PA"]),
    ):
        book = make_waiting_book(world.units["home"].children.first(), reader)
        world.add("book", name, book, "", person=reader)
    for name, drafter in (("another's", make_user(Role.PROVINCE_STAFF)), ("own", None)):
        person = drafter or world.people["PA"]
        draft = make_draft(
            make_product(commune=world.units["home"].children.first()), prepared_by=person
        )
        world.add("draft", name, draft, "home", state="prepared", person=person)
    product = make_product(commune=make_split(units=[world.units["home"], world.units["away"]]))
    world.add("splitting", "home", product, "home")


def _add_to_take_back(world, name, commune, place):
    """Revocations that wait for a reply, that were replied to, and one that was decided."""
    states = ("proposed", "replied") if name == "home" else ("replied",)
    for state in states:
        row = make_revocation(make_certificate(make_product(commune=commune)), state=state)
        world.add("revocation", f"{name} {state}", row, place, state=state, person=row.proposed_by)
    own = make_revocation(
        make_certificate(make_product(commune=commune)),
        state="replied",
        proposed_by=world.people["PA"],
    )
    facts = {"state": "replied", "person": own.proposed_by}
    world.add("revocation", f"{name}, by oneself", own, place, **facts)
    gone = make_certificate(make_product(commune=commune))
    day = gone.issued_on + timedelta(days=30)
    gone.events.create(kind="revoked", on=day, recorded_by=world.people["PA"])
    world.add("revoked", name, gone, place, state="issued")


DOSSIERS = (
    *(("home", state) for state in DossierState),
    ("away", DossierState.DRAFT),
    ("away", DossierState.FORWARDED),
    ("former", DossierState.SUBMITTED),
)


def _add_dossiers(world):
    """Whole dossiers in each state, by a sheet of criteria of the law of today."""
    criteria_set = publish(make_criteria_set(Regulation.objects.get(code="26-2026")))
    asked = criteria_set.criteria.exclude(options=None).distinct()
    for name, state in DOSSIERS:
        place = "home" if name == "former" else name
        commune = world.units[name].children.first()
        product = make_product(commune=commune, product_set=criteria_set.product_set)
        dossier = make_whole_dossier(product, criteria_set=criteria_set)
        for criterion in asked:
            dossier.answers.create(criterion=criterion, option=criterion.options.last())
        make_report(dossier)
        world.add("dossier", f"{name} {state}", move_to(dossier, state), place, state=state)


def _add_papers(world):
    """Dossiers in each place, open and locked, with a paper that all read and one that few do."""
    for name, unit in world.units.items():
        place = "home" if name == "former" else name
        for state in (DossierState.DRAFT, DossierState.FORWARDED):
            product = make_product(commune=unit.children.first())
            before = make_dossier(product, state=DossierState.CONCLUDED)
            make_paper(before, data=pdf(pages=2), pages=2)
            dossier, facts = make_dossier(product, state=state, follows=before), {"state": state}
            world.add("papers", f"{name} {state}", dossier, place, **facts)
            world.add("paper", f"{name} {state}", make_paper(dossier), place, **facts)
            few = make_paper(dossier, is_restricted=True)
            world.add("restricted", f"{name} {state}", few, place, **facts)
        photo = make_photo(make_product(commune=unit.children.first()))
        world.add("photo", name, photo, place)
        world.add("outlet", name, make_outlet(photo.product), place)


def make_waiting_book(commune, user):
    """A book of one new product that was read, and waits for somebody else."""
    _store("register/a.csv", bodies.BOOK)
    values = {"product_name": "Trà gừng", "producer_name": "HTX Trà Xanh", "commune": commune.code}
    values["product_group"] = ProductGroup.FOOD
    lines = [{"row": 2, "hidden": False, "values": values, "problems": []}]
    return make_book(
        user=user,
        file="register/a.csv",
        sha256=hashlib.sha256(bodies.BOOK).hexdigest(),
        lines=lines,
        findings=judge(lines),
    )


def _add_ends(world):
    """Certificates that end soon or ended, and a letter, in each place."""
    today = timezone.localdate()
    for name, unit in world.units.items():
        place = "home" if name == "former" else name
        for kind, days in (("ending", 40), ("lapsed", -40)):
            product = make_product(commune=unit.children.first())
            day = today + timedelta(days=days)
            row = make_certificate(product, issued_on=day - timedelta(days=1095), expires_on=day)
            world.add(kind, name, row, place, state="issued")
        notice = make_notice(make_certificate(make_product(commune=unit.children.first())))
        world.add("letter", name, notice.letter, place)


def _add_checks(world):
    """Post-checks in each place, to come and in each state that is acted on; and their plans."""
    for state in ("draft", "open"):
        world.add("inspection_plan", state, make_inspection_plan(state=state), "", state=state)
    for name, unit in world.units.items():
        place = "home" if name == "former" else name
        for state in ("planned", "recorded", "replied", "mending"):
            certificate = make_certificate(make_product(commune=unit.children.first()))
            row = make_inspection(certificate, state=state)
            kind = "coming" if state == "planned" else "inspection"
            world.add(kind, f"{name} {state}", row, place, state=state)


def _add_petitions(world):
    """Petitions to revoke in each place, being written and sent, with a file."""
    _store("petitions/a.pdf", b"%PDF-1.7 %%EOF")
    ground = RevocationGround.objects.get(regulation__code="26-2026", letter="a")
    file = {"file": "petitions/a.pdf", "name": "a.pdf", "content_type": "application/pdf"}
    for name, unit in world.units.items():
        place = "home" if name == "former" else name
        for state in ("draft", "handed_in", "sent", "answered"):
            certificate = make_certificate(make_product(commune=unit.children.first()))
            row = make_petition(certificate, state=state, ground=ground, **file)
            kind = "petition_draft" if state in PRIVATE_PETITIONS else "petition"
            world.add(kind, f"{name} {state}", row, place, state=state)


def _add_outgoing(world):
    """Papers that go out, under each state that is acted on: others', and the administrator's."""
    _store("papers/a.pdf", b"%PDF-1.7 %%EOF")
    campaign = next(row for row in world.rows["campaign"] if row.is_known)
    facts = {"source": f"appendix:{campaign.pk}"}
    another, own = make_user(Role.PROVINCE_STAFF), world.people["PA"]
    states = ("draft", "signed_off", "numbered")
    for kind in states:
        for state, drafter in (*((each, another) for each in states), (kind, own)):
            paper = make_outgoing(state, drafted_by=drafter, **facts)
            name = f"{'own' if drafter == own else 'another'} {state}"
            world.add(f"outgoing_{kind}", name, paper, "", state=state, person=drafter)
            if state == "numbered":
                series = make_paper_series(issuer=paper.issuer, year=paper.year, last=paper.number)
                make_paper_number(series=series, number=paper.number, paper=paper)
    for name, place, paper in (
        ("home", "home", make_outgoing("issued", unit=world.units["home"], **facts)),
        ("away", "away", make_outgoing("issued", unit=world.units["away"], **facts)),
        ("agency, own", "agency", make_outgoing("issued", drafted_by=own, **facts)),
    ):
        world.add("outgoing", name, paper, place, state="issued", person=paper.drafted_by)
        sha256 = hashlib.sha256(b"%PDF-1.7 %%EOF").hexdigest()
        world.add("outgoing_copy", name, make_copy(paper, sha256=sha256), place)
    paper.recipients.create(agency=world.people["PX"].agency, name="Sở")
    world.add("paper_number", "reserved", make_reserved_number(), "")


# Kind of row, name, unit, state. A unit has one Council in force, and home's is to be confirmed.
COUNCILS = (
    ("council", "home draft", "home", "draft"),
    ("council", "home ended", "home", "ended"),
    ("council", "former ended", "former", "ended"),
    ("council", "away draft", "", "draft"),
    ("council", "away in_force", "away", "in_force"),
    ("council", "away in_force, nobody's", "", "in_force"),
    ("council_proposed", "home proposed", "home", "proposed"),
    ("council_proposed", "away proposed", "away", "proposed"),
)
# Whoever writes nothing of all Councils has a seat in each but one, which is theirs once decided.
SEATED = ("DO", "CS", "CM")


def _add_councils(world):
    """Councils in each place and state, with a seat of the agency and of people of some roles."""
    for kind, name, unit, state in COUNCILS:
        council = make_whole_council(state, unit=world.units.get(unit) or make_unit())
        places = {unit or "away"}
        if "nobody" not in name:
            _seat(world, council)
            places |= {"agency", *SEATED} if state in {"in_force", "ended"} else set()
        seat = make_sitting(council)
        facts = {"state": state}
        world.add(kind, name, council, places, **facts)
        if kind == "council":
            world.add("seat", name, seat, places, **facts)
            world.add("council_member", name, seat.members.get(), places, **facts)
    world.add("rules", "published", published_rules(), "", state="published")
    draft = make_rules(valid_from=date(2024, 5, 1))
    world.add("rules_draft", "draft", draft, "", state="draft")


def _seat(world, council):
    make_sitting(council, agency=world.people["PX"].agency)
    for role in SEATED:
        make_sitting(council, user=world.people[role], organisation=f"Cơ quan của {role}")


# --- Campaigns ---------------------------------------------------------------------------------


def _add_campaigns(world):
    """Campaigns in which nobody has begun: open, locked, closed, of others, of the agency."""
    for name, place, clock in (
        ("home, open", "home", "open"),
        ("home, locked", "home", "locked"),
        ("home, closed", "home", "closed"),
        ("away, open", "away", "open"),
    ):
        campaign = _campaign(world.units[place], clock)
        _add_campaign(world, name, campaign, place, is_locked=clock != "open")
        state = CampaignState.OPEN if clock == "open" else clock
        world.add("reminding", name, campaign, place, state=state)
    agency = world.people["PX"].agency
    campaign = make_campaign()
    Participant.objects.create(campaign=campaign, agency=agency, position=1)
    _add_campaign(world, "agency, open", campaign, "agency")


def _add_campaign(world, name, campaign, place, **facts):
    world.add("campaign", name, campaign, place, state=campaign.state, **facts)
    world.add("participant", name, campaign.participants.get(), place)
    if place in {"home", "away"} and campaign.state == CampaignState.OPEN:
        _add_more_time(world, name, place, campaign.locks_at)


def _add_more_time(world, name, place, lock):
    """Participants of their own that were given time, or ask for it."""
    given, asked = (_campaign(world.units[place], "open").participants.get() for _ in range(2))
    until = max(lock, given.campaign.locks_at) + timedelta(days=9)
    chief = world.people["PA"]
    given.extensions.create(until=until, reason="Bão.", granted_by=chief)
    world.add("extended", name, given, place)
    world.add("asking", name, make_extension_request(asked), place)


# --- Accounts ----------------------------------------------------------------------------------


def _add_accounts(world):
    agency, home, away = world.people["PX"].agency, world.units["home"], world.units["away"]
    for name, place, person in (
        ("home", "home", make_user(Role.UNIT_OFFICER, unit=home)),
        ("home, closed", "home", make_user(Role.UNIT_OFFICER, unit=home, is_active=False)),
        ("away", "away", make_user(Role.UNIT_OFFICER, unit=away)),
        ("agency", "agency", make_user(Role.AGENCY_OFFICER, agency=agency)),
        ("province", "", make_user(Role.OBSERVER)),
    ):
        state = "active" if person.is_active else "closed"
        world.add("user", name, person, place, state=state, person=person)
    for role, person in world.people.items():
        if person:
            place = {"DO": "home", "DL": "home", "PX": "agency"}.get(role, "")
            world.add("user", role, person, place, state="active", person=person)
    _add_role_changes(world, home, away)
    for name, asker in (("home", "DL"), ("agency", "PX")):
        person = world.people[asker]
        request = make_request(asked_by=person, email=f"{name}@ocop.example")
        world.add("request", name, request, name, person=person)
    request = make_request(asked_by=make_user(Role.UNIT_LEADER, unit=away))
    world.add("request", "away", request, "away", person=request.asked_by)


def _add_layouts(world):
    """Versions of the certificate's layout: one to come, and one that is published."""
    draft, published = make_layout(), make_layout(published_at=timezone.now())
    world.add("layout", "draft", draft, "", state="draft")
    world.add("layout", "published", published, "", state="published")


def _add_own(world):
    """What people have for themselves: a kept view of a list, a file made for them."""
    for role in ("PA", "DO", "PX"):
        person = world.people[role]
        world.add("view", role, make_view(user=person), "", person=person)
        world.add("export", role, make_export(user=person), "", person=person)


def _add_role_changes(world, home, away):
    """Proposals of the administrator's role: by another, by oneself, for people here and there."""
    another, admin = make_user(Role.PROVINCE_ADMIN), world.people["PA"]
    for name, place, unit, proposer in (
        ("home", "home", home, another),
        ("away", "away", away, another),
        ("home, by oneself", "home", home, admin),
    ):
        person = make_user(Role.UNIT_OFFICER, unit=unit)
        change = RoleChange.objects.create(
            user=person, role=Role.PROVINCE_ADMIN, proposed_by=proposer
        )
        world.add("role_change", name, change, place, person=proposer)
