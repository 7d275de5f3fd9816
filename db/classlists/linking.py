"""From a directory to a class list: who is a pupil, where they belong, who is to be invited."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace

from db.classlists.codes import plausible_upn
from db.classlists.directory import STAFF_ROLES, Course, Directory, Enrolment, Person
from db.classlists.list import (
    ClassList,
    Covers,
    Layout,
    ListedClass,
    ListedContact,
    ListedEnrolment,
    ListedPupil,
    ListedStaff,
    ListedTeaching,
    Where,
)
from db.words import NAME_LENGTH

NO_SURNAME = ("-", ".", "–", "n/a")  # what systems want typed for a child of one name
NEW_PUPILS = "New pupils"


class Linking:
    """Builds the class list of one school of a directory."""

    def __init__(
        self, directory: Directory, layout: Layout, file_name: str, school: str | None
    ) -> None:
        self.directory = directory
        self.layout = layout
        self.file_name = file_name
        self.source = layout.name.lower() + ":"
        self.notes = directory.notes
        self.troubles = directory.troubles
        self.school = directory.choose_school(school)
        self.roles = {it.id: self._roles(it) for it in directory.people.values()}
        self.courses = {
            it.id: it
            for it in directory.courses.values()
            if self.school is None or it.school in ("", self.school)
        }

    def class_list(self) -> ClassList:
        """Raises `BadRows` with everything that is wrong with the files."""
        pupils = self._pupils()
        staff = self._staff()
        places, teaching = self._places({it.key for it in pupils}, {it.key for it in staff})
        homes = self._homes(places)
        places = [replace(it, home=self._is_home(it, homes)) for it in places]
        classes = self._classes(places, pupils)
        if not places and not self.courses and self.directory.all_people:
            classes, places = by_year(pupils)
            self.notes.say("The list names no classes, so new pupils are put together by year.")
        self.troubles.raise_any()
        self._note_lonely(pupils, classes, places)
        whole = self.directory.all_people
        return ClassList(
            layout=self.layout,
            file_name=self.file_name,
            covers=Covers.SCHOOL if whole else Covers.CHANGES,
            source=self.source,
            school_name=(
                self.directory.organisation_name(self.school)
                if self.school
                else self.directory.only_school()
            ),
            classes=tuple(classes),
            pupils=tuple(pupils),
            enrolments=tuple(places),
            staff=tuple(staff),
            teaching=tuple(teaching),
            contacts=tuple(self._contacts({it.key for it in pupils if not it.gone})),
            all_enrolments=self.directory.all_enrolments,
            all_staff=whole and any(not it.gone for it in staff),
            notes=self.notes.lines(),
        )

    def _roles(self, person: Person) -> list[str]:
        """What the person is here; nothing for those of other schools."""
        if self.school is not None:
            orgs = {it for it in person.orgs if self.directory.is_school(it)}
            enrolled = any(
                self.directory.courses[it.course].school == self.school
                for it in self._enrolments_of(person.id)
                if it.course in self.directory.courses
            )
            if not enrolled and orgs and self.school not in orgs:
                return []
            if not enrolled and not orgs and "parent" not in self.directory.roles_of(person, None):
                return []
        roles = self.directory.roles_of(person, self.school)
        if not roles and person.roles and not person.gone:
            unknown = {role.name for role in person.roles if not role.ended}
            if self.school is None and unknown:
                self.notes.count(
                    f"{person.full_name} is left out: the kiosk has no place for the role "
                    f"{', '.join(sorted(unknown))}.",
                    "# people are left out: the kiosk has no place for their role.",
                )
        return roles

    def _enrolments_of(self, person: str) -> list[Enrolment]:
        if not hasattr(self, "_by_person"):
            self._by_person: dict[str, list[Enrolment]] = {}
            for it in self.directory.enrolments:
                self._by_person.setdefault(it.person, []).append(it)
        return self._by_person.get(person, [])

    def _unsure(self, person: Person) -> bool:
        """A file of changes may name somebody without saying what they are."""
        return not self.directory.all_people and not person.roles and not self.roles[person.id]

    def _pupils(self) -> list[ListedPupil]:
        found = []
        for it in self.directory.people.values():
            roles = self.roles[it.id]
            unsure = self._unsure(it)
            if roles[:1] != ["pupil"] and not unsure:
                continue
            if any(role in STAFF_ROLES for role in roles):
                self.notes.say(f"{it.full_name} is a pupil, and so is not taken as staff as well.")
            surname = "" if it.surname.casefold() in NO_SURNAME else it.surname
            forename = it.forename or it.preferred_name
            if not it.gone:
                check_name(forename, it.surname, it.where, self)
            if it.upn and not plausible_upn(it.upn):
                self.notes.count(
                    f"The UPN of {it.full_name} does not look right ({it.upn}); it is kept.",
                    "# UPNs do not look right; they are kept.",
                )
            found.append(
                ListedPupil(
                    key=self.source + it.id,
                    forename=forename,
                    surname=surname,
                    where=it.where,
                    preferred_name=it.preferred_name if it.preferred_name != forename else "",
                    year_group=it.year_group,
                    upn=it.upn,
                    born_on=it.born_on,
                    source_id=self.source + it.id,
                    gone=it.gone,
                    only_known=unsure,
                )
            )
        return found

    def _staff(self) -> list[ListedStaff]:
        found = []
        for it in self.directory.people.values():
            roles = [role for role in self.roles[it.id] if role in STAFF_ROLES]
            unsure = self._unsure(it)
            if self.roles[it.id][:1] == ["pupil"] or (not roles and not unsure):
                continue
            if not it.gone and not it.full_name and not unsure:
                self.troubles.add(it.where, "the member of staff has no name")
            found.append(
                ListedStaff(
                    key=self.source + it.id,
                    name=it.full_name[:NAME_LENGTH],
                    where=it.where,
                    role=STAFF_ROLES[roles[0]] if roles else STAFF_ROLES["teacher"],
                    source_id=self.source + it.id,
                    gone=it.gone,
                    only_known=unsure,
                )
            )
        return found

    def _places(
        self, pupils: set[str], staff: set[str]
    ) -> tuple[list[ListedEnrolment], list[ListedTeaching]]:
        """Who is in which class and who works with it. The person's own role decides which."""
        places: dict[tuple[str, str], ListedEnrolment] = {}
        teaching: dict[tuple[str, str], ListedTeaching] = {}
        current = self._current()
        for it in current:
            person, course = self.source + it.person, self.source + it.course
            known = self.directory.people.get(it.person)
            if it.course not in self.courses and (
                it.course in self.directory.courses or self._elsewhere(it)
            ):
                continue
            if not self._refers(it, known):
                continue
            pupil = person in pupils
            if known is None:
                pupil = it.role in ("", "student", "pupil", "learner")
            elif not pupil and person not in staff:
                if self.roles[it.person]:
                    self.notes.count(
                        f"{known.full_name} is no pupil or staff, and so is in no class.",
                        "# parents stood in classes; they are in none.",
                    )
                continue
            if known is not None and self.roles[it.person]:
                self._note_other_role(it, known, pupil)
            gone = it.ended or (it.course in self.courses and self.courses[it.course].gone)
            pair = (person, course)
            if pupil:
                if pair not in places or places[pair].ended:
                    places[pair] = ListedEnrolment(person, course, it.where, None, ended=gone)
            elif pair not in teaching or teaching[pair].ended:
                teaching[pair] = ListedTeaching(person, course, it.where, ended=gone)
        return list(places.values()), list(teaching.values())

    def _current(self) -> list[Enrolment]:
        """Every enrolment; a list of a year that is over is taken as it stood then."""
        every = self.directory.enrolments
        if every and self.directory.all_enrolments and all(it.ended for it in every):
            self.notes.say("Every enrolment of this list has ended; it is taken as it stood.")
            return [replace(it, ended=False) for it in every]
        return every

    def _elsewhere(self, it: Enrolment) -> bool:
        return bool(self.school and it.school and it.school != self.school)

    def _refers(self, it: Enrolment, known: Person | None) -> bool:
        """Whether the enrolment names people and classes that the list has; a bad row if not."""
        if it.ended and self.directory.all_enrolments:
            return False
        whole = self.directory.all_people
        if known is None and whole:
            self.troubles.add(it.where, f"it names a person ({it.person}) who is in no other file")
            return False
        if it.course not in self.courses and self.directory.courses and whole:
            self.troubles.add(it.where, f"it names a class ({it.course}) that is in no other file")
            return False
        return known is None or not known.gone

    def _note_other_role(self, it: Enrolment, person: Person, pupil: bool) -> None:
        if pupil != (it.role in ("", "student", "pupil", "learner")):
            what = "a pupil" if pupil else "staff"
            self.notes.count(
                f"{person.full_name} is enrolled as {it.role}, but is {what} and taken as that.",
                "# people are enrolled as something else than they are; what they are counts.",
            )

    def _homes(self, places: list[ListedEnrolment]) -> dict[str, str]:
        """The home class of each pupil: the one that says so; else one without a subject."""
        if not self.directory.all_people:
            return {}
        primary = {
            (self.source + it.person, self.source + it.course)
            for it in self.directory.enrolments
            if it.primary
        }
        by_pupil: dict[str, list[ListedEnrolment]] = {}
        for it in places:
            if not it.ended:
                by_pupil.setdefault(it.pupil, []).append(it)
        homes: dict[str, str] = {}
        for pupil, enrolled in by_pupil.items():
            rated = sorted(
                enrolled,
                key=lambda it: (
                    not self._course(it).homeroom,
                    self._course(it).taught,
                    (it.pupil, it.school_class) not in primary,
                ),
            )
            homes[pupil] = rated[0].school_class
            first, second = self._course(rated[0]), self._course(rated[-1])
            if (
                first.homeroom == second.homeroom
                and first.taught == second.taught
                and len(rated) > 1
            ):
                self.notes.count(
                    f"{self._name(pupil)} has several classes that could be the home class; "
                    f"{first.name} is taken.",
                    "# pupils have several classes that could be the home class; "
                    "the first of them is taken.",
                )
        return homes

    def _course(self, it: ListedEnrolment) -> Course:
        known = self.courses.get(it.school_class.removeprefix(self.source))
        return known or Course(it.school_class, it.where, it.school_class)

    def _name(self, pupil: str) -> str:
        person = self.directory.people.get(pupil.removeprefix(self.source))
        return person.full_name if person else pupil

    def _is_home(self, it: ListedEnrolment, homes: dict[str, str]) -> bool | None:
        if self.directory.all_people:
            return homes.get(it.pupil) == it.school_class
        course = self.courses.get(it.school_class.removeprefix(self.source))
        if course is None:
            return None
        return True if course.homeroom else (False if course.taught else None)

    def _classes(
        self, places: list[ListedEnrolment], pupils: list[ListedPupil]
    ) -> list[ListedClass]:
        homes = {it.school_class for it in places if it.home}
        years = {it.key: it.year_group for it in pupils}
        names = Counter(it.name.casefold() for it in self.courses.values() if not it.gone)
        found = []
        for it in self.courses.values():
            name, key = it.name, self.source + it.id
            if names[name.casefold()] > 1:
                name = f"{name} ({it.code or it.id})"
                self.notes.say(f"Several classes are called {it.name}; their codes are added.")
            is_home: bool | None = it.homeroom or key in homes
            if not self.directory.all_people and not is_home:
                is_home = False if it.taught else None
            elif not any(place.school_class == key for place in places):
                is_home = it.homeroom or not it.taught
            inside = [years.get(place.pupil, "") for place in places if place.school_class == key]
            found.append(
                ListedClass(
                    key=key,
                    name=name[:NAME_LENGTH],
                    where=it.where,
                    year_group=it.year_group or together(inside),
                    is_home=is_home,
                    source_id=key,
                    gone=it.gone,
                )
            )
        return found

    def _note_lonely(
        self,
        pupils: list[ListedPupil],
        classes: list[ListedClass],
        places: list[ListedEnrolment],
    ) -> None:
        if not self.directory.all_people:
            return
        placed = {it.pupil for it in places if not it.ended}
        used = {it.school_class for it in places if not it.ended}
        for pupil in pupils:
            if pupil.key not in placed and not pupil.gone and self.directory.all_enrolments:
                self.notes.count(
                    f"{pupil.forename} {pupil.surname} is in no class.",
                    "# pupils are in no class.",
                )
        for it in classes:
            if it.key not in used and not it.gone:
                self.notes.say(f"{it.name} has no pupils.")

    def _contacts(self, pupils: set[str]) -> list[ListedContact]:
        found: dict[tuple[str, str], ListedContact] = {}
        people = self.directory.people
        pairs = [(it.one, it.other, it.relationship, it.where) for it in self.directory.relations]
        pairs += [(it.id, other, "", it.where) for it in people.values() for other in it.agents]
        for one, other, relationship, where in pairs:
            for pupil, contact in ((one, other), (other, one)):
                if self.source + pupil not in pupils or self.source + contact in pupils:
                    continue
                person = people.get(contact)
                if person is None or person.gone:
                    self._note_unknown(person, where)
                    continue
                roles = self._all_roles(person)
                if roles and "parent" not in roles:
                    continue
                if not person.full_name:
                    self.notes.count("One parent has no name.", "# parents have no name.")
                    continue
                what = relationship or next(
                    (it.name for it in person.roles if it.name in ("guardian", "relative")),
                    "parent",
                )
                key = (pupil, contact)
                if key not in found or (relationship and not found[key].relationship):
                    found[key] = ListedContact(
                        pupil=self.source + pupil,
                        name=person.full_name[:NAME_LENGTH],
                        where=where,
                        relationship=what,
                        source_id=self.source + contact,
                    )
        gone = [
            ListedContact("", it.full_name, it.where, source_id=self.source + it.id, gone=True)
            for it in people.values()
            if it.gone and "pupil" not in self.roles[it.id]
        ]
        return list(found.values()) + gone

    def _all_roles(self, person: Person) -> list[str]:
        return self.directory.roles_of(person, None)

    def _note_unknown(self, person: Person | None, where: Where) -> None:
        if person is None and self.directory.all_people:
            self.notes.count(
                f"{where.file}, row {where.row} names a parent who is not in the list.",
                "# times a parent is named who is not in the list.",
            )


def check_name(forename: str, surname: str, where: Where, linking: Linking) -> None:
    """A bad row for a pupil who lacks half of the name, or whose name no screen could show."""
    if not forename:
        linking.troubles.add(where, "the pupil has no forename")
    if not surname:
        linking.troubles.add(where, "the pupil has no surname (a dash stands for none)")
    if max(len(forename), len(surname)) > NAME_LENGTH:
        linking.troubles.add(where, f"the name is longer than {NAME_LENGTH} characters")


def by_year(pupils: list[ListedPupil]) -> tuple[list[ListedClass], list[ListedEnrolment]]:
    """A place for pupils of a list without classes: their year, for those with no class yet."""
    classes: dict[str, ListedClass] = {}
    places = []
    for it in pupils:
        if it.gone or it.only_known:
            continue
        name = it.year_group or NEW_PUPILS
        classes.setdefault(name, ListedClass(name, name, it.where, it.year_group, True))
        places.append(ListedEnrolment(it.key, name, it.where, True, weak=True))
    return list(classes.values()), places


def together(years: list[str]) -> str:
    """The year groups of a class in one phrase: "Year 3 and Year 4"."""
    return " and ".join(sorted(set(filter(None, years))))
