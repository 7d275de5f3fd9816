"""Classes, pupils, staff, and those to invite."""

from __future__ import annotations

from peewee import BooleanField, CharField, CompositeKey, DateField, ForeignKeyField, IntegerField

from db.models.table import MomentField, Table


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
