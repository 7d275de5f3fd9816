"""The `kiosk` command: what it prints, what it refuses, what it leaves behind."""

from __future__ import annotations

import os
import pty
import subprocess
import sys
import time
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from db import connection, media, models, people, points, skills
from db.connection import FILE_NAME
from db.folder import only_one
from kiosk.cli import main
from tests.conftest import NOW, PIN, Here

KIOSK = [sys.executable, "-m", "kiosk.cli"]
CLASS_LIST = "Forename,Surname,Class\nAvril,Jones,Oak\nBen,Khan,Oak\n"


def kiosk(*words: str, typed: str = "") -> Result:
    return CliRunner().invoke(main, list(words), input=typed)


@pytest.fixture
def data(here: Here) -> str:
    """A school's folder as commands find it: nobody has it open."""
    connection.close_database()
    return str(here.data)


def reopen(data: str) -> None:
    connection.open_database(Path(data) / FILE_NAME)


def test_data_is_taken_before_and_after_the_command(data: str) -> None:
    assert kiosk("--data", data, "check").exit_code == 0
    assert kiosk("check", "--data", data).exit_code == 0
    assert kiosk("--data", "/nowhere", "check", "--data", data).exit_code == 0


def test_data_comes_from_the_environment(data: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("KIOSK_DATA", data)
    assert kiosk("check").output == "All is well: the records agree with themselves.\n"


def test_a_setting_that_makes_no_sense_is_a_sentence(
    data: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("KIOSK_IDLE_SECONDS", "soon")
    result = kiosk("check", "--data", data)
    assert (result.exit_code, "must be a number" in result.output) == (1, True)


@pytest.mark.parametrize(
    "words",
    [
        ("check",),
        ("backup", "safe.zip"),
        ("import", "list.csv"),
        ("staff", "add", "Mr Hart", "--role", "teacher"),
        ("points", "--class", "Maple", "--csv", "out.csv"),
    ],
)
def test_a_folder_without_a_school_is_a_sentence_and_stays_empty(
    tmp_path: Path, words: tuple[str, ...]
) -> None:
    result = kiosk(*words, "--data", str(tmp_path / "empty"))
    assert result.exit_code == 1
    assert "No school has been set up" in result.output
    assert not (tmp_path / "empty").exists()


def test_check_prints_each_disagreement_and_fails(here: Here) -> None:
    models.Pupil.update(points=9, surname="[red]\x1b[31mJones").where(
        models.Pupil.id == here.pupil_ids[0]
    ).execute()
    connection.close_database()
    result = kiosk("check", "--data", str(here.data))
    assert result.exit_code == 1
    assert "Pupil 1 (Aisha [red]Jones) has a total of 9, but awards of 0." in result.output
    assert "\x1b" not in result.output


def test_check_and_backup_tell_of_files_that_are_missing_or_damaged(
    here: Here, tmp_path: Path
) -> None:
    photo = tmp_path / "photo"
    photo.write_bytes(b"sharp")
    kept = media.keep(photo, None, media.Facts("photo", "image/jpeg"), NOW)
    media.path(kept.sha256).write_bytes(b"blurr")
    connection.close_database()
    data = str(here.data)
    assert kiosk("check", "--data", data).exit_code == 0
    result = kiosk("check", "--every-byte", "--data", data)
    assert (result.exit_code, "is damaged" in result.output) == (1, True)
    backed_up = kiosk("backup", str(tmp_path / "safe.zip"), "--data", data)
    assert (backed_up.exit_code, "Beware" in backed_up.output) == (0, True)
    media_file = here.data / "media" / kept.sha256[:2] / kept.sha256
    media_file.unlink()
    result = kiosk("check", "--data", data)
    assert (result.exit_code, "is missing" in result.output) == (1, True)


def test_staff_are_added_with_a_pin_from_standard_input(data: str) -> None:
    words = ("staff", "add", "Mr Hart", "--role", "teacher", "--class", "Maple", "--data", data)
    result = kiosk(*words, typed="135790\n")
    assert (result.exit_code, result.output) == (0, "Mr Hart can sign in now.\n")
    reopen(data)
    (added,) = [it for it in people.staff_list() if it.name == "Mr Hart"]
    assert people.sign_in(added.id, "135790", NOW) == added


@pytest.mark.parametrize("pin", ["1234", "123456", "", "abcdef"])
def test_an_unfit_pin_is_refused_and_adds_nobody(data: str, pin: str) -> None:
    result = kiosk("staff", "add", "Mr Hart", "--role", "teacher", "--data", data, typed=f"{pin}\n")
    assert (result.exit_code, "PIN" in result.output) == (1, True)
    reopen(data)
    assert [it.name for it in people.staff_list()] == ["Mrs Rowan"]


def on_a_terminal(words: list[str], answers: list[str]) -> tuple[int, str]:
    """Run the command on a terminal of its own; each answer is typed at the next question."""
    child, terminal = pty.fork()
    if child == 0:
        os.execv(sys.executable, [*KIOSK, *words])
    seen, asked = "", 0
    deadline = time.monotonic() + 30
    while time.monotonic() < deadline:
        try:
            seen += os.read(terminal, 1000).decode()
        except OSError:
            break
        if asked < len(answers) and seen.count(": ") > asked:
            os.write(terminal, f"{answers[asked]}\n".encode())
            asked += 1
    return os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]), seen


def test_on_a_terminal_the_pin_is_asked_twice_and_never_shown(data: str) -> None:
    words = ["staff", "add", "Mr Hart", "--role", "office", "--data", data]
    code, seen = on_a_terminal(words, ["975313", "975313"])
    assert (code, "can sign in now" in seen, "975313" in seen) == (0, True, False)


def test_import_shows_first_then_takes_in_and_the_second_time_nothing(
    data: str, tmp_path: Path
) -> None:
    file = tmp_path / "list.csv"
    file.write_text(CLASS_LIST)
    dry = kiosk("import", str(file), "--dry-run", "--data", data)
    assert dry.exit_code == 0, dry.output
    assert "nothing was changed" in dry.output
    assert "Avril Jones" in dry.output
    reopen(data)
    assert not models.Pupil.select().where(models.Pupil.forename == "Avril").exists()
    connection.close_database()

    assert kiosk("import", str(file), "--data", data).exit_code == 0
    again = kiosk("import", str(file), "--data", data)
    assert "Nothing changes" in again.output
    reopen(data)
    assert models.Pupil.select().where(models.Pupil.forename == "Avril").count() == 1


def test_import_asks_which_column_and_remembers_the_answer(data: str, tmp_path: Path) -> None:
    file = tmp_path / "list.csv"
    file.write_text("Vorname,Nachname,Gruppe\nAvril,Jones,Oak\n")
    asked = kiosk("import", str(file), "--data", data)
    assert asked.exit_code == 1
    assert "Vorname | Nachname | Gruppe" in asked.output
    assert '--column forename="…"' in asked.output
    answer = ("--column", "forename=Vorname", "--column", "surname=Nachname")
    answered = kiosk("import", str(file), *answer, "--column", "class=Gruppe", "--data", data)
    assert answered.exit_code == 0, answered.output
    file.write_text("Vorname,Nachname,Gruppe\nAvril,Jones,Oak\nBen,Khan,Oak\n")
    later = kiosk("import", str(file), "--data", data)
    assert (later.exit_code, "Ben Khan" in later.output) == (0, True)


def test_import_names_the_bad_row_and_takes_nothing(data: str, tmp_path: Path) -> None:
    file = tmp_path / "list.csv"
    file.write_text(CLASS_LIST + ",Nobody,Oak\n")
    result = kiosk("import", str(file), "--data", data)
    assert result.exit_code == 1
    assert "list.csv, row 4" in result.output
    reopen(data)
    assert not models.Pupil.select().where(models.Pupil.forename == "Avril").exists()


def test_a_column_that_is_no_answer_is_told(data: str, tmp_path: Path) -> None:
    result = kiosk("import", "list.csv", "--column", "Given", "--data", data)
    assert (result.exit_code, 'forename="Given"' in result.output) == (2, True)


def test_names_from_a_file_bring_no_control_byte(data: str, tmp_path: Path) -> None:
    file = tmp_path / "list.csv"
    file.write_text("Forename,Surname,Class\n\x1b[2J\x9b31mAvril,Jo\x07nes,O\x1b]0;x\x07ak\n")
    result = kiosk("import", str(file), "--data", data)
    assert not [char for char in result.output if ord(char) < 32 and char != "\n"]
    assert "\x9b" not in result.output


def test_backup_and_restore(here: Here, tmp_path: Path) -> None:
    points.award(here.leader, "one", here.maple.id, here.pupil_ids, skills.skills()[0].id, NOW)
    connection.close_database()
    file, other = str(tmp_path / "safe.zip"), str(tmp_path / "other")
    assert kiosk("backup", file, "--data", str(here.data)).exit_code == 0
    restored = kiosk("restore", file, "--data", other)
    assert (restored.exit_code, "Restored Riverside Primary" in restored.output) == (0, True)
    assert kiosk("check", "--data", other).exit_code == 0
    again = kiosk("restore", file, "--data", other)
    assert "kept in" in again.output
    with only_one(Path(other)):
        refused = kiosk("restore", file, "--data", other)
    assert (refused.exit_code, "running" in refused.output) == (1, True)


def test_points_are_written_as_csv(here: Here, tmp_path: Path) -> None:
    points.award(here.leader, "one", here.maple.id, here.pupil_ids, skills.skills()[0].id, NOW)
    connection.close_database()
    file = tmp_path / "points.csv"
    result = kiosk("points", "--class", "maple", "--csv", str(file), "--data", str(here.data))
    assert result.exit_code == 0, result.output
    assert "Aisha" in file.read_text("utf-8-sig")
    wrong = kiosk("points", "--class", "Elm", "--csv", str(file), "--data", str(here.data))
    assert (wrong.exit_code, "Maple" in wrong.output) == (1, True)


def test_only_one_kiosk_runs_on_a_folder(data: str) -> None:
    with only_one(Path(data)):
        result = subprocess.run(
            [*KIOSK, "run", "--data", data], capture_output=True, text=True, timeout=60, check=False
        )
    assert result.returncode == 1
    assert result.stderr.startswith("Error: A kiosk is running with these records already.")


def test_the_demo_pin_is_no_default(data: str) -> None:
    """No PIN is known before a school sets one: the made-up school's opens nothing real."""
    result = kiosk("staff", "add", "Mr Hart", "--role", "leader", "--data", data, typed="")
    assert result.exit_code == 1
    assert PIN not in result.output
