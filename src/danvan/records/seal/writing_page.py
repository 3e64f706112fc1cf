"""The desk writes to who sent a case over the network: a message, a verifier's question, a paper to read. All under seal."""

from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_POST

from danvan.records.desk.access import Reach, desk_page
from danvan.records.models import Record, SealOpening
from danvan.records.models.message import LONGEST
from danvan.records.seal import conversation, modes, senders
from danvan.records.seal.pages import HIDDEN, PHRASE, checked, in_hand, sealed_record, with_key
from danvan.records.today import today
from danvan.ui.errors import Refusal

SELECT = {"class": "govuk-select"}


class KeyForm(forms.Form):
    """A passphrase, where the key is not open yet."""

    phrase = forms.CharField(label=PHRASE, widget=HIDDEN, max_length=500, strip=False)

    def __init__(self, *args: Any, is_open: bool = False, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if is_open:
            del self.fields["phrase"]


class QuestionForm(KeyForm):
    """What a verifier asks: of what, and the question."""

    about = forms.ChoiceField(
        label=gettext_lazy("Hỏi về việc gì"),
        choices=[(key, f"{words[:1].upper()}{words[1:]}") for key, words in conversation.ABOUT.items()],
        widget=forms.Select(attrs=SELECT),
    )
    text = forms.CharField(
        label=gettext_lazy("Câu hỏi"),
        max_length=LONGEST,
        widget=forms.Textarea(attrs={"rows": 4, "autocomplete": "off"}),
    )
    field_order = ("about", "text", "phrase")


class WordsForm(KeyForm):
    """A message to the sender."""

    text = forms.CharField(
        label=gettext_lazy("Lời viết cho người gửi"),
        max_length=LONGEST,
        widget=forms.Textarea(attrs={"rows": 5, "autocomplete": "off"}),
        help_text=gettext_lazy(
            "Người gửi thấy chức vụ, không thấy tên Bà/Ông. Đừng hẹn gặp ở nơi có người quen biết."
        ),
    )
    field_order = ("text", "phrase")


def told(record: Record, *, is_open: bool) -> dict[str, Any]:
    """What the case's page shows of it; nothing where the case did not come over the network. No word of any message."""
    sender = senders.sender_of(record)
    if sender is None:
        return {}
    return {
        "sender": sender,
        "replies": conversation.rows(record),
        "unread_papers": conversation.waiting_papers(record),
        "seals_here": modes.seals_here(record.unit_id, today()),
        "write_form": WordsForm(is_open=is_open, auto_id="viet_%s"),
        "question_form": QuestionForm(is_open=is_open, auto_id="hoi_%s"),
        "paper_form": KeyForm(is_open=is_open, auto_id="giay_%s"),
    }


@sensitive_post_parameters()
@require_POST
@desk_page
def write(request: HttpRequest, public_id: str) -> HttpResponse:
    """Write to the sender, or ask with `hoi`. A fault shows the sentence, never again what was typed."""
    record = sealed_record(public_id, Reach(request.user), SealOpening.Act.WRITE)
    asks = "hoi" in request.POST
    # The passphrase is asked for by `in_hand`, which knows whether the key is open.
    values = checked((QuestionForm if asks else WordsForm)(request.POST, is_open=True))
    kind = conversation.QUESTION if asks else conversation.WORDS
    key, secret = in_hand(request)
    conversation.to_sender(record, kind, values["text"], unlocked=key, about=values.get("about", ""))
    messages.success(request, _("Đã niêm phong và chuyển cho người gửi; tin cũng nằm trong hồ sơ."))
    return with_key(redirect("seal:case", record.public_id), secret)


@sensitive_post_parameters("phrase")
@require_POST
@desk_page
def give_paper(request: HttpRequest, public_id: str) -> HttpResponse:
    """Let the sender read an issued paper that is addressed to him."""
    record = sealed_record(public_id, Reach(request.user), SealOpening.Act.WRITE)
    chosen = request.POST.get("van_ban", "")
    paper = next((one for one in conversation.waiting_papers(record) if str(one.pk) == chosen), None)
    if paper is None:
        raise Refusal(_("Hãy chọn một văn bản trong danh sách; văn bản đã đưa thì không đưa lại."))
    key, secret = in_hand(request)
    conversation.give_paper(record, paper, unlocked=key)
    messages.success(request, _("Đã niêm phong văn bản cho người gửi đọc; bản giấy vẫn gửi theo luật."))
    return with_key(redirect("seal:case", record.public_id), secret)
