"""Made-up files as school systems export them, built on the spot."""

from __future__ import annotations

import csv
import io
import zipfile
from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from pathlib import Path

from db import classlists, models
from db.classlists import Changes, ClassList
from tests.conftest import NOW

TODAY = NOW.date()

HEADINGS = {
    "orgs": "sourcedId,status,dateLastModified,name,type,identifier,parentSourcedId",
    "classes": "sourcedId,status,dateLastModified,title,grades,courseSourcedId,classCode,classType,"
    "location,schoolSourcedId,termSourcedIds,subjects,subjectCodes,periods",
    "users": "sourcedId,status,dateLastModified,enabledUser,orgSourcedIds,role,username,userIds,"
    "givenName,familyName,middleName,identifier,email,sms,phone,agentSourcedIds,grades,password",
    "users 1.2": "sourcedId,status,dateLastModified,enabledUser,username,userIds,givenName,"
    "familyName,middleName,identifier,email,sms,phone,agentSourcedIds,grades,password,"
    "userMasterIdentifier,resourceSourcedIds,preferredGivenName,preferredMiddleName,"
    "preferredFamilyName,primaryOrgSourcedId,pronouns",
    "roles": "sourcedId,status,dateLastModified,userSourcedId,roleType,role,beginDate,endDate,"
    "orgSourcedId,userProfileSourcedId",
    "enrollments": "sourcedId,status,dateLastModified,classSourcedId,schoolSourcedId,"
    "userSourcedId,role,primary,beginDate,endDate",
    "demographics": "sourcedId,status,dateLastModified,birthDate,sex",
    "academicSessions": "sourcedId,status,dateLastModified,title,type,startDate,endDate,"
    "parentSourcedId,schoolYear",
    "courses": "sourcedId,status,dateLastModified,schoolYearSourcedId,title,courseCode,grades,"
    "orgSourcedId,subjects,subjectCodes",
}

Cells = Mapping[str, str]


def csv_text(headings: Sequence[str], rows: Iterable[Cells], delimiter: str = ",") -> str:
    out = io.StringIO(newline="")
    writer = csv.DictWriter(out, headings, delimiter=delimiter, restval="")
    writer.writeheader()
    writer.writerows(rows)
    return out.getvalue()


def plain(rows: Iterable[str], delimiter: str = ",") -> str:
    """A plain list whose cells stand with commas between."""
    return "\r\n".join(row.replace(",", delimiter) for row in rows) + "\r\n"


class OneRoster:
    """A small OneRoster export that a test bends to its needs."""

    def __init__(self, version: str = "1.1", mode: str = "bulk") -> None:
        self.version = version
        self.modes = dict.fromkeys(("orgs", "classes", "users", "enrollments"), mode)
        self.rows: dict[str, list[dict[str, str]]] = {"orgs": [], "classes": [], "users": []}
        self.rows |= {"enrollments": [], "academicSessions": [], "courses": []}
        if version == "1.2":
            self.rows["roles"] = []
        self.extra: dict[str, list[str]] = {}
        self.manifest = True

    def org(self, key: str, name: str, kind: str = "school", **more: str) -> OneRoster:
        return self.add("orgs", sourcedId=key, name=name, type=kind, **more)

    def course(self, key: str, title: str, kind: str = "homeroom", **more: str) -> OneRoster:
        row = {"sourcedId": key, "title": title, "classType": kind, "schoolSourcedId": "s1"}
        return self.add("classes", **(row | more))

    def user(self, key: str, name: str, role: str = "student", **more: str) -> OneRoster:
        given, _, family = name.partition(" ")
        row = {"sourcedId": key, "enabledUser": "true", "username": key}
        row |= {"givenName": given, "familyName": family}
        org = more.pop("org", "s1")
        if self.version == "1.1":
            row |= {"role": role, "orgSourcedIds": org}
        elif role:
            row |= {"primaryOrgSourcedId": org}
            self.add(
                "roles",
                sourcedId=f"r-{key}",
                userSourcedId=key,
                roleType="primary",
                role=role,
                orgSourcedId=org,
            )
        return self.add("users", **(row | more))

    def enrol(self, course: str, *users: str, role: str = "student", **more: str) -> OneRoster:
        for user in users:
            row = {"sourcedId": f"e-{course}-{user}", "classSourcedId": course}
            row |= {"schoolSourcedId": "s1", "userSourcedId": user, "role": role}
            self.add("enrollments", **(row | more))
        return self

    def add(self, file: str, **row: str) -> OneRoster:
        self.rows.setdefault(file, []).append(row)
        return self

    def files(self) -> dict[str, str]:
        found = {}
        for name, rows in self.rows.items():
            key = "users 1.2" if name == "users" and self.version == "1.2" else name
            headings = HEADINGS[key].split(",") + self.extra.get(name, [])
            found[f"{name}.csv"] = csv_text(headings, rows)
        if self.manifest:
            lines = ["propertyName,value", "manifest.version,1.0"]
            lines.append(f"oneroster.version,{self.version}")
            lines += [f"file.{name},{mode}" for name, mode in self.modes.items()]
            lines += ["file.lineItems,absent", "source.systemName,Made-up MIS"]
            found["manifest.csv"] = "\r\n".join(lines)
        return found

    def zip(self, path: Path, inside: str = "") -> Path:
        return zip_of(path, {inside + name: text for name, text in self.files().items()})

    def folder(self, path: Path) -> Path:
        return folder_of(path, self.files())


def maple_school(version: str = "1.1", mode: str = "bulk") -> OneRoster:
    """Two home classes, a maths set across them, two teachers and a parent."""
    it = OneRoster(version, mode)
    it.org("s1", "Riverside Primary")
    it.course("c1", "4 Maple", grades="04").course("c2", "5 Oak", grades="05")
    it.course("c3", "Maths set 1", "scheduled", courseSourcedId="k1", subjects="Maths")
    it.user("p1", "Ava Khan", grades="04", agentSourcedIds="g1")
    it.user("p2", "Ben Smith", grades="04")
    it.user("p3", "Zoë O'Brien", grades="05")
    it.user("t1", "Tom Rowan", "teacher").user("t2", "Una Patel", "teacher")
    it.user("g1", "Gina Khan", "guardian")
    it.enrol("c1", "p1", "p2").enrol("c2", "p3").enrol("c3", "p1", "p3")
    it.enrol("c1", "t1", role="teacher", primary="true").enrol("c2", "t2", role="teacher")
    it.add("academicSessions", sourcedId="y", title="2026/27", type="schoolYear")
    it.add("courses", sourcedId="k1", title="Maths")
    return it


def zip_of(path: Path, files: Mapping[str, str | bytes]) -> Path:
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, text in files.items():
            archive.writestr(name, text)
    return path


def folder_of(path: Path, files: Mapping[str, str | bytes]) -> Path:
    path.mkdir(parents=True)
    for name, text in files.items():
        data = text.encode() if isinstance(text, str) else text
        (path / name).write_bytes(data)
    return path


def written(path: Path, text: str | bytes) -> Path:
    path.write_bytes(text.encode() if isinstance(text, str) else text)
    return path


def read(path: Path, *, today: date = TODAY, **answers: object) -> ClassList:
    return classlists.read(path, today=today, **answers)  # type: ignore[arg-type]


def take_in(path: Path, **answers: object) -> Changes:
    """Import the file; importing it again must change nothing, whatever it is."""
    changes = classlists.apply(read(path, **answers), NOW)
    before = everything()
    again = classlists.apply(read(path, **answers), NOW)
    assert again.nothing, again
    assert again.summary == "nothing to change"
    assert everything() == before
    return changes


def everything() -> dict[str, list[tuple[object, ...]]]:
    """All that is in the records, table by table."""
    return {table.__name__: sorted(table.select().tuples(), key=repr) for table in models.TABLES}


def pupils_of(name: str) -> list[str]:
    """The pupils of the class of that name, home class or not."""
    p, e, c = models.Pupil, models.Enrolment, models.SchoolClass
    rows = (
        p.select()
        .join(e, on=(e.pupil == p.id))
        .join(c, on=(e.school_class == c.id))
        .where(c.name == name, e.left_on.is_null(), p.left_on.is_null())
    )
    return sorted(f"{row.forename} {row.surname}".strip() for row in rows)


def homes() -> dict[str, str]:
    """Everybody who is here, with the home class."""
    p, e, c = models.Pupil, models.Enrolment, models.SchoolClass
    rows = (
        e.select(p.forename, p.surname, c.name.alias("class_name"))
        .join(p, on=(e.pupil == p.id))
        .join(c, on=(e.school_class == c.id))
        .where(e.left_on.is_null(), p.left_on.is_null(), e.is_home)
        .objects()
    )
    return {f"{row.forename} {row.surname}".strip(): row.class_name for row in rows}


def upn(number: int) -> str:
    """A unique pupil number with the right check letter."""
    digits = f"{number:012d}"
    total = sum(weight * int(digit) for weight, digit in enumerate(digits, start=2))
    return "ABCDEFGHJKLMNPQRTUVWXYZ"[total % 23] + digits
