"""A province's own norms: a second folder of the same shape laid over the law, which may add and never loosen.

A norm has a key of its own and stands in a text of its own (rank 4). Where it concerns an act that the law already
limits it names the law's rule in `conflicts_with`; then it must bind the office at least as hard, and every due day tells
both. The law's own rules are never replaced: their days stay the citizen's.
"""

from collections.abc import Iterable, Mapping
from pathlib import Path

from danvan.law.documents import Document
from danvan.law.files import LawFile
from danvan.law.refusals import BrokenLaw
from danvan.law.rules import RuleBook
from danvan.law.schema import Fault
from danvan.law.wordings import Wording

_OWN_RANK = 4
# Limits that run for the citizen and not for an office.
_CITIZENS = ("biet_hanh_vi", "nhan_quyet_dinh")


def check_folder(folder: Path) -> None:
    """BrokenLaw for a folder that is not there, and for one that would change the days off."""
    if not folder.is_dir():
        raise BrokenLaw(
            f"Không có thư mục quy định của tỉnh {folder}; hãy sửa biến DANVAN_LAW_OVERLAY hoặc bỏ biến ấy."
        )
    if (folder / "days").exists():
        raise BrokenLaw(
            f"Thư mục quy định của tỉnh {folder} có «days»; ngày nghỉ không do tỉnh quy định, "
            "hãy bỏ đi và sửa ngày nghỉ ở trang lịch nghỉ."
        )


def check_documents(file: LawFile, own: Mapping[str, Document], law: Mapping[str, Document]) -> None:
    """BrokenLaw for a text that the law's list already has, or that is not of the province's rank."""
    for number, document in own.items():
        if number in law:
            raise file.refuse("văn bản này đã có trong bộ quy tắc chung; chỉ ghi văn bản của tỉnh", number)
        if document.rank != _OWN_RANK:
            raise file.refuse(f"văn bản của tỉnh phải có «rank = {_OWN_RANK}»", number, field="rank")


def check_norm(wording: Wording, own: Mapping[str, Document], book: RuleBook) -> None:
    """Fault for a norm that stands in no text of the province, or that is looser than the law's rule it names."""
    if wording.cite.document.number not in own:
        raise Fault(
            "cite", "quy định của tỉnh phải dẫn một văn bản của tỉnh; văn bản cấp trên ghi thêm ở «also»"
        )
    if not wording.conflicts_with or wording.conflicts_with not in book:
        return
    for law in _beside(wording, book.wordings(wording.conflicts_with)):
        if reason := _looser(wording, law):
            raise Fault("conflicts_with", f"so với {law.key} ({law.citation}): {reason}")


def _beside(wording: Wording, series: Iterable[Wording]) -> Iterable[Wording]:
    """The law's wordings that are in force on some day of the norm's."""
    for law in series:
        ends_before = law.valid_to is not None and law.valid_to < wording.valid_from
        begins_after = wording.valid_to is not None and wording.valid_to < law.valid_from
        if not ends_before and not begins_after:
            yield law


def _looser(norm: Wording, law: Wording) -> str:
    """Why the norm binds less than the law, as the end of a sentence; empty when it does not."""
    if law.starts in _CITIZENS:
        return "đây là thời hạn của công dân, tỉnh không quy định khác được"
    shape = ("kind", "starts", "unit", "direction", "minimum")
    if any(getattr(norm, name) != getattr(law, name) for name in shape):
        return "phải cùng mốc, cùng đơn vị và cùng cách đếm thì mới so được"
    if set(norm.suspended_by) - set(law.suspended_by) or set(norm.extended_by) - set(law.extended_by):
        return "không được thêm căn cứ tạm đình chỉ hay gia hạn mà luật không có"
    least = norm.minimum or norm.direction == "backwards"
    for case in (None, *norm.cases, *law.cases):
        own, allowed = (_total(wording, case) for wording in (norm, law))
        if own < allowed if least else own > allowed:
            word = "ngắn hơn thời gian tối thiểu" if least else "dài hơn thời hạn"
            return f"{own} {norm.unit} {word} {allowed} {norm.unit}"
    return ""


def _total(wording: Wording, case: str | None) -> int:
    return wording.cases.get(case or "", wording.value)
