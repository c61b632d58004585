"""Files as units upload them, made here: PDFs, pictures, Office files, good and hostile."""

import hashlib
from io import BytesIO
from uuid import uuid4
from zipfile import ZipFile

from django.core.files.base import ContentFile
from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import timezone
from openpyxl import Workbook
from PIL import Image
from pypdf import PdfWriter

from products.models import Document, ProductPhoto
from programs.enums import Role
from tests.support.factories import make_dossier, make_product, make_user

PAGE = b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 200 200] >>"
RELATION = (
    '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">'
    '<Relationship Id="r1" Type="http://schemas.openxmlformats.org/officeDocument/2006/'
    'relationships/{kind}" Target="http://127.0.0.1:9/x" TargetMode="External"/></Relationships>'
)
TYPES = (
    '<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">'
    '<Default Extension="xml" ContentType="application/xml"/></Types>'
)
EXCEL = {"[Content_Types].xml": TYPES, "xl/workbook.xml": "<workbook/>"}
WORD = {"[Content_Types].xml": TYPES, "word/document.xml": "<w:document xmlns:w='w'/>"}


def pdf(catalog=b"", *more, pages=1, page=PAGE, tail=b"%%EOF\n"):
    """A PDF of blank pages; `catalog` are entries of its catalogue, `more` objects from 3 on."""
    kids = b" ".join(b"%d 0 R" % (3 + len(more) + at) for at in range(pages))
    objects = [
        b"<< /Type /Catalog /Pages 2 0 R " + catalog + b" >>",
        b"<< /Type /Pages /Kids [" + kids + b"] /Count %d >>" % pages,
        *more,
        *[page] * pages,
    ]
    body, places = b"%PDF-1.7\n", []
    for number, content in enumerate(objects, 1):
        places.append(len(body))
        body += b"%d 0 obj\n%s\nendobj\n" % (number, content)
    table = b"0000000000 65535 f \n" + b"".join(b"%010d 00000 n \n" % place for place in places)
    size, begin = len(objects) + 1, len(body)
    trailer = b"trailer << /Size %d /Root 1 0 R >>\nstartxref\n%d\n" % (size, begin)
    return body + b"xref\n0 %d\n" % size + table + trailer + tail


def odd_page(entries):
    """A page with something about it that is not as it should be."""
    return PAGE.replace(b" >>", b" " + entries + b" >>")


def locked(opens_with="1234"):
    written, writer = BytesIO(), PdfWriter()
    writer.add_blank_page(200, 200)
    writer.encrypt(opens_with, "another", algorithm="RC4-128")
    writer.write(written)
    return written.getvalue()


def picture(kind="PNG", size=(40, 30), mode="RGB", **options):
    drawn = BytesIO()
    Image.new(mode, size, 90).save(drawn, kind, **options)
    return drawn.getvalue()


def located():
    """A phone's photo, lying on its side, that tells where it was taken."""
    exif = Image.Exif()
    exif[0x0112] = 6
    exif[0x010F] = "Secret Phone"
    exif.get_ifd(0x8825)[2] = (15.0, 7.0, 0.0)
    return picture("JPEG", exif=exif, comment=b"Secret comment")


def office(parts):
    packed = BytesIO()
    with ZipFile(packed, "w") as archive:
        for name, text in parts.items():
            archive.writestr(name, text)
    return packed.getvalue()


def linked(kind):
    """A Word file that names something elsewhere."""
    return office(WORD | {"word/_rels/settings.xml.rels": RELATION.format(kind=kind)})


def sheet():
    packed, book = BytesIO(), Workbook()
    book.active.append(["Người lao động", 12])
    book.save(packed)
    return packed.getvalue()


def upload(content=None, name="giay.pdf"):
    return SimpleUploadedFile(name, pdf() if content is None else content)


# --- Rows that hold them -----------------------------------------------------------------------


def make_paper(dossier=None, *, data=None, **fields):
    """A document of a dossier, with its file on the disk."""
    dossier, data = dossier or make_dossier(), data or pdf()
    values = {
        "kind": "test_report",
        "title": "Phiếu kiểm nghiệm",
        "name": "phiếu.pdf",
        "content_type": "application/pdf",
        "pages": 1,
        "sha256": hashlib.sha256(data).hexdigest(),
        "size": len(data),
        "uploaded_by": dossier.created_by,
    }
    row = Document(dossier=dossier, **values | fields)
    row.file.save(f"{uuid4().hex}.pdf", ContentFile(data), save=False)
    row.save()
    return row


def make_withdrawn_paper():
    someone = make_user(Role.OBSERVER)
    facts = {"withdrawn_by": someone, "withdrawn_at": timezone.now(), "withdrawn_reason": "Sai."}
    return make_paper(**facts)


def make_photo(product=None, **fields):
    product, data = product or make_product(), picture()
    values = {"position": 1, "caption": "Chai nước mắm", "sha256": hashlib.sha256(data).hexdigest()}
    fields.setdefault("uploaded_by", make_user(Role.OBSERVER))
    row = ProductPhoto(product=product, size=len(data), **values | fields)
    row.file.save(f"{uuid4().hex}.png", ContentFile(data), save=False)
    row.save()
    return row
