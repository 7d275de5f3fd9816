"""Bring the records in line with a class list, in memory."""

from __future__ import annotations

from datetime import date

from db.avatars import AVATARS, avatar_for
from db.classlists.known import KnownClass, KnownPupil, Records
from db.classlists.list import (
    ClassList,
    Covers,
    ListedClass,
    ListedEnrolment,
    ListedPupil,
)
from db.classlists.matching import Matching
from db.classlists.problems import Notes, Troubles

FIELD_WORDS = {
    "forename": "forename",
    "surname": "surname",
    "preferred_name": "preferred name",
    "year_group": "year",
    "upn": "UPN",
    "born_on": "date of birth",
}


class Merge:
    """Classes and pupils. `notes` tell what a person may want to check; raises `BadRows` where a
    row cannot stand beside what the records hold.
    """

    def __init__(self, class_list: ClassList, records: Records, today: date) -> None:
        self.list = class_list
        self.records = records
        self.today = today
        self.notes = Notes()
        self.troubles = Troubles()
        self.classes: dict[str, KnownClass] = {}
        self.named: set[KnownClass] = set()
        self._join_classes()
        matching = Matching(class_list, records.pupils, self.every_class(), today)
        self.pupils = matching.found
        for it in matching.by_name_alone:
            self.notes.count(
                f"{it.name} is found by the name alone; please check.",
                "# pupils are found by their name alone; please check those who moved or are back.",
            )
        self._join_pupils()
        self._check_upns()
        self._enrol()
        self._leave()
        self._put_classes_away()
        self._give_avatars()
        self.troubles.raise_any()

    def every_class(self) -> dict[str, KnownClass]:
        """The list's classes by key, and for lists of changes those it did not need to name."""
        known = {it.row.source_id: it for it in self.records.classes if it.row.source_id}
        return known | self.classes

    def _join_classes(self) -> None:
        by_id = {it.row.source_id: it for it in self.records.classes if it.row.source_id}
        claimed = {by_id[it.source_id] for it in self.list.classes if it.source_id in by_id}
        weak = {it.school_class for it in self.list.enrolments if it.weak}
        for listed in self.list.classes:
            known = by_id.get(listed.source_id) if listed.source_id else None
            known = known or self._class_called(listed.name, claimed)
            if known is None:
                if listed.gone or listed.key in weak:
                    continue
                known = self._new_class(listed)
            claimed.add(known)
            self.classes[listed.key] = known
            if listed.key in weak or listed.gone:
                continue
            self.named.add(known)
            known.set("left_on", None)
            known.set("name", listed.name)
            if listed.source_id:
                known.set("source_id", listed.source_id)
            if listed.year_group:
                known.set("year_group", listed.year_group)
            if listed.is_home is not None:
                known.set("is_home", listed.is_home)

    def _class_called(self, name: str, claimed: set[KnownClass]) -> KnownClass | None:
        """The class of that name: one that stands rather than one put away, a home class first.

        In a list with numbers, a class that has another number of that system is another one.
        """
        found = [
            it
            for it in self.records.classes
            if it not in claimed
            and it.row.name.casefold() == name.casefold()
            and not (self.list.source and (it.row.source_id or "").startswith(self.list.source))
        ]
        found.sort(key=lambda it: (it.row.left_on is not None, not it.row.is_home))
        return found[0] if found else None

    def _new_class(self, listed: ListedClass) -> KnownClass:
        return self.records.add_class(
            name=listed.name,
            year_group=listed.year_group,
            is_home=listed.is_home is not False,
            source_id=listed.source_id,
        )

    def _join_pupils(self) -> None:
        for listed in self.list.pupils:
            known = self.pupils.get(listed.key)
            if known is None:
                if listed.gone or listed.only_known:
                    continue
                known = self.records.add_pupil(
                    forename=listed.forename,
                    surname=listed.surname,
                    preferred_name=listed.preferred_name,
                    year_group=listed.year_group,
                    upn=listed.upn or None,
                    born_on=listed.born_on,
                    source_id=listed.source_id,
                    avatar="",
                )
                self.pupils[listed.key] = known
            elif listed.gone:
                self._send_off(known)
            else:
                self._update(known, listed)

    def _update(self, known: KnownPupil, listed: ListedPupil) -> None:
        known.set("left_on", None)
        for name, words in FIELD_WORDS.items():
            value = getattr(listed, name)
            if not value and name != "surname":
                continue
            before = getattr(known.row, name)
            if known.set(name, value):
                known.told.append(f"{words} {_say(value)}, was {_say(before)}")
        if listed.source_id and known.set("source_id", listed.source_id):
            self.notes.count(
                f"{known.name} is joined to a number of {self.list.layout.value}.",
                f"# pupils are joined to their numbers of {self.list.layout.value}.",
            )

    def _check_upns(self) -> None:
        """A row must not say the UPN of somebody who keeps it."""
        rows = {self.pupils[it.key]: it for it in self.list.pupils if it.key in self.pupils}
        owners: dict[str, KnownPupil] = {}
        for known in sorted(self.records.pupils, key=lambda it: it in rows and bool(rows[it].upn)):
            upn = known.row.upn
            if upn and owners.setdefault(upn, known) is not known:
                self.troubles.add(
                    rows[known].where, f"the UPN {upn} belongs to {owners[upn].name} already"
                )

    def _enrol(self) -> None:
        by_pupil: dict[KnownPupil, list[ListedEnrolment]] = {}
        every = self.every_class()
        by_id = {it.row.source_id: it for it in self.records.pupils if it.row.source_id}
        for it in self.list.enrolments:
            known = self.pupils.get(it.pupil) or by_id.get(it.pupil)
            if known is None:
                self._note_unknown(it, "pupil")
            elif it.school_class not in every and not it.weak:
                self._note_unknown(it, "class")
            else:
                by_pupil.setdefault(known, []).append(it)
        for known in dict.fromkeys(self.pupils.values()):
            if known.here:
                by_pupil.setdefault(known, [])
        for known, enrolments in by_pupil.items():
            if known.here:
                self._place(known, enrolments, every)

    def _note_unknown(self, it: ListedEnrolment, what: str) -> None:
        if not it.ended:
            self.notes.count(
                f"{it.where.file}, row {it.where.row} names a {what} that is not known here.",
                f"# rows name a {what} that is not known here.",
            )

    def _place(
        self, known: KnownPupil, enrolments: list[ListedEnrolment], every: dict[str, KnownClass]
    ) -> None:
        wanted = {
            every[it.school_class]: it.home for it in enrolments if not it.ended and not it.weak
        }
        for it in enrolments:
            if it.ended and every[it.school_class] not in wanted:
                known.take_out(every[it.school_class], self.today)
        if self.list.all_enrolments:
            for where in list(known.places):
                if where not in wanted and self.is_ours(where):
                    known.take_out(where, self.today)
        home = self._home(known, wanted)
        for where in wanted:
            where.set("left_on", None)
            known.put(where, where is home)
        if home is not None:
            for where, place in list(known.places.items()):
                if place.is_home and where is not home:
                    known.take_out(where, self.today)
        elif known.home is None:
            self._place_weakly(known, enrolments)

    def _home(self, known: KnownPupil, wanted: dict[KnownClass, bool | None]) -> KnownClass | None:
        """The home class of these: one that is said to be it, then a home class of the records.

        Where the list leaves it open, the home class that the pupil has stays.
        """
        said = [it for it, home in wanted.items() if home]
        unsaid = [it for it, home in wanted.items() if home is None and it.row.is_home]
        moved_to = [it for it in unsaid if it is not known.home]
        stays = [known.home] if known.home in wanted and not self.list.all_enrolments else []
        return next(iter(said or moved_to or unsaid or stays), None)

    def _place_weakly(self, known: KnownPupil, enrolments: list[ListedEnrolment]) -> None:
        for it in enrolments:
            if it.weak:
                where = self.classes.get(it.school_class)
                if where is None:
                    listed = next(c for c in self.list.classes if c.key == it.school_class)
                    where = self.classes[it.school_class] = self._new_class(listed)
                where.set("left_on", None)
                known.put(where, True)

    def is_ours(self, where: KnownClass) -> bool:
        """A class that this list speaks for."""
        source = self.list.source
        return where in self.named or bool(
            source and (where.row.source_id or "").startswith(source)
        )

    def _leave(self) -> None:
        if self.list.covers is Covers.CHANGES:
            return
        listed = set(self.pupils.values())
        for known in self.records.pupils:
            if known in listed or not known.here:
                continue
            ours = known.home_before in self.named
            if self.list.covers is Covers.SCHOOL and self.list.source:
                ours |= (known.row.source_id or "").startswith(self.list.source)
            if ours:
                self._send_off(known)

    def _send_off(self, known: KnownPupil) -> None:
        known.set("left_on", self.today) if known.here else None
        for where in list(known.places):
            known.take_out(where, self.today)

    def _put_classes_away(self) -> None:
        for listed in self.list.classes:
            if listed.gone and listed.key in self.classes:
                for known in self.records.pupils:
                    known.take_out(self.classes[listed.key], self.today)
        used = {
            where
            for known in self.records.pupils
            if known.here
            for where, place in known.places.items()
            if place.left_on is None
        }
        gone = {
            self.classes[it.key] for it in self.list.classes if it.gone and it.key in self.classes
        }
        for it in self.records.classes:
            if it in used or it in self.named or it.row.left_on is not None:
                continue
            emptied = it.pupils_before > 0
            ours = self.list.covers is Covers.SCHOOL and self.is_ours(it)
            if it in gone or (self.list.covers is not Covers.CHANGES and (emptied or ours)):
                it.set("left_on", self.today)

    def _give_avatars(self) -> None:
        """New pupils get animals that nobody of their class has, while there are any left."""
        taken: dict[KnownClass | None, set[str]] = {}
        for known in self.records.pupils:
            if known.here and not known.new:
                taken.setdefault(known.home, set()).add(known.row.avatar)
        starts = {it: place * 7 for place, it in enumerate(self.records.classes)}
        for known in self.records.pupils:
            if known.new:
                used = taken.setdefault(known.home, set())
                start = starts.get(known.home, 0) if known.home else 0
                if len(used) >= len(AVATARS):
                    used.clear()
                turns = (avatar_for(start + turn) for turn in range(len(AVATARS)))
                known.row.avatar = next(it for it in turns if it not in used)
                used.add(known.row.avatar)


def _say(value: object) -> str:
    if isinstance(value, date):
        return f"{value:%-d %B %Y}"
    return str(value) if value else "empty"
