"""Where a tố cáo goes, by where and as what the denounced person works: to the settler of the law, else one level up.

Asked before anything is typed, answered from the lists of the day and the rule book alone; nothing is written here.
"""

from dataclasses import dataclass
from datetime import date

from danvan import law
from danvan.law.words import DENOUNCED_AS
from danvan.org.models import TERRITORIAL, Kind, Unit, UnitName, UnitParent
from danvan.records.models import Mode
from danvan.records.seal.modes import mode_of
from danvan.ui.dates import day

HEAD, DEPUTY, OFFICIAL, WHOLE = "nguoi_dung_dau", "cap_pho", "can_bo", "co_quan"
LEADS = (HEAD, DEPUTY, WHOLE)  # then the whole office is kept out, from its intake on
WORDS = DENOUNCED_AS
COMMUNES = (Kind.COMMUNE, Kind.WARD, Kind.TOWNSHIP, Kind.SPECIAL_ZONE)
DISTRICTS = (Kind.DISTRICT, Kind.URBAN_DISTRICT, Kind.TOWN, Kind.CITY)
PROVINCES = (Kind.PROVINCE, Kind.CENTRAL_CITY)
DEPARTMENTS = (Kind.DEPARTMENT, Kind.INSPECTORATE)
# In which units the settler that the rule book names is the head.
HEADS_OF = {
    "chu_tich_xa": COMMUNES,
    "chu_tich_huyen": DISTRICTS,
    "chu_tich_tinh": PROVINCES,
    "nguoi_dung_dau_so": DEPARTMENTS,
}


@dataclass(frozen=True, slots=True)
class Place:
    """A unit as it stood on the day."""

    pk: int
    slug: str
    name: str
    kind: str

    @property
    def head(self) -> str:
        """Who heads it, by post: the chair of a People's Committee, else "người đứng đầu"."""
        return (
            f"Chủ tịch Ủy ban nhân dân {self.name}"
            if self.kind in TERRITORIAL
            else f"người đứng đầu {self.name}"
        )


@dataclass(frozen=True, slots=True)
class Route:
    """Where a tố cáo about one person or office goes on a day.

    `to` is None where the settler stands above everything that the list of units holds. `is_sure` is false where the
    rule book does not name the settler, names two, or knows only practice; `why` says so. `mode` is that of `to`.
    """

    at: Place
    post: str
    to: Place | None
    why: str
    is_sure: bool
    mode: Mode

    @property
    def settler(self) -> str:
        """Who settles it, by post."""
        return self.to.head if self.to else f"người đứng đầu cơ quan cấp trên trực tiếp của {self.at.name}"

    @property
    def keeps_office_out(self) -> bool:
        """Whether the whole office of the denounced is kept out, and not only the person."""
        return self.post in LEADS

    @property
    def may_open(self) -> list[str]:
        """Who may open it, by post (Luật Tố cáo 2018, Điều 49)."""
        where = self.to.name if self.to else "cơ quan đó"
        return [
            f"{_capital(self.settler)}, người giải quyết",
            f"Cán bộ tiếp nhận của {where}, phải giữ bí mật như người giải quyết",
        ]

    @property
    def may_not_open(self) -> list[str]:
        """Who can open it at no time, by post (Luật Tố cáo 2018, Điều 8 và 56)."""
        own = [f"Người bị tố cáo: {WORDS[self.post]}, {self.at.name}"]
        if self.post == WHOLE:
            own = [f"Người đứng đầu và mọi người của {self.at.name}"]
        if self.keeps_office_out:
            own += [
                f"Cấp phó và người đứng đầu của {self.at.name}",
                f"Bộ phận tiếp công dân, văn thư, xử lý đơn của {self.at.name}",
            ]
        return [
            *own,
            "Tổ xác minh: chỉ nhận bản đã bỏ họ tên, địa chỉ, bút tích",
            "Người tổng hợp số liệu, người quản trị hệ thống, cơ quan khác",
        ]


def route(unit: Unit, post: str, on: date) -> Route | None:
    """Where a tố cáo goes about `post` (HEAD, DEPUTY, OFFICIAL, WHOLE) of a unit on a day; None for a unit not of that day.

    ValueError for another post. A handful of queries, by the depth of the tree.
    """
    if post not in WORDS:
        raise ValueError(f"no post {post!r}")
    line = _line(unit, on)
    if not line:
        return None
    found = law.settlers(f"{_kind_of_place(line)}.{post}", on)
    named = {settler for settler, _wording in found}
    to = (
        next((one for one in line if one.kind in HEADS_OF[settler]), None)
        if (settler := _only(named))
        else None
    )
    if to is None or (to.pk == unit.pk and post in LEADS):
        to = line[1] if len(line) > 1 else None
        return _told(line, post, to, _why_above(named, on), is_sure=False, on=on)
    wording = found[0][1]
    if not wording.checked.allows_verdict:
        why = f"Theo thực tế áp dụng, lời văn chưa kiểm chứng: {wording.text} Căn cứ: {wording.citation}."
        return _told(line, post, to, why, is_sure=False, on=on)
    return _told(line, post, to, f"{wording.text} Căn cứ: {wording.citation}.", is_sure=True, on=on)


def handing_up(unit: Unit, on: date) -> str:
    """The sentence for the office whose own head, deputy or whole is denounced: nothing is opened, nothing written here."""
    way = route(unit, HEAD, on)
    to = way.settler if way else "người đứng đầu cơ quan cấp trên trực tiếp"
    return (
        "Tố cáo người đứng đầu, cấp phó hoặc cả cơ quan này không được mở, không được ghi ở đây. Hãy để nguyên phong bì, "
        f"chuyển ngay đến {to}, kèm giấy chuyển không ghi nội dung; nơi đó vào sổ."
    )


def past_superior(unit: Unit, on: date) -> Route | None:
    """Where a tố cáo about the lead of the office directly above goes; None where nothing stands above it on the day."""
    line = _line(unit, on)
    return route(Unit.objects.get(pk=line[1].pk), HEAD, on) if len(line) > 1 else None


def handing_past(unit: Unit, on: date) -> str:
    """The sentence for a tố cáo about the lead of the office above, whose accounts read this office's records."""
    way = past_superior(unit, on)
    above = way.at.name if way else "cơ quan cấp trên"
    to = way.settler if way else "nơi có thẩm quyền giải quyết"
    return (
        f"Cán bộ của {above} đọc được hồ sơ của đơn vị này, nên tố cáo người đứng đầu, cấp phó ở đó không được mở, "
        f"không được ghi ở đây. Hãy để nguyên phong bì, chuyển ngay đến {to}, không qua {above}; nơi đó vào sổ."
    )


def _told(line: list[Place], post: str, to: Place | None, why: str, *, is_sure: bool, on: date) -> Route:
    return Route(line[0], post, to, why, is_sure, mode_of(to.pk, on) if to else Mode.OUTSIDE)


def _only(named: set[str]) -> str:
    return next(iter(named)) if len(named) == 1 else ""


def _why_above(named: set[str], on: date) -> str:
    what = "nêu nhiều nơi giải quyết" if len(named) > 1 else "chưa nêu rõ ai giải quyết"
    return (
        f"Bộ luật của hệ thống {what} với nơi này ngày {day(on)}, nên gửi lên cấp trên trực tiếp; "
        "cấp đó xét thẩm quyền và chuyển tiếp nếu cần."
    )


def _kind_of_place(line: list[Place]) -> str:
    """Which place of the law a unit is, by its kind and by what it stands under; "" for one the law's table lacks."""
    own, above = line[0].kind, line[1].kind if len(line) > 1 else ""
    if own in COMMUNES:
        return "xa"
    if above in COMMUNES:
        return "don_vi_xa"
    if own in DEPARTMENTS and (above in PROVINCES or not above):
        return "so"
    return "don_vi_so" if above in DEPARTMENTS else ""


def _line(unit: Unit, on: date) -> list[Place]:
    """The unit and those above it on the day, nearest first; empty when it did not live then."""
    line: list[Place] = []
    pk: int | None = unit.pk
    while pk is not None and (
        row := UnitName.objects.on(on).select_related("unit").filter(unit_id=pk).first()
    ):
        line.append(Place(pk, row.unit.slug, row.name, row.kind))
        pk = UnitParent.objects.on(on).filter(unit_id=pk).values_list("parent_id", flat=True).first()
    return line


def _capital(words: str) -> str:
    return words[:1].upper() + words[1:]
