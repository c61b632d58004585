"""A Council that sat outside the portal; and sittings of it for what was concluded without one.

Dossiers used to go before a Council and to get their result by steps of the department. Each of
them gets the sitting that its steps stood for: nothing but its day and its results is known.
"""

from collections import defaultdict
from datetime import date, datetime, time
from zoneinfo import ZoneInfo

from django.conf import settings
from django.db import migrations, models
from django.utils.timezone import localtime

LOT = 2000
NOTE = "Ghi khi chuyển dữ liệu, từ kết quả đã có của hồ sơ."
HERE = ZoneInfo("Asia/Ho_Chi_Minh")
DISTRICTS = ("thanh_pho", "thi_xa", "huyen")
LEVELS = ("district", "province", "ministry")  # from the lowest
_FIELDS = (
    *("pk", "state", "kind", "received_on", "accepted_on", "concluded_on", "aimed_star"),
    *("result_mean", "result_star", "created_by", "product__commune__parent"),
    *("product__commune__parent__kind", "product__commune__parent__name"),
)


def fill(apps, _schema_editor):
    moves, laws = _moves(apps), _laws(apps)
    provinces = list(apps.get_model("programs", "Unit").objects.filter(kind="tinh"))
    sittings = defaultdict(list)
    for row in _without_a_sitting(apps):
        row["at"], row["by"] = moves.get((row["pk"], row["state"]), (None, row["created_by"]))
        level, row["verdict"] = _judged(row, laws)
        day = _day_of(row)
        sittings[(*_whose(level, row, day, provinces), day, row["state"])].append(row)
    _write(apps, sittings)


def _without_a_sitting(apps):
    evaluations = apps.get_model("councils", "Evaluation").objects
    waiting = evaluations.filter(session__state__in=["preparing", "called", "open"])
    told = evaluations.filter(session__state="closed").exclude(verdict__in=["", "not_evaluated"])
    before = models.Q(state="in_session") & ~models.Q(pk__in=waiting.values("dossier"))
    concluded = models.Q(state="concluded") & ~models.Q(pk__in=told.values("dossier"))
    rows = apps.get_model("products", "Dossier").objects.filter(before | concluded)
    return rows.order_by("pk").values(*_FIELDS).iterator(LOT)


def _moves(apps):
    """{(dossier, its state): (when, by whom)} of the last step that brought it there."""
    events = apps.get_model("programs", "Event").objects.filter(
        subject_type="products.dossier", target__in=["in_session", "concluded"], refused=False
    )
    told = events.exclude(actor=None).order_by("pk")
    told = told.values_list("subject_id", "target", "at", "actor").iterator(LOT)
    return {(dossier, state): (at, actor) for dossier, state, at, actor in told}


def _laws(apps):
    laws = apps.get_model("programs", "Regulation").objects.order_by("-valid_from")
    return [
        (law.valid_from, law.valid_to or date.max, {row.star: row for row in law.starbands.all()})
        for law in laws.prefetch_related("starbands")
    ]


def _judged(row, laws):
    """(the level whose Council it was by the law of its receipt, the verdict or "")."""
    day, star = row["received_on"], row["result_star"] or row["aimed_star"]
    bands = next((bands for first, last, bands in laws if first <= day <= last), {})
    grants = bands[star].granted_by if star in bands else ""
    level = "district" if grants == "district" else "province"
    if row["state"] == "in_session":
        return level, ""
    if not grants and bands:
        return level, "refuse"
    is_above = grants and LEVELS.index(grants) > LEVELS.index(level)
    return level, "forward" if is_above else "recognise"


def _day_of(row):
    if row["state"] == "concluded":
        return row["concluded_on"]
    if row["at"]:
        return localtime(row["at"], HERE).date()
    return row["accepted_on"] or row["received_on"]


def _whose(level, row, day, provinces):
    """(level, unit, its name): a district's own, else the province's of the day."""
    if level == "district" and row["product__commune__parent__kind"] in DISTRICTS:
        return level, row["product__commune__parent"], row["product__commune__parent__name"]
    there = [unit for unit in provinces if unit.valid_from <= day <= (unit.valid_to or date.max)]
    unit = (there or provinces)[0]
    return "province", unit.pk, unit.name


def _write(apps, sittings):
    model = apps.get_model("councils", "Evaluation")
    councils, evaluations = {}, []
    for key in sorted(sittings, key=lambda key: key[3]):
        (level, unit, name, day, state), rows = key, sittings[key]
        if (level, unit) not in councils:
            councils[level, unit] = _council(apps, level, unit, name, day, rows[0]["by"])
        session = _session(apps, councils[level, unit], day, state, rows[0]["by"])
        evaluations += [
            model(
                session=session,
                dossier_id=row["pk"],
                position=place,
                verdict=row["verdict"],
                mean=row["result_mean"],
                star=row["result_star"],
                reason=NOTE if row["verdict"] else "",
            )
            for place, row in enumerate(rows, 1)
        ]
    model.objects.bulk_create(evaluations, batch_size=LOT)


def _council(apps, level, unit, name, day, by):
    return apps.get_model("councils", "Council").objects.create(
        level=level,
        unit_id=unit,
        name=f"Hội đồng OCOP {name} (ngoài cổng, ghi khi chuyển dữ liệu)",
        starts_on=day,
        state="ended",
        prepared_by_id=by,
    )


def _session(apps, council, day, state, by):
    """A whole day, for its hours are not known; what waits is called, to be entered when it is."""
    starts_at, ends_at = (datetime.combine(day, at, HERE) for at in (time.min, time(23, 59)))
    is_closed = state == "concluded"
    return apps.get_model("councils", "Session").objects.create(
        council=council,
        code=f"cu-{council.pk}-{day:%Y%m%d}" + ("" if is_closed else "-cho"),
        starts_at=starts_at,
        ends_at=ends_at,
        is_past=True,
        state="closed" if is_closed else "called",
        opened_at=starts_at if is_closed else None,
        closed_at=ends_at if is_closed else None,
        prepared_by_id=by,
    )


def take_away(apps, schema_editor):
    """Sittings outside the portal have no place before: the dossiers keep their results."""
    councils = apps.get_model("councils", "Council").objects.filter(rules=None)
    sessions = apps.get_model("councils", "Session").objects.filter(council__in=councils)
    apps.get_model("councils", "Evaluation").objects.filter(session__in=sessions).delete()
    sessions.delete()
    councils.delete()
    if schema_editor.connection.vendor == "postgresql":  # else the table cannot be altered yet
        schema_editor.execute("SET CONSTRAINTS ALL IMMEDIATE")


class Migration(migrations.Migration):

    dependencies = [
        ('councils', '0010_sheets_from_a_workbook'),
        ('products', '0029_paper_fields'),
        ('programs', '0020_councils_ground'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.RemoveConstraint(
            model_name='council',
            name='council_decided_by_a_decision',
        ),
        migrations.AlterField(
            model_name='council',
            name='rules',
            field=models.ForeignKey(null=True, on_delete=models.PROTECT, related_name='councils', to='councils.councilrules', verbose_name='Quy chế'),
        ),
        migrations.AddConstraint(
            model_name='council',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('state__in', ['ended', 'in_force']), _negated=True), models.Q(('decided_on__isnull', False), models.Q(('decision_number', ''), _negated=True)), ('rules', None), _connector='OR'), name='council_decided_by_a_decision', violation_error_message='Hội đồng hoạt động theo một quyết định có số và ngày.'),
        ),
        migrations.AddConstraint(
            model_name='council',
            constraint=models.CheckConstraint(condition=models.Q(('rules__isnull', False), ('state', 'ended'), _connector='OR'), name='council_sits_by_rules', violation_error_message='Hội đồng trên cổng làm việc theo một Quy chế.'),
        ),
        migrations.RunPython(fill, take_away),
    ]
