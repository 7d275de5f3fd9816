"""What tests about portfolios share: two families, their teachers, and files in the store."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path

from PIL import Image, ImageDraw

from db import agreement, invitations, joining, media, models, people, phones, portfolio, roster
from db.connection import writing
from db.family_records import Visitor
from db.media import Facts
from db.records import Pupil, Role, Staff
from tests.conftest import NOW, Here


@dataclass(frozen=True)
class Family:
    """Aisha who signed, her mum's phone, the parent of another child, two teachers."""

    aisha: Pupil
    mum: Visitor
    other_pupil: Pupil
    other_parent: Visitor
    teacher: Staff
    other_teacher: Staff


def two_families(here: Here) -> Family:
    aisha, other = roster.pupils(here.maple.id)[:2]
    for pupil in (aisha, other):
        agreement.sign(pupil, 1, NOW, typed_name=pupil.forename)
    with writing():
        models.SchoolClass.create(name="Oak")
    return Family(
        aisha,
        parent(here, aisha.id, "Sam"),
        other,
        parent(here, other.id, "Eve"),
        people.add_staff("Mr Ash", Role.TEACHER, NOW, class_name="Maple"),
        people.add_staff("Ms Yew", Role.TEACHER, NOW, class_name="Oak"),
    )


def parent(here: Here, pupil_id: int, name: str) -> Visitor:
    """A parent's phone, confirmed."""
    code = invitations.invite(here.leader, pupil_id, NOW).code
    token = joining.join(code, name, "mum", "", NOW)
    visitor = phones.visitor(token)
    assert visitor
    invitations.confirm(here.leader, visitor.guardian_id, pupil_id, NOW)
    confirmed = phones.visitor(token)
    assert confirmed
    return confirmed


def photo(folder: Path, words: bytes = b"photo", poster: bytes = b"small") -> str:
    """A file in the store, and its poster; gives its name."""
    clean, small = folder / "clean.jpg", folder / "poster.jpg"
    clean.write_bytes(words)
    small.write_bytes(poster)
    return media.keep(clean, small, Facts("photo", "image/png", 800, 600), NOW).sha256


def drawing(folder: Path, colour: str = "#d05040", kind: str = "photo") -> str:
    """A real picture in the store, 320 by 240, as what the decoders make; gives its name."""
    picture = Image.new("RGB", (320, 240), "#80c0f0")
    canvas = ImageDraw.Draw(picture)
    canvas.rectangle((0, 170, 320, 240), fill="#3070a0")
    canvas.polygon([(60, 150), (260, 150), (220, 200), (100, 200)], fill=colour)
    canvas.polygon([(150, 30), (150, 140), (240, 140)], fill="#ffffff")
    clean, small = folder / "clean.jpg", folder / "poster.jpg"
    picture.save(clean)
    picture.resize((160, 120)).save(small)
    still = None if kind == "audio" else small
    facts = {
        "photo": Facts("photo", "image/jpeg", 320, 240),
        "pdf": Facts("pdf", "application/pdf", 320, 240, pages=3),
        "audio": Facts("audio", "audio/mp4", seconds=32),
        "video": Facts("video", "video/mp4", 320, 240, seconds=75),
    }
    if kind != "photo":
        clean.write_bytes(f"{kind} {colour}".encode())
    return media.keep(clean, still, facts[kind], NOW).sha256


def fill(here: Here) -> Family:
    """One item of each kind waits for the teacher: from the pupil, and from the parent."""
    family = two_families(here)
    add = portfolio.add_media
    aisha, mum, other = family.aisha, family.mum, family.other_pupil
    colours = {"photo": "#d05040", "pdf": "#c0a030", "video": "#8040a0", "audio": "#000000"}
    names = {kind: drawing(here.data, colour, kind) for kind, colour in colours.items()}
    hour = timedelta(hours=1)
    when = NOW - 8 * hour
    add(aisha.id, names["photo"], "My boat can swim.", when, key="1", sender=aisha)
    add(aisha.id, names["pdf"], "My book of boats", when + hour, key="2", sender=mum)
    portfolio.add_words(
        other.id,
        "The sea\n\nThe sea is big and blue.\nIt sings to me and you.",
        when + 2 * hour,
        key="3",
        sender=other,
    )
    add(other.id, names["video"], "", when + 3 * hour, key="4", sender=family.other_parent)
    add(
        aisha.id,
        names["audio"],
        "I read to my little brother.",
        when + 4 * hour,
        key="5",
        sender=mum,
    )
    return family
