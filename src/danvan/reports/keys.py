"""The key that signs reports, from the settings."""

from django.conf import settings
from nacl.signing import SigningKey

from danvan.ui.errors import Refusal


def signing_key() -> SigningKey:
    """The Ed25519 key of settings.SIGNING_KEY (64 hex digits); Refusal when there is none or it is malformed."""
    written = getattr(settings, "SIGNING_KEY", "")
    if not written:
        raise Refusal(
            "Chưa có khóa ký báo cáo; hãy đặt biến môi trường SIGNING_KEY (64 chữ số thập lục phân)."
        )
    try:
        return SigningKey(bytes.fromhex(written))
    except ValueError:
        raise Refusal("SIGNING_KEY không đúng dạng; hãy đặt đúng 64 chữ số thập lục phân.") from None


def public_key() -> str:
    """The hex public key that goes with the signing key."""
    return signing_key().verify_key.encode().hex()
