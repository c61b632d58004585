"""The child process that reads the signatures of a PDF: little memory and time, no network.

It answers with a line of JSON, as programs.uploads.signatures.Reading takes it.
"""

import json
import sys
from io import BytesIO

# Imported now, with all that they import late: once the limits hold, nothing more can be opened.
import lxml.etree  # noqa: F401 -- pyHanko reads metadata with it
from pyhanko.pdf_utils import filters  # noqa: F401
from pyhanko.pdf_utils.generic import DictionaryObject, Reference, StreamObject
from pyhanko.pdf_utils.reader import PdfFileReader
from pyhanko.sign.validation.generic_cms import validate_sig_integrity
from pyhanko.sign.validation.pdf_embedded import EmbeddedPdfSignature
from pyhanko.sign.validation.status import SignatureCoverageLevel

from programs.intake import child

# What a person signs; a time stamp beside it has no signer of its own.
_BY_A_PERSON = "/Sig"
# Nothing was left out of what is signed but what came after, which has its own signature.
_COVERING = {
    SignatureCoverageLevel.ENTIRE_FILE,
    SignatureCoverageLevel.ENTIRE_REVISION,
}
# What may be another than before, of the whole and of a page; all else is what people read.
_OF_ALL = {"/AcroForm", "/DSS", "/Extensions", "/Metadata", "/Perms", "/Version"}
_OF_A_PAGE = {"/Annots", "/Tabs"}
_LARGEST_SIGN = 0.25  # of a page: what is larger could lie over the text


def look(data, begins):
    reader = PdfFileReader(BytesIO(data), strict=False)
    signatures = [
        each for each in reader.embedded_signatures if each.sig_object_type == _BY_A_PERSON
    ]
    return {
        "signatures": [_said(each) for each in signatures],
        "changes_more": not _is_covered(signatures) or _changes_more(reader, data, begins),
    }


def _said(signature: EmbeddedPdfSignature):
    name = signature.signer_cert.subject.native
    at = signature.self_reported_timestamp
    return {
        "signer": str(name.get("common_name") or name.get("organization_name") or ""),
        "at": at and at.isoformat(),
        "is_whole": _is_whole(signature),
    }


def _is_whole(signature):
    signature.compute_integrity_info(skip_diff=True)
    intact, valid = validate_sig_integrity(
        signature.signer_info,
        signature.signer_cert,
        expected_content_type="data",
        actual_digest=signature.compute_digest(),
    )
    return intact and valid and signature.coverage in _COVERING


def _is_covered(signatures):
    """Whether the last one covers all that there is."""
    return bool(signatures) and signatures[-1].coverage == SignatureCoverageLevel.ENTIRE_FILE


# --- What was added ----------------------------------------------------------------------------


def _changes_more(reader, data, begins):
    """Whether what was added to our bytes does more than sign: writes over, draws, takes away."""
    before = PdfFileReader(BytesIO(data[:begins]), strict=False)
    revisions = range(before.xrefs.total_revisions)
    ours = {ref for each in revisions for ref in before.xrefs.explicit_refs_in_revision(each)}
    free = {before.trailer.raw_get("/Info").reference} if "/Info" in before.trailer else set()
    if "/Metadata" in before.root:
        free.add(before.root.raw_get("/Metadata").reference)
    places = {(ref.idnum, ref.generation) for ref in ours - free}
    return not (
        all(_is_kept(before, reader, *place) for place in places)
        and all(map(_is_sign, _at(_at(reader.root, "/AcroForm", {}), "/Fields", ())))
    )


def _is_kept(before, after, number, generation):
    """Whether an object of ours is what it was, but for what signing adds to it."""
    old, new = (
        reader.get_object(Reference(number, generation, reader)) for reader in (before, after)
    )
    if _written(old) == _written(new):
        return True
    if not all(_is_plain(each) for each in (old, new)):
        return False
    changed = {key for key in {*old, *new} if _entry(old, key) != _entry(new, key)}
    if _at(old, "/Type") == "/Catalog":
        return changed <= _OF_ALL
    return _at(old, "/Type") == "/Page" and changed <= _OF_A_PAGE and _only_signs_added(old, new)


def _at(value, key, default=None):
    """The value under this key, references followed."""
    return value[key] if key in value else default  # noqa: SIM401 -- get() does not follow them


def _is_plain(value):
    return isinstance(value, DictionaryObject) and not isinstance(value, StreamObject)


def _entry(value, key):
    return _written(value.raw_get(key)) if key in value else b""


def _written(value):
    written = BytesIO()
    value.write_to_stream(written, None)
    return written.getvalue()


def _only_signs_added(old, new):
    """Whether the notes of a page are those that were there, and small signs of signatures."""
    known = {_written(each) for each in _notes(old)}
    notes = {_written(each): each.get_object() for each in _notes(new)}
    added = [note for written, note in notes.items() if written not in known]
    return known <= set(notes) and all(_is_sign(each) and _is_small(each, new) for each in added)


def _notes(page):
    notes = _at(page, "/Annots", ())
    return [notes.raw_get(place) for place in range(len(notes))]


def _is_sign(field):
    field = field.get_object()
    return (_at(field, "/FT") or _at(_at(field, "/Parent", {}), "/FT")) == "/Sig"


def _is_small(note, page):
    area = _area(_at(note, "/Rect", (0, 0, 0, 0)))
    while "/MediaBox" not in page:
        page = page["/Parent"]
    return area <= _LARGEST_SIGN * _area(page["/MediaBox"])


def _area(box):
    left, bottom, right, top = map(float, box)
    return abs(right - left) * abs(top - bottom)


if __name__ == "__main__":
    content, length = sys.stdin.buffer.read(), int(sys.argv[1])
    child.limit()
    try:
        found = look(content, length)
    except Exception as error:  # noqa: BLE001 -- what cannot be read is not ours to mend
        sys.stderr.write(f"{type(error).__name__}: {error}\n")
        found = {"signatures": [], "changes_more": True}
    sys.stdout.write(json.dumps(found))
