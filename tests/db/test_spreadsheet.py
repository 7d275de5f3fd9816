"""CSV files: no cell is ever run, and no file is ever half there."""

from __future__ import annotations

import csv
import os
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from db import spreadsheet
from db.policy import Refused

HOSTILE = ["=1+1", "+44", "-1", "@SUM(A1)", "\t=1", "\r=1", '=HYPERLINK("http://x")', "＝1"]


def test_cells_that_a_spreadsheet_would_run_are_text(tmp_path: Path) -> None:
    file = tmp_path / "out.csv"
    assert spreadsheet.write(file, [HOSTILE, ["Zoë, O'Brien", "李", -3]]) == 2
    assert file.read_bytes().startswith(b"\xef\xbb\xbf")
    with file.open(encoding="utf-8-sig", newline="") as lines:
        first, second = csv.reader(lines)
    assert first == [f"'{words}" for words in HOSTILE]
    assert second == ["Zoë, O'Brien", "李", "-3"]


@given(st.one_of(st.text(), st.builds("{}{}".format, st.sampled_from("=+-@\t\r"), st.text())))
def test_no_words_start_a_formula(words: str) -> None:
    assert not str(spreadsheet.cell(words)).startswith(("=", "+", "-", "@", "\t", "\r"))
    assert str(spreadsheet.cell(words)).endswith(words)


def test_an_older_file_stays_whole_until_the_new_one_is(tmp_path: Path) -> None:
    file = tmp_path / "out.csv"
    file.write_text("older")

    def rows() -> Iterator[list[str]]:
        yield ["new"]
        assert file.read_text() == "older"
        raise OSError(28, "No space left on device")

    with pytest.raises(Refused, match="no room left"):
        spreadsheet.write(file, rows())
    assert file.read_text() == "older"
    assert os.listdir(tmp_path) == ["out.csv"]


def test_what_cannot_be_written_is_a_sentence(tmp_path: Path) -> None:
    with pytest.raises(Refused, match="There is no folder"):
        spreadsheet.write(tmp_path / "nowhere" / "out.csv", [])
    with pytest.raises(Refused, match="is a folder"):
        spreadsheet.write(tmp_path, [])
    with pytest.raises(Refused, match="could not be written"):
        spreadsheet.write(tmp_path / ("x" * 300), [])
