"""Who of a directory is in which class, which of them is the home class, who works there."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Mapping
from dataclasses import replace

from db.classlists.by_year import together
from db.classlists.directory import PUPIL_ROLES, Course, Directory, Enrolment, Person
from db.classlists.list import (
    ListedClass,
    ListedEnrolment,
    ListedPupil,
    ListedStaff,
    ListedTeaching,
)
from db.words import NAME_LENGTH

AS_PUPIL = {"", *PUPIL_ROLES}


class Places:
    """`enrolments`, `teaching` and `classes` of one school (all, where `school` is None)."""

    def __init__(
        self,
        directory: Directory,
        source: str,
        school: str | None,
        roles: Mapping[str, Collection[str]],
        pupils: Collection[ListedPupil],
        staff: Collection[ListedStaff],
    ) -> None:
        self._directory = directory
        self._source = source
        self._school = school
        self._roles = roles
        self._pupils = {it.key: it for it in pupils}
        self._staff = {it.key for it in staff}
        self._whole = directory.all_people and directory.all_enrolments
        self.courses = {
            it.id: it
            for it in directory.courses.values()
            if school is None or it.school in ("", school)
        }
        self.enrolments: list[ListedEnrolment] = []
        self.teaching: list[ListedTeaching] = []
        self._link()
        homes = self._homes()
        self.enrolments = [
            replace(it, home=self._is_home(it, homes.get(it.pupil))) for it in self.enrolments
        ]
        self.classes = self._classes()
        if self._whole:
            self._note_lonely()

    def _link(self) -> None:
        """The person's own role decides what they are in a class, whatever they are enrolled as."""
        places: dict[tuple[str, str], ListedEnrolment] = {}
        teaching: dict[tuple[str, str], ListedTeaching] = {}
        for it in self._current():
            known = self._directory.people.get(it.person)
            if self._elsewhere(it) or not self._refers(it, known):
                continue
            person, course = self._source + it.person, self._source + it.course
            pair = (person, course)
            pupil = person in self._pupils if known is not None else it.role in AS_PUPIL
            if known is not None and not pupil and person not in self._staff:
                self._note_not_placed(known)
                continue
            if known is not None and self._roles[it.person]:
                self._note_other_role(it, known, pupil)
            gone = it.ended or (it.course in self.courses and self.courses[it.course].gone)
            if pupil:
                if pair not in places or places[pair].ended:
                    places[pair] = ListedEnrolment(person, course, it.where, None, ended=gone)
            elif pair not in teaching or teaching[pair].ended:
                teaching[pair] = ListedTeaching(person, course, it.where, ended=gone)
        self.enrolments = list(places.values())
        self.teaching = list(teaching.values())

    def _current(self) -> list[Enrolment]:
        """Every enrolment; a list of a year that is over is taken as it stood then."""
        every = self._directory.enrolments
        if every and self._directory.all_enrolments and all(it.ended for it in every):
            self._directory.notes.say(
                "Every enrolment of this list has ended; it is taken as it stood."
            )
            return [replace(it, ended=False) for it in every]
        return every

    def _elsewhere(self, it: Enrolment) -> bool:
        if it.course in self.courses:
            return False
        another = bool(self._school and it.school and it.school != self._school)
        return another or it.course in self._directory.courses

    def _refers(self, it: Enrolment, known: Person | None) -> bool:
        """Whether the enrolment names people and classes that the list has; a bad row if not."""
        if it.ended and self._directory.all_enrolments:
            return False
        whole = self._directory.all_people
        if known is None and whole:
            self._directory.troubles.add(
                it.where, f"it names a person ({it.person}) who is in no other file"
            )
            return False
        if whole and self._directory.courses and it.course not in self.courses:
            self._directory.troubles.add(
                it.where, f"it names a class ({it.course}) that is in no other file"
            )
            return False
        return known is None or not known.gone

    def _note_not_placed(self, known: Person) -> None:
        if self._roles[known.id]:
            self._directory.notes.count(
                f"{known.full_name} is no pupil or staff, and so is in no class.",
                "# parents stood in classes; they are in none.",
            )

    def _note_other_role(self, it: Enrolment, person: Person, pupil: bool) -> None:
        if pupil != (it.role in AS_PUPIL):
            what = "a pupil" if pupil else "staff"
            self._directory.notes.count(
                f"{person.full_name} is enrolled as {it.role or 'student'}, but is {what} and is "
                "taken as that.",
                "# people are enrolled as something else than they are; what they are counts.",
            )

    def _homes(self) -> dict[str, str]:
        """The home class of each pupil: the one that says so; else one without a subject."""
        if not self._whole:
            return {}
        primary = {
            (self._source + it.person, self._source + it.course)
            for it in self._directory.enrolments
            if it.primary
        }
        by_pupil: dict[str, list[ListedEnrolment]] = {}
        for it in self.enrolments:
            if not it.ended:
                by_pupil.setdefault(it.pupil, []).append(it)
        homes: dict[str, str] = {}
        for pupil, places in by_pupil.items():
            rated = sorted(
                ((*self._rank(it), (pupil, it.school_class) not in primary), at)
                for at, it in enumerate(places)
            )
            home = places[rated[0][1]]
            homes[pupil] = home.school_class
            if len(rated) > 1 and rated[0][0] == rated[1][0]:
                self._directory.notes.count(
                    f"{self._pupil_name(pupil)} has several classes that could be the home class; "
                    f"{self._course(home).name} is taken.",
                    "# pupils have several classes that could be the home class; "
                    "the first of them is taken.",
                )
        return homes

    def _rank(self, it: ListedEnrolment) -> tuple[bool, bool]:
        course = self._course(it)
        return (not course.homeroom, course.taught)

    def _course(self, it: ListedEnrolment) -> Course:
        known = self.courses.get(it.school_class.removeprefix(self._source))
        return known or Course(it.school_class, it.where, it.school_class)

    def _pupil_name(self, key: str) -> str:
        pupil = self._pupils.get(key)
        return f"{pupil.forename} {pupil.surname}".strip() if pupil else key

    def _is_home(self, it: ListedEnrolment, home: str | None) -> bool | None:
        if self._whole:
            return home == it.school_class
        course = self._course(it)
        return True if course.homeroom else (False if course.taught else None)

    def _classes(self) -> list[ListedClass]:
        names = Counter(it.name.casefold() for it in self.courses.values() if not it.gone)
        inside: dict[str, list[ListedEnrolment]] = {}
        for place in self.enrolments:
            inside.setdefault(place.school_class, []).append(place)
        found = []
        for it in self.courses.values():
            name, key = it.name, self._source + it.id
            if names[name.casefold()] > 1:
                name = f"{name} ({it.code or it.id})"
                self._directory.notes.say(
                    f"Several classes are called {it.name}; their codes are added."
                )
            places = inside.get(key, [])
            is_home: bool | None = it.homeroom or any(place.home for place in places)
            if not is_home and not places:
                is_home = not it.taught
            if not is_home and not self._whole:
                is_home = False if it.taught else None
            found.append(
                ListedClass(
                    key=key,
                    name=name[:NAME_LENGTH],
                    where=it.where,
                    year_group=it.year_group or together(self._year(place) for place in places),
                    is_home=is_home,
                    source_id=key,
                    gone=it.gone,
                )
            )
        return found

    def _year(self, place: ListedEnrolment) -> str:
        pupil = self._pupils.get(place.pupil)
        return pupil.year_group if pupil and not place.ended else ""

    def _note_lonely(self) -> None:
        placed = {it.pupil for it in self.enrolments if not it.ended}
        used = {it.school_class for it in self.enrolments if not it.ended}
        for key, pupil in self._pupils.items():
            if key not in placed and not pupil.gone:
                self._directory.notes.count(
                    f"{self._pupil_name(key)} is in no class.", "# pupils are in no class."
                )
        for it in self.classes:
            if it.key not in used and not it.gone:
                self._directory.notes.say(f"{it.name} has no pupils.")
