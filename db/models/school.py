"""The school, its terms, the class lists that went in, and the log."""

from __future__ import annotations

from peewee import BooleanField, CharField, DateField, ForeignKeyField, TextField

from db.models.people import Staff
from db.models.table import MomentField, Table


class School(Table):
    """One row: the school this kiosk belongs to."""

    name = CharField()
    time_zone = CharField(default="Europe/London")
    is_demo = BooleanField(default=False)
    needs_work = BooleanField(default=False)
    office_phone = CharField(default="")
    created_at = MomentField()


class Term(Table):
    """A term of the school year, for reports; without rows the usual English dates are used."""

    name = CharField()
    starts_on = DateField()
    ends_on = DateField()


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
