"""Every paper that the program can issue for a tố cáo, and no planted name in any of it: text, files, properties, rows.

The tố cáo here arises from a visit and from a complaint whose sender is known, so that there is a name close by to take.
"""

import io
import json
import tomllib
import zipfile
from dataclasses import replace
from datetime import date
from pathlib import Path

import pypdf
import pytest

from danvan.domains import petitions
from danvan.domains.petitions.models import Kind, Letter, Matter, Protection
from danvan.records import papers, writing
from danvan.records.models import Delivery, HistoryRow, Paper, PaperText
from danvan.records.papers import declare, delivering, facts, layout
from danvan.records.papers.declare import BOUND, DAY, LINES, NAMING, NUMBER, WORDS
from danvan.records.papers.tests.paper_world import clerk_of
from danvan.records.tests.desk_world import role_at
from danvan.records.tests.factories import handler
from danvan.ui.errors import Refusal

pytestmark = pytest.mark.django_db
ON = date(2023, 2, 1)
NAME, ROAD, PHONE, TEXT = "Trần Thị Zqxten", "Zqxduong 17", "0909zqx77", "Zqxnoidung nhận tiền"
PLANTED = ("zqxten", "zqxduong", "0909zqx77", "zqxnoidung")
FOLDER = Path(petitions.__file__).parent / "papers"
KEYS = sorted(one.key for one in papers.templates() if one.key.startswith("to_cao_"))
READERS = {"nguoi_gui", "nguoi_bi_to_cao", "noi_bo", "co_quan_khac", "cong_khai"}
PERSON = {"full_name": f"Bà {NAME}", "address": ROAD, "phone": PHONE, "content": TEXT}
ACTED = {"dung": ("tu_xu_ly", "co_quan_dieu_tra"), "dung_mot_phan": ("kien_nghi",), "sai": ("khong_vi_pham",)}


@pytest.fixture(autouse=True)
def _today(play_on):
    play_on(date(2027, 6, 1))


@pytest.fixture
def officer():
    officer = handler()
    officer.clerk, officer.head = clerk_of(officer), role_at("lanh_dao", officer)
    return officer


def go(record, key, officer, **fields):
    return writing.move(record, key, by=officer, on=ON, **fields)


def complaint(officer):
    """A released letter whose sender stands beside the tố cáo."""
    letter = writing.open_record("don", by=officer, unit=officer.at, on=ON)
    return go(letter, "phan_loai", officer, kind="khieu_nai", field="dat_dai", personal=PERSON)


def denounced(officer, **fields):
    """A tố cáo that arises from that complaint, as a second content split from it does."""
    letter = writing.open_record("don", by=officer, unit=officer.at, on=ON, arises_from=complaint(officer))
    return go(letter, "phan_loai", officer, **({"kind": Kind.DENUNCIATION, "field": "dat_dai"} | fields))


def accepted(officer):
    letter = go(denounced(officer), "thu_ly", officer)
    return Matter.objects.get(sources__source_id=letter.pk)


def lives(officer):
    """Letters, matters and protections of every way that the law knows, each where a paper of its own is due."""
    yield denounced(officer)
    yield go(denounced(officer, is_competent=False), "chuyen", officer, forwarded_to="Thanh tra tỉnh")
    yield go(denounced(officer, is_competent=False), "huong_dan", officer)
    yield go(denounced(officer, is_anonymous=True), "chuyen_thanh_tra", officer)
    yield go(denounced(officer), "chuyen_dieu_tra", officer, passed_to="vien_kiem_sat")
    yield go(denounced(officer), "khong_thu_ly", officer)
    yield go(denounced(officer, instance=2, standing="lan_dau"), "khong_thu_ly", officer)
    late = go(denounced(officer, instance=2, standing="dang_giai_quyet"), "yeu_cau_bao_cao", officer)
    yield late
    yield go(go(late, "nhan_bao_cao", officer), "lay_len", officer, taken_ground="nghiem_trong")
    yield from matters(officer)
    yield from protections(officer)


def matters(officer):
    running = go(accepted(officer), "lap_to_xac_minh", officer, team_size=2)
    asked = writing.move(running, "trung_cau_giam_dinh", by=officer, on=date(2023, 2, 8))
    yield go(asked, "cap_tren_yeu_cau", officer)
    yield go(accepted(officer), "chuyen_dieu_tra", officer, crime_body="co_quan_dieu_tra")
    stopped = accepted(officer)
    told = {"by": officer, "waiting_for": "cho_ket_qua"}
    stopped = writing.move(stopped, "tam_dinh_chi_to_cao", on=date(2023, 2, 8), **told)
    yield stopped
    yield writing.move(stopped, "tiep_tuc", by=officer, on=date(2023, 2, 9))
    yield go(accepted(officer), "dinh_chi_to_cao", officer, ended_because="chet")
    for result, actions in ACTED.items():
        for action in actions:
            done = go(accepted(officer), "giai_quyet", officer, result=result)
            done = go(go(done, "gui_ket_luan", officer), "xu_ly_ket_luan", officer, action=action)
            told = {"publication": "niem_yet", "names_removed": True, "publication_until": date(2023, 3, 1)}
            yield go(done, "cong_khai_ket_luan", officer, **told)


def protections(officer):
    for end in ("tu_choi", "cham_dut"):
        go(accepted(officer), "de_nghi_bao_ve", officer, protection_way="dien_thoai")
        protection = Protection.objects.latest("pk")
        if end == "tu_choi":
            yield go(protection, end, officer, refusal="khong_can_cu")
            continue
        measure = {"scope": "tinh_mang", "authority": "cong_an"}
        running = go(protection, "ap_dung", officer, starts_on=ON, **measure)
        running = go(running, "thay_doi", officer, change="bo_sung", **measure)
        yield running
        yield go(running, end, officer, ended_because="het_can_cu")


def lawful(kind, officer):
    """Each blank that takes a bound value, filled."""
    simple = {DAY: "9/2/2023", NUMBER: "2"}
    return {
        blank.name: simple.get(blank.kind, blank.options[0] if blank.options else str(officer.at))
        for blank in kind.blanks
        if blank.kind in BOUND
    }


def refuse_names(record, kind, officer):
    """No blank takes a name, nor the number, signer or capacity of the paper when it is issued."""
    told, by = lawful(kind, officer), officer.head if kind.permission == "records.decide" else officer
    for blank in kind.blanks:
        with pytest.raises(Refusal):
            papers.prepare(record, kind.key, by=by, on=ON, **(told | {blank.name: f"Bà {NAME}"}))
    paper = papers.prepare(record, kind.key, by=by, on=ON, **told)
    if not kind.is_numbered:
        return paper
    for wrong in ({"signer": f"Bà {NAME}"}, {"capacity": NAME}, {"number": f"Bà {NAME}"}):
        more = {"signer": str(officer.person.full_name), "number": f"{paper.pk}/TB"} | wrong
        with pytest.raises(Refusal):
            papers.issue(paper, by=officer.clerk, dated_on=ON, **more)
    return papers.issue(
        paper, by=officer.clerk, dated_on=ON, signer=officer.person.full_name, number=f"{paper.pk}/TB"
    )


def everything(paper):
    """All that leaves the program with a paper or stays of it: file names, every part of both files, rows, history."""
    parts = [papers.file_name(paper, "pdf"), papers.file_name(paper, "docx")]
    with zipfile.ZipFile(io.BytesIO(papers.docx(paper))) as book:
        parts += [name + book.read(name).decode(errors="replace") for name in book.namelist()]
    found = pypdf.PdfReader(io.BytesIO(papers.pdf(paper)))
    parts += [page.extract_text() for page in found.pages] + [str(found.metadata), str(found.attachments)]
    parts += [
        str(found.xmp_metadata and found.xmp_metadata.rdf_root.toxml()),
        papers.pdf(paper).decode("latin-1"),
    ]
    parts += [str(Paper.objects.filter(pk=paper.pk).values().get()), layout.words(papers.sheet(paper))]
    parts += [json.dumps(PaperText.objects.get(pk=paper.pk).blocks, ensure_ascii=False)]
    rows = HistoryRow.objects.filter(
        table__in=("records_paper", "records_delivery"), after__contains={"id": paper.pk}
    )
    parts += [json.dumps([row.before, row.after], ensure_ascii=False) for row in rows]
    return "\n".join(parts).lower()


def test_no_paper_of_a_denunciation_tells_who_anybody_is(officer):
    """About a hundred papers: every template that the program offers, at each turn of each way."""
    seen = set()
    for record in lives(officer):
        for kind in papers.templates_for(record.own(), ON):
            if kind.key in seen:
                continue
            seen.add(kind.key)
            assert kind.serves(record.own(), ON)
            told = everything(refuse_names(record, kind, officer))
            assert not [word for word in PLANTED if word in told], kind.key
            assert not PaperText.objects.filter(is_personal=True).exists(), kind.key
    assert set(KEYS) <= seen, set(KEYS) - seen


def test_the_bait_would_be_taken_by_a_paper_that_may_name(officer):
    """The same renderer on the complaint beside it names its sender: the test above can fail."""
    text = layout.words(
        papers.preview(complaint(officer), "chuyen_don", on=ON, noi_nhan=str(officer.at))
    ).lower()
    assert "zqxten" in text


def test_the_way_to_its_reader_keeps_no_postal_number(officer):
    letter = go(denounced(officer), "khong_thu_ly", officer)
    kind = papers.template("to_cao_khong_thu_ly")
    paper = refuse_names(letter, kind, officer)
    with pytest.raises(Refusal):
        delivering.deliver(paper, by=officer.clerk, way="buu_dien", sent_on=ON, post_number="RB123456789VN")
    assert not Delivery.objects.exclude(post_number="").exists()


@pytest.mark.parametrize("key", KEYS)
class TestByConstruction:
    def test_it_says_for_whom_it_is(self, key):
        told = tomllib.loads((FOLDER / f"{key}.toml").read_text(encoding="utf-8"))
        assert told["audience"] in READERS
        assert papers.template(key).audience == told["audience"]

    def test_for_others_than_the_denouncer_it_is_free_of_identity(self, key):
        kind = papers.template(key)
        assert kind.identity_free == (kind.audience != "nguoi_gui")

    def test_it_has_no_room_for_a_name(self, key):
        assert declare.names_somebody(papers.template(key)) == []

    def test_a_form_whose_model_was_not_read_says_so(self, key):
        kind = papers.template(key)
        older = {"bao_noi_dung", "bao_thu_ly", "thu_ly", "gia_han", "to_xac_minh", "huong_dan"}
        older |= {"bao_da_chuyen", "khong_thu_ly"}
        if key.removeprefix("to_cao_") not in older:
            assert "đối chiếu mẫu kèm Nghị định 31/2019" in kind.note


@pytest.mark.parametrize("key", [key for key in KEYS if papers.template(key).audience != "nguoi_gui"])
def test_its_renderer_is_given_no_personal_field_even_of_a_released_record(key, officer, monkeypatch):
    """The record of a complaint, its facts told to hold everything: an identity-free template is handed none of it."""
    kind = papers.template(key)
    handed = []
    monkeypatch.setattr(layout, "blocks", lambda text, filling: handed.append(filling) or [])
    loud = replace(kind, facts=lambda record, on: dict.fromkeys(NAMING, NAME))
    letter = complaint(officer).own()
    layout.sheet(loud, letter, ON, lawful(kind, officer))
    (filling,) = handed
    assert not NAMING & set(filling.values)
    assert NAME not in str(filling.values)
    assert not filling.names_persons
    assert not facts.may_name_persons(letter, kind)


class TestRefusedAtStart:
    """A template that breaks the rule does not come up at all."""

    def template(self, **more):
        kind = papers.template("to_cao_ket_luan")
        return replace(kind, **({"key": "to_cao_thu"} | more))

    @pytest.mark.parametrize("place", sorted(NAMING))
    @pytest.mark.parametrize("where", ["text", "subject", "addressee", "heading"])
    def test_a_place_for_a_person(self, place, where):
        with pytest.raises(ValueError, match=place):
            declare.register(self.template(**{where: f"Kính gửi {{{place}}}"}))

    def test_also_among_the_recipients_and_in_a_condition(self):
        with pytest.raises(ValueError, match="full_name"):
            declare.register(self.template(recipients=("{full_name}",)))
        with pytest.raises(ValueError, match="address"):
            declare.register(self.template(text="[has address] Có địa chỉ."))

    @pytest.mark.parametrize("kind", [WORDS, LINES])
    def test_a_blank_for_words(self, kind):
        with pytest.raises(ValueError, match="ly_do"):
            declare.register(self.template(blanks=(declare.Blank("ly_do", "Lý do", kind),)))

    def test_the_need_of_a_name(self):
        with pytest.raises(ValueError, match="needs_identity"):
            declare.register(self.template(needs_identity=True))

    @pytest.mark.parametrize("audience", ["", "ai_cung_duoc", None])
    def test_no_reader_or_an_unknown_one(self, audience):
        with pytest.raises(ValueError, match="audience"):
            declare.register(self.template(audience=audience))

    def test_a_file_without_a_reader(self, tmp_path):
        text = (FOLDER / "to_cao_ket_luan.toml").read_text(encoding="utf-8")
        lines = [line for line in text.splitlines() if not line.startswith("audience")]
        (tmp_path / "to_cao_thu.toml").write_text("\n".join(lines), encoding="utf-8")
        with pytest.raises(ValueError, match="audience"):
            papers.register_folder(tmp_path, {}, {"to_cao": lambda record: True})

    def test_none_of_these_came_to_stay(self):
        assert "to_cao_thu" not in {one.key for one in papers.templates()}


def test_every_template_that_a_denunciation_may_get_names_nobody_or_only_where_released(officer):
    """Templates shared with other classes keep their names behind [released] lines or behind the need of a name."""
    letter = denounced(officer).own()
    for kind in papers.templates():
        if not isinstance(letter, Letter) or not kind.serves(letter, ON) or kind.needs_identity:
            continue
        text = layout.words(layout.sheet(kind, letter, ON, lawful(kind, officer))).lower()
        assert not [word for word in PLANTED if word in text], kind.key
