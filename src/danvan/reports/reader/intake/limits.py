"""What the intake will take, so that no file can hang or fill the machine."""

MAX_BYTES = 20 * 1024 * 1024
MAX_UNPACKED = (
    60 * 1024 * 1024
)  # of a DOCX; an honest report of 20 MB is mostly pictures, which barely unpack
MAX_MEMBERS = 2_000
MAX_PAGES = 300
MAX_CHARACTERS = 1_000_000  # over 300 full pages; the grammar reads some 50 000 characters a second
WORKER_SECONDS = 30
WORKER_MEMORY = 2 * 1024 * 1024 * 1024
