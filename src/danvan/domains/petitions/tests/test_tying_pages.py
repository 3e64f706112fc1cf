"""The desk's pages by which letters and matters are tied, split, parted; what a record's page says of it; who may."""

from datetime import date

import pytest
from django.urls import reverse

from danvan.domains.petitions.likeness.indexing import keep
from danvan.domains.petitions.models import Kind, Letter, Matter
from danvan.domains.petitions.tests.factories import NAMED, accepted, classified, matter_of, received
from danvan.domains.petitions.tying import panel as tying
from danvan.domains.petitions.tying.joining import join, join_letters, tie_second
from danvan.org.models import Kind as UnitKind
from danvan.org.tests.factories import make_account, make_unit
from danvan.records import writing
from danvan.records.desk.access import Reach
from danvan.records.desk.submissions import new_key
from danvan.records.models import Link, PersonalDetails, Record
from danvan.records.tests.desk_world import desk_of, reach_of
from danvan.records.tests.factories import compiler, handler, letter_of
from danvan.ui.errors import Refusal

pytestmark = pytest.mark.django_db
IN, LATER = date(2023, 2, 1), date(2023, 2, 8)
SAME = {"full_name": "Bà Lê Thị Minh Họa", "content": "Xin bồi thường"}
PAGES = ("tie_join", "tie_split", "tie_second", "tie_denounced")


def at(name, record, *more):
    return reverse(f"petitions:{name}", args=[record.public_id, *more])


def told(tie):
    return (tie.words, tie.other.pk)


def ties(record, account):
    return [told(tie) for tie in tying.ties(Record.objects.get(pk=record.pk), reach_of(account))]


def indexed(matter):
    """The matter, its letters' names being indexed as the job does it."""
    for pk in matter.sources.values_list("source_id", flat=True):
        assert keep(pk)
    return matter


def own(record):
    return type(record).objects.get(pk=record.pk)


class TestWhatAPageSays:
    def test_a_letter_names_its_matter_and_the_letters_beside_it(self, officer):
        matter = accepted(officer, IN)
        first = Letter.objects.get()
        again = classified(officer, LATER)
        join(again, matter, by=officer, reason="cung_noi_dung")
        assert ties(first, officer) == [("Vụ việc của đơn", matter.pk), ("Đơn cùng vụ việc", again.pk)]
        assert ties(again, officer) == [("Đơn cùng vụ việc", first.pk), ("Nhập vào vụ việc", matter.pk)]
        assert ties(matter, officer) == [("Đơn mở vụ việc", first.pk), ("Đơn nhập thêm", again.pk)]

    def test_letters_joined_and_split_say_which_way(self, officer):
        earlier, later = classified(officer, IN), classified(officer, LATER)
        join_letters(later, earlier, by=officer, reason="gui_them")
        assert ties(later, officer) == [("Nhập vào đơn trước", earlier.pk)]
        assert ties(earlier, officer) == [("Đơn sau nhập vào", later.pk)]
        part = writing.open_record("don", by=officer, unit=officer.at, on=IN, arises_from=earlier)
        assert ("Đơn tách ra", part.pk) in ties(earlier, officer)
        assert ties(part, officer) == [("Tách từ đơn", earlier.pk)]

    def test_both_instances_name_each_other(self, officer):
        first, second = matter_of(officer, IN), matter_of(officer, LATER, instance=2)
        tie_second(second, first, by=officer)
        assert ties(second, officer) == [("Vụ việc lần đầu", first.pk)]
        assert ties(first, officer) == [("Vụ việc lần hai", second.pk)]

    def test_what_the_account_does_not_see_is_not_named(self, officer):
        matter = accepted(officer, IN)
        again = classified(officer, LATER)
        join(again, matter, by=officer, reason="cung_noi_dung")
        Record.objects.filter(pk=again.pk).update(unit=make_unit())
        assert ties(matter, officer) == [
            ("Đơn mở vụ việc", Letter.objects.get(outcomes__kind="phat_sinh_tu").pk)
        ]
        page = desk_of(officer).get(matter.get_absolute_url()).content.decode()
        assert again.public_id not in page

    def test_who_may_not_read_what_is_sealed_sees_no_denunciation_beside(self, officer):
        matter = accepted(officer, IN, Kind.DENUNCIATION)
        assert ties(matter, officer)
        blind = [
            role
            for role in ("tiep_dan", "xu_ly")
            if not reach_of(make_account(role, officer.at)).units("records.sealed")
        ]
        for role in blind:
            assert ties(matter, make_account(role, officer.at)) == []

    def test_visits_are_told_elsewhere(self, officer):
        letter = classified(officer, IN)
        visit = writing.open_record(
            "luot_tiep", by=officer, unit=officer.at, on=IN, channel="thuong_xuyen", content_kind="khieu_nai"
        )
        Link.objects.create(record_id=visit.pk, source_id=letter.pk, kind=Link.Kind.JOINS)
        assert ties(letter, officer) == []
        assert tying.panel(visit, reach_of(officer)) is None

    def test_the_page_shows_it_once(self, officer):
        matter, again = accepted(officer, IN), classified(officer, LATER)
        join(again, matter, by=officer, reason="cung_noi_dung")
        page = desk_of(officer).get(again.get_absolute_url()).content.decode()
        assert page.count(f'href="{matter.get_absolute_url()}"') == 1
        assert "Nhập vào vụ việc:" in page
        assert "Nhận nhập" not in page

    def test_two_queries_whatever_hangs_on_it(self, officer, django_assert_max_num_queries):
        matter = accepted(officer, IN)
        for _turn in range(5):
            join(classified(officer, LATER), matter, by=officer, reason="cung_noi_dung")
        reach = Reach(officer)
        assert reach.readable
        letter = Letter.objects.first()
        with django_assert_max_num_queries(2):
            assert len(tying.panel(letter, reach).context["ties"]) == 6


class TestWhatIsOffered:
    def acts(self, record, account):
        part = tying.panel(own(record), reach_of(account))
        return part.context["acts"] if part else None

    @pytest.mark.parametrize(
        ("move", "acts"),
        [
            (None, ["nhap", "tach"]),
            ("yeu_cau_bo_sung", ["nhap", "tach"]),
            ("thu_ly", ["nhap", "la_to_cao"]),
            ("luu", None),
            ("huong_dan", None),
        ],
    )
    def test_of_a_letter_by_its_state(self, officer, move, acts):
        letter = classified(officer, IN, personal=NAMED)
        letter = writing.move(letter, move, by=officer, on=IN) if move else letter
        assert self.acts(letter, officer) == acts

    def test_of_an_unclassified_letter_nothing(self, officer):
        assert self.acts(received(officer, IN), officer) is None

    def test_of_a_sealed_one_no_second_reclassification(self, officer):
        letter = writing.move(classified(officer, IN, Kind.DENUNCIATION), "thu_ly", by=officer, on=IN)
        assert "la_to_cao" not in self.acts(letter, officer)

    def test_a_second_instance_waits_until_it_is_tied(self, officer):
        first, second = matter_of(officer, IN), matter_of(officer, LATER, instance=2)
        part = tying.panel(second, reach_of(officer))
        assert (part.waits, part.context["acts"]) == (True, ["lan_dau"])
        tie_second(second, first, by=officer)
        part = tying.panel(own(second), reach_of(officer))
        assert (part.waits, part.context["acts"]) == (True, [])  # what it hangs on stands open

    def test_everything_else_stands_folded(self, officer):
        assert not tying.panel(classified(officer, IN), reach_of(officer)).waits

    @pytest.mark.parametrize("role", ["tiep_dan", "thanh_tra"])
    def test_to_who_only_reads_nothing_is_offered(self, officer, role):
        assert not self.acts(classified(officer, IN), make_account(role, officer.at))


class TestJoinPage:
    def test_the_sender_s_open_matters_are_offered_and_one_is_joined(self, officer):
        matter = indexed(accepted(officer, IN, personal=SAME))
        indexed(accepted(officer, IN, personal=NAMED))
        letter = classified(officer, LATER, personal={**SAME, "full_name": "bà lê  thị minh họa "})
        client = desk_of(officer)
        page = client.get(at("tie_join", letter)).content.decode()
        assert matter.public_id in page
        assert Matter.objects.exclude(pk=matter.pk).get().public_id not in page
        sent = {"matter": matter.public_id, "reason": "gui_them"}
        assert client.post(at("tie_join", letter), sent).status_code == 302
        assert Link.objects.get(kind=Link.Kind.JOINS).source_id == letter.pk

    def test_by_number(self, officer):
        matter, letter = accepted(officer, IN), classified(officer, LATER)
        client = desk_of(officer)
        assert matter.public_id not in client.get(at("tie_join", letter)).content.decode()
        where = f"{at('tie_join', letter)}?so={matter.number}"
        assert matter.public_id in client.get(where).content.decode()
        sent = {"matter": matter.public_id, "reason": "nhieu_nguoi"}
        assert client.post(where, sent).status_code == 302

    @pytest.mark.parametrize(
        "number", ["12", "x", "12/23", "0/2023", "99999999999999/2023", "' OR 1=1", "１２/2023"]
    )
    def test_numbers_that_are_none(self, officer, number):
        answer = desk_of(officer).get(at("tie_join", classified(officer, IN)), {"so": number})
        page = answer.content.decode()
        assert answer.status_code in (200, 400)
        assert "số/năm" in page or "xem lại số" in page

    @pytest.mark.parametrize("how", ["class", "unit", "ended", "own"])
    def test_what_does_not_fit_is_not_offered(self, officer, how):
        letter = classified(officer, LATER)
        if how == "class":
            matter = accepted(officer, IN, Kind.PROPOSAL)
        elif how == "unit":
            matter = accepted(handler(), IN)
        elif how == "ended":
            matter = writing.move(accepted(officer, IN), "giai_quyet", by=officer, on=IN, result="dung")
        else:
            writing.move(letter, "thu_ly", by=officer, on=LATER)
            matter = Matter.objects.get()
        assert tying.open_matters(own(letter), reach_of(officer), matter.number) == []
        sent = {"matter": matter.public_id, "reason": "gui_them"}
        where = f"{at('tie_join', letter)}?so={matter.number}"
        answer = desk_of(officer).post(where, sent)
        assert answer.status_code == 400
        assert "chọn một vụ việc trong danh sách" in answer.content.decode()
        assert not Link.objects.filter(kind=Link.Kind.JOINS).exists()

    @pytest.mark.parametrize(
        ("sent", "sentence"), [({}, "Hãy chọn lý do"), ({"reason": "Bà Lê tố cáo"}, "Hãy chọn lý do")]
    )
    def test_without_a_reason_of_the_list(self, officer, sent, sentence):
        matter, letter = accepted(officer, IN), classified(officer, LATER)
        where = f"{at('tie_join', letter)}?so={matter.number}"
        answer = desk_of(officer).post(where, {"matter": matter.public_id, **sent})
        assert answer.status_code == 400
        assert sentence in answer.content.decode()
        assert "Bà Lê tố cáo" not in answer.content.decode()

    def test_of_a_sealed_letter_by_number_alone(self, officer):
        matter = accepted(officer, IN, Kind.DENUNCIATION)
        letter = classified(officer, LATER, Kind.DENUNCIATION)
        assert tying.open_matters(letter, reach_of(officer)) == []
        assert tying.open_matters(letter, reach_of(officer), matter.number) == [matter]


class TestSecondPage:
    def test_the_first_of_who_complains_again_wherever_it_is_kept(self):
        province = make_unit("Tỉnh Thử", UnitKind.PROVINCE)
        below = handler(make_unit("Xã Thử", UnitKind.COMMUNE, province))
        above = make_account("xu_ly", province, covers_below=True)
        above.at = province
        first = indexed(accepted(below, IN, personal=SAME))
        second = accepted(above, LATER, instance=2, personal=SAME)
        client = desk_of(above)
        page = client.get(at("tie_second", second)).content.decode()
        assert first.public_id in page
        assert "Xã Thử" in page
        assert client.post(at("tie_second", second), {"matter": first.public_id}).status_code == 302
        assert Link.objects.filter(record_id=second.pk, source_id=first.pk).exists()
        late = client.post(at("tie_second", second), {"matter": first.public_id})
        assert (late.status_code, "đã gắn" in late.content.decode()) == (400, True)

    def test_what_is_out_of_sight_is_not_offered(self, officer):
        first, second = matter_of(handler(), IN), matter_of(officer, LATER, instance=2)
        page = desk_of(officer).get(at("tie_second", second), {"so": first.number}).content.decode()
        assert first.public_id not in page
        assert "trong phạm vi Bà/Ông được xem" in page

    def test_the_name_is_asked_of_its_index_alone(self, officer, django_assert_max_num_queries):
        """A comparison of every sender's name would read all letters that the account sees, on opening the page."""
        first = indexed(accepted(officer, IN, personal=SAME))
        second = accepted(officer, LATER, instance=2, personal=SAME)
        with django_assert_max_num_queries(6) as asked:
            assert tying.first_matters(second, reach_of(officer)) == [first]
        told = [query["sql"] for query in asked.captured_queries]
        assert any("petitions_letterindex" in sql for sql in told)
        assert not any("UPPER(" in sql and "full_name" in sql for sql in told)

    @pytest.mark.parametrize("name", ["Bà Lê Thị Minh", "Lê Thị Minh Họa Bà", "Họa", " ", ""])
    def test_another_name_offers_nothing(self, officer, name):
        indexed(accepted(officer, IN, personal=SAME))
        second = accepted(officer, LATER, instance=2, personal={**SAME, "full_name": name})
        assert tying.first_matters(second, reach_of(officer)) == []

    def test_neither_later_ones_nor_second_ones(self, officer):
        second = matter_of(officer, IN, instance=2)
        matter_of(officer, LATER)
        matter_of(officer, IN, instance=2)
        found = [tying.first_matters(second, reach_of(officer), f"{n}/2023") for n in (1, 2, 3)]
        assert found == [[], [], []]


class TestSplitPage:
    def sent(self, **more):
        return {"key": new_key(), "to_cao": "on", "to_cao_field": "tham_nhung"} | more

    def test_it_shows_the_words_to_be_cut_down_and_splits(self, officer):
        letter = classified(officer, IN, personal=SAME)
        client = desk_of(officer)
        assert SAME["content"] in client.get(at("tie_split", letter)).content.decode()
        sent = self.sent(
            content="Chỉ bồi thường", agreed="on", kien_nghi_phan_anh="on", kien_nghi_phan_anh_field="khac"
        )
        answer = client.post(at("tie_split", letter), sent, follow=True)
        page = answer.content.decode()
        assert Letter.objects.count() == 3
        denounced = Letter.objects.get(kind="to_cao")
        assert (denounced.field, f"tố cáo số {denounced.number}" in page) == ("tham_nhung", True)
        assert "phong bì giấy" in page
        assert PersonalDetails.objects.get().content == "Chỉ bồi thường"

    def test_sent_twice_it_splits_once(self, officer):
        letter, client = classified(officer, IN), desk_of(officer)
        sent = self.sent(agreed="on")
        for _turn in range(2):
            assert client.post(at("tie_split", letter), sent).status_code == 302
        assert Letter.objects.count() == 2

    @pytest.mark.parametrize(
        ("more", "sentence"),
        [
            ({}, "bỏ hết nội dung tố cáo"),
            ({"agreed": "on", "to_cao_field": ""}, "lĩnh vực"),
            ({"agreed": "on", "to_cao_field": "x"}, "x"),
            ({"to_cao": ""}, "ít nhất một loại"),
            ({"agreed": "on", "key": "x"}, "mã gửi"),
        ],
    )
    def test_bad_forms_write_nothing(self, officer, more, sentence):
        letter = classified(officer, IN, personal=SAME)
        answer = desk_of(officer).post(at("tie_split", letter), self.sent(**more))
        assert answer.status_code == 400
        assert sentence in answer.content.decode()
        assert Letter.objects.count() == 1
        assert PersonalDetails.objects.get().content == SAME["content"]

    def test_of_a_sealed_letter_no_words_are_asked(self, officer):
        letter = classified(officer, IN, Kind.DENUNCIATION)
        client = desk_of(officer)
        assert 'name="content"' not in client.get(at("tie_split", letter)).content.decode()
        sent = {"key": new_key(), "khieu_nai": "on", "khieu_nai_field": "dat_dai", "content": "zqx"}
        assert client.post(at("tie_split", letter), sent).status_code == 302
        assert not PersonalDetails.objects.exists()

    def test_a_handled_letter_has_a_sentence_instead(self, officer):
        letter = writing.move(classified(officer, IN), "luu", by=officer, on=IN)
        answer = desk_of(officer).get(at("tie_split", letter))
        assert (answer.status_code, "Chỉ tách đơn" in answer.content.decode()) == (400, True)


class TestPartPage:
    def test_with_a_reason_and_only_then(self, officer):
        matter, letter = accepted(officer, IN), classified(officer, LATER)
        link = join(letter, matter, by=officer, reason="cung_noi_dung")
        client = desk_of(officer)
        assert matter.number in client.get(at("tie_part", letter, link.pk)).content.decode()
        assert client.post(at("tie_part", letter, link.pk)).status_code == 400
        assert client.post(at("tie_part", matter, link.pk), {"reason": "gan_nham"}).status_code == 302
        assert own(letter).counts_as_matter
        page = client.get(matter.get_absolute_url()).content.decode()
        assert "Gỡ khỏi hồ sơ liên quan" in page
        assert "Gắn nhầm hồ sơ" in page
        assert client.post(at("tie_part", letter, link.pk), {"reason": "gan_nham"}).status_code == 404

    def test_a_tie_of_another_record_or_of_the_law_s_own_steps_is_not_found(self, officer):
        matter, letter = accepted(officer, IN), classified(officer, LATER)
        link = join(letter, matter, by=officer, reason="cung_noi_dung")
        client = desk_of(officer)
        assert client.get(at("tie_part", classified(officer, IN), link.pk)).status_code == 404
        arisen = Link.objects.get(kind=Link.Kind.ARISES)
        assert client.get(at("tie_part", matter, arisen.pk)).status_code == 404
        assert client.get(at("tie_part", letter, 10**17)).status_code == 404

    def test_not_where_the_other_end_is_out_of_sight(self, officer):
        matter, letter = accepted(officer, IN), classified(officer, LATER)
        link = join(letter, matter, by=officer, reason="cung_noi_dung")
        Record.objects.filter(pk=letter.pk).update(unit=make_unit())
        assert desk_of(officer).get(at("tie_part", matter, link.pk)).status_code == 404

    def test_after_the_matter_ended_it_says_so(self, officer):
        matter, letter = accepted(officer, IN), classified(officer, IN)
        link = join(letter, matter, by=officer, reason="cung_noi_dung")
        writing.move(matter, "giai_quyet", by=officer, on=LATER, result="dung")
        answer = desk_of(officer).post(at("tie_part", letter, link.pk), {"reason": "gan_nham"})
        assert (answer.status_code, "Vụ việc đã kết thúc" in answer.content.decode()) == (400, True)


class TestDenouncedPage:
    def accepted(self, officer):
        letter = writing.move(classified(officer, IN, personal=SAME), "thu_ly", by=officer, on=LATER)
        return letter, Matter.objects.get()

    def test_it_explains_both_steps_and_does_them(self, officer):
        letter, matter = self.accepted(officer)
        client, where = desk_of(officer), at("tie_denounced", letter)
        page = client.get(where).content.decode()
        assert "?buoc=giai_quyet" in page
        assert "Bản sao lưu cơ sở dữ liệu làm từ 1/2/2023" in page
        page = client.get(f"{where}?buoc=rut_don").content.decode()
        assert all(
            f'name="{name}"' in page for name in ("end_ground", "withdrawal_paper", "coercion", "reason")
        )
        sent = {"key": new_key(), "on": "9/2/2023", "reason": "nguoi_gui", "agreed": "on"}
        sent |= {"end_ground": "rut", "withdrawal_paper": "don_rut", "coercion": "khong"}
        answer = client.post(f"{where}?buoc=rut_don", sent, follow=True)
        page = answer.content.decode()
        assert own(letter).kind == Kind.DENUNCIATION
        assert (own(matter).state, own(matter).secrecy) == ("dinh_chi", "niem_phong")
        assert "Bản sao lưu" in page
        assert SAME["full_name"] not in page

    @pytest.mark.parametrize(
        ("more", "sentence"),
        [
            ({"agreed": ""}, "xác nhận việc xóa"),
            ({"reason": ""}, "Hãy chọn lý do"),
            ({"reason": "bà Lê"}, "Hãy chọn lý do"),
            ({"result": ""}, "result"),
            ({"result": "cong_nhan"}, "lần giải quyết thứ hai"),
            ({"on": "1/2/2023"}, "Ngày"),
            ({"on": "x"}, "Ngày"),
            ({"key": ""}, "mã gửi"),
        ],
    )
    def test_bad_forms_change_nothing(self, officer, more, sentence):
        letter, matter = self.accepted(officer)
        sent = {
            "key": new_key(),
            "on": "9/2/2023",
            "reason": "noi_dung",
            "agreed": "on",
            "result": "sai",
        } | more
        answer = desk_of(officer).post(f"{at('tie_denounced', letter)}?buoc=giai_quyet", sent)
        assert answer.status_code == 400
        assert sentence in answer.content.decode()
        assert (own(letter).kind, own(matter).closed_on) == (Kind.COMPLAINT, None)
        assert PersonalDetails.objects.count() == 1

    @pytest.mark.parametrize("step", ["", "giao_xac_minh", "x", "dinh_chi"])
    def test_a_step_that_ends_nothing_today_is_asked_for_again(self, officer, step):
        letter, matter = self.accepted(officer)
        sent = {"key": new_key(), "on": "9/2/2023", "reason": "noi_dung", "agreed": "on"}
        page = desk_of(officer).post(f"{at('tie_denounced', letter)}?buoc={step}", sent).content.decode()
        if step != "dinh_chi" or "bước nào?" in page:
            assert "Vụ việc kết thúc bằng bước nào?" in page
        assert own(matter).closed_on is None

    def test_a_settled_matter_needs_no_first_step(self, officer):
        letter, matter = self.accepted(officer)
        writing.move(matter, "giai_quyet", by=officer, on=LATER, result="dung")
        sent = {"key": new_key(), "on": "9/2/2023", "reason": "xac_minh", "agreed": "on"}
        assert desk_of(officer).post(at("tie_denounced", letter), sent).status_code == 302
        assert own(letter).kind == Kind.DENUNCIATION

    def test_where_it_cannot_be_it_says_what_to_do(self, officer):
        letter, matter = self.accepted(officer)
        join(classified(officer, LATER, personal=NAMED), matter, by=officer, reason="nhieu_nguoi")
        answer = desk_of(officer).get(at("tie_denounced", letter))
        assert answer.status_code == 400
        assert "nhận một đơn mới, niêm phong" in answer.content.decode()
        assert "?buoc=" not in answer.content.decode()


class TestWhoMay:
    @pytest.mark.parametrize("name", PAGES)
    def test_strangers_compilers_and_wrong_records_find_nothing(self, officer, name):
        letter, matter = classified(officer, IN), matter_of(officer, IN, instance=2)
        fits, other = (matter, letter) if name == "tie_second" else (letter, matter)
        for account in (handler(), compiler(officer.at), make_account()):
            assert desk_of(account).get(at(name, fits)).status_code == 404
        assert desk_of(officer).get(at(name, other)).status_code == 404

    @pytest.mark.parametrize("name", PAGES)
    def test_who_reads_but_does_not_handle_is_told_so(self, officer, name):
        record = matter_of(officer, IN, instance=2) if name == "tie_second" else classified(officer, IN)
        answer = desk_of(make_account("thanh_tra", officer.at)).get(at(name, record))
        assert answer.status_code == 403
        assert "không có quyền" in answer.content.decode()

    @pytest.mark.parametrize("name", PAGES)
    def test_nobody_without_log_in(self, client, officer, name):
        assert client.get(at(name, letter_of(officer, IN))).status_code == 302

    def test_a_number_is_asked_in_the_one_way(self, officer):
        with pytest.raises(Refusal, match="số/năm"):
            tying.open_matters(classified(officer, IN), reach_of(officer), "mười hai")
