"""Jobs of this room. Their names are what pages leave in the queue."""

from procrastinate.contrib.django import app

from danvan.config.accounts import letters


@app.task(name=letters.RECOVERY_JOB, retry=3)
def write_recovery(account_ids: list[int]) -> None:
    """Letters with a link for a new password."""
    letters.write_recovery(account_ids)


@app.task(name=letters.WARNING_JOB, retry=3)
def write_warning(account_id: int, change: str) -> None:
    """A letter that tells of a change in an account."""
    letters.write_warning(account_id, change)
