"""Which day it is for the program: the real day, or the fixed day of a demonstration."""

from datetime import date

from django.conf import settings
from django.utils import timezone


def today() -> date:
    """The day in Việt Nam; with a demonstration set loaded, the day that the set plays on (settings.DEMONSTRATION_DAY)."""
    return settings.DEMONSTRATION_DAY or timezone.localdate()
