"""The shape of a package of tố cáo: exactly these fields, each a number, a day or a word of a list. Pure: no database.

A file is the canonical JSON of {"package", "root", "signature", "public_key"}, as of a report (`reports.signing`). Bytes
that are not canonical, an unknown field and a value outside its list are refused, so that nothing can ride along.
"""

import json
import re
from collections.abc import Callable
from datetime import date
from typing import Any

from nacl.exceptions import BadSignatureError
from nacl.signing import SigningKey, VerifyKey

from danvan.domains.petitions.models import Field, Handling, Standing
from danvan.domains.petitions.models.apart import NUMBER, RESULTS
from danvan.reports.canonical import canonical, digest
from danvan.ui.errors import Refusal

FORMAT = "danvan-to-cao/1"
LIMIT_BYTES = 5_000_000
DENUNCIATION = "to_cao"
PUBLIC_KEY = re.compile(r"[0-9a-f]{64}", re.ASCII)
SLUG = re.compile(r"[a-z0-9-]{1,80}")


def _one_of(*values: Any) -> Callable[[Any], bool]:
    # True is 1 to Python, but not to a register.
    return lambda told: any(type(told) is type(value) and told == value for value in values)


def _is_day(told: Any) -> bool:
    try:
        return isinstance(told, str) and date.fromisoformat(told).isoformat() == told
    except ValueError:
        return False


def _or_nothing(test: Callable[[Any], bool]) -> Callable[[Any], bool]:
    return lambda told: told is None or test(told)


_YES_NO = _one_of(True, False)
FIELDS: dict[str, Callable[[Any], bool]] = {
    "number": lambda told: isinstance(told, str) and bool(re.fullmatch(NUMBER, told)) and "\n" not in told,
    "class": _one_of(DENUNCIATION),
    "received_on": _is_day,
    "classified_on": _is_day,
    "field": _one_of(*map(str, Field.values)),
    "signatories": lambda told: type(told) is int and 1 <= told <= 9999,
    "is_repeated": _YES_NO,
    "is_anonymous": _YES_NO,
    "is_eligible": _YES_NO,
    "is_competent": _YES_NO,
    "instance": _one_of(1, 2),
    "standing": _one_of(*map(str, Standing.values)),
    "handling": _or_nothing(_one_of(*map(str, Handling.values))),
    "handled_on": _or_nothing(_is_day),
    "result": _or_nothing(_one_of(*(str(one.value) for one in RESULTS))),
    "concluded_on": _or_nothing(_is_day),
}
HEAD: dict[str, Callable[[Any], bool]] = {
    "format": _one_of(FORMAT),
    "unit": lambda told: isinstance(told, str) and bool(SLUG.fullmatch(told)),
    "made_on": _is_day,
    "items": lambda told: isinstance(told, list),
}
ENVELOPE = ("package", "root", "signature", "public_key")


def sealed(package: dict[str, Any], key: SigningKey) -> bytes:
    """The file of a package, signed; Refusal where it holds what no package may."""
    check(package)
    root = digest(package)
    return canonical(
        {
            "package": package,
            "root": root,
            "signature": key.sign(bytes.fromhex(root)).signature.hex(),
            "public_key": key.verify_key.encode().hex(),
        }
    )


def opened(content: bytes, key: str) -> dict[str, Any]:
    """The package in a file that the key `key` (hex) signed; Refusal for any other file, and for a field too many."""
    package, signed_by = read(content)
    if signed_by != key.strip().lower():
        raise Refusal("Gói do khóa khác ký; hãy so khóa công khai của máy độc lập rồi ghi đúng ở --key.")
    return package


def read(content: bytes) -> tuple[dict[str, Any], str]:
    """A whole package and the key (hex) that signed it; whether that key is believed is the caller's to ask.

    Refusal for a file that its own key did not sign, for one not in canonical form, and for a field too many.
    """
    if len(content) > LIMIT_BYTES:
        raise Refusal("Gói lớn quá 5 MB; hãy chọn đúng tệp gói của máy độc lập.")
    try:
        envelope = json.loads(content.decode("utf-8"))
        is_canonical = canonical(envelope) == content
    except (ValueError, TypeError, RecursionError):
        raise Refusal("Tệp không phải gói tố cáo của máy độc lập; hãy chọn đúng tệp.") from None
    if not isinstance(envelope, dict) or set(envelope) != set(ENVELOPE):
        raise Refusal("Tệp không phải gói tố cáo của máy độc lập; hãy chọn đúng tệp.")
    if not is_canonical:
        raise Refusal(
            "Gói không ở dạng chuẩn: có chỗ viết khác đi nên có thể mang kèm điều khác; không nhận."
        )
    _check_signature(envelope)
    check(envelope["package"])
    return envelope["package"], envelope["public_key"]


def _check_signature(envelope: dict[str, Any]) -> None:
    key = envelope["public_key"]
    if not isinstance(key, str) or not PUBLIC_KEY.fullmatch(key):
        raise Refusal("Khóa công khai trong gói không phải khóa; gói đã bị sửa, không nhận.")
    if envelope["root"] != digest(envelope["package"]):
        raise Refusal("Nội dung gói không khớp với dấu băm; gói đã bị sửa, không nhận.")
    try:
        VerifyKey(bytes.fromhex(key)).verify(
            bytes.fromhex(envelope["root"]), bytes.fromhex(envelope["signature"])
        )
    except (BadSignatureError, ValueError, TypeError):
        raise Refusal("Chữ ký của gói không đúng; gói đã bị sửa hoặc khóa sai, không nhận.") from None


def check(package: Any) -> None:
    """Refusal unless the package has exactly its fields, every value of its list, and each number once."""
    _check_fields(package, HEAD, "gói")
    for place, item in enumerate(package["items"], 1):
        _check_fields(item, FIELDS, f"mục {place}")
        if (item["handling"] is None) != (item["handled_on"] is None) or (item["result"] is None) != (
            item["concluded_on"] is None
        ):
            raise Refusal(
                f"Gói không nhận được: mục {place} có hướng xử lý hoặc kết quả mà thiếu ngày, hoặc ngược lại."
            )
    numbers = [item["number"] for item in package["items"]]
    if len(set(numbers)) != len(numbers):
        raise Refusal("Gói không nhận được: một số đơn đứng hai lần.")


def _check_fields(told: Any, fields: dict[str, Callable[[Any], bool]], where: str) -> None:
    """Names the place and our own field alone: what stands in a foreign field is repeated nowhere."""
    if not isinstance(told, dict):
        raise Refusal(f"Gói không nhận được: {where} không đúng dạng.")
    if set(told) - set(fields):
        raise Refusal(
            f"Gói không nhận được: {where} có trường lạ; gói chỉ gồm số, ngày và từ trong danh mục."
        )
    for name, fits in fields.items():
        if name not in told:
            raise Refusal(f"Gói không nhận được: {where} thiếu trường «{name}».")
        if not fits(told[name]):
            raise Refusal(f"Gói không nhận được: {where} có giá trị không thuộc danh mục ở trường «{name}».")
