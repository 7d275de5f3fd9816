"""What commands of `kiosk` take: the data folder, and how phones reach the pages."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any, TypeVar

import click

from db.policy import Refused
from kiosk import settings
from kiosk.settings import Settings

Decorated = TypeVar("Decorated", bound=Callable[..., Any])


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


def phone_options(command: Decorated) -> Decorated:
    """How phones reach the pages; otherwise KIOSK_PHONE_PORT, KIOSK_TLS_CERT, KIOSK_TLS_KEY."""
    file = click.Path(path_type=Path)
    for option in (
        click.option("--tls-key", type=file, metavar="FILE", help="Its key."),
        click.option("--tls-cert", type=file, metavar="FILE", help="The certificate for TLS."),
        click.option("--phone-port", type=int, metavar="PORT", help="8080 if not said; 0: none."),
    ):
        command = option(command)
    return command


def settings_here(
    *,
    demo: bool = False,
    phone_port: int | None = None,
    tls_cert: Path | None = None,
    tls_key: Path | None = None,
) -> Settings:
    """The settings with the folder that `--data` named before or after the command, if it did.

    Raises `Refused` for a setting that makes no sense.
    """
    try:
        return settings.read(
            click.get_current_context().find_root().obj,
            demo=demo,
            phone_port=phone_port,
            tls_cert=tls_cert,
            tls_key=tls_key,
        )
    except ValueError as error:
        raise Refused(str(error)) from error
