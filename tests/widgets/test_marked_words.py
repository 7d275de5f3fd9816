"""The signs of small Markdown as the kiosk draws them."""

from __future__ import annotations

from kiosk.widgets.marked_words import marked, marked_lines

WORDS = (
    "Hello **class**, we _went_ to the [museum](https://museum.example/a).\n\n"
    "- one item that is long\n- two [red]x[/]"
)


def test_signs_become_looks_and_words_stay_apart() -> None:
    content = marked(WORDS)
    looks = {content.plain[it.start : it.end]: it.style for it in content.spans}
    assert looks == {
        "class": "bold",
        "went": "italic",
        "museum": "underline",
        " (https://museum.example/a)": "italic",
    }
    assert content.plain == (
        "Hello class, we went to the museum (https://museum.example/a).\n\n"
        "• one item that is long\n• two [red]x[/]"
    )


def test_a_wrapped_item_stays_beside_its_sign() -> None:
    lines = [it.plain for it in marked_lines("1. one item that is long\n2. two", 15)]
    assert lines == ["1. one item", "   that is long", "2. two"]
    assert all(it.cell_length <= 3 for it in marked_lines(WORDS, 3))


def test_no_control_byte_and_no_heap_of_accents_comes_through() -> None:
    marks = "\N{COMBINING ACUTE ACCENT}" * 3
    drawn = marked(f"a{marks}**{marks}b**\x1b[31m *c* \N{RIGHT-TO-LEFT OVERRIDE}d").plain
    assert drawn == f"\N{LATIN SMALL LETTER A WITH ACUTE}{marks[1:]}b c d"
