"""The body of a package and the evidence behind its cells."""

from datetime import date
from decimal import Decimal

import pytest
from django.db import DatabaseError, transaction
from django.db.models import Q

from danvan.domains.petitions.models import Letter
from danvan.org.tests.factories import make_account
from danvan.records import declare, writing
from danvan.records.declare import Indicator, Ratio
from danvan.reports import live
from danvan.reports.canonical import canonical, digest, sealed_leaf
from danvan.reports.compute import compute
from danvan.reports.evidence import Entry, cell_hash, gather, new_salt, salted
from danvan.reports.freezing import body_of, declarations_hash, exact
from danvan.reports.models import Report, TypedFigure
from danvan.reports.signing import prepare
from danvan.reports.tests.factories import letters, make_place, matter, typed_report, visits

pytestmark = pytest.mark.django_db
QUARTER = "2023-Q1"


@pytest.fixture
def place():
    place = make_place()
    letters(place.communes[0], "khieu_nai", 3)
    letters(place.districts[1], "to_cao", 2)
    visits(place.department, [1, 6])
    matter(place.communes[2], date(2023, 1, 9))
    return place


@pytest.fixture
def frozen(place):
    read = live.read(place.province, QUARTER)
    return body_of(read, gather(read.figures, new_salt()))


def test_the_body_says_what_when_where_and_by_which_law(frozen, place):
    assert frozen["unit"] == {
        "slug": place.province.slug,
        "code": "99",
        "name": "Tỉnh Minh Họa",
        "kind": "tinh",
    }
    assert frozen["form"]["key"] == "dvcq"
    assert frozen["period"]["rule"] == "RP.Q1"
    assert frozen["period"]["wording_from"] == "2021-05-10"
    assert frozen["period"]["status"] == "V"
    assert frozen["tree_on"] == "2023-03-14"
    assert frozen["illustrative"] is True


def test_every_unit_has_every_cell_and_names_its_parent(frozen, place):
    units = {unit["slug"]: unit for unit in frozen["units"]}
    assert len(units) == len(place.units)
    assert units[place.communes[0].slug]["parent"] == place.districts[0].slug
    assert units[place.province.slug]["parent"] == ""
    codes = {cell["code"] for cell in frozen["cells"]}
    assert len(frozen["cells"]) == len(codes) * len(units)


def test_every_leaf_carries_its_own_hash_and_a_nonce_of_its_own(frozen):
    leaves = [leaf for name in ("cells", "checks", "lines") for leaf in frozen[name]]
    assert all(leaf == sealed_leaf(leaf) for leaf in leaves)
    nonces = [leaf["nonce"] for leaf in leaves]
    assert len(set(nonces)) == len(nonces)


def test_the_body_has_an_exact_writing_and_no_name_of_a_person(frozen, place):
    text = canonical(frozen).decode()
    assert "Người gửi" not in text
    assert str(place.head) not in text
    for letter in Letter.objects.all():
        assert letter.public_id not in text


def test_lines_follow_the_form(frozen):
    rows = [row for section in frozen["form"]["sections"] for row in section["rows"]]
    assert [line["label"] for line in frozen["lines"]] == [row["label"] for row in rows]
    counted = {line["code"]: line["value"] for line in frozen["lines"] if line["code"]}
    assert counted["don.khieu_nai"] == 3
    assert counted["tcd.nguoi"] == 7


def test_typed_figures_stand_as_they_were_written(place):
    report = typed_report(place.province, {"DON.khieu_nai": 5}, issued_on=date(2023, 3, 15))
    TypedFigure.objects.create(
        report=report,
        code="X.ty_le",
        label="Tỷ lệ",
        value=Decimal("93.46"),
        unit="%",
        raw="93,46%",
        note="ghi chú",
    )
    read = live.read(place.province, QUARTER)
    first, second = body_of(read, gather(read.figures, "muối"))["typed"]
    assert (first["value"], first["issued_on"], first["report"]) == (5, "2023-03-15", "Báo cáo minh họa")
    assert (second["value"], second["raw"], second["note"]) == ("93.460000", "93,46%", "ghi chú")


@pytest.mark.parametrize(
    ("value", "written"),
    [
        (None, None),
        (0, 0),
        (296, 296),
        (Decimal("258.0000"), 258),
        (Decimal(100) / 3, "33.333333"),
        (Decimal("-2"), -2),
    ],
)
def test_numbers_are_written_exactly_or_as_text(value, written):
    assert exact(value) == written
    assert type(exact(value)) is type(written)


# -- definitions -------------------------------------------------------------------------------------------
def with_condition(monkeypatch, condition, **more):
    item = Indicator("thu", "Thử", Letter, "received_on", "đơn", where=condition, **more)
    monkeypatch.setattr(declare, "_figures", {"thu": item})
    return declarations_hash()


def test_the_hash_of_definitions_follows_what_is_counted_and_not_how_it_is_written(monkeypatch):
    one = with_condition(monkeypatch, Q(kind="to_cao", is_eligible=True))
    assert one == with_condition(monkeypatch, Q(is_eligible=True) & Q(kind="to_cao"))
    others = [
        with_condition(monkeypatch, Q(kind="to_cao") | Q(is_eligible=True)),
        with_condition(monkeypatch, ~Q(kind="to_cao", is_eligible=True)),
        with_condition(monkeypatch, Q(kind="khieu_nai", is_eligible=True)),
        with_condition(monkeypatch, Q(kind="to_cao", is_eligible=True), kind="stock"),
        with_condition(monkeypatch, Q(kind="to_cao", is_eligible=True), measure="sum:signatories"),
    ]
    assert len({one, *others}) == 6


def test_a_list_in_a_condition_counts_as_a_set(monkeypatch):
    assert with_condition(monkeypatch, Q(kind__in=["a", "b"])) == with_condition(
        monkeypatch, Q(kind__in=("b", "a"))
    )


def test_a_share_s_definition_is_hashed_too(monkeypatch):
    before = declarations_hash()
    share = Ratio("thu.ty_le", "Tỷ lệ", "don.to_cao", "don.tiep_nhan")
    monkeypatch.setattr(declare, "_figures", {**declare._figures, share.code: share})
    assert declarations_hash() != before


# -- evidence ----------------------------------------------------------------------------------------------
def test_an_entry_reads_back_from_its_line():
    entry = Entry(17, 3, 5, ("don.tiep_nhan", "don.to_cao"))
    assert entry.line() == "17|3|5|don.tiep_nhan,don.to_cao"
    assert Entry.read(entry.line()) == entry


def test_evidence_is_one_query_per_source(place, django_assert_num_queries):
    counted = compute(place.province, QUARTER)
    with django_assert_num_queries(4):
        gather(counted, "muối")


def test_a_cell_s_evidence_changes_with_the_version_of_a_record(place):
    figures = compute(place.province, QUARTER)

    def proof():
        behind = gather(figures, "muối").by_cell(figures)[place.province.pk, "don.khieu_nai"]
        return cell_hash("muối", place.province.pk, "don.khieu_nai", behind)

    before = proof()
    assert proof() == before
    letter = Letter.objects.filter(kind="khieu_nai").first()
    writing.move(letter, "huong_dan", by=make_account("xu_ly", letter.unit), on=date(2023, 3, 1))
    assert proof() != before


def test_the_same_records_under_another_salt_or_cell_give_another_hash():
    entries = [Entry(1, 1, 5, ("a",))]
    found = {cell_hash(salt, unit, code, entries) for salt in "xy" for unit in (1, 2) for code in "ab"}
    assert len(found) == 8
    assert salted("a", "b") != salted("ab", "")
    assert len({new_salt() for _ in range(20)}) == 20


def test_a_record_counts_in_its_unit_and_all_above(place):
    figures = compute(place.province, QUARTER)
    behind = gather(figures, "muối").by_cell(figures)
    commune, district = place.communes[0], place.districts[0]
    for unit in (commune, district, place.province):
        assert len(behind[unit.pk, "don.khieu_nai"]) == 3
    assert (place.districts[1].pk, "don.khieu_nai") not in behind


# -- tables ------------------------------------------------------------------------------------------------
def test_one_version_of_one_report(place):
    report = prepare(place.province, QUARTER, by=place.head)
    report.pk = None
    with pytest.raises(DatabaseError), transaction.atomic():
        report.save(force_insert=True)


def test_an_amendment_without_a_reason_is_refused_by_the_database(place):
    report = prepare(place.province, QUARTER, by=place.head)
    with pytest.raises(DatabaseError), transaction.atomic():
        Report.objects.create(
            unit=place.province,
            issuer=place.province,
            form="dvcq",
            period=QUARTER,
            tree_on=report.tree_on,
            version=2,
            amends=report,
        )


def test_a_draft_may_be_thrown_away(place):
    report = prepare(place.province, QUARTER, by=place.head)
    report.delete()
    assert not Report.objects.exists()


def test_a_figure_is_typed_once_in_a_report(place):
    report = typed_report(place.province, {"DON.khieu_nai": 5})
    with pytest.raises(DatabaseError), transaction.atomic():
        TypedFigure.objects.create(report=report, code="DON.khieu_nai", label="x", value=6, unit="đơn")


def test_reports_name_themselves(place):
    report = prepare(place.province, QUARTER, by=place.head)
    assert QUARTER in str(report)
    assert report.get_absolute_url() == f"/bao-cao/{report.pk}/"
    typed = typed_report(place.province, {"DON.khieu_nai": 5})
    assert str(typed) == "Báo cáo minh họa"
    assert str(typed.figures.get()).startswith("Đơn khiếu nại: 5")
    assert digest(["a"]) != digest(["b"])
