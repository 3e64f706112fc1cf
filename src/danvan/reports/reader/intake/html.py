"""HTML to text: title, date, body, tables as lines, captions. No address is ever followed."""

import re
from typing import Any

import trafilatura
from lxml import html as lxml_html

from danvan.ui.errors import Refusal

CAPTIONS = "//figcaption | //caption | //*[contains(@class, 'caption')]"
UNREAD = "//script | //style | //noscript | //template | //svg | //nav | //form"
BLOCKS = {
    "p",
    "div",
    "li",
    "h1",
    "h2",
    "h3",
    "h4",
    "h5",
    "h6",
    "section",
    "article",
    "br",
    "figcaption",
    "caption",
}
SHORT = 200


def text_of_html(markup: str, name: str) -> tuple[str, list[str]]:
    """Text and notes. Raises Refusal for markup without any words."""
    try:
        tree = lxml_html.fromstring(re.sub(r"^\s*<\?xml[^>]*\?>", "", markup))
        pieces = _pieces(markup, tree)
    except Exception as error:  # lxml and trafilatura raise many kinds for one cause: no page
        raise Refusal(
            f"Tệp {name} không đọc được như trang HTML; hãy lưu lại trang hoặc chép chữ vào tệp .txt."
        ) from error
    return "\n".join(pieces), []


def _pieces(markup: str, tree: Any) -> list[str]:
    found = trafilatura.bare_extraction(
        markup,
        include_comments=False,
        include_tables=True,
        favor_recall=True,
        with_metadata=True,
        deduplicate=False,
    )
    extracted = found if isinstance(found, dict) else found.as_dict() if found else {}
    title = (extracted.get("title") or tree.findtext(".//title") or "").strip()
    _lay_out_tables(tree)
    captions = [_squeeze(node.text_content()) for node in tree.xpath(CAPTIONS)]
    whole = _plain(tree)
    body = extracted.get("text") or ""
    # what the extractor takes for trimmings may be the report itself: a lost table, or a short notice
    if len(body) < SHORT or len(_figures(body)) < len(_figures(whole)) / 2:
        body = whole
    pieces = [piece for piece in (title, _shown_date(extracted.get("date"))) if piece and piece not in body]
    pieces.append(_rows_as_lines(body))
    return pieces + [caption for caption in dict.fromkeys(captions) if caption and caption not in body]


def _figures(text: str) -> set[str]:
    return set(re.findall(r"\d[\d.,]*", text))


def _shown_date(iso: str | None) -> str:
    """2023-03-16 → 16/03/2023, as the article's head shows it."""
    return "/".join(reversed(iso.split("-"))) if iso and re.fullmatch(r"\d{4}-\d\d-\d\d", iso) else ""


def _rows_as_lines(body: str) -> str:
    """The extractor writes a row as "| a | b |"; the bars at both ends go, and its ruler lines."""
    lines = [
        line.strip().strip("|").strip() if line.lstrip().startswith("|") else line
        for line in body.split("\n")
    ]
    return "\n".join(line for line in lines if not re.fullmatch(r"[-|: ]+", line) or not line)


def _lay_out_tables(tree: Any) -> None:
    for node in tree.xpath(UNREAD):
        node.drop_tree()
    for cell in tree.xpath("//td | //th"):
        if cell.getnext() is not None:
            cell.tail = " | " + (cell.tail or "")
    for row in tree.xpath("//tr"):
        row.tail = "\n" + (row.tail or "")


def _plain(tree: Any) -> str:
    """All words of the page, a block a line; the head is left out."""
    body = tree.find(".//body")
    tree = body if body is not None else tree
    for node in tree.iter():
        if isinstance(node.tag, str) and node.tag in BLOCKS:
            node.tail = "\n" + (node.tail or "")
    lines = (_squeeze(line) for line in tree.text_content().split("\n"))
    return "\n".join(line for line in lines if line)


def _squeeze(text: str) -> str:
    return re.sub(r"\s+", " ", text).strip()
