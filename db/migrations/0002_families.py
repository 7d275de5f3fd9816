"""Families: guardians, invitations, phones, permissions, media and items; the office's number."""

from peewee import (
    BigIntegerField,
    BooleanField,
    CharField,
    CompositeKey,
    DateTimeField,
    FloatField,
    ForeignKeyField,
    IntegerField,
    Model,
    TextField,
)
from playhouse.migrate import migrate


def up(migrator, db):
    # Tables of step 1, by name only.
    class Pupil(Model):
        class Meta:
            database = db
            legacy_table_names = False

    class Staff(Model):
        class Meta:
            database = db
            legacy_table_names = False

    class Guardian(Model):
        name = CharField()
        joined_at = DateTimeField()
        withdrawn_at = DateTimeField(null=True)
        withdrawn_by = ForeignKeyField(Staff, null=True, index=False)
        withdrawn_reason = CharField(default="")

        class Meta:
            database = db
            legacy_table_names = False

    class Guardianship(Model):
        guardian = ForeignKeyField(Guardian, index=False)
        pupil = ForeignKeyField(Pupil)
        relationship = CharField(default="")
        state = CharField(default="waiting")
        asked_at = DateTimeField()
        decided_at = DateTimeField(null=True)
        decided_by = ForeignKeyField(Staff, null=True, index=False)

        class Meta:
            database = db
            legacy_table_names = False
            primary_key = CompositeKey("guardian", "pupil")

    class Invitation(Model):
        code_hash = CharField(unique=True, max_length=64)
        pupil = ForeignKeyField(Pupil, null=True)
        guardian = ForeignKeyField(Guardian, null=True)
        printed = BooleanField(default=False)
        made_by = ForeignKeyField(Staff, null=True, index=False)
        made_at = DateTimeField()
        expires_at = DateTimeField()
        used_at = DateTimeField(null=True)
        used_by = ForeignKeyField(Guardian, null=True, index=False)
        ended_at = DateTimeField(null=True)

        class Meta:
            database = db
            legacy_table_names = False

    class Media(Model):
        sha256 = CharField(primary_key=True, max_length=64)
        kind = CharField()
        content_type = CharField()
        size = BigIntegerField()
        width = IntegerField(default=0)
        height = IntegerField(default=0)
        seconds = FloatField(default=0)
        pages = IntegerField(default=0)
        poster_sha256 = CharField(max_length=64, default="", index=True)
        poster_size = BigIntegerField(default=0)
        stored_at = DateTimeField()

        class Meta:
            database = db
            legacy_table_names = False

    class PortfolioItem(Model):
        pupil = ForeignKeyField(Pupil, index=False)
        words = TextField(default="")
        media = ForeignKeyField(Media, null=True)
        state = CharField(default="waiting")
        upload_key = CharField(unique=True, max_length=128)
        guardian = ForeignKeyField(Guardian, null=True, index=False)
        posted_at = DateTimeField()
        decided_at = DateTimeField(null=True)
        decided_by = ForeignKeyField(Staff, null=True, index=False)
        note = CharField(default="")

        class Meta:
            database = db
            legacy_table_names = False
            indexes = ((("pupil", "posted_at"), False), (("state", "posted_at"), False))

    class ItemComment(Model):
        item = ForeignKeyField(PortfolioItem)
        staff = ForeignKeyField(Staff, index=False)
        words = TextField()
        written_at = DateTimeField()

        class Meta:
            database = db
            legacy_table_names = False

    class PhoneSession(Model):
        token_hash = CharField(unique=True, max_length=64)
        guardian = ForeignKeyField(Guardian)
        phone = CharField(default="")
        began_at = DateTimeField()
        seen_at = DateTimeField()
        ended_at = DateTimeField(null=True)

        class Meta:
            database = db
            legacy_table_names = False

    class PhotoPermission(Model):
        pupil = ForeignKeyField(Pupil, index=False)
        use = CharField()
        allowed = BooleanField()
        recorded_by = ForeignKeyField(Staff, index=False)
        recorded_at = DateTimeField()

        class Meta:
            database = db
            legacy_table_names = False
            indexes = ((("pupil", "use"), False),)

    class UploadLink(Model):
        code_hash = CharField(unique=True, max_length=64)
        pupil = ForeignKeyField(Pupil)
        made_at = DateTimeField()
        expires_at = DateTimeField()
        most_files = IntegerField()
        files = IntegerField(default=0)
        ended_at = DateTimeField(null=True)

        class Meta:
            database = db
            legacy_table_names = False

    db.create_tables(
        [
            Guardian,
            Guardianship,
            Invitation,
            Media,
            PortfolioItem,
            ItemComment,
            PhoneSession,
            PhotoPermission,
            UploadLink,
        ]
    )
    migrate(migrator.add_column("school", "office_phone", CharField(default="")))
