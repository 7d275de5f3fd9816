"""The words of a post with their few signs drawn: paragraphs, lists, emphasis, links."""

from __future__ import annotations

from collections.abc import Iterator

from textual.content import Content

from db.small_markdown import Items, Line, Span, blocks
from kiosk.text import plain

DOT = "• "
MAILTO = "mailto:"


def marked(words: str) -> Content:
    """`words` as one piece, for where it is wrapped by whoever shows it."""
    return Content("\n").join([Content.assemble(sign, line) for sign, line in _lines(words)])


def marked_lines(words: str, width: int) -> list[Content]:
    """`words` in lines of at most `width` cells; what a list's sign begins stays beside it."""
    lines: list[Content] = []
    for sign, line in _lines(words):
        indent = min(Content(sign).cell_length, max(0, width - 1))
        first, *rest = line.wrap(max(1, width - indent)) or [Content("")]
        lines.append(Content.assemble(sign[:indent], first))
        lines += [Content.assemble(" " * indent, part) for part in rest]
    return lines


def _lines(words: str) -> Iterator[tuple[str, Content]]:
    """Each line with the sign before it, and one without words between two blocks."""
    for number, block in enumerate(blocks(words)):
        if number:
            yield "", Content("")
        for place, line in enumerate(block.lines):
            yield _sign(block, place), _line(line)


def _sign(block: object, place: int) -> str:
    if not isinstance(block, Items):
        return ""
    return DOT if block.first is None else f"{block.first + place}. "


def _line(line: Line) -> Content:
    return Content.assemble(*[part for span in line for part in _parts(span)])


def _parts(span: Span) -> list[tuple[str, str]]:
    """A link is read and typed, never pressed: its address stands beside its name."""
    looks = ["bold"] * span.strong + ["italic"] * span.emphasis + ["underline"] * bool(span.link)
    words, address = _clean(span.words), plain(span.link).removeprefix(MAILTO)
    parts = [(words, " ".join(looks))]
    if address and address != words:
        parts.append((f" ({address})", "italic"))
    return parts


def _clean(words: str) -> str:
    """As `plain()`, for a part of a line: a space at its end stays."""
    before = " " if words[:1].isspace() else ""
    after = " " if words[1:][-1:].isspace() else ""
    return f"{before}{plain(words)}{after}"
