"""From a directory to the class list of one school: who is a pupil, who is staff."""

from __future__ import annotations

from db.classlists.by_year import by_year
from db.classlists.checks import check_name, check_upn
from db.classlists.directory import STAFF_ROLES, Directory, Person
from db.classlists.invited import contacts
from db.classlists.list import ClassList, Covers, Layout, ListedPupil, ListedStaff
from db.classlists.places import Places
from db.records import Role
from db.words import NAME_LENGTH


def class_list(
    directory: Directory, layout: Layout, file_name: str, school: str | None
) -> ClassList:
    """Raises `WhichSchool`, or `BadRows` with everything that is wrong with the files."""
    return _Linking(directory, layout, file_name, directory.choose_school(school)).class_list()


class _Linking:
    def __init__(
        self, directory: Directory, layout: Layout, file_name: str, school: str | None
    ) -> None:
        self.directory = directory
        self.layout = layout
        self.file_name = file_name
        self.school = school
        self.source = layout.name.lower() + ":"
        self.notes = directory.notes
        self.courses_of: dict[str, set[str]] = {}
        for it in directory.enrolments:
            self.courses_of.setdefault(it.person, set()).add(it.course)
        self.roles = {it.id: self._roles(it) for it in directory.people.values()}

    def class_list(self) -> ClassList:
        directory = self.directory
        pupils = self._pupils()
        staff = self._staff()
        places = Places(directory, self.source, self.school, self.roles, pupils, staff)
        classes, enrolments = places.classes, places.enrolments
        if not enrolments and not places.courses and directory.all_people:
            classes, enrolments = by_year(pupils)
            self.notes.say("The list names no classes, so new pupils are put together by year.")
        directory.troubles.raise_any()
        lasting = {it.key for it in pupils if not it.gone}
        invited = contacts(directory, self.source, lasting)
        whole = directory.all_people
        return ClassList(
            layout=self.layout,
            file_name=self.file_name,
            covers=Covers.SCHOOL if whole else Covers.CHANGES,
            source=self.source,
            school_name=(
                directory.organisation_name(self.school) if self.school else directory.only_school()
            ),
            classes=tuple(classes),
            pupils=tuple(pupils),
            enrolments=tuple(enrolments),
            staff=tuple(staff),
            teaching=tuple(places.teaching),
            contacts=tuple(invited),
            all_enrolments=directory.all_enrolments,
            all_staff=whole and any(not it.gone for it in staff),
            notes=self.notes.lines(),
        )

    def _roles(self, person: Person) -> list[str]:
        """What the person is here; nothing for those of other schools."""
        directory = self.directory
        if self.school is None:
            roles = directory.roles_of(person, None)
            unknown = sorted({role.name for role in person.roles if not role.ended})
            if not roles and unknown and not person.gone:
                self.notes.count(
                    f"{person.full_name} is left out: the kiosk has no place for the role "
                    f"{', '.join(unknown)}.",
                    "# people are left out: the kiosk has no place for their role.",
                )
            return roles
        enrolled = any(
            directory.courses[it].school == self.school
            for it in self.courses_of.get(person.id, ())
            if it in directory.courses
        )
        if enrolled:
            return directory.roles_of(person, self.school) or directory.roles_of(person, None)
        if self.school in person.orgs:
            return directory.roles_of(person, self.school)
        return []

    def _unsure(self, person: Person) -> bool:
        """A list of changes may name somebody without saying what they are."""
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
            forename, surname = it.forename or it.preferred_name, it.surname
            if not it.gone:
                surname = check_name(
                    forename, surname, it.preferred_name, it.where, self.directory.troubles
                )
            found.append(
                ListedPupil(
                    key=self.source + it.id,
                    forename=forename,
                    surname=surname,
                    where=it.where,
                    preferred_name=it.preferred_name if it.preferred_name != forename else "",
                    year_group=it.year_group,
                    upn=check_upn(it.upn, it.full_name, self.notes),
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
            if not it.full_name and not it.gone and not unsure:
                self.directory.troubles.add(it.where, "the member of staff has no name")
            found.append(
                ListedStaff(
                    key=self.source + it.id,
                    name=it.full_name[:NAME_LENGTH],
                    where=it.where,
                    role=STAFF_ROLES[roles[0]] if roles else Role.TEACHER,
                    source_id=self.source + it.id,
                    gone=it.gone,
                    only_known=unsure,
                )
            )
        return found
