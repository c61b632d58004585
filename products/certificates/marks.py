"""What a certificate is worth, as lists say and colour it."""

from products.enums import (
    CertificateState,
    CertificateStatus,
)

CHIPS = {
    CertificateStatus.VALID: "accepted",
    CertificateStatus.EXTENDED: "accepted",
    CertificateStatus.EXPIRING: "late",
    CertificateStatus.EXPIRED: "missing",
    CertificateStatus.REVOKED: "missing",
}


STATUSES = dict(CertificateStatus.choices) | {
    CertificateState.PREPARED: CertificateState.PREPARED.label,
    CertificateState.DROPPED: CertificateState.DROPPED.label,
    "": "",
}
