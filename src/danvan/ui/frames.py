"""The frame around officers' pages. The room that holds the desk names its own; rooms below it only ask for it."""

_frame = ["ui/desk_base.html"]


def use(template: str) -> None:
    """Let officers' pages stand in this template from now on."""
    _frame[0] = template


def desk() -> str:
    """The template that an officers' page extends."""
    return _frame[0]
