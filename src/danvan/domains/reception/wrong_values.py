"""What a table's own checks of a row say, as one sentence."""

from typing import Any

from django.core.exceptions import ValidationError


def said_of(row: Any, error: ValidationError) -> str:
    """The first value that does not fit, by the label of its column."""
    name, said = next(iter(error.message_dict.items()))
    return f"{str(row._meta.get_field(name).verbose_name).capitalize()}: {said[0]}"
