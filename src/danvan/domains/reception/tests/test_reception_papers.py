"""Papers of reception where the step is: the refusal's notice on two grounds, the head's conclusions on the session."""

from datetime import date

import pytest
from django.urls import reverse

from danvan.domains.reception import conclusions
from danvan.domains.reception.counter.moves import NOTIFIED
from danvan.domains.reception.counter.tests.counter_world import NAME, send
from danvan.domains.reception.flow import SESSION, VISIT
from danvan.domains.reception.models import Ground, Visit
from danvan.domains.reception.papers import must_be_told
from danvan.domains.reception.tests.schedule_world import held_with_visits, planner, posted, words
from danvan.records import papers, writing
from danvan.records.models import Paper
from danvan.records.papers import layout
from danvan.records.papers.declare import of_state, templates_for
from danvan.records.tests.desk_world import desk_of, role_at
from danvan.ui.errors import Refusal

pytestmark = pytest.mark.django_db
OLD, NEW = date(2026, 6, 30), date(2026, 7, 1)
NOTICE, CONCLUDED = "tu_choi_tiep", "ket_luan_tiep"
ELSEWHERE = sorted(set(Ground.values) - set(NOTIFIED))


@pytest.fixture
def officer(settings, db):
    settings.DEMONSTRATION_DAY = NEW
    return planner()


def refused(officer, ground="r3", on=NEW, **told):
    answer = send(officer, outcome="tu_choi", refused_for=ground, on=f"{on.day}/{on.month}/{on.year}", **told)
    assert answer.status_code == 302, answer.context["form"].errors
    return Visit.objects.get()


def keys(record, on=NEW):
    return [one.key for one in templates_for(record.own(), on)]


def prepared(visit, officer, on=NEW):
    ground = papers.template(NOTICE).blanks[0].options[0]
    return papers.prepare(visit, NOTICE, by=officer, on=on, can_cu=ground)


class TestWhatTheStepsName:
    def test_each_paper_stands_at_its_step(self):
        told = {move.key: move.papers for kind in (VISIT, SESSION) for move in kind.moves if move.papers}
        assert told == {
            "tu_choi_tiep": (NOTICE,),
            "thong_bao_tu_choi": (NOTICE,),
            "to_chuc": (CONCLUDED,),
        }

    @pytest.mark.parametrize("ground", Ground.values)
    def test_two_grounds_want_paper(self, ground):
        assert must_be_told(Visit(refused_for=ground)) is (ground in ("r3", "h"))

    def test_a_visit_that_was_received_wants_none(self):
        assert not must_be_told(Visit())


class TestRefusal:
    @pytest.mark.parametrize("ground", ["r3", "h"])
    def test_it_is_asked_for_at_once(self, officer, ground):
        visit = refused(officer, ground)
        assert of_state(visit) == [NOTICE]
        assert keys(visit)[0] == NOTICE
        page = words(desk_of(officer).get(visit.get_absolute_url()).content.decode())
        assert "Thông báo từ chối tiếp công dân" in page

    @pytest.mark.parametrize("ground", ELSEWHERE)
    def test_on_other_grounds_it_is_not_offered(self, officer, ground):
        visit = refused(officer, ground)
        assert NOTICE not in keys(visit)
        with pytest.raises(Refusal, match="không dùng cho hồ sơ này"):
            prepared(visit, officer)

    def test_of_a_visit_received_it_is_not_offered(self, officer):
        send(officer, on="1/7/2026")
        assert NOTICE not in keys(Visit.objects.get())

    @pytest.mark.parametrize(
        ("on", "form", "cited"),
        [
            (OLD, "Mẫu số 01 (04/2021/TT-TTCP)", "Căn cứ Điều 9 Luật Tiếp công dân,"),
            (NEW, "Mẫu số 01/TCD (154/2026/NĐ-CP)", "Điều 4 Nghị định số 154/2026/NĐ-CP"),
        ],
    )
    def test_the_form_is_that_of_its_day(self, officer, on, form, cited):
        visit = refused(officer, on=on)
        paper = prepared(visit, officer, on)
        text = layout.words(papers.sheet(paper))
        assert str(papers.template(NOTICE).form_on(on)) == form
        assert cited in text
        assert NAME in text

    def test_the_ground_has_to_be_told(self, officer):
        with pytest.raises(Refusal, match="Căn cứ từ chối"):
            papers.prepare(refused(officer), NOTICE, by=officer, on=NEW)

    def test_once_there_it_is_no_more_asked_for(self, officer):
        visit = refused(officer)
        address = reverse("records:paper_prepare", args=[visit.public_id, NOTICE])
        page = desk_of(officer).get(visit.get_absolute_url()).content.decode()
        assert address in page
        prepared(visit, officer)
        again = desk_of(officer).get(visit.get_absolute_url()).content.decode()
        assert address not in again

    def test_it_is_still_offered_after_the_notice_was_noted(self, officer):
        visit = writing.move(refused(officer), "thong_bao_tu_choi", by=officer, on=NEW)
        assert of_state(visit) == [NOTICE]
        assert NOTICE in keys(visit)

    def test_of_a_denouncer_who_was_refused_there_is_none_with_a_name(self, officer):
        visit = refused(officer, content_kind="to_cao")
        assert NOTICE not in keys(visit)
        with pytest.raises(Refusal, match="trong phong bì"):
            prepared(visit, officer)

    def test_who_may_not_handle_does_not_prepare_it(self, officer):
        visit = refused(officer)
        address = reverse("records:paper_prepare", args=[visit.public_id, NOTICE])
        assert desk_of(officer).get(address).status_code == 200
        assert desk_of(role_at("thanh_tra", officer)).get(address).status_code == 403
        assert desk_of(planner()).get(address).status_code == 404


class TestConclusions:
    def concluded(self, officer, text="Giao xem xét việc đất đai"):
        session, _visits = held_with_visits(officer, NEW)
        told = {"answer": "giao_xem_xet", "unit": officer.at, "due_on": date(2026, 7, 20)}
        conclusions.add(session, by=officer, on=NEW, text=text, contact="Ông A (minh họa)", **told)
        return session

    def page(self, account, session):
        return desk_of(account).get(f"/ban-lam-viec/tiep-cong-dan/ky/{session.public_id}/").content.decode()

    def door(self, session):
        return reverse("records:paper_prepare", args=[session.public_id, CONCLUDED])

    def test_the_page_of_the_session_leads_to_it(self, officer):
        session = self.concluded(officer)
        page = self.page(officer, session)
        assert f'href="{self.door(session)}"' in page
        assert "Soạn thông báo kết luận" in page
        assert desk_of(officer).get(self.door(session)).status_code == 200

    def test_not_before_something_was_concluded(self, officer):
        session, _visits = held_with_visits(officer, NEW)
        assert self.door(session) not in self.page(officer, session)

    def test_not_for_who_only_reads(self, officer):
        session = self.concluded(officer)
        assert self.door(session) not in self.page(role_at("thanh_tra", officer), session)

    def test_it_tells_unit_and_limit_and_not_the_words(self, officer):
        session = self.concluded(officer, "Lời riêng của người đứng đầu zqx")
        paper = papers.prepare(session, CONCLUDED, by=officer, on=NEW)
        text = layout.words(papers.sheet(paper))
        assert "20/7/2026" in text
        assert "1. " in text
        assert "zqx" not in text

    def test_each_conclusion_has_its_line_in_order(self, officer):
        session = self.concluded(officer)
        for _turn in range(2):
            conclusions.add(session, answer="tra_loi_ngay", by=officer, on=NEW, text="Trả lời ngay")
        text = layout.words(papers.sheet(papers.prepare(session, CONCLUDED, by=officer, on=NEW)))
        assert text.index("1. ") < text.index("2. ") < text.index("3. ")

    def test_a_held_session_asks_for_it_and_one_to_come_does_not(self, officer):
        assert of_state(self.concluded(officer)) == [CONCLUDED]
        assert CONCLUDED not in of_state(posted(officer, date(2026, 7, 20), NEW))

    def test_it_is_kept_as_prepared_once_more_is_concluded(self, officer):
        session = self.concluded(officer)
        paper = papers.prepare(session, CONCLUDED, by=officer, on=NEW)
        before = layout.words(papers.sheet(paper))
        conclusions.add(session, answer="tra_loi_ngay", by=officer, on=NEW, text="Thêm")
        assert layout.words(papers.sheet(Paper.objects.get(pk=paper.pk))) == before
