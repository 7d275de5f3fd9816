"""What the pupils of the made-up school are proud of: drawings, a paper, pieces of writing.

Loads Pillow and draws for the better part of a second: to be called when the kiosk is up.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path
from tempfile import TemporaryDirectory

from PIL import Image

from db import demo_drawings, media, models
from db.connection import reading, writing
from db.family_records import Asked
from db.portfolio_records import ItemState

POSTER_SIDE = 480  # pixels, as of photos that are sent
RESOLUTION = 110.0  # of the paper, in dots an inch
PAPER = "snails"
WAITING, APPROVED, SENT_BACK = ItemState.WAITING, ItemState.APPROVED, ItemState.SENT_BACK


@dataclass(frozen=True, slots=True)
class _Piece:
    """`place` is the pupil's in the class, `days` how long ago it came."""

    place: int
    days: int
    picture: str
    words: str
    state: ItemState = APPROVED
    note: str = ""
    comment: str = ""
    from_home: bool = False


POEM = """The wind is in the playground.
It wants to play with me.
It throws the leaves and catches them
And sings up in the tree."""
REPORT = (
    "Today we planted sunflower seeds. I put mine in a pot with my name on. First you make a "
    "hole with your finger. Then you drop the seed in and cover it up like a blanket. I think "
    "mine will be taller than Miss Osei."
)
STORY = (
    "Once there was a dragon who was frightened of the dark. Every night he breathed a tiny "
    "fire so he could see. One night it rained and the fire went out, and then he saw the stars."
)

PIECES = (
    _Piece(0, 34, "house", "My house and my garden. The flowers are really that big."),
    _Piece(0, 20, "", REPORT, comment="You described each step in the right order. Well done!"),
    _Piece(0, 6, "dragon", "My clay dragon. He is called Ember.", comment="What a smile he has!"),
    _Piece(0, 0, "", STORY, WAITING),
    _Piece(1, 25, "rainbow", "I mixed the purple myself."),
    _Piece(1, 1, "butterfly", "You fold the paper and press very hard.", WAITING),
    _Piece(2, 12, "rocket", "Rocket to the moon. I am in the window."),
    _Piece(2, 3, "", POEM, comment="I love how the wind catches the leaves."),
    _Piece(3, 9, "volcano", "A volcano cut in half so you can see inside."),
    _Piece(4, 16, "sea", "Under the sea. I used candle wax first."),
    _Piece(4, 2, "cat", "This is our cat Biscuit.", WAITING, from_home=True),
    _Piece(6, 5, PAPER, "I made a booklet about snails.", comment="I learned something new!"),
    _Piece(
        7, 4, "", "My model bridge is made of straws.", SENT_BACK,
        "I would love to see it! Can you add a photo of your bridge?",
    ),
)  # fmt: skip


def fill(now: datetime) -> None:
    """Give the first class its portfolio items; `demo.fill()` came before."""
    with reading():
        c, e = models.SchoolClass, models.Enrolment
        first = c.select().where(c.is_home).order_by(c.id).first()
        teaches = models.StaffClass
        teacher_id = teaches.select(teaches.staff).where(teaches.school_class == first.id).scalar()
        rows = e.select(e.pupil).where(e.school_class == first.id).order_by(e.pupil)
        pupil_ids = [pupil_id for (pupil_id,) in rows.tuples().iterator()]
        signed = {row.pupil_id for row in models.Signature.select(models.Signature.pupil)}
    with TemporaryDirectory() as folder:
        names = {
            piece.picture: kept(piece.picture, Path(folder), now)
            for piece in PIECES
            if piece.picture
        }
    with writing():
        for number, piece in enumerate(PIECES):
            pupil_id = pupil_ids[piece.place]
            if pupil_id in signed or piece.from_home:  # R20
                _add(number, piece, pupil_id, teacher_id, names.get(piece.picture), now)


def kept(name: str, folder: Path, now: datetime, seed: int | None = None) -> str:
    """Draw a picture and put it into the media folder; gives its name there. `folder` is for what
    is under way; another `seed` is another hand."""
    seed = sum(map(ord, name)) if seed is None else seed
    is_paper = name == PAPER
    drawing = demo_drawings.snails(seed) if is_paper else demo_drawings.PICTURES[name](seed)
    clean = folder / ("clean.pdf" if is_paper else "clean.jpg")
    if is_paper:
        drawing.save(clean, "PDF", resolution=RESOLUTION)
    else:
        drawing.save(clean, "JPEG", quality=85)
    poster = folder / "poster.jpg"
    small = drawing.copy()
    small.thumbnail((POSTER_SIDE, POSTER_SIDE), Image.Resampling.LANCZOS)
    small.save(poster, "JPEG", quality=80)
    kind, content_type = ("pdf", "application/pdf") if is_paper else ("photo", "image/jpeg")
    facts = media.Facts(kind, content_type, drawing.width, drawing.height, pages=int(is_paper))
    return media.keep(clean, poster, facts, now).sha256


def _add(
    number: int, piece: _Piece, pupil_id: int, teacher_id: int, sha256: str | None, now: datetime
) -> None:
    link = models.Guardianship
    parent = link.select(link.guardian).where(
        link.pupil == pupil_id, link.state == Asked.CONFIRMED.value
    )
    posted_at = now - timedelta(days=piece.days, minutes=25 + 7 * number)
    is_decided = piece.state is not WAITING
    row = models.PortfolioItem.create(
        pupil=pupil_id,
        words=piece.words,
        media=sha256,
        state=piece.state.value,
        upload_key=f"demo {number}",
        guardian=parent.scalar() if piece.from_home else None,
        posted_at=posted_at,
        decided_at=posted_at + timedelta(minutes=20) if is_decided else None,
        decided_by=teacher_id if is_decided else None,
        note=piece.note,
    )
    if piece.comment:
        models.ItemComment.create(
            item=row.id,
            staff=teacher_id,
            words=piece.comment,
            written_at=posted_at + timedelta(minutes=21),
        )
