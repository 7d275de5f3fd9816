"""The tables that the kiosk starts with: school, people, points, agreement, audit."""

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

# R19 and R26: what is signed, the wording it was signed under, and the log stay as they are.
KEPT_FOR_EVER = ("signature", "agreement_version", "agreement_promise", "audit_entry")


def up(migrator, db):
    _create_tables(db)
    for table in KEPT_FOR_EVER:
        for change in ("UPDATE", "DELETE"):
            db.execute_sql(
                f"CREATE TRIGGER {table}_no_{change.lower()} BEFORE {change} ON {table} "
                f"BEGIN SELECT RAISE(ABORT, '{table} cannot be changed'); END"
            )


def _create_tables(db):
    class Staff(Model):
        name = CharField()
        role = CharField()
        pin_hash = CharField(default="")
        source_id = CharField(unique=True, null=True)
        left_on = DateField(null=True)

        class Meta:
            database = db
            legacy_table_names = False

    class AgreementVersion(Model):
        number = IntegerField(unique=True)
        closing = TextField(default="")
        made_at = DateTimeField()
        made_by = ForeignKeyField(Staff, null=True, index=False)

        class Meta:
            database = db
            legacy_table_names = False

    class AgreementPromise(Model):
        version = ForeignKeyField(AgreementVersion)
        position = SmallIntegerField()
        title = CharField()
        words = TextField()

        class Meta:
            database = db
            legacy_table_names = False

    class Pupil(Model):
        forename = CharField()
        surname = CharField()
        preferred_name = CharField(default="")
        upn = CharField(unique=True, null=True)
        born_on = DateField(null=True)
        year_group = CharField(default="")
        source_id = CharField(unique=True, null=True)
        avatar = CharField()
        picture_code = CharField(default="")
        points = IntegerField(default=0)
        left_on = DateField(null=True)

        class Meta:
            database = db
            legacy_table_names = False

    class Attendance(Model):
        pupil = ForeignKeyField(Pupil, index=False)
        day = DateField(index=True)
        mark = CharField()
        staff = ForeignKeyField(Staff, index=False)
        marked_at = DateTimeField()

        class Meta:
            database = db
            legacy_table_names = False
            primary_key = CompositeKey("pupil", "day")

    class AuditEntry(Model):
        at = DateTimeField()
        staff = ForeignKeyField(Staff, null=True, index=False)
        action = CharField()
        detail = TextField(default="")

        class Meta:
            database = db
            legacy_table_names = False

    class SchoolClass(Model):
        name = CharField()
        year_group = CharField(default="")
        is_home = BooleanField(default=True)
        source_id = CharField(unique=True, null=True)
        points = IntegerField(default=0)
        goal_name = CharField(default="")
        goal_points = IntegerField(default=0)
        goal_from = IntegerField(default=0)
        left_on = DateField(null=True)

        class Meta:
            database = db
            legacy_table_names = False

    class Skill(Model):
        name = CharField()
        icon = CharField()
        key = CharField(default="")
        kind = CharField()
        points = SmallIntegerField()
        retired_at = DateTimeField(null=True)

        class Meta:
            database = db
            legacy_table_names = False

    class Award(Model):
        act = CharField(max_length=64)
        pupil = ForeignKeyField(Pupil, index=False)
        school_class = ForeignKeyField(SchoolClass, index=False)
        skill = ForeignKeyField(Skill, index=False)
        skill_name = CharField()
        icon = CharField()
        kind = CharField()
        points = SmallIntegerField()
        note = CharField(default="")
        staff = ForeignKeyField(Staff, index=False)
        given_at = DateTimeField()
        day = DateField()
        undone_at = DateTimeField(null=True)
        undone_by = ForeignKeyField(Staff, null=True, index=False)

        class Meta:
            database = db
            legacy_table_names = False
            indexes = (
                (("act", "pupil"), True),
                (("pupil", "day"), False),
                (("school_class", "day"), False),
            )

    class ColumnAnswer(Model):
        headings = CharField(unique=True, max_length=64)
        columns = TextField()
        answered_at = DateTimeField()

        class Meta:
            database = db
            legacy_table_names = False

    class Enrolment(Model):
        pupil = ForeignKeyField(Pupil, index=False)
        school_class = ForeignKeyField(SchoolClass)
        is_home = BooleanField(default=True)
        left_on = DateField(null=True)

        class Meta:
            database = db
            legacy_table_names = False
            primary_key = CompositeKey("pupil", "school_class")

    class PupilGroup(Model):
        school_class = ForeignKeyField(SchoolClass)
        name = CharField()

        class Meta:
            database = db
            legacy_table_names = False

    class GroupMember(Model):
        group = ForeignKeyField(PupilGroup, on_delete="CASCADE", index=False)
        pupil = ForeignKeyField(Pupil)

        class Meta:
            database = db
            legacy_table_names = False
            primary_key = CompositeKey("group", "pupil")

    class GuardianContact(Model):
        name = CharField()
        relationship = CharField(default="")
        pupil = ForeignKeyField(Pupil)
        source_id = CharField(null=True)

        class Meta:
            database = db
            legacy_table_names = False
            indexes = ((("pupil", "source_id"), True),)

    class ImportRun(Model):
        file_name = CharField()
        layout = CharField()
        summary = TextField()
        staff = ForeignKeyField(Staff, null=True, index=False)
        imported_at = DateTimeField()

        class Meta:
            database = db
            legacy_table_names = False

    class KeepApart(Model):
        school_class = ForeignKeyField(SchoolClass)
        first = ForeignKeyField(Pupil, index=False)
        second = ForeignKeyField(Pupil, index=False)

        class Meta:
            database = db
            legacy_table_names = False
            indexes = ((("school_class", "first", "second"), True),)

    class PickerTurn(Model):
        school_class = ForeignKeyField(SchoolClass, index=False)
        pupil = ForeignKeyField(Pupil, index=False)
        picked_at = DateTimeField()

        class Meta:
            database = db
            legacy_table_names = False
            primary_key = CompositeKey("school_class", "pupil")

    class School(Model):
        name = CharField()
        time_zone = CharField(default="Europe/London")
        is_demo = BooleanField(default=False)
        needs_work = BooleanField(default=False)
        created_at = DateTimeField()

        class Meta:
            database = db
            legacy_table_names = False

    class Signature(Model):
        pupil = ForeignKeyField(Pupil, index=False)
        version = ForeignKeyField(AgreementVersion)
        pupil_name = CharField()
        school_name = CharField()
        typed_name = CharField(default="")
        strokes = TextField(default="")
        signed_at = DateTimeField()
        day = DateField()

        class Meta:
            database = db
            legacy_table_names = False
            indexes = ((("pupil", "version"), True),)

    class SignInThrottle(Model):
        person_kind = CharField()
        person_id = IntegerField()
        failures = IntegerField(default=0)
        wait_until = DateTimeField(null=True)

        class Meta:
            database = db
            legacy_table_names = False
            primary_key = CompositeKey("person_kind", "person_id")

    class StaffClass(Model):
        staff = ForeignKeyField(Staff, index=False)
        school_class = ForeignKeyField(SchoolClass)

        class Meta:
            database = db
            legacy_table_names = False
            primary_key = CompositeKey("staff", "school_class")

    class Term(Model):
        name = CharField()
        starts_on = DateField()
        ends_on = DateField()

        class Meta:
            database = db
            legacy_table_names = False

    db.create_tables(
        [
            Staff,
            AgreementVersion,
            AgreementPromise,
            Pupil,
            Attendance,
            AuditEntry,
            SchoolClass,
            Skill,
            Award,
            ColumnAnswer,
            Enrolment,
            PupilGroup,
            GroupMember,
            GuardianContact,
            ImportRun,
            KeepApart,
            PickerTurn,
            School,
            Signature,
            SignInThrottle,
            StaffClass,
            Term,
        ]
    )
