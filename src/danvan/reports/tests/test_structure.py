"""Declarations that every engine counts alike, and forms that name only what is declared."""

import pytest
from django.db.models import F, Q

from danvan.domains.petitions.models import Letter, Matter
from danvan.records import declare
from danvan.records.declare import Identity, Indicator, Ratio, indicators
from danvan.reports.form_files import FOLDER, files, form, read
from danvan.reports.structure import check_declarations, faults
from danvan.ui.errors import Refusal


def indicator(**more):
    return Indicator(
        "thu", "Thử", more.pop("source", Letter), more.pop("placed_by", "received_on"), "đơn", **more
    )


def test_every_declared_figure_is_sound():
    assert indicators()
    assert check_declarations() == []


@pytest.mark.parametrize(
    ("where", "said"),
    [
        (Q(khong_co=1), "khong_co is no column"),
        (Q(unit__slug="x"), "reaches beyond"),
        (Q(forwarded_to__icontains="x"), "not every engine"),
        (~Q(kind="to_cao"), "kind may be empty and is negated"),
        (~Q(Q(is_eligible=True) & Q(field="khac")), "field may be empty and is negated"),
        (Q(kind="to_cao") | ~Q(closed_on__gt="2023-01-01"), "closed_on may be empty and is negated"),
        (Q(duties=3), "duties is no column"),
    ],
)
def test_a_condition_that_engines_read_differently_is_found(where, said):
    assert said in " ".join(faults(indicator(where=where)))


@pytest.mark.parametrize(
    "where",
    [
        Q(),
        ~Q(is_eligible=True),
        ~~Q(kind="to_cao"),
        ~Q(closed_on__isnull=True),
        Q(kind__in=["to_cao"], secrecy="noi_bo", unit_id=3) | Q(signatories__gte=5),
    ],
)
def test_a_plain_condition_is_taken(where):
    assert faults(indicator(where=where)) == []


def test_measure_kind_and_day_are_looked_at_too():
    assert "no integer column" in faults(indicator(measure="sum:channel"))[0]
    assert "unknown measure" in faults(indicator(measure="mean:signatories"))[0]
    assert "no column" in faults(indicator(measure="sum:gone"))[0]
    assert "unknown kind" in faults(indicator(kind="sometimes"))[0]
    assert "settled_on is no column" in faults(indicator(placed_by="settled_on"))[0]
    assert faults(indicator(source=Matter, placed_by="settled_on")) == []
    assert faults(indicator(where=Q(signatories=F("version")))) == []


def test_an_expression_in_place_of_a_condition_is_refused():
    from django.db.models import Exists

    assert "no plain condition" in faults(indicator(where=Q(Exists(Letter.objects.all()))))[0]


def test_equations_and_shares_name_declared_counts(monkeypatch):
    monkeypatch.setattr(declare, "_identities", {"x": Identity("x", "X", ("don.mat",), ("don.luu",))})
    monkeypatch.setattr(
        declare, "_figures", {**declare._figures, "r": Ratio("r", "R", "don.luu", "don.khac")}
    )
    said = " ".join(error.msg for error in check_declarations())
    assert "nothing declares don.mat" in said
    assert "nothing declares don.khac" in said


# -- forms -------------------------------------------------------------------------------------------------
def test_every_form_reads_and_names_what_is_counted():
    named = {path.stem for path in FOLDER.glob("*.toml") if not path.stem.startswith("copies-")}
    assert named >= {"dvcq", "01-tcd", "01-xld"}
    assert {key for key, item in files().items() if key in named or item.is_verified} == named
    assert "don.tiep_nhan" in form("dvcq").codes


def test_printed_forms_have_all_their_columns_in_order():
    assert [row.column for row in form("01-tcd").rows] == list(range(1, 30))
    assert [row.column for row in form("01-xld").rows if row.column] == list(range(1, 27))
    counted = {row.column: row.code for row in form("01-tcd").rows if row.code}
    assert counted[1] == "tcd.luot"
    assert counted[12] == "tcd.ky.truc_tiep"
    assert form("01-xld").rows[7].code == "xld01.da_xu_ly"


def test_what_no_record_counts_has_no_code():
    rows = {row.typed: row for row in form("dvcq").rows if not row.code}
    assert {"TT.cuoc", "TT.sai_pham", "TTHC.ty_le_3_cap", "TTHC.ty_le_niem_yet"} <= set(rows)


def test_an_unknown_form_is_refused_with_those_that_exist():
    with pytest.raises(Refusal, match="01-tcd"):
        form("99-xyz")


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("key = ", "không đọc được"),
        ('key = "a"\ntitle = "A"\ncolour = 1', "colour"),
        ('key = "a"\ntitle = "A"', "section"),
        ('key = "a"\ntitle = "A"\n[[section]]\ntitle = "S"\nrow = [{ code = "khong.co" }]', "khong.co"),
        ('key = "a"\ntitle = "A"\n[[section]]\ntitle = "S"\nrow = [{ unit = "đơn" }]', "label"),
        ('key = "a"\ntitle = "A"\n[[section]]\ntitle = "S"\nrow = [{ label = "L", width = 3 }]', "width"),
    ],
)
def test_a_broken_form_is_refused_by_name_and_place(tmp_path, text, said):
    path = tmp_path / "hong.toml"
    path.write_text(text, encoding="utf-8")
    with pytest.raises(Refusal, match=said) as refused:
        read(path)
    assert "hong.toml" in str(refused.value)
