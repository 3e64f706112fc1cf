"""A file is looked at in a process of its own, with little memory and time: no stranger's file stops the server.

look(asked, content)    what `checking.check` finds, or its refusal
answer(data)            that process's side of it; no Django there
"""

import json
import pickle
from dataclasses import asdict
from datetime import datetime
from typing import Any

from danvan.reports.pades import checking
from danvan.reports.pades.checking import Asked, Checked, Signature, Unsigned
from danvan.reports.verification import Finding
from danvan.ui.errors import Refusal

SECONDS = 20


def look(asked: Asked, content: bytes) -> Checked:
    """What is found of a file. Refusal for one without signatures or that cannot be read to its end."""
    from danvan.records.files import apart

    data = pickle.dumps((asked, content))  # ours; what comes back is read as mere JSON
    told = json.loads(apart.run(f"{__name__}:answer", data, seconds=SECONDS))
    if "refusal" in told:
        raise Refusal(told["refusal"])
    return Checked(
        [Finding(bool(ok), str(text)) for ok, text in told["findings"]],
        [_signature(one) for one in told["signatures"]],
    )


def is_signed(content: bytes) -> bool:
    """Whether a PDF has signatures, by its fields, not by words in it; also where that cannot be known."""
    from danvan.records.files import apart

    try:
        return bool(json.loads(apart.run(f"{__name__}:asked_signed", content, seconds=SECONDS)))
    except Refusal:
        return True


def asked_signed(content: bytes) -> bytes:
    """What `is_signed` asks for, as JSON."""
    try:
        return json.dumps(bool(checking.opened(content))).encode()
    except Unsigned:
        return b"false"


def answer(data: bytes) -> bytes:
    """What `look` asks for, as JSON."""
    asked, content = pickle.loads(data)
    told: dict[str, Any]
    try:
        found = checking.check(content, asked)
        told = {
            "findings": [(one.ok, one.text) for one in found.findings],
            "signatures": [asdict(one) for one in found.signatures],
        }
    except Refusal as refusal:
        told = {"refusal": str(refusal)}
    return json.dumps(told, default=datetime.isoformat).encode()


def _signature(told: dict[str, Any]) -> Signature:
    at = told["at"] and datetime.fromisoformat(told["at"])
    return Signature(**told | {"at": at or None})
