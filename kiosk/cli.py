"""The `kiosk` command: arguments in, one call out."""

from __future__ import annotations

import sys
from pathlib import Path

import click

from db import connection
from db.policy import Problem
from kiosk import log_file
from kiosk import settings as kiosk_settings
from kiosk.app import KioskApp


@click.group()
@click.option("--data", type=click.Path(path_type=Path, file_okay=False), help="The data folder.")
@click.pass_context
def main(context: click.Context, data: Path | None) -> None:
    """The classroom kiosk."""
    context.obj = data


@main.command()
@click.option("--data", type=click.Path(path_type=Path, file_okay=False), help="The data folder.")
@click.option("--demo", is_flag=True, help="Look around a made-up school; nothing is kept.")
@click.pass_obj
def run(group_data: Path | None, data: Path | None, demo: bool) -> None:
    """Start the kiosk on this screen."""
    try:
        settings = kiosk_settings.read(data or group_data, demo=demo)
        if not demo:
            connection.open_database(settings.database)
        log_file.keep(None if demo else settings.log)
    except (Problem, ValueError) as problem:
        raise click.ClickException(str(problem)) from problem
    app = KioskApp(settings)
    app.run()
    sys.exit(app.return_code or 0)
