"""The wording of the agreement, and the signatures under it."""

from __future__ import annotations

from peewee import CharField, DateField, ForeignKeyField, IntegerField, SmallIntegerField, TextField

from db.models.people import Pupil, Staff
from db.models.table import MomentField, Table


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
