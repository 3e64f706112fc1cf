"""Tables of a report as WordprocessingML: written as text, since a form of 160 units has thousands of cells."""

from collections.abc import Iterator
from html import escape
from typing import Any

from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls

from danvan.records.papers.text import printable

SHADE = "F3F1EC"
MM = 56.693  # twentieths of a point in a millimetre
BORDERS = "".join(
    f'<w:{side} w:val="single" w:sz="4" w:space="0" w:color="000000"/>'
    for side in ("top", "left", "bottom", "right", "insideH", "insideV")
)


def lines_table(table: dict[str, Any], width: float) -> Any:
    """The table of a section's lines, `width` mm wide; its heads are said again on every page."""
    count = len(table["heads"])
    more = (22.0 if count <= 7 else 18.0) if count > 4 else 32.0
    widths = [11.0, 0.0, 18.0, *([more] * (count - 3))]
    widths[1] = width - sum(widths)
    rows = [_row([_cell(head, 10.5, bold=True, align="center") for head in table["heads"]], is_head=True)]
    rows += [_line(row, count) for row in table["rows"]]
    return _table(widths, rows)


def form_table(grid: dict[str, Any], width: float) -> Any:
    """The table of a statistical form, `width` mm wide."""
    size = 7.5 if grid["width"] > 26 else 8.0
    unit = 44.0 if grid["paper"] == "a3" else 40.0
    widths = [10.0, unit, *([(width - unit - 10) / (grid["width"] - 2)] * (grid["width"] - 2))]
    rows = list(_heads(grid, size))
    numbers = [_cell(label, size, italic=True, align="center") for label in grid["labels"]]
    rows.append(_row(numbers, is_head=True))
    rows += [_unit(row, size) for row in grid["rows"]]
    return _table(widths, rows)


def _heads(grid: dict[str, Any], size: float) -> Iterator[str]:
    for number in range(grid["depth"]):
        over = [one for one in grid["heads"] if one["row"] <= number < one["row"] + one["rows"]]
        cells = []
        for head in sorted(over, key=lambda one: one["column"]):
            begins = head["row"] == number
            merge = "" if head["rows"] == 1 else f'<w:vMerge w:val="{"restart" if begins else "continue"}"/>'
            text = head["text"] if begins else ""
            cells.append(_cell(text, size, bold=True, align="center", span=head["columns"], merge=merge))
        yield _row(cells, is_head=True)


def _unit(row: dict[str, Any], size: float) -> str:
    fill, bold = (SHADE, True) if row["total"] else ("", False)
    first = [
        _cell(row["number"], size, bold=bold, align="center", fill=fill),
        _cell(row["name"], size, bold=bold, fill=fill, indent=2 * row["depth"]),
    ]
    return _row([*first, *(_cell(text, size, bold=bold, align="right", fill=fill) for text in row["cells"])])


def _line(row: dict[str, Any], count: int) -> str:
    indent = 4 * row["depth"]
    if row["head"]:
        return _row([_cell(row["cells"][0], 10.5, bold=True, span=count, fill=SHADE, indent=indent)])
    place, label, measure, *values = row["cells"]
    first = [_cell(place, 10.5, align="center"), _cell(label, 10.5, indent=indent), _cell(measure, 10.5)]
    return _row([*first, *(_cell(value, 10.5, align="right") for value in values)])


def _table(widths: list[float], rows: list[str]) -> Any:
    columns = "".join(f'<w:gridCol w:w="{round(one * MM)}"/>' for one in widths)
    return parse_xml(
        f"<w:tbl {nsdecls('w')}><w:tblPr>"
        f'<w:tblW w:w="{round(sum(widths) * MM)}" w:type="dxa"/><w:tblBorders>{BORDERS}</w:tblBorders>'
        '<w:tblLayout w:type="fixed"/><w:tblCellMar><w:left w:w="45" w:type="dxa"/><w:right w:w="45" w:type="dxa"/>'
        f"</w:tblCellMar></w:tblPr><w:tblGrid>{columns}</w:tblGrid>{''.join(rows)}</w:tbl>"
    )


def _row(cells: list[str], *, is_head: bool = False) -> str:
    head = "<w:tblHeader/>" if is_head else ""
    return f"<w:tr><w:trPr><w:cantSplit/>{head}</w:trPr>{''.join(cells)}</w:tr>"


def _cell(
    text: str,
    size: float,
    *,
    bold: bool = False,
    italic: bool = False,
    align: str = "left",
    span: int = 1,
    merge: str = "",
    fill: str = "",
    indent: float = 0,
) -> str:
    spanned = f'<w:gridSpan w:val="{span}"/>' if span > 1 else ""
    shaded = f'<w:shd w:val="clear" w:color="auto" w:fill="{fill}"/>' if fill else ""
    run = f'{"<w:b/>" if bold else ""}{"<w:i/>" if italic else ""}<w:sz w:val="{round(size * 2)}"/>'
    pushed = f'<w:ind w:left="{round(indent * MM)}"/>' if indent else ""
    return (
        f'<w:tc><w:tcPr>{spanned}{merge}{shaded}<w:vAlign w:val="center"/></w:tcPr><w:p><w:pPr>'
        f'<w:spacing w:before="20" w:after="20" w:line="240" w:lineRule="auto"/>{pushed}<w:jc w:val="{align}"/></w:pPr>'
        f'<w:r><w:rPr>{run}</w:rPr><w:t xml:space="preserve">{escape(printable(str(text)))}</w:t></w:r></w:p></w:tc>'
    )
