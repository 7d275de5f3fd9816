"""The signs in posts: what they make, and that nothing else comes of any words."""

from __future__ import annotations

import re
import time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from db.small_markdown import Block, Items, Paragraph, Span, beginning, blocks, plain
from db.words import clean


def line(*spans: Span | str) -> tuple[Span, ...]:
    return tuple(Span(it) if isinstance(it, str) else it for it in spans)


BBC = Span("BBC", link="https://bbc.co.uk/a?b=c&d")


@pytest.mark.parametrize(
    ("words", "expected"),
    [
        ("", ()),
        ("One\ntwo\n\nthree", (Paragraph((line("One"), line("two"))), Paragraph((line("three"),)))),
        ("- a\n* b\n• c", (Items((line("a"), line("b"), line("c"))),)),
        ("3. a\n4) b", (Items((line("a"), line("b")), 3),)),
        (
            "Bring:\n- kit\n- lunch\nBye",
            (
                Paragraph((line("Bring:"),)),
                Items((line("kit"), line("lunch"))),
                Paragraph((line("Bye"),)),
            ),
        ),
        (
            "a **b** *c* _d_ e",
            (
                Paragraph(
                    (
                        line(
                            "a ",
                            Span("b", strong=True),
                            " ",
                            Span("c", emphasis=True),
                            " ",
                            Span("d", emphasis=True),
                            " e",
                        ),
                    )
                ),
            ),
        ),
        (
            "**a *b* c**",
            (
                Paragraph(
                    (
                        line(
                            Span("a ", strong=True),
                            Span("b", strong=True, emphasis=True),
                            Span(" c", strong=True),
                        ),
                    )
                ),
            ),
        ),
        ("[BBC](https://bbc.co.uk/a?b=c&d)!", (Paragraph((line(BBC, "!"),)),)),
        (
            "See https://bbc.co.uk. Bye",
            (
                Paragraph(
                    (line("See ", Span("https://bbc.co.uk", link="https://bbc.co.uk"), ". Bye"),)
                ),
            ),
        ),
        (
            "[us](mailto:office@riverside.sch.uk)",
            (Paragraph((line(Span("us", link="mailto:office@riverside.sch.uk")),)),),
        ),
    ],
)
def test_signs(words: str, expected: tuple[Block, ...]) -> None:
    assert blocks(words) == expected


@pytest.mark.parametrize(
    "words",
    [
        "2 * 3 * 4 = 24",
        "snake_case_name and __init__",
        "a ** b ** c",
        "*",
        "**",
        "* ",
        "-5 degrees",
        "[x](javascript:alert(1))",
        "[x](JAVASCRIPT:alert)",
        "[x](data:text/html,hi)",
        "[x](//evil.example)",
        "[x](https://)",
        "[x](https://good.example@evil.example/)",
        "[x](https://good.example\\@evil.example/)",
        "[x](http://[::1)",
        "[x](mailto:a@b.example?bcc=c@d.example)",
        "[x](mailto:a%0Abcc%3Ac@d.example)",
        "<b>bold</b> <script>alert(1)</script> &amp;",
        "[$primary @click=app.quit()]x[/]",
        "![x](file:///etc/passwd)",
    ],
)
def test_what_is_no_sign_is_letters(words: str) -> None:
    assert blocks(words) == (Paragraph((line(words),)),)


def test_a_stroke_makes_a_sign_a_letter() -> None:
    assert plain(r"\*not\* \_this\_ \[a\](b) \\") == r"*not* _this_ [a](b) " + "\\"


SIGNS = st.text(st.sampled_from("ab \n*_[]()-1.\\<>&@:/") | st.characters(), max_size=80)
PIECES = st.lists(
    st.sampled_from(
        ["**", "*", "_", "[a](", "https://a.example", ")", "- ", "1. ", "\n", "x", " ", "\\"]
    )
    | SIGNS,
    max_size=20,
).map("".join)
SAFE = re.compile(r"(?:https?://[^\s@\\]|mailto:[^\s:/?]+@)[^\s<>()]*")


@settings(deadline=None)
@given(PIECES)
def test_any_words_give_safe_links_and_lose_nothing_but_signs(written: str) -> None:
    words = clean(written, lines=True)
    left = re.sub(r"[\s*_\\()\[\]•.)\-\d]", "", words)
    shown = re.sub(r"[\s*_\\()\[\]•.)\-\d]", "", plain(words))
    for block in blocks(words):
        for it in block.lines:
            for span in it:
                assert span.words
                assert "\n" not in span.words
                if span.link:
                    assert SAFE.fullmatch(span.link)
                    left = left.replace(re.sub(r"[\s*_\\()\[\]•.)\-\d]", "", span.link), "", 1)
                    if span.words == span.link:
                        shown = shown.replace(
                            re.sub(r"[\s*_\\()\[\]•.)\-\d]", "", span.link), "", 1
                        )
    assert shown == left


@pytest.mark.parametrize(
    "piece", ["*a", "**a", "_a ", "[a](", "[", "**", "*", "https://", "1. ", "\\", "[a](b", "**a*"]
)
def test_the_time_it_takes_grows_with_the_length_only(piece: str) -> None:
    words = (piece * 10_000)[:10_000]
    begun = time.perf_counter()
    blocks(words)
    assert time.perf_counter() - begun < 1.5


def test_how_words_begin_in_whole_lines_or_words() -> None:
    assert beginning("Short.", 10) == "Short."
    assert beginning("One line\nand another that is long", 14) == "One line"
    assert beginning("A\nlong line that is cut", 14) == "A\nlong line"
    assert beginning("x" * 30, 14) == "x" * 14


@pytest.mark.parametrize(
    ("name", "address", "shown"),
    [
        (
            "https://good.sch.uk",
            "https://evil.example/good.sch.uk",
            "https://evil.example/good.sch.uk",
        ),
        (
            "https://good.sch.uk",
            "https://good.sch.uk.evil.example",
            "https://good.sch.uk.evil.example",
        ),
        ("www.good.sch.uk/menu", "https://good.sch.uk/menu?week=2", "www.good.sch.uk/menu"),
        ("office@good.sch.uk", "mailto:me@evil.example", "mailto:me@evil.example"),
        ("our menu", "https://good.sch.uk/menu", "our menu"),
    ],
)
def test_words_that_say_an_address_say_where_they_lead(name: str, address: str, shown: str) -> None:
    (block,) = blocks(f"[{name}]({address})")
    assert block.lines == ((Span(shown, link=address),),)
