"""Where letters lead and through which gateways messages go, as the environment says it."""

import pytest

from danvan.config.gateways import gateways, origin, refusals

SOUND = {"DANVAN_SMS_URL": "https://tin-nhan.vi-du.invalid/gui", "DANVAN_SMS_TOKEN": "khoa"}


class TestOrigin:
    @pytest.mark.parametrize(
        ("environ", "production", "hosts", "expected"),
        [
            ({"DANVAN_ORIGIN": "https://a.vi-du.invalid/"}, True, ["b.invalid"], "https://a.vi-du.invalid"),
            ({}, True, ["b.invalid", "c.invalid"], "https://b.invalid"),
            ({}, True, [".b.invalid"], "https://b.invalid"),
            ({}, False, ["b.invalid"], "http://127.0.0.1:8000"),
            ({"PORT": "9000"}, False, [], "http://127.0.0.1:9000"),
        ],
    )
    def test_as_told_or_the_host_or_this_machine(self, environ, production, hosts, expected):
        assert origin(environ, production, hosts) == expected


class TestGateways:
    def test_off_unless_named(self):
        assert gateways({}) == {}
        assert refusals({}, production=True) == []

    def test_only_the_named_one(self):
        assert gateways(SOUND) == {"sms": {"url": SOUND["DANVAN_SMS_URL"], "token": "khoa"}}
        assert refusals(SOUND, production=True) == []

    @pytest.mark.parametrize(
        "address",
        [
            "http://tin-nhan.vi-du.invalid/gui",
            "ftp://tin-nhan.vi-du.invalid/",
            "tin-nhan.vi-du.invalid",
            "https://",
            "https://a:b@tin-nhan.vi-du.invalid/",
            "https://tin-nhan.vi-du.invalid:0/",
            "https://tin-nhan.vi-du.invalid:99999/",
            "https://[khong-dung",
        ],
    )
    def test_an_unsafe_or_broken_address_is_refused(self, address):
        (sentence,) = refusals(SOUND | {"DANVAN_SMS_URL": address}, production=True)
        assert "DANVAN_SMS_URL không đúng dạng" in sentence

    def test_plain_http_to_this_machine_while_trying_things(self):
        here = SOUND | {"DANVAN_SMS_URL": "http://127.0.0.1:9999/"}
        assert refusals(here, production=False) == []
        assert refusals(here, production=True)

    def test_one_without_the_other(self):
        assert "DANVAN_ZALO_URL" in refusals({"DANVAN_ZALO_TOKEN": "x"}, production=False)[0]
        only = {"DANVAN_ZALO_URL": "https://zalo.vi-du.invalid/"}
        assert "DANVAN_ZALO_TOKEN" in refusals(only, production=True)[0]
        assert refusals(only, production=False) == []

    @pytest.mark.parametrize(
        "told", ["danvan.vi-du", "http://a.vi-du.invalid", "https://a.invalid/x", "https://a.invalid?x"]
    )
    def test_an_origin_is_scheme_and_host(self, told):
        (sentence,) = refusals({"DANVAN_ORIGIN": told}, production=True)
        assert "DANVAN_ORIGIN không đúng dạng" in sentence
