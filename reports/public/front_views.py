"""The first page: for citizens what is recognised and where; who is signed in has another one."""

from collections import Counter

from django.contrib.auth.decorators import login_not_required
from django.db import transaction
from django.db.models import Count
from django.shortcuts import render
from django.urls import reverse

from products.enums import STARS
from products.ground.by_unit import Grounds
from products.register.publication import catalogue
from programs import clock
from programs.enums import ProductGroup
from programs.models import Unit
from reports.figures.units import units_of_today
from reports.public.about import about
from reports.public.caching import for_everybody, nothing
from reports.public.cards import cards_of
from reports.public.listings import public_rows
from reports.views.home import home

NEWEST, UNITS = 8, 10
BAR = 100  # how long the bar of the first unit is drawn


@login_not_required
@transaction.non_atomic_requests
def first_page(request):
    if request.user.is_authenticated:
        with transaction.atomic():
            return home(request)
    return front(request)


@for_everybody(nothing)
def front(request, _query):
    today, rows = clock.today(), catalogue()
    province = Unit.objects.province_on(today)
    title = f"Sản phẩm OCOP {province.name}" if province else "Sản phẩm OCOP"
    stars, groups = _counts(rows)
    context = {
        "title": title,
        "total": stars.total(),
        "stars": [(star, stars[star]) for star, _ in reversed(STARS)],
        "groups": [(group, groups[group]) for group in ProductGroup],
        "cards": cards_of(public_rows().order_by("-issued_on", "-pk")[:NEWEST]),
        "units": _bars(by_unit(rows)[:UNITS]),
        "about": about(
            title,
            "Tìm sản phẩm OCOP 3, 4, 5 sao còn hiệu lực theo tên, nhóm, địa phương; kiểm tra giấy "
            "chứng nhận bằng số ghi trên giấy.",
            reverse("home"),
        ),
    }
    return render(request, "reports/public_front.html", context)


def _counts(rows):
    """({star: products}, {group: products}) in one query."""
    stars, groups = Counter(), Counter()
    found = rows.order_by().values("star", "product__product_group").annotate(number=Count("pk"))
    for star, group, number in found.values_list("star", "product__product_group", "number"):
        stars[star] += number
        groups[group] += number
    return stars, groups


def by_unit(rows):
    """[(unit, number)] of the units of today, the most first: what the list finds for each."""
    counts = Grounds(units := units_of_today(), clock.today()).count(rows)
    found = [(unit, number) for unit in units if (number := counts[unit.pk,])]
    return sorted(found, key=lambda pair: (-pair[1], pair[0].code))


def _bars(units):
    """(unit, number, length of its bar); the longest one comes first."""
    return [(unit, number, BAR * number // units[0][1]) for unit, number in units]
