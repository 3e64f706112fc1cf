"""Second factors: what they are called, how their secrets lie, when one may go."""

from io import BytesIO
from typing import Any

import segno
from allauth.mfa.adapter import DefaultMFAAdapter
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from danvan.config.accounts import factors, sealing

NAME = "Danvan"


class HouseMFAAdapter(DefaultMFAAdapter):
    """Codes from an application, recovery codes and passkeys in the words of the house."""

    error_messages = DefaultMFAAdapter.error_messages | {
        "cannot_delete_authenticator": gettext_lazy(
            "Vai trò của Bà/Ông phải có lớp xác thực thứ hai: hãy thêm một cách khác trước khi bỏ cách này."
        ),
        "cannot_generate_recovery_codes": gettext_lazy("Hãy bật xác thực hai lớp trước khi lấy mã dự phòng."),
        "incorrect_code": gettext_lazy(
            "Mã không đúng hoặc đã dùng; hãy chờ ứng dụng đổi sang mã mới rồi nhập lại."
        ),
    }

    def encrypt(self, text: str) -> str:
        return sealing.seal(text)

    def decrypt(self, encrypted_text: str) -> str:
        return sealing.unseal(encrypted_text)

    def build_totp_svg(self, url: str) -> str:
        """An SVG document, dark on white whatever the reader's colours: a camera reads it."""
        drawn = BytesIO()
        segno.make(url, error="m").save(drawn, kind="svg", scale=5, border=4, light="#fff", xmldecl=False)
        return drawn.getvalue().decode()

    def _get_user_identifier(self, user) -> str:
        return user.username

    def _get_site_name(self) -> str:
        return NAME

    def can_delete_authenticator(self, authenticator) -> bool:
        return factors.may_remove(authenticator)

    def generate_authenticator_name(self, user, type) -> str:
        """ "Khóa 1", "Khóa 2" …: what the form proposes."""
        from allauth.mfa.models import Authenticator

        held = Authenticator.objects.filter(user_id=user.pk, type=type).count()
        return _("Khóa %(number)s") % {"number": held + 1}

    def get_public_key_credential_user_entity(self, user) -> dict[str, Any]:
        return super().get_public_key_credential_user_entity(user) | {"display_name": str(user)}
