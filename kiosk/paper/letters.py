"""Letters that invite the parents and carers of pupils: one page a pupil (R21)."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from zoneinfo import ZoneInfo

from db.codes import grouped
from db.family_records import Invited
from db.records import School
from db.school import HOURS
from kiosk.paper.sheet import NOTE, Sheet
from kiosk.qr import link, squares
from kiosk.text import long_date

MARGIN = 22.0
CODE = 64.0  # millimetres, the quiet zone included
GAP = 6.0
SIZES = (11.0, 10.5, 10.0, 9.5, 9.0, 8.5, 8.0, 7.0)

WHY = (
    "We would like to show you on your phone what your child is proud of at school: photos, "
    "recordings and other work. You can add to it from home, and there is nothing to install and "
    "no password to remember."
)
STEPS = (
    "Open the camera of your phone, hold it over the code on this page, and tap the link that "
    "appears. You can also type the address below it.",
    "Type your name and who you are to your child.",
    "We check that it is you. Until then your phone says that it waits for the school.",
)


@dataclass(frozen=True, slots=True)
class Heading:
    """What all letters of one printing share. `at_school_only`: phones elsewhere do not reach
    `public_url`."""

    school: School
    class_name: str
    public_url: str
    written_at: datetime
    at_school_only: bool = False

    def day(self, moment: datetime) -> date:
        return moment.astimezone(ZoneInfo(self.school.time_zone)).date()


def letters(
    invited: Sequence[Invited],
    heading: Heading,
    progress: Callable[[int, int], None] = lambda done, of: None,
) -> bytes:
    """A PDF with a page for each of `invited`.

    `progress` is told how many pages of how many are done, in whichever thread this runs.
    """
    names = (it.pupil.full_name for it in invited)
    school = heading.school
    sheet = Sheet([school.name, school.office_phone, heading.class_name, *names])
    sheet.set_margins(MARGIN, MARGIN, MARGIN)
    sheet.set_title(sheet.words(f"{heading.class_name}: letters to families"))
    for done, it in enumerate(invited, start=1):
        sheet.add_page()
        sheet.missing = False
        _page(sheet, it, heading)
        progress(done, len(invited))
    return bytes(sheet.output())


def _page(sheet: Sheet, invited: Invited, heading: Heading) -> None:
    sheet.block(heading.school.name, 16, bold=True)
    sheet.block(long_date(heading.day(heading.written_at)), 10)
    sheet.ln(6)
    sheet.block("To the parents and carers of", 10)
    sheet.block(f"{invited.pupil.full_name}, {heading.class_name}", 13, bold=True)
    sheet.ln(6)
    top, left = sheet.get_y(), sheet.l_margin
    _code(sheet, invited, heading, top)
    below = sheet.get_y()
    sheet.set_xy(left, top)
    sheet.set_right_margin(MARGIN + CODE + GAP)
    # Beside the code stands what one does with it; what one should know stands below.
    size = _size_that_fits(sheet, _beside(), below - top)
    for words, bold in _beside():
        sheet.block(words, size, bold=bold)
        sheet.ln(size * 0.18)
    sheet.set_right_margin(MARGIN)
    sheet.set_xy(left, max(below, sheet.get_y()) + 4)
    notes = _notes(invited, heading)
    size = _size_that_fits(sheet, notes, sheet.h - MARGIN - 14 - sheet.get_y())
    for words, bold in notes:
        sheet.block(words, size, bold=bold)
        sheet.ln(size * 0.18)
    sheet.ln(3)
    sheet.block(f"With kind regards, {heading.school.name}", size)
    if sheet.missing:
        sheet.block(NOTE, 7)


def _code(sheet: Sheet, invited: Invited, heading: Heading, top: float) -> None:
    """The code at the right, made of rectangles: sharp at any size; the address below it."""
    rows = squares(link(heading.public_url, "j", invited.code))
    left = sheet.w - MARGIN - CODE
    side = CODE / len(rows)
    sheet.set_draw_color(150)
    sheet.set_line_width(0.2)
    sheet.rect(left, top, CODE, CODE)
    sheet.set_draw_color(0)
    sheet.set_fill_color(0)
    for y, row in enumerate(rows):
        x = 0
        while x < len(row):
            end = x
            while end < len(row) and row[end]:
                end += 1
            if end > x:
                sheet.rect(left + x * side, top + y * side, (end - x) * side, side, style="F")
            x = max(end, x + 1)
    sheet.set_xy(left, top + CODE + 2)
    for words in (f"{heading.public_url}/j/", grouped(invited.code)):
        sheet.letters(_fitting(sheet, words, CODE), bold=True)
        sheet.set_x(left)
        sheet.multi_cell(CODE, 4.5, words, align="C", new_x="LMARGIN", new_y="NEXT")


def _fitting(sheet: Sheet, words: str, width: float) -> float:
    """The largest letters, up to 9 points, in which `words` fit on a line."""
    for size in (9.0, 8.5, 8.0, 7.5, 7.0, 6.5, 6.0):
        sheet.letters(size, bold=True)
        if sheet.get_string_width(words) <= width - 2:
            return size
    return 6.0


def _beside() -> list[tuple[str, bool]]:
    steps = [(f"{number}. {words}", False) for number, words in enumerate(STEPS, start=1)]
    return [("Dear parent or carer,", False), (WHY, False), ("How to join", True), *steps]


def _notes(invited: Invited, heading: Heading) -> list[tuple[str, bool]]:
    until = long_date(heading.day(invited.expires_at))
    office = heading.school.office_phone
    call = f"call the office on {office}" if office else "call the school office"
    notes = [
        ("About this code", True),
        (
            f"It is for this one child, works once, and is good until {until}. Another parent, "
            "another child or a second phone needs a code of its own: please ask us. Nobody sees "
            "anything with it before we have confirmed who they are; should it get lost, tell us.",
            False,
        ),
    ]
    if heading.at_school_only:
        notes.append(
            ("Please scan it at school: its address works on the school's own network only.", True)
        )
    return [
        *notes,
        ("When we are there", True),
        (
            f"Staff look at what families send {HOURS}, and you hear from us within two working "
            "days.",
            False,
        ),
        ("Absence, and anything urgent", True),
        (
            f"Please {call}, as before. Do not use your phone's page for it: nobody may see it in "
            "time.",
            False,
        ),
        ("Your family's data", True),
        (
            "You see your own child's work and nobody else's, and only you and the school's staff "
            "see it. Photos are kept by the school, without the place where they were taken. Of "
            "you the school keeps your name, who you are to your child and what kind of phone "
            "you use, and nothing more.",
            False,
        ),
    ]


def _size_that_fits(sheet: Sheet, blocks: Sequence[tuple[str, bool]], height: float) -> float:
    """The largest letters in which all of `blocks` are at most `height` millimetres high."""
    for size in SIZES:
        needed = sum(
            sheet.height_of(words, size, bold=bold) + size * 0.18 for words, bold in blocks
        )
        if needed <= height:
            return size
    return SIZES[-1]
