"""Reads a page as a browser would, for what must not be in it, whatever people wrote."""

from __future__ import annotations

from html.parser import HTMLParser

TAGS = ["<script>alert(1)</script>", "<img src=x onerror=a()>", "</bdi></p><style>", "&lt;b&gt;"]
OURS = ("/", "?", "#")
CONTROL = {*map(chr, range(32)), *map(chr, range(0x7F, 0xA0)), *"\u202a\u202b\u202c\u202d\u202e"}


class _Reader(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.words = ""
        self.links: list[str] = []
        self.wrong: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        said = dict(attrs)
        if tag in ("iframe", "object", "embed", "base", "style", "img") and not (
            tag == "img" and (said.get("src") or "").startswith(OURS)
        ):
            self.wrong.append(tag)
        if tag == "script" and not (said.get("src") or "").startswith("/static/"):
            self.wrong.append("script")
        self.wrong += [name for name in said if name.startswith("on") or name == "style"]
        if (link := said.get("href")) is not None and tag == "a":
            self.links.append(link)

    def handle_data(self, data: str) -> None:
        self.words += data


def harmless(page: str) -> tuple[str, list[str]]:
    """The words of a page and where its links lead, once nothing in it runs or hides anything."""
    reader = _Reader()
    reader.feed(page)
    reader.close()
    assert reader.wrong == []
    assert not (CONTROL - {"\n"}) & set(page)
    schemes = ("http://", "https://", "mailto:", "tel:", "webcal://")
    foreign = [it for it in reader.links if not it.startswith((*OURS, *schemes))]
    assert foreign == []
    return reader.words, reader.links
