"""`column = ANY(list)`: one place in a query for a list of any length, so that its words are the same for any list."""

from typing import Any

from django.db.models import Lookup


class AnyOf(Lookup):
    """Whether a column holds one of a list's values: AnyOf(F("unit_id"), ids)."""

    lookup_name = "any_of"
    prepare_rhs = False

    def as_sql(self, compiler: Any, connection: Any) -> tuple[str, tuple[Any, ...]]:
        """The words, and the list itself as the one value to fill in."""
        left, values = self.process_lhs(compiler, connection)
        return f"{left} = ANY(%s)", (*values, self.rhs)
