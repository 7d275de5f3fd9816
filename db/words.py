"""`clean()`: people's words on the way in to the records."""

from __future__ import annotations

import re
import unicodedata

from db.policy import Refused

NAME_LENGTH = 80
NOTE_LENGTH = 200
MOST_MARKS_IN_A_ROW = 3

# Zero-width joiner and the emoji variation selector stay: 👩🏽‍🏫 and ❤️ are made with them.
_JOINER = "\u200d"
_EMOJI_SELECTOR = "\ufe0f"
_ESCAPE_SEQUENCE = re.compile(
    r"(?:\x1b\[|\x9b)[0-?]*[ -/]*[@-~]"  # CSI: colours, cursor movement
    r"|(?:\x1b\]|\x9d)[^\x07\x1b\x9c]*(?:\x07|\x1b\\|\x9c)?"  # OSC: window titles, links
    r"|\x1b[PX^_][^\x1b\x9c]*(?:\x1b\\|\x9c)?"  # DCS and its kin
    r"|\x1b[@-Z\\-_]"
)


def clean(words: str, *, lines: bool = False) -> str:
    """`words` in NFC without what could harm a terminal or mislead a reader.

    Removed: escape sequences, C0 and C1 controls, bidi overrides and isolates, zero-width and
    other format characters, lone surrogates, unassigned and private-use code points, and
    combining marks beyond three in a row. Runs of white space become one space; with `lines`,
    line breaks stay. O'Brien, Zoë, 李 and 👩🏽‍🏫 come through whole. (Design, section 5.)
    """
    words = _ESCAPE_SEQUENCE.sub("", words)
    words = unicodedata.normalize("NFC", words.replace("\r\n", "\n").replace("\r", "\n"))
    kept: list[str] = []
    marks = 0
    for char in words:
        if char == "\n" and lines:
            kept.append(char)
            marks = 0
            continue
        if char.isspace():
            kept.append(" ")
            marks = 0
            continue
        category = unicodedata.category(char)
        if char == _JOINER:
            if kept and _joins(kept[-1]):
                kept.append(char)
            continue
        if category.startswith("C"):
            continue
        if category.startswith("M") and char != _EMOJI_SELECTOR:
            marks += 1
            if marks > MOST_MARKS_IN_A_ROW or not kept:
                continue
        else:
            marks = 0
        kept.append(char)
    text = "".join(kept).rstrip(_JOINER)
    text = re.sub(r"[^\S\n]+", " ", text)
    if lines:
        text = re.sub(r" ?\n ?", "\n", text)
        text = re.sub(r"\n{3,}", "\n\n", text)
    return unicodedata.normalize("NFC", text).strip()


def _joins(previous: str) -> bool:
    """Whether a zero-width joiner may follow: only after a pictograph or its modifiers."""
    return previous == _EMOJI_SELECTOR or unicodedata.category(previous) in ("So", "Sk")


def folded(words: str) -> str:
    """`words` for putting in order and comparing: no case, no accents. Zoë is zoe."""
    apart = unicodedata.normalize("NFKD", words)
    return "".join(char for char in apart if not unicodedata.combining(char)).casefold()


def required(words: str, what: str, *, most: int = NAME_LENGTH) -> str:
    """`words` cleaned; `Refused` when nothing is left of them or they are over `most` characters.

    `what` names the field in the sentence: "a name".
    """
    text = clean(words)
    if not text:
        raise Refused(f"Please type {what}.")
    if len(text) > most:
        raise Refused(f"That is too long: please use at most {most} characters.")
    return text
