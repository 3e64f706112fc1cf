"""Where the records of a unit that no longer lived on the tree's day are counted.

Merging moves no record. A commune that ended within the quarter keeps its letters; in a report whose tree no longer
holds it, they stand with what took over from it, so that nothing is lost and nothing counted twice.
"""

from datetime import date

from danvan.org.models import Succession, UnitParent
from danvan.org.tree import Tree


def stand_ins(tree: Tree) -> dict[int, int]:
    """Ended unit → the unit of the tree that its records are counted under. Two queries.

    One heir takes all; of several, the lowest unit above all of them. A unit without an heir falls to its last parent.
    Units whose heirs lie outside the tree are left out.
    """
    heirs = _heirs(tree)
    found = {}
    for ended, parent in _last_parents(tree).items():
        heirs.setdefault(ended, {parent})
    for ended, living in _settled(heirs, tree).items():
        if ended not in tree.nodes and (place := _common(tree, living)) is not None:
            found[ended] = place
    return found


def _heirs(tree: Tree) -> dict[int, set[int]]:
    """Unit → who took over at the last; what gave a part away earlier and lived on kept its records."""
    found: dict[int, set[int]] = {}
    days: dict[int, date] = {}
    rows = Succession.objects.filter(on__lte=tree.on).order_by("on")
    for ended, heir, on in rows.values_list("predecessor_id", "successor_id", "on"):
        if days.get(ended) != on:
            found[ended], days[ended] = set(), on
        found[ended].add(heir)
    return found


def _last_parents(tree: Tree) -> dict[int, int]:
    """A unit that lives on under another parent has not ended: its records count where it is now."""
    ended = UnitParent.objects.filter(valid__endswith__lte=tree.on).order_by("valid")
    ended = ended.exclude(unit__names__valid__contains=tree.on)
    return {
        unit: parent for unit, parent in ended.values_list("unit_id", "parent_id") if unit not in tree.nodes
    }


def _settled(heirs: dict[int, set[int]], tree: Tree) -> dict[int, set[int]]:
    """Each ended unit with the last of its line: heirs of heirs, until units that live or end without an heir."""
    return {ended: _last_of(ended, heirs, tree, frozenset()) for ended in heirs}


def _last_of(unit: int, heirs: dict[int, set[int]], tree: Tree, seen: frozenset[int]) -> set[int]:
    if unit in seen:  # given away once and come back: that way leads nowhere new
        return set()
    if unit in tree.nodes or unit not in heirs:
        return {unit}
    return set().union(*(_last_of(heir, heirs, tree, seen | {unit}) for heir in heirs[unit]))


def _common(tree: Tree, units: set[int]) -> int | None:
    """The lowest unit of the tree that is, or stands above, all of them; None when one lies outside."""
    if not units or not units <= tree.nodes.keys():
        return None
    lines = [[unit, *tree.ancestors(unit)] for unit in units]
    shared = set(lines[0]).intersection(*lines[1:])
    return next((unit for unit in lines[0] if unit in shared), None)
