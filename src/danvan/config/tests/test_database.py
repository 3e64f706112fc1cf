"""Which database, as which role, with which limits."""

import pytest

from danvan.config import database, postgres
from danvan.ui.errors import Refusal

URL = "postgresql://danvan_app:m%40t@may-chu:5433/danvan?sslmode=require"


def test_the_private_server_is_the_default():
    entry = database.settings({})
    assert entry["NAME"] == "danvan"
    assert entry["USER"] == postgres.APP
    assert entry["HOST"] == str(postgres.find("run").socket_dir)


def test_migrations_act_as_the_owner():
    assert database.settings({"DANVAN_ROLE": "owner"})["USER"] == postgres.OWNER


def test_an_address_is_taken_apart():
    entry = database.settings({"DATABASE_URL": URL})
    assert (entry["HOST"], entry["PORT"], entry["NAME"]) == ("may-chu", "5433", "danvan")
    assert (entry["USER"], entry["PASSWORD"]) == ("danvan_app", "m@t")
    assert entry["OPTIONS"]["sslmode"] == "require"


def test_a_socket_folder_may_stand_in_the_query():
    entry = database.from_url("postgresql:///danvan?host=/run/x&user=danvan_app", "DATABASE_URL")
    assert (entry["HOST"], entry["USER"]) == ("/run/x", "danvan_app")


def test_the_owner_needs_an_address_of_its_own():
    with pytest.raises(Refusal, match="DATABASE_OWNER_URL"):
        database.settings({"DATABASE_URL": URL, "DANVAN_ROLE": "owner"})
    owner = {
        "DATABASE_URL": URL,
        "DATABASE_OWNER_URL": "postgresql://danvan_owner@x/danvan",
        "DANVAN_ROLE": "owner",
    }
    assert database.settings(owner)["USER"] == "danvan_owner"


@pytest.mark.parametrize(
    "wrong", ["mysql://a:bimat@b/c", "bimat", "postgresql://may:bimat@x", "postgres://b:bimat@x:y/d"]
)
def test_a_wrong_address_is_refused_without_repeating_its_password(wrong):
    with pytest.raises(Refusal, match="DATABASE_URL") as refused:
        database.settings({"DATABASE_URL": wrong})
    assert "bimat" not in str(refused.value)


def test_only_web_pages_have_time_limits():
    assert "statement_timeout=15s" in database.settings({"DANVAN_PROCESS": "web"})["OPTIONS"]["options"]
    assert "timeout" not in database.settings({})["OPTIONS"]["options"]


@pytest.mark.parametrize("process", ["", "web", "worker"])
def test_every_connection_writes_bytes_and_days_as_the_history_wants_them(process):
    options = database.settings({"DANVAN_PROCESS": process})["OPTIONS"]["options"]
    assert "-c bytea_output=hex -c DateStyle=ISO,MDY" in options


def test_an_address_with_options_of_its_own_keeps_both():
    own = "postgresql://a@b/c?options=-c%20work_mem%3D8MB"
    options = database.settings({"DATABASE_URL": own})["OPTIONS"]["options"]
    assert options == "-c bytea_output=hex -c DateStyle=ISO,MDY -c work_mem=8MB"


def test_the_servers_own_options_outrank_ours():
    own = "postgresql://a@b/c?application_name=khac"
    assert database.settings({"DATABASE_URL": own})["OPTIONS"]["application_name"] == "khac"
