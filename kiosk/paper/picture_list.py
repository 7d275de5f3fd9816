"""The picture codes of a class on paper, for the teacher's drawer."""

from __future__ import annotations

from collections.abc import Sequence

from db.records import Picture, PupilCode
from kiosk.paper.sheet import NOTE, Sheet
from kiosk.text import plain

MARGIN = 18.0
NAME_WIDTH = 62.0
SIZE = 12.0
ROW = 8.0


def picture_list(codes: Sequence[PupilCode], pictures: Sequence[Picture], class_name: str) -> bytes:
    """A PDF with a line a pupil: the name, and the names of the three pictures in order."""
    sheet = Sheet([class_name, *(it.pupil.full_name for it in codes)])
    sheet.set_margins(MARGIN, MARGIN, MARGIN)
    _head(sheet, class_name)
    width = (sheet.epw - NAME_WIDTH) / 3
    for it in codes:
        if sheet.get_y() + ROW > sheet.h - MARGIN:
            _head(sheet, class_name)
        sheet.letters(SIZE)
        sheet.cell(NAME_WIDTH, ROW, _cut(sheet, it.pupil.full_name, NAME_WIDTH - 2), border="B")
        for number in range(3):
            words = f"{number + 1} {pictures[it.code[number]].name}" if it.code else "–"
            sheet.cell(width, ROW, words, border="B")
        sheet.ln(ROW)
    if sheet.missing:
        sheet.block(NOTE, 8)
    return bytes(sheet.output())


def _head(sheet: Sheet, class_name: str) -> None:
    sheet.add_page()
    sheet.block(f"{class_name}: picture codes", 18, bold=True)
    sheet.block("For staff. Please keep this where pupils do not see it.", 10)
    sheet.ln(4)


def _cut(sheet: Sheet, name: str, width: float) -> str:
    """`name` as far as it fits."""
    words = sheet.words(plain(name))
    if sheet.get_string_width(words) <= width:
        return words
    while words and sheet.get_string_width(f"{words}…") > width:
        words = words[:-1]
    return f"{words}…"
