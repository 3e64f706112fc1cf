"""Why the law gives no answer: kinds of Refusal that a caller may tell apart."""

from danvan.ui.errors import Refusal


class NoSuchRule(Refusal):
    """The rule book has no rule of that key at all."""


class NotYetLaw(Refusal):
    """The rule exists but begins after the day asked, and nothing governed the matter before."""


class NoLongerLaw(Refusal):
    """The rule ended before the day asked, or the day falls in a declared gap between two wordings."""


class BrokenLaw(Refusal):
    """A law file cannot be taken; the sentence names the file, the line where possible, and the key."""
