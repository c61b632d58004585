"""P5: a file of 2,000 products read, shown and confirmed, against import-export as it comes."""

from django.core.exceptions import ValidationError
from django.db import connection, transaction
from import_export.formats.base_formats import XLSX

from products.enums import Maturity, ProducerKind, RegistrationForm
from products.models import Plan, Registration
from products.plan_imports.staging import confirm, examine, stage
from programs.enums import ProductGroup
from programs.models import ProductSet, User
from tests.bench import files, national
from tests.bench.race import Figure, check, queries, race
from tests.bench.usual_import import UsualResource, usual_workbook

QUERIES, ROWS_A_QUERY = 15, 1000
MUST = {"postgresql": 0.12, "sqlite": 0.17}
JUDGED = 300
CHOICES = {
    "producer_kind": ProducerKind,
    "product_group": ProductGroup,
    "form": RegistrationForm,
    "maturity": Maturity,
}


def plan_of(place):
    """An empty plan and its officer."""
    plans = Plan.objects.filter(campaign=national.campaign_of_imports()).order_by("pk")
    plan = plans.select_related("campaign", "unit")[place]
    return plan, User.objects.get(unit=plan.unit_id)


def communes_of(plan):
    return list(plan.unit.communes_on(plan.campaign.opens_on).order_by("code"))


def importing(bench):
    """P5: what both do, how many queries the portal asks, and whether the same rows are bad."""
    with bench.databases.using(bench.most):
        plan, officer = plan_of(0)
        _judge(plan)
        communes, count = communes_of(plan), bench.imported
        rows = files.good_rows(communes, count)
        data, usual = files.workbook(rows), usual_workbook(plan, rows)
        _, asked = queries(lambda: import_file(plan, officer, data))
        check("P5", _stored(plan), count)
        most = QUERIES + -(-count // ROWS_A_QUERY)
        yield Figure("P5", "nhập: số truy vấn", count, asked, most, unit="", gate=True)
        ours, theirs = race(
            lambda: import_file(plan, officer, data),
            lambda: _import_as_usual(usual),
            bench.pairs,
            before=lambda: renew(plan),
        )
        check("P5, import-export", _stored(plan), count)
        empty(plan)
        must = MUST[connection.vendor]
        yield Figure("P5", "nhập: xem trước, xác nhận / import-export", count, ours, must, theirs)


def import_file(plan, officer, data):
    """Hand a file in and confirm what was read in it."""
    confirm(stage(plan, officer, files.NAME, data), officer)


def _import_as_usual(data):
    """As the admin of import-export does: read and tried, then read again and done."""
    for dry_run in (True, False):
        dataset = XLSX().create_dataset(data)
        UsualResource().import_data(dataset, dry_run=dry_run, raise_errors=True)


def _stored(plan):
    return Registration.objects.filter(plan=plan).count()


def empty(plan):
    """Take out the rows of a draft, history and all."""
    with connection.cursor() as cursor:
        for model in (Registration, Registration.history.model):
            table = model._meta.db_table
            cursor.execute(f"DELETE FROM {table} WHERE plan_id = %s", [plan.pk])  # noqa: S608 -- our own table


def renew(plan):
    """The draft as a page shows it that is opened now: empty, in its latest edition."""
    empty(plan)
    plan.edition = Plan.objects.values_list("edition", flat=True).get(pk=plan.pk)


def _judge(plan):
    """The rows that the portal refuses are those that full_clean() and the constraints refuse."""
    communes = communes_of(plan)
    rows = files.mixed_rows(communes, JUDGED)
    problems = examine(plan, files.NAME, files.workbook(rows)).problems
    refused = {problem.row for problem in problems if not problem.is_warning}
    by_name = {str(commune): commune for commune in communes}
    product_set = ProductSet.objects.get(number=12)
    with transaction.atomic():
        bad = {
            line
            for line, row in enumerate(rows, 2)  # line 1 holds the titles
            if not _is_clean(_instance(plan, row, by_name, product_set))
        }
        transaction.set_rollback(True)
    check("P5, dòng sai", sorted(refused), sorted(bad))


def _instance(plan, row, communes, product_set):
    """A registration of these cells, with whatever the lists do not know left as it is."""
    values = dict(row)
    for name, choices in CHOICES.items():
        values[name] = {choice.label: choice for choice in choices}.get(row[name], row[name])
    values |= {"commune": communes.get(row["commune"]), "product_set": product_set}
    return Registration(plan=plan, **values)


def _is_clean(row):
    row.product_fold, row.producer_fold = (
        Registration._meta.get_field(name).pre_save(row, add=True)
        for name in ("product_fold", "producer_fold")
    )
    try:
        row.full_clean()
    except ValidationError:
        return False
    row.save()
    return True
