"""Whether something was done in time. A rule known from memory never makes anything late."""

from datetime import date

from danvan.law.dues import Due
from danvan.law.words import day
from danvan.ui.errors import Refusal

VERDICTS = {
    "trong_han": "trong hạn",
    "qua_han": "quá hạn",
    "qua_han_theo_luat": "quá hạn theo luật, còn trong hạn theo nghị định",
    "qua_han_theo_ca_hai": "quá hạn theo cả luật và nghị định",
    "chua_du_thoi_gian": "chưa đủ thời gian tối thiểu",
    "khong_xac_dinh": "không xác định vì quy định chưa kiểm chứng",
}


def judge(due: Due, done_on: date | None, today: date) -> str:
    """A key of VERDICTS for something done on `done_on`, or not yet done as of `today`.

    Where law and decree conflict the law's day comes first: after it «quá hạn theo luật», after the decree's as well
    «quá hạn theo cả hai». A minimum (a posting of 15 days) fails when it ends before its day. Refusal for a day to come.
    """
    if done_on and done_on > today:
        raise Refusal(f"Ngày thực hiện {day(done_on)} sau ngày xét {day(today)}; hãy kiểm tra lại.")
    if not due.verdict_possible:
        return "khong_xac_dinh"
    when = done_on or today
    if due.wording.minimum:
        return "chua_du_thoi_gian" if done_on and done_on < due.due_on else "trong_han"
    if when <= due.by_law.own_latest_on:
        return "trong_han"
    if due.conflict is None:
        return "qua_han"
    return "qua_han_theo_luat" if when <= due.latest_on else "qua_han_theo_ca_hai"
