"""Photos of the made-up school's stories, and its newsletters. They are drawn and printed for a
second: to be called when the kiosk is up, after `demo_portfolio`."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from pathlib import Path
from tempfile import TemporaryDirectory

from fpdf import FPDF
from PIL import Image
from pypdfium2 import PdfDocument

from db import media, models, photo_permission
from db.connection import reading, writing
from db.demo_desk import Desk
from db.demo_drawings import PICTURES
from db.demo_portfolio import PAPER, POSTER_SIDE, kept
from db.demo_posts import Piece
from db.family_records import PhotoUse
from db.records import Role
from db.story_records import PostKind

GREEN, GREY = (32, 96, 64), (90, 90, 90)
LEFT, WIDTH = 18, 174  # millimetres of an A4 page


@dataclass(frozen=True, slots=True)
class _Photo:
    """`hand` is whose drawing it is; so many `pupils` are in the photo, None where nobody has
    said so far."""

    title: str
    drawing: str
    hand: int
    caption: str
    pupils: int | None = 0


PHOTOS = (
    _Photo("Under the sea", "sea", 11, "A blue painting with fish that stayed dry", 1),
    _Photo("Under the sea", "sea", 12, "Another one, with more weed", 2),
    _Photo("Our book of rainbows", "rainbow", 13, "A page with a wide rainbow", 0),
    _Photo("Dragons made of clay", "dragon", 14, "A clay dragon that smiles", 3),
    _Photo("A house with a garden", "house", 15, "A house, a sun and five tall flowers", 1),
    _Photo("A booklet about a small animal", PAPER, 16, "How to look after a snail", 0),
    _Photo("Butterflies that are the same on both sides", "butterfly", 17, "A butterfly", 1),
    _Photo("Eruption!", "volcano", 18, "A volcano that was cut in half", 2),
    _Photo("A cat called Biscuit", "cat", 19, "A cat on a cushion", 0),
    _Photo("Lift-off", "rocket", 20, "A rocket between stars", 1),
)
NOT_ANSWERED = _Photo("", "house", 21, "", None)
HIDDEN = "Under the sea"  # since permission for one of those in it was withdrawn

NEWS = (
    ("Autumn number", 25, "rainbow", (
        ("Our garden", "The beans climbed over the fence and are now also our neighbours’. Thank "
         "you to everybody who dug, watered, and ate."),
        ("Lost and found", "Eleven jumpers, four lunch boxes and one very good magnifying glass "
         "are waiting in the office."),
        ("Dates", "Flu vaccinations, class photographs and the cake sale are all in the calendar "
         "on your phone."),
    )),
    ("Before the holidays", 6, "butterfly", (
        ("Thank you, readers", "Twenty-three parents, grandparents and one fire-fighter have come "
         "to read with us this half term."),
        ("The new hedge", "A hundred and twenty little trees are in the ground. The hedgehogs "
         "have been told."),
        ("Kind words", "Every class has its own word of the month. This month’s: patience, cheer "
         "and courage. Ask your child which is theirs."),
    )),
)  # fmt: skip


def fill(now: datetime, days: Sequence[date]) -> None:
    """`days` are the school days of the term through today, as `demo.fill` had them."""
    with TemporaryDirectory() as made:
        folder = Path(made)
        photos = {it: kept(it.drawing, folder, now, it.hand) for it in (*PHOTOS, NOT_ANSWERED)}
        papers = [_printed(folder, *it, now) for it in NEWS]
    with writing():
        for photo, sha256 in photos.items():
            _attach(photo, sha256, now)
        _answer_with_work()
        _newsletters(papers, now, days)
        _withdraw(now)


def _attach(photo: _Photo, sha256: str, now: datetime) -> None:
    p, place = models.Post, models.PostPlace
    row = (
        p.select(p, place.school_class.alias("class_id"))
        .join(place)
        .where(p.title == photo.title)
        .order_by(p.id)
        .objects()
        .first()
    )
    at = row.published_at or now
    answered = {} if photo.pupils is None else {"answered_at": at, "answered_by": row.staff_id}
    file = models.PostFile.create(
        post=row.id,
        media=sha256,
        caption=photo.caption,
        upload_key=f"demo {photo.hand}",
        added_at=at,
        **answered,
    )
    for pupil_id in _allowed(row.class_id)[photo.hand :][: photo.pupils or 0]:
        models.PostFilePupil.create(file=file, pupil=pupil_id)


def _allowed(class_id: int) -> list[int]:
    e = models.Enrolment
    with reading():
        ids = [it.pupil_id for it in e.select().where(e.school_class == class_id)]
        return sorted(photo_permission.allowed(ids, PhotoUse.CLASS_STORY))


def _answer_with_work() -> None:
    """The booklet in a portfolio is what its pupil did for homework."""
    p, i, m, d = models.Post, models.PortfolioItem, models.Media, models.HomeworkDone
    task = p.get(p.title == "A booklet about a small animal")
    booklet = i.select().join(m).where(m.kind == "pdf").first()
    if booklet is not None:
        d.delete().where(d.post == task, d.pupil == booklet.pupil_id).execute()
        d.create(post=task, pupil=booklet.pupil_id, item=booklet, done_at=booklet.posted_at)


def _newsletters(papers: list[str], now: datetime, days: Sequence[date]) -> None:
    staff, f = models.Staff, models.PostFile
    office_id = staff.get(staff.role == Role.OFFICE.value).id
    desk = Desk(now, days)
    made = {}
    for (title, ago, _, articles), sha256 in zip(NEWS, papers, strict=True):
        words = "In it: " + ", ".join(heading for heading, _ in articles) + "."
        piece = Piece(ago, PostKind.NEWSLETTER, f"Newsletter: {title}", words)
        made[desk.add(piece, office_id, None)] = sha256
    desk.write()
    for post_id, sha256 in made.items():
        f.create(
            post=post_id,
            media=sha256,
            caption="The newsletter",
            upload_key=f"demo newsletter {post_id}",
            added_at=now,
            answered_at=now,
            answered_by=office_id,
        )


def _withdraw(now: datetime) -> None:
    p, f, tag = models.Post, models.PostFile, models.PostFilePupil
    inside = tag.select(tag.pupil).join(f).join(p).where(p.title == HIDDEN).order_by(tag.pupil)
    row = p.get(p.title == HIDDEN)
    models.PhotoPermission.create(
        pupil=inside.first().pupil_id,
        use=PhotoUse.CLASS_STORY.value,
        allowed=False,
        recorded_by=row.staff_id,
        recorded_at=now - timedelta(days=1),
    )


def _printed(
    folder: Path,
    title: str,
    ago: int,
    drawing: str,
    articles: Sequence[tuple[str, str]],
    now: datetime,
) -> str:
    """A newsletter of two pages in the media folder; gives its name there."""
    paper = FPDF(format="A4")
    paper.core_fonts_encoding = "windows-1252"
    paper.set_creation_date(now - timedelta(days=ago))
    paper.set_margins(LEFT, LEFT)
    for number, some in enumerate((articles[:2], articles[2:])):
        paper.add_page()
        paper.set_fill_color(*GREEN)
        paper.rect(0, 0, paper.w, 34 if number == 0 else 14, style="F")
        paper.set_y(12 if number == 0 else 3)
        paper.set_text_color(255, 255, 255)
        paper.set_font("helvetica", "B", 26 if number == 0 else 14)
        paper.cell(WIDTH, 10, f"Riverside News: {title}")
        paper.set_y(44 if number == 0 else 24)
        for heading, words in some:
            paper.set_text_color(*GREEN)
            paper.set_font("helvetica", "B", 20)
            paper.multi_cell(WIDTH, 12, heading, align="L", new_x="LMARGIN", new_y="NEXT")
            paper.set_text_color(0, 0, 0)
            paper.set_font("helvetica", "", 15)
            paper.multi_cell(WIDTH, 8, words, align="L", new_x="LMARGIN", new_y="NEXT")
            paper.ln(8)
        if number == 0:
            paper.image(PICTURES[drawing](ago), LEFT, paper.y, WIDTH)
        paper.set_text_color(*GREY)
        paper.set_y(-24)
        paper.set_font("helvetica", "", 11)
        paper.cell(WIDTH, 6, f"Page {number + 1} of 2")
    clean, poster = folder / "clean.pdf", folder / "poster.jpg"
    paper.output(str(clean))
    with PdfDocument(clean) as document:
        first: Image.Image = document[0].render(scale=1.2).to_pil()
    size = first.size
    first.thumbnail((POSTER_SIDE, POSTER_SIDE), Image.Resampling.LANCZOS)
    first.convert("RGB").save(poster, "JPEG", quality=85)
    facts = media.Facts("pdf", "application/pdf", *size, pages=2)
    return media.keep(clean, poster, facts, now).sha256
