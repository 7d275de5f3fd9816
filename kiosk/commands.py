"""What the `kiosk` command does besides running the kiosk: class lists, staff, backups, checks."""

from __future__ import annotations

import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

import click

from db import classlists, connection, media, people, reports, school
from db.backup import backup as back_up
from db.backup import restore as put_back
from db.check import check as disagreements
from db.classlists import Changes, ClassList, ColumnsUnknown, Line
from db.clock import utc_now
from db.policy import Refused
from db.records import Role
from db.words import clean
from kiosk.options import data_option, settings_here

NO_SCHOOL = (
    "No school has been set up in {} yet. Start the kiosk with `kiosk run` and choose "
    "“Set up our school”, or name another folder with --data."
)
COLUMNS = ("forename", "surname", "preferred", "class", "year", "upn", "born")
PARTS = (
    ("Classes", "classes"),
    ("New pupils", "new"),
    ("Changed", "changed"),
    ("Moved class", "moved"),
    ("Left", "left"),
    ("Staff", "staff"),
    ("Parents and carers to invite", "contacts"),
    ("Tidied", "notes"),
)
A_PATH = click.Path(path_type=Path)


@click.command("import")
@data_option
@click.argument("file", type=A_PATH)
@click.option("--dry-run", is_flag=True, help="Only show what would change.")
@click.option(
    "--column",
    "answers",
    multiple=True,
    metavar="FIELD=HEADING",
    help=f'Which column is which: forename="Given". Fields: {", ".join(COLUMNS)}.',
)
@click.option("--school", "school_name", help="Which school, where the file holds several.")
def import_file(
    file: Path, dry_run: bool, answers: tuple[str, ...], school_name: str | None
) -> None:
    """Take in a class list: OneRoster, School Data Sync, CTF, CSV or XLSX."""
    now = utc_now()
    columns = dict(_answer(words) for words in answers)
    with records():
        class_list, headings = _read(file, columns, school_name)
        if dry_run:
            _tell(classlists.preview(class_list))
            click.echo("This was a dry run: nothing was changed.")
            return
        _tell(classlists.apply(class_list, now))
        if headings:
            classlists.remember_columns(headings, columns, now)


@click.group()
@data_option
def staff() -> None:
    """The people who work at the school."""


@staff.command("add")
@data_option
@click.argument("name")
@click.option("--role", type=click.Choice([role.value for role in Role]), required=True)
@click.option("--class", "class_name", help="The class they teach.")
def add_staff(name: str, role: str, class_name: str | None) -> None:
    """Add a member of staff. The PIN is asked for, or read from standard input."""
    with records():
        pin = _new_pin()
        added = people.add_staff(name, Role(role), utc_now(), pin=pin, class_name=class_name)
    click.echo(f"{clean(added.name)} can sign in now.")


@click.command()
@data_option
@click.option("--every-byte", is_flag=True, help="Read every photo and film too; takes its time.")
def check(every_byte: bool) -> None:
    """Prove that the records agree with themselves and with their photos and films.

    Exit code 1 if they do not.
    """
    with records():
        found = disagreements() + media.check(every_byte=every_byte)
    for sentence in found:
        click.echo(clean(sentence))
    if found:
        raise Refused("The records do not agree with themselves.")
    click.echo("All is well: the records agree with themselves.")


@click.command()
@data_option
@click.argument("file", type=A_PATH)
def backup(file: Path) -> None:
    """Write everything into FILE (a .zip), or into a new file of the folder FILE."""
    with records():
        made = back_up(file.absolute(), utc_now())
    click.echo(f"Backed up {clean(made.school)} to {clean(str(made.file))}.")
    for sentence in made.lacking:
        click.echo(f"Beware: {clean(sentence)}")


@click.command()
@data_option
@click.argument("file", type=A_PATH)
def restore(file: Path) -> None:
    """Put the records of the backup FILE in place; those that were there are kept beside."""
    restored = put_back(file.absolute(), settings_here().data, utc_now())
    connection.close_database()
    made = restored.backup
    moment = made.made_at.astimezone()
    click.echo(f"Restored {clean(made.school)} as it was on {moment:%d.%m.%Y at %H:%M}.")
    if restored.kept is not None:
        click.echo(f"What was here before is kept in {clean(str(restored.kept))}.")
    for sentence in (*made.lacking, *restored.disagreements):
        click.echo(f"Beware: {clean(sentence)}")


@click.command()
@data_option
@click.option("--class", "class_name", required=True, help="The name of the class.")
@click.option("--csv", "file", type=A_PATH, required=True, help="The file to write.")
def points(class_name: str, file: Path) -> None:
    """Write the points of a class as a table for a spreadsheet."""
    with records():
        lines = reports.write_csv(class_name, file, utc_now())
    click.echo(f"Wrote {lines} line{'' if lines == 1 else 's'} to {clean(str(file))}.")


@contextmanager
def records() -> Iterator[None]:
    """The records of a school that has been set up, open."""
    settings = settings_here()
    if not settings.database.exists():
        raise Refused(NO_SCHOOL.format(settings.data))
    connection.open_database(settings.database)
    try:
        if school.current() is None:
            raise Refused(NO_SCHOOL.format(settings.data))
        yield
    finally:
        connection.close_database()


def _answer(words: str) -> tuple[str, str]:
    field, equals, heading = words.partition("=")
    if not equals or field.strip().casefold() not in COLUMNS:
        raise click.BadParameter(
            f'{clean(words)!r}: write it as forename="Given". The fields are {", ".join(COLUMNS)}.'
        )
    return field.strip().casefold(), heading


def _read(
    file: Path, columns: dict[str, str], school_name: str | None
) -> tuple[ClassList, Sequence[str]]:
    """The class list, and the headings whose meaning `columns` had to answer, if it had."""
    try:
        if not columns:
            return classlists.read(file, school=school_name), ()
        try:
            classlists.read(file, school=school_name)
            headings: Sequence[str] = ()
        except ColumnsUnknown as asked:
            headings = asked.headings
            columns.update({k: v for k, v in asked.guesses.items() if k not in columns})
        return classlists.read(file, columns=columns, school=school_name), headings
    except ColumnsUnknown as asked:
        rows = "\n".join(" | ".join(row) for row in (asked.headings, *asked.first_rows[:3]))
        options = " ".join(f'--column {field}="…"' for field in asked.missing)
        raise Refused(f"{asked}\n{rows}\nPlease say which it is: {options}") from asked


def _tell(changes: Changes) -> None:
    for title, part in PARTS:
        lines = getattr(changes, part)
        if lines:
            click.echo(f"{title}: {len(lines)}")
        for line in lines:
            words = (line.name, line.detail) if isinstance(line, Line) else (line,)
            click.echo("  " + "  ".join(clean(it) for it in words if it))
    if changes.nothing:
        click.echo("Nothing changes: the records say the same already.")


def _new_pin() -> str:
    """Asked for twice, unseen, on a terminal; otherwise one line of standard input."""
    if not sys.stdin.isatty():
        return sys.stdin.readline().strip()
    pin: str = click.prompt("PIN (at least 6 digits)", hide_input=True, confirmation_prompt=True)
    return pin.strip()
