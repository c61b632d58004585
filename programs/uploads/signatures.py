"""Digital signatures in a PDF that goes on from bytes of ours: whose, when, and are they whole.

They are read alone. Who stands behind a certificate is not looked into: the portal trusts none.
"""

import hashlib
import json
import re
from dataclasses import dataclass
from datetime import datetime

from programs.intake import capped
from programs.intake.outcomes import RefusedFileError

# The end of a revision with the line end that belongs to it.
# "%%EOF\n", "%%EOF"; not "%EOF".
_END = re.compile(rb"%%EOF(?:\r\n|\r|\n)?")
# What each signature says that it covers; it stands in plain sight, or it would cover itself.
_SIGNS = b"/ByteRange"
# A document that was signed by some people has a revision for each of them.
_MOST_ENDS = 60


@dataclass(frozen=True)
class Signature:
    """One signature: the name on its certificate, the time that it tells, and whether it holds.

    It is whole where what it covers has not changed since and the certificate's key made it.
    """

    signer: str
    at: datetime | None
    is_whole: bool

    def as_values(self) -> dict:
        at = self.at and self.at.isoformat()
        return {"signer": self.signer, "at": at, "is_whole": self.is_whole}

    @classmethod
    def from_values(cls, values):
        at = values["at"] and datetime.fromisoformat(values["at"])
        return cls(values["signer"], at, values["is_whole"])


@dataclass(frozen=True)
class Reading:
    """The signatures of a PDF; `changes_more` where what was added does more than sign."""

    signatures: tuple[Signature, ...] = ()
    changes_more: bool = False

    @property
    def is_signed(self) -> bool:
        """Whether it is what it was before, and all who signed it signed just that."""
        is_whole = all(each.is_whole for each in self.signatures)
        return bool(self.signatures) and is_whole and not self.changes_more


def beginnings(data) -> dict[str, int]:
    """{SHA-256: length} of the bytes up to each end of a revision, the whole among them."""
    found, last, summed = {}, 0, hashlib.sha256()
    for end in [match.end() for match in _END.finditer(data)][:_MOST_ENDS]:
        for place in _places(data, end):
            if place > last:
                summed.update(data[last:place])
                last = place
                found[summed.hexdigest()] = place
    return found | {hashlib.sha256(data).hexdigest(): len(data)}


def _places(data, end):
    """Where a revision may end: right after its mark, and after the end of that line."""
    return range(data.rfind(b"F", 0, end) + 1, end + 1)


def read(data, begins) -> Reading:
    """What signs this PDF, whose first `begins` bytes are known to be ours.

    A child process with little memory and time looks; what it cannot read changes more.
    """
    if _SIGNS not in data[begins:]:
        return Reading(changes_more=True)
    try:
        answer = capped.run(
            "programs.uploads.signature_child", str(begins), data=data, has_packages=True
        )
    except RefusedFileError:
        return Reading(changes_more=True)
    values = json.loads(answer)
    signatures = tuple(map(Signature.from_values, values["signatures"]))
    return Reading(signatures, values["changes_more"])
