"""`kiosk invitations`: letters home for a class."""

from __future__ import annotations

from pathlib import Path

import click

from db import letters
from db.clock import utc_now
from db.whole_file import whole_file
from db.words import clean
from kiosk import invitation_letters
from kiosk.commands import A_PATH, records
from kiosk.options import data_option, settings_here


@click.command()
@data_option
@click.option("--class", "class_name", required=True, help="The name of the class.")
@click.option("--pdf", "file", type=A_PATH, required=True, help="The file to write.")
@click.option("--only-missing", is_flag=True, help="Only where no parent is connected or waits.")
def invitations(class_name: str, file: Path, only_missing: bool) -> None:
    """Write a letter for each pupil's parents, with a code that connects their phone.

    KIOSK_PUBLIC_URL must say what address phones open. Each letter's code is new; it works once,
    for fourteen days.
    """
    now, phones = utc_now(), settings_here().phones
    invitation_letters.need_address(phones)

    def put(data: bytes) -> Path:
        with whole_file(file) as out:
            out.write(data)
        return file

    with records():
        count, _ = invitation_letters.write(
            lambda: letters.from_command_line(class_name, now, only_missing=only_missing),
            put,
            class_name,
            phones,
            now,
        )
    click.echo(f"Wrote {count} letter{'' if count == 1 else 's'} to {clean(str(file))}.")
