"""A certificate authority of the tests: a root, an authority below it, and certificates of a signer and an organisation."""

from datetime import UTC, datetime, timedelta
from functools import cache

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.serialization import pkcs12
from cryptography.x509.oid import NameOID

PASSWORD = "thử nghiệm"
SIGNER, ORGANISATION = "Nguyễn Văn Minh Họa", "Ủy ban nhân dân Tỉnh Thử"


class Authority:
    """A root and what it issues. `days` is how long from now certificates are good, backwards where negative."""

    def __init__(self, name="Gốc thử nghiệm"):
        self.root_key, self.key = key(), key()
        self.root = certificate(name, self.root_key, name, self.root_key, is_authority=True)
        below = f"{name}, cấp dưới"
        self.own = certificate(below, self.key, name, self.root_key, is_authority=True)
        self.below = below

    def pem(self):
        """The root, as settings name it."""
        return self.root.public_bytes(serialization.Encoding.PEM)

    def p12(self, name, organisation="", days=365):
        """A key with its certificate and chain, as a signer holds it."""
        own = key()
        issued = certificate(name, own, self.below, self.key, organisation=organisation, days=days)
        secret = serialization.BestAvailableEncryption(PASSWORD.encode())
        return pkcs12.serialize_key_and_certificates(b"", own, issued, [self.own, self.root], secret)

    def taken_back(self, key_file, on):
        """The authority's list, in PEM, on which the certificate of a key file is taken back at a time."""
        _, taken, _ = pkcs12.load_key_and_certificates(key_file, PASSWORD.encode())
        now = datetime.now(UTC)
        row = x509.RevokedCertificateBuilder().serial_number(taken.serial_number).revocation_date(on).build()
        made = x509.CertificateRevocationListBuilder().issuer_name(self.own.subject)
        made = made.last_update(now - timedelta(days=1)).next_update(now + timedelta(days=30))
        made = made.add_revoked_certificate(row).sign(self.key, hashes.SHA256())
        return made.public_bytes(serialization.Encoding.PEM)


@cache
def authority():
    """The one that tests trust."""
    return Authority()


def key():
    return ec.generate_private_key(ec.SECP256R1())


def certificate(name, public, issuer, issuer_key, *, organisation="", is_authority=False, days=3650):
    now = datetime.now(UTC)
    begin, end = (
        (now - timedelta(days=2), now + timedelta(days=days))
        if days > 0
        else (
            now - timedelta(days=30),
            now + timedelta(days=days),
        )
    )
    parts = [x509.NameAttribute(NameOID.COMMON_NAME, name)]
    if organisation:
        parts.append(x509.NameAttribute(NameOID.ORGANIZATION_NAME, organisation))
    usage = x509.KeyUsage(
        digital_signature=not is_authority,
        content_commitment=not is_authority,
        key_encipherment=False,
        data_encipherment=False,
        key_agreement=False,
        key_cert_sign=is_authority,
        crl_sign=is_authority,
        encipher_only=False,
        decipher_only=False,
    )
    return (
        x509.CertificateBuilder()
        .subject_name(x509.Name(parts))
        .issuer_name(x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, issuer)]))
        .public_key(public.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(begin)
        .not_valid_after(end)
        .add_extension(x509.BasicConstraints(ca=is_authority, path_length=None), critical=True)
        .add_extension(usage, critical=True)
        .sign(issuer_key, hashes.SHA256())
    )
