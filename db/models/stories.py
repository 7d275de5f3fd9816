"""Posts of the class story and the school story, what belongs to them, and conduct."""

from __future__ import annotations

from peewee import (
    BooleanField,
    CharField,
    CompositeKey,
    DateField,
    ForeignKeyField,
    IntegerField,
    SmallIntegerField,
    TextField,
    TimeField,
)

from db.models.families import Guardian
from db.models.people import Pupil, SchoolClass, Staff
from db.models.portfolio import Media, PortfolioItem
from db.models.table import MomentField, Table


class Post(Table):
    """What staff wrote (R5, R9). `state` is draft, waiting, scheduled, published or taken down.

    `kind` homework has `due_on`; a reminder may have `happens_on` and `happens_at`, the school's
    own wall time. `held` is hidden while a report is open. `likes`, `comments` and `reads` are
    kept beside the rows they count; `comments` are those that everybody sees.
    """

    kind = CharField()
    title = CharField(default="")
    words = TextField(default="")
    staff = ForeignKeyField(Staff, backref="posts")
    state = CharField(default="draft")
    note = CharField(default="")
    comments_on = BooleanField(default=True)
    due_on = DateField(null=True, index=True)
    happens_on = DateField(null=True, index=True)
    happens_at = TimeField(null=True)
    made_at = MomentField()
    saved_at = MomentField()
    publish_at = MomentField(null=True)
    published_at = MomentField(null=True)
    edited_at = MomentField(null=True)
    edits = SmallIntegerField(default=0)
    held = BooleanField(default=False)
    likes = IntegerField(default=0)
    comments = IntegerField(default=0)
    reads = IntegerField(default=0)

    class Meta:
        indexes = ((("state", "publish_at"), False),)


class PostPlace(Table):
    """A story that a post is for: a class's, or the school's where `school_class` is empty.

    `shown_at` is when the post was published and empty while nobody but staff may see it.
    """

    post = ForeignKeyField(Post, backref="places", index=False, on_delete="CASCADE")
    school_class = ForeignKeyField(SchoolClass, null=True, index=False)
    pinned = BooleanField(default=False)
    shown_at = MomentField(null=True)

    class Meta:
        indexes = (
            (("post", "school_class"), True),
            (("school_class", "pinned", "shown_at", "post"), False),
        )


class PostEdit(Table):
    """The words that stood in a published post before it was edited."""

    post = ForeignKeyField(Post, backref="old_words")
    title = CharField()
    words = TextField()
    staff = ForeignKeyField(Staff, index=False)
    edited_at = MomentField()


class PostFile(Table):
    """A photo or another file of a post. `answered_at` is when staff said who is in it (R7):
    without rows of `PostFilePupil` that is nobody, and without a moment nobody has answered.

    `upload_key` is the sender's own key: the same upload sent twice is one file.
    """

    post = ForeignKeyField(Post, backref="files", on_delete="CASCADE")
    media = ForeignKeyField(Media, backref="post_files")
    caption = CharField(default="")
    upload_key = CharField(unique=True, max_length=128)
    added_at = MomentField()
    answered_at = MomentField(null=True)
    answered_by = ForeignKeyField(Staff, null=True, index=False)


class PostFilePupil(Table):
    """A pupil who is in a photo."""

    file = ForeignKeyField(PostFile, backref="pupils", index=False, on_delete="CASCADE")
    pupil = ForeignKeyField(Pupil)

    class Meta:
        primary_key = CompositeKey("file", "pupil")


class PostUploadLink(Table):
    """Leave to send files for one draft, for ten minutes. Only a hash of the code is kept."""

    code_hash = CharField(unique=True, max_length=64)
    post = ForeignKeyField(Post, on_delete="CASCADE")
    staff = ForeignKeyField(Staff, index=False)
    made_at = MomentField()
    expires_at = MomentField()
    most_files = IntegerField()
    files = IntegerField(default=0)
    ended_at = MomentField(null=True)


class PostLike(Table):
    post = ForeignKeyField(Post, index=False)
    guardian = ForeignKeyField(Guardian)
    liked_at = MomentField()

    class Meta:
        primary_key = CompositeKey("post", "guardian")


class PostRead(Table):
    """A parent has opened a post; the first time counts."""

    post = ForeignKeyField(Post, index=False)
    guardian = ForeignKeyField(Guardian)
    read_at = MomentField()

    class Meta:
        primary_key = CompositeKey("post", "guardian")


class PostComment(Table):
    """Under a post, by a parent or by staff (R6). `state` is shown, waiting or hidden (R24)."""

    post = ForeignKeyField(Post, backref="remarks", index=False)
    guardian = ForeignKeyField(Guardian, null=True)
    staff = ForeignKeyField(Staff, null=True, index=False)
    words = TextField()
    state = CharField()
    held = BooleanField(default=False)
    key = CharField(unique=True, max_length=64)
    written_at = MomentField()
    decided_at = MomentField(null=True)
    decided_by = ForeignKeyField(Staff, null=True, index=False)
    reason = CharField(default="")

    class Meta:
        indexes = ((("post", "id"), False), (("state", "written_at"), False))


class Report(Table):
    """Somebody says that a post or comment should not be there (R25); what came of it stays.

    `outcome` is open, kept or hidden.
    """

    post = ForeignKeyField(Post, backref="reports")
    comment = ForeignKeyField(PostComment, null=True, backref="reports")
    guardian = ForeignKeyField(Guardian, null=True, index=False)
    pupil = ForeignKeyField(Pupil, null=True, index=False)
    staff = ForeignKeyField(Staff, null=True, index=False)
    reason = CharField()
    reported_at = MomentField()
    outcome = CharField(default="open")
    answer = CharField(default="")
    resolved_at = MomentField(null=True)
    resolved_by = ForeignKeyField(Staff, null=True, index=False)

    class Meta:
        indexes = ((("outcome", "reported_at"), False),)


class HomeworkDone(Table):
    """A pupil has done a task (R8), with portfolio work as the answer or without.

    Who marked it: `guardian`, `staff`, or the pupil where both are empty.
    """

    post = ForeignKeyField(Post, index=False)
    pupil = ForeignKeyField(Pupil)
    item = ForeignKeyField(PortfolioItem, null=True)
    guardian = ForeignKeyField(Guardian, null=True, index=False)
    staff = ForeignKeyField(Staff, null=True, index=False)
    done_at = MomentField()

    class Meta:
        primary_key = CompositeKey("post", "pupil")


class ListedWord(Table):
    """A word that the school put on its list, or took off the one that comes with the kiosk."""

    word = CharField(primary_key=True, max_length=80)
    is_listed = BooleanField()
    staff = ForeignKeyField(Staff, index=False)
    decided_at = MomentField()


class FamilyRules(Table):
    """One row, once a leader has chosen: do comments always wait; does a report hide at once; do
    parents see awards of needs-work skills."""

    comments_wait = BooleanField(default=False)
    reports_hide = BooleanField(default=False)
    needs_work_at_home = BooleanField(default=False)


class CalendarLink(Table):
    """A parent's private calendar address. Only a hash of its token is kept."""

    token_hash = CharField(unique=True, max_length=64)
    guardian = ForeignKeyField(Guardian)
    made_at = MomentField()
    ended_at = MomentField(null=True)


class SchoolLink(Table):
    """The school's website or one of its policies (R27)."""

    title = CharField()
    address = CharField()
    position = SmallIntegerField()
