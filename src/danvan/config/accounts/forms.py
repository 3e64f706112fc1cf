"""Forms of the log-in pages that differ from allauth's."""

from typing import Any

from allauth.account.forms import LoginForm, ResetPasswordForm, UserTokenForm, default_token_generator
from allauth.mfa.totp.forms import ActivateTOTPForm
from allauth.mfa.webauthn.forms import (
    AddWebAuthnForm,
    AuthenticateWebAuthnForm,
    EditWebAuthnForm,
    LoginWebAuthnForm,
    ReauthenticateWebAuthnForm,
)
from django import forms
from django.utils.translation import gettext_lazy as _

from danvan.config.accounts import letters


class HouseLoginForm(LoginForm):
    """Name and password; no placeholders, which vanish while one types."""

    def __init__(self, *args, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        for field in self.fields.values():
            field.widget.attrs.pop("placeholder", None)
        self.fields["password"].help_text = ""
        self.fields["login"].widget.attrs["autocapitalize"] = "none"


class RecoveryForm(ResetPasswordForm):
    """An address; the same work and the same answer whether or not an account has it."""

    def clean_email(self) -> str:
        return self.cleaned_data["email"].strip()

    def save(self, request, **kwargs) -> str:
        """Leaves the letter to the worker; the address."""
        letters.recover(self.cleaned_data["email"])
        return self.cleaned_data["email"]


class _LinkKeys:
    """The key of a letter, or that of a link which the account's administrator has handed over."""

    def check_token(self, account: Any, key: str) -> bool:
        """True for an active account whose key is unused and in its time."""
        makers = (letters.LetterTokens(), default_token_generator)
        return account.is_active and any(maker.check_token(account, key) for maker in makers)


class RecoveryLinkForm(UserTokenForm):
    """A link to a new password; useless for an account that has been disabled since."""

    token_generator = _LinkKeys()


class AppForm(ActivateTOTPForm):
    """The first code of an application."""

    def __init__(self, *args, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        self.fields["code"] = forms.CharField(
            label=_("Mã sáu chữ số ứng dụng đang hiện"),
            widget=forms.TextInput({"autocomplete": "one-time-code", "inputmode": "numeric"}),
        )


class _PasskeyAnswer:
    """An answer of a passkey: what is refused is told as that of a key, not of a code."""

    def clean_credential(self):
        try:
            return super().clean_credential()  # type: ignore[misc]
        except forms.ValidationError as refused:
            if refused.code != "incorrect_code":
                raise
            raise forms.ValidationError(
                _("Khóa không được nhận: khóa của tài khoản khác, đã bỏ, hoặc trang mở đã lâu. Hãy thử lại."),
                code="passkey_refused",
            ) from refused


class PasskeyFactorForm(_PasskeyAnswer, AuthenticateWebAuthnForm):
    """A passkey after the password."""


class PasskeyLoginForm(_PasskeyAnswer, LoginWebAuthnForm):
    """A passkey instead of the password."""


class PasskeyConfirmForm(_PasskeyAnswer, ReauthenticateWebAuthnForm):
    """A passkey before a change."""


class PasskeyForm(AddWebAuthnForm):
    """A new passkey and its name."""

    name = forms.CharField(
        label=_("Tên khóa"),
        max_length=60,
        required=False,
        help_text=_("Để phân biệt khi có nhiều khóa, ví dụ: máy ở cơ quan."),
    )

    def __init__(self, *args, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        self.fields["passwordless"].label = _("Dùng khóa này để đăng nhập thay mật khẩu")
        self.fields["passwordless"].help_text = _("Máy sẽ hỏi vân tay, khuôn mặt hoặc mã PIN mỗi lần dùng.")


class PasskeyNameForm(EditWebAuthnForm):
    """Another name for a passkey."""

    name = forms.CharField(label=_("Tên khóa"), max_length=60)
