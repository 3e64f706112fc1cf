"""Passwords that are common here and in no foreign list."""

import re

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from danvan.ui.vietnamese import fold

# Words that offices put a year or "@123" behind, without marks and spaces.
COMMON = {
    *("matkhau", "matkhaumoi", "danvan", "danvankheo", "uyban", "ubnd", "uybannhandan", "vanphong"),
    *("tiepcongdan", "tiepdan", "thanhtra", "donthu", "quantri", "hethong", "canbo", "congchuc"),
    *("chutich", "lanhdao", "xinchao", "vietnam", "hanoi", "quangbinh", "quangtri", "anhyeuem"),
    *("emyeuanh", "yeuem", "admin", "administrator", "password", "passwd", "welcome", "qwerty"),
}


class CommonHereValidator:
    """Refuses a common word with nothing but figures and signs around it, however it is accented or repeated."""

    def validate(self, password: str, user=None) -> None:
        """Raises ValidationError with what to do instead."""
        word = re.sub(r"[^a-z]", "", fold(password).replace("@", "a"))
        halves = {word, re.sub(r"^(.+?)\1+$", r"\1", word), re.sub(r"a$", "", word)}
        if halves & COMMON:
            raise ValidationError(
                _("Mật khẩu là một từ ai cũng đoán được; hãy đặt bốn, năm từ không liền nghĩa."),
                code="password_common_here",
            )

    def get_help_text(self) -> str:
        return _("Không phải một từ quen thuộc thêm số, như tên cơ quan và năm.")
