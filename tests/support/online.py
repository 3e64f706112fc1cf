"""A tố cáo sent over the network, followed by its code and answered: everything that sender and office type."""

import re

from danvan.portal.tests.denouncing_world import Visitor, make_place
from danvan.records.desk.submissions import new_key
from danvan.records.seal import conversation
from tests.support.refused import refused
from tests.support.sowing import Field, newest_letter

FOLLOW = "/gui-don/to-cao/theo-doi/"
SECOND = "1968"


@refused
def online(field: Field) -> None:
    """Named, page after page, with what does not hold; sent with files, followed, written to and answered."""
    place = make_place()
    visitor = Visitor(place)
    visitor.client.raise_request_exception = False
    told = {"ai": field.words.name(field.at("ai")), "viec": field.phrase("việc")}
    person = {
        "ho_ten": field.words.name(field.at("họ tên")),
        "dia_chi": field.words.address(field.at("địa chỉ")),
    }
    person |= {"dien_thoai": field.words.phone(field.at("điện thoại")), "muc_hai": SECOND}
    visitor.to_the_end(words=told, person=person)
    visitor.back("noi_dung", ho_ten=field.words.name(field.at("họ tên gõ dở")))
    visitor.answer(viec="", ai=field.phrase("lời bị từ chối"))
    visitor.to_the_end(words=told, person=person)
    assert visitor.send(tep=[field.pdf("tệp"), field.scan("ảnh")]).status_code == 200, visitor.text()[:3000]
    code = visitor.code
    field.words.others[code.encode()] = field.at("mã hồ sơ")
    field.words.others[" ".join(re.findall("....", code)).encode()] = field.at("mã hồ sơ viết rời")
    _followed(field, place, visitor.client, code)


def _followed(field: Field, place, browser, code: str) -> None:
    record, world = newest_letter(), place.seal
    conversation.to_sender(
        record, conversation.WORDS, field.phrase("lời cơ quan"), unlocked=world.key(world.clerk)
    )
    browser.handler.enforce_csrf_checks = False
    wrong = browser.post(FOLLOW, {"code": field.token("mã sai"), "second": field.token("mục sai")})
    shown = browser.post(FOLLOW, {"code": code, "second": SECOND})
    assert field.words.found(shown.content) == {field.at("lời cơ quan")}, (
        wrong.status_code,
        shown.content[:3000],
    )
    ticket = re.search(r'name="ve" value="([^"]+)"', shown.content.decode())
    assert ticket
    for text in (field.phrase("lời thêm"), field.phrase("dài") * 800):
        answer = browser.post(
            f"{FOLLOW}gui/", {"ve": ticket[1], "key": new_key(), "text": text, "file": field.pdf("tệp thêm")}
        )
        assert answer.status_code < 500
    asked = {
        "ve": ticket[1],
        "key": new_key(),
        "bao_ve": "1",
        "scope": "tinh_mang",
        "why": field.phrase("xin bảo vệ"),
    }
    assert browser.post(f"{FOLLOW}gui/", asked).status_code < 500
