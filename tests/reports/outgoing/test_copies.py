"""What comes back to an issued paper: recognised as digitally signed, or filed as a scan."""

import pytest
from django.utils import timezone

from programs.acts import StepRefused
from programs.uploads.accepting import accept
from reports.enums import CopyKind
from reports.models import SealedDocument
from reports.outgoing import copies
from reports.outgoing.workflow import OUTGOING
from tests.support.outgoing import make_outgoing
from tests.support.papers import pdf, picture, upload
from tests.support.signing import edited, signed

pytestmark = [pytest.mark.django_db, pytest.mark.pg]


@pytest.fixture
def paper(clerk):
    """An issued paper with the bytes of its printing."""
    return OUTGOING.take(
        make_outgoing("numbered"), "issue", by=clerk, answers={"day": timezone.localdate()}
    )


@pytest.fixture
def ours(paper):
    return bytes(paper.sealed("pdf").content)


def add(paper, data, by, name="ban-ky.pdf"):
    return copies.add(paper, accept(upload(data, name)), data, by=by)


def test_a_digitally_signed_pdf_that_comes_back_is_recognised(paper, ours, clerk):
    data = signed(ours)

    copy = add(paper, data, clerk)

    (signature,) = copies.signatures_of(copy)
    assert copy.kind == CopyKind.SIGNED
    assert (signature.signer, signature.is_whole) == ("Hồ Văn Ký", True)
    assert abs(timezone.now() - signature.at).total_seconds() < 120
    assert "Cổng không kiểm tra chứng thư số." in copy.said
    with copy.file.storage.open(copy.file.name) as file:
        assert file.read() == data


def test_a_scan_is_filed_as_one_and_said_so(paper, clerk):
    scan = add(paper, pdf(pages=2), clerk)
    photo = add(paper, picture(), clerk, "anh.png")

    assert [scan.kind, photo.kind] == [CopyKind.SCAN] * 2
    assert "Lưu là bản quét; cổng không xác nhận nội dung." in scan.said
    assert scan.signatures == []


def test_the_sealed_pdf_without_a_signature_is_not_filed(paper, ours, clerk):
    with pytest.raises(StepRefused, match="chưa có chữ ký số: hãy ký rồi nộp lại"):
        add(paper, ours, clerk)
    assert not paper.copies.exists()


def test_bytes_added_that_are_no_signature_are_told_apart(paper, ours, clerk):
    copy = add(paper, ours + b"thua\n", clerk)

    assert copy.kind == CopyKind.SCAN
    assert "phần thêm vào sau không phải chữ ký số" in copy.said


def test_an_edited_pdf_is_a_scan_even_where_it_is_signed(paper, ours, clerk):
    assert edited(ours) != ours

    copy = add(paper, signed(edited(ours)), clerk)

    assert copy.kind == CopyKind.SCAN
    assert "Không phải bản PDF đã niêm phong" in copy.said


def test_a_signed_pdf_of_another_paper_says_whose_it_is(paper, ours, clerk):
    other = OUTGOING.take(
        make_outgoing("numbered"), "issue", by=clerk, answers={"day": timezone.localdate()}
    )

    copy = add(other, signed(ours), clerk)

    assert copy.kind == CopyKind.SCAN
    assert f"Tệp này là của {paper}" in copy.said


def test_a_signature_that_is_broken_is_said(paper, ours, clerk):
    broken = signed(ours).replace(b"/SigFlags 3", b"/SigFlags 1")

    copy = add(paper, broken, clerk)

    assert copy.kind == CopyKind.SCAN
    assert "không còn toàn vẹn" in copy.said


def test_copies_come_to_issued_papers_alone(clerk):
    with pytest.raises(StepRefused, match="không nhận bản ký"):
        add(make_outgoing("numbered"), pdf(), clerk)


def test_looking_at_a_file_of_strangers_finds_nothing(paper):
    assert copies.look(b"").paper is None
    assert copies.look(signed(pdf())).paper is None
    assert SealedDocument.objects.count() == 3
