"""Every template of letters, matters and receptions: each place is known, each form is of its day, nothing tells a name."""

from datetime import date

import pytest

from danvan import law
from danvan.domains.petitions.models import Letter, Matter
from danvan.records import papers, writing
from danvan.records.declare import record_types
from danvan.records.models import PaperText, Record
from danvan.records.papers import declare, docx_file, facts, layout, pdf_file
from danvan.records.papers.declare import BOUND, DAY, LINES, NUMBER, WORDS
from danvan.records.papers.tests.paper_world import docx_words, pdf_words
from danvan.records.papers.text import places
from danvan.records.tests.desk_world import NAMED, classified, session_of
from danvan.records.tests.factories import handler, letter_of
from danvan.ui.errors import Refusal

pytestmark = pytest.mark.django_db
OLD, NEW = date(2026, 6, 30), date(2026, 7, 2)
KEYS = sorted(one.key for one in papers.templates())
GENERAL = {
    "co_quan",
    "ky_hieu_co_quan",
    "so_so",
    "ma_tra_cuu",
    "ngay_nhan",
    "ngay",
    "loai_ho_so",
    *facts.PERSONAL,
}
# The eighteen forms of NĐ 124 and NĐ 155, but 10, which the expert body writes.
FORMS = {
    "01": "don_lan_hai",
    "02": "giay_uy_quyen",
    "03": "thu_ly",
    "04": "khong_thu_ly",
    "05": "xac_minh",
    "06": "bien_ban_lam_viec",
    "07": "yeu_cau_giai_trinh",
    "08": "bien_ban_giao_nhan",
    "09": "trung_cau_giam_dinh",
    "11": "tam_dinh_chi_thi_hanh",
    "12": "huy_tam_dinh_chi_thi_hanh",
    "13": "bao_cao_xac_minh",
    "14": "bien_ban_doi_thoai",
    "14a": "dinh_chi",
    "14b": "tiep_tuc",
    "15": "giai_quyet_lan_1",
    "16": "giai_quyet_lan_2",
}
# Papers of a tố cáo: whose they are for, and the form where the decree has one.
DENUNCIATION = {
    "to_cao_bao_cao_cap_tren": ("co_quan_khac", ""),
    "to_cao_bao_cao_co_quan": ("co_quan_khac", "Mẫu số 11"),
    "to_cao_bao_cao_to": ("noi_bo", "Mẫu số 10"),
    "to_cao_bao_da_chuyen": ("nguoi_gui", ""),
    "to_cao_bao_ket_luan": ("nguoi_gui", ""),
    "to_cao_bao_khong_vi_pham": ("nguoi_bi_to_cao", ""),
    "to_cao_bao_noi_dung": ("nguoi_bi_to_cao", "Mẫu số 06"),
    "to_cao_bao_thu_ly": ("nguoi_gui", "Mẫu số 05"),
    "to_cao_bao_ve_ap_dung": ("co_quan_khac", ""),
    "to_cao_bao_ve_cham_dut": ("co_quan_khac", ""),
    "to_cao_bao_ve_thay_doi": ("co_quan_khac", ""),
    "to_cao_bao_ve_tu_choi": ("nguoi_gui", ""),
    "to_cao_bien_ban_lam_viec": ("noi_bo", "Mẫu số 08"),
    "to_cao_bien_ban_rut": ("noi_bo", "Mẫu số 03"),
    "to_cao_chuyen_dieu_tra": ("co_quan_khac", ""),
    "to_cao_chuyen_thanh_tra": ("co_quan_khac", ""),
    "to_cao_cong_khai": ("cong_khai", ""),
    "to_cao_dinh_chi": ("nguoi_bi_to_cao", ""),
    "to_cao_don_rut": ("nguoi_gui", "Mẫu số 02"),
    "to_cao_gia_han": ("noi_bo", "Mẫu số 01"),
    "to_cao_huong_dan": ("nguoi_gui", ""),
    "to_cao_ket_luan": ("nguoi_bi_to_cao", "Mẫu số 12"),
    "to_cao_khong_giai_quyet_lai": ("nguoi_gui", ""),
    "to_cao_khong_thu_ly": ("nguoi_gui", ""),
    "to_cao_kien_nghi_xu_ly": ("co_quan_khac", ""),
    "to_cao_lay_len": ("co_quan_khac", ""),
    "to_cao_tam_dinh_chi": ("nguoi_bi_to_cao", ""),
    "to_cao_thu_ly": ("noi_bo", "Mẫu số 04"),
    "to_cao_tiep_tuc": ("nguoi_bi_to_cao", ""),
    "to_cao_to_xac_minh": ("noi_bo", "Mẫu số 07"),
    "to_cao_trung_cau": ("co_quan_khac", "Mẫu số 09"),
    "to_cao_yeu_cau_bao_cao": ("co_quan_khac", ""),
}
# Released or not these name no sender: what goes to an expert body, and the head's conclusions.
ANSWERS = {"dlcn_dong_y", "dlcn_mot_phan", "dlcn_tu_choi"}  # a request about personal data names nobody
NAMELESS = {"trung_cau_giam_dinh", "ket_luan_tiep", *DENUNCIATION, *ANSWERS}
MOST_KEYS = 69


@pytest.fixture(autouse=True)
def a_later_day(settings):
    settings.DEMONSTRATION_DAY = date(2026, 11, 30)


@pytest.fixture
def officer():
    officer = handler()
    officer.name = str(officer.at)
    return officer


def made(kind, officer, on, class_="khieu_nai"):
    """A record that the template serves, of a class, received the day before."""
    if "luot_tiep" in kind.record_types:
        return writing.open_record(
            "luot_tiep", by=officer, unit=officer.at, on=on, content_kind=class_, personal=_named(class_)
        )
    if "ky_tiep" in kind.record_types:
        return session_of(officer, on)
    letter = classified(officer, class_, on)
    if "yeu_cau_dlcn" in kind.record_types:
        fields = {"about_id": letter.pk, "right": "xem", "capacity": "chinh_chu"}
        return writing.open_record("yeu_cau_dlcn", by=officer, unit=officer.at, on=on, **fields)
    if "don" in kind.record_types:
        return letter
    if "bao_ve" in kind.record_types:
        return writing.open_record("bao_ve", by=officer, unit=officer.at, on=on, arises_from=letter)
    return _matter(letter, officer, on, 2 if kind.key.endswith("lan_2") else 1)


def _named(class_):
    return None if class_ == "to_cao" else NAMED


def _matter(letter, officer, on, instance=1):
    return writing.open_record(
        "vu_viec",
        by=officer,
        unit=officer.at,
        on=on,
        arises_from=letter,
        kind=letter.kind,
        field="dat_dai",
        instance=instance,
    )


def class_for(kind):
    if kind.key in DENUNCIATION:
        return "to_cao"
    return "kien_nghi_phan_anh" if kind.key == "tra_loi" else "khieu_nai"


def values_for(kind, officer, *, names=True):
    """Each blank filled with what its kind takes; free words only where persons may be named."""
    found = {}
    for blank in kind.blanks:
        if blank.kind in (WORDS, LINES):
            found |= {blank.name: f"điền {blank.name}"} if names else {}
        else:
            found[blank.name] = {DAY: "9/7/2026", NUMBER: "2"}.get(
                blank.kind, blank.options[0] if blank.options else str(officer.at)
            )
    return found


def sheet_of(kind, officer, on, class_=None):
    class_ = class_ or class_for(kind)
    record = made(kind, officer, on, class_).own()
    names = facts.may_name_persons(record, kind)
    return layout.sheet(kind, record, on, values_for(kind, officer, names=names))


def test_there_are_the_papers_that_the_law_asks_for():
    asked = {
        *(
            "bien_nhan_don",
            "huong_dan",
            "tra_don",
            "chuyen_don",
            "don_doc",
            "thu_ly",
            "khong_thu_ly",
            "bo_sung",
        ),
        *(
            "tra_loi",
            "gia_han",
            "xac_minh",
            "moi_doi_thoai",
            "bien_ban_doi_thoai",
            "tam_dinh_chi",
            "tiep_tuc",
        ),
        *("dinh_chi", "giai_quyet_lan_1", "giai_quyet_lan_2", "cong_khai_quyet_dinh", "chi_dao_thi_hanh"),
        *("tu_choi_tiep", "bien_ban_trinh_bay", "bien_ban_tiep", "phieu_hen", "ket_luan_tiep"),
        *("don_lan_hai", "don_rut", "khoi_kien"),
    }
    assert asked <= set(KEYS)
    assert len(KEYS) >= MOST_KEYS


def test_the_papers_of_each_move_exist_and_serve_its_type():
    for kind in record_types():
        for move in kind.moves:
            for key in move.papers:
                assert kind.key in papers.template(key).record_types, (kind.key, move.key, key)


@pytest.mark.parametrize("key", KEYS)
class TestEach:
    def test_every_place_has_a_value_from_somewhere(self, key, officer):
        kind = papers.template(key)
        record = made(kind, officer, NEW, class_for(kind)).own()
        known = (
            GENERAL
            | {blank.name for blank in kind.blanks}
            | set(kind.facts(record, NEW))
            | {"against", "han"}
        )
        lines = (kind.text, kind.subject, kind.addressee, *kind.recipients)
        unknown = set().union(*(places(line) for line in lines)) - known - {"can_cu_han", "noi_dung"}
        assert not unknown

    def test_every_blank_stands_somewhere(self, key):
        kind = papers.template(key)
        used = places(kind.text) | places(kind.addressee) | places(kind.subject)
        assert {blank.name for blank in kind.blanks} <= used

    def test_it_is_rendered_whole_on_both_sides_of_the_new_law(self, key, officer):
        kind = papers.template(key)
        for on in (OLD, NEW):
            if not kind.is_valid_on(on):
                continue
            sheet = sheet_of(kind, officer, on)
            text = layout.words(sheet)
            assert "{" not in text
            assert "[" not in text
            for blank in kind.blanks:
                if blank.kind in (WORDS, LINES) and facts.may_name_persons(
                    made(kind, officer, on, class_for(kind)), kind
                ):
                    assert f"điền {blank.name}" in text, blank.name

    def test_a_released_record_names_its_sender_unless_for_everybody(self, key, officer):
        kind = papers.template(key)
        text = layout.words(sheet_of(kind, officer, NEW)).lower()
        if kind.audience == "cong_khai" or key in NAMELESS:
            assert NAMED["full_name"].lower() not in text
        else:
            assert NAMED["full_name"].lower() in text

    def test_of_a_sealed_record_no_planted_word_appears_anywhere(self, key, officer):
        """Every text column of the record in memory holds a word; so do the details that must not exist."""
        kind = papers.template(key)
        record = made(kind, officer, NEW, "to_cao" if "ky_tiep" not in kind.record_types else "")
        planted = plant(record)
        if not kind.serves(record, NEW) or kind.needs_identity:
            with pytest.raises(Refusal):
                papers.prepare(record, key, by=officer, on=NEW, **values_for(kind, officer, names=False))
            return
        sheet = layout.sheet(kind, record, NEW, values_for(kind, officer, names=False))
        text = " ".join([layout.words(sheet), str(sheet), *files(sheet)]).lower()
        assert not [word for word in planted if word in text]

    def test_of_a_sealed_record_no_words_of_ones_own_are_taken(self, key, officer):
        kind = papers.template(key)
        record = made(kind, officer, NEW, "to_cao" if "ky_tiep" not in kind.record_types else "").own()
        free = [blank for blank in kind.blanks if blank.kind in (WORDS, LINES)]
        for blank in free:
            with pytest.raises(Refusal):
                layout.typed(
                    kind, {blank.name: "Trần Thị Zqx"}, names_persons=facts.may_name_persons(record, kind)
                )


def plant(record):
    """Put a word into every text column of a row in memory, but the few that the program itself writes and reads."""
    words, kept = [], {"public_id", "type", "state", "secrecy"}
    for field in record._meta.get_fields():
        if getattr(field, "choices", None) or field.name in kept or not hasattr(field, "max_length"):
            continue
        if field.get_internal_type() in ("CharField", "TextField"):
            words.append(f"zqx{field.name}zqx".lower())
            setattr(record, field.name, words[-1])
    assert words
    return words


def files(sheet):
    """Words and properties of the DOCX and the PDF."""
    return [*docx_words(docx_file.docx(sheet)), *pdf_words(pdf_file.pdf(sheet))]


class TestForms:
    @pytest.mark.parametrize(("number", "key"), FORMS.items())
    def test_the_forms_of_the_decrees_on_complaints_are_there(self, number, key):
        form = papers.template(key).form_on(NEW)
        assert form.number == f"Mẫu số {number}"
        assert form.document in ("124/2020/NĐ-CP", "155/2026/NĐ-CP")

    @pytest.mark.parametrize(("key", "said"), DENUNCIATION.items())
    def test_those_of_a_denunciation_have_their_readers_and_no_room_for_a_name(self, key, said):
        kind = papers.template(key)
        form = kind.form_on(NEW)
        assert (kind.audience, form.number if form else "") == said
        assert not kind.needs_identity
        assert not places(kind.text) & {*facts.PERSONAL, "against"}
        assert places(kind.addressee) <= {"noi_nhan", "noi_nhan_ho_so"}  # agencies
        assert {blank.kind for blank in kind.blanks} <= BOUND

    @pytest.mark.parametrize("key", DENUNCIATION)
    def test_none_of_them_is_offered_to_another_class(self, key, officer):
        letter = classified(officer, "khieu_nai", NEW)
        for record in (letter, _matter(letter, officer, NEW)):
            assert key not in [one.key for one in papers.templates_for(record.own(), NEW)]

    @pytest.mark.parametrize(
        ("key", "before", "after"),
        [
            ("thu_ly", "Mẫu số 03 (124/2020/NĐ-CP)", "Mẫu số 03 (155/2026/NĐ-CP)"),
            ("khong_thu_ly", "Mẫu số 04 (124/2020/NĐ-CP)", "Mẫu số 04 (155/2026/NĐ-CP)"),
            ("bien_ban_doi_thoai", "Mẫu số 14 (124/2020/NĐ-CP)", "Mẫu số 14 (155/2026/NĐ-CP)"),
            ("giai_quyet_lan_1", "Mẫu số 15 (124/2020/NĐ-CP)", "Mẫu số 15 (124/2020/NĐ-CP)"),
            ("tu_choi_tiep", "Mẫu số 01 (04/2021/TT-TTCP)", "Mẫu số 01/TCD (154/2026/NĐ-CP)"),
            ("dinh_chi", "None", "Mẫu số 14a (155/2026/NĐ-CP)"),
        ],
    )
    def test_the_form_is_that_of_the_day(self, key, before, after):
        kind = papers.template(key)
        assert (str(kind.form_on(OLD)), str(kind.form_on(NEW))) == (before, after)

    @pytest.mark.parametrize("key", ["tam_dinh_chi", "tiep_tuc"])
    def test_suspension_is_unknown_to_the_law_before(self, key):
        assert not papers.template(key).is_valid_on(OLD)
        assert papers.template(key).is_valid_on(NEW)

    def test_documents_are_known_to_the_law_room(self):
        known = set(law.rulebook().documents)
        cited = {form.document for one in papers.templates() for form in one.forms}
        assert cited <= known


class TestSteps:
    def asked(self, letter, officer, key, **fields):
        moved = writing.move(letter, key, by=officer, on=NEW, **fields)
        found = papers.templates_for(moved.own(), NEW)
        return {one.key for one in found if one.key in declare.of_state(moved.own())}

    @pytest.mark.parametrize(
        ("class_", "competent", "move", "fields", "keys"),
        [
            ("to_cao", False, "chuyen", {"forwarded_to": ""}, {"chuyen_don", "to_cao_bao_da_chuyen"}),
            ("to_cao", True, "khong_thu_ly", {}, {"to_cao_khong_thu_ly"}),
            ("to_cao", True, "thu_ly", {}, {"to_cao_thu_ly", "to_cao_bao_thu_ly"}),
            ("khieu_nai", True, "thu_ly", {}, {"thu_ly"}),
            ("khieu_nai", True, "khong_thu_ly", {"refusal_ground": "khong_chu_ky"}, {"khong_thu_ly"}),
        ],
    )
    def test_a_step_asks_for_the_papers_of_its_class(self, officer, class_, competent, move, fields, keys):
        letter = classified(officer, class_, NEW, is_competent=competent)
        if "forwarded_to" in fields:
            fields = {"forwarded_to": str(officer.at)}
        assert self.asked(letter, officer, move, **fields) == keys

    def test_originals_are_given_back_against_a_receipt_to_sign(self, officer):
        letter = classified(officer, on=NEW)
        assert "tra_ban_goc" not in [one.key for one in papers.templates_for(letter, NEW)]
        Letter.objects.filter(pk=letter.pk).update(has_originals=True)
        letter.refresh_from_db()
        assert "tra_ban_goc" in [one.key for one in papers.templates_for(letter, NEW)]
        paper = papers.prepare(
            letter, "tra_ban_goc", by=officer, on=NEW, nguoi_nhan="người được ủy quyền", so_to="3"
        )
        text = layout.words(PaperText.objects.get(paper=paper).blocks)
        assert (paper.state, "người được ủy quyền" in text, "3 tờ" in text) == ("da_ban_hanh", True, True)
        assert "NGƯỜI NHẬN LẠI" in text

    @pytest.mark.parametrize(
        ("values", "why"),
        [
            ({"nguoi_nhan": "Bà Trần Thị A", "so_to": "3"}, "chọn một trong các mục"),
            ({"nguoi_nhan": "người gửi đơn", "so_to": "ba"}, "nhập một số"),
            ({"so_to": "3"}, "Còn thiếu"),
        ],
    )
    def test_to_whom_is_of_the_list_and_how_many_is_a_number(self, officer, values, why):
        letter = classified(officer, on=NEW)
        Letter.objects.filter(pk=letter.pk).update(has_originals=True)
        with pytest.raises(Refusal, match=why):
            papers.prepare(letter, "tra_ban_goc", by=officer, on=NEW, **values)


class TestFacts:
    def test_the_notice_of_acceptance_tells_the_limit_and_its_article(self, officer):
        letter = classified(officer, on=NEW)
        matter = _matter(letter, officer, NEW)
        text = layout.words(papers.preview(matter, "thu_ly", on=NEW, nguoi_giai_quyet="Chủ tịch"))
        assert "Thời hạn giải quyết: đến hết ngày" in text
        assert "lần đầu kể từ ngày 2/7/2026" in text
        assert NAMED["full_name"] in text

    def test_a_forwarded_denunciation_names_only_an_authority_of_the_directory(self, officer):
        letter = classified(officer, "to_cao", NEW)
        with pytest.raises(Refusal, match="đúng tên một đơn vị"):
            papers.prepare(letter, "chuyen_don", by=officer, on=NEW, noi_nhan="Bà Trần Thị A")
        paper = papers.prepare(letter, "chuyen_don", by=officer, on=NEW, noi_nhan=str(officer.at))
        kept = PaperText.objects.get(paper=paper)
        assert not kept.is_personal
        assert str(officer.at) in layout.words(kept.blocks)

    def test_an_unclassified_letter_is_offered_only_what_needs_no_name(self, officer):
        letter = letter_of(officer, NEW)
        offered = [one.key for one in papers.templates_for(letter.own(), NEW)]
        assert "bien_nhan_don" in offered
        assert not [key for key in offered if papers.template(key).needs_identity]

    def test_papers_of_the_step_just_taken_come_first(self, officer):
        letter = writing.move(
            classified(officer, on=NEW, is_competent=False), "huong_dan", by=officer, on=NEW
        )
        assert papers.templates_for(letter, NEW)[0].key == "huong_dan"
        assert isinstance(letter, Letter)
        assert Record.objects.get(pk=letter.pk).state == "huong_dan"
        assert not Matter.objects.exists()
