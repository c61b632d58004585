"""What a certificate is worth, as lists say it."""

from products.enums import (
    CertificateState,
    CertificateStatus,
)

STATUSES = dict(CertificateStatus.choices) | {
    CertificateState.PREPARED: CertificateState.PREPARED.label,
    CertificateState.DROPPED: CertificateState.DROPPED.label,
    "": "",
}
