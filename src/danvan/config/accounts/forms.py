"""Forms of the log-in pages that differ from allauth's."""

from allauth.account.adapter import get_adapter
from allauth.account.forms import LoginForm, ResetPasswordForm, UserTokenForm
from allauth.mfa.totp.forms import ActivateTOTPForm
from allauth.mfa.webauthn.forms import AddWebAuthnForm, EditWebAuthnForm
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


class RecoveryLinkForm(UserTokenForm):
    """The link of a letter; useless for an account that has been disabled since."""

    def clean(self):
        cleaned = super().clean()
        if self.reset_user and not letters.may_recover(self.reset_user):
            self.reset_user = None
            raise get_adapter().validation_error("invalid_password_reset")
        return cleaned


class AppForm(ActivateTOTPForm):
    """The first code of an application."""

    def __init__(self, *args, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        self.fields["code"] = forms.CharField(
            label=_("Mã sáu chữ số ứng dụng đang hiện"),
            widget=forms.TextInput({"autocomplete": "one-time-code", "inputmode": "numeric"}),
        )


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
