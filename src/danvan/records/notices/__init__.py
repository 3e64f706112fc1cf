"""Notices to officers: reminders, escalation (đôn đốc), the daily digest, the outbox and calendar feeds.

- `of_duty(duty)` → what was told of a duty, to whom and when; for its page.
- `outbox.put(notices)` in the transaction of the cause; `outbox.send_due()` by the worker.
- `morning.write_letters(day)`: one letter a person and working day.
- `feeds`: iCalendar addresses with a secret token.
"""

from danvan.records.notices.told import of_duty

__all__ = ["of_duty"]
