"""The parents and carers of a directory's pupils: people to invite, connected to nothing."""

from __future__ import annotations

from collections.abc import Collection

from db.classlists.directory import PARENT_ROLES, Directory, Person
from db.classlists.list import ListedContact, Where
from db.words import NAME_LENGTH


def contacts(directory: Directory, source: str, pupils: Collection[str]) -> list[ListedContact]:
    """Those whom the pupils name as agents, or who name the pupils; then those who are gone.

    A member of staff whom a pupil names is only invited where a role says that they are a parent.
    """
    found: dict[tuple[str, str], ListedContact] = {}
    people = directory.people
    pairs = [(it.one, it.other, it.relationship, it.where) for it in directory.relations]
    pairs += [(it.id, other, "", it.where) for it in people.values() for other in it.agents]
    for one, other, relationship, where in pairs:
        for pupil, contact in ((one, other), (other, one)):
            if source + pupil not in pupils or source + contact in pupils:
                continue
            person = people.get(contact)
            if person is None:
                if directory.all_people:
                    directory.notes.count(
                        f"{where.file}, row {where.row} names a parent who is not in the list.",
                        "# times a parent is named who is not in the list.",
                    )
            elif _is_parent(directory, person):
                _add(found, directory, source, person, pupil, relationship, where)
    gone = [
        ListedContact("", it.full_name, it.where, source_id=source + it.id, gone=True)
        for it in people.values()
        if it.gone and source + it.id not in pupils
    ]
    return [*found.values(), *gone]


def _is_parent(directory: Directory, person: Person) -> bool:
    roles = directory.roles_of(person, None)
    return not person.gone and (not roles or "parent" in roles)


def _add(
    found: dict[tuple[str, str], ListedContact],
    directory: Directory,
    source: str,
    person: Person,
    pupil: str,
    relationship: str,
    where: Where,
) -> None:
    if not person.full_name:
        directory.notes.count("One parent has no name.", "# parents have no name.")
        return
    role = next((it.name for it in person.roles if it.name in PARENT_ROLES), "parent")
    before = found.get((pupil, person.id))
    if before is None or (relationship and before.relationship == role):
        found[pupil, person.id] = ListedContact(
            pupil=source + pupil,
            name=person.full_name[:NAME_LENGTH],
            where=where,
            relationship=relationship or role,
            source_id=source + person.id,
        )
