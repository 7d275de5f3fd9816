"""The `kiosk` command: arguments in, one call out."""

from __future__ import annotations

import io
import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import click

from db import classlists, connection, people, reports, school
from db.backup import backup as back_up
from db.backup import restore as put_back
from db.check import check as disagreements
from db.classlists import Changes, ClassList, ColumnsUnknown
from db.clock import utc_now
from db.folder import only_one
from db.policy import Problem, Refused
from db.records import Role
from db.words import clean
from kiosk import log_file
from kiosk import settings as kiosk_settings
from kiosk.app import KioskApp
from kiosk.settings import Settings

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


class Sentences(click.Group):
    """What the records refuse becomes a sentence and exit code 1, in every command."""

    def invoke(self, ctx: click.Context) -> Any:
        if isinstance(sys.stdout, io.TextIOWrapper):
            sys.stdout.reconfigure(errors="replace")
        try:
            return super().invoke(ctx)
        except Problem as problem:
            raise click.ClickException(_lines(str(problem))) from problem


def _keep_folder(context: click.Context, _: click.Parameter, value: Path | None) -> None:
    if value is not None:
        context.find_root().obj = value


data_option = click.option(
    "--data",
    type=A_PATH,
    metavar="DIR",
    expose_value=False,
    callback=_keep_folder,
    help="The data folder (otherwise KIOSK_DATA, otherwise the user's own).",
)


@click.group(cls=Sentences)
@data_option
@click.version_option(package_name="classroom-kiosk")
def main() -> None:
    """The classroom kiosk: points, the pupils' agreement, and the school's records of them."""


@main.command()
@data_option
@click.option("--demo", is_flag=True, help="Look around a made-up school; nothing is kept.")
def run(demo: bool) -> None:
    """Start the kiosk on this screen."""
    settings = _settings(demo=demo)
    if demo:
        log_file.keep(None)
        _show(settings)
    with only_one(settings.data):
        connection.open_database(settings.database)
        log_file.keep(settings.log)
        _show(settings)


@main.command("import")
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
    with _records():
        class_list, headings = _read(file, columns, school_name)
        if dry_run:
            _tell(classlists.preview(class_list))
            click.echo("This was a dry run: nothing was changed.")
            return
        _tell(classlists.apply(class_list, now))
        if headings:
            classlists.remember_columns(headings, columns, now)


@main.group()
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
    with _records():
        pin = _new_pin()
        added = people.add_staff(name, Role(role), utc_now(), pin=pin, class_name=class_name)
    click.echo(f"{clean(added.name)} can sign in now.")


@main.command()
@data_option
def check() -> None:
    """Prove that the records agree with themselves: exit code 1 if they do not."""
    with _records():
        found = disagreements()
    for sentence in found:
        click.echo(clean(sentence))
    if found:
        raise Refused("The records do not agree with themselves.")
    click.echo("All is well: the records agree with themselves.")


@main.command()
@data_option
@click.argument("file", type=A_PATH)
def backup(file: Path) -> None:
    """Write everything into FILE (a .zip), or into a new file of the folder FILE."""
    with _records():
        made = back_up(file.absolute(), utc_now())
    click.echo(f"Backed up {clean(made.school)} to {clean(str(made.file))}.")


@main.command()
@data_option
@click.argument("file", type=A_PATH)
def restore(file: Path) -> None:
    """Put the records of the backup FILE in place; those that were there are kept beside."""
    restored = put_back(file.absolute(), _settings().data, utc_now())
    connection.close_database()
    made = restored.backup
    moment = made.made_at.astimezone()
    click.echo(f"Restored {clean(made.school)} as it was on {moment:%d.%m.%Y at %H:%M}.")
    if restored.kept is not None:
        click.echo(f"What was here before is kept in {clean(str(restored.kept))}.")
    for sentence in restored.disagreements:
        click.echo(f"Beware: {clean(sentence)}")


@main.command()
@data_option
@click.option("--class", "class_name", required=True, help="The name of the class.")
@click.option("--csv", "file", type=A_PATH, required=True, help="The file to write.")
def points(class_name: str, file: Path) -> None:
    """Write the points of a class as a table for a spreadsheet."""
    with _records():
        lines = reports.write_csv(class_name, file, utc_now())
    click.echo(f"Wrote {lines} line{'' if lines == 1 else 's'} to {clean(str(file))}.")


def _settings(*, demo: bool = False) -> Settings:
    try:
        return kiosk_settings.read(click.get_current_context().find_root().obj, demo=demo)
    except ValueError as error:
        raise Refused(str(error)) from error


@contextmanager
def _records() -> Iterator[None]:
    """The records of a school that has been set up, open."""
    settings = _settings()
    if not settings.database.exists():
        raise Refused(NO_SCHOOL.format(settings.data))
    connection.open_database(settings.database)
    try:
        if school.current() is None:
            raise Refused(NO_SCHOOL.format(settings.data))
        yield
    finally:
        connection.close_database()


def _show(settings: Settings) -> None:
    app = KioskApp(settings)
    app.run()
    sys.exit(app.return_code or 0)


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
            click.echo("  " + "  ".join(filter(None, (clean(line.name), clean(line.detail)))))
    if changes.nothing:
        click.echo("Nothing changes: the records say the same already.")


def _new_pin() -> str:
    """Asked for twice, unseen, on a terminal; otherwise one line of standard input."""
    if not sys.stdin.isatty():
        return sys.stdin.readline().strip()
    pin: str = click.prompt("PIN (at least 6 digits)", hide_input=True, confirmation_prompt=True)
    return pin.strip()


def _lines(words: str) -> str:
    return clean(words, lines=True)


if __name__ == "__main__":
    main()
