"""Signing here, with a certificate and its key in a PKCS #12 file that the signer holds; the second way, where no token is.

File and password are in memory for one request and kept nowhere.
"""

import io

from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter
from pyhanko.pdf_utils.misc import PdfError
from pyhanko.sign.fields import SigSeedSubFilter, enumerate_sig_fields
from pyhanko.sign.general import SigningError
from pyhanko.sign.signers import PdfSignatureMetadata, SimpleSigner, sign_pdf

from danvan.reports.pades.aside import aside
from danvan.ui.errors import Refusal


def sign_inside(pdf: bytes, field: str, key_file: bytes, password: str) -> bytes:
    """The file with one more signature in the named field, the bytes before it as they were.

    Refusal for a wrong password or file, a field that is not there or is signed already.
    """
    signer = _signer(key_file, password)
    try:
        out = IncrementalPdfFileWriter(io.BytesIO(pdf))
        empty = {name for name, value, _ in enumerate_sig_fields(out.prev) if value is None}
        if field not in empty:
            raise Refusal("Chỗ ký này không có trong tệp hoặc đã ký; hãy tải lại bản chờ ký.")
        metadata = PdfSignatureMetadata(field_name=field, subfilter=SigSeedSubFilter.PADES)
        return bytes(aside(sign_pdf, out, metadata, signer=signer, existing_fields_only=True).getbuffer())
    except (PdfError, SigningError, ValueError) as fault:
        raise Refusal(f"Không ký được tệp này ({type(fault).__name__}); hãy tải lại bản chờ ký.") from None


def _signer(key_file: bytes, password: str) -> SimpleSigner:
    try:
        return SimpleSigner.load_pkcs12_data(key_file, other_certs=[], passphrase=password.encode())
    except ValueError:
        raise Refusal("Sai mật khẩu, hoặc tệp không phải chứng thư số kèm khóa (.p12, .pfx).") from None
