"""Parses one DOCX, PDF or HTML in a process of its own, so that a hostile file can neither hang nor fill
the server.

python -m danvan.reports.reader.intake.worker KIND NAME < file > JSON
"""

import json
import resource
import subprocess
import sys
from contextlib import suppress

from danvan.reports.reader.intake.limits import WORKER_MEMORY, WORKER_SECONDS, Scanned
from danvan.ui.errors import Refusal

KINDS = ("docx", "pdf", "html")


def parse_apart(kind: str, data: bytes, name: str) -> tuple[str, list[str]]:
    """Text and notes from the worker process. Raises Refusal for what the worker refuses, for its time
    and memory.
    """
    command = [sys.executable, "-m", __name__, kind, name]
    try:
        done = subprocess.run(command, input=data, capture_output=True, timeout=WORKER_SECONDS, check=False)
    except subprocess.TimeoutExpired as error:
        raise Refusal(
            f"Đọc tệp {name} quá {WORKER_SECONDS} giây nên đã dừng; hãy tách nhỏ tệp hoặc lưu lại dạng .docx."
        ) from error
    try:
        answer = json.loads(done.stdout)
    except ValueError as error:
        raise Refusal(
            f"Không đọc được tệp {name}: tệp hỏng hoặc quá nặng; hãy lưu lại tệp dạng .docx."
        ) from error
    if "scanned" in answer:
        raise Scanned(name, answer["scanned"])
    if "refusal" in answer:
        raise Refusal(answer["refusal"])
    return answer["text"], answer["notes"]


def _parse(kind: str, data: bytes, name: str) -> tuple[str, list[str]]:
    # each parser is imported only where it is used: together they take a second
    if kind == "docx":
        from danvan.reports.reader.intake.docx import text_of_docx

        return text_of_docx(data, name)
    if kind == "pdf":
        from danvan.reports.reader.intake.pdf import text_of_pdf

        return text_of_pdf(data, name)
    from danvan.reports.reader.intake.html import text_of_html

    return text_of_html(data.decode("utf-8"), name)


def _limit() -> None:
    with suppress(ValueError, OSError):  # a stricter limit may already stand
        resource.setrlimit(resource.RLIMIT_AS, (WORKER_MEMORY, WORKER_MEMORY))
        resource.setrlimit(resource.RLIMIT_CPU, (WORKER_SECONDS, WORKER_SECONDS))


def main(arguments: list[str]) -> int:
    """Writes {"text", "notes"}, {"scanned": pages} or {"refusal"} as JSON; 0 either way."""
    kind, name = arguments
    _limit()
    try:
        text, notes = _parse(kind, sys.stdin.buffer.read(), name)
        answer: dict[str, object] = {"text": text, "notes": notes}
    except Scanned as scanned:
        answer = {"scanned": scanned.pages}
    except Refusal as refusal:
        answer = {"refusal": str(refusal)}
    # ASCII escapes carry lone surrogates that broken files hold and UTF-8 cannot
    sys.stdout.write(json.dumps(answer))
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
