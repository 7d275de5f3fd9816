"""The UK Common Transfer File: pupils who come from another school or system."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from xml.etree.ElementTree import Element, ParseError

from defusedxml.common import DefusedXmlException
from defusedxml.ElementTree import fromstring

from db.classlists.by_year import by_year
from db.classlists.checks import check_birth, check_name, check_upn
from db.classlists.codes import year_group
from db.classlists.list import (
    ClassList,
    Covers,
    Layout,
    ListedClass,
    ListedEnrolment,
    ListedPupil,
    Where,
)
from db.classlists.problems import Notes, Troubles
from db.policy import Refused
from db.words import NAME_LENGTH, clean

CLASS_ELEMENTS = ("RegGroup", "RegistrationGroup", "Registration", "ClassName", "Class", "Form")
YEAR_ELEMENTS = ("NCyearActual", "NCYearActual", "YearGroup", "NCyear")
PREFERRED_ELEMENTS = ("PreferredForename", "CalledName", "PreferredName")


def read(name: str, data: bytes, today: date) -> ClassList:
    """Its pupils are taken in and nobody leaves. Elements that are not known are passed over.

    Raises `Refused` for XML that is no transfer file or unsafe, `BadRows` with the number of
    each pupil that cannot be taken.
    """
    root = _parse(name, data)
    notes, troubles = Notes(), Troubles()
    pupils: dict[str, ListedPupil] = {}
    class_names: dict[str, str] = {}
    upns: dict[str, int] = {}
    for number, element in enumerate(_named(root, "Pupil"), start=1):
        pupil = _pupil(element, Where(name, number, "pupil"), today, notes, troubles)
        if pupil.upn and upns.setdefault(pupil.upn, number) != number:
            troubles.add(pupil.where, f"pupil {upns[pupil.upn]} has the UPN {pupil.upn} too")
        pupils[pupil.key] = pupil
        class_name = _text(element, *CLASS_ELEMENTS)
        if class_name:
            class_names[pupil.key] = class_name[:NAME_LENGTH]
    if not pupils:
        raise Refused(f"There are no pupils in {name}.")
    troubles.raise_any()
    without = [it for key, it in pupils.items() if key not in class_names]
    classes, places = by_year(without)
    if without:
        notes.say(
            "A transfer file names no class for these pupils: new ones are put together by year."
        )
    named = {
        words: ListedClass(words, words, pupils[key].where, pupils[key].year_group, True)
        for key, words in class_names.items()
    }
    places += [ListedEnrolment(key, words, pupils[key].where) for key, words in class_names.items()]
    return ClassList(
        layout=Layout.CTF,
        file_name=name,
        covers=Covers.CHANGES,
        classes=(*(it for it in classes if it.key not in named), *named.values()),
        pupils=tuple(pupils.values()),
        enrolments=tuple(places),
        notes=notes.lines(),
    )


def _parse(name: str, data: bytes) -> Element:
    try:
        root: Element = fromstring(data, forbid_dtd=True)
    except (ParseError, LookupError, ValueError) as error:
        if isinstance(error, DefusedXmlException):
            raise Refused(
                f"{name} holds XML that could do harm (a document type), so it was not read."
            ) from error
        raise Refused(f"{name} is damaged: it is not whole XML. Please export it again.") from error
    if _local(root) != "CTfile":
        raise Refused(f"{name} is not a Common Transfer File, and other XML cannot be read.")
    return root


def _pupil(
    element: Element, where: Where, today: date, notes: Notes, troubles: Troubles
) -> ListedPupil:
    forename, preferred = _text(element, "Forename"), _text(element, *PREFERRED_ELEMENTS)
    surname = check_name(forename, _text(element, "Surname"), preferred, where, troubles)
    return ListedPupil(
        key=str(where.row),
        forename=forename,
        surname=surname,
        where=where,
        preferred_name=preferred if preferred != forename else "",
        year_group=year_group(_text(element, *YEAR_ELEMENTS)),
        upn=check_upn(_text(element, "UPN"), f"{forename} {surname}", notes),
        born_on=check_birth(_text(element, "DOB"), today, where, notes, troubles),
    )


def _local(element: Element) -> str:
    return element.tag.rpartition("}")[2] if isinstance(element.tag, str) else ""


def _named(element: Element, name: str) -> Iterator[Element]:
    return (it for it in element.iter() if _local(it) == name)


def _text(pupil: Element, *names: str) -> str:
    """The pupil's own element, or one of the pupil's basic details; never one of a parent's."""
    for name in names:
        for place in (pupil, *(it for it in pupil if _local(it) in ("BasicDetails", "Basic"))):
            for child in place:
                if _local(child) == name and child.text and clean(child.text):
                    return clean(child.text)
    return ""
