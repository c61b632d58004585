"""PDFs that somebody signed, with a certificate that they made themselves."""

from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime
from functools import cache
from io import BytesIO

from asn1crypto import keys
from asn1crypto import x509 as plain
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import rsa
from cryptography.x509.oid import NameOID
from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter
from pyhanko.sign import signers
from pyhanko_certvalidator.registry import SimpleCertificateStore


@cache
def signer(name="Hồ Văn Ký"):
    """Somebody who can sign, with a certificate that they made themselves."""
    key = rsa.generate_private_key(65537, 2048)
    names = [(NameOID.COMMON_NAME, name), (NameOID.ORGANIZATION_NAME, "Sở thử")]
    subject = x509.Name([x509.NameAttribute(*pair) for pair in names])
    certificate = (
        x509.CertificateBuilder()
        .subject_name(subject)
        .issuer_name(subject)
        .public_key(key.public_key())
        .serial_number(1)
        .not_valid_before(datetime(2024, 1, 1, tzinfo=UTC))
        .not_valid_after(datetime(2040, 1, 1, tzinfo=UTC))
        .add_extension(x509.KeyUsage(*[True] * 2, *[False] * 7), critical=True)
        .sign(key, hashes.SHA256())
    )
    encoded = key.private_bytes(
        serialization.Encoding.DER,
        serialization.PrivateFormat.PKCS8,
        serialization.NoEncryption(),
    )
    return signers.SimpleSigner(
        signing_cert=plain.Certificate.load(certificate.public_bytes(serialization.Encoding.DER)),
        signing_key=keys.PrivateKeyInfo.load(encoded),
        cert_registry=SimpleCertificateStore(),
    )


def updated(data, change):
    """The PDF with a further revision of what `change(writer)` does to it, signed by nobody."""
    writer, written = IncrementalPdfFileWriter(BytesIO(data)), BytesIO()
    change(writer)
    writer.write(written)
    return written.getvalue()


def edited(data):
    """The PDF with one letter of a comment changed, which no reader shows."""
    return data.replace(b"\xf0\x9f\x96\xa4", b"\xf0\x9f\x96\xa5", 1)


def signed(data, field="Ky", change=None, name="Hồ Văn Ký"):
    """The PDF with a signature after it; `change(writer)` does something else to it as well."""
    writer = IncrementalPdfFileWriter(BytesIO(data))
    if change:
        change(writer)
    facts = signers.PdfSignatureMetadata(field_name=field)
    # pyHanko runs a loop of its own, and that of the browser tests stays in the main thread.
    with ThreadPoolExecutor(1) as thread:
        written = thread.submit(signers.sign_pdf, writer, facts, signer=signer(name))
        return written.result().getvalue()
