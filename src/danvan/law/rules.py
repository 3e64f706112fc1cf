"""The rule book: every rule as its dated wordings, and how a rule stands on a day."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from difflib import get_close_matches

from danvan.law.documents import Document
from danvan.law.refusals import NoLongerLaw, NoSuchRule, NotYetLaw
from danvan.law.wordings import Cite, Wording
from danvan.law.words import DOMAINS, day
from danvan.ui.errors import Refusal


@dataclass(frozen=True, slots=True)
class Governing:
    """Which wording governs a matter of one field.

    `general` is of the rule asked; `special` is the special law's, None where the book holds none; `is_special` says
    whether a special law governs at all.
    """

    domain: str
    general: Wording
    special: Wording | None = None
    is_special: bool = False

    @property
    def wording(self) -> Wording:
        """The wording to reckon by: the special one where it is a limit, else the general one."""
        return self.special if self.special and self.special.kind == self.general.kind else self.general

    @property
    def basis(self) -> Cite:
        """The article that lets the special law win: a wording names it as the last of its citations."""
        return self.general.cite.also[-1] if self.general.cite.also else self.general.cite


@dataclass(frozen=True, slots=True)
class Standing:
    """How a rule stands on a day: in_force, not_yet, ended or gap, and that as a sentence."""

    state: str
    sentence: str
    wording: Wording | None = None


_REFUSED = {"not_yet": NotYetLaw, "ended": NoLongerLaw, "gap": NoLongerLaw}


class RuleBook:
    """Rules by key, each a rising series of wordings; documents by number."""

    def __init__(self, wordings: Iterable[Wording], documents: Mapping[str, Document]) -> None:
        self.documents = documents
        self._rules: dict[str, list[Wording]] = {}
        for wording in wordings:
            self._rules.setdefault(wording.key, []).append(wording)

    def __contains__(self, key: str) -> bool:
        return key in self._rules

    def keys(self) -> list[str]:
        """Every rule key in the order of the files."""
        return list(self._rules)

    def wordings(self, key: str) -> list[Wording]:
        """All wordings of a rule, oldest first; NoSuchRule with the nearest keys."""
        if key in self._rules:
            return self._rules[key]
        near = get_close_matches(key.upper(), self._rules, n=3, cutoff=0.5)
        hint = f" Có phải là {' hay '.join(near)}?" if near else " Xem các quy tắc bằng: danvan law show"
        raise NoSuchRule(f"Không có quy tắc «{key}».{hint}")

    def in_force(self, key: str, on: date) -> Wording | None:
        """The wording in force on a day, or None; NoSuchRule where there is no such rule at all."""
        for wording in reversed(self.wordings(key)):
            if wording.valid_from <= on and (wording.valid_to is None or on <= wording.valid_to):
                return wording
        return None

    def wording(self, key: str, on: date) -> Wording:
        """The wording in force on a day. NoSuchRule, NotYetLaw or NoLongerLaw tell why there is none."""
        if found := self.in_force(key, on):
            return found
        standing = self.standing(key, on)
        raise _REFUSED[standing.state](standing.sentence)

    def standing(self, key: str, on: date) -> Standing:
        """Whether a rule is in force on a day, not law yet, ended, or between two wordings; NoSuchRule for none at all."""
        series = self.wordings(key)
        first, last = series[0], series[-1]
        if found := self.in_force(key, on):
            since = f"Quy tắc {key} ({found.label}) có hiệu lực ngày {day(on)}, lời văn có từ {day(found.valid_from)}."
            return Standing("in_force", since, found)
        if on < first.valid_from:
            return Standing(
                "not_yet",
                f"Quy tắc {key} ({first.label}) chỉ có từ {day(first.valid_from)}; "
                f"ngày {day(on)} chưa có quy định nào về việc này trong bộ quy tắc.",
            )
        if last.valid_to is not None and on > last.valid_to:
            return Standing("ended", _ended(last, on))
        following = next(wording for wording in series if wording.valid_from > on)
        return Standing(
            "gap",
            f"Ngày {day(on)} nằm trong khoảng quy tắc {key} không có lời văn nào có hiệu lực: "
            f"{following.gap_before.rstrip('.')}.",
        )

    def governing(self, key: str, on: date, domain: str) -> Governing:
        """The wording that governs a matter of a field (a key of `DOMAINS`) on a day; a special law wins where named.

        Refusal for a field that is not known, and as `wording` does.
        """
        if domain not in DOMAINS:
            known = ", ".join(f"{name} ({words})" for name, words in DOMAINS.items())
            raise Refusal(f"Lĩnh vực «{domain}» không có trong bộ quy tắc; các lĩnh vực: {known}.")
        general = self.wording(key, on)
        if domain not in general.overridden_by_domain:
            return Governing(domain, general)
        special = general.overridden_by_domain[domain]
        return Governing(domain, general, self.in_force(special, on) if special else None, is_special=True)


def _ended(last: Wording, on: date) -> str:
    assert last.valid_to is not None
    after = last.valid_to + timedelta(days=1)
    onward = f" Từ {day(after)} dùng quy tắc {last.successor}." if last.successor else ""
    return f"Quy tắc {last.key} ({last.label}) hết hiệu lực sau {day(last.valid_to)}, trước ngày {day(on)}.{onward}"
