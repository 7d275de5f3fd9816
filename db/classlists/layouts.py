"""Which layout a file has, told by what is in it and never by what it is called."""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import date
from pathlib import Path, PurePath

from db.classlists import ctf, oneroster, plain, school_data_sync
from db.classlists.container import Found, NamedFile, Shape, open_bytes, open_path
from db.classlists.headings import plain_heading
from db.classlists.list import ClassList
from db.classlists.rows import Sheet, csv_sheet
from db.classlists.workbook import sheets
from db.clock import school_day, utc_now
from db.connection import storage_sentences
from db.policy import Refused

_PART = (
    "{name} is one file of a whole export. Please choose the folder or the zip file "
    "that it came in."
)
_NONE = (
    "There is no class list in {name}. The kiosk takes OneRoster, School Data Sync, a Common "
    "Transfer File, or a list of pupils as CSV or Excel."
)
_SEVERAL = "There are several files in {name}. Please choose one of them: {files}."


def read(
    path: Path | str,
    *,
    columns: Mapping[str, str] | None = None,
    school: str | None = None,
    today: date | None = None,
) -> ClassList:
    """Read and check a class list of any layout, without changing anything.

    `columns` says which heading of a plain list is which field ("forename", "surname",
    "preferred", "class", "year", "upn", "born"); `school` which of several schools is meant, by
    id or name. `today` tells which enrolments are over.

    Raises `ColumnsUnknown` and `WhichSchool` for what has to be asked, `BadRows` with every row
    that cannot be taken, `NotFound` where there is no such file, and `Refused` with a sentence
    for everything else that is wrong with it.
    """
    with storage_sentences():
        found = open_path(Path(path))
    return _read(found, columns, school, today or school_day(utc_now()))


def read_bytes(name: str, data: bytes, *, today: date) -> ClassList:
    """The same for a file whose bytes are at hand."""
    return _read(open_bytes(name, data), None, None, today)


def _read(
    found: Found, columns: Mapping[str, str] | None, school: str | None, today: date
) -> ClassList:
    if found.shape is Shape.XML:
        return ctf.read(found.name, found.data, today)
    if found.shape is Shape.WORKBOOK:
        return plain.read(found.name, sheets(found.name, found.data), columns, today)
    if found.shape is Shape.TEXT:
        sheet = csv_sheet(found.name, found.data)
        if _is_part(sheet):
            raise Refused(_PART.format(name=found.name))
        return plain.read(found.name, [sheet], columns, today)
    files = {_plain_name(it.name): it for it in found.files if it.name.lower().endswith(".csv")}
    if "student" in files and files.keys() & {"studentenrollment", "section", "school"}:
        return school_data_sync.read(found.name, files, school, today)
    if "users" in files:
        if _is_second_sync(files):
            return school_data_sync.read(found.name, files, school, today)
        return oneroster.read(found.name, files, school, today)
    if len(found.files) == 1:
        inner = open_bytes(found.files[0].name, found.files[0].data)
        if inner.shape is not Shape.FILES:
            return _read(inner, columns, school, today)
    if files.keys() & {"manifest", "enrollments", "orgs"}:
        raise Refused(f"The file users.csv is missing in {found.name}. Please export it again.")
    if found.files:
        names = ", ".join(it.name for it in found.files[:6])
        raise Refused(_SEVERAL.format(name=found.name, files=names))
    raise Refused(_NONE.format(name=found.name))


def _is_part(sheet: Sheet) -> bool:
    headings = {plain_heading(cell) for cell in sheet.rows[0].cells} if sheet.rows else set()
    return bool(
        headings & {"sourcedid", "schoolsisid", "sectionsisid", "usersourcedid"}
        or {"sisid", "username"} <= headings
    )


def _is_second_sync(files: Mapping[str, NamedFile]) -> bool:
    """School Data Sync 2 shares its file names with OneRoster; columns of its own give it away."""
    if "manifest" in files:
        return False
    if files.keys() & {"relationships", "userflags"}:
        return True
    users, enrolments, roles = (
        _headings(files, name) for name in ("users", "enrollments", "roles")
    )
    if users & {"activedirectorymatchid"} or roles & {"isprimary", "sessionsourcedid", "grade"}:
        return True
    marks = {"status", "datelastmodified", "enableduser", "agentsourcedids"}
    return not (users & marks or enrolments & {"sourcedid", *marks} or roles & {"roletype"})


def _headings(files: Mapping[str, NamedFile], name: str) -> set[str]:
    if name not in files:
        return set()
    rows = csv_sheet(files[name].name, files[name].data).rows
    return {plain_heading(cell) for cell in rows[0].cells} if rows else set()


def _plain_name(name: str) -> str:
    return re.sub(r"[^a-z]", "", PurePath(name).stem.casefold())
