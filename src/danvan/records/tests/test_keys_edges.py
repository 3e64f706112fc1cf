"""Edges of the file of intake keys: comments, blank lines, order, bytes of an envelope changed one by one."""

import pytest
from nacl.public import PrivateKey

from danvan.records import keys
from danvan.ui.errors import Refusal

DATA = "Đơn minh họa".encode()


@pytest.fixture
def file(tmp_path):
    made = tmp_path / "keys" / "intake"
    keys.make(made)
    return made


def test_comments_and_blank_lines_are_passed_over(file):
    file.write_text(f"# khóa tiep nhan\n\n{file.read_text()}\n  \n", encoding="utf-8")
    with pytest.raises(Refusal, match="không đúng dạng"):
        keys.read(file)  # a comment with marks is no ASCII: said, not guessed
    file.write_text(f"# khoa\n\n{file.read_text().splitlines()[2]}\n  \n", encoding="ascii")
    assert len(keys.read(file)) == 1


def test_a_new_key_keeps_every_older_one_in_order(file):
    first = next(iter(keys.read(file)))
    made = [keys.make(file) for _ in range(3)]
    assert list(keys.read(file)) == [*reversed(made), first]


def test_no_draft_is_left_beside_the_file(file):
    keys.make(file)
    assert [one.name for one in file.parent.iterdir()] == ["intake"]


def test_a_damaged_file_is_not_written_over(file):
    file.write_text("hong\n", encoding="ascii")
    file.chmod(0o600)
    with pytest.raises(Refusal):
        keys.make(file)
    assert file.read_text() == "hong\n"


@pytest.mark.parametrize("place", [0, 16, 31, 32, 40, -1])
def test_one_changed_byte_opens_nothing(place):
    key = PrivateKey.generate()
    known = {keys.key_id(key): key}
    told, sealed = keys.seal(DATA, known)
    spoilt = bytearray(sealed)
    spoilt[place] ^= 1
    with pytest.raises(Refusal, match="đã hỏng hoặc bị sửa"):
        keys.unseal(told, bytes(spoilt), known)


@pytest.mark.parametrize("cut", [0, 1, 47])
def test_a_cut_envelope_is_a_refusal_and_no_fault(cut):
    key = PrivateKey.generate()
    known = {keys.key_id(key): key}
    told, sealed = keys.seal(DATA, known)
    with pytest.raises(Refusal):
        keys.unseal(told, sealed[:cut], known)


@pytest.mark.parametrize("data", [b"", b"\0" * 10, DATA * 10_000])
def test_any_bytes_come_back_and_never_look_the_same_twice(data):
    key = PrivateKey.generate()
    known = {keys.key_id(key): key}
    (told, one), (_, other) = keys.seal(data, known), keys.seal(data, known)
    assert keys.unseal(told, one, known) == data
    assert one != other


def test_another_key_under_the_same_name_opens_nothing():
    key, other = PrivateKey.generate(), PrivateKey.generate()
    told, sealed = keys.seal(DATA, {keys.key_id(key): key})
    with pytest.raises(Refusal, match="đã hỏng"):
        keys.unseal(told, sealed, {told: other})


def test_no_refusal_shows_a_key(file):
    secret = file.read_text().split()[1]
    with pytest.raises(Refusal) as unknown:
        keys.forget(file, "khong-co")
    assert secret not in str(unknown.value)
    file.chmod(0o644)
    assert secret not in " ".join(keys.refusals_of(file))
