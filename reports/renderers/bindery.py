"""Binds PDFs and pictures behind a cover. Run as a script, it serves in a process of its own.

It imports nothing of the portal, so that the child starts quickly and holds no secret.
"""

import json
import resource
import sys
from io import BytesIO
from multiprocessing.connection import Connection

from PIL import Image
from pypdf import PdfReader, PdfWriter
from pypdf.generic import ArrayObject, DecodedStreamObject, DictionaryObject, NameObject

MEMORY_BYTES = 2 * 1024**3
A4_INCHES = (8.27, 11.69)
# Where a line of the table of contents leads: the place of its sheet.
LINK = "sheet:"


def bind(cover, sheets, target):
    """Write cover and sheets to `target`; gives the places of the sheets that cannot be bound.

    A sheet is {path, kind, section, title, pages}. Where one cannot be bound nothing is written:
    the cover would tell wrong pages.
    """
    writer = PdfWriter()
    writer.append(cover, import_outline=False)
    font = writer._add_object(_dictionary(FONT))  # noqa: SLF001 -- pypdf has no other way
    front, starts, faulty = len(writer.pages), {}, []
    for place, sheet in enumerate(sheets):
        starts[place] = len(writer.pages)
        try:
            writer.append(_pages(sheet), import_outline=False)
            _number(writer, starts[place], font)
        except Exception:  # noqa: BLE001 -- whatever a broken file brings about, the rest is bound
            faulty.append(place)
        else:
            if len(writer.pages) - starts[place] != sheet["pages"]:
                faulty.append(place)
    if not faulty:
        _outline(writer, sheets, starts)
        _lead(writer, front, starts)
        writer.write(target)
    return faulty


def _pages(sheet):
    if sheet["kind"] == "application/pdf":
        return PdfReader(sheet["path"])
    drawn = BytesIO()
    with Image.open(sheet["path"], formats=["JPEG", "PNG"]) as picture:
        image = _opaque(picture)
        short, long = sorted(image.size)
        # As large as fits on A4, upright or across as the picture is.
        dots = max(short / A4_INCHES[0], long / A4_INCHES[1])
        image.save(drawn, "PDF", resolution=dots)
    return PdfReader(drawn)


def _opaque(picture):
    if picture.mode in {"L", "RGB"}:
        return picture
    clear = picture.convert("RGBA")
    paper = Image.new("RGB", clear.size, "white")
    paper.paste(clear, mask=clear.getchannel("A"))
    return paper


def _outline(writer, sheets, starts):
    """Bookmarks: a section, and under it its sheets."""
    sections = {}
    for place, sheet in enumerate(sheets):
        name, page = sheet["section"], starts[place]
        if name not in sections:
            sections[name] = writer.add_outline_item(title=name, page_number=page)
        writer.add_outline_item(title=sheet["title"], page_number=page, parent=sections[name])


def _lead(writer, front, starts):
    """Turn the links of the cover to sheets into ways to their first pages."""
    for page in writer.pages[:front]:
        for annotation in page.get("/Annots", ()):
            link = annotation.get_object()
            address = str(link.get("/A", {}).get("/URI", ""))
            if address.startswith(LINK):
                first = writer.pages[starts[int(address.removeprefix(LINK))]]
                way = ArrayObject([first.indirect_reference, NameObject("/Fit")])
                link[NameObject("/Dest")] = way
                del link["/A"]


# --- Numbers at the foot of the pages ----------------------------------------------------------

FONT = {"/Type": "/Font", "/Subtype": "/Type1", "/BaseFont": "/Helvetica"}
FONT_NAME = "/PageNumber"
# Where the lower right corner is, and which way text runs there, by the page's own rotation.
CORNERS = {
    0: ("right", "bottom", (1, 0, 0, 1)),
    90: ("right", "top", (0, 1, -1, 0)),
    180: ("left", "top", (-1, 0, 0, -1)),
    270: ("left", "bottom", (0, -1, 1, 0)),
}
# On white, so that it is read on a scan; whatever the page itself has set is put back before.
STAMP = "\nQ q {} {} {} {} {} {} cm 1 g -38 8 32 12 re f 0 g BT {} 9 Tf -34 11 Td ({}) Tj ET Q\n"


def _number(writer, start, font):
    """Write on each page from `start` on which one it is, without reading what is on it."""
    before = writer._add_object(_stream("q\n"))  # noqa: SLF001
    for number, page in enumerate(writer.pages[start:], start + 1):
        side, foot, way = CORNERS[page.rotation % 360]
        corner = (float(getattr(page.cropbox, side)), float(getattr(page.cropbox, foot)))
        after = _stream(STAMP.format(*way, *corner, FONT_NAME, number))
        page[NameObject("/Contents")] = ArrayObject(
            [before, *_contents(page), writer._add_object(after)]  # noqa: SLF001
        )
        resources = page.setdefault(NameObject("/Resources"), DictionaryObject()).get_object()
        fonts = resources.setdefault(NameObject("/Font"), DictionaryObject()).get_object()
        fonts[NameObject(FONT_NAME)] = font


def _contents(page):
    """The parts of what is drawn on the page, as it refers to them."""
    if "/Contents" not in page:
        return []
    drawn = page.raw_get("/Contents")
    parts = drawn.get_object()
    return list(parts) if isinstance(parts, ArrayObject) else [drawn]


def _dictionary(entries):
    names = {NameObject(key): NameObject(value) for key, value in entries.items()}
    return DictionaryObject(names)


def _stream(text):
    stream = DecodedStreamObject()
    stream.set_data(text.encode("ascii"))
    return stream


def serve(line):
    """Answer each (cover, sheets, target) that comes along the line, until it is closed."""
    while True:
        try:
            question = json.loads(line.recv_bytes())
        except EOFError:
            return
        line.send_bytes(json.dumps(bind(*question)).encode())


if __name__ == "__main__":
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY_BYTES, MEMORY_BYTES))
    serve(Connection(int(sys.argv[1])))
