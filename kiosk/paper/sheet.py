"""A PDF whose words may be in any script that this device has letters for."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable
from functools import lru_cache
from pathlib import Path
from typing import cast

from fontTools.ttLib import TTFont
from fpdf import FPDF

from kiosk.text import plain

OWN = "DejaVu Sans"
FONTS = Path(__file__).parent.parent / "fonts"
OWN_FILE = FONTS / "DejaVuSans.ttf"
BOLD_FILE = FONTS / "DejaVuSans-Bold.ttf"  # Latin, Greek and Cyrillic only; the rest is not bold

# Fonts with the scripts that ours lacks, where the operating system has them: Chinese, Japanese
# and Korean first of all.
OTHER_FOLDERS = (
    Path("/usr/share/fonts"),
    Path("/usr/local/share/fonts"),
    Path("~/.local/share/fonts"),
    Path("/Library/Fonts"),
    Path("/System/Library/Fonts"),
    Path("C:/Windows/Fonts"),
)
OTHER_NAMES = (
    "NotoSansCJK-Regular.ttc",
    "DroidSansFallbackFull.ttf",
    "DroidSansFallback.ttf",
    "wqy-zenhei.ttc",
    "wqy-microhei.ttc",
    "unifont.ttf",
    "Arial Unicode.ttf",
    "msyh.ttc",
)
NO_LETTER = "□"
NOTE = f"{NO_LETTER} stands for a letter that this device has no font for."


class Sheet(FPDF):
    """A4 pages in our own font. `missing` tells whether any letter could not be drawn."""

    def __init__(self, words: Iterable[str]) -> None:
        """`words` is all that will be written: it decides which other font is looked for."""
        super().__init__(format="A4")
        self.set_auto_page_break(False)
        self.add_font(OWN, "", OWN_FILE)
        self.add_font(OWN, "B", BOLD_FILE)
        self.missing = False
        self._letters = _letters_of(OWN_FILE)
        needed = {ord(char) for each in words for char in plain(each) if _is_letter(char)}
        needed -= self._letters
        other = _font_with(needed) if needed else None
        fallbacks = [OWN]
        if other is not None:
            self.add_font("Other", "", other)
            fallbacks.append("Other")
            self._letters = self._letters | _letters_of(other)
        self.set_fallback_fonts(fallbacks, exact_match=False)

    def words(self, text: str) -> str:
        """`text` as it can be printed: pictographs go, letters without a glyph become a box."""
        kept = []
        for char in plain(text):
            if char == "\n" or ord(char) in self._letters:
                kept.append(char)
            elif _is_letter(char):
                self.missing = True
                kept.append(NO_LETTER)
        return " ".join("".join(kept).split(" ")).strip()

    def letters(self, size: float, *, bold: bool = False) -> None:
        """Go on in letters of `size` points."""
        self.set_font(OWN, "B" if bold else "", size)

    def block(
        self, text: str, size: float, *, bold: bool = False, align: str = "L", indent: float = 0.0
    ) -> None:
        """A paragraph over the whole width, less `indent` millimetres on the left."""
        self.letters(size, bold=bold)
        self.set_x(self.l_margin + indent)
        self.multi_cell(
            self.epw - indent,
            size * 0.5,
            self.words(text),
            align=align,
            new_x="LMARGIN",
            new_y="NEXT",
        )

    def height_of(
        self, text: str, size: float, *, bold: bool = False, indent: float = 0.0
    ) -> float:
        """How many millimetres `block()` takes for this."""
        self.letters(size, bold=bold)
        # What multi_cell() gives depends on `output`; its annotation names all of it.
        height = self.multi_cell(
            self.epw - indent, size * 0.5, self.words(text), dry_run=True, output="HEIGHT"
        )
        return cast(float, height)


def _is_letter(char: str) -> bool:
    """Part of a word or a number, not a pictograph or a joiner between them."""
    return unicodedata.category(char)[0] in "LNPM" and char != "\ufe0f"


@lru_cache(maxsize=8)
def _letters_of(font: Path) -> frozenset[int]:
    with TTFont(font, fontNumber=0, lazy=True) as opened:
        return frozenset(opened.getBestCmap() or ())


def _font_with(needed: set[int]) -> Path | None:
    """The font of the operating system that has most of these; None where none has any."""
    found = [(len(needed & _letters_of(it)), it) for it in _other_fonts()]
    best = max(found, key=lambda it: it[0], default=(0, None))
    return best[1] if best[0] else None


def _other_fonts() -> list[Path]:
    return [
        file
        for name in OTHER_NAMES
        for folder in OTHER_FOLDERS
        for file in sorted(folder.expanduser().rglob(name))
    ]
