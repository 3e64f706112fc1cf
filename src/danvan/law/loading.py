"""Builds the rule book from `documents.toml` and `rules/*.toml`, and refuses a file it cannot trust."""

from collections.abc import Iterable
from datetime import date, timedelta
from pathlib import Path
from types import MappingProxyType
from typing import Any

from danvan.law import overlay as overlaying
from danvan.law.documents import Document
from danvan.law.files import HERE, LawFile
from danvan.law.rules import RuleBook
from danvan.law.schema import DOCUMENT_FIELDS, Fault, check_fields, check_rule, check_status
from danvan.law.wordings import Checked, Cite, Wording
from danvan.law.words import day

_PLAIN = (
    "kind", "label", "value", "unit", "per", "starts", "times", "roll", "direction", "minimum",
    "conflicts_with", "successor", "text", "note", "gap_before", "bound", "month", "day", "working", "year_shift",
)  # fmt: skip
_TUPLES = ("suspended_by", "extended_by", "items", "ratio")
_MAPPINGS = ("cases", "window", "overridden_by_domain", "settles")


def load_book(folder: Path = HERE, overlay: Path | None = None) -> RuleBook:
    """The rules and documents of a folder shaped like this room; BrokenLaw names the first fault's place.

    `overlay` is a second such folder, of a province's own norms (see `overlay`).
    """
    documents = load_documents(LawFile(folder / "documents.toml"))
    places: dict[str, LawFile] = {}
    wordings = _read_rules(folder, documents, places)
    if not wordings:
        raise LawFile(folder / "documents.toml").refuse("thư mục rules bên cạnh không có quy tắc nào")
    own: dict[str, Document] = {}
    norms: list[Wording] = []
    if overlay:
        overlaying.check_folder(overlay)
        file = LawFile(overlay / "documents.toml")
        own = load_documents(file)
        overlaying.check_documents(file, own, documents)
        norms = _read_rules(overlay, documents | own, places)
    book = RuleBook([*wordings, *norms], documents | own)
    for wording in (*wordings, *norms):
        _check_references(places[wording.key], wording, book)
    for norm in norms:
        try:
            overlaying.check_norm(norm, own, book)
        except Fault as fault:
            turn = book.wordings(norm.key).index(norm)
            raise places[norm.key].refuse(str(fault), norm.key, turn, fault.field) from None
    return book


def _read_rules(folder: Path, documents: dict[str, Document], places: dict[str, LawFile]) -> list[Wording]:
    wordings: list[Wording] = []
    for path in sorted((folder / "rules").glob("*.toml")):
        file = LawFile(path)
        for key, entries in file.tables.items():
            if key in places:
                raise file.refuse(
                    f"quy tắc đã có trong tệp {places[key].name}; hãy để mọi lời văn ở một nơi", key
                )
            places[key] = file
            wordings += _series(file, key, entries, documents)
    return wordings


def load_documents(file: LawFile) -> dict[str, Document]:
    """Documents by number."""
    documents = {}
    for number, entry in file.tables.items():
        try:
            check_fields(entry, DOCUMENT_FIELDS, ("title", "rank", "from", "status"))
            check_status(entry)
            if entry.get("to", date.max) < entry["from"]:
                raise Fault("to", "ngày hết hiệu lực trước ngày có hiệu lực")
            for other in (
                *entry.get("amended_by", ()),
                *([entry["replaced_by"]] if "replaced_by" in entry else ()),
            ):
                if other not in file.tables:
                    raise Fault("", f"văn bản «{other}» không có trong tệp này")
        except Fault as fault:
            raise file.refuse(str(fault), number, field=fault.field) from None
        documents[number] = _document(number, entry)
    return documents


def _document(number: str, entry: dict[str, Any]) -> Document:
    return Document(
        number=number,
        title=entry["title"],
        rank=entry["rank"],
        valid_from=entry["from"],
        valid_to=entry.get("to"),
        issued=entry.get("issued"),
        amended_by=tuple(entry.get("amended_by", ())),
        replaced_by=entry.get("replaced_by", ""),
        status=entry["status"],
        note=entry.get("note", ""),
    )


def _series(file: LawFile, key: str, entries: Any, documents: dict[str, Document]) -> list[Wording]:
    if not isinstance(entries, list):
        raise file.refuse(f'mỗi lời văn ghi dưới [["{key}"]], hai dấu ngoặc vuông', key)
    series: list[Wording] = []
    for turn, entry in enumerate(entries):
        try:
            check_rule(entry)
            wording = _wording(key, entry, documents)
            _check_dates(series, wording)
        except Fault as fault:
            raise file.refuse(str(fault), key, turn, fault.field) from None
        series.append(wording)
    return series


def _wording(key: str, entry: dict[str, Any], documents: dict[str, Document]) -> Wording:
    first, last = entry["from"], entry.get("to")
    if last is not None and last < first:
        raise Fault("to", "ngày «to» trước ngày «from»")
    checked = entry["checked"]
    fields: dict[str, Any] = {name: entry[name] for name in _PLAIN if name in entry}
    fields |= {name: tuple(entry[name]) for name in _TUPLES if name in entry}
    fields |= {name: MappingProxyType(entry[name]) for name in _MAPPINGS if name in entry}
    aspects = MappingProxyType(checked.get("aspects", {}))
    return Wording(
        key=key,
        valid_from=first,
        valid_to=last,
        cite=_cite(entry["cite"], documents, first, last),
        checked=Checked(checked["status"], checked["on"], aspects, checked.get("note", "")),
        **fields,
    )


def _cite(entry: dict[str, Any], documents: dict[str, Document], first: date, last: date | None) -> Cite:
    main = _document_of(entry, documents)
    if not main.covers(first, last):
        life = f"từ {day(main.valid_from)}" + (f" đến {day(main.valid_to)}" if main.valid_to else "")
        raise Fault(
            "cite", f"văn bản {main.number} chỉ có hiệu lực {life}, không phủ hết thời gian của lời văn"
        )
    also = []
    for further in entry.get("also", ()):
        document = _document_of(further, documents)
        if not document.meets(first, last):
            raise Fault(
                "cite", f"văn bản {document.number} không có hiệu lực ngày nào trong thời gian của lời văn"
            )
        also.append(Cite(document, further["article"]))
    return Cite(main, entry["article"], tuple(also))


def _document_of(entry: dict[str, Any], documents: dict[str, Document]) -> Document:
    if entry["document"] not in documents:
        raise Fault(
            "cite", f"văn bản «{entry['document']}» chưa có trong documents.toml; hãy thêm vào đó trước"
        )
    return documents[entry["document"]]


def _check_dates(series: list[Wording], wording: Wording) -> None:
    if not series:
        if wording.gap_before:
            raise Fault("gap_before", "lời văn đầu tiên không có khoảng trống phía trước")
        return
    before = series[-1]
    if wording.valid_from <= before.valid_from:
        raise Fault("from", f"ngày «from» không tăng so với lời văn trước ({day(before.valid_from)})")
    if before.valid_to is None or wording.valid_from <= before.valid_to:
        until = day(before.valid_to) if before.valid_to else "không có ngày kết thúc"
        raise Fault("from", f"chồng lên lời văn trước ({until}); hãy ghi «to» của lời văn trước sớm hơn")
    has_gap = wording.valid_from > before.valid_to + timedelta(days=1)
    if has_gap != bool(wording.gap_before):
        since = day(before.valid_to + timedelta(days=1))
        ask = (
            f"bỏ trống từ {since}; hãy nối lại hoặc ghi lý do ở «gap_before»"
            if has_gap
            else "không có khoảng trống nào để ghi «gap_before»"
        )
        raise Fault("from" if has_gap else "gap_before", ask)


def _check_references(file: LawFile, wording: Wording, book: RuleBook) -> None:
    named: Iterable[tuple[str, str]] = (
        *(("suspended_by", key) for key in wording.suspended_by),
        *(("extended_by", key) for key in wording.extended_by),
        *((name, key) for name in ("conflicts_with", "successor") if (key := getattr(wording, name))),
        *(("overridden_by_domain", key) for key in wording.overridden_by_domain.values() if key),
    )
    turn = book.wordings(wording.key).index(wording)
    for field, key in named:
        if key not in book:
            raise file.refuse(f"trường «{field}» nêu quy tắc «{key}» không có", wording.key, turn, field)
        if field == "extended_by" and book.wordings(key)[0].kind != "addition":
            raise file.refuse(f"«{key}» không phải quy tắc cộng thêm (addition)", wording.key, turn, field)
