"""A school that is set up and has no classes yet."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest

from db import connection
from db.records import Staff
from db.set_up import set_up
from tests.conftest import NOW, PIN


@pytest.fixture(scope="session")
def school_file(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Staff]:
    """Riverside Primary, set up once; each test gets a copy of its file."""
    file = tmp_path_factory.mktemp("school") / connection.FILE_NAME
    connection.open_database(file)
    leader = set_up("Riverside Primary", "Mrs Rowan", PIN, NOW)[1]
    connection.close_database()
    return file, leader


@pytest.fixture
def leader(school_file: tuple[Path, Staff], tmp_path: Path) -> Iterator[Staff]:
    """The school's leader, Mrs Rowan; the school's records are open."""
    file, leader = school_file
    shutil.copy(file, tmp_path)
    connection.open_database(tmp_path / connection.FILE_NAME)
    yield leader
    connection.close_database()


@pytest.fixture
def files(leader: Staff, tmp_path: Path) -> Path:
    """A folder for a test's files, beside records that stand."""
    folder = tmp_path / "files"
    folder.mkdir()
    return folder
