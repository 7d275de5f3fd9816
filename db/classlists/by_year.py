"""Classes for pupils of a list that names none."""

from __future__ import annotations

from collections.abc import Iterable

from db.classlists.list import ListedClass, ListedEnrolment, ListedPupil

NEW_PUPILS = "New pupils"


def by_year(
    pupils: Iterable[ListedPupil],
) -> tuple[list[ListedClass], list[ListedEnrolment]]:
    """Their year is their class, as long as they have no other ("Year 4")."""
    classes: dict[str, ListedClass] = {}
    places = []
    for it in pupils:
        if not it.gone and not it.only_known:
            name = it.year_group or NEW_PUPILS
            classes.setdefault(name, ListedClass(name, name, it.where, it.year_group, True))
            places.append(ListedEnrolment(it.key, name, it.where, True, weak=True))
    return list(classes.values()), places


def together(years: Iterable[str]) -> str:
    """The year groups of a class in one phrase: "Year 3 and Year 4"."""
    return " and ".join(sorted(set(filter(None, years))))
