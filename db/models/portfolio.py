"""Files that people sent, and the portfolios they belong to."""

from __future__ import annotations

from peewee import BigIntegerField, CharField, FloatField, ForeignKeyField, IntegerField, TextField

from db.models.families import Guardian
from db.models.people import Pupil, Staff
from db.models.table import MomentField, Table


class Media(Table):
    """A file in the media folder, named by its SHA-256. A row stands only for a file that is there.

    `kind` is photo, pdf, audio or video. `poster_sha256` names a picture of it: a thumbnail, a
    first page, a frame.
    """

    sha256 = CharField(primary_key=True, max_length=64)
    kind = CharField()
    content_type = CharField()
    size = BigIntegerField()
    width = IntegerField(default=0)
    height = IntegerField(default=0)
    seconds = FloatField(default=0)
    pages = IntegerField(default=0)
    poster_sha256 = CharField(default="", max_length=64, index=True)
    poster_size = BigIntegerField(default=0)
    stored_at = MomentField()


class UploadLink(Table):
    """Leave to send files for one pupil, for ten minutes. Only a hash of the code is kept."""

    code_hash = CharField(unique=True, max_length=64)
    pupil = ForeignKeyField(Pupil, backref="upload_links")
    made_at = MomentField()
    expires_at = MomentField()
    most_files = IntegerField()
    files = IntegerField(default=0)
    ended_at = MomentField(null=True)


class PortfolioItem(Table):
    """Something a pupil is proud of (R16). `state` is waiting, approved, sent back or taken back.

    `upload_key` is the sender's own key: the same upload sent twice is one item.
    """

    pupil = ForeignKeyField(Pupil, backref="portfolio", index=False)
    words = TextField(default="")
    media = ForeignKeyField(Media, null=True, backref="items")
    state = CharField(default="waiting")
    upload_key = CharField(unique=True, max_length=128)
    guardian = ForeignKeyField(Guardian, null=True, index=False)
    posted_at = MomentField()
    decided_at = MomentField(null=True)
    decided_by = ForeignKeyField(Staff, null=True, index=False)
    note = CharField(default="")

    class Meta:
        indexes = ((("pupil", "posted_at"), False), (("state", "posted_at"), False))


class ItemComment(Table):
    """A teacher's comment under a portfolio item."""

    item = ForeignKeyField(PortfolioItem, backref="comments")
    staff = ForeignKeyField(Staff, index=False)
    words = TextField()
    written_at = MomentField()
