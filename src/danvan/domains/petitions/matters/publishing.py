"""Making a decision or a conclusion public: only in a form of the law, for its days, and once more where it broke off.

Of a complaint: Nghị định 124/2020/NĐ-CP, Điều 29 khoản 3 (KN.PUB.*). Of a tố cáo: Luật Tố cáo 2018, Điều 40 and Nghị định
31/2019/NĐ-CP, Điều 6 (TC.PUB.*), with the denouncer's particulars and state secrets taken out first.
"""

from collections.abc import Sequence
from datetime import date

from danvan import law
from danvan.domains.petitions.kinds import in_force
from danvan.domains.petitions.models import Kind, Matter, OnPortal, Publication
from danvan.records.models import Duty
from danvan.ui.dates import day
from danvan.ui.errors import Refusal

CLOCKS = ("cong_khai", "cong_khai_ket_luan")
BY_TIMES = (Publication.BROADCAST, Publication.PRINT)


def rule(matter: Matter, part: str = "") -> str:
    """KN.PUB or TC.PUB, or one of what stands below it (POST, WEB, MEDIA, MEET)."""
    stem = "TC.PUB" if matter.kind == Kind.DENUNCIATION else "KN.PUB"
    return f"{stem}.{part}" if part else stem


def shown_longest(matter: Matter) -> str | None:
    """The rule on how many days what was published must stay to be read; none where nothing stays."""
    if matter.publication == Publication.POSTED:
        return rule(matter, "POST")
    if matter.publication == Publication.MEDIA or matter.on_portal == OnPortal.POSTED:
        return rule(matter, "WEB")
    return None


def least_until(matter: Matter, begun: date) -> date | None:
    """The last day until which it must stay, from the day it was put up; none where no law sets one."""
    key = shown_longest(matter)
    return law.due(key, begun).due_on if key and in_force(key, begun) else None


def check(matter: Matter, on: date) -> None:
    """Refusal for a publication that the law would not count: its form, its notice, its days, its number of times.

    A complaint decided before 10/12/2020 was published under a text that the book does not hold: nothing is asked.
    """
    if not in_force(rule(matter), on):
        return
    _check_form(matter)
    _check_days(matter, on)
    _check_times(matter, on)
    if matter.kind == Kind.DENUNCIATION and not matter.names_removed:
        raise Refusal(
            "Trước khi công khai phải bỏ thông tin về người tố cáo và bí mật nhà nước (Luật Tố cáo 2018, Điều 40 khoản "
            "3); hãy bỏ rồi đánh dấu."
        )
    matter.publication_ended_on = None


def _check_form(matter: Matter) -> None:
    """A complaint's decision also goes on the body's portal, where it has one."""
    if matter.kind == Kind.DENUNCIATION or matter.publication == Publication.MEDIA or matter.on_portal:
        return
    raise Refusal(
        "Cơ quan có cổng thông tin điện tử thì phải đăng cả trên cổng (Nghị định 124/2020/NĐ-CP, Điều 29 khoản 3); hãy "
        "chọn “Có cổng, đã đăng trên cổng” hoặc “Cơ quan không có cổng”."
    )


def _check_days(matter: Matter, on: date) -> None:
    least = least_until(matter, on)
    if least is None:
        return
    until = matter.publication_until
    if until is None or until < least:
        told = f"; đã ghi {day(until)}" if until else ""
        raise Refusal(
            f"Niêm yết, đăng từ {day(on)} thì ít nhất đến hết ngày {day(least)} ({_cite(shown_longest(matter), on)}){told}; "
            "hãy ghi ngày ấy hoặc muộn hơn."
        )


def _check_times(matter: Matter, on: date) -> None:
    if matter.publication not in BY_TIMES:
        return
    key = rule(matter, "MEDIA")
    least = law.rulebook().wording(key, on).value if in_force(key, on) else 0
    if (matter.publication_times or 0) < least:
        raise Refusal(
            f"Phát thanh, truyền hình phải ít nhất {least} lần, báo in ít nhất {least} số ({_cite(key, on)}); hãy ghi "
            "số lần, số kỳ đã thông báo."
        )


def check_meeting(matter: Matter, on: date) -> None:
    """A meeting is announced three days before (KN.PUB.MEET); the law on tố cáo names no days."""
    key = "KN.PUB.MEET"
    if matter.publication != Publication.MEETING or matter.kind != Kind.COMPLAINT or not in_force(key, on):
        return
    latest = law.due(key, on).due_on
    if not matter.meeting_notified_on or matter.meeting_notified_on > latest:
        raise Refusal(
            f"Cuộc họp công bố ngày {day(on)} phải được báo chậm nhất {day(latest)} (Nghị định 124/2020/NĐ-CP, Điều 29)."
        )


def check_ended(matter: Matter, on: date) -> None:
    """Taken down only after its days; what was taken down before is another step, and begins anew."""
    least = least_until(matter, matter.publicised_on) if matter.publicised_on else None
    if least and on < least:
        raise Refusal(
            f"Phải niêm yết, đăng ít nhất đến hết ngày {day(least)}; hãy ghi ngày đó hoặc muộn hơn. Nếu đã bị gỡ trước "
            "ngày ấy, hãy dùng bước “Ghi nhận bị gỡ sớm” và công khai lại."
        )


def check_broken(matter: Matter, on: date) -> None:
    """Broken off means before the last day that the law asks."""
    least = least_until(matter, matter.publicised_on) if matter.publicised_on else None
    if least is None or on >= least:
        raise Refusal("Việc niêm yết, đăng đã đủ ngày; hãy dùng bước “Thôi niêm yết, thôi đăng”.")
    if matter.publicised_on and on < matter.publicised_on:
        raise Refusal(f"Ngày {day(on)} trước ngày công khai {day(matter.publicised_on)}; hãy sửa lại ngày.")


def owe_again(matter: Matter, duties: Sequence[Duty], on: date) -> None:
    """What was not shown for its days was not made public: the duty is open again, with its own day."""
    for duty in duties:
        if duty.clock in CLOCKS:
            duty.met_on = None


def _cite(key: str | None, on: date) -> str:
    return str(law.rulebook().wording(key, on).cite) if key else ""
