"""The tables. They never leave `db/`: what the outside sees is in `db/records.py`.

Moments are kept in UTC; a `day` is the school's own calendar date.
"""

from __future__ import annotations

from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

from peewee import (
    BooleanField,
    CharField,
    CompositeKey,
    DateField,
    DateTimeField,
    ForeignKeyField,
    IntegerField,
    Model,
    SmallIntegerField,
    TextField,
)

from db.connection import database


class MomentField(DateTimeField):
    """An aware moment outside, naive UTC inside: the same on SQLite and PostgreSQL."""

    def db_value(self, value: datetime | None) -> object:
        if value is not None:
            if value.tzinfo is None:
                raise ValueError("a moment needs its time zone")
            value = value.astimezone(UTC).replace(tzinfo=None)
        return super().db_value(value)

    def python_value(self, value: object) -> datetime | None:
        moment: datetime | None = super().python_value(value)
        return None if moment is None else moment.replace(tzinfo=UTC)


class Table(Model):
    if TYPE_CHECKING:
        # What peewee adds to each row at run time: `id`, `<foreign key>_id`, selected aliases.
        id: Any

        def __getattr__(self, name: str) -> Any: ...

    class Meta:
        database = database
        legacy_table_names = False


class School(Table):
    """One row: the school this kiosk belongs to."""

    name = CharField()
    time_zone = CharField(default="Europe/London")
    is_demo = BooleanField(default=False)
    needs_work = BooleanField(default=False)
    created_at = MomentField()


class Term(Table):
    """A term of the school year, for reports; without rows the usual English dates are used."""

    name = CharField()
    starts_on = DateField()
    ends_on = DateField()


class SchoolClass(Table):
    """A home class, or another group that is taught together (a maths set, a club)."""

    name = CharField()
    year_group = CharField(default="")
    is_home = BooleanField(default=True)
    source_id = CharField(null=True, unique=True)
    points = IntegerField(default=0)
    goal_name = CharField(default="")
    goal_points = IntegerField(default=0)
    goal_from = IntegerField(default=0)
    left_on = DateField(null=True)


class Pupil(Table):
    forename = CharField()
    surname = CharField()
    preferred_name = CharField(default="")
    upn = CharField(null=True, unique=True)
    born_on = DateField(null=True)
    year_group = CharField(default="")
    source_id = CharField(null=True, unique=True)
    avatar = CharField()
    picture_code = CharField(default="")
    points = IntegerField(default=0)
    left_on = DateField(null=True)


class Enrolment(Table):
    """A pupil is in a class. One home class at a time; any number of others."""

    pupil = ForeignKeyField(Pupil, backref="enrolments", index=False)
    school_class = ForeignKeyField(SchoolClass, backref="enrolments")
    is_home = BooleanField(default=True)
    left_on = DateField(null=True)

    class Meta:
        primary_key = CompositeKey("pupil", "school_class")


class Staff(Table):
    name = CharField()
    role = CharField()
    pin_hash = CharField(default="")
    source_id = CharField(null=True, unique=True)
    left_on = DateField(null=True)


class StaffClass(Table):
    staff = ForeignKeyField(Staff, index=False)
    school_class = ForeignKeyField(SchoolClass)

    class Meta:
        primary_key = CompositeKey("staff", "school_class")


class GuardianContact(Table):
    """A parent or carer that a class list named: someone to invite, connected to nothing (R21)."""

    name = CharField()
    relationship = CharField(default="")
    pupil = ForeignKeyField(Pupil, backref="contacts")
    source_id = CharField(null=True)

    class Meta:
        indexes = ((("pupil", "source_id"), True),)


class SignInThrottle(Table):
    """Wrong PINs or picture codes of one person, kept so that a restart resets nothing."""

    person_kind = CharField()
    person_id = IntegerField()
    failures = IntegerField(default=0)
    wait_until = MomentField(null=True)

    class Meta:
        primary_key = CompositeKey("person_kind", "person_id")


class Skill(Table):
    """What a point is for (R2). A retired one keeps its past awards."""

    name = CharField()
    icon = CharField()
    key = CharField(default="")
    kind = CharField()
    points = SmallIntegerField()
    retired_at = MomentField(null=True)


class Award(Table):
    """One pupil's share of one act of awarding (R3). The words are those of the day."""

    act = CharField(max_length=64)
    pupil = ForeignKeyField(Pupil, backref="awards", index=False)
    school_class = ForeignKeyField(SchoolClass, backref="awards", index=False)
    skill = ForeignKeyField(Skill, index=False)
    skill_name = CharField()
    icon = CharField()
    kind = CharField()
    points = SmallIntegerField()
    note = CharField(default="")
    staff = ForeignKeyField(Staff, index=False)
    given_at = MomentField()
    day = DateField()
    undone_at = MomentField(null=True)
    undone_by = ForeignKeyField(Staff, null=True, index=False)

    class Meta:
        indexes = (
            (("act", "pupil"), True),
            (("pupil", "day"), False),
            (("school_class", "day"), False),
        )


class PupilGroup(Table):
    """A teacher's own group inside a class: Red table, Readers."""

    school_class = ForeignKeyField(SchoolClass)
    name = CharField()


class GroupMember(Table):
    group = ForeignKeyField(PupilGroup, backref="members", index=False, on_delete="CASCADE")
    pupil = ForeignKeyField(Pupil)

    class Meta:
        primary_key = CompositeKey("group", "pupil")


class KeepApart(Table):
    """Two pupils whom the group maker never puts together; the lower id stands first."""

    school_class = ForeignKeyField(SchoolClass)
    first = ForeignKeyField(Pupil, index=False)
    second = ForeignKeyField(Pupil, index=False)

    class Meta:
        indexes = ((("school_class", "first", "second"), True),)


class Attendance(Table):
    """Absent or late today; no row means present."""

    pupil = ForeignKeyField(Pupil, index=False)
    day = DateField(index=True)
    mark = CharField()
    staff = ForeignKeyField(Staff, index=False)
    marked_at = MomentField()

    class Meta:
        primary_key = CompositeKey("pupil", "day")


class PickerTurn(Table):
    """Who has been picked in the running round of a class: nobody twice before everybody once."""

    school_class = ForeignKeyField(SchoolClass, index=False)
    pupil = ForeignKeyField(Pupil, index=False)
    picked_at = MomentField()

    class Meta:
        primary_key = CompositeKey("school_class", "pupil")


class AgreementVersion(Table):
    """One wording of the agreement (R19). Never changed once made."""

    number = IntegerField(unique=True)
    closing = TextField(default="")
    made_at = MomentField()
    made_by = ForeignKeyField(Staff, null=True, index=False)


class AgreementPromise(Table):
    version = ForeignKeyField(AgreementVersion, backref="promises")
    position = SmallIntegerField()
    title = CharField()
    words = TextField()


class Signature(Table):
    """A pupil's signature under one version. Never changed and never deleted (R19)."""

    pupil = ForeignKeyField(Pupil, backref="signatures", index=False)
    version = ForeignKeyField(AgreementVersion, backref="signatures")
    pupil_name = CharField()
    school_name = CharField()
    typed_name = CharField(default="")
    strokes = TextField(default="")
    signed_at = MomentField()
    day = DateField()

    class Meta:
        indexes = ((("pupil", "version"), True),)


class ColumnAnswer(Table):
    """Which column is which, as a person answered for a class list with these headings."""

    headings = CharField(unique=True, max_length=64)
    columns = TextField()
    answered_at = MomentField()


class ImportRun(Table):
    """A class list that went in."""

    file_name = CharField()
    layout = CharField()
    summary = TextField()
    staff = ForeignKeyField(Staff, null=True, index=False)
    imported_at = MomentField()


class AuditEntry(Table):
    """Who did what; append-only (R26)."""

    at = MomentField()
    staff = ForeignKeyField(Staff, null=True, index=False)
    action = CharField()
    detail = TextField(default="")


TABLES = [
    School,
    Term,
    SchoolClass,
    Pupil,
    Enrolment,
    Staff,
    StaffClass,
    GuardianContact,
    SignInThrottle,
    Skill,
    Award,
    PupilGroup,
    GroupMember,
    KeepApart,
    Attendance,
    PickerTurn,
    AgreementVersion,
    AgreementPromise,
    Signature,
    ColumnAnswer,
    ImportRun,
    AuditEntry,
]
