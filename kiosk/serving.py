"""`kiosk serve`: the phone pages in a process of their own, for the kiosk or a school server."""

from __future__ import annotations

import ctypes
import gc
import os
import sys
import threading
from contextlib import ExitStack, suppress
from pathlib import Path

import click
from uvicorn import Server

from db import connection, school
from db.policy import Problem, Refused
from db.words import clean
from kiosk import address, log_file, publishing, tidying
from kiosk.options import data_option, phone_options, settings_here
from kiosk.settings import PHONE_PORT, Settings
from kiosk.web import incoming
from kiosk.web import serve as web

NO_SCHOOL = (
    "No school has been set up in {} yet. Set it up with `kiosk run`, "
    "or name another folder with --data."
)
ALIVE = "running"  # a line of standard output, every few seconds, for the kiosk that watches
LAST_WORD_SECONDS = 8.0
PR_SET_DUMPABLE = 4
NICE = 10  # the screen goes first when thirty photos come at once


@click.command()
@data_option
@phone_options
@click.option("--for-kiosk", is_flag=True, hidden=True)
def serve(
    for_kiosk: bool, phone_port: int | None, tls_cert: Path | None, tls_key: Path | None
) -> None:
    """Serve the phone pages alone, until ctrl+c: for a server of the school.

    A kiosk with a screen serves them by itself.
    """
    settings = settings_here(phone_port=phone_port, tls_cert=tls_cert, tls_key=tls_key)
    if not settings.phones.port:
        raise click.UsageError(f"Please choose a port, such as --phone-port {PHONE_PORT}.")
    connection.open_database(settings.database)
    try:
        if not for_kiosk and school.current() is None:
            raise Refused(NO_SCHOOL.format(settings.data))
        log_file.keep(settings.phone_log)
        _serve(settings, for_kiosk)
    finally:
        connection.close_database()


def _serve(settings: Settings, for_kiosk: bool) -> None:
    _close_to_workers()
    incoming.clear(settings.data)
    web.allow_many_files()
    sockets = web.listen(settings.phones.port)
    server = web.server(settings, beat=_say_alive if for_kiosk else None)
    with ExitStack() as meanwhile:
        if for_kiosk:  # which tidies and publishes by itself
            threading.Thread(target=_end_with_kiosk, args=(server,), daemon=True).start()
        else:
            meanwhile.enter_context(tidying.tidied())
            meanwhile.enter_context(publishing.published())
            click.echo(f"Phones find the pages at {address.public_url(settings.phones)}")
        # What is loaded stays: looking for garbage in it was a tenth of the time of a page.
        gc.freeze()
        server.run(sockets=sockets)


def _close_to_workers() -> None:
    """A decoder that a file has taken over runs as the same user: on Linux it then cannot read
    this process's memory, open files or environment, such as the address of the database."""
    if sys.platform == "linux":
        with suppress(OSError, AttributeError):
            ctypes.CDLL(None).prctl(PR_SET_DUMPABLE, 0, 0, 0, 0)


async def _say_alive() -> None:
    try:
        os.write(sys.stdout.fileno(), f"{ALIVE}\n".encode())
    except OSError:
        return  # the kiosk is gone, which standard input tells


def _end_with_kiosk(server: Server) -> None:
    """The kiosk holds the other end of standard input: it closes when the kiosk ends or dies."""
    while os.read(sys.stdin.fileno(), 1024):
        pass
    server.should_exit = True
    last_word = threading.Timer(LAST_WORD_SECONDS, os._exit, (0,))
    last_word.daemon = True
    last_word.start()


def main() -> None:
    """What the kiosk starts: `kiosk serve` without loading the screens, behind them in line."""
    os.nice(NICE)
    try:
        serve()
    except Problem as problem:
        click.echo(f"Error: {clean(str(problem))}", err=True)
        sys.exit(1)


if __name__ == "__main__":
    main()
