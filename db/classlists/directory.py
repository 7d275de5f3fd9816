"""Everybody in files that name each other by ids, before it is known who is who here."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property

from db.classlists.codes import plausible_upn, tidy_upn
from db.classlists.list import Where
from db.classlists.problems import Notes, SchoolChoice, Troubles, WhichSchool
from db.policy import Refused
from db.records import Role

PUPIL_ROLES = {"student", "pupil", "learner"}
PARENT_ROLES = {"parent", "guardian", "relative", "carer", "contact", "emergencycontact"}
STAFF_ROLES = {
    "teacher": Role.TEACHER,
    "aide": Role.TEACHER,
    "teachingassistant": Role.TEACHER,
    "assistantteacher": Role.TEACHER,
    "proctor": Role.TEACHER,
    "counselor": Role.TEACHER,
    "faculty": Role.TEACHER,
    "staff": Role.TEACHER,
    "administrator": Role.OFFICE,
    "siteadministrator": Role.OFFICE,
    "districtadministrator": Role.OFFICE,
    "systemadministrator": Role.OFFICE,
    "clericalstaff": Role.OFFICE,
    "principal": Role.LEADER,
    "headteacher": Role.LEADER,
}


@dataclass(frozen=True)
class Organisation:
    name: str
    kind: str = ""
    parent: str = ""


@dataclass(frozen=True)
class PersonRole:
    """`org` may be a school, something above it, or (School Data Sync 2.1) a class."""

    name: str
    org: str = ""
    primary: bool = False
    ended: bool = False


@dataclass
class Person:
    id: str
    where: Where
    forename: str = ""
    surname: str = ""
    preferred_name: str = ""
    year_group: str = ""
    upn: str = ""
    born_on: date | None = None
    orgs: set[str] = field(default_factory=set)
    roles: list[PersonRole] = field(default_factory=list)
    agents: list[str] = field(default_factory=list)
    gone: bool = False

    @property
    def full_name(self) -> str:
        return f"{self.forename} {self.surname}".strip()


@dataclass
class Course:
    """A class of the file. `homeroom`: it says so itself; `taught`: it belongs to a subject."""

    id: str
    where: Where
    name: str
    code: str = ""
    school: str = ""
    year_group: str = ""
    homeroom: bool = False
    taught: bool = False
    gone: bool = False


@dataclass(frozen=True)
class Enrolment:
    person: str
    course: str
    role: str
    where: Where
    school: str = ""
    primary: bool = False
    ended: bool = False


@dataclass(frozen=True)
class Relation:
    """Two people belong together; which of them is the pupil shows by their roles."""

    one: str
    other: str
    relationship: str
    where: Where


@dataclass
class Directory:
    """What the files say. `all_people` and `all_enrolments`: who is not in them has left."""

    today: date
    notes: Notes
    troubles: Troubles
    organisations: dict[str, Organisation] = field(default_factory=dict)
    people: dict[str, Person] = field(default_factory=dict)
    courses: dict[str, Course] = field(default_factory=dict)
    enrolments: list[Enrolment] = field(default_factory=list)
    relations: list[Relation] = field(default_factory=list)
    all_people: bool = True
    all_enrolments: bool = True

    def add_person(self, person: Person) -> None:
        """Twice the very same person is one; an id that two people share is a bad row."""
        if not person.id:
            self.troubles.add(person.where, "the person has no id")
            return
        before = self.people.setdefault(person.id, person)
        if before is person:
            return
        if (before.full_name, before.upn) == (person.full_name, person.upn):
            self.notes.count("One person stood twice.", "# people stood twice.")
            before.orgs |= person.orgs
            before.roles += [role for role in person.roles if role not in before.roles]
        else:
            self.troubles.add(
                person.where, f"the id {person.id} belongs to row {before.where.row} already"
            )

    def add_course(self, course: Course) -> None:
        if not course.id:
            self.troubles.add(course.where, "the class has no id")
        elif not course.name and not course.gone:
            self.troubles.add(course.where, "the class has no name")
        elif course.id in self.courses and self.courses[course.id].name != course.name:
            row = self.courses[course.id].where.row
            self.troubles.add(course.where, f"the id {course.id} belongs to row {row} already")
        else:
            self.courses.setdefault(course.id, course)

    def choose_school(self, wanted: str | None) -> str | None:
        """The id of the school that is meant; None where the files are of one school only.

        Raises `WhichSchool` for several, and `Refused` when `wanted` is none of them.
        """
        schools = {it: self.organisation_name(it) for it in self._schools_with_people()}
        if wanted is not None and schools:
            plain = wanted.strip().casefold()
            by_id = [it for it in schools if it.casefold() == plain]
            found = by_id or [it for it, name in schools.items() if name.casefold() == plain]
            if len(found) != 1:
                names = ", ".join(sorted(schools.values())) or "none with a name"
                raise Refused(f"There is no school {wanted} in this list. Its schools: {names}.")
            return found[0] if len(schools) > 1 else None
        if len(schools) > 1:
            choices = [SchoolChoice(it, name) for it, name in schools.items()]
            raise WhichSchool(sorted(choices, key=lambda it: it.name.casefold()))
        return None

    def only_school(self) -> str:
        """The name of the one school that the files are of, or empty."""
        schools = self._schools_with_people()
        known = self.organisations.get(schools[0]) if len(schools) == 1 else None
        return known.name if known else ""

    def organisation_name(self, org: str) -> str:
        known = self.organisations.get(org)
        return known.name if known and known.name else org

    def above(self, org: str) -> Iterator[str]:
        """The organisation and those it belongs to."""
        seen: set[str] = set()
        while org and org not in seen:
            seen.add(org)
            yield org
            org = self.organisations[org].parent if org in self.organisations else ""

    def is_school(self, org: str) -> bool:
        known = self.organisations.get(org)
        if known is not None and known.kind:
            return known.kind == "school"
        return all(it.parent != org for it in self.organisations.values())

    def _schools_with_people(self) -> list[str]:
        named: dict[str, None] = {}
        for course in self.courses.values():
            if not course.gone:
                named[course.school] = None
        for person in self.people.values():
            if not person.gone and self.roles_of(person, None)[:1] == ["pupil"]:
                named |= dict.fromkeys(sorted(person.orgs - self.courses.keys()))
        return [it for it in named if it and self.is_school(it)]

    def roles_of(self, person: Person, school: str | None) -> list[str]:
        """What the person is in the school, the main thing first: pupil, a staff role, parent.

        Roles at other schools do not count. Someone without any role is what they are enrolled
        as.
        """
        here = set(self.above(school)) if school else None
        counted = [
            it
            for it in sorted(person.roles, key=lambda role: not role.primary)
            if not it.ended and (here is None or self._counts(it.org, here))
        ]
        names = [it.name for it in counted]
        if not person.roles:
            names = self._enrolled_as.get(person.id, [])
        return list(dict.fromkeys(filter(None, map(_plain_role, names))))

    def _counts(self, org: str, here: set[str]) -> bool:
        if org in self.courses:
            org = self.courses[org].school
        return not org or org in here or not self.is_school(org)

    @cached_property
    def _enrolled_as(self) -> dict[str, list[str]]:
        found: dict[str, list[str]] = {}
        for it in self.enrolments:
            found.setdefault(it.person, []).append(it.role)
        return found


def role_key(role: str) -> str:
    """A role as the tables above have it: "Site Administrator" is siteadministrator."""
    return "".join(it for it in role.casefold() if it.isalnum())


def _plain_role(name: str) -> str:
    if name in PUPIL_ROLES:
        return "pupil"
    if name in PARENT_ROLES:
        return "parent"
    return name if name in STAFF_ROLES else ""


def find_upn(candidates: list[tuple[str, bool]]) -> str:
    """The first UPN among these cells; one that does not say it is a UPN must look like one."""
    for words, says_so in candidates:
        upn = tidy_upn(words)
        if upn and (says_so or plausible_upn(upn)):
            return upn
    return ""
