"""What the head of a sentence settles for all its figures."""

import pytest

from danvan.reports.reader.distractors import Masked
from danvan.reports.reader.items import ItemReader
from danvan.reports.reader.periods import Timeline
from danvan.reports.reader.setting import heading_kind, settled_by
from danvan.reports.reader.tests.reading_of import codes, found
from danvan.reports.reader.tokens import tokens_of


def items_of(text):
    timeline = Timeline(text)
    return ItemReader(tokens_of(text), Masked(text, timeline.spans), timeline).read()


@pytest.mark.parametrize(
    ("head", "settled"),
    [
        ("Về thanh tra hành chính, các huyện triển khai 14 cuộc thanh tra", {"CHAPTER_HC"}),
        ("Thanh tra hành chính: triển khai 14 cuộc", {"CHAPTER_HC"}),
        ("Về các lĩnh vực: đất đai 14 lượt", {"BY_FIELD"}),
        ("Kết quả kiểm tra việc thực hiện kết luận: kiểm điểm 3 cá nhân", {"CARRIED_OUT"}),
        ("Tiếp định kỳ 14 lượt", {"CONTRAST"}),
        ("Tiếp 14 lượt", set()),
    ],
)
def test_the_head_settles(head, settled):
    assert settled_by(items_of(head)) == settled


@pytest.mark.parametrize(
    "head",
    [
        "Trong lĩnh vực công tác này, toàn huyện tiếp 30 lượt",
        "Tiếp 30 lượt, chủ yếu về các lĩnh vực đất đai, xây dựng",
    ],
)
def test_a_field_named_before_the_verb_or_behind_the_figure_tells_no_visits_by_field(head):
    assert "BY_FIELD" not in settled_by(items_of(head))


def test_a_chapter_is_opened_by_a_heading_alone():
    assert settled_by(items_of("Các huyện triển khai thanh tra hành chính, gồm 14 cuộc")) == set()
    assert settled_by(items_of("Thanh tra hành chính")) == set()


def test_inspections_of_a_chapter_are_administrative_where_nothing_else_is_said():
    text = "Về thanh tra hành chính, các huyện triển khai 14 cuộc thanh tra; ban hành 9 kết luận."
    assert codes(text) == {"TT.hanh_chinh.cuoc": 14, "TT.ket_luan": 9}
    specialised = "Về thanh tra hành chính, các sở triển khai 14 cuộc thanh tra chuyên ngành."
    assert codes(specialised) == {"TT.chuyen_nganh.cuoc": 14}


def test_visits_told_by_field_are_not_the_visits_received():
    text = (
        "Huyện tiếp 120 lượt công dân. Nội dung phản ánh về các lĩnh vực sau: đất đai 81 lượt; "
        "bồi thường 22 lượt; môi trường 5 lượt; lĩnh vực khác 12 lượt."
    )
    assert codes(text) == {
        "TCD.luot": 120,
        "TCD.linh_vuc.dat_dai": 81,
        "TCD.linh_vuc.boi_thuong": 22,
        "TCD.linh_vuc.khac": 12,
    }


def test_what_was_carried_out_is_not_what_is_recommended():
    text = (
        "Kết quả kiểm tra việc thực hiện kết luận thanh tra cho thấy, các xã đã thực hiện kiến nghị thu hồi "
        "310 triệu đồng; kiểm điểm 2 tập thể và 7 cá nhân."
    )
    assert codes(text) == {"TT.da_thu": 310, "TT.da_thuc_hien.tap_the": 2, "TT.da_thuc_hien.ca_nhan": 7}


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("Về giải quyết đơn tố cáo, giải quyết 5 vụ", "TC"),
        ("Đối với khiếu nại: giải quyết 5 vụ", "KN"),
        ("Về giải quyết khiếu nại, tố cáo, giải quyết 5 vụ", ""),
        ("Về tiếp công dân, tiếp 5 lượt", ""),
        ("Giải quyết tố cáo, giải quyết 5 vụ", ""),
        ("Về 5 đơn tố cáo, giải quyết xong", ""),
        ("Về giải quyết tố cáo", ""),
    ],
)
def test_the_kind_of_a_heading(text, kind):
    assert heading_kind(items_of(text), text) == kind


def test_matters_behind_a_heading_are_of_its_kind():
    text = "Về giải quyết đơn tố cáo, các xã đã giải quyết 6/8 vụ."
    assert codes(text) == {"VV.to_cao.da_giai_quyet": 6, "VV.to_cao.tham_quyen": 8}


def test_a_kind_of_its_own_outweighs_the_heading():
    text = "Về giải quyết tố cáo, giải quyết 6 vụ tố cáo; giải quyết thêm 2 vụ khiếu nại."
    assert codes(text) == {"VV.to_cao.da_giai_quyet": 6, "VV.khieu_nai.da_giai_quyet": 2}


def test_a_list_of_duties_opens_no_chapter_on_corruption():
    text = "Kết quả công tác thanh tra và phòng, chống tham nhũng: phát hiện sai phạm 940 triệu đồng."
    assert found(text) == [("TT.sai_pham", 940, "triệu đồng")]


def test_a_campaign_counts_its_own_matters_until_the_subject_turns():
    text = (
        "Tỉnh mở chiến dịch 90 ngày giải quyết khiếu nại, tố cáo kéo dài. Đến nay, trong 19 vụ đã giải quyết "
        "xong 12 vụ việc. Toàn tỉnh tiếp 340 lượt công dân; giải quyết 51 vụ việc."
    )
    assert codes(text) == {"VV.90ngay": 19, "VV.90ngay.xong": 12, "TCD.luot": 340, "VV.da_giai_quyet": 51}
