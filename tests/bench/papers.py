"""P8: the appendix and a plan of 177 products as PDF, against WeasyPrint's defaults."""

from dataclasses import replace
from datetime import UTC, datetime
from itertools import cycle, islice

from products.models import Plan
from products.plans import sealing
from reports.builders.appendix import appendix
from reports.builders.plan import plan
from reports.renderers import pdf
from tests.bench import national
from tests.bench.processes import answers
from tests.bench.race import Figure

# As many units and products as the dispatch of 2024 counts.
UNITS, PRODUCTS = 13, 177
MOST_MIB = 120
OPTIONAL = {"address": "", "product_set": "", "maturity": ""}


def pdfs(bench):
    """P8: processor time in a process that has printed before, and the most that it held."""
    count = min(PRODUCTS, bench.most)
    with bench.databases.using(bench.most):
        papers = {("phụ lục", 0.75): _appendix(), (f"kế hoạch {count} dòng", 0.65): _plan(count)}
    for (name, must), table in papers.items():
        document = pdf.document(table)
        ours, theirs, most = answers(
            "tests.bench.printing.race_of", *document, bench.pairs, bare=True
        )
        rows = len(table.rows)
        yield Figure("P8", f"PDF {name}, CPU / mặc định", rows, ours, must, theirs)
        yield Figure("P8", f"PDF {name}: bộ nhớ", rows, most, MOST_MIB, unit="MiB", gate=True)


def _appendix():
    table = appendix(national.campaign_of_the_year())
    return replace(table, rows=table.rows[:UNITS], links=())


def _plan(count):
    """A plan in its eight ordinary columns, with the products of several: none has just so many."""
    plans = Plan.objects.filter(campaign=national.campaign_of_the_year())
    chosen = plans.select_related("campaign", "unit").filter(registrations__isnull=False)
    rows = [row for each in chosen.distinct()[:count] for row in sealing.content(each)["rows"]]
    rows = [
        row | OPTIONAL | {"position": place}
        for place, row in enumerate(islice(cycle(rows), count), 1)
    ]
    content = sealing.content(chosen.first()) | {"rows": rows}
    return plan(content, made_at=datetime(2024, 3, 1, tzinfo=UTC))
