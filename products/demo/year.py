"""The demo year 2024: the dispatch's counts, with illustrative products in every state.

The counts are the dispatch's own; products and people are made up, and say so. The story is told
at its time (March 2024) by the same rules that the pages use, so a demo shows nothing that a
user could not have done.
"""

from datetime import date, timedelta
from functools import cache
from io import StringIO
from itertools import cycle, islice

from django.contrib.auth.hashers import make_password
from django.core.management import call_command
from django.db import transaction
from django.db.models import Q
from django.utils import timezone

from products.demo.data import KINDS, NOTE, read_csv, told_on
from products.demo.dossiers import fill_dossiers
from products.demo.inspections import fill_inspections
from products.demo.petitions import fill_petitions
from products.demo.publications import fill_publications
from products.demo.register import fill_register
from products.enums import Maturity, RegistrationForm
from products.models import Registration
from products.plans.details import declare, save_plan
from products.plans.workflow import PLAN_PROCEDURE, adjust, open_for_editing, start, touch
from programs.campaigns import ask_bodies, strictly_before
from programs.deadlines import end_of
from programs.enums import Role, UnitKind
from programs.extensions import ask, extend
from programs.models import Agency, Campaign, ProductSet, Unit, User
from programs.text import fold

PASSWORD = "quang-ngai-2024"  # noqa: S105 -- shown on the screen of a demonstration
DAY = date(2024, 3, 15)
# What became of each unit's plan; units that are not named here sent theirs on time.
ISSUED, LATE, RETURNED, DRAFT, NIL = {"533"}, {"528"}, {"529"}, {"530"}, {"531"}
HANDED_IN, ADJUSTED, MISSING, DIFFERENT = {"532"}, {"534"}, {"535"}, {"527", "536"}
ACCEPTED = {"522", "524", "534", "533"}
SHOWN_UNIT = "530"
ASKING = "524"
# Functions of the apps above that tell on with the same people, {user name: account}.
of_apps = []
STILL_AT_WORK = RETURNED | DRAFT | HANDED_IN | ADJUSTED | MISSING


def at(day, hour=9):
    """Tell what follows as it would have happened then, in the year 2024."""
    return told_on(date(2024, *day), hour)


@transaction.atomic
def fill(*, with_test_unit=False):
    """Fill an empty, migrated database; the answer is [(role, user name)], one login a role."""
    load_ground()
    people = make_people()
    with at((3, 1)):
        campaign = open_campaign(people["quantri"])
    for counts in read_csv("demo_counts_2024.csv"):
        UnitStory(campaign, people, counts).tell()
    fill_register(people["chuyenvien"], people["quantri"])
    shown = [people[prefix, SHOWN_UNIT] for prefix in ("cb", "ld")]
    fill_dossiers(*shown, people["chuyenvien"])
    fill_petitions(*shown)
    fill_inspections(people["quantri"], people["chuyenvien"], shown[0].unit)
    fill_publications(people["chuyenvien"])
    give_time_to_those_at_work(campaign, people["quantri"])
    let_one_ask_for_time(campaign, people)
    for tell_on in of_apps:
        tell_on(people)
    if with_test_unit:
        add_test_units(people)
    return [(person.get_role_display(), person.username) for person in first_of_each_role()]


def load_ground():
    """Units, agencies and the law, as on a server."""
    names = ("units", "agencies", "product_sets", "regulations", "dossier_items", "holidays")
    call_command("loaddata", *names, verbosity=0)
    call_command("load_criteria", stdout=StringIO())


# --- People ----------------------------------------------------------------------------------

PROVINCE = (
    ("quantri", "Quản trị Một", Role.PROVINCE_ADMIN, "so-nnptnt"),
    ("quantri2", "Quản trị Hai", Role.PROVINCE_ADMIN, "so-nnptnt"),
    ("chuyenvien", "Chuyên viên Một", Role.PROVINCE_STAFF, "so-nnptnt"),
    ("vpdp", "Cán bộ Điều phối", Role.COORDINATION_OFFICE, "vpdp-ntm"),
    ("sokhcn", "Cán bộ Sở KH&CN", Role.AGENCY_OFFICER, "so-khcn"),
    ("thuky", "Thư ký Hội đồng", Role.COUNCIL_SECRETARY, "vpdp-ntm"),
    ("thanhvien", "Thành viên Hội đồng", Role.COUNCIL_MEMBER, "so-khcn"),
    ("lanhdao", "Lãnh đạo UBND tỉnh", Role.OBSERVER, "ubnd-tinh"),
)


def make_people():
    agencies = {agency.code: agency for agency in Agency.objects.all()}
    people = {
        name: make_user(name, title, role, agency=agencies.get(agency))
        for name, title, role, agency in PROVINCE
    }
    for unit in districts():
        slug = fold(unit.name).replace(" ", "")
        for prefix, word, role in (
            ("cb", "Cán bộ", Role.UNIT_OFFICER),
            ("ld", "Lãnh đạo", Role.UNIT_LEADER),
        ):
            user = make_user(f"{prefix}.{slug}", f"{word} {unit.short_name}", role, unit=unit)
            people[prefix, unit.code] = user
    return people


@cache
def hashed_password():
    """Hashed once for all demo people: hashing is slow on purpose."""
    return make_password(PASSWORD)


def make_user(username, full_name, role, **fields):
    return User.objects.create(
        username=username,
        email=f"{username}@ocop.example",
        password=hashed_password(),
        full_name=full_name,
        role=role,
        **fields,
    )


def first_of_each_role():
    """The logins to show; those of a unit are of one that still has work to do."""
    people = User.objects.filter(Q(unit=None) | Q(unit__code=SHOWN_UNIT)).order_by("pk")
    return [user for role in Role if (user := people.filter(role=role).first())]


def districts():
    """The client's 13 units in its order, which is the order of their codes."""
    return list(Unit.objects.on(DAY).filter(parent__code="51").order_by("code"))


# --- The campaign ----------------------------------------------------------------------------


def open_campaign(admin):
    campaign = Campaign.objects.create(
        year=2024,
        opens_on=date(2024, 3, 1),
        due_at=strictly_before(date(2024, 4, 1)),
        locks_at=strictly_before(date(2024, 4, 16)),
        document="Công văn số …/SNNPTNT-NTM ngày …/3/2024",
        issuer="Sở Nông nghiệp và Phát triển nông thôn tỉnh Quảng Ngãi",
        note=(
            "Sở Nông nghiệp và Phát triển nông thôn giao Văn phòng Điều phối NTM tỉnh rà soát, "
            "bố trí kinh phí hỗ trợ nâng hạng 4 sao lên 5 sao từ nguồn kinh phí Chương trình OCOP."
        ),
    )
    ask_bodies(campaign, districts(), by=admin)
    return campaign


def give_time_to_those_at_work(campaign, admin):
    """Extend the campaign for units at work, so that one can try them: it is locked by now."""
    until = end_of(timezone.localdate() + timedelta(days=90))
    for participant in campaign.participants.filter(unit__code__in=STILL_AT_WORK):
        extend(participant, until, "Gia hạn để tập thử trên bản trình diễn.", by=admin)


def let_one_ask_for_time(campaign, people):
    """A unit whose plan is in force asks for time to adjust it, and waits for the answer."""
    asked = campaign.participants.get(unit__code=ASKING)
    until = end_of(timezone.localdate() + timedelta(days=30))
    ask(
        asked,
        until,
        "Minh họa: một chủ thể đổi tên, cần nộp bản điều chỉnh.",
        by=people["cb", ASKING],
    )


class UnitStory:
    """One unit's way through the campaign, by the rules that its people use."""

    def __init__(self, campaign, people, counts):
        self.campaign = campaign
        self.admin, self.staff = people["quantri"], people["chuyenvien"]
        self.code = counts.pop("code")
        self.counts = {form: int(count) for form, count in counts.items()}
        self.officer, self.leader = people["cb", self.code], people["ld", self.code]

    def tell(self):
        with at((3, 10)):
            participant = self.campaign.participants.get(unit=self.officer.unit)
            declare(participant, self.counts, by=self.officer)
        if self.code not in MISSING:
            self.write_plan()
        if self.code not in MISSING | DRAFT:
            self.move("hand_in", (3, 26), self.officer)
        if self.code not in MISSING | DRAFT | HANDED_IN:
            self.send()
            self.answer()

    def write_plan(self):
        with at((3, 20)):
            self.plan = start(self.campaign, self.officer)
            if self.code in NIL:
                self.plan.is_nil = True
            self.plan.lessons = "Minh họa: tập trung sản phẩm có vùng nguyên liệu tại chỗ."
            self.plan.decision_number = f"{int(self.code) % 90 + 10}/KH-UBND"
            self.plan.decision_date = date(2024, 3, 25)
            self.plan.signer = self.leader.full_name
            save_plan(self.plan, by=self.officer, edition=self.plan.edition)
            self.write_rows()

    def write_rows(self):
        if self.code in NIL:
            return
        plan = open_for_editing(self.plan, self.officer)
        rows = list(illustrative_rows(plan, self.counts))
        for row in rows[:-1] if self.code in DIFFERENT else rows:
            row.save()
        touch(plan)

    def send(self):
        reasons = {
            "difference": "Minh họa: một sản phẩm chuyển sang năm sau.",
            "late": "Minh họa: chờ ý kiến Ban Thường vụ.",
        }
        self.move("send", (4, 5) if self.code in LATE else (3, 29), self.leader, reasons)

    def answer(self):
        if self.code in RETURNED:
            note = {"note": "Minh họa: đề nghị bổ sung địa chỉ sản xuất."}
            self.move("return", (4, 8), self.staff, note)
        if self.code in ACCEPTED:
            self.move("accept", (4, 9), self.staff)
        if self.code in ISSUED:
            self.move("issue", (4, 12), self.staff)
        if self.code in ADJUSTED:
            with at((4, 12)):
                adjust(self.plan, self.officer, "Minh họa: đổi chủ thể của một sản phẩm.")

    def move(self, step, day, by, answers=None):
        with at(day):
            self.plan = PLAN_PROCEDURE.take(self.plan, step, by=by, answers=answers)


def illustrative_rows(plan, counts):
    """Unsaved rows that agree with the counts, each product of a commune of its own."""
    communes = cycle(plan.unit.communes_on(plan.campaign.opens_on).order_by("code"))
    sets = {product_set.number: product_set for product_set in ProductSet.objects.all()}
    start_at = int(plan.unit.code) % 7
    products = islice(cycle(read_csv("demo_products.csv")), start_at, None)
    kinds = cycle(KINDS.items())
    forms = [form for form in RegistrationForm.values for _ in range(counts[form])]
    for position, form in enumerate(forms, 1):
        product, commune, (kind, title) = next(products), next(communes), next(kinds)
        yield Registration(
            plan=plan,
            position=position,
            product_name=f"{product['name']} {commune.name}",
            producer_name=f"{title} {commune.name} {position}",
            producer_kind=kind,
            commune=commune,
            product_group=product["group"],
            product_set=sets[int(product["set"])],
            form=form,
            maturity=Maturity.POTENTIAL if form == "3_star" else Maturity.ESTABLISHED,
            note=NOTE,
        )


# --- Units to try files on -------------------------------------------------------------------

TEST_COMMUNES = {
    "999": ("Bình An", "Bình Minh", "Tịnh Phong", "Nghĩa Lâm", "Long Hiệp"),
    "998": ("Ngoài Huyện",),
}


def add_test_units(people):
    """Units 999 and 998 with an open campaign of their own, for trying imports."""
    campaign = Campaign.objects.create(
        year=2024,
        number=2,
        opens_on=date(2024, 3, 1),
        due_at=timezone.now() + timedelta(days=365),
        locks_at=timezone.now() + timedelta(days=366),
        document="Đợt thử nhập tệp",
    )
    units = [make_test_unit(code, names) for code, names in TEST_COMMUNES.items()]
    ask_bodies(campaign, units, by=people["quantri"])
    for unit in units:
        officer = make_user(f"cb.{unit.code}", f"Cán bộ {unit.name}", Role.UNIT_OFFICER, unit=unit)
        make_user(f"ld.{unit.code}", f"Lãnh đạo {unit.name}", Role.UNIT_LEADER, unit=unit)
        counts = dict.fromkeys(RegistrationForm.values, 1)
        declare(campaign.participants.get(unit=unit), counts, by=officer)
        start(campaign, officer)


def make_test_unit(code, names):
    born = date(2024, 2, 1)
    unit = Unit.objects.create(
        code=code, name=f"Thử {code}", kind=UnitKind.DISTRICT, valid_from=born
    )
    for number, name in enumerate(names, 1):
        Unit.objects.create(
            code=f"{code}{number:02}",
            name=name,
            kind=UnitKind.COMMUNE,
            parent=unit,
            valid_from=born,
        )
    return unit
