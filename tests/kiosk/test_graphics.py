"""What a terminal's answers mean, and that none of them is ever taken for a key."""

from __future__ import annotations

import pytest

from kiosk import graphics
from kiosk.graphics import BLOCKS, Graphics, Kind, is_whole, understood
from kiosk.terminal import PatientDriver

# As they came, letter by letter, from the terminals of Debian 12.
FOOT = "\x1b[?1;0;256S\x1b[?1;0;256S\x1b[?2;0;1278;720S\x1bP>|foot(1.13.1)\x1b\\\x1b[?62;4;22c"
VT340 = (
    "\x1b[?1;0;256S\x1b[?1;0;256S\x1b[?2;0;1000;779S\x1bP>|XTerm(379)\x1b\\"
    "\x1b[?63;1;2;4;6;9;15;16;22;28c"
)
XTERM = (
    "\x1b[?1;3S\x1b[?1;3S\x1b[?2;3S\x1bP>|XTerm(379)\x1b\\\x1b[?64;1;2;6;9;15;16;17;18;21;22;28c"
)
TMUX = "\x1bP>|tmux 3.3a\x1b\\\x1b[?1;2c"
# As their sources say.
KITTY_OF_DEBIAN = "\x1bP>|kitty(0.26.5)\x1b\\\x1b[?62;c"
KITTY = "\x1bP>|kitty(0.35.2)\x1b\\\x1b[?62;c"
ALL = (FOOT, VT340, XTERM, TMUX, KITTY_OF_DEBIAN, KITTY)


@pytest.mark.parametrize(
    ("answers", "expected"),
    [
        (FOOT, Graphics(Kind.SIXEL, 256, (1278, 720))),
        (VT340, Graphics(Kind.SIXEL, 256, (1000, 779))),
        (XTERM, BLOCKS),
        (TMUX, BLOCKS),
        (KITTY_OF_DEBIAN, BLOCKS),
        (KITTY, Graphics(Kind.KITTY)),
        ("", BLOCKS),
        ("\x1b[?4;22c", BLOCKS),  # 4 is its class, not what it can do
    ],
)
def test_what_each_terminal_says(
    answers: str, expected: Graphics, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(graphics, "cell_pixels", lambda: (9, 18))
    assert understood(answers) == expected


def test_sixel_needs_cells_of_a_known_size(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(graphics, "cell_pixels", lambda: None)
    assert understood(FOOT).kind is Kind.BLOCKS


@pytest.mark.parametrize("kind", Kind)
def test_what_is_set_is_not_up_to_the_terminal(kind: Kind) -> None:
    assert all(understood(answers, kind).kind is kind for answers in ALL)


def test_few_colours_are_made_do_with() -> None:
    assert understood("\x1b[?1;0;16S\x1b[?62;4c").colours == 16


@pytest.mark.parametrize("answers", ALL)
def test_the_last_answer_is_known(answers: str) -> None:
    assert is_whole(answers)
    assert not is_whole(answers[:-1])


@pytest.fixture
def heard(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    said: list[str] = []
    monkeypatch.setattr(
        PatientDriver, "process_message", lambda _, message: said.append(message.words)
    )
    return said


@pytest.mark.parametrize("answers", ALL)
def test_answers_are_never_keys_wherever_they_are_cut(answers: str, heard: list[str]) -> None:
    """Between keys that are typed meanwhile, and in two parts."""
    driver = PatientDriver.__new__(PatientDriver)
    for cut in range(len(answers) + 1):
        heard.clear()
        keys, begun = "", ""
        for part in ("a" + answers[:cut], answers[cut:] + "b"):
            words, begun = driver._hear(begun + part)
            keys += words
        left = keys.replace("a", "", 1).replace("b", "", 1)
        # A cut right behind an escape is that of the escape key: Textual waits for it itself.
        if answers[:cut].endswith(("\x1b", "\x1b[")):
            continue
        assert (left, begun) == ("", "")
        assert "".join(heard) == answers


@pytest.mark.parametrize(
    "keys", ["\x1b", "\x1b[A", "\x1b[200~paste\x1b[201~", "\x1b[<0;5;5M", "\x1b[?2026;2$y", "[?6c"]
)
def test_keys_stay_keys(keys: str, heard: list[str]) -> None:
    driver = PatientDriver.__new__(PatientDriver)
    assert driver._hear(keys) == (keys, "")
    assert heard == []
