"""What is proposed to be covered in a text, with and without marks; what is covered, and by whose ticks."""

import itertools
import re

import pytest
from django.urls import reverse
from hypothesis import given
from hypothesis import strategies as st

from danvan.records.models import SealItem, SealOpening
from danvan.records.seal import items, redaction
from danvan.records.seal.redaction import COVER, What, covered, proposals
from danvan.records.seal.tests.seal_world import CONTENT, PERSON, PHRASE, WHY, make_world, words_of
from danvan.records.tests.desk_world import desk_of
from danvan.ui.errors import Refusal


def found(text, known=()):
    normal = redaction.normal(text)
    return [(normal[span.start : span.end], span.what) for span in proposals(text, known)]


def texts(text, known=()):
    return [words for words, _what in found(text, known)]


class TestProposals:
    @pytest.mark.parametrize(
        ("text", "expected"),
        [
            ("Tôi là Nguyễn Văn An ở đây", "Nguyễn Văn An"),
            ("tôi tên Trần Thị Bé, sinh năm", "Trần Thị Bé"),
            ("bà Lê Hoàng Ngọc Trâm đã thấy", "Lê Hoàng Ngọc Trâm"),
            ("Toi la Nguyen Van An o day", "Nguyen Van An"),
            ("toi la nguyen van an", "nguyen van an"),
            ("ông Đặng Quốc Khánh nói", "Đặng Quốc Khánh"),
            ("anh Y Moan Niê và", "Y Moan Niê"),
            ("gặp bà Hoa tại chợ", "Hoa"),
        ],
    )
    def test_names(self, text, expected):
        assert (expected, What.NAME) in found(text)

    @pytest.mark.parametrize(
        "text",
        [
            "0912345678",
            "0912 345 678",
            "0912.345.678",
            "091-234-5678",
            "+84912345678",
            "+84 912 345 678",
            "0084912345678",
        ],
    )
    def test_telephone_numbers(self, text):
        assert found(f"gọi số {text} nhé") == [(text, What.PHONE)]

    @pytest.mark.parametrize("text", ["001099012345", "001 099 012 345", "123456789", "B1234567"])
    def test_identity_numbers(self, text):
        assert found(f"căn cước {text} cấp") == [(text, What.IDENTITY)]

    @pytest.mark.parametrize(
        "text",
        ["thu.hoa@vi-du.invalid", "a_b+c@mail.vi-du.invalid", "x @vi-du.invalid"],
    )
    def test_mail(self, text):
        assert (text, What.MAIL) in found(f"thư {text}, trả lời")

    @pytest.mark.parametrize(
        ("text", "number"),
        [
            ("số tài khoản 19031234567890", "19031234567890"),
            ("STK: 0123 4567 89012", "0123 4567 89012"),
            ("so tk 711A 12345678", None),
        ],
    )
    def test_bank_accounts(self, text, number):
        said = found(f"{text} tại ngân hàng")
        assert (
            number is None
            or (number, What.ACCOUNT) in said
            or (number, What.PHONE) in said
            or number in texts(text)
        )

    @pytest.mark.parametrize(
        ("text", "place"),
        [
            ("ở số nhà 12/3 đường Giả Định", "số nhà 12/3"),
            ("ở thôn Minh Họa", "thôn Minh Họa"),
            ("tại tổ 5 phường", "tổ 5"),
            ("o thon 3 xa", "thon 3"),
            ("xã Tân Thử, huyện", "xã Tân Thử"),
            ("phường Mẫu Một có", "phường Mẫu Một"),
            ("khu phố 7", "khu phố 7"),
            ("ấp Thử Nghiệm", "ấp Thử Nghiệm"),
        ],
    )
    def test_addresses(self, text, place):
        assert (place, What.ADDRESS) in found(text)

    @pytest.mark.parametrize(
        "text",
        [
            "Đề nghị thanh tra việc thu tiền từ năm 2022 đến năm 2023.",
            "Quyết định số 12/QĐ-UBND ngày 3/4/2023, số tiền 150.000.000 đồng.",
            "điều 8 khoản 2 của luật",
            "cán bộ xã thu tiền của dân",
            "tổ chức cuộc họp; đường đi khó",
        ],
    )
    def test_ordinary_words_are_left(self, text):
        assert found(text) == []

    def test_what_is_known_of_the_person_is_found_however_it_is_written(self):
        text = "Chị thử nói; tran thi thu ở THÔN GIẢ ĐỊNH; gọi 0900000000."
        said = texts(text, PERSON.values())
        assert "tran thi thu" in said
        assert "THÔN GIẢ ĐỊNH" in said
        assert "0900000000" in said

    def test_they_do_not_overlap_and_stand_in_order(self):
        text = CONTENT["content"] + " Ở số nhà 5, thôn Giả Định, xã Minh Họa, 0900000000, a@vi-du.invalid."
        spans = proposals(text, PERSON.values())
        assert all(one.end <= two.start for one, two in itertools.pairwise(spans))
        assert len(spans) >= 5

    @given(st.text(max_size=200))
    def test_any_text_can_be_read(self, text):
        normal = redaction.normal(text)
        for span in proposals(text, [text[:10]]):
            assert 0 <= span.start < span.end <= len(normal)

    @given(st.text(max_size=100))
    def test_folding_keeps_every_place(self, text):
        assert len(redaction.folded_like(text)) == len(text)


class TestCovering:
    def test_what_is_chosen_and_nothing_else(self):
        assert covered("tôi là Hoa, quê Mẫu", [(7, 10)]) == f"tôi là {COVER}, quê Mẫu"

    def test_neighbours_and_overlaps_become_one(self):
        assert covered("abcdef", [(1, 3), (2, 4), (4, 5)]) == f"a{COVER}f"

    @pytest.mark.parametrize("span", [(0, 7), (3, 3), (5, 2), (-1, 2)])
    def test_outside_the_text_is_refused(self, span):
        with pytest.raises(Refusal):
            covered("abcdef", [span])

    @pytest.mark.parametrize("value", ["", "1", "a-b", "3-2", "0-99", "1-2-3", "-1-2", "²-³"])
    def test_boxes_that_are_none_are_refused(self, value):
        with pytest.raises(Refusal):
            redaction.read_span(value, "abcdef")

    def test_words_added_by_hand_are_covered_everywhere(self):
        text = "Tư Rỗ báo; anh tu ro đi; Tư Rỗng thì không."
        spans = [(one.start, one.end) for one in redaction.said(text, ["tư rỗ"])]
        assert covered(text, spans) == f"{COVER} báo; anh {COVER} đi; Tư Rỗng thì không."

    @given(st.text(alphabet="abc đáà0123 ", max_size=60), st.data())
    def test_nothing_of_a_span_is_left_at_its_place(self, text, data):
        normal = redaction.normal(text)
        if len(normal) > 1:
            start = data.draw(st.integers(0, len(normal) - 1))
            end = data.draw(st.integers(start + 1, len(normal)))
            assert covered(text, [(start, end)]) == normal[:start] + COVER + normal[end:]

    def test_pieces_put_together_are_the_text(self):
        text = CONTENT["content"]
        assert "".join(words for words, _span in redaction.pieces(text, proposals(text))) == redaction.normal(
            text
        )


@pytest.mark.django_db
class TestThePage:
    @pytest.fixture
    def world(self):
        return make_world()

    @pytest.fixture
    def record(self, world):
        return world.case()

    @pytest.fixture
    def client(self, world, as_app):
        return desk_of(world.clerk)

    def sent(self, client, record, **more):
        why = {"reason": "che", "document": "12/QĐ-UBND", "phrase": PHRASE}
        return client.post(reverse("seal:redact", args=[record.public_id]), why | more)

    def ticks(self, page):
        return re.findall(r'name="che"[^>]*value="(\d+-\d+)"', page)

    def digest(self, page):
        return re.search(r'name="digest" value="([^"]+)"', page).group(1)

    def shown(self, page):
        return re.search(r'name="ban" value="([0-9a-f]{64})"', page).group(1)

    def test_proposes_ticks_previews_and_seals(self, client, world, record):
        page = self.sent(client, record).content.decode()
        assert "bằng tay" in page, "of scans it says plainly what it does not do"
        more = {"che": self.ticks(page), "digest": self.digest(page), "words": "lê văn mẫu"}
        preview = self.sent(client, record, **more).content.decode()
        assert COVER in preview
        assert self.sent(client, record, luu="1", ban=self.shown(preview), **more).status_code == 302
        [copy] = items.read(record, WHY, unlocked=world.key(world.clerk), part="da_che")
        told = words_of([copy])["content"]
        for word in ("Trần Thị Thử", "0900000000", "Lê Văn Mẫu"):
            assert word not in told
        assert COVER in told

    def test_only_what_is_ticked(self, client, world, record):
        page = self.sent(client, record).content.decode()
        bare = {"digest": self.digest(page), "che": [], "van_luu": "1"}
        preview = self.sent(client, record, **bare).content.decode()
        assert self.sent(client, record, luu="1", ban=self.shown(preview), **bare).status_code == 302
        [copy] = items.read(record, WHY, unlocked=world.key(world.clerk), part="da_che")
        assert words_of([copy]) == CONTENT

    def test_each_look_stands_in_the_book(self, client, record):
        self.sent(client, record)
        row = SealOpening.objects.get(act="che")
        assert (row.outcome, row.reason) == ("mo_duoc", "che")

    def test_what_came_in_meanwhile_is_not_passed_over(self, client, record):
        page = self.sent(client, record).content.decode()
        items.put(record, "thu_trao_doi", {"text": "thêm"}, by=None)
        answer = self.sent(client, record, luu="1", digest=self.digest(page), che=[])
        assert "có thêm nội dung mới" in answer.content.decode()
        assert not SealItem.objects.filter(kind="ban_da_che").exists()

    def test_of_scans_alone_nothing_is_made(self, client, world):
        record = world.case(filled=False)
        items.put(record, "ban_quet", {}, [("a.pdf", b"x")], by=None)
        answer = self.sent(client, record)
        assert "che trên bản giấy bằng tay" in answer.content.decode()

    def test_a_box_that_is_none_is_refused(self, client, record):
        page = self.sent(client, record).content.decode()
        assert (
            self.sent(client, record, luu="1", digest=self.digest(page), che=["0-99999"]).status_code == 400
        )


class TestWhatAReviewerMissed:
    @pytest.mark.parametrize(
        ("text", "told"),
        [
            ("TÔI TÊN LÀ NGUYỄN VĂN A", "TÔI TÊN LÀ [đã che]"),
            ("TÔI TÊN LÀ TRẦN THỊ THỬ", "TÔI TÊN LÀ [đã che]"),
            ("zalo 84912345678 nhé", "zalo [đã che] nhé"),
            ("zalo 84 912 345 678", "zalo [đã che]"),
            ("STK VCB 0071000123456", "STK VCB [đã che]"),
            (
                "số tài khoản ngân hàng Vietcombank của tôi là 0071000123456",
                "số tài khoản ngân hàng Vietcombank của tôi là [đã che]",
            ),
            ("Tr. Thị Thử đã ký", "[đã che] đã ký"),
            ("Trần T. Thử đã ký", "[đã che] đã ký"),
            ("N.V. Bình ký", "[đã che] ký"),
            ("Trần  Thị\nThử ký tên", "[đã che] ký tên"),
        ],
    )
    def test_is_proposed(self, text, told):
        text = redaction.normal(text)
        spans = [(span.start, span.end) for span in redaction.proposals(text)]
        assert redaction.covered(text, spans) == told

    @pytest.mark.parametrize(
        "text", ["Q. Tân Bình", "thành tiền 150.000.000 đồng", "ngày 14. Tháng sau", "mục a. khoản hai"]
    )
    def test_is_no_name(self, text):
        assert not redaction.proposals(redaction.normal(text))

    @pytest.mark.parametrize(
        ("text", "left"),
        [
            ("bà Thử nói", ["Thử"]),
            ("ba thu da noi", ["thu"]),
            ("ký tên: Thử", ["Thử"]),
            ("gọi 0900.000.000", ["0900.000.000"]),
            ("gọi +84 900 000 000", ["+84 900 000 000"]),
            ("gọi 84900000000", ["84900000000"]),
            ("ở thôn Giả Định", ["thôn Giả Định"]),
            ("tran thi thu", ["tran thi thu"]),
            ("thư đã gửi, thử lại sau", []),
            ("[đã che] ở [đã che]", []),
        ],
    )
    def test_what_is_known_is_looked_for_in_the_copy(self, text, left):
        known = ["Trần Thị Thử", "0900000000", "thôn Giả Định, xã Minh Họa", ""]
        assert redaction.still_told(text, known) == left

    @pytest.mark.parametrize("sign", ["stk a ", "A. ", "Trần\n", "8", "0 ", "tk "])
    def test_a_hostile_text_is_answered(self, sign):
        assert redaction.proposals(sign * 5000, ["Trần Thị Thử", "0900000000"]) is not None
