"""A country to measure with: its units, the campaigns of six years, and the people at work."""

from datetime import date, timedelta
from itertools import cycle

from django.core.management import call_command
from django.utils import timezone

from programs.enums import Role, UnitKind
from programs.models import Campaign, Participant, Unit, User

PROVINCES, DISTRICTS, COMMUNES = 63, 700, 11_000
YEARS = range(2019, 2025)
BORN = date(2018, 1, 1)
# So many units have an officer and an open campaign, to hand files in.
OFFICES = 50
NAMES = (
    *("An Bình", "Bình Minh", "Đức Thọ", "Hòa Sơn", "Long Hiệp", "Nghĩa Lâm", "Phước Lộc"),
    *("Quảng Phú", "Sơn Hạ", "Tịnh Phong", "Trà Khúc", "Vĩnh Thịnh", "Xuân Quế", "Yên Thành"),
)


def settle():
    """Fill the empty database with everything that does not depend on the number of products."""
    call_command("createcachetable")
    call_command("loaddata", "product_sets", verbosity=0)
    districts = _settle_units()
    admin = _person("bench", Role.PROVINCE_ADMIN)
    admin.save()
    admin.authenticator_set.create(type="totp", data={})
    for year in YEARS:
        _open(year, 1, districts)
    offices = districts[:OFFICES]
    _open(YEARS[-1], 2, offices)
    officers = [_person(f"cb.{unit.code}", Role.UNIT_OFFICER, unit) for unit in offices]
    User.objects.bulk_create(officers)


def _settle_units():
    provinces = _units(UnitKind.PROVINCE, PROVINCES, 2, [None])
    districts = _units(UnitKind.DISTRICT, DISTRICTS, 3, provinces)
    _units(UnitKind.COMMUNE, COMMUNES, 5, districts)
    return districts


def _units(kind, count, digits, parents):
    """So many units, the parents' in turns."""
    names = cycle(NAMES)
    return Unit.objects.bulk_create(
        Unit(
            code=f"{place:0{digits}}",
            name=f"{next(names)} {place}",
            kind=kind,
            parent=parent,
            valid_from=BORN,
        )
        for place, parent in zip(range(1, count + 1), cycle(parents), strict=False)
    )


def _open(year, number, units):
    now = timezone.now()
    campaign = Campaign.objects.create(
        year=year,
        number=number,
        opens_on=date(year, 3, 1),
        due_at=now + timedelta(days=10),
        locks_at=now + timedelta(days=20),
        document=f"Công văn số 12/SNNPTNT-NTM ngày 25/3/{year}",
        issuer="Sở Nông nghiệp và Phát triển nông thôn",
        note="Số liệu dựng để đo tốc độ, không phải số liệu thật.",
    )
    Participant.objects.bulk_create(
        Participant(campaign=campaign, unit=unit, position=place)
        for place, unit in enumerate(units, 1)
    )


def _person(name, role, unit=None):
    return User(
        username=name,
        email=f"{name}@ocop.example",
        full_name=f"Người đo {name}",
        role=role,
        unit=unit,
    )


def campaign_of_the_year():
    return Campaign.objects.get(year=YEARS[-1], number=1)


def campaign_of_imports():
    return Campaign.objects.get(year=YEARS[-1], number=2)


def admin():
    return User.objects.get(username="bench")
