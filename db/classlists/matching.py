"""Which pupil of the records is which pupil of a list."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Collection, Iterable, Mapping
from datetime import date, timedelta

from db.classlists.known import KnownClass, KnownPupil
from db.classlists.list import ClassList, Covers, ListedPupil

BACK_WITHIN = timedelta(days=366)


class Matching:
    """Finds them by the system's number, by UPN, by name and date of birth, by name in the same
    class, and last by a name that only one pupil of the school has. Nobody is found twice.
    """

    def __init__(
        self,
        class_list: ClassList,
        known: Collection[KnownPupil],
        classes: Mapping[str, KnownClass],
        today: date,
    ) -> None:
        self.class_list = class_list
        self.found: dict[str, KnownPupil] = {}
        self.by_name_alone: list[KnownPupil] = []
        self._today = today
        self._known = list(known)
        self._claimed: set[KnownPupil] = set()
        self._classes: dict[str, set[KnownClass]] = {}
        for it in class_list.enrolments:
            if it.school_class in classes and not it.ended:
                self._classes.setdefault(it.pupil, set()).add(classes[it.school_class])
        self._by_marks("source id", lambda it: [it.source_id], lambda it: [it.row.source_id])
        self._by_marks("upn", lambda it: [it.upn], lambda it: [it.row.upn])
        self._by_marks("birth", _listed_births, _known_births, fits=self._fits_by_birth)
        self._by_name(self._in_the_same_class)
        self._by_name(self._was_in_the_same_class)
        self._by_name_in_school()

    def _open(self) -> Iterable[ListedPupil]:
        return (
            it
            for it in self.class_list.pupils
            if it.key not in self.found and not it.only_known and (it.forename or it.surname)
        )

    def _claim(self, listed: ListedPupil, known: KnownPupil) -> None:
        self.found[listed.key] = known
        self._claimed.add(known)

    def _by_marks(
        self,
        what: str,
        of_listed: Callable[[ListedPupil], list[object]],
        of_known: Callable[[KnownPupil], list[object]],
        fits: Callable[[ListedPupil, KnownPupil], bool] = lambda listed, known: True,
    ) -> None:
        index: dict[object, KnownPupil] = {}
        for known in sorted(self._known, key=lambda it: not it.here):
            if known not in self._claimed:
                for mark in filter(None, of_known(known)):
                    index.setdefault(mark, known)
        listed_pupils = self.class_list.pupils if what == "source id" else tuple(self._open())
        for listed in listed_pupils:
            for mark in filter(None, of_listed(listed)):
                known_here = index.get(mark)
                if (
                    known_here is not None
                    and known_here not in self._claimed
                    and fits(listed, known_here)
                ):
                    self._claim(listed, known_here)
                    break

    def _by_name(self, fits: Callable[[ListedPupil, KnownPupil], bool]) -> None:
        index = self._name_index()
        for listed in self._open():
            candidates = [
                it
                for name in _names(listed.forename, listed.preferred_name, listed.surname)
                for it in index.get(name, ())
                if it not in self._claimed and fits(listed, it)
            ]
            if candidates:
                self._claim(listed, candidates[0])

    def _by_name_in_school(self) -> None:
        """A pupil who moved, of whom the list says nothing but the name."""
        index = self._name_index()
        rows = Counter((it.forename.casefold(), it.surname.casefold()) for it in self._open())
        for listed in list(self._open()):
            name = (listed.forename.casefold(), listed.surname.casefold())
            candidates = [
                it
                for it in index.get(name, ())
                if it not in self._claimed and self._may_be(listed, it)
            ]
            here = [it for it in candidates if it.here]
            back = [
                it
                for it in candidates
                if it.row.left_on and it.row.left_on >= self._today - BACK_WITHIN
            ]
            only = here or back
            if rows[name] == 1 and len(only) == 1 and not listed.gone:
                self._claim(listed, only[0])
                self.by_name_alone.append(only[0])

    def _name_index(self) -> dict[tuple[str, str], list[KnownPupil]]:
        index: dict[tuple[str, str], list[KnownPupil]] = {}
        for it in self._known:
            if it not in self._claimed:
                for name in _names(it.row.forename, it.row.preferred_name, it.row.surname):
                    index.setdefault(name, []).append(it)
        return index

    def _in_the_same_class(self, listed: ListedPupil, known: KnownPupil) -> bool:
        lasting = {it for it, place in known.places.items() if not place.left_on}
        return (
            known.here
            and bool(lasting & self._classes.get(listed.key, set()))
            and self._may_be(listed, known)
        )

    def _was_in_the_same_class(self, listed: ListedPupil, known: KnownPupil) -> bool:
        return (
            not known.here
            and bool(known.places.keys() & self._classes.get(listed.key, set()))
            and self._may_be(listed, known)
        )

    def _may_be(self, listed: ListedPupil, known: KnownPupil) -> bool:
        """A name is not enough where a UPN or a date of birth says otherwise."""
        return (
            not (listed.upn and known.row.upn and listed.upn != known.row.upn)
            and not (listed.born_on and known.row.born_on and listed.born_on != known.row.born_on)
            and self._fits_by_birth(listed, known)
        )

    def _fits_by_birth(self, listed: ListedPupil, known: KnownPupil) -> bool:
        """In a list of changes another number of the same system is another pupil."""
        return not (
            self.class_list.covers is Covers.CHANGES
            and self.class_list.source
            and (known.row.source_id or "").startswith(self.class_list.source)
        )


def _names(forename: str, preferred_name: str, surname: str) -> list[tuple[str, str]]:
    firsts = dict.fromkeys(it.casefold() for it in (forename, preferred_name) if it)
    return [(first, surname.casefold()) for first in firsts]


def _listed_births(it: ListedPupil) -> list[object]:
    names = _names(it.forename, it.preferred_name, it.surname)
    return [(name, it.born_on) for name in names] if it.born_on else []


def _known_births(it: KnownPupil) -> list[object]:
    names = _names(it.row.forename, it.row.preferred_name, it.row.surname)
    return [(name, it.row.born_on) for name in names] if it.row.born_on else []
