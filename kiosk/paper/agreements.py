"""The signed agreements of a class: one page a pupil."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from db.records import SignedAgreement, Strokes
from kiosk.paper.sheet import NOTE, Sheet
from kiosk.text import long_date

MARGIN = 20.0
INDENT = 8.0
PAD_WIDTH, PAD_HEIGHT = 120.0, 30.0  # millimetres: as wide to high as on the screen
PEN = 0.7
SIZES = (14.0, 13.0, 12.0, 11.0, 10.0, 9.0, 8.0, 7.0, 6.0)
LARGEST_NAME, LEAST_NAME = 26.0, 9.0


def signed_agreements(
    papers: Sequence[SignedAgreement],
    class_name: str,
    progress: Callable[[int, int], None] = lambda done, of: None,
) -> bytes:
    """A PDF with a page for each of `papers`: the promises of the version that was signed, the
    signature as it was typed or drawn, school, class and date.

    `progress` is told how many pages of how many are done, in whichever thread this runs.
    """
    sheet = Sheet([class_name, *(words for paper in papers for words in _words_of(paper))])
    sheet.set_margins(MARGIN, MARGIN, MARGIN)
    sheet.set_title(sheet.words(f"{class_name}: signed promises"))
    for done, paper in enumerate(papers, start=1):
        sheet.add_page()
        sheet.missing = False
        _page(sheet, paper, class_name)
        progress(done, len(papers))
    return bytes(sheet.output())


def _page(sheet: Sheet, paper: SignedAgreement, class_name: str) -> None:
    signature, wording = paper.signature, paper.agreement
    sheet.block(signature.school_name, 11, align="C")
    sheet.ln(2)
    sheet.block("Our promises", 20, bold=True, align="C")
    sheet.ln(4)
    top_of_signature = sheet.h - MARGIN - PAD_HEIGHT - 32
    size = _size_that_fits(sheet, paper, top_of_signature - sheet.get_y())
    for number, promise in enumerate(wording.promises, start=1):
        sheet.block(f"{number}. {promise.title}", size, bold=True)
        sheet.block(promise.words, size, indent=INDENT)
        sheet.ln(size * 0.2)
    sheet.block(wording.closing, size)
    sheet.set_y(top_of_signature)
    _signature(sheet, paper)
    sheet.ln(3)
    sheet.block(signature.pupil_name, 13, bold=True, align="C")
    sheet.block(f"{class_name} · {long_date(signature.day)}", 11, align="C")
    sheet.block(f"Version {wording.version} of the promises", 9, align="C")
    if sheet.missing:
        sheet.block(NOTE, 8, align="C")


def _size_that_fits(sheet: Sheet, paper: SignedAgreement, height: float) -> float:
    """The largest letters with which all promises stay above the signature."""
    wording = paper.agreement
    for size in SIZES:
        needed = sheet.height_of(wording.closing, size)
        for number, promise in enumerate(wording.promises, start=1):
            needed += sheet.height_of(f"{number}. {promise.title}", size, bold=True) + size * 0.2
            needed += sheet.height_of(promise.words, size, indent=INDENT)
        if needed <= height:
            return size
    return SIZES[-1]


def _signature(sheet: Sheet, paper: SignedAgreement) -> None:
    left, top = (sheet.w - PAD_WIDTH) / 2, sheet.get_y()
    sheet.set_draw_color(150)
    sheet.set_line_width(0.2)
    base = top + PAD_HEIGHT * 0.8
    sheet.line(left, base, left + PAD_WIDTH, base)
    sheet.set_draw_color(0)
    if paper.signature.strokes:
        _draw(sheet, paper.signature.strokes, left, top)
    else:
        _write(sheet, paper.signature.typed_name, left, base)
    sheet.set_y(top + PAD_HEIGHT)


def _draw(sheet: Sheet, strokes: Strokes, left: float, top: float) -> None:
    sheet.set_line_width(PEN)
    for stroke in strokes:
        points = [(left + x * PAD_WIDTH, top + y * PAD_HEIGHT) for x, y in stroke]
        if len(points) == 1:
            points *= 2
        sheet.polyline(points)


def _write(sheet: Sheet, name: str, left: float, base: float) -> None:
    """The typed name on the line, slanted, as large as it fits."""
    words = sheet.words(name)
    size = LARGEST_NAME
    sheet.letters(size)
    while sheet.get_string_width(words) > PAD_WIDTH - 4 and size > LEAST_NAME:
        size -= 1
        sheet.letters(size)
    height = size * 0.5
    sheet.set_xy(left, base - height)
    with sheet.skew(ax=12, ay=0, x=left + PAD_WIDTH / 2, y=base):
        sheet.cell(PAD_WIDTH, height, words, align="C")


def _words_of(paper: SignedAgreement) -> list[str]:
    signature, wording = paper.signature, paper.agreement
    return [
        signature.pupil_name,
        signature.school_name,
        signature.typed_name,
        wording.closing,
        *(words for it in wording.promises for words in (it.title, it.words)),
    ]
