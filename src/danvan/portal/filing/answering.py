"""Taking the answers of one page, and telling all of them."""

from typing import Any

from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext as _

from danvan.portal.filing import receivers, steps, uploads, vault
from danvan.portal.filing.receivers import Receiver
from danvan.portal.filing.steps import Step
from danvan.portal.filing.vault import Draft
from danvan.records.today import today
from danvan.ui.errors import Refusal

TOO_LONG = 200_000


class Turn:
    """One page being shown or sent."""

    def __init__(self, draft: Draft, step: Step, request: HttpRequest) -> None:
        self.draft, self.step, self.request = draft, step, request
        self.words = (request.POST.get("tim") or request.GET.get("tim") or "")[:100]
        self.found = self._offices() if step.key == "noi-nhan" else []
        sent = request.POST if request.method == "POST" else None
        self.form = step.form(sent, request.FILES if sent is not None else None, initial=draft.answers)
        if step.key == "noi-nhan":
            self.form.fields["unit"].choices = [(one.slug, self._named(one)) for one in self.found]  # type: ignore[attr-defined]

    def take(self) -> str:
        """Keep the answers and return the address of the next page; "" when the page has to be shown again."""
        if "bo_tep" in self.request.POST:
            return self._drop_file()
        if not self.form.is_valid():
            return ""
        if self.step.takes_files and (sent := self.form.cleaned_data.get("file")):
            return self._add_file(sent)
        self._keep()
        return self._onward()

    def context(self) -> dict[str, Any]:
        """What the page's template shows."""
        earlier = steps.before(self.step, self.draft.answers)
        asked = steps.way(self.draft.answers)
        back = reverse("portal:filing_step", args=[earlier.key]) if earlier else reverse("portal:filing")
        return {
            "step": self.step,
            "lead": self.step.told(self.draft.answers),
            "form": self.form,
            "words": self.words,
            "found": self.found,
            "number": asked.index(self.step) + 1,
            "pages": len(asked) if self.draft.answers.get("kind") else 0,
            "back": reverse("portal:filing_check") if self._is_change() else back,
            "files": _files(self.draft) if self.step.takes_files else [],
            "code": self.draft.token,
            "is_change": self._is_change(),
            "here": "filing",
        }

    def _is_change(self) -> bool:
        return "sua" in self.request.GET

    def _onward(self) -> str:
        following = steps.missing(self.draft.answers)
        if following is None:
            return reverse("portal:filing_check")
        return reverse("portal:filing_step", args=[following.key])

    def _keep(self) -> None:
        answers = self.draft.answers
        answers |= {name: value for name, value in self.form.cleaned_data.items() if name != "file"}
        if self.step.key == "noi-nhan":
            answers["unit_name"] = next(one.name for one in self.found if one.slug == answers["unit"])
        answers["done"] = sorted({*answers.get("done", ()), self.step.key})
        vault.keep(self.draft)

    def _add_file(self, sent: Any) -> str:
        pictures_only = self.step.key == "anh"
        try:
            known = vault.files(self.draft)
            number = next(n for n in range(1, 100) if not any(f"-{n}." in kept.name for kept in known))
            name, data = uploads.read(sent, number, pictures_only=pictures_only)
            if not any(kept.data == data for kept in known):  # a second press brings the same file again
                vault.add_file(self.draft, name, data)
        except Refusal as refusal:
            self.form.add_error("file", str(refusal))
            return ""
        return self._here()

    def _drop_file(self) -> str:
        number = self.request.POST.get("bo_tep", "")
        if number.isascii() and number.isdigit() and len(number) < 19:
            vault.drop_file(self.draft, int(number))
        return self._here()

    def _here(self) -> str:
        return reverse("portal:filing_step", args=[self.step.key]) + ("?sua=1" if self._is_change() else "")

    def _offices(self) -> list[Receiver]:
        on = today()
        if self.words:
            return receivers.search(self.words, on)
        chosen = receivers.find(self.draft.answers.get("unit", ""), on)
        return [chosen] if chosen else []

    @staticmethod
    def _named(one: Receiver) -> str:
        return f"{one.name} ({one.path})" if one.path else one.name


def rows(draft: Draft) -> list[tuple[str, str, str, str]]:
    """(label, answer, address to change it, word) of every answer, and the files."""
    told = []
    for step in steps.way(draft.answers):
        change = reverse("portal:filing_step", args=[step.key]) + "?sua=1"
        for name in step.rows:
            words = steps.said(name, draft.answers) or _("không ghi")
            told.append((str(steps.LABELS[name]), words, change, _("Sửa")))
        if step.takes_files:
            names = ", ".join(name for _pk, name, _size in _files(draft)) or _("không có")
            told.append((_("Tệp gửi kèm"), names, change, _("Sửa")))
    return told


def whole_text(answers: dict[str, Any]) -> str:
    """All that was written about the thing itself, of what is asked for this kind."""
    asked = {name for step in steps.way(answers) for name in step.rows}
    names = [name for name in ("content", "request", "decision", "body") if name in asked]
    return " \n ".join(str(answers.get(name, "")) for name in names)


def _files(draft: Draft) -> list[tuple[int, str, int]]:
    return [(kept.pk, kept.name, max(1, len(kept.data) // 1000)) for kept in vault.files(draft)]
