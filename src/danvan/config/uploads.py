"""Uploads stay in memory: a petition's scan never lies in clear in a temporary folder."""

from django.conf import settings
from django.core.exceptions import RequestDataTooBig
from django.core.files.uploadhandler import MemoryFileUploadHandler
from django.utils.translation import gettext as _

from danvan.ui.errors import Refusal

READ_OFF, PIECE = 4, 1 << 16  # so many times the limit a browser may still send in vain


class TooMuch(RequestDataTooBig, Refusal):
    """More than one request may carry: its sentence stands on the page of 400."""


class MemoryOnlyUploadHandler(MemoryFileUploadHandler):
    """Counts what really comes, whatever the request said, and refuses above UPLOAD_LIMIT_BYTES in all."""

    def __init__(self, request=None):
        super().__init__(request)
        self.received = 0

    def handle_raw_input(self, input_data, META, content_length, boundary, encoding=None):
        if content_length > settings.UPLOAD_LIMIT_BYTES:
            if content_length <= READ_OFF * settings.UPLOAD_LIMIT_BYTES:
                _read_off(input_data)
            self._refuse()
        self.activated = True

    def receive_data_chunk(self, raw_data, start):
        self.received += len(raw_data)
        if self.received > settings.UPLOAD_LIMIT_BYTES:
            self._refuse()
        return super().receive_data_chunk(raw_data, start)

    def _refuse(self):
        limit = settings.UPLOAD_LIMIT_BYTES // 1_000_000
        raise TooMuch(
            _("Tệp gửi lên lớn hơn %(limit)s MB; hãy chia nhỏ hoặc nén rồi gửi lại.") % {"limit": limit}
        )


def _read_off(stream):
    """Let a body that is a little too long come and go: a browser that is cut off shows no sentence, only that it was.

    A longer one is cut off: whoever sends gigabytes did not choose the wrong scan.
    """
    while stream.read(PIECE):
        pass
