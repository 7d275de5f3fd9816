"""The few signs that people may write posts with: paragraphs, lists, emphasis and links.

Read once for the kiosk and the phone, which draw the same blocks each in their own way. There is
no HTML and no picture; what is no sign is letters. The time it takes grows with the length only.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from urllib.parse import urlsplit

LONGEST_SPAN = 400  # letters between two signs
LONGEST_ADDRESS = 500

_ITEM = re.compile(r"(?:[-*•]|(\d{1,3})[.)]) +(?=\S)")
_SIGN = re.compile(
    r"\\(?P<letter>[\\*_\[\]()#`-])"
    rf"|\[(?P<name>[^\[\]\n]{{1,{LONGEST_SPAN}}})\]\((?P<address>[^\s()<>]{{1,{LONGEST_ADDRESS}}})\)"
    rf"|(?P<bare>(?<![^\W_])https?://[^\s<>()\[\]]{{1,{LONGEST_ADDRESS}}})"
    rf"|\*\*(?=[^\s*])(?P<strong>[^\n]{{0,{LONGEST_SPAN}}}?[^\s\\])\*\*"
    rf"|\*(?=[^\s*])(?P<star>[^\n*]{{0,{LONGEST_SPAN}}}[^\s\\*])\*(?!\*)"
    rf"|(?<!\w)_(?=[^\s_])(?P<line>[^\n_]{{0,{LONGEST_SPAN}}}[^\s\\_])_(?!\w)"
)
# No per cent sign: what it stands for may begin another header.
_MAIL = re.compile(r"mailto:[A-Za-z0-9.!#$&'*+/=^_`{|}~-]+@[A-Za-z0-9-]+(?:\.[A-Za-z0-9-]+)+")
# Words that say an address of their own show where they lead, unless it is there.
_SAYS_ADDRESS = re.compile(r"https?:|www\.|@", re.IGNORECASE)
_BEFORE_HOST = re.compile(r"(?:https?://|mailto:)?(?:www\.)?")
_AFTER_ADDRESS = ".,;:!?'\"*_"


@dataclass(frozen=True, slots=True)
class Span:
    """Some words that look alike. `link` is a whole http, https or mailto address, or empty."""

    words: str
    strong: bool = False
    emphasis: bool = False
    link: str = ""


Line = tuple[Span, ...]


@dataclass(frozen=True, slots=True)
class Paragraph:
    """Lines as they were broken by their writer."""

    lines: tuple[Line, ...]


@dataclass(frozen=True, slots=True)
class Items:
    """A list; with numbers from `first` on, or with dots where that is None."""

    lines: tuple[Line, ...]
    first: int | None = None


Block = Paragraph | Items


def blocks(words: str) -> tuple[Block, ...]:
    """`words`, as they were cleaned and kept, in blocks from top to bottom."""
    found: list[Block] = []
    for part in words.split("\n\n"):
        run: list[Line] = []
        first: int | None = None
        in_list = False
        for line in part.split("\n"):
            item = _ITEM.match(line.lstrip(" "))
            if run and (item is not None) != in_list:
                found.append(_block(run, first, in_list))
                run = []
            if item is not None and not run:
                first = int(item[1]) if item[1] else None
            in_list = item is not None
            text = line.lstrip(" ")[item.end() :] if item else line
            if text.strip():
                run.append(tuple(_spans(text)))
        if run:
            found.append(_block(run, first, in_list))
    return tuple(found)


def plain(words: str) -> str:
    """`words` without the signs, for where nothing but letters can be shown."""
    parts = []
    for block in blocks(words):
        lines = ["".join(span.words for span in line) for line in block.lines]
        if isinstance(block, Items):
            first = block.first
            signs = ["•" if first is None else f"{first + it}." for it in range(len(lines))]
            lines = [f"{sign} {line}" for sign, line in zip(signs, lines, strict=True)]
        parts.append("\n".join(lines))
    return "\n\n".join(parts)


def beginning(words: str, most: int) -> str:
    """How `words` begin, in at most `most` letters: whole lines where they are most of it, or
    whole words."""
    if len(words) <= most:
        return words
    for end in ("\n", " "):
        at = words.rfind(end, most // 2, most)
        if at > 0:
            return words[:at].rstrip()
    return words[:most]


def _block(run: list[Line], first: int | None, in_list: bool) -> Block:
    return Items(tuple(run), first) if in_list else Paragraph(tuple(run))


def _spans(text: str, *, strong: bool = False, emphasis: bool = False) -> Iterator[Span]:
    letters = ""
    at = 0
    for sign in _SIGN.finditer(text):
        letters += text[at : sign.start()]
        at = sign.end()
        inner = sign["strong"] or sign["star"] or sign["line"]
        if sign["letter"]:
            letters += sign["letter"]
            continue
        if inner is None:
            name, address, rest = _link(sign)
            if not address:
                letters += sign[0]
                continue
            spans = [Span(name, strong, emphasis, address)]
        else:
            rest = ""
            is_strong = sign["strong"] is not None
            spans = list(
                _spans(inner, strong=strong or is_strong, emphasis=emphasis or not is_strong)
            )
        if letters:
            yield Span(letters, strong, emphasis)
        yield from spans
        letters = rest
    letters += text[at:]
    if letters:
        yield Span(letters, strong, emphasis)


def _link(sign: re.Match[str]) -> tuple[str, str, str]:
    """What to show, the address or nothing, and letters that came after a bare address."""
    if sign["bare"]:
        bare = sign["bare"].rstrip(_AFTER_ADDRESS)
        return bare, bare if is_safe(bare) else "", sign["bare"][len(bare) :]
    name, address = sign["name"].strip(), sign["address"]
    if not name or not is_safe(address):
        return name, "", ""
    says_address = _SAYS_ADDRESS.search(name) is not None
    return address if says_address and _host(name) != _host(address) else name, address, ""


def _host(address: str) -> str:
    """Where an address leads, as people compare two of them."""
    return _BEFORE_HOST.sub("", address.casefold()).partition("/")[0]


def is_safe(address: str) -> bool:
    """http, https or mailto, and what it says is where it leads: no name before an @."""
    if _MAIL.fullmatch(address):
        return True
    try:
        parts = urlsplit(address)
        host, _ = parts.hostname, parts.port
    except ValueError:
        return False
    return (
        parts.scheme in ("http", "https")
        and bool(host)
        and "@" not in parts.netloc
        and "\\" not in address
    )
