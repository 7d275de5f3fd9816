"""The `kiosk` command: arguments in, one call out."""

from __future__ import annotations

import io
import os
import sys
from importlib import import_module
from pathlib import Path
from typing import Any

import click

from db import connection
from db.folder import only_one
from db.policy import Problem
from db.words import clean
from kiosk import log_file
from kiosk.app import KioskApp
from kiosk.options import data_option, phone_options, settings_here
from kiosk.settings import Settings

ELSEWHERE = {
    "import": "kiosk.commands:import_file",
    "staff": "kiosk.commands:staff",
    "check": "kiosk.commands:check",
    "backup": "kiosk.commands:backup",
    "restore": "kiosk.commands:restore",
    "points": "kiosk.commands:points",
    "invitations": "kiosk.invitation_commands:invitations",
    "serve": "kiosk.serving:serve",
}


class Commands(click.Group):
    """The commands, of which only `run` is loaded before it is asked for: the kiosk starts sooner.

    What the records refuse becomes a sentence and exit code 1, in every command.
    """

    def list_commands(self, ctx: click.Context) -> list[str]:
        return [*super().list_commands(ctx), *ELSEWHERE]

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        if cmd_name in ELSEWHERE:
            module, name = ELSEWHERE[cmd_name].split(":")
            command: click.Command = getattr(import_module(module), name)
            return command
        return super().get_command(ctx, cmd_name)

    def invoke(self, ctx: click.Context) -> Any:
        if isinstance(sys.stdout, io.TextIOWrapper):
            sys.stdout.reconfigure(errors="replace")
        try:
            return super().invoke(ctx)
        except Problem as problem:
            raise click.ClickException(clean(str(problem), lines=True)) from problem


@click.group(cls=Commands)
@data_option
@click.version_option(package_name="classroom-kiosk")
def main() -> None:
    """The classroom kiosk: points, the pupils' agreement, and the school's records of them."""


@main.command()
@data_option
@phone_options
@click.option("--demo", is_flag=True, help="Look around a made-up school; nothing is kept.")
def run(demo: bool, phone_port: int | None, tls_cert: Path | None, tls_key: Path | None) -> None:
    """Start the kiosk on this screen, and the phone pages with it."""
    settings = settings_here(demo=demo, phone_port=phone_port, tls_cert=tls_cert, tls_key=tls_key)
    if demo:
        log_file.keep(None)
        _show(settings)
    with only_one(settings.data):
        connection.open_database(settings.database)
        log_file.keep(settings.log)
        _show(settings)


def _show(settings: Settings) -> None:
    app = KioskApp(settings)
    app.run()
    for stream in (sys.stdout, sys.stderr):
        try:
            stream.flush()
        except OSError:  # the terminal is gone: what is left to say goes nowhere
            os.dup2(os.open(os.devnull, os.O_WRONLY), stream.fileno())
    sys.exit(app.return_code or 0)


if __name__ == "__main__":
    main()
