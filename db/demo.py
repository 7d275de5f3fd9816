"""A made-up school to look around in; marked as a demo on every screen."""

from __future__ import annotations

from datetime import datetime

from db import models, school
from db.avatars import avatar_for
from db.connection import writing

PIN = "246802"

CLASSES = (("Maple", "Year 2"), ("Willow", "Year 4"), ("Oak", "Year 6"))
FORENAMES = (
    "Aisha Amelia Arjun Ava Ben Callum Charlie Chloe Daisy Dylan Ella Elif Ethan Fatima Finn "
    "Freya George Grace Hana Harry Isla Jack Jasmine Kai Leo Lily Maya Mohammed Niamh Noah"
).split()
SURNAMES = (
    "Adams Ahmed Begum Brown Clarke Davies Evans Green Hall Hughes Jones Kaur Khan Kelly Lewis "
    "Martin Morris Okafor Patel Roberts Shah Singh Smith Taylor Thomas Walker White Wilson Wood "
    "Young"
).split()


def fill(now: datetime) -> None:
    """Fill the open, empty database with the made-up school."""
    with writing():
        school.set_up("Riverside Primary", "Mrs Rowan", PIN, now, is_demo=True)
        for place, (name, year) in enumerate(CLASSES):
            row = models.SchoolClass.create(
                name=name, year_group=year, goal_name="A film afternoon", goal_points=200
            )
            for number, forename in enumerate(FORENAMES):
                pupil = models.Pupil.create(
                    forename=forename,
                    surname=SURNAMES[(number * 7 + place * 11) % len(SURNAMES)],
                    year_group=year,
                    avatar=avatar_for(number + place * 3),
                )
                models.Enrolment.create(pupil=pupil, school_class=row)
