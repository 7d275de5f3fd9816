"""The tables. They never leave `db/`: what the outside sees is in `db/records.py`.

Moments are kept in UTC; a `day` is the school's own calendar date.
"""

from db.models.agreement import AgreementPromise, AgreementVersion, Signature
from db.models.people import (
    Enrolment,
    GuardianContact,
    Pupil,
    SchoolClass,
    SignInThrottle,
    Staff,
    StaffClass,
)
from db.models.points import (
    Attendance,
    Award,
    GroupMember,
    KeepApart,
    PickerTurn,
    PupilGroup,
    Skill,
)
from db.models.school import AuditEntry, ColumnAnswer, ImportRun, School, Term
from db.models.table import MomentField, Table

TABLES = [
    School,
    Term,
    SchoolClass,
    Pupil,
    Enrolment,
    Staff,
    StaffClass,
    GuardianContact,
    SignInThrottle,
    Skill,
    Award,
    PupilGroup,
    GroupMember,
    KeepApart,
    Attendance,
    PickerTurn,
    AgreementVersion,
    AgreementPromise,
    Signature,
    ColumnAnswer,
    ImportRun,
    AuditEntry,
]

__all__ = [
    "TABLES",
    "AgreementPromise",
    "AgreementVersion",
    "Attendance",
    "AuditEntry",
    "Award",
    "ColumnAnswer",
    "Enrolment",
    "GroupMember",
    "GuardianContact",
    "ImportRun",
    "KeepApart",
    "MomentField",
    "PickerTurn",
    "Pupil",
    "PupilGroup",
    "School",
    "SchoolClass",
    "SignInThrottle",
    "Signature",
    "Skill",
    "Staff",
    "StaffClass",
    "Table",
    "Term",
]
