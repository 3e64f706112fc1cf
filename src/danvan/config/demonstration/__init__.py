"""The demonstration set: invented records for Quảng Bình, quarter I/2023, the same on every machine.

They hold exactly the parts of the press report of 16/3/2023 (97 visits; 38, 94 and 164 letters), so that the counted
total is 296 and the only difference a visitor sees is the real one: the report's own total of 258. Nothing invented
here accuses a unit of anything: every session is held and every limit is kept. All rows carry `is_illustrative`.

What shows the rest of the program lies outside those figures: letters of before the quarter that are closed, one that is
registered and not signed, a sealed case, a request for protection and one about personal data, a matter under watch.
"""


def load() -> bool:
    """Load the set in one transaction; False when it is there already. Refusal in production or without units.

    Django must be set up, which is why the parts are imported here.
    """
    from django.conf import settings
    from django.db import transaction

    from danvan.config.demonstration import (
        accounts,
        beside,
        letters,
        reports,
        schedule,
        sealed,
        undertakings,
        visits,
    )
    from danvan.config.demonstration.spread import FIRST_WEEK, LAST, Places
    from danvan.records.loading import load as load_records
    from danvan.records.models import Record
    from danvan.records.standing import reschedule
    from danvan.ui.errors import Refusal

    if settings.IS_PRODUCTION:
        raise Refusal("Không nạp số liệu minh họa vào hệ thống đang vận hành (DANVAN_ENV=production).")
    if Record.objects.filter(is_illustrative=True).exists():
        accounts.open_accounts(Places())  # log-ins that an earlier edition of the set did not have
        return False
    reason = "Bộ số liệu minh họa quý I/2023"
    with transaction.atomic():
        places = Places()
        people = accounts.open_accounts(places)
        held = visits.sessions(places)
        load_records("ky_tiep", [*held, *schedule.coming(places)], by=people["xuly"], reason=reason)
        schedule.open_hours(places)
        load_records("luot_tiep", visits.visits(places, held), by=people["tiepdan"], reason=reason)
        written = list(letters.letters(places))
        load_records("don", written, by=people["tiepdan"], reason=reason)
        load_records("vu_viec", letters.matters(written), by=people["xuly"], reason=reason)
        reschedule(places.province, FIRST_WEEK, LAST, is_illustrative=True)
        load_records("viec_dinh_ky", list(undertakings.undertakings()), by=people["xuly"], reason=reason)
        reschedule(places.province, FIRST_WEEK, LAST, is_illustrative=True)
        commune = letters.sealing_commune(places)
        sealed.load(commune, people)
        beside.load(commune, people)
        reports.load(places.province, people)
    return True
