"""The one exception that carries a sentence for a person."""


class Refusal(Exception):
    """The input cannot be taken; the message is a whole Vietnamese sentence: what, where, how to mend it.

    Commands print it and exit 2; views show it at the top of the form.
    """
