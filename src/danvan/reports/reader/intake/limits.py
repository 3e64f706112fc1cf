"""What the intake will take, so that no file can hang or fill the machine."""

from danvan.ui.errors import Refusal

MAX_BYTES = 20 * 1024 * 1024
MAX_UNPACKED = (
    60 * 1024 * 1024
)  # of a DOCX; an honest report of 20 MB is mostly pictures, which barely unpack
MAX_MEMBERS = 2_000
MAX_PAGES = 300
MAX_CHARACTERS = 1_000_000  # over 300 full pages; the grammar reads some 50 000 characters a second
WORKER_SECONDS = 30
WORKER_MEMORY = 2 * 1024 * 1024 * 1024
MAX_SCANNED = 20  # pages that Tesseract is let read: some seconds each
MAX_ROWS, MAX_COLUMNS = 5_000, 80  # of a sheet


class Scanned(Refusal):
    """A file of `pages` pictures without a letter: for Tesseract, where it is installed."""

    def __init__(self, name: str, pages: int) -> None:
        super().__init__(
            f"Tệp {name} là bản quét (ảnh), không có chữ để đọc; hãy gửi bản gốc dạng .docx hoặc PDF có chữ."
        )
        self.pages = pages
