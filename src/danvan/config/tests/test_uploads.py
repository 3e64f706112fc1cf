"""An upload of any allowed size is held in memory; one above the limit is refused whatever it claims."""

import io

import pytest
from django.core.exceptions import RequestDataTooBig
from django.core.files.uploadedfile import InMemoryUploadedFile
from django.core.files.uploadhandler import StopFutureHandlers
from django.test import RequestFactory

from danvan.config.uploads import MemoryOnlyUploadHandler


def post(size: int):
    file = io.BytesIO(b"x" * size)
    file.name = "don.pdf"
    return RequestFactory().post("/", {"scan": file})


def begin(handler: MemoryOnlyUploadHandler, name: str) -> None:
    """The next file of a form; the handler claims it for itself."""
    with pytest.raises(StopFutureHandlers):
        handler.new_file("scan", name, "application/pdf", 0)


def test_a_large_allowed_file_never_touches_the_disk(settings):
    settings.UPLOAD_LIMIT_BYTES = 6_000_000
    kept = post(5_000_000).FILES["scan"]
    assert isinstance(kept, InMemoryUploadedFile)
    assert kept.size == 5_000_000
    assert kept.read() == b"x" * 5_000_000


def test_a_file_above_the_limit_is_refused_in_vietnamese(settings):
    settings.UPLOAD_LIMIT_BYTES = 1_000_000
    request = post(1_500_000)
    with pytest.raises(RequestDataTooBig, match="lớn hơn 1 MB"):
        request.FILES["scan"]


def test_a_claimed_length_is_not_trusted(settings):
    settings.UPLOAD_LIMIT_BYTES = 100
    handler = MemoryOnlyUploadHandler()
    handler.handle_raw_input(None, {}, 10, b"", None)
    begin(handler, "don.pdf")
    handler.receive_data_chunk(b"x" * 60, 0)
    with pytest.raises(RequestDataTooBig):
        handler.receive_data_chunk(b"x" * 60, 60)


def test_two_files_share_one_limit(settings):
    settings.UPLOAD_LIMIT_BYTES = 100
    handler = MemoryOnlyUploadHandler()
    handler.handle_raw_input(None, {}, 0, b"", None)
    begin(handler, "a.pdf")
    handler.receive_data_chunk(b"x" * 60, 0)
    begin(handler, "b.pdf")
    with pytest.raises(RequestDataTooBig):
        handler.receive_data_chunk(b"x" * 60, 0)
