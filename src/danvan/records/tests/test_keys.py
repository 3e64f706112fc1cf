"""The file of intake keys: made readable by its owner alone, renewed, refused when it is open, damaged or gone."""

import os
from datetime import date

import pytest
from nacl.public import PrivateKey

from danvan.config import cli, safety
from danvan.config.tests.test_safety import SOUND
from danvan.records import envelopes, keys
from danvan.records.models import Envelope
from danvan.records.notices import receipts
from danvan.records.tests.factories import handler, letter_of
from danvan.ui.errors import Refusal


@pytest.fixture
def file(tmp_path):
    return tmp_path / "keys" / "intake"


def test_the_file_is_its_owners_alone(file):
    keys.make(file)
    assert file.stat().st_mode & 0o777 == 0o600
    assert file.parent.stat().st_mode & 0o777 == 0o700


def test_the_newest_seals_and_all_open(file):
    old = keys.make(file)
    sealed_to, ciphertext = keys.seal(b"x", keys.read(file))
    new = keys.make(file)
    assert (sealed_to, list(keys.read(file))) == (old, [new, old])
    assert keys.unseal(old, ciphertext, keys.read(file)) == b"x"
    assert keys.seal(b"x", keys.read(file))[0] == new


def test_an_old_key_is_forgotten_and_the_newest_never(file):
    old, new = keys.make(file), keys.make(file)
    _sealed_to, ciphertext = keys.seal(b"x", keys.read(file))
    for wrong, why in ((new, "đang được dùng"), ("ffff", "Không có khóa")):
        with pytest.raises(Refusal, match=why):
            keys.forget(file, wrong)
    keys.forget(file, old)
    assert list(keys.read(file)) == [new]
    with pytest.raises(Refusal, match="đặt lại khóa"):
        keys.unseal(old, ciphertext, keys.read(file))


def test_only_a_local_installation_makes_its_own(file):
    with pytest.raises(Refusal, match="intake-key --new"):
        keys.of_installation(file, may_make=False)
    assert keys.of_installation(file, may_make=True)


def wide(file):
    file.chmod(0o640)


def cut(file):
    file.write_text(file.read_text()[:40])


def mixed_up(file):
    file.write_text(f"{'0' * 16} {bytes(PrivateKey.generate()).hex()}\n")


def emptied(file):
    file.write_text("# nothing\n")


def foreign(file):
    file.write_bytes(b"\xff\xfe")


@pytest.mark.parametrize(
    ("spoil", "why"),
    [
        (wide, "chmod 600"),
        (cut, "không đúng dạng"),
        (mixed_up, "không đúng dạng"),
        (emptied, "chưa có khóa"),
        (foreign, "không đúng dạng"),
        (os.unlink, "Không có tệp khóa"),
    ],
)
def test_production_does_not_start_on_it(file, spoil, why):
    keys.make(file)
    environ = SOUND | {"DANVAN_INTAKE_KEY_FILE": str(file)}
    assert safety.refusals(environ) == []
    spoil(file)
    [sentence] = safety.refusals(environ)
    assert why in sentence
    with pytest.raises(Refusal, match=why):
        keys.read(file)


def test_a_folder_is_no_file_of_keys(tmp_path):
    assert keys.refusals_of(tmp_path)


def test_where_the_file_lies(tmp_path):
    assert keys.key_file({}, tmp_path) == tmp_path / ".danvan" / "keys" / "intake"
    assert keys.key_file({"DANVAN_DATA": "/srv/d"}, tmp_path).as_posix() == "/srv/d/keys/intake"
    assert keys.key_file({"DANVAN_INTAKE_KEY_FILE": "/etc/k"}, tmp_path).as_posix() == "/etc/k"


class TestCommands:
    def test_making_and_listing_show_no_key(self, file, monkeypatch, capsys):
        monkeypatch.setenv("DANVAN_INTAKE_KEY_FILE", str(file))
        assert cli.main(["intake-key"]) == 2
        assert cli.main(["intake-key", "--new"]) == 0
        assert cli.main(["intake-key", "--new"]) == 0
        told = capsys.readouterr().out
        for key_id, key in keys.read(file).items():
            assert key_id in told
            assert bytes(key).hex() not in told

    @pytest.mark.django_db
    def test_a_key_in_use_is_not_forgotten(self, file, settings, monkeypatch, capsys):
        settings.INTAKE_KEY_FILE = file
        monkeypatch.setattr(cli, "prepare_django", lambda database: None)
        old = keys.make(file)
        officer = handler()
        envelopes.seal(letter_of(officer, date(2023, 3, 1)), {"a": "b"})
        keys.make(file)
        assert cli.main(["intake-key", "forget", old]) == 1
        assert "Còn 1 phong bì" in capsys.readouterr().out
        assert cli.main(["intake-key", "forget"]) == 0
        assert f"{old}  1 phong bì" in capsys.readouterr().out
        Envelope.objects.all().delete()
        assert cli.main(["intake-key", "forget", old]) == 0
        assert old not in keys.read(file)

    @pytest.mark.django_db
    def test_a_key_that_a_waiting_receipt_needs_is_not_forgotten(self, file, settings, monkeypatch, capsys):
        settings.INTAKE_KEY_FILE = file
        monkeypatch.setattr(cli, "prepare_django", lambda database: None)
        old = keys.make(file)
        one, two = (letter_of(handler(), date(2023, 3, 1)) for _turn in range(2))
        for letter in (one, two):
            receipts.ask(letter, "bay@vi-du.example", link="/tra-cuu/")
        envelopes.seal(one, {"a": "b"})
        keys.make(file)
        assert cli.main(["intake-key", "forget"]) == 0
        assert f"{old}  1 phong bì, 2 giấy biên nhận chờ gửi" in capsys.readouterr().out
        Envelope.objects.all().delete()
        assert cli.main(["intake-key", "forget", old]) == 1
        said = capsys.readouterr().out
        assert "Còn 0 phong bì, 2 giấy biên nhận chờ gửi" in said
        assert "chờ hệ thống gửi xong các giấy biên nhận" in said
        assert receipts.address_of(one.pk).email == "bay@vi-du.example"
        receipts.forget(one.pk)
        receipts.forget(two.pk)
        assert cli.main(["intake-key", "forget", old]) == 0
        assert old not in keys.read(file)
