"""Whether a signed package holds: hash, signature and the equations inside it. Pure: no database, no settings.

A package file is JSON {"package": body, "root": hex, "signature": hex, "public_key": hex}. The root is the SHA-256 of
the body's canonical bytes with cells, checks and lines standing in by their hashes, so that a public edition, which closes
some of them, has the same root; the signature is Ed25519 over the 32 bytes of the root.
"""

import json
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from typing import Any

from nacl.exceptions import BadSignatureError
from nacl.signing import VerifyKey

from danvan.reports.canonical import LATER_LEAVES, LEAVES, leaf_hash, root_of
from danvan.reports.narrative.frozen import broken
from danvan.ui.errors import Refusal
from danvan.ui.numbers import number

FORMAT = "danvan-report/1"
LIMIT_BYTES = 50_000_000


@dataclass(frozen=True, slots=True)
class Finding:
    """One trial of a package with its sentence."""

    ok: bool
    text: str


@dataclass(slots=True)
class Verification:
    """What holds of a package and what does not. `changed` is the first cell whose content is not what was hashed."""

    findings: list[Finding] = field(default_factory=list)
    changed: str = ""
    title: str = ""
    public_key: str = ""

    @property
    def ok(self) -> bool:
        """Everything holds."""
        return all(finding.ok for finding in self.findings)

    def note(self, ok: bool, good: str, bad: str) -> None:
        """Keep one finding with the sentence that fits."""
        self.findings.append(Finding(ok, good if ok else bad))


def read_envelope(content: bytes) -> dict[str, Any]:
    """The envelope in the bytes of a package file; Refusal for anything that is none."""
    if len(content) > LIMIT_BYTES:
        raise Refusal("Gói số liệu lớn quá 50 MB; hãy chọn đúng tệp gói của báo cáo.")
    try:
        envelope = json.loads(
            content.decode("utf-8"), parse_float=_refuse_float, parse_constant=_refuse_float
        )
    except (ValueError, RecursionError):  # ValueError also for an integer of more digits than Python reads
        raise Refusal(
            "Tệp không phải gói số liệu JSON của báo cáo; hãy chọn tệp .json hoặc .pdf đã tải."
        ) from None
    _refuse_half_characters(envelope)
    wanted = {"package": dict, "root": str, "signature": str, "public_key": str}
    if not isinstance(envelope, dict):
        raise Refusal("Tệp JSON không phải gói số liệu của báo cáo; hãy chọn tệp đã tải từ hệ thống.")
    for key, kind in wanted.items():
        if not isinstance(envelope.get(key), kind):
            raise Refusal(f"Gói số liệu thiếu mục “{key}”; hãy tải lại gói từ trang của báo cáo.")
    if envelope["package"].get("format") != FORMAT:
        raise Refusal("Gói số liệu theo định dạng mà bản này không đọc được; hãy kiểm tra bằng bản mới hơn.")
    return envelope


def _refuse_float(text: str) -> Any:
    raise Refusal(f"Gói số liệu có số thập phân {text}; gói do hệ thống lập chỉ có số nguyên và chữ.")


def _refuse_half_characters(envelope: Any) -> None:
    """JSON may escape half of a character; no bytes are written for it, so nothing could be hashed or shown."""
    try:
        json.dumps(envelope, ensure_ascii=False).encode()
    except UnicodeEncodeError:
        raise Refusal("Gói số liệu có ký tự hỏng; hãy tải lại gói từ trang của báo cáo.") from None
    except RecursionError:
        raise Refusal("Gói số liệu lồng quá sâu; hãy tải lại gói từ trang của báo cáo.") from None


def verify(envelope: dict[str, Any], known_keys: Iterable[str] = ()) -> Verification:
    """Recompute the root and the cells' hashes, check the signature, and try the equations inside.

    `known_keys` are hex public keys to trust; when given, a valid signature by another key fails.
    """
    body = envelope["package"]
    found = Verification(public_key=envelope["public_key"])
    if fault := _misshapen(body):
        found.note(False, "", f"Gói số liệu sai cấu trúc ở mục “{fault}”.")
        return found
    found.title = _title(body)
    found.changed = _first_changed(body)
    found.note(
        not found.changed,
        f"{number(len(body['cells']))} ô số liệu nguyên vẹn.",
        f"Ô bị sửa: {found.changed}.",
    )
    root = _root(body)
    found.note(
        bool(root) and root == envelope["root"],
        f"Mã băm gốc khớp: {root}.",
        f"Nội dung gói không khớp mã băm gốc ghi kèm: tính lại được {root or 'không được'}, "
        f"gói ghi {envelope['root']}.",
    )
    _note_signature(found, envelope, list(known_keys))
    for text in _broken_equations(body):
        found.note(False, "", text)
    found.note(True, _counted_equations(body), "")
    _note_sentences(found, body)
    return found


def _note_sentences(found: Verification, body: dict[str, Any]) -> None:
    """Whether each sentence says what the frozen cells say; nothing is noted of a package without sentences."""
    for text in (faults := broken(body)):
        found.note(False, "", text)
    told = [one for one in body.get("narrative", []) if not one.get("closed")]
    if told and not faults:
        found.note(True, f"{number(len(told))} đoạn lời văn khớp các ô số liệu.", "")


def _misshapen(body: dict[str, Any]) -> str:
    """The first part of the body that is not of the kind every package has; "" when all are."""
    for name in ("form", "period", "unit"):
        if not isinstance(body.get(name), dict):
            return name
    for name in (*_leaves(body), "identities"):
        rows = body.get(name)
        if not isinstance(rows, list) or not all(isinstance(row, dict) for row in rows):
            return name
    sides = [row.get(side) for row in body["identities"] for side in ("whole", "parts")]
    texts = [code for side in sides if isinstance(side, list) for code in side]
    if not all(isinstance(side, list) for side in sides) or not all(isinstance(code, str) for code in texts):
        return "identities"
    return ""


def _leaves(body: dict[str, Any]) -> tuple[str, ...]:
    return (*LEAVES, *(name for name in LATER_LEAVES if name in body))


def _note_signature(found: Verification, envelope: dict[str, Any], known: list[str]) -> None:
    holds = _signature_holds(envelope)
    found.note(
        holds,
        f"Chữ ký Ed25519 đúng với khóa {envelope['public_key']}.",
        "Chữ ký không đúng với mã băm gốc và khóa công khai ghi kèm.",
    )
    if holds and known:
        found.note(
            envelope["public_key"] in known,
            "Khóa ký là khóa của hệ thống này.",
            "Chữ ký đúng nhưng của một khóa khác, không phải khóa của hệ thống này.",
        )


def _signature_holds(envelope: dict[str, Any]) -> bool:
    try:
        key = VerifyKey(bytes.fromhex(envelope["public_key"]))
        key.verify(bytes.fromhex(envelope["root"]), bytes.fromhex(envelope["signature"]))
    except (BadSignatureError, ValueError, TypeError):
        return False
    return True


def _root(body: dict[str, Any]) -> str:
    try:
        return root_of(body)
    except (TypeError, AttributeError, RecursionError):
        return ""


def _first_changed(body: dict[str, Any]) -> str:
    for leaf in (leaf for name in _leaves(body) for leaf in body[name]):
        try:
            intact = leaf_hash(leaf) == leaf.get("hash")
        except (TypeError, RecursionError):
            intact = False
        if not intact:
            if "source" in leaf:
                return f"đoạn lời văn phần “{leaf.get('section')}”, nay ghi “{leaf.get('text')}”"
            value = leaf.get("value", leaf.get("text"))
            shown = number(value) if isinstance(value, int) else value
            return f"“{leaf.get('label')}” của {leaf.get('unit_name')}, nay ghi {shown}"
    return ""


def _broken_equations(body: dict[str, Any]) -> Iterator[str]:
    """Equations that do not hold in the body although it does not say so itself."""
    failed = (check for check in body["checks"] if not check.get("ok"))
    admitted = {(str(check.get("key")), str(check.get("unit_name"))) for check in failed}
    for (_slug, unit), values in _by_unit(body).items():
        for identity in body["identities"]:
            codes = [*identity["whole"], *identity["parts"]]
            if not values.keys() >= set(codes) or (str(identity.get("key")), unit) in admitted:
                continue
            whole = sum(values[code] for code in identity["whole"])
            parts = sum(values[code] for code in identity["parts"])
            if whole != parts:
                yield f"{identity.get('label')}: {number(whole)} khác {number(parts)} ở {unit}."


def _by_unit(body: dict[str, Any]) -> dict[tuple[str, str], dict[str, int]]:
    """(Slug, name) → code → the open count; two units of one name stay two. Left out are shares, closed cells and
    those that a table of a unit below leaves empty, in which the sum is not the whole.
    """
    found: dict[tuple[str, str], dict[str, int]] = {}
    for cell in body["cells"]:
        is_count = cell.get("denominator") is None and isinstance(cell.get("value"), int)
        if is_count and cell.get("lacks") is not True:
            unit = (str(cell.get("unit")), str(cell.get("unit_name")))
            found.setdefault(unit, {})[str(cell.get("code"))] = cell["value"]
    return found


def _counted_equations(body: dict[str, Any]) -> str:
    tried = len(body["identities"]) * len(_by_unit(body))
    return f"Đã thử lại {number(tried)} đẳng thức trong gói."


def _title(body: dict[str, Any]) -> str:
    form, period, unit = (body[key] for key in ("form", "period", "unit"))
    return f"{form.get('title', '')}, {period.get('label', '')}, {unit.get('name', '')}".strip(", ")
