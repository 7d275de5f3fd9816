"""Parents and carers: who is connected to whom, invitations, phones; and photo permission."""

from __future__ import annotations

from peewee import BooleanField, CharField, CompositeKey, ForeignKeyField

from db.models.people import Pupil, Staff
from db.models.table import MomentField, Table


class Guardian(Table):
    """A parent or carer who used a code. Connected to nobody until staff confirm (R21)."""

    name = CharField()
    joined_at = MomentField()
    withdrawn_at = MomentField(null=True)
    withdrawn_by = ForeignKeyField(Staff, null=True, index=False)
    withdrawn_reason = CharField(default="")


class Guardianship(Table):
    """What a guardian is to a pupil. `state` is waiting, confirmed or refused."""

    guardian = ForeignKeyField(Guardian, backref="guardianships", index=False)
    pupil = ForeignKeyField(Pupil, backref="guardianships")
    relationship = CharField(default="")
    state = CharField(default="waiting")
    asked_at = MomentField()
    decided_at = MomentField(null=True)
    decided_by = ForeignKeyField(Staff, null=True, index=False)

    class Meta:
        primary_key = CompositeKey("guardian", "pupil")


class Invitation(Table):
    """A single-use code: for one child, or another phone of `guardian` (R21).

    Only a hash of the code is kept. `made_by` is empty where a parent's own phone asked.
    """

    code_hash = CharField(unique=True, max_length=64)
    pupil = ForeignKeyField(Pupil, null=True, backref="invitations")
    guardian = ForeignKeyField(Guardian, null=True, backref="invitations")
    printed = BooleanField(default=False)
    made_by = ForeignKeyField(Staff, null=True, index=False)
    made_at = MomentField()
    expires_at = MomentField()
    used_at = MomentField(null=True)
    used_by = ForeignKeyField(Guardian, null=True, index=False, backref="used_invitations")
    ended_at = MomentField(null=True)


class PhoneSession(Table):
    """One phone that is signed in. Only a hash of its cookie is kept."""

    token_hash = CharField(unique=True, max_length=64)
    guardian = ForeignKeyField(Guardian, backref="phones")
    phone = CharField(default="")
    began_at = MomentField()
    seen_at = MomentField()
    ended_at = MomentField(null=True)


class PhotoPermission(Table):
    """One answer about photos of a pupil (R7). Answers are added, never changed: the newest counts.

    `use` is portfolio, class story or school story.
    """

    pupil = ForeignKeyField(Pupil, backref="photo_permissions", index=False)
    use = CharField()
    allowed = BooleanField()
    recorded_by = ForeignKeyField(Staff, index=False)
    recorded_at = MomentField()

    class Meta:
        indexes = ((("pupil", "use"), False),)
