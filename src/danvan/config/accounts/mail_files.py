"""Letters as files, for an installation without a mail server."""

import os
from pathlib import Path

from django.core.mail.backends.filebased import EmailBackend


class FilesBackend(EmailBackend):
    """One file a letter, in a folder for its owner alone: a recovery letter opens an account."""

    def __init__(self, *, file_path: str, **options) -> None:
        folder = Path(file_path)
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        folder.chmod(0o700)
        super().__init__(file_path=file_path, **options)

    def _get_filename(self) -> str:
        name = super()._get_filename()  # type: ignore[misc]
        os.close(os.open(name, os.O_WRONLY | os.O_CREAT | os.O_APPEND, 0o600))
        return name
