"""A PDF of ours that comes back: signed, not signed, written over, cut, or of another beginning."""

from pyhanko.pdf_utils.generic import (
    ArrayObject,
    DictionaryObject,
    NameObject,
    NumberObject,
    StreamObject,
)
from pyhanko.sign.fields import SigFieldSpec, append_signature_field

from programs.sealing import digest
from programs.uploads.signatures import beginnings, read
from tests.support.papers import pdf
from tests.support.signing import signed

OURS = pdf()


def test_a_signature_is_told_with_its_name_and_time():
    data = signed(OURS)

    reading = read(data, len(OURS))

    (signature,) = reading.signatures
    assert data.startswith(OURS)
    assert reading.is_signed
    assert (signature.signer, signature.is_whole) == ("Hồ Văn Ký", True)
    assert signature.at.tzinfo


def test_each_of_two_who_signed_is_told():
    data = signed(signed(OURS), field="KyNhay", name="Trần Thị Ký Nháy")

    reading = read(data, len(OURS))

    assert reading.is_signed
    assert [each.signer for each in reading.signatures] == ["Hồ Văn Ký", "Trần Thị Ký Nháy"]


def test_a_signature_is_whole_no_more_once_what_it_covers_has_changed():
    data = signed(OURS)
    assert b"/SigFlags 3" in data

    broken = read(data.replace(b"/SigFlags 3", b"/SigFlags 1"), len(OURS))

    assert [each.is_whole for each in broken.signatures] == [False]
    assert not broken.is_signed


def test_bytes_of_ours_that_were_edited_break_the_signature():
    data = signed(OURS).replace(b"200 200", b"200 100", 1)

    reading = read(data, len(OURS))

    assert not reading.is_signed
    assert digest(OURS) not in beginnings(data)


def test_what_is_added_and_no_signature_is_told_apart_without_a_child(monkeypatch):
    monkeypatch.setattr("programs.intake.capped.run", None)

    reading = read(OURS + b"1 0 obj\nnull\nendobj\n%%EOF\n", len(OURS))

    assert not reading.is_signed
    assert reading.changes_more


def turn_the_page(writer):
    page = writer.root["/Pages"]["/Kids"][0]
    page["/Rotate"] = NumberObject(90)
    writer.update_container(page)


def draw_over_the_page(writer):
    page = writer.root["/Pages"]["/Kids"][0]
    page["/Contents"] = writer.add_object(StreamObject(stream_data=b"0 0 200 200 re f"))
    writer.update_container(page)


def lay_a_note_over_the_page(writer):
    page = writer.root["/Pages"]["/Kids"][0]
    box = ArrayObject(map(NumberObject, (0, 0, 200, 200)))
    note = {"/Type": "/Annot", "/Subtype": "/Square"}
    note = DictionaryObject({NameObject(k): NameObject(v) for k, v in note.items()})
    note["/Rect"] = box
    page["/Annots"] = ArrayObject([writer.add_object(note)])
    writer.update_container(page)


def lay_a_signature_over_the_page(writer):
    append_signature_field(writer, SigFieldSpec("Lon", on_page=0, box=(0, 0, 200, 200)))


CHANGES = (
    turn_the_page,
    draw_over_the_page,
    lay_a_note_over_the_page,
    lay_a_signature_over_the_page,
)


def test_who_signs_and_changes_what_is_read_has_not_signed_our_paper():
    for change in CHANGES:
        reading = read(signed(OURS, change=change), len(OURS))

        assert [each.is_whole for each in reading.signatures] == [True], change
        assert reading.changes_more, change


def test_a_visible_signature_of_a_usual_size_is_no_change():
    def place(writer):
        append_signature_field(writer, SigFieldSpec("Ky", on_page=0, box=(10, 10, 90, 60)))

    assert read(signed(OURS, change=place), len(OURS)).is_signed


def test_what_no_reader_can_read_changes_more():
    reading = read(OURS + b"/ByteRange garbage", len(OURS))

    assert (reading.signatures, reading.changes_more) == ((), True)


def test_each_end_of_a_revision_is_a_beginning_of_the_whole():
    data = signed(OURS)

    found = beginnings(data)

    assert found[digest(OURS)] == len(OURS)
    assert found[digest(OURS.rstrip(b"\n"))] == len(OURS) - 1
    assert found[digest(data)] == len(data)
