"""What has run out is cleared away: sessions, notes of them, counters of failures."""

from datetime import date

from allauth.usersessions.models import UserSession
from django.contrib.sessions.models import Session
from django.db import connection, transaction
from django.utils import timezone


def clear_expired(since: date, until: date) -> int:
    """Delete what is past its time; how many sessions. The days do not matter: what is over is over."""
    now = timezone.now()
    with transaction.atomic():
        gone, _by_table = Session.objects.filter(expire_date__lt=now).delete()
        UserSession.objects.exclude(session_key__in=Session.objects.values("session_key")).delete()
        with connection.cursor() as cursor:
            cursor.execute("DELETE FROM config_cache WHERE expires < %s", [now])
    return gone
