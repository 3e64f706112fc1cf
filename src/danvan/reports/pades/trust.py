"""Which authorities are believed, and which certificates they took back, as far as the operator has given it."""

from pathlib import Path

from asn1crypto import crl, pem, x509
from django.conf import settings

from danvan.reports.pades.checking import Trust
from danvan.ui.errors import Refusal

_LIST = "X509 CRL"


def trusted() -> Trust:
    """What settings.TRUSTED_CERTIFICATES (a PEM file) holds; Refusal without one, or without a certificate in it."""
    path = getattr(settings, "TRUSTED_CERTIFICATES", "")
    if not path:
        raise Refusal(
            "Chưa khai báo chứng thư số gốc được tin cậy; người vận hành đặt DANVAN_TRUSTED_CERTIFICATES."
        )
    try:
        found = list(pem.unarmor(Path(path).read_bytes(), multiple=True))
        roots = tuple(der for kind, _, der in found if kind != _LIST and x509.Certificate.load(der).native)
        lists = tuple(der for kind, _, der in found if kind == _LIST and crl.CertificateList.load(der).native)
    except (OSError, ValueError):
        roots, lists = (), ()
    if not roots:
        raise Refusal("Tệp chứng thư số gốc không đọc được; hãy kiểm tra DANVAN_TRUSTED_CERTIFICATES.")
    return Trust(roots, lists)
