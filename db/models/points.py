"""Skills, awards, groups and the day in class."""

from __future__ import annotations

from peewee import CharField, CompositeKey, DateField, ForeignKeyField, SmallIntegerField

from db.models.people import Pupil, SchoolClass, Staff
from db.models.table import MomentField, Table


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
