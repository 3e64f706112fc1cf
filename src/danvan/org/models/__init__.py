"""The tables of units in time, and of people and what they may do."""

from danvan.org.models.access import AccessChange, ApiToken, Delegation
from danvan.org.models.acts import ActUnit, UnitAct
from danvan.org.models.closure import UnitClosure
from danvan.org.models.imports import UnitImport
from danvan.org.models.people import Account, AccountManager, Person, Post, PostHolding, RoleGrant
from danvan.org.models.units import (
    TERRITORIAL,
    Dated,
    Kind,
    LoadedLists,
    RemoteSpell,
    Succession,
    Unit,
    UnitCode,
    UnitName,
    UnitParent,
    ValidQuerySet,
    code_system,
    no_overlap,
)

__all__ = [
    "TERRITORIAL",
    "AccessChange",
    "Account",
    "AccountManager",
    "ActUnit",
    "ApiToken",
    "Dated",
    "Delegation",
    "Kind",
    "LoadedLists",
    "Person",
    "Post",
    "PostHolding",
    "RemoteSpell",
    "RoleGrant",
    "Succession",
    "Unit",
    "UnitAct",
    "UnitClosure",
    "UnitCode",
    "UnitImport",
    "UnitName",
    "UnitParent",
    "ValidQuerySet",
    "code_system",
    "no_overlap",
]
