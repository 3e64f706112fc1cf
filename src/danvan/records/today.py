"""Which day it is for the program, as the rooms from here upwards ask it."""

from danvan.org.today import today

__all__ = ["today"]
