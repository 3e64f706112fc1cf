"""From the first page to the receipt: what is asked, what is refused, what is made, and what is not."""

import io
import re
import time
from concurrent.futures import ThreadPoolExecutor
from datetime import date
from threading import Event

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connections
from django.test import Client
from django.urls import reverse
from PIL import Image

from danvan.domains.petitions.models import Letter
from danvan.org.models import PostHolding
from danvan.portal import robots
from danvan.portal.denouncing import form_key, forms, receipt, sending
from danvan.portal.denouncing.forms import LONGEST, MOST_BYTES, MOST_FILES
from danvan.portal.denouncing.steps import PAGES, TRAVELLING
from danvan.portal.filing.uploads import LIMIT_BYTES
from danvan.portal.tests.denouncing_world import (
    PERSON,
    SEND,
    WAY,
    WORDS,
    Place,
    Visitor,
    forget_turns,
    make_place,
    put_on_duty,
)
from danvan.records.files.scanning import Told
from danvan.records.files.tests import samples
from danvan.records.models import (
    Draft,
    Envelope,
    File,
    Notice,
    SealCase,
    SealGrant,
    SealItem,
    SealSender,
    Submission,
)
from danvan.records.papers import facts
from danvan.records.seal import cases, items, own_keys, roster, senders
from danvan.records.seal.routing import DEPUTY, HEAD, OFFICIAL, WHOLE
from danvan.records.seal.tests.seal_world import (
    PHRASE,
    WHY,
    denunciation,
    make_world,
    officer,
    posted,
    seals_on_network,
    words_of,
)
from danvan.records.tests.desk_world import desk_of
from danvan.records.today import today

pytestmark = pytest.mark.django_db


@pytest.fixture
def place():
    return make_place()


@pytest.fixture
def visitor(place):
    return Visitor(place)


def pdf(words="Biên lai"):
    return SimpleUploadedFile("bien lai.pdf", samples.pdf(words))


def heading(visitor):
    return re.search(r"<h1>(.*?)</h1>", visitor.text()).group(1)


def post_of(account):
    return account.person.posts_on(today())[0]


class TestWhetherItIsOffered:
    def way(self, visitor, post=HEAD):
        sent = {"tim": "xa so 1.1", "noi": visitor.start["noi"], "la": post}
        return visitor.client.post(WAY, sent).content.decode()

    def test_the_way_leads_on_where_somebody_is_on_duty(self, visitor):
        page = self.way(visitor)
        assert f'action="{SEND}"' in page
        assert "Xem rồi gửi qua mạng" in page

    def close(self, place, how):
        if how == "mode":
            seals_on_network(place.district, place.seal.head, "ngoai_he_thong", today())
        elif how == "recovery":
            place.seal.recovery.__class__.objects.update(ended_at=place.seal.recovery.made_at)
        elif how == "key":
            for account in (place.seal.clerk, place.seal.settler):
                own_keys.lose(account)
        elif how == "role":
            for account in (place.seal.clerk, place.seal.settler):
                account.person.grants.all().delete()
        elif how == "post":
            for account in (place.seal.clerk, place.seal.settler):
                account.person.holdings.all().delete()
        elif how == "inactive":
            for account in (place.seal.clerk, place.seal.settler):
                account.is_active = False
                account.save()
        else:
            for row in place.rows:
                roster.end(row, by=place.seal.head)

    @pytest.mark.parametrize("how", ["mode", "recovery", "key", "role", "post", "inactive", "roster"])
    def test_it_is_not_where_one_thing_is_missing(self, place, visitor, how):
        visitor.to_the_end()
        self.close(place, how)
        page = self.way(visitor)
        assert SEND not in page
        assert "Huyện Thử không nhận tố cáo qua mạng: hãy đưa bản giấy đến đó" in page
        answer = visitor.send()
        assert answer.status_code == 400
        assert "không nhận tố cáo qua mạng" in visitor.text()
        assert not SealCase.objects.exists()
        assert not Letter.objects.exists()

    def test_nor_on_a_machine_apart(self, visitor, settings):
        settings.ISOLATED = True
        assert SEND not in self.way(visitor)
        assert visitor.begin().status_code == 400

    def test_nor_where_the_way_ends_at_a_unit_that_does_not(self, visitor):
        assert SEND not in self.way(visitor, OFFICIAL), "the commune itself takes none"

    @pytest.mark.parametrize(
        "start",
        [
            {},
            {"noi": "khong-co"},
            {"noi": "khong-co", "la": HEAD},
            {"la": HEAD},
            {"la": "chu_tich"},
            {"noi": "x\0y", "la": HEAD},
            {"noi": "x" * 5000, "la": HEAD},
        ],
    )
    def test_nor_without_a_way(self, visitor, start):
        answer = visitor.post(({"noi": visitor.start["noi"]} if start == {"la": "chu_tich"} else {}) | start)
        assert answer.status_code == 400
        assert "không nhận tố cáo qua mạng" in visitor.text()

    def sitting_above(self, place, **rank):
        """The commune's head holds a post of the district too, and is on its roster."""
        boss = officer("giai_quyet", place.district)
        posted(boss, place.commune, "Chủ tịch xã", is_head=True)
        posted(boss, place.district, "Ủy viên Ủy ban nhân dân huyện", **rank)
        place.seal.key(boss)
        put_on_duty(place, boss)
        return boss

    @pytest.mark.parametrize("post", [HEAD, DEPUTY, WHOLE])
    def test_who_holds_a_post_at_the_denounceds_office_gets_no_key_unasked(self, place, visitor, post):
        boss = self.sitting_above(place)
        visitor.start["la"] = post
        visitor.to_the_end()
        assert "Ủy viên Ủy ban nhân dân huyện" not in "".join(one.content.decode() for one in visitor.seen)
        assert visitor.send().status_code == 200
        held = SealGrant.objects.filter(key__isnull=False).values_list("key__account", flat=True)
        assert set(held) == {place.seal.clerk.pk, place.seal.settler.pk}
        assert boss.pk not in set(held)

    @pytest.mark.parametrize("why", ["alone", "keeper"])
    def test_where_keys_would_lie_near_the_denounced_paper_is_asked(self, place, visitor, why):
        if why == "alone":
            self.sitting_above(place)
            for row in place.rows:
                roster.end(row, by=place.seal.head)
        else:
            posted(place.seal.head, place.commune, "Bí thư")
        page = self.way(visitor)
        assert SEND not in page
        assert "cũng giữ chức vụ ở Xã Số 1.1, nên tố cáo này không gửi qua mạng được" in page
        assert visitor.begin().status_code == 400

    def test_a_post_held_there_before_counts_for_nothing(self, place, visitor):
        post = posted(place.seal.head, place.commune, "Bí thư")
        PostHolding.objects.filter(post=post).update(valid=(date(2020, 1, 1), date(2022, 1, 1)))
        assert SEND in self.way(visitor)

    def test_at_the_office_itself_the_way_says_that_ticking_matters(self, place, visitor):
        own = Place(make_world(place.commune), place.commune)
        put_on_duty(own, own.seal.clerk)
        page = self.way(visitor, OFFICIAL)
        assert "đánh dấu thì người ấy không nhận khóa, không đánh dấu thì máy không biết" in page
        assert "máy không biết" not in self.way(visitor)

    @pytest.mark.parametrize("post", [HEAD, DEPUTY, WHOLE])
    def test_it_is_for_every_lead_of_the_commune(self, visitor, post):
        visitor.start["la"] = post
        assert visitor.begin().status_code == 200

    def test_an_address_typed_leads_to_the_first_question(self, visitor):
        answer = visitor.client.get(SEND)
        assert (answer.status_code, answer.url) == (302, reverse("portal:filing_denunciation"))


class TestThePages:
    def test_one_question_after_the_other(self, visitor):
        visitor.begin()
        told = [heading(visitor)]
        for values in ({}, {"ten": "co_ten"}, WORDS, PERSON):
            visitor.answer(**values)
            told.append(heading(visitor))
        assert told == [str(page.question) for page in PAGES]

    def test_who_gives_no_name_is_asked_for_none(self, visitor):
        visitor.to_the_end(named=False)
        assert heading(visitor) == "Xem lại và gửi"
        assert "ho_ten" not in visitor.text()

    def test_what_is_protected_and_who_opens_is_said_before_anything_is_asked(self, place, visitor):
        visitor.begin()
        page = visitor.text()
        assert (
            page.index("Được bảo vệ") < page.index("Không được bảo vệ") < page.index("Những chức vụ mở được")
        )
        for title in ("Công chức tiếp công dân", "Phó Chủ tịch"):
            assert title in page
        for name in (place.seal.clerk, place.seal.settler):
            assert str(name) not in page, "posts, no names"

    def test_the_keepers_of_the_recovery_key_are_told(self, place, visitor):
        visitor.begin()
        assert (
            "khóa khôi phục cùng nhau giao lại khóa: Chủ tịch, Phó Chủ tịch, Công chức tiếp công dân"
            in visitor.text()
        )
        head = post_of(place.seal.head)
        assert f'name="tru" value="{head.pk}"' in visitor.text(), "who only keeps a part can be ticked too"

    def test_what_each_means_is_told_from_the_rules(self, visitor):
        visitor.begin()
        visitor.answer()
        page = visitor.text()
        assert "trong 7 ngày làm việc" in page
        assert "Điều 25" in page
        assert "mới là thông tin có nội dung tố cáo" in page

    def test_a_post_that_is_not_ticked_stays_unticked_and_a_ticked_one_ticked(self, place, visitor):
        clerk = post_of(place.seal.clerk)
        visitor.begin()
        visitor.post(visitor.carried() | {"tru": [str(clerk.pk)], "trang": "ten"})
        visitor.back("bao_ve")
        assert re.search(rf'name="tru" value="{clerk.pk}"[^>]*checked', visitor.text())
        assert visitor.text().count(" checked") == 1

    def test_going_back_keeps_all_that_was_typed_even_on_the_page_left(self, visitor):
        visitor.begin()
        visitor.answer()
        visitor.answer(ten="co_ten")
        visitor.answer(**WORDS)
        visitor.back("noi_dung", ho_ten="Trần Thị <Thử>")
        assert WORDS["viec"] in visitor.text()
        visitor.answer(**WORDS)
        assert "Trần Thị &lt;Thử&gt;" in visitor.text()

    def test_who_changes_to_no_name_carries_none_on(self, visitor):
        visitor.to_the_end()
        visitor.back("ten")
        visitor.answer(ten="khong_ten")
        for _page in range(2):
            for value in PERSON.values():
                assert value not in visitor.text()
            visitor.answer(**WORDS)

    def test_the_first_button_of_every_page_leads_on(self, visitor):
        visitor.to_the_end()
        for answer in visitor.seen:
            form = answer.content.decode().partition(f'action="{SEND}"')[2]
            assert "name=" not in re.search(r"<button[^>]*>", form).group(0), "Enter presses the first one"

    @pytest.mark.parametrize(
        ("page", "sent", "sentence"),
        [
            ("ten", {}, "Chưa chọn cách gửi"),
            ("ten", {"ten": "khac"}, "Chưa chọn cách gửi"),
            ("noi_dung", {"ai": "", "viec": "x"}, "Chưa ghi người bị tố cáo"),
            ("noi_dung", {"ai": "x", "viec": "  \n "}, "Chưa kể việc đã xảy ra"),
            ("noi_dung", {"ai": "x", "viec": "\x00\x01"}, "Chưa kể việc đã xảy ra"),
            ("noi_dung", {"ai": "x", "viec": "y" * 20_001}, "Dài quá 20.000 ký tự"),
            ("nguoi", PERSON | {"ho_ten": ""}, "Chưa ghi họ tên"),
            ("nguoi", PERSON | {"dia_chi": " "}, "Chưa ghi địa chỉ"),
            ("nguoi", PERSON | {"muc_hai": ""}, "Chưa ghi năm sinh"),
            *[
                ("nguoi", PERSON | {"muc_hai": bad}, "Hãy ghi năm sinh bốn chữ số")
                for bad in ("12", "1868", "2100", "abc", "1 8", "١٢٣", "-12", "1e2")
            ],
            ("nguoi", PERSON | {"muc_hai": "12345"}, "muc_hai_error"),
            ("nguoi", PERSON | {"ho_ten": "x" * 201}, "ho_ten_error"),
        ],
    )
    def test_bad_answers_are_refused_and_everything_typed_stays(self, visitor, page, sent, sentence):
        answers = {"bao_ve": {}, "ten": {"ten": "co_ten"}, "noi_dung": WORDS, "nguoi": PERSON}
        visitor.begin()
        for key, values in answers.items():
            if key == page:
                break
            visitor.answer(**values)
        answer = visitor.answer(**sent)
        assert answer.status_code == 400
        assert sentence in visitor.text()
        assert "<title>Lỗi: " in visitor.text()
        for key, values in answers.items():
            if key in ("noi_dung", "nguoi") and list(answers).index(key) < list(answers).index(page):
                assert values["ai" if key == "noi_dung" else "ho_ten"] in visitor.text()
        assert not Letter.objects.exists()

    @pytest.mark.parametrize("posts", [["0"], ["x"], ["9" * 30], ["-1"]])
    def test_a_post_of_nowhere_is_refused(self, visitor, posts):
        visitor.begin()
        assert visitor.answer(tru=posts).status_code == 400
        assert "Danh sách chức vụ vừa đổi" in visitor.text()

    def test_when_nobody_is_left_it_is_not_sent_here_and_the_place_is_named(self, place, visitor):
        inspector = officer("tiep_dan", place.district)
        post = posted(inspector, place.district, "Thanh tra viên")
        place.seal.key(inspector)
        put_on_duty(place, inspector)
        for row in place.rows:
            roster.end(row, by=place.seal.head)
        visitor.begin()
        answer = visitor.answer(tru=[str(post.pk)])
        assert answer.status_code == 400
        assert "Không còn ai khác ở nơi này mở được" in visitor.text()
        assert "Chủ tịch Ủy ban nhân dân Huyện Thử" in visitor.text()

    def test_a_lead_of_the_receiving_office_goes_to_the_level_above(self, place, visitor):
        visitor.begin()
        assert visitor.answer(tru=[str(post_of(place.seal.settler).pk)]).status_code == 400
        assert "hãy chọn lại nơi làm việc" in visitor.text()

    @pytest.mark.parametrize("by", ["own", "another"])
    def test_a_keeper_of_the_recovery_key_leads_to_paper(self, place, visitor, by):
        post = post_of(place.seal.clerk)
        if by == "another":
            post = posted(place.seal.clerk, place.district, "Thanh tra viên")
        visitor.begin()
        assert visitor.answer(tru=[str(post.pk)]).status_code == 400
        assert "giữ một phần khóa khôi phục" in visitor.text()
        assert "đưa đến Chủ tịch Ủy ban nhân dân Huyện Thử" in visitor.text()

    def test_a_keeper_who_is_on_no_roster_too(self, place, visitor):
        for row in place.rows:
            if row.account_id == place.seal.clerk.pk:
                roster.end(row, by=place.seal.head)
        visitor.begin()
        assert visitor.answer(tru=[str(post_of(place.seal.clerk).pk)]).status_code == 400
        assert "giữ một phần khóa khôi phục" in visitor.text()

    @pytest.mark.parametrize("broken", ["viec", "ten", "muc_hai", "tru"])
    def test_the_last_page_takes_nothing_that_an_earlier_one_would_not(self, visitor, broken):
        visitor.to_the_end()
        values = {"tru": ["0"]} if broken == "tru" else {broken: ""}
        assert visitor.send(**values).status_code == 400
        assert not Letter.objects.exists()

    @pytest.mark.parametrize("key", ["", "x", "../gui", "bao_ve\0", "gui' OR 1=1"])
    def test_a_page_of_no_name_shows_the_first_one(self, visitor, key):
        visitor.post(visitor.start | {"trang": key, "ve": key})
        assert heading(visitor) == str(PAGES[0].question)

    def test_every_page_has_the_way_out_and_a_title_that_says_nothing(self, visitor):
        visitor.to_the_end()
        visitor.send(tep=[pdf()])
        assert len(visitor.seen) == 6
        for answer in visitor.seen:
            page = answer.content.decode()
            assert f'href="{reverse("portal:filing_leave")}"' in page
            assert "ố cáo" not in page.partition("<title>")[2].partition("</title>")[0]


class TestWhatIsMade:
    def test_a_line_of_the_register_a_case_and_a_sender(self, place, visitor):
        visitor.to_the_end()
        assert visitor.send(tep=[pdf(), SimpleUploadedFile("a.jpg", samples.photo())]).status_code == 200
        letter = Letter.objects.get()
        assert (letter.unit_id, letter.kind, letter.channel) == (
            place.district.pk,
            "to_cao",
            "cong_truc_tuyen",
        )
        assert (letter.field, letter.created_by, letter.is_anonymous) == (None, None, False)
        assert [item.kind for item in SealItem.objects.order_by("number")] == [
            *("nguoi_to_cao", "noi_dung", "ban_quet", "ban_quet")
        ]
        assert {item.by for item in SealItem.objects.all()} == {None}
        told = words_of(items.read(letter, WHY, unlocked=place.seal.key(place.seal.clerk)))
        assert told["full_name"] == PERSON["ho_ten"]
        assert told["phone"] == PERSON["dien_thoai"]
        assert WORDS["viec"] in told["content"]
        assert {"tep-1.pdf", "anh-2.jpg"} <= set(told), "names of ours, not the sender's"
        assert PERSON["muc_hai"] not in str(told)

    def test_those_on_duty_hold_it_and_nobody_else(self, place, visitor):
        visitor.to_the_end()
        visitor.send()
        held = SealGrant.objects.filter(key__isnull=False).values_list("key__account", flat=True)
        assert set(held) == {place.seal.clerk.pk, place.seal.settler.pk}

    def test_who_holds_a_ticked_post_gets_no_key_and_the_case_says_why(self, place, visitor):
        inspector = officer("tiep_dan", place.district)
        posted(inspector, place.district, "Chánh Văn phòng")
        other = posted(inspector, place.district, "Thanh tra viên")
        place.seal.key(inspector)
        put_on_duty(place, inspector)
        visitor.to_the_end(named=False, posts=(other.pk,))
        assert (
            'Những chức vụ mở được</dt><dd class="said">Phó Chủ tịch, Công chức tiếp công dân <'
            in visitor.text()
        )
        visitor.send()
        letter = Letter.objects.get()
        held = SealGrant.objects.filter(key__isnull=False).values_list("key__account", flat=True)
        assert set(held) == {place.seal.clerk.pk, place.seal.settler.pk}, "whichever of his posts was ticked"
        told = words_of(items.read(letter, WHY, unlocked=place.seal.key(place.seal.settler)))
        assert "giữ chức vụ: Thanh tra viên" in told["text"]

    @pytest.mark.parametrize("meanwhile", ["grows", "shrinks"])
    def test_where_the_posts_changed_meanwhile_the_sender_reads_them_first(self, place, visitor, meanwhile):
        visitor.to_the_end()
        if meanwhile == "grows":
            put_on_duty(place, place.seal.head)
        else:
            roster.end(place.rows[0], by=place.seal.head)
        assert visitor.send().status_code == 400
        assert heading(visitor) == str(PAGES[0].question)
        assert "Danh sách chức vụ mở được vừa đổi" in visitor.text()
        assert not Letter.objects.exists()
        visitor.answer()
        visitor.answer(ten="co_ten")
        assert WORDS["viec"] in visitor.text(), "nothing typed is lost"
        visitor.answer(**WORDS)
        visitor.answer(**PERSON)
        assert visitor.send().status_code == 200

    def test_nor_does_the_first_page_pass_with_posts_that_it_did_not_show(self, place, visitor):
        visitor.begin()
        put_on_duty(place, place.seal.head)
        assert visitor.answer().status_code == 400
        assert heading(visitor) == str(PAGES[0].question)
        assert visitor.answer().status_code == 200

    def test_who_never_saw_the_first_page_sees_it(self, place, visitor):
        visitor.to_the_end()
        assert visitor.send(ds="").status_code == 400
        assert heading(visitor) == str(PAGES[0].question)

    def test_without_a_name_there_is_nobody_in_it(self, place, visitor):
        visitor.to_the_end(named=False)
        visitor.send(ho_ten="Không ai", muc_hai="1968")
        assert not SealItem.objects.filter(kind="nguoi_to_cao").exists()
        assert Letter.objects.get().is_anonymous
        assert not SealSender.objects.get().is_named
        assert senders.find(visitor.code) is not None

    def test_the_code_and_the_second_item_are_the_only_way_back(self, visitor):
        visitor.to_the_end()
        visitor.send()
        letter = Letter.objects.get()
        assert senders.find(senders.read_code(visitor.code), PERSON["muc_hai"])[0].pk == letter.pk
        assert senders.find(visitor.code) is None
        assert senders.find(letter.public_id) is None
        assert letter.public_id not in visitor.text()

    def test_neither_code_nor_address_of_the_record_leads_anywhere_by_tracking(self, visitor):
        visitor.to_the_end()
        visitor.send()
        for code in (visitor.code, Letter.objects.get().public_id):
            answer = Client().post(reverse("portal:track"), {"code": code})
            assert answer.status_code == 404
            assert "Huyện Thử" not in answer.content.decode()

    def test_nothing_of_it_goes_by_the_servers_key_or_into_other_tables(self, visitor):
        visitor.to_the_end()
        visitor.send(tep=[pdf()])
        for model in (Envelope, Draft, Submission, Notice):
            assert not model.objects.exists(), model

    def test_limits_of_the_law_run_from_the_day(self, visitor):
        visitor.to_the_end(named=False)
        visitor.send()
        assert [duty.clock for duty in Letter.objects.get().duties.all()] == ["xu_ly"]


class TestTwice:
    def test_the_same_form_sent_again_makes_nothing_and_shows_the_same_code(self, visitor):
        visitor.to_the_end()
        body = visitor.carried() | visitor.proof()
        visitor.post(body)
        code = visitor.code
        assert len(code) == 16
        visitor.post(body)
        assert visitor.code == code
        assert "Lần bấm này không gửi thêm gì" in visitor.text()
        assert Letter.objects.count() == SealCase.objects.count() == SealSender.objects.count() == 1

    @pytest.mark.parametrize(
        "other",
        [
            {"viec": "Chuyện khác"},
            {"ai": "Người khác"},
            {"ho_ten": "Tên khác"},
            {"muc_hai": "1969"},
            {"ten": "khong_ten"},
        ],
    )
    def test_with_other_words_it_is_refused_without_the_code(self, visitor, other):
        visitor.to_the_end()
        body = visitor.carried() | visitor.proof()
        visitor.post(body)
        code = visitor.code
        assert visitor.post(body | other).status_code == 400
        assert "Mẫu này đã gửi một lần, với nội dung khác" in visitor.text()
        assert code not in visitor.text().replace(" ", "")
        assert not visitor.code
        assert SealItem.objects.filter(kind="noi_dung").count() == 1

    def test_after_that_sentence_one_more_press_sends_it_as_its_own(self, visitor):
        visitor.to_the_end()
        body = visitor.carried() | visitor.proof()
        visitor.post(body)
        first = visitor.code
        visitor.post(body | {"viec": "Chuyện khác"})
        assert visitor.send().status_code == 200
        assert visitor.code != first
        assert Letter.objects.count() == 2

    def test_a_named_one_gets_the_paper_to_sign_again(self, visitor):
        visitor.to_the_end()
        body = visitor.carried() | visitor.proof()
        for _time in range(2):
            visitor.post(body)
            assert WORDS["viec"] in visitor.text().partition("<article")[2]

    def test_two_forms_make_two(self, place, visitor):
        visitor.to_the_end()
        visitor.send()
        other = Visitor(place)
        other.to_the_end()
        other.send()
        assert other.code != visitor.code
        assert Letter.objects.count() == 2

    @pytest.mark.parametrize(
        "key", ["", "ab" * 32, "ab" * 32 + ":1tMkbC:" + "x" * 43, "' OR 1=1", ":", "::", "\0", "x" * 30_000]
    )
    def test_a_secret_that_was_not_drawn_here_is_exchanged(self, visitor, key):
        visitor.post(visitor.start | {"khoa": key})
        (drawn,) = visitor.carried()["khoa"]
        assert re.match(r"[0-9a-f]{64}:", drawn)
        assert drawn != key
        assert form_key.kept(drawn) == drawn

    @pytest.mark.parametrize(("site", "stays"), [("same-origin", True), ("none", True), ("", True)])
    def test_one_of_this_sites_own_page_stays(self, visitor, site, stays):
        key = form_key.drawn()
        headers = {"sec-fetch-site": site} if site else {}
        visitor.shown = visitor.client.post(SEND, visitor.start | {"khoa": key}, headers=headers)
        assert (visitor.carried()["khoa"] == [key]) is stays

    @pytest.mark.parametrize("site", ["cross-site", "same-site", "anything"])
    def test_one_that_another_site_planted_does_not(self, visitor, site):
        key = form_key.drawn()
        headers = {"sec-fetch-site": site}
        visitor.shown = visitor.client.post(SEND, visitor.start | {"khoa": key}, headers=headers)
        assert visitor.carried()["khoa"] != [key]

    def test_who_knows_the_secret_and_not_the_words_gets_no_code(self, place, visitor):
        visitor.to_the_end(named=False)
        planted = visitor.carried()
        asked = planted | {"viec": "đoán mò"} | visitor.proof()
        visitor.send()
        code = visitor.code
        other = Visitor(place, REMOTE_ADDR="203.0.113.9")
        assert other.post(asked).status_code == 400
        assert not other.code
        assert code not in other.text().replace(" ", "")
        assert Letter.objects.count() == 1

    def test_asking_with_a_secret_again_and_again_comes_to_an_end(self, visitor, monkeypatch):
        monkeypatch.setattr(sending, "PRESSED", sending.Gate("to-cao-bam-thu", 3, 3600))
        visitor.to_the_end()
        for _time in range(3):
            visitor.send(cau_tra_loi="")
        assert visitor.send().status_code == 400
        assert "Có quá nhiều lần gửi từ nơi này" in visitor.text()
        assert not Letter.objects.exists()

    @pytest.mark.parametrize(("minutes", "repeats"), [(115, True), (121, False)])
    def test_the_code_is_shown_again_for_two_hours(self, visitor, monkeypatch, minutes, repeats):
        visitor.to_the_end()
        body = visitor.carried() | visitor.proof()
        visitor.post(body)
        code, later = visitor.code, time.time() + minutes * 60
        monkeypatch.setattr(time, "time", lambda: later)
        visitor.post(body)
        assert (visitor.code == code) is repeats
        assert Letter.objects.count() == 1, "nor is anything made once it is over"

    @pytest.mark.parametrize(("minutes", "same"), [(55, True), (65, False), (125, False)])
    def test_the_last_page_bears_one_that_serves_for_an_hour_more(self, visitor, monkeypatch, minutes, same):
        visitor.to_the_end()
        first, later = visitor.carried(), time.time() + minutes * 60
        monkeypatch.setattr(time, "time", lambda: later)
        visitor.post(first | {"ve": "gui"})
        assert (visitor.carried()["khoa"] == first["khoa"]) is same

    def test_the_secret_stays_the_same_from_page_to_page(self, visitor):
        visitor.begin()
        first = visitor.carried()["khoa"]
        visitor.to_the_end()
        visitor.back("bao_ve")
        assert visitor.carried()["khoa"] != first, "another beginning"
        kept = visitor.carried()["khoa"]
        visitor.answer()
        assert visitor.carried()["khoa"] == kept


class TestFiles:
    @pytest.mark.parametrize(
        ("files", "sentence"),
        [
            ([SimpleUploadedFile("a.exe", b"MZ" + b"x" * 50)], "Tệp thứ 1"),
            ([SimpleUploadedFile("a.pdf", b"%PDF-1.7 nothing")], "Tệp thứ 1"),
            ([SimpleUploadedFile("a.pdf", b"")], "Tệp thứ 1"),
            ([SimpleUploadedFile("a.pdf", b"%PDF-" + b"x" * 5_000_000)], "lớn hơn 5 MB"),
        ],
    )
    def test_bad_ones_are_refused_and_nothing_is_made(self, visitor, files, sentence):
        visitor.to_the_end()
        assert visitor.send(tep=files).status_code == 400
        assert sentence in visitor.text()
        assert WORDS["viec"] in visitor.text(), "what was typed stays"
        assert not Letter.objects.exists()

    def test_the_bad_one_is_named_by_its_turn(self, visitor):
        visitor.to_the_end()
        visitor.send(tep=[pdf(), SimpleUploadedFile("b.exe", b"MZ")])
        assert "Tệp thứ 2" in visitor.text()

    def test_five_are_too_many(self, visitor):
        visitor.to_the_end()
        assert visitor.send(tep=[pdf(str(turn)) for turn in range(5)]).status_code == 400
        assert "Nhiều nhất 4 tệp" in visitor.text()
        assert WORDS["viec"] in visitor.text()

    def test_the_most_that_is_allowed_fits_into_one_request(self, settings):
        words = 3 * 2 * LONGEST  # three bytes a sign, in both answers
        assert MOST_FILES * LIMIT_BYTES <= MOST_BYTES
        assert MOST_BYTES + words + 1_000_000 < settings.UPLOAD_LIMIT_BYTES

    def test_all_together_have_a_limit(self, visitor, monkeypatch):
        monkeypatch.setattr(forms, "MOST_BYTES", 100)
        visitor.to_the_end()
        assert visitor.send(tep=[pdf()]).status_code == 400
        assert "cộng lại lớn hơn 20 MB" in visitor.text()

    def test_above_what_a_request_may_carry_the_page_says_how_to_come_back(self, visitor, settings):
        settings.UPLOAD_LIMIT_BYTES = 2_000
        visitor.to_the_end()
        answer = visitor.send(tep=[SimpleUploadedFile("a.pdf", b"%PDF-" + b"x" * 5_000)])
        assert answer.status_code == 400
        assert "Hãy bấm Quay lại của trình duyệt" in visitor.text()
        assert not Letter.objects.exists()

    @pytest.mark.parametrize("named", [True, False])
    def test_who_gives_no_name_gives_none_by_a_pdf(self, place, visitor, named):
        visitor.to_the_end(named=named)
        sent = samples.authored_pdf("Tran Thi Thu")
        assert visitor.send(tep=[SimpleUploadedFile("a.pdf", sent)]).status_code == 200
        opened = items.read(Letter.objects.get(), WHY, unlocked=place.seal.key(place.seal.clerk))
        ((name, kept),) = [one for item in opened for one in item.files]
        assert name == "tep-1.pdf"
        assert (kept == sent) is named
        assert (b"Tran Thi Thu" in kept) is named

    @pytest.mark.parametrize("data", [samples.pdf(), samples.photo()])
    def test_nor_where_the_scanner_is_silent(self, visitor, monkeypatch, data):
        monkeypatch.setattr(
            sending.uploads.scanning, "admitted", lambda _data, **_more: Told(File.Scan.WAITING)
        )
        visitor.to_the_end(named=False)
        assert visitor.send(tep=[SimpleUploadedFile("a", data)]).status_code == 400
        assert "Tệp thứ 1: Chưa quét được mã độc nên chưa bỏ được tên người soạn" in visitor.text()
        assert not Letter.objects.exists()

    def test_none_is_looked_into_before_the_sending_was_judged(self, visitor, monkeypatch):
        monkeypatch.setattr(sending.uploads, "read", lambda *_all, **_more: pytest.fail("looked into"))
        visitor.to_the_end()
        for answer in ("", "99", "x"):
            assert visitor.send(cau_tra_loi=answer, tep=[pdf()]).status_code == 400
        monkeypatch.setattr(sending, "SENT", sending.Gate("to-cao-thu-tep", 0, 3600))
        assert visitor.send(tep=[pdf()]).status_code == 400
        assert "Có quá nhiều lần gửi" in visitor.text()

    def test_a_sending_whose_files_are_refused_takes_a_turn(self, visitor, monkeypatch):
        monkeypatch.setattr(sending, "SENT", sending.Gate("to-cao-thu-tep-hong", 2, 3600))
        visitor.to_the_end()
        for _time in range(2):
            visitor.send(tep=[SimpleUploadedFile("b.exe", b"MZ")])
            assert "Tệp thứ 1" in visitor.text()
        visitor.send(tep=[SimpleUploadedFile("b.exe", b"MZ")])
        assert "Có quá nhiều lần gửi" in visitor.text()

    def test_a_picture_of_too_many_points_is_not_decoded(self, visitor):
        written = io.BytesIO()
        Image.new("1", (5001, 5000)).save(written, "PNG")
        visitor.to_the_end()
        assert visitor.send(tep=[SimpleUploadedFile("a.png", written.getvalue())]).status_code == 400
        assert "Tệp thứ 1: Ảnh quá lớn" in visitor.text()

    def test_while_others_files_are_looked_into_one_waits_and_is_then_asked_to_come_again(
        self, visitor, monkeypatch
    ):
        monkeypatch.setattr(sending, "WAITS_SECONDS", 0)
        visitor.to_the_end()
        with sending._DECODES:
            assert visitor.send(tep=[pdf()]).status_code == 400
            assert "Máy đang đọc tệp của nhiều người khác" in visitor.text()
        assert visitor.send(tep=[pdf()]).status_code == 200, "the turn was given back"

    def test_a_refused_file_gives_the_turn_back(self, visitor):
        visitor.to_the_end()
        visitor.send(tep=[SimpleUploadedFile("b.exe", b"MZ")])
        assert not sending._DECODES.locked()

    def test_after_a_refusal_the_form_can_be_sent(self, visitor):
        visitor.to_the_end()
        visitor.send(tep=[SimpleUploadedFile("b.exe", b"MZ")])
        assert visitor.send(tep=[pdf()]).status_code == 200
        assert Letter.objects.count() == 1


class TestLimits:
    @pytest.mark.parametrize("answer", [{"cau_tra_loi": ""}, {"cau_tra_loi": "99"}, {"cau_tra_loi": "x"}])
    def test_without_a_proof_nothing_is_made(self, visitor, answer):
        visitor.to_the_end()
        assert visitor.send(**answer).status_code == 400
        assert "kiểm tra" in visitor.text()
        assert not SealCase.objects.exists()

    def test_a_proof_serves_once(self, place, visitor):
        visitor.to_the_end()
        proof = visitor.proof() | {"cau_hoi": visitor.carried()["cau_hoi"]}
        visitor.answer(**proof)
        other = Visitor(place)
        other.to_the_end()
        assert other.answer(**proof).status_code == 400
        assert Letter.objects.count() == 1

    def test_so_many_an_hour_from_one_address(self, place, visitor, monkeypatch, rf):
        visitor.to_the_end()
        monkeypatch.setattr(sending, "SENT", sending.Gate("to-cao-thu", 1, 3600))
        visitor.send()
        other = Visitor(place)
        other.to_the_end()
        assert other.send().status_code == 400
        assert "Có quá nhiều lần gửi từ nơi này" in other.text()
        elsewhere = Visitor(place, REMOTE_ADDR="203.0.113.9")
        elsewhere.to_the_end()
        assert elsewhere.send().status_code == 200

    def test_so_many_an_hour_to_one_unit_wherever_from(self, place, visitor, monkeypatch):
        monkeypatch.setattr(sending, "TAKEN", sending.Gate("to-cao-thu-don-vi", 1, 3600))
        visitor.to_the_end()
        visitor.send()
        other = Visitor(place, REMOTE_ADDR="203.0.113.9")
        other.to_the_end()
        assert other.send().status_code == 400
        assert "đã nhận quá nhiều lần gửi trong một giờ" in other.text()
        forget_turns()
        other.to_the_end()
        assert other.send().status_code == 200

    def test_wrong_answers_are_counted_though_nothing_is_made(self, visitor, monkeypatch):
        monkeypatch.setattr(robots, "ANSWERS", robots.Gate("cau-hoi-thu", 2, 3600))
        visitor.to_the_end()
        for _time in range(2):
            visitor.send(cau_tra_loi="99")
        assert visitor.send().status_code == 400
        assert "Có quá nhiều lần gửi" in visitor.text()

    def test_what_was_refused_takes_no_turn(self, visitor, monkeypatch):
        monkeypatch.setattr(sending, "SENT", sending.Gate("to-cao-thu-hong", 1, 3600))
        visitor.to_the_end()
        visitor.send(cau_tra_loi="99")
        assert visitor.send().status_code == 200


class TestTheReceipt:
    def test_the_code_is_whole_and_says_how_to_keep_it(self, visitor):
        visitor.to_the_end()
        visitor.send()
        assert senders.read_code(visitor.code)
        for sentence in (
            "Trong hai giờ, tải lại chính trang này thì mã hiện lại",
            "Không ai cấp lại được",
            "năm sinh hoặc 3 số cuối điện thoại",
        ):
            assert sentence in visitor.text()

    def test_a_named_one_gets_the_paper_to_sign(self, visitor):
        visitor.to_the_end()
        visitor.send()
        page = visitor.text()
        for words in (*WORDS.values(), PERSON["ho_ten"], PERSON["dia_chi"], "ĐƠN TỐ CÁO", "Kính gửi"):
            assert words in page
        paper = page.partition("<article")[2].partition("</article>")[0]
        assert senders.in_groups(visitor.code) not in paper
        assert visitor.code not in paper
        assert PERSON["muc_hai"] not in paper
        assert "tính từ ngày cơ quan nhận bản ký" in page
        anonymous = receipt.in_force("TC.ANON", today())
        assert f"thì vẫn được thanh tra, kiểm tra. Căn cứ: {anonymous.citation}." in page

    def test_one_without_a_name_gets_none_and_reads_what_becomes_of_it(self, visitor):
        visitor.to_the_end(named=False)
        visitor.send()
        assert "<article" not in visitor.text()
        assert "thì được thanh tra, kiểm tra" in visitor.text()
        assert "chậm nhất ngày" in visitor.text()

    def test_a_fault_while_making_leaves_nothing(self, visitor, monkeypatch):
        visitor.to_the_end()
        monkeypatch.setattr(cases, "open_case", lambda *_all, **_more: (_ for _ in ()).throw(RuntimeError))
        visitor.client.raise_request_exception = False
        assert visitor.send().status_code == 500
        assert not Letter.objects.exists()


def test_what_travels_is_what_is_asked():
    asked = {name for page in PAGES for name in page.fields}
    assert set(TRAVELLING) == (asked - {"tep"}) | {"noi", "la", "khoa", "ds"}


def test_a_mode_is_asked_of_the_day_of_sending(place, visitor):
    visitor.to_the_end()
    seals_on_network(place.district, place.seal.head, "ngoai_he_thong", today())
    assert visitor.send().status_code == 400


class TestAtTheDesk:
    """What officers see of one that came over the network: no code that could be taken for the sender's."""

    def page(self, place, visitor, address):
        visitor.to_the_end()
        visitor.send()
        letter = Letter.objects.get()
        return letter, desk_of(place.seal.clerk).get(address(letter)).content.decode()

    def groups(self, letter):
        return senders.in_groups(letter.public_id)

    def test_the_records_page_names_no_code(self, place, visitor):
        letter, page = self.page(place, visitor, lambda letter: letter.get_absolute_url())
        assert self.groups(letter) not in page
        assert "chỉ người gửi có; ở đây không lưu" in page

    def test_nor_does_the_page_of_the_case(self, place, visitor):
        letter, page = self.page(place, visitor, lambda letter: reverse("seal:case", args=[letter.public_id]))
        assert self.groups(letter) not in page
        assert "gửi qua mạng, có họ tên" in page

    def test_nor_do_papers(self, place, visitor):
        visitor.to_the_end()
        visitor.send()
        letter = Letter.objects.get()
        told = facts.plain(letter, facts.Issuer("Huyện Thử", "", "", "", is_committee=True), today())
        assert told["ma_tra_cuu"] == f"(dùng số đăng ký {letter.number})"

    def test_who_was_kept_out_does_not_read_who_holds_it_nor_who_opened(self, place, visitor):
        inspector = officer("tiep_dan", place.district)
        post = posted(inspector, place.district, "Thanh tra viên")
        place.seal.key(inspector)
        put_on_duty(place, inspector)
        visitor.to_the_end(posts=(post.pk,))
        visitor.send()
        letter = Letter.objects.get()
        items.read(letter, WHY, unlocked=place.seal.key(place.seal.settler))
        address = reverse("seal:case", args=[letter.public_id])
        shown = {
            name: desk_of(account).get(address).content.decode()
            for name, account in (
                ("out", inspector),
                ("holder", place.seal.clerk),
                ("head", place.seal.head),
            )
        }
        who = str(place.seal.settler)
        assert who not in shown["out"]
        assert "chỉ hiện cho người giữ khóa và người đứng đầu" in shown["out"]
        assert shown["holder"].count(f">{who}") >= 2, "as holder and in the book"
        assert who in shown["head"]

    def test_of_another_sealed_record_they_do(self, place):
        other = denunciation(place.seal.clerk)
        told = facts.plain(other, facts.Issuer("Huyện Thử", "", "", "", is_committee=True), today())
        assert told["ma_tra_cuu"] == self.groups(other)
        page = desk_of(place.seal.clerk).get(other.get_absolute_url()).content.decode()
        assert self.groups(other) in page

    def test_those_on_duty_open_it_and_read_the_words(self, place, visitor):
        letter, _page = self.page(place, visitor, lambda letter: letter.get_absolute_url())
        sent = {"reason": "tiep_nhan", "phrase": PHRASE}
        shown = desk_of(place.seal.settler).post(reverse("seal:open", args=[letter.public_id]), sent)
        assert WORDS["viec"] in shown.content.decode()
        refused = desk_of(place.seal.head).post(reverse("seal:open", args=[letter.public_id]), sent)
        assert WORDS["viec"] not in refused.content.decode()


@pytest.mark.django_db(transaction=True)
def test_two_presses_at_one_moment_make_one_and_both_read_its_code(monkeypatch):
    place = make_place()
    visitor = Visitor(place)
    visitor.to_the_end()
    body, first_is_at_work, may_go_on = visitor.carried() | visitor.proof(), Event(), Event()
    really = sending._made

    def slowly(*args):
        first_is_at_work.set()
        assert may_go_on.wait(20)
        return really(*args)

    def press():
        try:
            return Client().post(SEND, body).content.decode()
        finally:
            connections.close_all()

    monkeypatch.setattr(sending, "_made", slowly)
    with ThreadPoolExecutor(2) as presses:
        first = presses.submit(press)
        assert first_is_at_work.wait(20)
        second = presses.submit(press)
        may_go_on.set()
        pages = [one.result(timeout=60) for one in (first, second)]
    codes = {"".join(re.findall(r'receipt__group">(\d{4})<', page)) for page in pages}
    assert len(codes) == 1
    assert len(codes.pop()) == 16
    assert Letter.objects.count() == 1


class TestHostile:
    """What a program types into fields that no person sees."""

    @pytest.mark.parametrize(
        "text", ["\0", "a\0b", "\u202e", "%s", "'; DROP TABLE org_unit; --", "\\x00", "x" * 30_000]
    )
    def test_odd_words_in_any_field_break_nothing(self, visitor, text):
        visitor.begin()
        carried = visitor.carried()
        for name in sorted({*TRAVELLING, "trang", "ve"}):
            assert visitor.post(carried | {name: text}).status_code in (200, 400), name
        assert not Letter.objects.exists()

    def test_a_script_is_shown_as_text_on_every_page(self, visitor):
        script = "<script>alert(1)</script>"
        person = PERSON | {"ho_ten": script, "dia_chi": script, "dien_thoai": script}
        visitor.to_the_end(words={"ai": script, "viec": script}, person=person)
        visitor.back("noi_dung")
        visitor.answer(ai=script, viec=f'"><textarea>{script}')
        visitor.answer(**person)
        visitor.send()
        assert visitor.code
        for answer in visitor.seen:
            assert script not in answer.content.decode()

    def test_a_value_given_twice_counts_once(self, visitor):
        visitor.to_the_end()
        visitor.send(ten=["khong_ten", "co_ten"], ho_ten=["Người khác", PERSON["ho_ten"]])
        assert PERSON["ho_ten"] in visitor.text()
        assert "Người khác" not in visitor.text()

    def test_a_page_of_another_name_cannot_pass_over_what_is_asked(self, visitor):
        visitor.begin()
        visitor.post(visitor.carried() | {"trang": "gui"})
        assert heading(visitor) == str(PAGES[1].question)
        assert visitor.shown.status_code == 400

    def test_a_form_of_another_site_gets_no_further_than_the_proof(self, place):
        body = {"noi": place.commune.slug, "la": HEAD, "trang": "gui", "ten": "khong_ten"} | WORDS
        answer = Client(enforce_csrf_checks=True).post(SEND, body)
        assert answer.status_code == 400
        assert not Letter.objects.exists()
