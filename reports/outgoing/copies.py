"""Signed copies that come back: recognised where they go on from the sealed bytes, or a scan.

The same look answers whoever asks whether a file is one of ours.
"""

from dataclasses import dataclass

from programs.acts import StepRefused, act
from programs.enums import Role
from programs.uploads import signatures
from programs.uploads.signatures import Reading, Signature
from programs.uploads.storing import stored
from reports.enums import CopyKind, PaperState
from reports.models import OutgoingPaper, PaperCopy, SealedDocument

KINDS = ("pdf", "jpg", "png")
TRUST = "Cổng không kiểm tra chứng thư số."


NOTHING = Reading()


@dataclass(frozen=True)
class Finding:
    """What a file is: the paper whose sealed bytes it begins with, or None, and what it has more.

    `is_sealed` where it is the sealed bytes alone.
    """

    paper: OutgoingPaper | None = None
    is_sealed: bool = False
    reading: Reading = NOTHING

    @property
    def is_genuine(self) -> bool:
        """Whether its text is what was issued: the sealed bytes, or these and signatures alone."""
        return self.is_sealed or self.reading.is_signed

    @property
    def said(self) -> str:
        """What was found, in a sentence or two."""
        if self.paper is None:
            return "Không phải bản PDF đã niêm phong của cổng."
        if self.is_sealed:
            return "Đúng là bản PDF đã niêm phong, chưa có chữ ký số."
        if self.reading.is_signed:
            return f"Bản PDF đã niêm phong, có chữ ký số. {TRUST}"
        if not self.reading.signatures:
            return (
                "Bắt đầu bằng bản PDF đã niêm phong nhưng phần thêm vào sau không phải chữ ký số."
            )
        if not all(each.is_whole for each in self.reading.signatures):
            return "Bắt đầu bằng bản PDF đã niêm phong nhưng có chữ ký số không còn toàn vẹn."
        return (
            "Bắt đầu bằng bản PDF đã niêm phong, nhưng phần thêm vào sau làm thay đổi nội dung "
            "ngoài chữ ký số."
        )


def look(data) -> Finding:
    """What these bytes of a PDF are."""
    ends = signatures.beginnings(data)
    keys = SealedDocument.objects.filter(
        key__startswith="paper-", key__endswith=".pdf", sha256__in=ends
    )
    found = max(keys.values_list("sha256", "key"), key=lambda pair: ends[pair[0]], default=None)
    if found is None:
        return Finding()
    sha256, key = found
    paper = OutgoingPaper.objects.get(pk=int(key.removeprefix("paper-").removesuffix(".pdf")))
    if ends[sha256] == len(data):
        return Finding(paper, is_sealed=True)
    return Finding(paper, reading=signatures.read(data, ends[sha256]))


# --- Copies of an issued paper -----------------------------------------------------------------


def adding_refusal(paper, user):
    """The StepRefused that keeps this user from adding a signed copy, or None (matrix V3)."""
    if user.role != Role.PROVINCE_ADMIN:
        return StepRefused(
            "Chỉ quản trị cấp tỉnh được nộp bản ký của văn bản.", status=403, code="role"
        )
    if paper.state != PaperState.ISSUED:
        state = paper.get_state_display()
        return StepRefused(f"Văn bản ở trạng thái “{state}” nên không nhận bản ký.", code="state")
    return None


def add(paper, accepted, data, *, by, key=None) -> PaperCopy:
    """Keep a signed copy: `accepted` by the door, `data` as it came."""
    finding = look(data) if accepted.kind == "pdf" else Finding()
    if finding.is_sealed:
        raise StepRefused(
            "Tệp này là bản PDF của cổng, chưa có chữ ký số: hãy ký rồi nộp lại.",
            status=422,
            code="unsigned",
        )
    is_signed = finding.paper == paper and finding.reading.is_signed
    copy = PaperCopy(
        paper=paper,
        kind=CopyKind.SIGNED if is_signed else CopyKind.SCAN,
        said=_said(paper, finding),
        signatures=[each.as_values() for each in finding.reading.signatures] if is_signed else [],
        file=accepted.stored,
        name=accepted.name,
        content_type=accepted.content_type,
        sha256=accepted.sha256,
        added_by=by,
    )
    with stored([copy]), act(paper, by, key, refusal=adding_refusal) as the:
        copy.save()
        what = f"{copy.get_kind_display()}: {copy.name}"
        the.record("add_copy", label="nộp bản ký", note=what, data={"sha256": copy.sha256})
    return copy


def _said(paper, finding):
    if finding.paper is None:
        return f"{finding.said} Lưu là bản quét; cổng không xác nhận nội dung."
    if finding.paper != paper:
        return f"Tệp này là của {finding.paper}, không phải của văn bản này. Lưu là bản quét."
    return finding.said if finding.reading.is_signed else f"{finding.said} Lưu là bản quét."


def signatures_of(copy) -> list[Signature]:
    return [Signature.from_values(each) for each in copy.signatures]
