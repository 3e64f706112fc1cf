"""Every file of rules is a topic with a title; a topic without rules, or rules without one, are refused."""

import shutil

import pytest

from danvan import law
from danvan.law.files import HERE
from danvan.law.refusals import BrokenLaw
from danvan.law.topics import load_topics


@pytest.fixture
def room(tmp_path):
    """A small room of two files of rules."""
    (tmp_path / "rules").mkdir()
    for name in ("counting", "reception"):
        shutil.copy(HERE / "rules" / f"{name}.toml", tmp_path / "rules")
    write(tmp_path, counting=("Cách tính", "B", 20), reception=("Tiếp công dân", "A", 10))
    return tmp_path


def write(folder, **topics):
    parts = [
        f'["{key}"]\ntitle = "{title}"\ngroup = "{group}"\norder = {order}\n'
        for key, (title, group, order) in topics.items()
    ]
    (folder / "topics.toml").write_text("\n".join(parts), encoding="utf-8")


def test_every_rule_belongs_to_one_topic():
    listed = [key for topic in law.topics() for key in topic.keys]
    assert sorted(listed) == sorted(law.rulebook().keys())
    assert len(listed) == len(set(listed))


def test_groups_stand_together_in_their_order():
    groups = [topic.group for topic in law.topics()]
    assert groups[0] == "Tiếp dân, khiếu nại, tố cáo"
    assert len([at for at, group in enumerate(groups) if at == 0 or groups[at - 1] != group]) == len(
        set(groups)
    )


def test_topics_come_by_their_order(room):
    assert [topic.key for topic in load_topics(room)] == ["reception", "counting"]


def test_a_file_without_topic_is_refused(room):
    write(room, counting=("Cách tính", "B", 20))
    with pytest.raises(BrokenLaw, match=r"rules/reception\.toml chưa có chủ đề"):
        load_topics(room)


def test_a_topic_without_file_is_refused(room):
    write(room, counting=("Cách", "B", 2), reception=("Tiếp", "A", 1), absent=("Không", "C", 3))
    with pytest.raises(BrokenLaw, match="mục absent"):
        load_topics(room)


@pytest.mark.parametrize("line", ['title = ""', 'tittle = "x"', "title = 3"])
def test_a_misshapen_entry_is_refused_with_its_line(room, line):
    text = (room / "topics.toml").read_text(encoding="utf-8")
    (room / "topics.toml").write_text(text.replace('title = "Cách tính"', line), encoding="utf-8")
    with pytest.raises(BrokenLaw, match="dòng"):
        load_topics(room)
