"""What every table shares: the database, and moments that know their time zone."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

from peewee import DateTimeField, Model

from db.connection import database


class MomentField(DateTimeField):
    """An aware moment outside, naive UTC inside: the same on SQLite and PostgreSQL."""

    def db_value(self, value: datetime | None) -> object:
        if value is not None:
            if value.tzinfo is None:
                raise ValueError("a moment needs its time zone")
            value = value.astimezone(UTC).replace(tzinfo=None)
        return super().db_value(value)

    def python_value(self, value: object) -> datetime | None:
        moment: datetime | None = super().python_value(value)
        return None if moment is None else moment.replace(tzinfo=UTC)


class Table(Model):
    if TYPE_CHECKING:
        # What peewee adds to each row at run time: `id`, `<foreign key>_id`, selected aliases.
        id: Any

        def __getattr__(self, name: str) -> Any: ...

    class Meta:
        database = database
        legacy_table_names = False
