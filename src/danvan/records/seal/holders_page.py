"""Who holds keys of a case: given, taken away, sealed anew; the denouncer's waiver, and a release to one verifier."""

from typing import Any

from django import forms
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_POST

from danvan.org.models import Account
from danvan.records.desk.access import Reach, desk_page
from danvan.records.models import Capacity, Record, SealGrant, SealItem, SealOpening, SealRelease
from danvan.records.seal import cases, holding, items, own_keys, releasing
from danvan.records.seal.pages import WhyForm, account_named, asked, checked, in_hand, sealed_record, with_key
from danvan.records.seal.unlocking import Unlocked
from danvan.records.today import today
from danvan.ui.errors import Refusal
from danvan.ui.forms import DayField

Why = SealGrant.Why
GIVEN = (Why.ASSIGNED, Why.DELEGATED, Why.SUCCEEDED, Why.NEW_KEY)
SELECT = {"class": "govuk-select"}


class GiveForm(WhyForm):
    """To whom, as what and why a key is given."""

    receiver = forms.ChoiceField(label=gettext_lazy("Trao cho"), widget=forms.Select(attrs=SELECT))
    why = forms.ChoiceField(
        label=gettext_lazy("Vì sao trao"),
        choices=[(one.value, str(one.label).capitalize()) for one in GIVEN],
        widget=forms.Select(attrs=SELECT),
    )
    biet = forms.BooleanField(
        label=gettext_lazy(
            "Đã xem ghi chú của người gửi; vẫn trao, kể cả khi người nhận giữ chức vụ mà người gửi đã loại ra"
        ),
        required=False,
        help_text=gettext_lazy("Người gửi qua mạng thấy mỗi lần trao khóa, cho chức vụ nào."),
    )
    field_order = ("receiver", "why", "document", "phrase", "biet")

    def __init__(self, *args: Any, people: list[holding.Candidate], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        del self.fields["reason"]
        self.fields["receiver"].choices = [(one.value, _told(one)) for one in people]  # type: ignore[attr-defined]


class EndForm(forms.Form):
    """Whose key is taken away."""

    holder = forms.ChoiceField(label=gettext_lazy("Người thôi giữ khóa"), widget=forms.Select(attrs=SELECT))

    def __init__(self, *args: Any, people: list[SealGrant], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["holder"].choices = _accounts(people)  # type: ignore[attr-defined]


class WaiveForm(forms.Form):
    """The minutes that the denouncer signed."""

    number = forms.CharField(label=gettext_lazy("Số biên bản"), max_length=60)
    signed_on = DayField(label=gettext_lazy("Ngày biên bản"))


class ReleaseForm(WhyForm):
    """Which verifier may know, by which paper, until when."""

    holder = forms.ChoiceField(
        label=gettext_lazy("Thành viên tổ xác minh"), widget=forms.Select(attrs=SELECT)
    )
    number = forms.CharField(label=gettext_lazy("Số văn bản cho biết"), max_length=60)
    signed_on = DayField(label=gettext_lazy("Ngày văn bản"))
    until = DayField(label=gettext_lazy("Đến hết ngày"))
    field_order = ("holder", "number", "signed_on", "until", "phrase")

    def __init__(self, *args: Any, people: list[SealGrant], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        del self.fields["reason"], self.fields["document"]
        verifying = [one for one in people if one.capacity == Capacity.VERIFIER]
        self.fields["holder"].choices = _accounts(verifying)  # type: ignore[attr-defined]


def receivers(record: Record) -> list[holding.Candidate]:
    """Who may be given a key: by the matrix, with a seal key of his own."""
    return [one for one in holding.candidates(record.unit, today()) if one.key is not None]


@sensitive_post_parameters("phrase")
@require_POST
@desk_page
def give(request: HttpRequest, public_id: str) -> HttpResponse:
    """Give somebody a key of the case."""
    record = sealed_record(public_id, Reach(request.user), SealOpening.Act.GIVE)
    chosen = account_named(request.POST.get("receiver", ""), receivers(record))
    why = request.POST.get("why", "")
    if why not in {one.value for one in GIVEN}:
        raise Refusal(_("Hãy chọn vì sao trao khóa."))
    document = request.POST.get("document", "").strip()
    items.Asked(SealOpening.Reason.HAND_OVER, document).check()
    key, secret = in_hand(request)
    if request.POST.get("biet", "") not in ("1", "on"):
        _refuse_left_out(record, chosen.account, key, document)
    cases.give(record, chosen.account, chosen.capacity, unlocked=key, why=why, document=document)
    messages.success(request, _("Đã trao khóa."))
    return with_key(redirect("seal:case", record.public_id), secret)


@require_POST
@desk_page
def end(request: HttpRequest, public_id: str) -> HttpResponse:
    """Take somebody's key away."""
    reach = Reach(request.user)
    record = sealed_record(public_id, reach, SealOpening.Act.END)
    grant = _holder(record, request.POST.get("holder", ""))
    assert grant.key is not None
    cases.end(record, grant.key.account, by=reach.account)
    messages.success(
        request,
        _(
            "Người này thôi giữ khóa; nội dung đến sau dùng khóa mới. Người giữ khóa hãy niêm phong lại nội dung cũ."
        ),
    )
    return redirect("seal:case", record.public_id)


@sensitive_post_parameters("phrase")
@require_POST
@desk_page
def reseal(request: HttpRequest, public_id: str) -> HttpResponse:
    """Seal what lies under older keys anew."""
    record = sealed_record(public_id, Reach(request.user), SealOpening.Act.RESEAL)
    key, secret = in_hand(request)
    written = items.reseal(record, asked(request), unlocked=key)
    messages.success(request, _("Đã niêm phong lại %(written)d mục bằng khóa mới.") % {"written": written})
    return with_key(redirect("seal:case", record.public_id), secret)


@require_POST
@desk_page
def waive(request: HttpRequest, public_id: str) -> HttpResponse:
    """Write the denouncer's waiver."""
    reach = Reach(request.user)
    record = sealed_record(public_id, reach, SealOpening.Act.WAIVE)
    values = checked(WaiveForm(request.POST))
    releasing.waive(record, values["number"].strip(), values["signed_on"], by=reach.account)
    messages.success(request, _("Đã ghi biên bản người tố cáo không yêu cầu giữ bí mật."))
    return redirect("seal:case", record.public_id)


@sensitive_post_parameters("phrase")
@require_POST
@desk_page
def release(request: HttpRequest, public_id: str) -> HttpResponse:
    """Let one verifier know who denounced."""
    record = sealed_record(public_id, Reach(request.user), SealOpening.Act.RELEASE)
    key, secret = in_hand(request)
    sent = ReleaseForm(request.POST, people=cases.holders(cases.case_of(record)), is_open=True)
    values = checked(sent)
    grant = _holder(record, values["holder"])
    assert grant.key is not None
    number = values["number"].strip()
    releasing.release(
        record,
        grant.key.account,
        number,
        values["signed_on"],
        values["until"],
        unlocked=key,
        asked=items.Asked(SealOpening.Reason.VERIFY, number),
    )
    messages.success(request, _("Đã cho biết; người xác minh xem được đến hết ngày đã ghi."))
    return with_key(redirect("seal:case", record.public_id), secret)


@sensitive_post_parameters("phrase")
@require_POST
@desk_page
def hand_over(request: HttpRequest, public_id: str) -> HttpResponse:
    """Give a key of a case to the unit that received it, by who held it at the unit that ended."""
    own = own_keys.required(Reach(request.user).account)
    record = next((one for one in cases.handed_over(own) if one.public_id == public_id), None)
    if record is None:
        raise Http404
    chosen = account_named(request.POST.get("receiver", ""), receivers(record))
    document = request.POST.get("document", "").strip()
    items.Asked(SealOpening.Reason.HAND_OVER, document).check()
    key, secret = in_hand(request)
    cases.hand_over(record, chosen.account, chosen.capacity, unlocked=key, document=document)
    messages.success(request, _("Đã trao khóa cho đơn vị nhận bàn giao."))
    return with_key(redirect("seal:own_key"), secret)


@require_POST
@desk_page
def unrelease(request: HttpRequest, pk: int) -> HttpResponse:
    """Take back what let a verifier know, before its day."""
    reach = Reach(request.user)
    found = get_object_or_404(SealRelease.objects.select_related("case__record__unit"), pk=pk)
    record = sealed_record(found.case.record.public_id, reach, SealOpening.Act.UNRELEASE)
    releasing.end_early(found, by=reach.account)
    messages.success(request, _("Đã thôi cho biết; người xác minh không xem được nữa."))
    return redirect("seal:case", record.public_id)


def _refuse_left_out(record: Record, receiver: Account, key: Unlocked, document: str) -> None:
    """Refusal where who sent the case said that the denounced holds the receiver's post: read, and so in the book."""
    notes = SealItem.objects.filter(case_id=record.pk, kind=SealItem.Kind.NOTE, by=None)
    if not notes.exists() or receiver.person is None:
        return
    why, kinds = items.Asked(SealOpening.Reason.HAND_OVER, document), (SealItem.Kind.NOTE,)
    found = items.read(record, why, unlocked=key, kinds=kinds, with_files=False)
    said = " ".join(one.values.get("text", "") for one in found if one.item.by_id is None).casefold()
    for post in receiver.person.posts_on(today()):
        if post.title.casefold() in said:
            raise Refusal(
                _(
                    "Người gửi cho biết người bị tố cáo giữ chức vụ %(post)s nên chưa trao khóa. Nếu vẫn phải trao thì đánh "
                    "dấu ô xác nhận; người gửi thấy lần trao này."
                )
                % {"post": post.title}
            )


def _holder(record: Record, account: str) -> SealGrant:
    held = cases.holders(cases.case_of(record))
    found = next((one for one in held if one.key and str(one.key.account_id) == account), None)
    if found is None:
        raise Refusal(_("Hãy chọn một người đang giữ khóa."))
    return found


def _told(one: holding.Candidate) -> str:
    return f"{one.account} – {Capacity(one.capacity).label}"


def _accounts(people: list[SealGrant]) -> list[tuple[str, str]]:
    return [
        (str(one.key.account_id), f"{one.key.account} – {one.get_capacity_display()}")
        for one in people
        if one.key
    ]
