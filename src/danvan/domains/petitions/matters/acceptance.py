"""Whether a complaint was accepted, or refused in writing, in time: the law and its decree count the days otherwise."""

from collections.abc import Sequence
from datetime import date

from danvan.domains.petitions.models import Acceptance, Letter
from danvan.records.models import Duty


def judge_acceptance(letter: Letter, duties: Sequence[Duty], on: date) -> None:
    """Write by which of the two counts it was in time; nothing where no limit ran or its length is known from memory.

    Until 30/6/2026 the law gives ten days and the decree ten working days (KN.ACC, KN.ACC.ND); both are kept, so that a
    report may state either.
    """
    running = [duty for duty in duties if duty.clock == "thu_ly_khieu_nai" and not duty.met_on]
    if not running or not running[-1].can_be_judged:
        letter.acceptance = None
        return
    limit = running[-1]
    if on <= limit.own_latest_on:
        letter.acceptance = Acceptance.IN_TIME
    else:
        letter.acceptance = Acceptance.LATE_BY_LAW if on <= limit.latest_on else Acceptance.LATE
