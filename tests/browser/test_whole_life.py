"""A complaint from a place booked on the portal to its second instance, through pages alone; by the law of two times.

In 2023 settlement cannot be suspended. From 1/7/2026 it can, and a limit that ends at a Tết not yet proclaimed is
provisional. Every person is invented.
"""

import re
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

import pytest
from playwright.sync_api import expect

from danvan.domains.petitions.models import Letter, Matter
from danvan.domains.reception.models import Booking, HeadSession, Visit
from danvan.org.models import Kind, RoleGrant
from danvan.org.tests.factories import ALWAYS, make_account, make_unit
from danvan.records.models import Paper
from danvan.ui.dates import day, day_long
from tests.browser.test_desk import log_in, press, shoot
from tests.support.browser import fits_across, unfold_steps

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
PERSON = "Người Khiếu Nại Minh Họa"
NUMBER = "079085012345"
WORDS = "Khiếu nại quyết định thu hồi đất minh họa của thửa số 12, tờ bản đồ số 3"
# Why a day is what it is ends with the article, or says plainly that none was found yet.
GROUND = re.compile(r"Căn cứ: .*(Điều \d+|chưa thấy điều khoản)")
DESK = "/ban-lam-viec/"


@dataclass(frozen=True)
class Time:
    """When the life is played: the day of planning and booking, of coming, and of each step after it."""

    planned: date
    comes: date
    steps: dict[str, date]


OLD = Time(
    date(2023, 3, 14),
    date(2023, 3, 28),
    {
        "thu_ly": date(2023, 4, 4),
        "giao_xac_minh": date(2023, 4, 6),
        "gia_han": date(2023, 4, 25),
        "bao_cao": date(2023, 5, 5),
        "doi_thoai": date(2023, 5, 10),
        "giai_quyet": date(2023, 5, 17),
        "gui": date(2023, 5, 18),
        "gui_cong_khai": date(2023, 5, 24),
        "khieu_nai_lan_hai": date(2023, 6, 5),
    },
)
NEW = Time(
    date(2026, 11, 2),
    date(2026, 11, 17),
    {
        "thu_ly": date(2026, 11, 23),
        "giao_xac_minh": date(2026, 11, 25),
        "gia_han": date(2026, 12, 7),
        "tam_dinh_chi": date(2026, 12, 21),
        "gui_dinh_chi": date(2026, 12, 22),
        "tiep_tuc": date(2027, 1, 18),
        "gui_tiep_tuc": date(2027, 1, 19),
        "bao_cao": date(2027, 1, 22),
        "moi_doi_thoai": date(2027, 1, 22),
        "doi_thoai": date(2027, 1, 29),
        "giai_quyet": date(2027, 2, 2),
        "gui": date(2027, 2, 3),
        "gui_cong_khai": date(2027, 2, 15),
        "khieu_nai_lan_hai": date(2027, 2, 24),
    },
)


class Life:
    """One complaint: the officer's tab, the citizen's tab, and the day it is."""

    def __init__(self, page: Any, phone: Any, address: str, settings: Any, axe: Any, at: Time) -> None:
        self.page, self.phone, self.address, self.settings, self.axe, self.at = (
            page,
            phone,
            address,
            settings,
            axe,
            at,
        )
        self.province = make_unit("Tỉnh Minh Họa", Kind.PROVINCE)
        self.unit = make_unit("Xã Minh Họa", Kind.COMMUNE, self.province)
        self.officer = make_account("xu_ly", self.province, covers_below=True)
        self.officer.person.full_name = "Cán bộ minh họa"
        self.officer.person.save()
        RoleGrant.objects.create(
            person=self.officer.person, unit=self.province, role="van_thu", covers_below=True, valid=ALWAYS
        )
        self.is_on(at.planned)

    def is_on(self, on: date) -> None:
        """Let the program take that day for today."""
        self.settings.DEMONSTRATION_DAY = on
        self.on = on

    def open(self, path: str) -> None:
        self.page.goto(self.address + path)

    def show(self, record: Any) -> None:
        self.open(record.get_absolute_url())

    def see(self, name: str, tab: Any = None) -> None:
        """The present page is kept as a picture, has no accessibility violation and no sideways scroll."""
        tab = tab or self.page
        shoot(tab, f"life-{self.at.planned.year}-{name}")
        self.axe(tab)
        assert fits_across(tab), name

    # What people do, in the order of the life

    def plan(self) -> None:
        self.open(f"{DESK}tiep-cong-dan/lap-lich/")
        self.page.locator("select[name=unit]").select_option(str(self.unit.pk))
        self.page.get_by_label("Năm", exact=True).fill(str(self.at.comes.year))
        self.page.locator("select[name=month]").select_option(str(self.at.comes.month))
        self.page.get_by_label("Các ngày trong tháng").fill(str(self.at.comes.day))
        self.page.get_by_label("Nơi tiếp").fill("Phòng tiếp công dân")
        self.page.get_by_label("Chức vụ, họ tên người chủ trì").fill("Chủ tịch UBND xã")
        self.page.locator("[name=attendance][value=truc_tiep]").check()
        press(self.page, "Xem trước")
        press(self.page, "Niêm yết các ngày đã chọn")
        self.session = HeadSession.objects.get()
        assert self.session.planned_on == self.at.comes

    def book(self) -> None:
        tab = self.phone
        tab.goto(f"{self.address}/tiep-cong-dan/?tim=xa+minh+hoa")
        tab.get_by_role("link", name="Xã Minh Họa").click()
        tab.get_by_role("link", name="Đặt chỗ trước").first.click()
        tab.get_by_label("Không, tôi khiếu nại").check()
        tab.get_by_role("button", name="Tiếp tục").click()
        tab.locator("input[type=radio][value^='08:30']").check()
        tab.get_by_label("Họ và tên").fill(PERSON)
        tab.get_by_label("Điện thoại", exact=True).fill("0900000001")
        expect(tab.locator("[name=altcha]")).not_to_have_value("", timeout=30_000)
        tab.get_by_role("button", name="Đặt chỗ").click()
        tab.get_by_role("heading", name="Đã đặt chỗ").wait_for()
        shoot(tab, "life-booked")

    def come(self) -> None:
        """The booked place opens the counter; what is spoken is written, read back, signed, and only then a letter."""
        page = self.page
        self.is_on(self.at.comes)
        self.open(f"{DESK}tiep-cong-dan/dat-cho/?don-vi={self.unit.pk}&ngay={day(self.on)}")
        page.get_by_role("link", name=re.compile("Mở quầy")).click()
        assert page.locator("[name=full_name]").input_value() == PERSON
        page.locator("[name=content_kind][value=khieu_nai]").check()
        page.locator("[name=outcome][value=nhan_don]").check()
        page.locator("[name=field]").select_option(label="Đất đai, nhà cửa")
        page.locator("[name=address]").fill("Thôn 1, Xã Minh Họa")
        page.locator("[name=identity_paper]").select_option("can_cuoc")
        page.locator("[name=identity_number]").fill(NUMBER)
        page.locator("[name=content]").fill(WORDS)
        page.get_by_text("Trình bày bằng lời: biên bản").click()
        page.locator("[name=is_oral]").check()
        shoot(page, "life-counter")
        press(page, "Ghi và in phiếu")
        self.not_refused()
        assert Letter.objects.count() == 0, "no letter before the words were read back and signed"
        page.get_by_role("heading", name="Biên bản ghi lời trình bày").wait_for()
        expect(page.locator(".paper")).to_contain_text(WORDS, use_inner_text=True)
        self.see("minutes")
        page.locator("[name=signed_as][value=ky]").check()
        page.locator("[name=field]").select_option(label="Đất đai, nhà cửa")
        press(page, "Xác nhận biên bản")
        self.see("slip")
        self.visit, self.letter = Visit.objects.get(), Letter.objects.get()
        assert Booking.objects.get().state == "da_den"
        assert (self.letter.state, self.letter.kind) == ("da_phan_loai", "khieu_nai")
        assert self.letter.public_id in "".join(page.locator("main").inner_text().split())

    def step(self, record: Any, key: str, label: str, **chosen: str) -> None:
        """Take a step on its day: from the record's page to the form and back; `chosen` by the names of its fields."""
        self.is_on(self.at.steps[key])
        self.show(record)
        unfold_steps(self.page)
        self.page.get_by_role("link", name=label, exact=True).click()
        for name, value in chosen.items():
            control = self.page.locator(f"[name={name}]")
            if control.evaluate("one => one.tagName") == "SELECT":
                control.select_option(value)
            else:
                control.fill(value)
        press(self.page, label)
        self.not_refused()
        record.refresh_from_db()

    def not_refused(self) -> None:
        said = self.page.locator(".govuk-error-summary").all_inner_texts()
        assert said == [], said

    def issue(self, offered: str, number: str) -> None:
        """Prepare the paper that the step just taken asks for, and let it come back signed, with its number."""
        page = self.page
        page.get_by_role("link", name=re.compile(offered, re.IGNORECASE)).first.click()
        page.get_by_label("Người có thẩm quyền giải quyết").fill("Chủ tịch UBND xã")
        press(page, "Soạn và chờ số")
        self.not_refused()
        self.see("paper")
        paper = Paper.objects.latest("pk")
        self.open(f"{DESK}van-ban/{paper.pk}/ban-hanh/")
        page.locator("[name=number]").fill(number)
        page.locator("[name=signer]").fill("Chủ tịch Minh Họa")
        press(page, "Ban hành")
        self.not_refused()
        assert paper.title in self.track()
        assert number in self.track()

    # What both pages say of the days

    def explained(self) -> list[str]:
        """Every limit of the officer's page has its sentences and its article; their names."""
        parts = self.page.locator("section.limit")
        if self.page.locator("#han-da-xong").count():
            self.page.locator("summary", has_text="Hạn đã xong").click()
        for turn in range(parts.count()):
            self._explained(parts.nth(turn))
        return parts.locator("h2").all_inner_texts()

    def _explained(self, part: Any) -> None:
        part.get_by_text("Vì sao hạn này?").click()
        sentences = part.locator(".ledger__text").all_inner_texts()
        assert len(sentences) >= 2, sentences
        assert all(sentences)
        assert GROUND.search(part.inner_text()), part.inner_text()

    def track(self) -> str:
        """What the citizen reads with the code of the slip; every day there is explained."""
        tab = self.phone
        tab.goto(f"{self.address}/tra-cuu/")
        tab.get_by_label("Mã tra cứu").fill(self.letter.public_id)
        tab.get_by_role("button", name="Tra cứu").click()
        expect(tab.locator("main")).to_contain_text("Việc tiếp theo", use_inner_text=True)
        parts = tab.locator("section.limit")
        for turn in range(parts.count()):
            self._explained(parts.nth(turn))
        assert PERSON not in tab.content()
        assert fits_across(tab)
        return tab.locator("main").inner_text()


@pytest.fixture
def life(page, phone, live_server, settings, axe):
    return lambda at: Life(page, phone, live_server.url, settings, axe, at)


def until_accepted(one: Life) -> Matter:
    """From the booking to the matter, with the paper of acceptance issued."""
    log_in(one.page, type("Server", (), {"url": one.address}), one.officer)
    one.plan()
    one.book()
    one.come()
    one.show(one.letter)
    one.explained()
    one.see("letter")
    one.step(one.letter, "thu_ly", "Thụ lý")
    matter = Matter.objects.get()
    one.issue("Soạn Thông báo thụ lý", "01/TB-UBND")
    return matter


def settle(one: Life, matter: Matter) -> None:
    """The decision, sent and published; each is read by the citizen."""
    one.step(matter, "giai_quyet", "Ban hành kết quả giải quyết", result="dung_mot_phan")
    assert {"Gửi quyết định giải quyết", "Công khai quyết định giải quyết"} <= set(one.explained())
    one.see("matter-settled")
    assert "Đúng một phần" in one.track()
    one.step(matter, "gui", "Gửi quyết định")
    told = one.track()
    assert "quyền khiếu nại lần hai hoặc khởi kiện" in told
    assert "Điều 33" in told
    one.see("tracking-settled", one.phone)
    until = day(one.at.steps["gui_cong_khai"] + timedelta(days=15))
    shown = {"publication": "niem_yet", "on_portal": "khong_co", "publication_until": until}
    one.step(matter, "gui_cong_khai", "Công khai quyết định", **shown)
    assert matter.state == "cong_khai"
    late = [duty.label for duty in matter.duties.all() if not duty.met_on or duty.met_on > duty.latest_on]
    assert late == []


def appeal(one: Life, matter: Matter) -> Matter:
    """The second complaint opens the second instance at the authority above, with its own limit."""
    one.step(matter, "khieu_nai_lan_hai", "Ghi nhận khiếu nại lần hai")
    second = Matter.objects.get(instance=2)
    assert (second.unit, second.received_on) == (one.province, one.on)
    one.page.get_by_role("link", name=str(second), exact=True).click()
    expect(one.page.locator("h1")).to_contain_text("lần hai", use_inner_text=True)
    assert one.explained() == ["Giải quyết vụ việc"]
    one.see("matter-second")
    told = one.track()
    assert "lần hai" in told
    assert day_long(second.duties.get().due_on) in told
    one.see("tracking-second", one.phone)
    return second


def test_by_the_law_of_2023(life):
    one = life(OLD)
    matter = until_accepted(one)
    one.step(matter, "giao_xac_minh", "Giao xác minh")
    cannot_be_suspended(one, matter)
    was = matter.duties.get(clock="giai_quyet").due_on
    one.step(matter, "gia_han", "Xác định phức tạp, gia hạn")
    now = matter.duties.get(clock="giai_quyet").due_on
    assert (was, now) == (date(2023, 5, 4), date(2023, 5, 19))
    one.explained()
    one.see("matter-mid-life")
    assert day_long(now) in one.track()
    one.see("tracking-mid-life", one.phone)
    one.step(matter, "bao_cao", "Báo cáo kết quả xác minh")
    one.step(matter, "doi_thoai", "Ghi nhận đối thoại")
    one.open(DESK)
    one.see("worklist")
    settle(one, matter)
    appeal(one, matter)


def cannot_be_suspended(one: Life, matter: Matter) -> None:
    """The move exists neither as a button nor at its address; the refusal names the law."""
    one.show(matter)
    unfold_steps(one.page)
    expect(one.page.get_by_role("link", name=re.compile("Giao xác minh|Báo cáo kết quả"))).to_have_count(1)
    expect(one.page.get_by_role("link", name="Tạm đình chỉ giải quyết")).to_have_count(0)
    one.open(f"{matter.get_absolute_url()}tam-dinh-chi/")
    told = one.page.locator("main").inner_text()
    assert "Luật Khiếu nại chỉ có quy định này từ 1/7/2026" in told
    assert "Điều 11a" in told
    one.see("no-suspension")
    matter.refresh_from_db()
    assert matter.state == "xac_minh"


def test_by_the_law_after_july_2026_over_tet(life):
    one = life(NEW)
    matter = until_accepted(one)
    one.step(matter, "giao_xac_minh", "Giao xác minh")
    one.step(matter, "gia_han", "Xác định phức tạp, gia hạn", complexity="nhieu_noi")
    one.step(matter, "tam_dinh_chi", "Tạm đình chỉ giải quyết", suspension_ground="cho_ket_qua")
    expect(one.page.locator("main")).to_contain_text("Thời hạn đang tạm dừng", use_inner_text=True)
    assert "Gửi quyết định tạm đình chỉ, tiếp tục, đình chỉ" in one.explained()
    one.see("matter-suspended")
    told = one.track()
    assert "Tạm đình chỉ" in told
    assert "tạm dừng" in told
    one.see("tracking-suspended", one.phone)
    one.step(matter, "gui_dinh_chi", "Gửi quyết định tạm đình chỉ, tiếp tục, đình chỉ")
    one.step(matter, "tiep_tuc", "Tiếp tục giải quyết")
    limit = matter.duties.get(clock="giai_quyet")
    assert limit.is_provisional
    assert limit.due_on > date(2027, 2, 1)
    part = one.page.locator("section.limit", has_text="Giải quyết vụ việc").first
    expect(part).to_contain_text("tạm tính", use_inner_text=True)
    one.explained()
    one.see("matter-mid-life")
    assert "tạm tính" in one.track()
    one.see("tracking-mid-life", one.phone)
    one.open(DESK)
    expect(one.page.locator("tbody")).to_contain_text("tạm tính", use_inner_text=True)
    one.see("worklist")
    one.step(matter, "gui_tiep_tuc", "Gửi quyết định tạm đình chỉ, tiếp tục, đình chỉ")
    one.step(matter, "bao_cao", "Báo cáo kết quả xác minh")
    planned = day(one.at.steps["doi_thoai"])
    one.step(matter, "moi_doi_thoai", "Thông báo đối thoại", dialogue_planned_on=planned)
    one.step(matter, "doi_thoai", "Ghi nhận đối thoại")
    settle(one, matter)
    appeal(one, matter)
