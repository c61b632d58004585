"""The door for uploaded files: what is taken, as what it is kept, and why the rest is refused."""

from io import BytesIO
from types import SimpleNamespace

import pytest
from django.core.exceptions import ValidationError
from PIL import Image

from programs.intake import child
from programs.uploads.accepting import accept, shown_name
from tests.support.papers import (
    EXCEL,
    WORD,
    linked,
    located,
    locked,
    odd_page,
    office,
    pdf,
    picture,
    sheet,
    upload,
)

SVG = b'<svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>'
EPS = b"%!PS-Adobe-3.0 EPSF-3.0\n%%BoundingBox: 0 0 9 9\n"
HTML = b"<html><script>alert(1)</script>"
ADDRESS = b"<< /S /URI /URI (http://a.example) >>"
SCRIPT = b"<< /S /JavaScript /JS (app.alert(1)) >>"
PRINT = b"<< /S /Named /N /Print >>"
# A drawing that stands for a page of another file.
REFERRING = (
    b"<< /Type /XObject /Subtype /Form /BBox [0 0 9 9] /Ref %s /Length 0 >>\nstream\n\nendstream"
)
GOOD = {
    "PDF": ("a.pdf", pdf(), "pdf"),
    "PDF of three pages": ("a.pdf", pdf(pages=3), "pdf"),
    "PDF with padding at its end": ("a.pdf", pdf() + b"\0" * 512, "pdf"),
    "PDF of a page on its side": ("a.pdf", pdf(page=odd_page(b"/Rotate -90")), "pdf"),
    "PDF that opens on a page": ("a.pdf", pdf(b"/OpenAction [3 0 R /Fit]"), "pdf"),
    "PDF with a link": (*("a.pdf", pdf(b"", b"<< /S /URI /URI (https://ocop.example) >>"), "pdf"),),
    "PDF that opens on its last page": (
        *("a.pdf", pdf(b"/OpenAction << /S /Named /N /LastPage >>"), "pdf"),
    ),
    "PDF with a thread and a note": (
        *("a.pdf", pdf(b"", b"<< /S /Thread /D 0 >>", b"<< /Subtype /Text /F 4 >>"), "pdf"),
    ),
    "PDF with a button that prints": ("a.pdf", pdf(b"", PRINT), "pdf"),
    "bytes that spell a short name": ("a.pdf", pdf(b"/Note (x/JS y)"), "pdf"),
    "PDF with a page of the web behind its end": ("a.pdf", pdf() + HTML, "pdf"),
    "JPEG as browsers call it": ("a.jfif", picture("JPEG"), "jpg"),
    "JPEG": ("a.JPEG", picture("JPEG"), "jpg"),
    "PNG": ("a.png", picture(), "png"),
    "JPEG called PNG": ("a.png", picture("JPEG"), "jpg"),
    "grey and clear PNG": ("a.png", picture(mode="LA"), "png"),
    "PNG of a palette": ("a.png", picture(mode="P", transparency=0), "png"),
    "JPEG for print": ("a.jpg", picture("JPEG", mode="CMYK"), "jpg"),
    "several pictures in one": (
        *("a.jpg", picture("MPO", save_all=True, append_images=[Image.new("RGB", (40, 30))])),
        "jpg",
    ),
    "Word": ("a.docx", office(WORD), "docx"),
    "Word with pictures, fonts and folders": (
        *("a.docx", office(WORD | {"word/media/": "", "word/media/a.EMF": "x"}), "docx"),
    ),
    "Word with a link": ("a.docx", linked("hyperlink"), "docx"),
    "Excel": ("a.xlsx", sheet(), "xlsx"),
}
REFUSED = {
    "SVG": ("a.svg", SVG, "không thuộc loại"),
    "SVG called PNG": ("a.png", SVG, "không đọc được như"),
    "GIF that is a script": ("a.gif", b"GIF89a=1;alert(1)", "không thuộc loại"),
    "HTML called PDF": ("a.pdf", HTML, "không đọc được như"),
    "HTML before a PDF": ("a.pdf", HTML + pdf(), "không đọc được như"),
    "EPS called PNG": ("a.png", EPS, "không đọc được như"),
    "a program": ("a.exe", b"MZ\x90", "không thuộc loại"),
    "an archive": ("a.docx", office({"a.txt": "x"}), "không đọc được như"),
    "a workbook of another family": (
        *("a.docx", office({"content.xml": "<a/>", "[Content_Types].xml": "<a/>"})),
        "không đọc được như",
    ),
    "PDF that opens a script": ("a.pdf", pdf(b"/OpenAction 3 0 R", SCRIPT), "có mã chạy"),
    "a script under a name in hexadecimal": (
        *("a.pdf", pdf(b"/AA << /O << /S /J#61vaScript /J#53 (x) >> >>"), "có mã chạy"),
    ),
    "PDF that starts a program": (
        *("a.pdf", pdf(b"/OpenAction << /S /Launch /F (x.exe) >>"), "có mã chạy"),
    ),
    "PDF that sends": ("a.pdf", pdf(b"/OpenAction << /S /SubmitForm /F (x) >>"), "có mã chạy"),
    "PDF with a file in it": (
        *("a.pdf", pdf(b"/Names << /EmbeddedFiles << /Names [] >> >>"), "có mã chạy"),
    ),
    "PDF with a file at a note": (
        *("a.pdf", pdf(b"", b"<< /Subtype /FileAttachment /FS << >> >>"), "có mã chạy"),
    ),
    "PDF with a form of scripts": ("a.pdf", pdf(b"/AcroForm << /XFA [] >>"), "có mã chạy"),
    "PDF that opens an address": (
        *("a.pdf", pdf(b"/OpenAction << /S /URI /URI (http://a.example) >>"), "có mã chạy"),
    ),
    "PDF with a page that opens an address": (
        *("a.pdf", pdf(b"", page=odd_page(b"/AA << /O << /S /URI /URI (x) >> >>")), "có mã chạy"),
    ),
    "PDF that opens an address after its page": (
        *("a.pdf", pdf(b"/OpenAction << /S /GoTo /Next [3 0 R] >>", ADDRESS), "có mã chạy"),
    ),
    "PDF that opens a file elsewhere": (
        *("a.pdf", pdf(b"/OpenAction << /S /GoToR /F (//a.example/b.pdf) >>"), "có mã chạy"),
    ),
    "PDF that draws a file from elsewhere": (
        *("a.pdf", pdf(b"", b"<< /F (x.jpg) /Length 0 >>\nstream\n\nendstream"), "có mã chạy"),
    ),
    "PDF that prints when it is opened": ("a.pdf", pdf(b"/OpenAction 3 0 R", PRINT), "tự chạy"),
    "PDF that prints after its page is shown": (
        *("a.pdf", pdf(b"/OpenAction << /S /GoTo /Next 3 0 R >>", PRINT), "tự chạy"),
    ),
    "PDF with a page that prints": (
        *("a.pdf", pdf(b"", PRINT, page=odd_page(b"/AA << /O 3 0 R >>")), "tự chạy"),
    ),
    "PDF that empties its fields when it is opened": (
        *("a.pdf", pdf(b"/OpenAction << /S /ResetForm >>"), "tự chạy"),
    ),
    "PDF whose action is named elsewhere": (
        *("a.pdf", pdf(b"/OpenAction << /S 3 0 R /F (x.exe) >>", b"/Launch"), "có mã chạy"),
    ),
    "PDF that follows a thread of a file elsewhere": (
        *("a.pdf", pdf(b"", b"<< /S /Thread /F (//a.example/b.pdf) /D 0 >>"), "từ nơi khác"),
    ),
    "PDF that follows a thread of a file named elsewhere": (
        *("a.pdf", pdf(b"", b"<< /S /Thread /F 4 0 R >>", b"(//a.example/b.pdf)"), "từ nơi khác"),
    ),
    "PDF that draws a page from elsewhere": (
        *("a.pdf", pdf(b"", REFERRING % b"<< /F (//a.example/b.pdf) /Page 0 >>"), "từ nơi khác"),
    ),
    "PDF that draws a page of an address": (
        *("a.pdf", pdf(b"", REFERRING % b"<< /F << /FS /URL /F (x) >> >>"), "từ nơi khác"),
    ),
    "PDF with a page under a name of its own": (
        *("a.pdf", pdf(b"", REFERRING % b"<< /F << /UF <feff0061> >> >>"), "từ nơi khác"),
    ),
    "PDF with a page of no size": (
        *("a.pdf", pdf(page=b"<< /Type /Page /Parent 2 0 R >>"), "bị hỏng"),
    ),
    "PDF with a page askew": ("a.pdf", pdf(page=odd_page(b"/Rotate 45")), "bị hỏng"),
    "PDF with a page turned by a word": ("a.pdf", pdf(page=odd_page(b"/Rotate /X")), "bị hỏng"),
    "PDF with a page of no resources": (
        *("a.pdf", pdf(page=odd_page(b"/Resources null")), "bị hỏng"),
    ),
    "PDF with a page whose fonts are none": (
        *("a.pdf", pdf(page=odd_page(b"/Resources << /Font null >>")), "bị hỏng"),
    ),
    "PDF cut off": ("a.pdf", pdf()[:200], "bị hỏng"),
    "PDF cut off in a later part of it": ("a.pdf", pdf() + b"9 0 obj <<", "bị hỏng"),
    "PDF that is an archive too": ("a.pdf", pdf() + office(WORD), "bị hỏng"),
    "PDF without pages": ("a.pdf", pdf(pages=0), "bị hỏng"),
    "PDF that only begins as one": ("a.pdf", b"%PDF-1.7 nothing %%EOF", "bị hỏng"),
    "locked PDF": ("a.pdf", locked(), "mật khẩu"),
    "PDF that may not be copied": ("a.pdf", locked(""), "mật khẩu"),
    "PDF that is locked under a name in hexadecimal": (
        *("a.pdf", locked("").replace(b"/Encrypt", b"/Encr#79pt"), "mật khẩu"),
    ),
    "PNG cut off": ("a.png", picture()[:60], "bị hỏng"),
    "JPEG cut off": ("a.jpg", picture("JPEG", (400, 300))[:700], "bị hỏng"),
    "41 million pixels": ("a.png", picture(size=(8200, 5000), mode="1"), "40 triệu điểm ảnh"),
    "a side too long to be bound": (
        *("a.png", picture(size=(65_501, 2), mode="1"), "cạnh dài hơn 65.500"),
    ),
    "200 million pixels": ("a.png", picture(size=(20000, 10000), mode="1"), "40 triệu điểm ảnh"),
    "Word cut off": ("a.docx", office(WORD)[:200], "bị hỏng"),
    "Word with a document type": (
        *("a.docx", office(WORD | {"word/document.xml": "<!DOCTYPE a><a/>"}), "bị hỏng"),
    ),
    "Word with a macro": ("a.docx", office(WORD | {"word/vbaProject.bin": "x"}), "có macro"),
    "Word with an object in it": (
        *("a.docx", office(WORD | {"word/embeddings/a.bin": "x"}), "có nhúng tệp"),
    ),
    "Word with a program among its pictures": (
        *("a.docx", office(WORD | {"word/media/a.exe": "MZ"}), "có nhúng tệp"),
    ),
    "Word with an archive in it": (
        *("a.docx", office(WORD | {"word/media/a.ZIP": "PK"}), "có nhúng tệp"),
    ),
    "Word with a page of the web in it": (
        *("a.docx", office(WORD | {"word/afchunk.htm": "<p>"}), "có nhúng tệp"),
    ),
    "Word with a template elsewhere": ("a.docx", linked("attachedTemplate"), "từ nơi khác"),
    "Word with a picture elsewhere": ("a.docx", linked("image"), "từ nơi khác"),
    "Excel that asks other servers": (
        *("a.xlsx", office(EXCEL | {"xl/connections.xml": "<a/>"}), "từ nơi khác"),
    ),
    "Excel that asks other programs": (
        *("a.xlsx", office(EXCEL | {"xl/externalLinks/a.xml": "<a/>"}), "từ nơi khác"),
    ),
    "Word of 301 parts": (
        *("a.docx", office(WORD | {f"word/{n}": "" for n in range(300)}), "quá nặng"),
    ),
}


def refusal_of(file, *kinds, **options):
    with pytest.raises(ValidationError) as refused:
        accept(file, *kinds, **options)
    return refused.value.message


@pytest.mark.parametrize("case", GOOD)
def test_a_good_file_is_taken_as_what_it_is(case):
    name, content, kind = GOOD[case]

    taken = accept(upload(content, name))

    assert (taken.kind, taken.name) == (kind, f"a.{kind}")
    assert taken.stored.name.endswith(f".{kind}")
    assert len(taken.stored.name) == 33 + len(kind)


@pytest.mark.parametrize("case", REFUSED)
def test_any_other_file_is_refused_by_name_with_what_to_do(case):
    name, content, words = REFUSED[case]

    sentence = refusal_of(upload(content, name))

    assert f"“{name}”" in sentence
    assert words in sentence
    assert "Hãy" in sentence


def test_pages_of_a_pdf_are_counted():
    assert accept(upload(pdf(pages=3))).pages == 3


def test_what_stands_behind_the_end_of_a_pdf_is_gone():
    whole, padded = pdf().rstrip(), pdf() + b"\0" * 9

    assert accept(upload(whole + b"\n" + HTML)).stored.read() == whole + b"\n"
    assert accept(upload(padded)).stored.read() == padded


def test_a_picture_is_drawn_anew_upright_without_place_or_camera():
    taken = accept(upload(located(), "a.jpg"))

    data = taken.stored.read()
    with Image.open(BytesIO(data)) as drawn:
        assert drawn.size == (30, 40)
        assert dict(drawn.getexif()) == {}
    assert b"Secret" not in data


def test_a_scan_of_16_bits_keeps_its_greys():
    scan = BytesIO()
    Image.new("I;16", (40, 30), 30_000).save(scan, "PNG")

    with Image.open(BytesIO(accept(upload(scan.getvalue(), "a.png")).stored.read())) as drawn:
        assert (drawn.mode, drawn.getpixel((0, 0))) == ("L", 30_000 // 256)


def test_text_hidden_in_a_picture_is_gone():
    text = b"<?php system($_GET['c']); ?>"
    dirty = picture("JPEG", comment=text) + text

    assert b"php" not in accept(upload(dirty, "a.jpg")).stored.read()


def test_a_photo_is_made_no_larger_than_it_is_shown():
    taken = accept(upload(picture("JPEG", (4000, 3000)), "a.jpg"), ("jpg", "png"), longest=1600)

    with Image.open(taken.stored) as drawn:
        assert drawn.size == (1600, 1200)


@pytest.mark.parametrize("name", ["a.pdf", "a.docx"])
def test_only_the_kinds_that_are_asked_for_are_taken(name):
    sentence = refusal_of(upload(pdf(), name), ("jpg", "png"))

    assert sentence.endswith("Hãy nộp: ảnh JPG, ảnh PNG.")


def test_a_file_that_is_too_large_is_refused_unread(settings, monkeypatch):
    settings.UPLOAD_FILE_BYTES = 100
    monkeypatch.setattr("programs.uploads.accepting._look", None)

    assert "lớn hơn 0 MB" in refusal_of(upload())


def test_a_child_that_is_killed_is_a_sentence(monkeypatch):
    monkeypatch.setattr("programs.intake.capped.SECONDS", 0.01)

    assert "quá nặng" in refusal_of(upload())


def test_the_child_of_documents_has_the_limits_of_all():
    assert (child.MEMORY, child.SECONDS) == (2**30, 20)


# --- Names ---------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("name", "shown"),
    [
        ("Giấy phép.pdf", "Giấy phép.pdf"),
        ("Gia\u0302\u0301y.pdf", "Giấy.pdf"),
        ("../../../../srv/ocop_pwned.pdf", "ocop_pwned.pdf"),
        ("..\\..\\web.pdf", "web.pdf"),
        ("a\r\nSet-Cookie: x=1.pdf", "aSet-Cookie x=1.pdf"),
        ("bao_cao\u202efdp.pdf", "bao_caofdp.pdf"),
        ("CON.pdf", "tep CON.pdf"),
        ("com1.x.pdf", "tep com1.x.pdf"),
        ("<img src=x onerror=alert(1)>.pdf", "img src=x onerror=alert(1).pdf"),
        ("=cmd|x.pdf", "cmdx.pdf"),
        ("@SUM(1).pdf", "SUM(1).pdf"),
        ("...pdf", "tep.pdf"),
        ("ầ" * 300 + ".pdf", "ầ" * 80 + ".pdf"),
    ],
)
def test_the_shown_name_is_plain_and_ends_as_the_content_does(name, shown):
    assert shown_name(name, "pdf") == shown
    assert len(shown.encode()) <= 255


@pytest.mark.parametrize(
    "name",
    [
        'a"; filename="b.html',
        "bao_cao\u202efdp.exe",
        ".htaccess",
        "a.pdf.exe",
        "a.pdf%00.html",
        "a",
    ],
)
def test_a_name_of_another_kind_is_refused_whatever_the_content(name):
    # Django's own uploads, which clean the name, are a door before this one.
    file = SimpleNamespace(name=name, size=9, read=pdf)

    assert "không thuộc loại" in refusal_of(file)
