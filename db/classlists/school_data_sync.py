"""Microsoft School Data Sync: version 1 (Student.csv …), and versions 2 and 2.1 (users.csv …)."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

from db.classlists import linking
from db.classlists.checks import check_birth
from db.classlists.codes import year_group
from db.classlists.container import NamedFile
from db.classlists.dates import read_date
from db.classlists.directory import (
    Course,
    Directory,
    Enrolment,
    Organisation,
    Person,
    PersonRole,
    Relation,
    find_upn,
    role_key,
)
from db.classlists.list import ClassList, Layout
from db.classlists.problems import Notes, Troubles
from db.classlists.rows import Entry, table
from db.policy import Refused

FIRST_FILES = (
    "student studentenrollment section school teacher teacherroster user guardianrelationship"
).split()
SECOND_FILES = (
    "users roles relationships orgs classes enrollments academicsessions courses demographics "
    "userflags coursesubjects sessions"
).split()
BIRTH_HEADINGS = ("birthdate", "dateofbirth", "dob")
NOT_A_CONTACT = ("child", "student", "doctor", "aide", "teacher", "counselor", "school")


def read(name: str, files: Mapping[str, NamedFile], school: str | None, today: date) -> ClassList:
    """The class list of `files` (by plain name: "student", "users"). Raises as OneRoster does."""
    reading = _Reading(files, today)
    if "student" in files:
        reading.first_version()
    else:
        reading.second_version()
    return linking.class_list(reading.directory, Layout.SCHOOL_DATA_SYNC, name, school)


class _Reading:
    def __init__(self, files: Mapping[str, NamedFile], today: date) -> None:
        self.notes, self.troubles = Notes(), Troubles()
        self.directory = Directory(today, self.notes, self.troubles)
        self.today = today
        known = FIRST_FILES if "student" in files else SECOND_FILES
        self.tables = {
            name: table(files[name].name, files[name].data, self.troubles)
            for name in known
            if name in files
        }
        for other in sorted(files.keys() - set(known)):
            self.notes.say(f"The file {files[other].name} is not used.")

    def first_version(self) -> None:
        """Pupils, staff and classes are numbered apart, so the kind goes before each number."""
        self._need("student", "SIS ID", "First Name", "Last Name")
        for it in self._entries("school", "SIS ID"):
            self.directory.organisations[it["sisid"]] = Organisation(it["name"], "school")
        for it in self._entries("section", "SIS ID", "Section Name"):
            self.directory.add_course(
                Course(
                    id=it["sisid"],
                    where=it.where,
                    name=it["sectionname"],
                    code=it["sectionnumber"],
                    school=it["schoolsisid"],
                    taught=bool(it.first("coursesisid", "coursename", "coursesubject")),
                )
            )
        for file, kind in (("student", "student"), ("teacher", "teacher")):
            for it in self._entries(file, "SIS ID", "First Name", "Last Name"):
                self.directory.add_person(
                    Person(
                        id=f"{kind}:{it['sisid']}" if it["sisid"] else "",
                        where=it.where,
                        forename=it["firstname"],
                        surname=it["lastname"],
                        preferred_name=it.first("preferredname", "preferredfirstname"),
                        year_group=year_group(it["grade"]) if kind == "student" else "",
                        upn=find_upn(
                            [
                                (it["upn"], True),
                                (it["stateid"], False),
                                (it["studentnumber"], False),
                            ]
                        ),
                        born_on=self._birth(it) if kind == "student" else None,
                        orgs={it["schoolsisid"]} - {""},
                        roles=[PersonRole(kind, it["schoolsisid"])],
                    )
                )
        for file, kind in (("studentenrollment", "student"), ("teacherroster", "teacher")):
            for it in self._entries(file, "Section SIS ID", "SIS ID"):
                self.directory.enrolments.append(
                    Enrolment(f"{kind}:{it['sisid']}", it["sectionsisid"], kind, it.where)
                )
        self.directory.all_enrolments = "studentenrollment" in self.tables

    def second_version(self) -> None:
        self._need("users", "sourcedId", "givenName", "familyName")
        for it in self._entries("orgs", "sourcedId", "name"):
            self.directory.organisations[it["sourcedid"]] = Organisation(
                it["name"], role_key(it["type"]), it["parentsourcedid"]
            )
        for it in self._entries("classes", "sourcedId", "title"):
            self.directory.add_course(
                Course(
                    id=it["sourcedid"],
                    where=it.where,
                    name=it["title"],
                    code=it["code"],
                    school=it.first("orgsourcedid", "schoolsourcedid"),
                    taught=bool(it["coursesourcedid"]),
                )
            )
        for it in self._entries("users"):
            role = role_key(it["role"])
            grade = it.first("grade", "grades")
            self.directory.add_person(
                Person(
                    id=it["sourcedid"],
                    where=it.where,
                    forename=it["givenname"],
                    surname=it["familyname"],
                    preferred_name=it.first("preferredgivenname", "preferredname"),
                    year_group=year_group(grade),
                    upn=find_upn([(it["upn"], True), (it["identifier"], False)]),
                    born_on=self._birth(it),
                    orgs={*it.listed("orgsourcedids"), *it.listed("orgsourcedid")},
                    roles=[PersonRole(role)] if role else [],
                )
            )
        for it in self._entries("demographics"):
            person = self.directory.people.get(it.first("usersourcedid", "sourcedid"))
            if person is not None:
                person.born_on = self._birth(it) or person.born_on
        for it in self._entries("enrollments", "classSourcedId", "userSourcedId"):
            self.directory.enrolments.append(
                Enrolment(it["usersourcedid"], it["classsourcedid"], role_key(it["role"]), it.where)
            )
        self._roles()
        self._relationships()
        self.directory.all_enrolments = bool(self.directory.enrolments)

    def _roles(self) -> None:
        """A role names a school, or (2.1) a class, which makes it an enrolment too."""
        for it in self._entries("roles", "userSourcedId", "role"):
            person = self._person(it, it["usersourcedid"])
            if person is None:
                continue
            org, name = it["orgsourcedid"], role_key(it["role"])
            end = read_date(it.first("roleenddate", "enddate"), self.today)
            ended = end is not None and end < self.today
            primary = it["isprimary"].casefold() in ("true", "1", "yes")
            person.roles.append(PersonRole(name, org, primary, ended))
            person.year_group = person.year_group or year_group(it["grade"])
            if org in self.directory.courses:
                self.directory.enrolments.append(
                    Enrolment(person.id, org, name, it.where, primary=primary, ended=ended)
                )
            elif org and not ended:
                person.orgs.add(org)

    def _relationships(self) -> None:
        entries = self._entries("relationships", "userSourcedId", "relationshipUserSourcedId")
        for it in entries:
            role = it["relationshiprole"]
            if role_key(role) in NOT_A_CONTACT:
                continue
            one = self._person(it, it["usersourcedid"])
            other = self._person(it, it["relationshipusersourcedid"])
            if one is not None and other is not None:
                self.directory.relations.append(
                    Relation(one.id, other.id, role.casefold(), it.where)
                )

    def _person(self, it: Entry, person_id: str) -> Person | None:
        person = self.directory.people.get(person_id)
        if person is None:
            self.troubles.add(it.where, f"it names a person ({person_id}) who is not in users.csv")
        return person

    def _birth(self, it: Entry) -> date | None:
        words = it.first(*BIRTH_HEADINGS)
        return check_birth(words, self.today, it.where, self.notes, self.troubles)

    def _need(self, file: str, *headings: str) -> None:
        if file not in self.tables:
            raise Refused(f"The file {file}.csv is missing, so there is nobody in this list.")
        self.tables[file].need(headings)

    def _entries(self, name: str, *needed: str) -> tuple[Entry, ...]:
        if name not in self.tables:
            return ()
        self.tables[name].need(needed)
        return self.tables[name].entries
