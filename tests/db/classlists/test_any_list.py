"""Lists that hypothesis makes up: whatever they look like, the same pupils come out."""

from __future__ import annotations

import csv
import io
import random
from contextlib import suppress
from datetime import date
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from db import classlists
from db.classlists import layouts
from db.classlists.codes import plausible_upn, year_group
from db.classlists.dates import read_date
from db.classlists.encodings import decode
from db.classlists.headings import FIELDS
from db.policy import Problem
from db.words import clean
from tests.conftest import NOW
from tests.db.classlists.files import TODAY, everything, read, upn, written

LETTERS = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZéëïöüçñÉßøåŠžŸ'-’ "
WINDOWS = st.text(LETTERS, min_size=1, max_size=20).map(clean).filter(lambda it: it.strip("-. "))
ANY_NAME = (
    st.text(st.characters(blacklist_categories=("Cs",)), min_size=1, max_size=20)
    .map(lambda it: clean(it.replace("\x00", "")))
    .filter(lambda it: it.strip("-.– ") and it.casefold() != "n/a" and len(it) <= 80)
)


def rows_of(names: st.SearchStrategy[str]) -> st.SearchStrategy[list[tuple[str, ...]]]:
    row = st.tuples(names, names, st.sampled_from(["4 Maple", "5 Oak", "R"]))
    return st.lists(row, min_size=1, max_size=8, unique_by=lambda it: (it[0].casefold(), it[2]))


def table(
    rows: list[tuple[str, ...]], headings: list[str], order: list[int], delimiter: str
) -> str:
    out = io.StringIO(newline="")
    writer = csv.writer(out, delimiter=delimiter)
    for cells in [headings, *rows]:
        writer.writerow([cells[place] for place in order])
    return out.getvalue()


def read_back(data: bytes) -> list[tuple[str, str, str]]:
    found = layouts.read_bytes("a.csv", data, today=TODAY)
    names = {it.key: it.name for it in found.classes}
    place = {it.pupil: names[it.school_class] for it in found.enrolments}
    return [(it.forename, it.surname, place[it.key]) for it in found.pupils]


@pytest.fixture(autouse=True)
def no_answers(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("db.classlists.plain.answers", dict)


ANYWAY = settings(
    deadline=None, max_examples=60, suppress_health_check=[HealthCheck.function_scoped_fixture]
)


@ANYWAY
@given(
    rows=rows_of(WINDOWS),
    encoding=st.sampled_from(["utf-8", "utf-8-sig", "utf-16", "cp1252"]),
    delimiter=st.sampled_from(",;\t"),
    order=st.permutations([0, 1, 2]),
    heading=st.data(),
)
def test_encodings_orders_and_delimiters(
    rows: list[tuple[str, ...]],
    encoding: str,
    delimiter: str,
    order: list[int],
    heading: st.DataObject,
) -> None:
    headings = [
        heading.draw(st.sampled_from(FIELDS[field])) for field in ("forename", "surname", "class")
    ]
    case = heading.draw(st.sampled_from([str.upper, str.title, str.lower]))
    text = table(rows, [case(it) for it in headings], order, delimiter)
    assert read_back(text.encode(encoding)) == rows


@ANYWAY
@given(
    rows=rows_of(ANY_NAME), encoding=st.sampled_from(["utf-8-sig", "utf-16"]), titles=st.booleans()
)
def test_names_of_every_kind(rows: list[tuple[str, ...]], encoding: str, titles: bool) -> None:
    text = table(rows, ["Forename", "Surname", "Class"], [0, 1, 2], ",")
    text = ("Riverside Primary\r\n\r\n" if titles else "") + text
    assert read_back(text.encode(encoding)) == rows


@settings(
    deadline=None, max_examples=150, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(
    data=st.binary(max_size=300),
    start=st.sampled_from(
        [
            b"",
            b"PK\x03\x04",
            b"<CTfile>",
            b"\xff\xfe",
            b"Forename,Surname,Class\r\n",
            b"\xef\xbb\xbfForename;",
        ]
    ),
)
def test_any_bytes_are_read_or_refused_in_a_sentence(data: bytes, start: bytes) -> None:
    with suppress(Problem):
        layouts.read_bytes("a", start + data, today=TODAY)


@settings(deadline=None, max_examples=60)
@given(st.text(max_size=200), st.sampled_from(["utf-8", "utf-8-sig", "utf-16", "utf-32"]))
def test_decoding_gives_back_what_was_encoded(text: str, encoding: str) -> None:
    text = "Forename,Surname\r\n" + text.replace("\x00", "").encode("utf-8", "ignore").decode()
    assert decode(text.encode(encoding), "a.csv") == text


@given(st.dates(date(1950, 1, 1), TODAY))
def test_dates_however_they_are_written(day: date) -> None:
    for form in ("%Y-%m-%d", "%d/%m/%Y", "%d.%m.%Y", "%d-%m-%Y", "%d %B %Y", "%d-%b-%Y", "%Y%m%d"):
        assert read_date(day.strftime(form), TODAY) == day
    assert read_date(f"{day:%Y-%m-%dT00:00:00.000Z}", TODAY) == day
    assert read_date(f"{day:%d/%m/%Y} 00:00:00", TODAY) == day
    if day > date(TODAY.year - 99, 12, 31):
        assert read_date(f"{day:%d/%m/%y}", TODAY) == day


@given(st.text(max_size=12))
def test_no_words_break_the_reading_of_dates_and_years(words: str) -> None:
    read_date(words, TODAY)
    year_group(words)


@pytest.mark.parametrize("words", ["4", "04", "Y4", "Yr 4", "year 4", "Year 04", "NC Year 4"])
def test_year_groups(words: str) -> None:
    assert year_group(words) == "Year 4"


def test_year_groups_below_and_beside_the_numbers() -> None:
    assert [year_group(it) for it in ("R", "0", "N2", "Mixed", "")] == [
        "Reception",
        "Reception",
        "Nursery",
        "Mixed",
        "",
    ]


@given(st.integers(0, 10**12 - 1), st.integers(0, 11), st.integers(1, 9))
def test_a_wrong_digit_of_a_upn_shows(number: int, place: int, step: int) -> None:
    right = upn(number)
    assert plausible_upn(right)
    digits = list(right)
    digits[place + 1] = str((int(digits[place + 1]) + step) % 10)
    assert not plausible_upn("".join(digits))


def test_rows_in_another_order_change_nothing(files: Path) -> None:
    rows = [(f"Name{number}", f"Lee{number % 5}", f"Class {number % 3}") for number in range(40)]
    headings = ["Forename", "Surname", "Class"]
    path = files / "a.csv"
    written(path, table(rows, headings, [0, 1, 2], ","))
    classlists.apply(read(path), NOW)
    before = everything()
    random.Random(4).shuffle(rows)
    written(path, table(rows, headings, [2, 0, 1], ";"))
    assert classlists.apply(read(path), NOW).nothing
    assert everything() == before
