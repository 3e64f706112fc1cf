"""Keys between tables run downwards like imports do; import-linter cannot see those written as strings."""

from functools import cache

import pytest
from django.apps import apps
from django.db.models import ForeignKey, ManyToManyField

# Lower number, lower room. A table may point at its own room or a lower one.
ROOMS = {
    "contenttypes": 0,
    "auth": 0,
    "sessions": 0,
    "org": 1,
    "account": 2,
    "mfa": 2,
    "socialaccount": 2,
    "usersessions": 2,
    "records": 2,
    "petitions": 3,
    "reception": 3,
    "undertakings": 3,
    "personal_data": 3,
    "reports": 4,
    "portal": 5,
    "config": 6,
    "procrastinate": 0,
}
DOMAINS = {"petitions", "reception", "undertakings", "personal_data"}


@cache
def keys() -> list[tuple[str, str, str]]:
    """(label of the table that points, its field, label of the table pointed at)."""
    return [
        (model._meta.app_label, f"{model._meta.label}.{field.name}", field.related_model._meta.app_label)
        for model in apps.get_models(include_auto_created=True)
        for field in model._meta.get_fields(include_hidden=True)
        if isinstance(field, ForeignKey | ManyToManyField) and field.related_model
    ]


def test_the_list_of_rooms_is_complete():
    assert {model._meta.app_label for model in apps.get_models(include_auto_created=True)} <= set(ROOMS)
    named = {config.label for config in apps.get_app_configs() if config.name.startswith("danvan.domains.")}
    assert named == DOMAINS


def test_there_are_keys_to_look_at():
    assert len(keys()) > 10


def test_no_key_points_upwards():
    upwards = [f"{field} → {target}" for source, field, target in keys() if ROOMS[target] > ROOMS[source]]
    assert not upwards


def test_no_domain_points_at_another():
    across = [f"{field} → {to}" for source, field, to in keys() if source != to and {source, to} <= DOMAINS]
    assert not across


@pytest.mark.parametrize("room", ["law", "ui"])
def test_the_lowest_rooms_have_no_tables(room):
    labels = {model._meta.app_label for model in apps.get_models()}
    assert room not in labels
