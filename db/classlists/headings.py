"""The headings that school systems export, and finding the row that they stand in."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence

FIELDS = {
    "forename": (
        "forename firstname givenname forenames firstnames givennames "
        "legalforename legalfirstname legalgivenname legalforenames legalfirstnames"
    ).split(),
    "surname": ("surname lastname familyname legalsurname legallastname legalfamilyname").split(),
    "preferred": (
        "preferredname preferredforename preferredfirstname preferredgivenname knownas "
        "knownasname calledname chosenname chosenforename"
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

NOT_USED = set(
    """
    gender sex legalsex title middlename middlenames initials age house address postcode email
    emailaddress telephone phone mobile admissionnumber admissionno admno admissiondate
    dateofadmission doa uln uniquelearnernumber formerupn ethnicity religion nationality language
    firstlanguage homelanguage sen senstatus senprovision senneeds fsm freeschoolmeals eal
    pupilpremium pp lac medical dietary allergies notes comments number no classteacher teacher
    tutor regtutor formtutor attendance keystage enrolmentstatus startdate leavingdate
    preferredsurname preferredlastname preferredfamilyname formersurname photo misid
    """.split()
)
"""Headings that are known and hold nothing for the kiosk, so nobody is asked about them."""

_OF_WHOM = re.compile(r"^(?:pupils?|students?|childs?|child)(?=\w{3})")


def plain_heading(heading: str) -> str:
    """A heading without case, spaces, dots and brackets: "Reg. Group (now)" is reggroup."""
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
