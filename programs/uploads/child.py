"""The child process that looks into an uploaded document: little memory and time, no network.

It answers with a line of JSON, what the document is or why it is refused, and after it with the
bytes to be kept where those are not the ones that came.
"""

import json
import re
import sys
import warnings
import zipfile
from io import BytesIO

from PIL import Image, ImageOps, JpegImagePlugin, MpoImagePlugin, PngImagePlugin
from pypdf import PdfReader, PdfWriter
from pypdf.generic import (
    ArrayObject,
    ByteStringObject,
    DictionaryObject,
    IndirectObject,
    StreamObject,
    TextStringObject,
)

from programs.intake import child, preflight
from programs.intake.outcomes import RefusedFileError
from programs.intake.parts import walk

MAX_PIXELS = 40_000_000
LONGEST_SIDE = 65_500  # of a picture that can be bound
JPEG_QUALITY = 85
PICTURES = {b"\x89PNG\r\n\x1a\n": ("png", "PNG"), b"\xff\xd8\xff": ("jpg", "JPEG")}
OFFICE = {
    preflight.WORD: ("docx", "word/document.xml"),
    preflight.WORKBOOK: ("xlsx", "xl/workbook.xml"),
}
# What the parts of an Office file are: its own markup, pictures, fonts, settings of printers.
# "xl/worksheets/sheet1.xml", "word/media/"; not "run.exe".
_PART = re.compile(
    r"(/|\.(xml|rels|vml|bin|dat|odttf|psmdcp|sigs|png|jpe?g|jfif|gif|bmp|tiff?|emf|wmf|wdp|svg))$",
    re.IGNORECASE,
)
# Imported now: once the limits hold, nothing more can be opened.
PLUGINS = (JpegImagePlugin, MpoImagePlugin, PngImagePlugin)

# "12 0 obj", the end of an archive; not "object".
_FURTHER = re.compile(rb"\d\s+\d+\s+obj\b|PK\x05\x06")
# Names so long that compressed bytes do not spell them by chance; the short ones are looked for
# in the objects.
# "/JavaScript", "/EmbeddedFile"; not "/JS".
_ACTIVE_NAME = re.compile(rb"/(?:JavaScript|Launch|EmbeddedFiles?|RichMedia)\b")
# "xl/connections.xml", "xl/externalLinks/externalLink1.xml"; not "xl/workbook.xml".
_OUTSIDE = re.compile(r"xl/(connections\.|externalLinks/)", re.IGNORECASE)
_ACTIVE_KEYS = {"/JavaScript", "/EmbeddedFiles", "/EF", "/XFA"}
_ACTIVE_KINDS = {
    "/S": {
        *("/JavaScript", "/Launch", "/ImportData", "/SubmitForm", "/Rendition"),
        *("/GoToE", "/GoToR"),
    },
    "/Subtype": {"/RichMedia", "/FileAttachment", "/Movie", "/Sound", "/3D"},
    "/Type": {"/EmbeddedFile"},
}
_TURNS = {"/NextPage", "/PrevPage", "/FirstPage", "/LastPage"}
# As a text these name a file elsewhere, for whatever draws, opens or follows it: of a note /F is
# a number, of a font or a field it is a dictionary.
_TEXTS = (TextStringObject, ByteStringObject)


def refuse(code):
    """End with this code; the caller has the sentences and knows the file's name."""
    raise RefusedFileError(code, "")


def look(data, longest):
    """({what it is}, the bytes to keep or none)."""
    if data.startswith(b"%PDF-"):
        whole = up_to_its_end(data)
        return {"kind": "pdf", "pages": pages_of(whole)}, b"" if whole is data else whole
    if data.startswith(b"PK\x03\x04"):
        return {"kind": office_kind(data)}, b""
    for beginning, (kind, reader) in PICTURES.items():
        if data.startswith(beginning):
            return {"kind": kind}, picture(data, reader, longest)
    return refuse("E_TYPE")


# --- PDF ---------------------------------------------------------------------------------------


def up_to_its_end(data):
    """The PDF without what a scanner or a mail server left behind its end.

    Where that begins a further part of the document, the rest of it is missing; an archive there
    is meant to be another file.
    """
    end = data.rfind(b"%%EOF") + len(b"%%EOF")
    if end < len(b"%%EOF") or _FURTHER.search(data, end):
        refuse("E_CUT")
    return data[:end] + b"\n" if data[end:].strip(b"\0\t\n\f\r ") else data


def pages_of(data):
    """The number of pages of a PDF that does nothing by itself and can be bound."""
    if _ACTIVE_NAME.search(data):
        refuse("E_ACTIVE")
    reader = PdfReader(BytesIO(data))
    if reader.is_encrypted:
        refuse("E_ENCRYPTED")
    for number, generation in _objects(reader):
        _refuse_active(reader.get_object(IndirectObject(number, generation, reader)))
    _refuse_active(reader.trailer)
    PdfWriter().append(reader)
    if not (reader.pages and all(map(_is_bindable, reader.pages))):
        refuse("E_CUT")
    return len(reader.pages)


def _is_bindable(page):
    """Whether the bindery can put a number on it; the child may also break on one that is odd."""
    resources = page.get("/Resources", DictionaryObject()).get_object()
    fonts = resources.get("/Font", DictionaryObject()).get_object()
    return page.rotation % 90 == 0 and page.cropbox and isinstance(fonts, DictionaryObject)


def _objects(reader):
    for generation, numbers in reader.xref.items():
        yield from ((number, generation) for number in numbers if number)
    yield from ((number, 0) for number in reader.xref_objStm)


def _refuse_active(value):
    """Look at a value and what stands in it; what it refers to has its own turn."""
    if isinstance(value, DictionaryObject):
        is_active = not _ACTIVE_KEYS.isdisjoint(value) or any(
            str(_at(value, key)) in kinds for key, kinds in _ACTIVE_KINDS.items()
        )
        is_fetched = isinstance(value, StreamObject) and "/F" in value
        if is_active or is_fetched or not all(map(_is_quiet, _acts(value))):
            refuse("E_ACTIVE")
        if any(isinstance(_at(value, key), _TEXTS) for key in ("/F", "/UF")):
            refuse("E_EXTERNAL")
        inner = map(value.raw_get, value)
    else:
        inner = value if isinstance(value, ArrayObject) else ()
    for each in inner:
        if not isinstance(each, IndirectObject):
            _refuse_active(each)


def _acts(value):
    """The actions that run when the document or a page opens, and those that follow an action."""
    triggers = _at(value, "/AA")
    acts = list(map(triggers.raw_get, triggers)) if isinstance(triggers, DictionaryObject) else []
    for key in ("/OpenAction", "/Next"):
        act = _at(value, key)
        acts += act if isinstance(act, ArrayObject) else [act]
    return acts


def _at(value, key):
    """The value under this key, references followed, or None."""
    return value[key] if key in value else None  # noqa: SIM401 -- get() does not follow references


def _is_quiet(act):
    """Whether what runs by itself does no more than show a place of this document."""
    act = act.get_object() if isinstance(act, IndirectObject) else act
    if not isinstance(act, DictionaryObject) or "/S" not in act:  # a place, not an action
        return True
    return act["/S"] == "/GoTo" or (act["/S"] == "/Named" and _at(act, "/N") in _TURNS)


# --- Office ------------------------------------------------------------------------------------


def office_kind(data):
    try:
        with zipfile.ZipFile(BytesIO(data)) as archive:
            names = archive.namelist()
    except zipfile.BadZipFile:
        refuse("E_ZIP")
    is_word = any(name.casefold().startswith(preflight.WORD) for name in names)
    family = preflight.WORD if is_word else preflight.WORKBOOK
    kind, main = OFFICE[family]
    parts = preflight.unpack(data, family)
    if main not in parts:
        refuse("E_TYPE")
    if any(_OUTSIDE.match(name) for name in parts):
        refuse("E_EXTERNAL")
    if not all(map(_PART.search, names)):
        refuse("E_EMBEDDED")
    for name, part in parts.items():
        if name.casefold().endswith(".rels"):
            walk(part, _refuse_outside)
    return kind


def _refuse_outside(_, attributes):
    """A template, a picture or an object that is fetched from elsewhere; links to click stay."""
    is_outside = attributes.get("TargetMode", "").casefold() == "external"
    if is_outside and not attributes.get("Type", "").endswith("/hyperlink"):
        refuse("E_EXTERNAL")


# --- Pictures ----------------------------------------------------------------------------------


def picture(data, reader, longest):
    """The picture drawn anew: upright, and without the place and the camera in its data."""
    if reader == "PNG" and b"IEND\xaeB`\x82" not in data:  # which Pillow does not miss
        refuse("E_CUT")
    try:
        image = Image.open(BytesIO(data), formats=[reader])
    except (Image.DecompressionBombError, Image.DecompressionBombWarning):
        refuse("E_PIXELS")
    if image.width * image.height > MAX_PIXELS or max(image.size) > LONGEST_SIDE:
        refuse("E_PIXELS")
    image = ImageOps.exif_transpose(image)
    is_clear = "transparency" in image.info or image.mode in {"P", "PA"}
    if reader == "JPEG" and image.mode not in {"L", "RGB"}:
        image = image.convert("RGB")
    elif image.mode.startswith("I"):  # 16 bits, of which a conversion would keep the white alone
        image = image.point(lambda value: value / 256).convert("L")
    elif is_clear:
        image = image.convert("RGBA")
    if longest:
        image.thumbnail((longest, longest))
    image.info.clear()
    kept = BytesIO()
    image.save(kept, reader, quality=JPEG_QUALITY)
    return kept.getvalue()


def answer(data, longest):
    try:
        return look(data, longest)
    except RefusedFileError as refusal:
        return {"refused": refusal.problems[0].code}, b""


def warm_up():
    """Go each way once, so that what it needs is imported: under the limits nothing is opened."""
    written = BytesIO()
    writer = PdfWriter()
    writer.add_blank_page(10, 10).compress_content_streams()
    writer.write(written)
    pages_of(written.getvalue())
    for mode in PICTURES.values():
        drawn = BytesIO()
        Image.new("RGB", (1, 1)).save(drawn, mode[1])
        picture(drawn.getvalue(), mode[1], 0)


if __name__ == "__main__":
    warnings.simplefilter("error", Image.DecompressionBombWarning)
    warm_up()
    child.limit()
    found, kept = answer(sys.stdin.buffer.read(), int(sys.argv[1]))
    sys.stdout.buffer.write(json.dumps(found).encode() + b"\n" + kept)
