"""The tables. They never leave `db/`: what the outside sees is in `db/records.py`.

Moments are kept in UTC; a `day` is the school's own calendar date.
"""

from db.models.agreement import AgreementPromise, AgreementVersion, Signature
from db.models.families import (
    Guardian,
    Guardianship,
    Invitation,
    PhoneSession,
    PhotoPermission,
)
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
from db.models.portfolio import ItemComment, Media, PortfolioItem, UploadLink
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
    Guardian,
    Guardianship,
    Invitation,
    PhoneSession,
    PhotoPermission,
    Media,
    UploadLink,
    PortfolioItem,
    ItemComment,
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
    "Guardian",
    "GuardianContact",
    "Guardianship",
    "ImportRun",
    "Invitation",
    "ItemComment",
    "KeepApart",
    "Media",
    "MomentField",
    "PhoneSession",
    "PhotoPermission",
    "PickerTurn",
    "PortfolioItem",
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
    "UploadLink",
]
