"""The headings that school systems export, and finding the row that they stand in."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence

FIELDS = {
    "forename": (
        "forename firstname givenname forenames firstnames givennames chosenforename "
        "legalforename legalfirstname legalgivenname legalforenames legalfirstnames"
    ).split(),
    "surname": ("surname lastname familyname legalsurname legallastname legalfamilyname").split(),
    "preferred": (
        "preferredname preferredforename preferredfirstname preferredgivenname knownas "
        "knownasname calledname chosenname"
    ).split(),
    "class": (
        "registrationgroup reggroup registration reg registrationform regform registrationclass "
        "regclass homeclass class classname form formgroup formclass tutorgroup"
    ).split(),
    "year": (
        "yeargroup year yrgroup yr nationalcurriculumyear ncyear ncyearactual curriculumyear"
    ).split(),
    "upn": "upn uniquepupilnumber".split(),
    "born": "dateofbirth dob birthdate birthday".split(),
}
"""Each field's headings as `plain_heading` makes them; where two are in one file, the first."""

NEEDED = ("forename", "surname")
WORDS = {
    "forename": "forename",
    "surname": "surname",
    "preferred": "preferred name",
    "class": "class",
    "year": "year group",
    "upn": "UPN",
    "born": "date of birth",
}

_OF_WHOM = re.compile(r"^(?:pupils?|students?|childs?|child)(?=\w{3})")


def plain_heading(heading: str) -> str:
    """A heading without case, spaces, dots and what stands in brackets: "Reg. Group" is reggroup."""
    plain = unicodedata.normalize("NFKC", heading).casefold()
    plain = re.sub(r"\([^)]*\)|\[[^\]]*\]", "", plain)
    return re.sub(r"[\W_]+", "", plain)


def recognise(headings: Sequence[str]) -> dict[str, int]:
    """The place of each field whose heading is known. Nothing is guessed from likeness."""
    places: dict[str, int] = {}
    for place, heading in enumerate(headings):
        plain = plain_heading(heading)
        places.setdefault(plain, place)
        places.setdefault(_OF_WHOM.sub("", plain), place)
    found: dict[str, int] = {}
    for field, names in FIELDS.items():
        for name in names:
            if name in places:
                found[field] = places[name]
                break
    return found
