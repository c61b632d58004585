"""What a Word document says, block by block as a person reads it."""

from io import BytesIO

from docx import Document
from docx.table import Table


def texts(content):
    """The text of each paragraph and cell that has some, in the order of the document."""
    return list(_texts(Document(BytesIO(content)).iter_inner_content()))


def _texts(blocks):
    for block in blocks:
        if isinstance(block, Table):
            seen = set()
            for row in block.rows:
                for cell in row.cells:  # a merged cell is named at each of its places
                    if cell._tc not in seen:  # noqa: SLF001 -- what makes it one cell
                        seen.add(cell._tc)  # noqa: SLF001
                        yield from _texts(cell.iter_inner_content())
        elif block.text.strip():
            yield block.text
