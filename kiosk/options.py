"""What every command of `kiosk` takes: the data folder."""

from __future__ import annotations

from pathlib import Path

import click

from db.policy import Refused
from kiosk import settings
from kiosk.settings import Settings


def _keep_folder(context: click.Context, _: click.Parameter, value: Path | None) -> None:
    if value is not None:
        context.find_root().obj = value


data_option = click.option(
    "--data",
    type=click.Path(path_type=Path),
    metavar="DIR",
    expose_value=False,
    callback=_keep_folder,
    help="The data folder (otherwise KIOSK_DATA, otherwise the user's own).",
)


def settings_here(*, demo: bool = False) -> Settings:
    """The settings with the folder that `--data` named before or after the command, if it did.

    Raises `Refused` for a setting that makes no sense.
    """
    try:
        return settings.read(click.get_current_context().find_root().obj, demo=demo)
    except ValueError as error:
        raise Refused(str(error)) from error
