"""Letters of a person by name: what the counter asks when somebody stands there."""

from django.db import connection

from danvan.domains.petitions.likeness.words import hashes, words_of

MOST_HOLDING, MOST = 20_000, 200
# First by the index of words, so that no name is compared with those of a million letters. Where more than MOST_HOLDING
# letters hold all the words of a name, some of them may be left out: the counter must answer within a breath.
_NAMED = """
WITH near AS MATERIALIZED (SELECT letter_id FROM petitions_letterindex WHERE words @> %s LIMIT %s)
SELECT t.letter_id FROM near JOIN petitions_lettertext t USING (letter_id) WHERE t.name = %s LIMIT %s
"""


def letters_of(folded: str) -> list[int]:
    """Ids of released letters whose sender bears that folded name, at most MOST. One query; nothing is logged."""
    words = hashes(words_of(folded))
    if not words:
        return []
    with connection.cursor() as cursor:
        cursor.execute(_NAMED, [words, MOST_HOLDING, folded, MOST])
        return [pk for (pk,) in cursor.fetchall()]
