"""A visitor who changes the mind: another kind, another office, two windows, the way back; only what was shown is sent."""

import unicodedata

import pytest
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import SimpleUploadedFile
from hypothesis import given
from hypothesis import strategies as st

from danvan.domains.petitions.models import Letter
from danvan.portal import robots
from danvan.portal.filing import answering, forms, handing_in, steps, vault
from danvan.portal.filing.handing_in import hand_in
from danvan.portal.tests.filing_world import ANSWERS, PERSON, TEXT, Visitor, make_office
from danvan.portal.tests.test_robots import proof_of
from danvan.portal.tests.world import words
from danvan.records import envelopes
from danvan.records.files.tests import samples
from danvan.records.models import Filing

KINDS = ("phan_anh", "kien_nghi", "khieu_nai")
OF_A_COMPLAINT = ("Hủy quyết định", "12/QĐ-UBND")
OF_A_PLACE = ("nhà văn hóa thôn 3", "17.46880")


@pytest.fixture
def unit(db):
    return make_office()


@pytest.fixture
def visitor(db):
    return Visitor()


@pytest.fixture
def sealed(monkeypatch):
    kept = []
    monkeypatch.setattr(envelopes, "seal", lambda record, payload, files: kept.append((payload, files)))
    return kept


def change(visitor, kind):
    """The kind chosen anew on the page of all answers, and what that kind asks beside."""
    visitor.post("/gui-don/cau/loai/?sua=1", {"kind": kind})
    for key, answers in ANSWERS[kind]:
        visitor.post(f"/gui-don/cau/{key}/", answers)
    return visitor


@pytest.mark.django_db
class TestAnotherKind:
    @pytest.mark.parametrize("first", KINDS)
    @pytest.mark.parametrize("then", KINDS)
    def test_the_envelope_holds_what_the_page_of_all_answers_showed(self, visitor, unit, sealed, first, then):
        change(visitor.fill(first, unit), then)
        page = words(visitor.check_page().content.decode())
        assert visitor.send().status_code in (200, 302)
        ((payload, _files),) = sealed
        assert TEXT in payload["content"]
        for planted in (*OF_A_COMPLAINT, *OF_A_PLACE):
            assert (planted in payload["content"]) == (planted in page), planted

    def test_a_complaint_made_a_feedback_leaves_neither_decision_nor_demand(self, visitor, unit, sealed):
        change(visitor.fill("khieu_nai", unit), "phan_anh").send()
        ((payload, _files),) = sealed
        assert not [word for word in OF_A_COMPLAINT if word in payload["content"]]
        assert "Loại đơn: Phản ánh" in payload["content"]
        assert Letter.objects.get().preregistered_on is None

    def test_changed_there_and_back_the_first_answers_are_still_there(self, visitor, unit, sealed):
        change(change(visitor.fill("khieu_nai", unit), "phan_anh"), "khieu_nai").send()
        ((payload, _files),) = sealed
        assert all(word in payload["content"] for word in OF_A_COMPLAINT)
        assert Letter.objects.get().preregistered_on

    def test_words_of_a_question_no_longer_asked_raise_no_suspicion(self):
        answers = {"kind": "phan_anh", "content": "đèn hỏng", "request": "tố cáo ông A nhận hối lộ"}
        assert "hối lộ" not in answering.whole_text(answers)
        assert "hối lộ" in answering.whole_text(answers | {"kind": "khieu_nai"})

    def test_made_a_denunciation_everything_is_forgotten(self, visitor, unit, sealed):
        visitor.fill("khieu_nai", unit)
        answer = visitor.post("/gui-don/cau/loai/?sua=1", {"kind": "to_cao"})
        assert answer.url == "/gui-don/to-cao/"
        assert not Filing.objects.exists()
        assert not sealed
        assert visitor.cookies["gui_don"].value == ""

    def test_files_stay_with_the_form_and_are_shown(self, visitor, unit, sealed):
        visitor.fill("kien_nghi", unit)
        sent = SimpleUploadedFile("giay.pdf", samples.pdf(), content_type="application/pdf")
        assert visitor.post("/gui-don/cau/tep/", {"file": sent}).status_code == 302
        change(visitor, "phan_anh")
        assert "tep-1.pdf" in visitor.check_page().content.decode()
        visitor.send()
        assert [name for name, _data in sealed[0][1]] == ["tep-1.pdf"]


@pytest.mark.django_db
class TestTwoWindows:
    def test_sent_in_one_the_other_changes_nothing(self, visitor, unit, sealed):
        visitor.fill("kien_nghi", unit)
        token = visitor.cookies["gui_don"].value
        other = Visitor()
        other.cookies["gui_don"] = token
        visitor.send()
        assert other.post("/gui-don/cau/noi-dung/", {"content": "khác"}).url == "/gui-don/"
        assert other.get("/gui-don/kiem-tra/").url == "/gui-don/da-gui/"
        assert other.post("/gui-don/bo/").status_code == 302
        assert visitor.get("/gui-don/da-gui/").status_code == 200, "the receipt is still there"
        assert len(sealed) == 1

    def test_sent_in_both_it_is_one_letter(self, visitor, unit, sealed):
        visitor.fill("kien_nghi", unit)
        asked = [visitor.check_page().context["robots"] for _window in range(2)]
        answers = [visitor.post("/gui-don/kiem-tra/", {"altcha": proof_of(one)}) for one in asked]
        assert [answer.url for answer in answers] == ["/gui-don/da-gui/"] * 2
        assert Letter.objects.count() == len(sealed) == 1

    def test_pressed_twice_at_once_neither_press_is_told_that_it_failed(
        self, visitor, unit, sealed, monkeypatch
    ):
        """The second press finds the proof used while the first is still filing."""
        visitor.fill("kien_nghi", unit)
        asked = visitor.check_page().context["robots"]
        judge = robots.judge

        def after_the_first(request):
            hand_in(vault.find(request.COOKIES["gui_don"]), is_held=False)
            judge(request)
            return judge(request)

        monkeypatch.setattr(robots, "judge", after_the_first)
        answer = visitor.post("/gui-don/kiem-tra/", {"altcha": proof_of(asked)})
        assert (answer.status_code, answer.url) == (302, "/gui-don/da-gui/")
        assert Letter.objects.count() == len(sealed) == 1

    def test_dropped_in_one_the_other_begins_anew(self, visitor, unit):
        visitor.fill("kien_nghi", unit)
        other = Visitor()
        other.cookies["gui_don"] = visitor.cookies["gui_don"].value
        visitor.post("/gui-don/bo/")
        for key in ("loai", "noi-dung", "nguoi-gui"):
            assert other.get(f"/gui-don/cau/{key}/").url == "/gui-don/"
        assert not Filing.objects.exists()

    def test_a_form_that_was_dropped_does_not_come_back_by_sending_its_files(self, visitor, unit):
        draft = vault.begin()
        vault.keep(draft)
        vault.drop(draft)
        with pytest.raises(vault.Refusal, match="đã gửi hoặc đã hết hạn"):
            vault.add_file(draft, "anh-1.jpg", b"x")
        assert vault.find(draft.token) is None


@pytest.mark.django_db
class TestOffice:
    def test_chosen_anew_it_goes_to_the_new_one_alone(self, visitor, unit, sealed):
        visitor.fill("kien_nghi", unit)
        other = next(one for one in unit.__class__.objects.exclude(pk=unit.pk).order_by("pk") if one.slug)
        found = visitor.post("/gui-don/cau/noi-nhan/?sua=1", {"tim": "Xã Số 1.2", "unit": other.slug})
        if found.status_code == 400:  # not the one that bears that name
            other = unit.__class__.objects.get(names__name="Xã Số 1.2")
            visitor.answer("noi-nhan", tim="Xã Số 1.2", unit=other.slug)
        visitor.send()
        assert Letter.objects.get().unit == other

    @pytest.mark.parametrize("slug", ["", "khong-co", "\0", "x" * 500, "../", "1 OR 1=1"])
    def test_one_that_nobody_offered_is_none(self, visitor, unit, slug):
        visitor.begin().answer("loai", kind="kien_nghi")
        answer = visitor.post("/gui-don/cau/noi-nhan/", {"tim": "Xã Số 1.1", "unit": slug})
        assert answer.status_code == 400

    def test_that_closed_meanwhile_is_said_on_the_last_page(self, visitor, unit, sealed, monkeypatch):
        visitor.fill("kien_nghi", unit)
        asked = visitor.check_page().context["robots"]
        monkeypatch.setattr(handing_in.receivers, "find", lambda slug, on: None)
        answer = visitor.post("/gui-don/kiem-tra/", {"altcha": proof_of(asked)})
        assert answer.status_code == 400
        assert "không còn nhận đơn ở đây" in answer.content.decode()
        assert not Letter.objects.exists()
        assert vault.find(visitor.cookies["gui_don"].value).answers["content"] == TEXT, "nothing is lost"


class TestWays:
    @given(st.dictionaries(st.sampled_from([*steps.LABELS]), st.text(max_size=30)), st.sampled_from(KINDS))
    def test_whatever_was_answered_only_what_is_asked_is_packed(self, answers, kind):
        planted = {name: f"zqx{name}" for name in steps.LABELS}
        packed = handing_in.payload(planted | answers | PERSON | {"kind": kind})
        asked = {name for step in steps.way({"kind": kind}) for name in step.rows}
        for name in ("body", "decision", "place", "point", "request"):
            if name not in asked:
                assert f"zqx{name}" not in packed["content"]

    @given(
        st.sampled_from([*KINDS, None, "to_cao", "la"]),
        st.lists(st.sampled_from([s.key for s in steps.STEPS])),
    )
    def test_the_first_page_not_answered_is_on_the_way(self, kind, done):
        answers = {"kind": kind, "done": done}
        first = steps.missing(answers)
        way = steps.way(answers)
        assert first is None or (first in way and not first.is_answered(answers))
        for at, step in enumerate(way):
            assert steps.before(step, answers) == (way[at - 1] if at else None)

    @pytest.mark.parametrize("kind", KINDS)
    def test_each_page_says_its_question_once(self, kind):
        questions = [str(step.question) for step in steps.way({"kind": kind})]
        assert len(set(questions)) == len(questions)
        assert all(question.endswith("?") for question in questions)


class TestWords:
    """What people type: by phones, by pasting, in both forms of Unicode."""

    @given(st.text(max_size=200))
    def test_a_text_is_kept_in_one_form_without_signs_that_no_keyboard_has(self, text):
        kept = forms.Words(required=False).to_python(text)
        assert unicodedata.is_normalized("NFC", kept)
        assert not [sign for sign in kept if sign < " " and sign != "\n"]
        assert kept == kept.strip()

    @pytest.mark.parametrize(
        ("typed", "kept"),
        [
            ("Nguye\u0302\u0303n", "Nguyễn"),
            ("a\r\nb", "a\nb"),
            ("a\rb", "ab"),
            ("\x07a\x1fb", "ab"),
            ("  a  ", "a"),
            ("", ""),
            (None, ""),
        ],
    )
    def test_examples(self, typed, kept):
        assert forms.Words(required=False).to_python(typed) == kept

    @pytest.mark.parametrize(
        "phone",
        ["0912345678", "+84912345678", "091 234 5678", "0912.345.678", "024-3825-1234", "02438251234", ""],
    )
    def test_a_number_that_rings(self, phone):
        form = forms.PersonForm({"full_name": "A", "address": "B", "phone": phone})
        assert form.is_valid(), form.errors

    @pytest.mark.parametrize(
        "phone",
        [
            "091234567",
            "0912345678901",
            "912345678",
            "84912345678",
            "+85912345678",
            "0٩12345678",
            "091234567a",
            "++84",
            "0912345678; 0987654321",
            "０９１２３４５６７８",
        ],
    )
    def test_one_that_does_not(self, phone):
        form = forms.PersonForm({"full_name": "A", "address": "B", "phone": phone})
        assert not form.is_valid()
        assert set(form.errors) == {"phone"}

    @given(
        st.decimals(6, 24, places=4), st.decimals(102, 118, places=4), st.sampled_from([", ", " ", "; ", ","])
    )
    def test_every_point_of_the_country_is_read_back(self, north, east, sign):
        assert forms.point_of(f"{north}{sign}{east}") == f"{north:.5f}, {east:.5f}"

    @given(st.text(max_size=40))
    def test_any_text_is_a_point_or_a_sentence(self, text):
        try:
            north, east = map(float, forms.point_of(text).split(", "))
        except ValidationError as error:
            north, east = 17.0, 106.0
            text = error.message
            assert text.startswith("Tọa độ")
        assert 6 <= north <= 24
        assert 102 <= east <= 118
