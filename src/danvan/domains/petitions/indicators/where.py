"""The conditions that the forms share, each stated once, and what the circulars are called."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import date, timedelta
from typing import Any

from django.db.models import Q

from danvan.domains.petitions.models import Field, Handling, Kind, Letter, Matter, Standing
from danvan.records.declare import Identity, Indicator, register

OLD, NEW = "Thông tư 02/2021/TT-TTCP", "Thông tư 01/2024/TT-TTCP"
NEW_FROM = date(2024, 3, 5)
LAST_OLD = NEW_FROM - timedelta(days=1)

# Only the forms of Thông tư 02/2021 part letters by signatories. From how many they are many is a dated number of the law
# (XLD.MANY: five). The form has no column for two to four: they stand with those of one, as khiếu nại, too, has only
# these two columns and must add up. Nameless complaints stand there as well, for the same reason. The forms say so.
MANY = "XLD.MANY"
NAMELESS = Q(is_anonymous=True) & (Q(kind__in=[Kind.DENUNCIATION, Kind.PROPOSAL]) | Q(kind__isnull=True))
NAMED = Q(is_anonymous=False) | Q(kind=Kind.COMPLAINT)
SIGNED_BY = {
    "nhieu_nguoi": ("nhiều người đứng tên", NAMED, (("signatories", "gte", MANY),)),
    "mot_nguoi": ("một người đứng tên", NAMED, (("signatories", "lt", MANY),)),
    "khac": ("khác", NAMELESS, ()),
}

# An online registration of a complaint is no letter before its signed paper has come (Luật Khiếu nại 2011, Điều 8).
COUNTED = Q(preregistered_on__isnull=True) | Q(signed_on__isnull=False)
# A withdrawn letter has been handled and is filed: whatever its merits, nobody settles, guides or forwards it.
ELIGIBLE = Q(is_eligible=True, withdrawn_on__isnull=True)
FILED = Q(is_eligible=False) | Q(withdrawn_on__isnull=False)
AS_MATTER = ELIGIBLE & Q(counts_as_matter=True)
COMPETENT, NOT_COMPETENT = Q(is_competent=True), Q(is_competent=False)
BY_STANDING = {
    "da_giai_quyet_lan_dau": ("đã giải quyết lần đầu", Q(standing=Standing.FIRST)),
    "da_giai_quyet_nhieu_lan": ("đã giải quyết nhiều lần", Q(standing__in=[Standing.AGAIN, Standing.COURT])),
    "dang_giai_quyet": ("đang giải quyết", Q(standing=Standing.RUNNING)),
    "chua_giai_quyet": ("chưa giải quyết", Q(standing=Standing.UNSETTLED)),
}
UNFINISHED = Q(standing__in=[Standing.RUNNING, Standing.UNSETTLED])
SETTLED = Q(standing__in=[Standing.FIRST, Standing.AGAIN, Standing.COURT])
# The forms have three columns for what is not competent. Who is told in writing why nothing else is done (a return to
# the forwarder, a refusal, a filing) has been guided, which is the nearest of them.
TOLD = [Handling.GUIDED, Handling.RETURNED, Handling.REFUSED, Handling.FILED]
BY_HANDLING = {
    "huong_dan": ("hướng dẫn, trả lại hoặc trả lời", Q(handling__in=TOLD)),
    "chuyen": ("chuyển đơn", Q(handling=Handling.FORWARDED)),
    "don_doc": ("đôn đốc giải quyết", Q(handling=Handling.URGED)),
}
ADMINISTRATIVE = {
    "che_do_chinh_sach": ("chế độ, chính sách", Q(field=Field.POLICY)),
    "dat_dai": ("đất đai, nhà cửa", Q(field=Field.LAND)),
    "hanh_chinh_khac": ("hành chính khác", Q(field__in=[Field.OFFICIALS, Field.ADMINISTRATION])),
}

BEFORE, WITHIN = (("received_on", "before"),), (("received_on", "within"),)


def columns(form: str, old: int | str = "", new: int | str = "") -> str:
    """The columns of both circulars, as `cite` writes them: "Biểu 01/XLD, cột 9 (TT …) và cột 6 (TT …)"."""
    said = [f"cột {column} ({circular})" for column, circular in ((old, OLD), (new, NEW)) if column]
    return f"Biểu {form}, {' và '.join(said)}"


def letters(code: str, label: str, cite: str, placed_by: str = "handled_on", **more: Any) -> Indicator:
    """A figure of letters that are letters by law (`COUNTED`), or with `unit` of what they tell of."""
    where = COUNTED & more.pop("where", Q())
    return Indicator(code, label, Letter, placed_by, more.pop("unit", "đơn"), cite=cite, where=where, **more)


def parted(
    prefix: str,
    label: str,
    parts: Mapping[str, tuple[str, Q]],
    cites: Mapping[str, str],
    base: Q,
    **more: Any,
) -> list[Indicator]:
    """One figure for each part of a whole: code `prefix.part`, label "whole, part", condition `base` and the part's."""
    return [
        letters(f"{prefix}.{key}", f"{label}, {word}", cites[key], where=base & part, **more)
        for key, (word, part) in parts.items()
        if key in cites
    ]


def column_words(name: str) -> str:
    """The name of a matter's column in words."""
    found: Any = Matter._meta.get_field(name)
    return str(found.verbose_name)


def equals(
    key: str, label: str, whole: str | tuple[str, ...], parts: tuple[str, ...], cite: str, **more: Any
) -> None:
    """Register whole = parts; with `derived_in` as one equation of each circular, which that one does not print."""
    wholes = (whole,) if isinstance(whole, str) else whole
    derived_in = more.pop("derived_in", None)
    if derived_in is None:
        register(Identity(key, label, wholes, parts, cite, **more))
        return
    old = Identity(key, label, wholes, parts, cite, **more, is_derived=derived_in == OLD, until=LAST_OLD)
    new = replace(old, key=f"{key}_{NEW_FROM.year}", is_derived=derived_in == NEW, since=NEW_FROM, until=None)
    register(old, new)


def within(key: str, label: str, whole: str, part: str, cite: str) -> None:
    """Register part ≤ whole, which no form prints."""
    register(Identity(key, label, (whole,), (part,), cite, is_derived=True, at_most=True))


def codes(items: list[Indicator]) -> tuple[str, ...]:
    """The codes of figures, for an equation."""
    return tuple(item.code for item in items)
