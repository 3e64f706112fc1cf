"""Steps of a letter follow one another by their days."""

from datetime import date

from danvan.domains.petitions.models import Letter
from danvan.ui.dates import day
from danvan.ui.errors import Refusal


def check_handling(letter: Letter, on: date) -> None:
    """A letter is handled on the day of its classification or later."""
    if letter.classified_on and on < letter.classified_on:
        raise Refusal(
            f"Ngày xử lý {day(on)} trước ngày phân loại {day(letter.classified_on)}; hãy sửa lại ngày xử lý."
        )
