"""Bring the tables of the open database up to date, step by step."""

from __future__ import annotations

from peewee import IntegrityError, OperationalError
from playhouse.migrations import Runner

from db.connection import MIGRATIONS, database
from db.policy import StorageProblem


def take() -> list[str]:
    """Apply the migrations that the open database lacks; gives their names."""
    runner = Runner(database.obj, str(MIGRATIONS))
    newer = [step.name for step in runner.status() if step.path is None]
    if newer:
        raise StorageProblem(
            "These records were made by a newer version of the kiosk "
            f"(step {newer[-1]} is not known here). Please update this device."
        )
    done: list[str] = []
    while lacking := [step.name for step in runner.status() if not step.applied]:
        try:
            done += runner.up()
        except (OperationalError, IntegrityError):
            # A program that started at the same moment may have taken the step before us.
            if lacking == [step.name for step in runner.status() if not step.applied]:
                raise
    return done
