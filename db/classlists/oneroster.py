"""OneRoster 1.1 and 1.2: a folder or zip of CSV files, whole (bulk) or only changes (delta)."""

from __future__ import annotations

import re
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
    find_upn,
    role_key,
)
from db.classlists.headings import plain_heading
from db.classlists.list import ClassList, Layout
from db.classlists.problems import Notes, Troubles
from db.classlists.rows import Entry, Table, table
from db.policy import Refused

KNOWN_FILES = (
    "manifest orgs classes users roles enrollments demographics academicsessions courses "
    "categories classresources courseresources lineitems resources results userprofiles "
    "userresources lineitemlearningobjectiveids lineitemscorescales resultlearningobjectiveids "
    "resultscorescales scorescales"
).split()
USED_HEADINGS = {
    "orgs": "sourcedid status datelastmodified name type identifier parentsourcedid",
    "classes": "sourcedid status datelastmodified title grades coursesourcedid classcode "
    "classtype location schoolsourcedid termsourcedids subjects subjectcodes periods",
    "users": "sourcedid status datelastmodified enableduser orgsourcedids role username userids "
    "givenname familyname middlename identifier email sms phone agentsourcedids grades password "
    "usermasteridentifier resourcesourcedids preferredgivenname preferredmiddlename "
    "preferredfamilyname primaryorgsourcedid pronouns",
    "roles": "sourcedid status datelastmodified usersourcedid roletype role begindate enddate "
    "orgsourcedid userprofilesourcedid",
    "enrollments": "sourcedid status datelastmodified classsourcedid schoolsourcedid "
    "usersourcedid role primary begindate enddate",
}
_UPN_IN_IDS = re.compile(r"\{?\s*upn\s*:\s*([^},;]+)\}?", re.I)


def read(name: str, files: Mapping[str, NamedFile], school: str | None, today: date) -> ClassList:
    """The class list of OneRoster `files` (by plain name: "users").

    Raises `BadRows`, `WhichSchool`, or `Refused` when a file or column that is needed is missing.
    """
    return _Reading(files, today).directory_list(name, school)


class _Reading:
    def __init__(self, files: Mapping[str, NamedFile], today: date) -> None:
        self.notes, self.troubles = Notes(), Troubles()
        self.directory = Directory(today, self.notes, self.troubles)
        self.today = today
        self.tables = {
            name: table(files[name].name, files[name].data, self.troubles)
            for name in (*USED_HEADINGS, "manifest", "demographics")
            if name in files
        }
        if "users" not in self.tables:
            raise Refused("The file users.csv is missing, so there is nobody in this list.")
        for other in sorted(files.keys() - set(KNOWN_FILES)):
            self.notes.say(
                f"The file {files[other].name} is not part of OneRoster and is not used."
            )

    def directory_list(self, name: str, school: str | None) -> ClassList:
        self._modes()
        self._organisations()
        self._classes()
        self._users()
        self._roles()
        self._births()
        self._enrolments()
        self._note_untidy()
        return linking.class_list(self.directory, Layout.ONEROSTER, name, school)

    def _modes(self) -> None:
        """Whether the files are everything or only changes: the manifest says, or the rows."""
        manifest = self.tables.get("manifest")
        said = {}
        if manifest is not None:
            said = {
                plain_heading(it["propertyname"]): it["value"].casefold() for it in manifest.entries
            }
        if not any(key.startswith("file") for key in said):
            marked = any(_is_gone(it) for it in self.tables["users"].entries)
            marked |= any(_is_gone(it) for it in self._entries("enrollments"))
            self.directory.all_people = self.directory.all_enrolments = not marked
            if marked:
                self.notes.say(
                    "No manifest says whether this is everything or only changes. Some rows are "
                    "marked as deleted, so it is taken as changes only."
                )
        else:
            self.directory.all_people = said.get("fileusers", "bulk") == "bulk"
            self.directory.all_enrolments = said.get("fileenrollments", "bulk") == "bulk"
        self.directory.all_enrolments &= "enrollments" in self.tables

    def _organisations(self) -> None:
        for it in self._entries("orgs"):
            if not _is_gone(it):
                self.directory.organisations[it["sourcedid"]] = Organisation(
                    it["name"], role_key(it["type"]), it["parentsourcedid"]
                )

    def _classes(self) -> None:
        if "classes" in self.tables:
            self.tables["classes"].need(["sourcedId", "title"])
        for it in self._entries("classes"):
            years = [year_group(grade) for grade in it.listed("grades")]
            self.directory.add_course(
                Course(
                    id=it["sourcedid"],
                    where=it.where,
                    name=it.first("title", "classcode"),
                    code=it["classcode"],
                    school=it["schoolsourcedid"],
                    year_group=" and ".join(dict.fromkeys(years)),
                    homeroom=role_key(it["classtype"]) == "homeroom",
                    taught=bool(it["coursesourcedid"] or it["subjects"] or it["subjectcodes"]),
                    gone=_is_gone(it),
                )
            )

    def _users(self) -> None:
        users = self.tables["users"]
        users.need(["sourcedId", "givenName", "familyName"])
        upn_headings = [
            plain
            for plain in map(plain_heading, users.headings)
            if plain.removeprefix("metadata").removeprefix("metdata")
            in ("upn", "uniquepupilnumber")
        ]
        births = [
            it
            for it in map(plain_heading, users.headings)
            if it.endswith(("birthdate", "dateofbirth", "dob"))
        ]
        for it in users.entries:
            in_ids = _UPN_IN_IDS.search(it["userids"])
            grades = it.listed("grades")
            role = role_key(it["role"])
            person = Person(
                id=it["sourcedid"],
                where=it.where,
                forename=it["givenname"],
                surname=it["familyname"],
                preferred_name=it["preferredgivenname"],
                year_group=year_group(grades[0]) if grades else "",
                upn=find_upn(
                    [(it[heading], True) for heading in upn_headings]
                    + [(in_ids[1] if in_ids else "", True), (it["identifier"], False)]
                ),
                born_on=self._birth(it, births),
                orgs={*it.listed("orgsourcedids"), *it.listed("primaryorgsourcedid")},
                roles=[PersonRole(role)] if role else [],
                agents=it.listed("agentsourcedids"),
                gone=_is_gone(it),
            )
            self.directory.add_person(person)

    def _roles(self) -> None:
        """OneRoster 1.2 keeps roles in a file of their own; it counts before users.csv."""
        if "roles" in self.tables:
            self.tables["roles"].need(["userSourcedId", "role"])
        given: dict[str, list[PersonRole]] = {}
        for it in self._entries("roles"):
            person = self.directory.people.get(it["usersourcedid"])
            if person is None:
                if self.directory.all_people and not _is_gone(it):
                    self.troubles.add(
                        it.where,
                        f"it names a person ({it['usersourcedid']}) who is not in users.csv",
                    )
                continue
            role = PersonRole(
                role_key(it["role"]),
                it["orgsourcedid"],
                role_key(it["roletype"]) == "primary",
                _is_gone(it) or self._over(it),
            )
            given.setdefault(person.id, []).append(role)
            if it["orgsourcedid"] and not role.ended:
                person.orgs.add(it["orgsourcedid"])
        for person_id, roles in given.items():
            person = self.directory.people[person_id]
            person.roles = roles + person.roles
        if any(self.directory.people[it].roles[len(given[it]) :] for it in given):
            self.notes.say("Roles stand in roles.csv and in users.csv; roles.csv counts first.")

    def _births(self) -> None:
        for it in self._entries("demographics"):
            person = self.directory.people.get(it["sourcedid"])
            if person is not None and not _is_gone(it):
                person.born_on = self._birth(it, ["birthdate"]) or person.born_on

    def _enrolments(self) -> None:
        if "enrollments" in self.tables:
            self.tables["enrollments"].need(["classSourcedId", "userSourcedId"])
        for it in self._entries("enrollments"):
            self.directory.enrolments.append(
                Enrolment(
                    person=it["usersourcedid"],
                    course=it["classsourcedid"],
                    role=role_key(it["role"]),
                    where=it.where,
                    school=it["schoolsourcedid"],
                    primary=it["primary"].casefold() in ("true", "1", "yes"),
                    ended=_is_gone(it) or self._over(it),
                )
            )

    def _birth(self, it: Entry, headings: list[str]) -> date | None:
        words = it.first(*headings)
        return check_birth(words, self.today, it.where, self.notes, self.troubles)

    def _over(self, it: Entry) -> bool:
        words = it["enddate"]
        if not words:
            return False
        end = read_date(words, self.today)
        if end is None:
            self.notes.count(
                f"An end date cannot be read and is not used ({it.where.file}, row "
                f"{it.where.row}: {words}).",
                "# end dates cannot be read and are not used.",
            )
            return False
        return end < self.today

    def _note_untidy(self) -> None:
        for name, used in USED_HEADINGS.items():
            found = self.tables.get(name)
            if found is None:
                continue
            self._note_columns(found, used.split())
            empty = sum(not it["status"] for it in found.entries)
            whole = self.directory.all_people
            if found.has("status") and empty and (empty < len(found.entries) or not whole):
                self.notes.say(
                    f"{found.name}: rows without a status are taken as active ({empty})."
                )
            odd = {it["status"] for it in found.entries} - {"", "active", "Active", "ACTIVE"}
            odd = {it for it in odd if it.casefold() not in ("tobedeleted", "inactive", "active")}
            if odd:
                self.notes.say(
                    f"{found.name}: a status of {', '.join(sorted(odd)[:3])} is taken as active."
                )

    def _note_columns(self, found: Table, used: list[str]) -> None:
        extra = [
            heading
            for heading in found.headings
            if heading
            and plain_heading(heading) not in used
            and not heading.casefold().startswith("metadata.")
            and "upn" not in plain_heading(heading)
        ]
        if extra:
            self.notes.say(f"{found.name}: columns that are not used: {', '.join(extra)}.")

    def _entries(self, name: str) -> tuple[Entry, ...]:
        return self.tables[name].entries if name in self.tables else ()


def _is_gone(it: Entry) -> bool:
    return it["status"].casefold() in ("tobedeleted", "inactive")
