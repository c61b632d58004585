"""A table as a paper: an appendix with its head and notes, or a list that belongs to no paper."""

from programs.tables import Table
from reports.papers.values import Appendix, Block, Paper, Paragraph, Run, grid

# What is wide is set smaller.
PORTRAIT_SIZE, LANDSCAPE_SIZE = 13, 11


def list_paper(table: Table) -> Paper:
    appendix = Appendix(
        title=table.title,
        source=table.subtitle,
        blocks=table_blocks(table),
        label=table.label,
        is_landscape=table.landscape,
    )
    return Paper(name=table.title, made_at=table.made_at, appendices=(appendix,), stamp=table.stamp)


def table_blocks(table: Table) -> tuple[Block, ...]:
    """What stands under the head: preface, rows and totals, notes."""
    return tuple(_blocks(table))


def _blocks(table):
    yield from map(Paragraph, table.preface)
    if table.rows:
        yield grid(table, LANDSCAPE_SIZE if table.landscape else PORTRAIT_SIZE)
    for place, note in enumerate(table.notes):
        first = (Run("Ghi chú: ", bold=True),) if not place else ()
        yield Paragraph((*first, Run(note)))
