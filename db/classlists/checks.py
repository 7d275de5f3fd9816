"""What every layout checks of a pupil: the name, the UPN, the date of birth."""

from __future__ import annotations

from datetime import date

from db.classlists.codes import plausible_upn, tidy_upn
from db.classlists.dates import read_date
from db.classlists.list import Where
from db.classlists.problems import Notes, Troubles
from db.words import NAME_LENGTH

NO_SURNAME = ("-", ".", "–", "n/a")  # what systems want typed for a child of one name


def check_name(
    forename: str, surname: str, preferred: str, where: Where, troubles: Troubles
) -> str:
    """The surname, empty for a child who has none. Half a name is a bad row, and so is one that
    no screen could show."""
    if not forename:
        troubles.add(where, "the pupil has no forename")
    if not surname:
        troubles.add(where, "the pupil has no surname (a dash stands for none)")
    if max(len(forename), len(surname), len(preferred)) > NAME_LENGTH:
        troubles.add(where, f"the name is longer than {NAME_LENGTH} characters")
    return "" if surname.casefold() in NO_SURNAME else surname


def check_upn(words: str, name: str, notes: Notes) -> str:
    """The UPN without spaces. One that looks wrong is told of and kept."""
    upn = tidy_upn(words)
    if upn and not plausible_upn(upn):
        notes.count(
            f"The UPN of {name} does not look right ({upn}); it is kept.",
            "# UPNs do not look right; they are kept.",
        )
    return upn


def check_birth(
    words: str, today: date, where: Where, notes: Notes, troubles: Troubles
) -> date | None:
    """The date of birth; one that cannot be read, or has not come yet, is a bad row."""
    if not words:
        return None
    born = read_date(words, today)
    if born is None or not 0 <= today.year - born.year < 100 or born > today:
        troubles.add(where, f"the date of birth cannot be read: {words}")
        return None
    if "/" in words:
        notes.say("Dates are read as day/month/year.")
    return born
