"""Stories: posts and what belongs to them, homework, reports, the word list, calendar links."""

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
    TimeField,
)


def up(migrator, db):
    class Step(Model):
        class Meta:
            database = db
            legacy_table_names = False

    # Tables of steps 1 and 2, by name only.
    class Pupil(Step):
        pass

    class Staff(Step):
        pass

    class SchoolClass(Step):
        pass

    class Guardian(Step):
        pass

    class PortfolioItem(Step):
        pass

    class Media(Step):
        sha256 = CharField(primary_key=True, max_length=64)

    class Post(Step):
        kind = CharField()
        title = CharField(default="")
        words = TextField(default="")
        staff = ForeignKeyField(Staff)
        state = CharField(default="draft")
        note = CharField(default="")
        comments_on = BooleanField(default=True)
        due_on = DateField(null=True, index=True)
        happens_on = DateField(null=True, index=True)
        happens_at = TimeField(null=True)
        made_at = DateTimeField()
        saved_at = DateTimeField()
        publish_at = DateTimeField(null=True)
        published_at = DateTimeField(null=True)
        edited_at = DateTimeField(null=True)
        edits = SmallIntegerField(default=0)
        held = BooleanField(default=False)
        likes = IntegerField(default=0)
        comments = IntegerField(default=0)
        reads = IntegerField(default=0)

        class Meta:
            indexes = ((("state", "publish_at"), False),)

    class PostPlace(Step):
        post = ForeignKeyField(Post, index=False, on_delete="CASCADE")
        school_class = ForeignKeyField(SchoolClass, null=True, index=False)
        pinned = BooleanField(default=False)
        shown_at = DateTimeField(null=True)

        class Meta:
            indexes = (
                (("post", "school_class"), True),
                (("school_class", "pinned", "shown_at", "post"), False),
            )

    class PostEdit(Step):
        post = ForeignKeyField(Post)
        title = CharField()
        words = TextField()
        staff = ForeignKeyField(Staff, index=False)
        edited_at = DateTimeField()

    class PostFile(Step):
        post = ForeignKeyField(Post, on_delete="CASCADE")
        media = ForeignKeyField(Media)
        caption = CharField(default="")
        upload_key = CharField(unique=True, max_length=128)
        added_at = DateTimeField()
        answered_at = DateTimeField(null=True)
        answered_by = ForeignKeyField(Staff, null=True, index=False)

    class PostFilePupil(Step):
        file = ForeignKeyField(PostFile, index=False, on_delete="CASCADE")
        pupil = ForeignKeyField(Pupil)

        class Meta:
            primary_key = CompositeKey("file", "pupil")

    class PostUploadLink(Step):
        code_hash = CharField(unique=True, max_length=64)
        post = ForeignKeyField(Post, on_delete="CASCADE")
        staff = ForeignKeyField(Staff, index=False)
        made_at = DateTimeField()
        expires_at = DateTimeField()
        most_files = IntegerField()
        files = IntegerField(default=0)
        ended_at = DateTimeField(null=True)

    class PostLike(Step):
        post = ForeignKeyField(Post, index=False)
        guardian = ForeignKeyField(Guardian)
        liked_at = DateTimeField()

        class Meta:
            primary_key = CompositeKey("post", "guardian")

    class PostRead(Step):
        post = ForeignKeyField(Post, index=False)
        guardian = ForeignKeyField(Guardian)
        read_at = DateTimeField()

        class Meta:
            primary_key = CompositeKey("post", "guardian")

    class PostComment(Step):
        post = ForeignKeyField(Post, index=False)
        guardian = ForeignKeyField(Guardian, null=True)
        staff = ForeignKeyField(Staff, null=True, index=False)
        words = TextField()
        state = CharField()
        held = BooleanField(default=False)
        key = CharField(unique=True, max_length=64)
        written_at = DateTimeField()
        decided_at = DateTimeField(null=True)
        decided_by = ForeignKeyField(Staff, null=True, index=False)
        reason = CharField(default="")

        class Meta:
            indexes = ((("post", "id"), False), (("state", "written_at"), False))

    class Report(Step):
        post = ForeignKeyField(Post)
        comment = ForeignKeyField(PostComment, null=True)
        guardian = ForeignKeyField(Guardian, null=True, index=False)
        pupil = ForeignKeyField(Pupil, null=True, index=False)
        staff = ForeignKeyField(Staff, null=True, index=False)
        reason = CharField()
        reported_at = DateTimeField()
        outcome = CharField(default="open")
        answer = CharField(default="")
        resolved_at = DateTimeField(null=True)
        resolved_by = ForeignKeyField(Staff, null=True, index=False)

        class Meta:
            indexes = ((("outcome", "reported_at"), False),)

    class HomeworkDone(Step):
        post = ForeignKeyField(Post, index=False)
        pupil = ForeignKeyField(Pupil)
        item = ForeignKeyField(PortfolioItem, null=True)
        guardian = ForeignKeyField(Guardian, null=True, index=False)
        staff = ForeignKeyField(Staff, null=True, index=False)
        done_at = DateTimeField()

        class Meta:
            primary_key = CompositeKey("post", "pupil")

    class ListedWord(Step):
        word = CharField(primary_key=True, max_length=80)
        is_listed = BooleanField()
        staff = ForeignKeyField(Staff, index=False)
        decided_at = DateTimeField()

    class FamilyRules(Step):
        comments_wait = BooleanField(default=False)
        reports_hide = BooleanField(default=False)
        needs_work_at_home = BooleanField(default=False)

    class CalendarLink(Step):
        token_hash = CharField(unique=True, max_length=64)
        guardian = ForeignKeyField(Guardian)
        made_at = DateTimeField()
        ended_at = DateTimeField(null=True)

    class SchoolLink(Step):
        title = CharField()
        address = CharField()
        position = SmallIntegerField()

    db.create_tables(
        [
            Post,
            PostPlace,
            PostEdit,
            PostFile,
            PostFilePupil,
            PostUploadLink,
            PostLike,
            PostRead,
            PostComment,
            Report,
            HomeworkDone,
            ListedWord,
            FamilyRules,
            CalendarLink,
            SchoolLink,
        ]
    )
