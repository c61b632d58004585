"""P8 and P21: papers as PDF against WeasyPrint's defaults, and as Word against bare python-docx."""

import time
from dataclasses import replace
from datetime import UTC, datetime
from functools import partial
from io import BytesIO
from itertools import cycle, islice

from docx import Document

from products.models import Plan
from products.plans import sealing
from reports.builders.appendix import appendix
from reports.builders.plan import plan
from reports.builders.text_paper import text_paper
from reports.papers.lists import list_paper
from reports.papers.values import Grid, letters
from reports.renderers import paper_pdf, paper_word
from tests.bench import national
from tests.bench.annual import annual_paper
from tests.bench.processes import answers
from tests.bench.race import Figure, race

# As many units and products as the dispatch of 2024 counts.
UNITS, PRODUCTS = 13, 177
MOST_MIB = 120
MOST_OF_WORD = 1.5
DISPATCH = "demo-2024-03"
ANNUAL = "báo cáo năm, 21 trang"
OPTIONAL = {"address": "", "product_set": "", "maturity": ""}


def pdfs(bench):
    """P8: processor time in a process that has printed before, and the most that it held."""
    count = min(PRODUCTS, bench.most)
    with bench.databases.using(bench.most):
        papers = {
            ("phụ lục", 0.75): list_paper(_appendix()),
            (f"kế hoạch {count} dòng", 0.65): list_paper(_plan(count)),
            ("công văn kèm phụ lục", 1.25): text_paper(DISPATCH),
            (ANNUAL, 0.85): annual_paper(),
        }
    for (name, must), paper in papers.items():
        parts = list(paper_pdf.parts(paper))
        ours, theirs, most = answers("tests.bench.printing.race_of", parts, bench.pairs, bare=True)
        yield Figure("P8", f"PDF {name}, CPU / mặc định", count, ours, must, theirs)
        # The memory of a long report is told; that of what is printed all day is a gate.
        is_gate = name != ANNUAL
        yield Figure("P8", f"PDF {name}: bộ nhớ", count, most, MOST_MIB, unit="MiB", gate=is_gate)


def words(bench):
    """P21: processor time of a document of the paper, against its texts written one by one."""
    count = min(PRODUCTS, bench.most)
    with bench.databases.using(bench.most):
        papers = {
            f"kế hoạch {count} dòng": list_paper(_plan(count)),
            "công văn kèm phụ lục": text_paper(DISPATCH),
        }
    for name, paper in papers.items():
        texts = list(_said(paper))
        ours, theirs = race(
            partial(paper_word.render, paper),
            partial(_usual_word, texts),
            bench.pairs,
            time.process_time,
        )
        yield Figure("P21", f"Word {name}, CPU / python-docx", count, ours, MOST_OF_WORD, theirs)


def _said(paper):
    """The paragraphs of the paper, and its tables as lines of texts."""
    blocks = [*paper.blocks, *(block for each in paper.appendices for block in each.blocks)]
    for block in blocks:
        if isinstance(block, Grid):
            yield [[letters(cell) for cell in row.cells] for row in block.rows]
        else:
            yield letters(block.text)


def _usual_word(texts):
    """As the library's own guide writes it."""
    document = Document()
    for text in texts:
        if isinstance(text, str):
            document.add_paragraph(text)
        else:
            table = document.add_table(rows=0, cols=max(map(len, text)), style="Table Grid")
            for line in text:
                for cell, value in zip(table.add_row().cells, line, strict=False):
                    cell.text = value
    document.save(BytesIO())


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
