"""PDFs, drawn page by page into a new one: nothing of the old file's objects is in it."""

from __future__ import annotations

from io import BytesIO
from pathlib import Path

import pypdfium2
from PIL import Image

from kiosk.decoding.limits import Decoded, Limits, Undecodable
from kiosk.decoding.pictures import save_poster

SHARPNESS = 2.0  # pixels a point: 144 an inch
LOCKED = "This PDF is locked with a password. Please send one without."
BROKEN = "This PDF is damaged or not whole. Please send it again."
NO_PAGES = "This PDF has no pages."
TOO_MANY_PAGES = "This PDF has {} pages. Please send at most {}."
TOO_LARGE = "A page of this PDF is too large. Please send a smaller one."


def redraw(path: Path, out_folder: Path, limits: Limits) -> Decoded:
    """A PDF of pictures of the pages, and the first page as the poster.

    Photos inside a PDF bring their own place and camera, so copying pages would not do.
    """
    try:
        source = pypdfium2.PdfDocument(path)
        count = len(source)
    except pypdfium2.PdfiumError as error:
        raise Undecodable(LOCKED if "password" in str(error).lower() else BROKEN) from None
    if count == 0:
        raise Undecodable(NO_PAGES)
    if count > limits.pages:
        raise Undecodable(TOO_MANY_PAGES.format(count, limits.pages))
    made = pypdfium2.PdfDocument.new()
    width = height = 0
    poster: Path | None = None
    for number in range(count):
        picture = _picture(source, number, limits)
        if poster is None:
            poster = save_poster(picture, out_folder, limits)
            width, height = picture.size
        _add(made, picture)
    clean = out_folder / "clean.pdf"
    made.save(clean)
    return Decoded("pdf", "application/pdf", clean, poster, width, height, pages=count)


def _picture(source: pypdfium2.PdfDocument, number: int, limits: Limits) -> Image.Image:
    try:
        page = source[number]
        wide, high = page.get_size()
        longest = max(wide, high)
        if not 1 <= min(wide, high) <= longest <= 14400:  # 200 inches, as far as PDF goes
            raise Undecodable(TOO_LARGE)
        scale = min(SHARPNESS, limits.longest_side / longest)
        picture: Image.Image = page.render(scale=scale, may_draw_forms=False).to_pil()
        page.close()
    except pypdfium2.PdfiumError:
        raise Undecodable(BROKEN) from None
    return picture.convert("RGB")


def _add(made: pypdfium2.PdfDocument, picture: Image.Image) -> None:
    packed = BytesIO()
    picture.save(packed, "JPEG", quality=85)
    packed.seek(0)
    wide, high = picture.width / SHARPNESS, picture.height / SHARPNESS
    drawn = pypdfium2.PdfImage.new(made)
    drawn.load_jpeg(packed, inline=True)
    drawn.set_matrix(pypdfium2.PdfMatrix().scale(wide, high))
    page = made.new_page(wide, high)
    page.insert_obj(drawn)
    page.gen_content()
    page.close()
