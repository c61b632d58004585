"""A unit that imports: its five communes, its officer, its plan; and a unit beside it."""

from programs.enums import Role, UnitKind
from programs.models import ProductSet
from tests.support.factories import make_commune, make_plan, make_unit, make_user

COMMUNES = ("Bình An", "Bình Minh", "Tịnh Phong", "Nghĩa Lâm", "Long Hiệp")


def make_importing_plan(**fields):
    """An empty plan of a unit with these communes; a neighbour has `Xã Ngoài Huyện`."""
    unit = make_unit(name="Mẫu")
    unit.children.all().delete()
    for name in COMMUNES:
        make_commune(unit, name=name)
    make_commune(unit, name="Bình An Tây", kind=UnitKind.TOWNSHIP)
    make_commune(make_unit(name="Bên Cạnh"), name="Ngoài Huyện")
    return make_plan(unit=unit, rows=0, **fields)


def make_officer(plan):
    return make_user(Role.UNIT_OFFICER, unit=plan.unit)


def make_sets():
    """Three of the 26 product sets."""
    for number, name, group in ((8, "Rau, củ", "food"), (14, "Rượu trắng", "drink")):
        ProductSet.objects.get_or_create(number=number, defaults={"name": name, "group": group})
