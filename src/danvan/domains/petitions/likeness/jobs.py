"""Jobs of likeness; they carry ids and read only what was released.

chi_muc_don   daily: letters that no job has indexed yet, the newest first; pairs are proposed as each comes in
"""

from datetime import date

from danvan.domains.petitions.likeness.indexing import keep, missing
from danvan.records import texts
from danvan.records.daily import daily

MOST_A_TURN = 20_000

texts.on_change(keep)


@daily("chi_muc_don")
def index_missing(since: date, until: date) -> int:
    """Take in what has no index yet: imported letters, and those of the time before there was one; how many."""
    done = [keep(pk) for pk in missing(MOST_A_TURN)]
    return sum(done)
