"""Staff and parents of a class list: who works with which class, and who is to be invited."""

from __future__ import annotations

from db.classlists.known import KnownClass, KnownContact, KnownPupil, KnownStaff, Records
from db.classlists.list import ClassList, Covers, ListedContact, ListedStaff
from db.classlists.merge import Merge
from db.classlists.problems import Notes
from db.records import Role


class GrownUps:
    """Done after the classes and pupils: `merge` knows who they are."""

    def __init__(self, merge: Merge) -> None:
        self.list: ClassList = merge.list
        self.records: Records = merge.records
        self.notes: Notes = merge.notes
        self.merge = merge
        self.staff: dict[str, KnownStaff] = {}
        self._join_staff()
        self._link_classes()
        self._join_contacts()

    def _join_staff(self) -> None:
        by_id = {it.row.source_id: it for it in self.records.staff if it.row.source_id}
        named = [by_id.get(it.source_id) for it in self.list.staff if it.source_id]
        claimed = {it for it in named if it is not None}
        for listed in self.list.staff:
            known = by_id.get(listed.source_id) if listed.source_id else None
            if known is None and not listed.only_known:
                known = self._called(listed.name, claimed)
            if known is None:
                if listed.gone or listed.only_known:
                    continue
                known = self._new(listed)
            claimed.add(known)
            self.staff[listed.key] = known
            if listed.gone:
                self._send_off(known)
            else:
                self._update(known, listed)
        if self.list.all_staff:
            for known in self.records.staff:
                ours = (known.row.source_id or "").startswith(self.list.source)
                if self.list.source and ours and known not in claimed:
                    self._send_off(known)

    def _called(self, name: str, claimed: set[KnownStaff]) -> KnownStaff | None:
        found = [
            it
            for it in self.records.staff
            if it not in claimed
            and it.row.left_on is None
            and it.row.name == name
            and not (self.list.source and (it.row.source_id or "").startswith(self.list.source))
        ]
        return found[0] if found else None

    def _new(self, listed: ListedStaff) -> KnownStaff:
        known = self.records.add_staff(
            name=listed.name, role=listed.role.value, source_id=listed.source_id
        )
        known.told.append("new, without a PIN until a leader sets one")
        return known

    def _update(self, known: KnownStaff, listed: ListedStaff) -> None:
        if known.set("left_on", None):
            known.told.append("is back, without a PIN until a leader sets one")
        before = known.row.name
        if (
            listed.name
            and listed.source_id == known.row.source_id
            and known.set("name", listed.name)
        ):
            known.told.append(f"was {before}")
        if listed.source_id and known.set("source_id", listed.source_id):
            known.told.append(f"is joined to {self.list.layout.value}")

    def _send_off(self, known: KnownStaff) -> None:
        """No more sign-in. Leaders are not taken off by a file: somebody has to be left."""
        if known.row.left_on is not None:
            return
        if known.row.role == Role.LEADER.value:
            self.notes.say(
                f"{known.row.name} is not in the list any more, but is a leader and so stays; "
                "another leader can take them off the staff list."
            )
            return
        known.set("left_on", self.merge.today)
        known.set("pin_hash", "")
        known.told.append("has left")

    def _link_classes(self) -> None:
        every = self.merge.every_class()
        by_id = {it.row.source_id: it for it in self.records.staff if it.row.source_id}
        wanted: dict[KnownStaff, set[KnownClass]] = {}
        over: dict[KnownStaff, set[KnownClass]] = {}
        for it in self.list.teaching:
            known = self.staff.get(it.staff) or by_id.get(it.staff)
            where = every.get(it.school_class)
            if known is not None and where is not None:
                (over if it.ended else wanted).setdefault(known, set()).add(where)
        members = set(self.staff.values()) if self.list.all_enrolments else set()
        for known in dict.fromkeys([*members, *wanted, *over]):
            if known.row.left_on is not None:
                continue
            new = wanted.get(known, set())
            gone = over.get(known, set()) - new
            if known in members:
                gone |= {it for it in known.teaches - new if self.merge.is_ours(it)}
            known.teaches = (known.teaches - gone) | new

    def _join_contacts(self) -> None:
        by_key = {(it.pupil, it.row.source_id): it for it in self.records.contacts}
        listed: set[KnownContact] = set()
        for it in self.list.contacts:
            if it.gone:
                for known in self.records.contacts:
                    known.gone |= known.row.source_id == it.source_id
                continue
            pupil = self.merge.pupils.get(it.pupil)
            if pupil is None or not pupil.here:
                continue
            contact = by_key.get((pupil, it.source_id)) or self._new_contact(pupil, it)
            by_key[pupil, it.source_id] = contact
            contact.set("name", it.name)
            contact.set("relationship", it.relationship)
            listed.add(contact)
        if self.list.source and self.list.covers is Covers.SCHOOL:
            here = set(self.merge.pupils.values())
            for known in self.records.contacts:
                ours = (known.row.source_id or "").startswith(self.list.source)
                known.gone |= ours and known not in listed and known.pupil in here

    def _new_contact(self, pupil: KnownPupil, it: ListedContact) -> KnownContact:
        return self.records.add_contact(
            pupil, name=it.name, relationship=it.relationship, source_id=it.source_id
        )
