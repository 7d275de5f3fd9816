"""A made-up school to look around in; marked as a demo on every screen."""

from __future__ import annotations

import math
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from random import Random
from zoneinfo import ZoneInfo

from db import demo_families, demo_stories, drawing, models, school
from db.avatars import avatar_for
from db.clock import DEFAULT_TIME_ZONE, school_day
from db.connection import writing
from db.records import Kind, Mark, Role, Strokes
from db.set_up import set_up

PIN = "246802"
PICTURE_CODE = "0,1,2"
PICTURES = "apple, rocket, ball"
SCHOOL = "Riverside Primary"
LEADER = "Dr Rowan"
OFFICE = "Ms Finch"
OFFICE_PHONE = "01632 960123"  # of the numbers that Ofcom keeps for made-up people
CLASSES = (
    ("Maple", "Year 2", "Miss Osei", "A film afternoon"),
    ("Willow", "Year 4", "Mr Hart", "A picnic in the park"),
    ("Oak", "Year 6", "Mrs Novak", "A den-building morning"),
)
MATHS = ("Maths set 1", "Years 4 and 6", "Mr Hart")
MATHS_PUPILS_OF_A_CLASS = 12
TABLES = ("Red table", "Blue table", "Green table", "Yellow table", "Purple table")
WEEKS = 12
HALF_TERM = 7  # weeks ago
FIRST_LESSON, LESSON_MINUTES = time(9, 5), 365
NOTES = ("Helped Kai with his coat", "Asked a brilliant question", "Tidied without being asked")
ROWS_AT_ONCE = 500

FORENAMES = (
    "Aisha Amelia Arjun Ava Ben Callum Charlie Chloe Daisy Dylan Ella Elif Ethan Fatima Finn "
    "Freya George Grace Hana Harry Isla Jack Jasmine Kai Leo Lily Maya Mohammed Niamh Noah "
    "Olivia Omar Oscar Poppy Priya Rafael Ruby Ryan Samira Sofia Theo Tomasz Violet Willow "
    "Yusuf Zara Zoë Molly Adam Beatriz Connor Erin Hassan Imogen Jaya Luca Mei Nina Otis Rosie"
).split()
SURNAMES = (
    "Adams Ahmed Begum Brown Clarke Davies Evans Green Hall Hughes Jones Kaur Khan Kelly Lewis "
    "Martin Morris O'Brien Okafor Patel Roberts Shah Singh Smith Taylor Thomas Walker White "
    "Wilson Wood Young Kowalski Nguyen Costa"
).split()


@dataclass
class _Filling:
    """What is on its way into the tables: rows, and the totals that they add up to."""

    now: datetime
    chance: Random = field(default_factory=lambda: Random(2468))  # noqa: S311 - no secret
    skills: list[models.Skill] = field(default_factory=list)
    awards: list[tuple[object, ...]] = field(default_factory=list)
    pupil_points: dict[int, int] = field(default_factory=dict)
    class_points: dict[int, int] = field(default_factory=dict)
    acts: int = 0

    def __post_init__(self) -> None:
        self.zone = ZoneInfo(DEFAULT_TIME_ZONE)
        self.today = school_day(self.now)

    def moment(self, day: date) -> datetime:
        """Some moment of the school day; of today, one that has been."""
        start = datetime.combine(day, FIRST_LESSON, self.zone)
        minutes = float(LESSON_MINUTES)
        if day == self.today:
            midnight = datetime.combine(day, time(), self.zone)
            start = max(midnight, min(start, self.now - timedelta(hours=1)))
            minutes = min(minutes, (self.now - start).total_seconds() / 60)
        return start + timedelta(minutes=int(self.chance.random() * minutes))

    def act(
        self, class_id: int, staff_id: int, day: date, pupil_ids: list[int], *, undone: bool = False
    ) -> None:
        skill = self.chance.choices(self.skills, [6 - skill.points for skill in self.skills])[0]
        at = self.moment(day)
        note = self.chance.choice(NOTES) if self.chance.random() < 0.02 else ""
        undone_at, undone_by = (at, staff_id) if undone else (None, None)
        self.acts += 1
        shared = (class_id, skill.id, skill.name, skill.icon, skill.kind, skill.points, note)
        for pupil_id in pupil_ids:
            self.awards.append(
                (f"demo-{self.acts}", pupil_id, *shared, staff_id, at, day, undone_at, undone_by)
            )
            if not undone:
                self.pupil_points[pupil_id] = self.pupil_points.get(pupil_id, 0) + skill.points
                self.class_points[class_id] = self.class_points.get(class_id, 0) + skill.points


def fill(now: datetime) -> None:
    """Fill the open, empty database with the made-up school: the same one for the same day."""
    with writing():
        start = now - timedelta(weeks=WEEKS)
        _, leader = set_up(SCHOOL, LEADER, PIN, start, is_demo=True)
        school.set_office_phone(leader, OFFICE_PHONE, start)
        filling = _Filling(now)
        filling.skills = list(models.Skill.select().where(models.Skill.kind != Kind.NEEDS_WORK))
        staff = _staff(leader.id)
        maths_class = models.SchoolClass.create(name=MATHS[0], year_group=MATHS[1], is_home=False)
        models.StaffClass.create(staff=staff[MATHS[2]], school_class=maths_class)
        maths: list[int] = []
        siblings: list[models.Pupil] = []
        for place, (name, year, teacher, goal) in enumerate(CLASSES):
            row = models.SchoolClass.create(name=name, year_group=year, goal_name=goal)
            models.StaffClass.create(staff=staff[teacher], school_class=row)
            pupils = _pupils(row.id, year, place)
            tables = _groups(row.id, pupils)
            _term(filling, row.id, staff[teacher], pupils, tables)
            _today(filling, row.id, staff[teacher], pupils)
            rows = list(models.Pupil.select().where(models.Pupil.id.in_(pupils)))
            turned = rows[place * 8 :] + rows[: place * 8]
            demo_families.fill(filling.chance, staff[teacher], turned, start, now)
            siblings.append(turned[1])
            if place > 0:
                maths += pupils[::2][:MATHS_PUPILS_OF_A_CLASS]
        _enrol(maths, maths_class.id, is_home=False)
        for day in _days(filling.today):
            if day.weekday() in (1, 3):
                chosen = filling.chance.sample(maths, 4)
                filling.act(maths_class.id, staff[MATHS[2]], day, chosen)
        demo_families.share(filling.chance, leader.id, siblings[0], siblings[-1])
        _write(filling)
        _sign(filling)
        demo_stories.fill(now, term(now))


def term(now: datetime) -> list[date]:
    """The school days from the beginning of the made-up term through today."""
    return list(_days(school_day(now)))


def _staff(leader_id: int) -> dict[str, int]:
    """Everybody's PIN is the leader's: hashing it once is enough for a demo."""
    pin_hash = models.Staff.get_by_id(leader_id).pin_hash
    roles = {teacher: Role.TEACHER for _, _, teacher, _ in CLASSES} | {OFFICE: Role.OFFICE}
    return {
        name: models.Staff.create(name=name, role=role.value, pin_hash=pin_hash).id
        for name, role in roles.items()
    }


def _pupils(class_id: int, year: str, place: int) -> list[int]:
    """Thirty pupils; one has a preferred name, and two share a first name."""
    first = models.Pupil.select().count() + 1
    rows = [
        {
            "id": first + number,
            "forename": FORENAMES[(place * 20 + number * (1 + place % 2)) % len(FORENAMES)],
            "surname": SURNAMES[(number * 7 + place * 11) % len(SURNAMES)],
            "year_group": year,
            "avatar": avatar_for(number + place * 13),
            "picture_code": PICTURE_CODE,
        }
        for number in range(30)
    ]
    rows[29]["forename"] = rows[4]["forename"]
    rows = [row | {"preferred_name": ""} for row in rows]
    rows[7]["preferred_name"] = "Ellie-Mae"
    models.Pupil.insert_many(rows).execute()
    ids = [int(str(row["id"])) for row in rows]
    _enrol(ids, class_id, is_home=True)
    return ids


def _enrol(pupil_ids: list[int], class_id: int, *, is_home: bool) -> None:
    models.Enrolment.insert_many(
        [{"pupil": it, "school_class": class_id, "is_home": is_home} for it in pupil_ids]
    ).execute()


def _groups(class_id: int, pupils: list[int]) -> list[list[int]]:
    """Five tables of six, and two pupils who work better apart."""
    tables = [pupils[number :: len(TABLES)] for number in range(len(TABLES))]
    for name, members in zip(TABLES, tables, strict=True):
        group = models.PupilGroup.create(school_class=class_id, name=name)
        models.GroupMember.insert_many(
            [{"group": group.id, "pupil": pupil_id} for pupil_id in members]
        ).execute()
    models.KeepApart.create(school_class=class_id, first=pupils[1], second=pupils[8])
    return tables


def _days(today: date) -> Iterator[date]:
    """The school days of the term through today; today always counts as one."""
    monday = today - timedelta(days=today.weekday())
    for weeks_ago in range(WEEKS - 1, -1, -1):
        for weekday in range(5):
            day = monday - timedelta(weeks=weeks_ago) + timedelta(days=weekday)
            if weeks_ago != HALF_TERM and day < today:
                yield day
    yield today


def _term(
    filling: _Filling, class_id: int, staff_id: int, pupils: list[int], tables: list[list[int]]
) -> None:
    """Three to five awards a week for everybody: alone or in twos and threes, once as a table."""
    chance = filling.chance
    weeks: dict[date, list[date]] = {}
    for day in _days(filling.today):
        weeks.setdefault(day - timedelta(days=day.weekday()), []).append(day)
    for number, days in enumerate(weeks.values()):
        deck = [pupil_id for pupil_id in pupils for _ in range(chance.randint(2, 4))]
        deck = chance.sample(deck, len(deck) * len(days) // 5 if len(days) < 5 else len(deck))
        while deck:
            size = chance.choice((1, 1, 1, 2, 3))
            chosen, deck = deck[:size], deck[size:]
            filling.act(class_id, staff_id, chance.choice(days), sorted(set(chosen)))
        for table in tables:
            filling.act(class_id, staff_id, chance.choice(days), table)
        if number % 4 == 3:
            filling.act(class_id, staff_id, days[0], pupils)
        filling.act(class_id, staff_id, days[0], [chance.choice(pupils)], undone=True)


def _today(filling: _Filling, class_id: int, staff_id: int, pupils: list[int]) -> None:
    """Two are away today and one came late."""
    marks = ((3, Mark.ABSENT), (17, Mark.ABSENT), (22, Mark.LATE))
    models.Attendance.insert_many(
        [
            {
                "pupil": pupils[place],
                "day": filling.today,
                "mark": mark.value,
                "staff": staff_id,
                "marked_at": filling.now,
            }
            for place, mark in marks
        ]
    ).execute()


def _write(filling: _Filling) -> None:
    """The awards in the order they were given, and the totals that they make."""
    a, p, c = models.Award, models.Pupil, models.SchoolClass
    fields = [
        *(a.act, a.pupil, a.school_class, a.skill, a.skill_name, a.icon, a.kind, a.points),
        *(a.note, a.staff, a.given_at, a.day, a.undone_at, a.undone_by),
    ]
    filling.awards.sort(key=lambda row: (row[10], row[0]))
    for first in range(0, len(filling.awards), ROWS_AT_ONCE):
        a.insert_many(filling.awards[first : first + ROWS_AT_ONCE], fields=fields).execute()
    for pupil_id, points in filling.pupil_points.items():
        p.update(points=points).where(p.id == pupil_id).execute()
    for class_id, points in filling.class_points.items():
        c.update(points=points).where(c.id == class_id).execute()
    for number, row in enumerate(c.select().where(c.is_home)):
        goal = 150 + number * 25
        c.update(goal_points=goal, goal_from=row.points - goal * 2 // 3).where(
            c.id == row.id
        ).execute()


def _sign(filling: _Filling) -> None:
    """Most pupils have signed, some of them by drawing; a few of each class have not."""
    version = models.AgreementVersion.select().order_by(models.AgreementVersion.id.desc()).get()
    at = filling.now - timedelta(weeks=WEEKS - 1)
    signed = [row for row in models.Pupil.select() if row.id % 6]
    models.Signature.insert_many(
        [
            {
                "pupil": row.id,
                "version": version.id,
                "pupil_name": f"{row.preferred_name or row.forename} {row.surname}",
                "school_name": SCHOOL,
                "typed_name": "" if row.id % 5 == 2 else row.preferred_name or row.forename,
                "strokes": drawing.written(_scribble(filling.chance)) if row.id % 5 == 2 else "",
                "signed_at": at + timedelta(minutes=row.id),
                "day": school_day(at),
            }
            for row in signed
        ]
    ).execute()


def _scribble(chance: Random) -> Strokes:
    """A line that goes up, down and round as a name does, and a stroke under it."""
    tall, fast, round_ = (
        chance.uniform(0.15, 0.3),
        chance.uniform(0.5, 0.9),
        chance.uniform(0, 0.03),
    )
    name = tuple(
        (
            round(0.1 + 0.75 * step / 60 + round_ * math.sin(2 * fast * step), 4),
            round(0.5 - tall * math.sin(fast * step) * math.cos(step / 9), 4),
        )
        for step in range(60)
    )
    return (name, ((0.12, 0.86), (chance.uniform(0.6, 0.9), 0.82)))
