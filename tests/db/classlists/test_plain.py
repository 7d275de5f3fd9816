"""Plain class lists in CSV and XLSX, as school systems export them."""

from __future__ import annotations

import itertools
from datetime import date, datetime
from pathlib import Path

import pytest
from openpyxl import Workbook

from db import classlists, models
from db.classlists import BadRows, ColumnsUnknown
from db.policy import NotFound, Refused
from tests.conftest import NOW
from tests.db.classlists.files import (
    everything,
    homes,
    plain,
    pupils_of,
    read,
    take_in,
    upn,
    written,
    zip_of,
)

MAPLE = ["Forename,Surname,Reg,Year,UPN", "Ava,Khan,4 Maple,4,", "Ben,Smith,4 Maple,4,"]


def test_headings_of_school_systems(files: Path) -> None:
    firsts = ("Forename", "Legal Forename", "First name", "Given name", "Pupil Forename")
    lasts = ("Surname", "LAST NAME", "family name", "Legal surname", "Student Last Name")
    groups = ("Reg", "Registration group", "Class", "FORM", "Reg. Group")
    for forename, surname, group in itertools.product(firsts, lasts, groups):
        rows = [f"{forename},{surname},{group}", "Ava,Khan,4 Maple"]
        found = read(written(files / "a.csv", plain(rows)))
        assert [(it.forename, it.surname) for it in found.pupils] == [("Ava", "Khan")]
        assert [it.name for it in found.classes] == ["4 Maple"]


def test_headings_in_any_order_and_case(files: Path) -> None:
    number = upn(823_200_128_001)
    rows = ["uPn,YEAR GROUP,form,PREFERRED NAME,Last Name,first name,Date of Birth"]
    rows.append(f"{number.lower()},Yr 4,4 Maple,Avie,Khan,Ava,30/04/2018")
    take_in(written(files / "a.csv", plain(rows)))
    row = models.Pupil.get()
    assert (row.forename, row.surname, row.preferred_name) == ("Ava", "Khan", "Avie")
    assert (row.upn, row.year_group, row.born_on) == (number, "Year 4", date(2018, 4, 30))
    assert models.SchoolClass.get().year_group == "Year 4"


@pytest.mark.parametrize("delimiter", [",", ";", "\t"])
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "cp1252"])
def test_encodings_and_delimiters(files: Path, encoding: str, delimiter: str) -> None:
    rows = ["Forename,Surname,Class", "Zoë,O'Brien,4 Maple", "Siân,Núñez,4 Maple"]
    take_in(written(files / "a.csv", plain(rows, delimiter).encode(encoding)))
    assert pupils_of("4 Maple") == ["Siân Núñez", "Zoë O'Brien"]


def test_excel_separator_line_is_no_row(files: Path) -> None:
    path = written(files / "a.csv", "sep=;\r\nForename;Surname;Class\r\n;Khan;4 Maple\r\n")
    with pytest.raises(BadRows) as bad:
        read(path)
    assert [row.row for row in bad.value.rows] == [2]


def test_commas_in_names_of_a_semicolon_list(files: Path) -> None:
    rows = "Forename;Surname;Class\r\nAva, Mae;Khan, Lee;4 Maple\r\nBen;Smith;4 Maple\r\n"
    take_in(written(files / "a.csv", rows))
    assert pupils_of("4 Maple") == ["Ava, Mae Khan, Lee", "Ben Smith"]


def test_semicolons_in_the_cells_of_a_comma_list(files: Path) -> None:
    rows = ["Forename,Surname,Class"]
    rows += [f"Ava{number},Khan,4 Maple; room 2; hall; yard" for number in range(9)]
    take_in(written(files / "a.csv", plain(rows)))
    assert len(pupils_of("4 Maple; room 2; hall; yard")) == 9


def test_title_rows_above_the_header(files: Path) -> None:
    rows = ["Riverside Primary,,", "Class list,Autumn 2026,", "", *MAPLE]
    changes = take_in(written(files / "a.csv", plain(rows)))
    assert len(changes.new) == 2
    assert "The headings stand in row 4; what is above is not used." in changes.notes


def test_footers_and_repeated_headings_are_passed_over(files: Path) -> None:
    rows = [
        *MAPLE,
        MAPLE[0],
        "Cy,Reed,4 Maple,4,",
        ",,,,",
        "Total pupils: 3,,,,",
        "Page 1 of 1,,,,",
    ]
    changes = take_in(written(files / "a.csv", plain(rows)))
    assert len(changes.new) == 3
    assert "Row 7 is no pupil and is passed over: Total pupils: 3." in changes.notes


def test_a_workbook_with_dates_and_numbers(files: Path) -> None:
    book = Workbook()
    sheet = book.active
    assert sheet is not None
    sheet.append(["Riverside Primary"])
    sheet.append([])
    sheet.append(["Surname", "Forename", "Class", "Year", "DOB", "Notes"])
    midnight = datetime(2018, 4, 30)  # noqa: DTZ001 - as a workbook has it
    sheet.append(["Khan", "Ava", 4, 4.0, midnight, None])
    sheet.append(["Smith", "Ben", "4", 4, date(2018, 5, 1), "#N/A"])
    book.save(files / "a.xlsx")
    take_in(files / "a.xlsx")
    assert pupils_of("4") == ["Ava Khan", "Ben Smith"]
    births = {row.forename: (row.born_on, row.year_group) for row in models.Pupil.select()}
    assert births == {"Ava": (date(2018, 4, 30), "Year 4"), "Ben": (date(2018, 5, 1), "Year 4")}


def test_a_workbook_of_several_sheets(files: Path) -> None:
    book = Workbook()
    for name, pupil in (("Maple", "Ava"), ("Oak", "Ben")):
        sheet = book.create_sheet(name)
        sheet.append(["Forename", "Surname", "Class"])
        sheet.append([pupil, "Khan", name])
    book.create_sheet("Staff").append(["Rota", "Monday"])
    book.create_sheet("Old").sheet_state = "hidden"
    book.save(files / "a.xlsx")
    changes = take_in(files / "a.xlsx")
    assert homes() == {"Ava Khan": "Maple", "Ben Khan": "Oak"}
    assert any("sheet Staff has no headings" in note for note in changes.notes)


def test_a_bad_cell_of_a_workbook_is_named_by_sheet_and_row(files: Path) -> None:
    book = Workbook()
    for name in ("Maple", "Oak"):
        sheet = book.create_sheet(name)
        sheet.append(["Forename", "Surname", "Class"])
        sheet.append([])
        sheet.append([None if name == "Oak" else "Ava", "Khan", name])
    book.save(files / "a.xlsx")
    with pytest.raises(BadRows) as bad:
        read(files / "a.xlsx")
    assert [str(row) for row in bad.value.rows] == [
        "a.xlsx, sheet Oak, row 3: the pupil has no forename"
    ]


def test_every_bad_row_is_named_and_nothing_is_imported(files: Path) -> None:
    before = everything()
    rows = ["Title,,,", "Forename,Surname,Class,DOB", "Ava,Khan,4 Maple,01/02/2018"]
    rows += [",Smith,4 Maple,", "Cy,,4 Maple,", "Dee,Reed,,", "Ed,Ray,4 Maple,31/02/2018"]
    rows += [f"{'E' * 81},Ray,4 Maple,", "Fi,Lee,4 Maple,,,more", ",Lee,,"]
    with pytest.raises(BadRows) as bad:
        classlists.apply(read(written(files / "a.csv", plain(rows))), NOW)
    assert [(row.file, row.row, row.reason) for row in bad.value.rows] == [
        ("a.csv", 4, "the pupil has no forename"),
        ("a.csv", 5, "the pupil has no surname (a dash stands for none)"),
        ("a.csv", 6, "the pupil has no class"),
        ("a.csv", 7, "the date of birth cannot be read: 31/02/2018"),
        ("a.csv", 8, "the name is longer than 80 characters"),
        ("a.csv", 9, "there are more cells than headings"),
        ("a.csv", 10, "the pupil has no forename; the pupil has no class"),
    ]
    assert "a.csv, row 4: the pupil has no forename" in str(bad.value)
    assert everything() == before


def test_a_row_is_counted_as_a_spreadsheet_counts(files: Path) -> None:
    text = 'Forename,Surname,Class\n"Ava\nMae",Khan,4 Maple\n\n,Smith,4 Maple\n'
    with pytest.raises(BadRows) as bad:
        read(written(files / "a.csv", text))
    assert [row.row for row in bad.value.rows] == [4]


def test_an_open_quotation_mark_is_a_bad_row(files: Path) -> None:
    text = 'Forename,Surname,Class\nAva,Khan,4 Maple\n"Ben,Smith,4 Maple\nCy,Reed,4 Maple\n'
    with pytest.raises(BadRows) as bad:
        read(written(files / "a.csv", text))
    assert [row.row for row in bad.value.rows] == [3]


def test_two_rows_for_one_pupil(files: Path) -> None:
    number = upn(1)
    rows = ["Forename,Surname,Class,UPN", f"Ava,Khan,Maple,{number}", f"Ava,Khan,Maple,{number}"]
    changes = take_in(written(files / "a.csv", plain(rows)))
    assert len(changes.new) == 1
    assert "Row 3 stands in row 2 already." in changes.notes
    rows.append(f"Eva,Khan,Oak,{number}")
    with pytest.raises(BadRows) as bad:
        read(written(files / "b.csv", plain(rows)))
    assert [row.row for row in bad.value.rows] == [4]


def test_an_odd_upn_is_noted_and_kept(files: Path) -> None:
    rows = ["Forename,Surname,Class,UPN", "Ava,Khan,Maple,A12"]
    changes = take_in(written(files / "a.csv", plain(rows)))
    assert models.Pupil.get().upn == "A12"
    assert "The UPN of Ava Khan does not look right (A12); it is kept." in changes.notes


def test_a_child_of_one_name(files: Path) -> None:
    take_in(written(files / "a.csv", plain(["Forename,Surname,Class", "Suharto,-,Maple"])))
    assert models.Pupil.get().surname == ""


def test_names_are_cleaned(files: Path) -> None:
    rows = ["Forename,Surname,Class", "  A\u202eva\x1b[31m ,[red]Khan[/],4\u00a0 Maple"]
    take_in(written(files / "a.csv", plain(rows)))
    assert homes() == {"Ava [red]Khan[/]": "4 Maple"}


def test_a_class_spelt_in_two_ways_is_one(files: Path) -> None:
    rows = ["Forename,Surname,Class", "Ava,Khan,4 Maple", "Ben,Smith,4 MAPLE"]
    take_in(written(files / "a.csv", plain(rows)))
    assert pupils_of("4 Maple") == ["Ava Khan", "Ben Smith"]


def test_without_a_class_column_the_year_is_the_class(files: Path) -> None:
    rows = ["Forename,Surname,Year,Gender", "Ava,Khan,4,F", "Ben,Smith,R,M", "Cy,Reed,,M"]
    changes = take_in(written(files / "a.csv", plain(rows)))
    assert homes() == {"Ava Khan": "Year 4", "Ben Smith": "Reception", "Cy Reed": "New pupils"}
    assert "Columns that are not used: Gender." in changes.notes


def test_a_list_without_classes_moves_nobody(files: Path) -> None:
    take_in(written(files / "a.csv", plain(MAPLE)))
    rows = ["Forename,Surname,Year", "Ava,Khan,4", "Ben,Smith,4", "Cy,Reed,4"]
    changes = take_in(written(files / "b.csv", plain(rows)))
    assert not changes.moved
    assert not changes.left
    assert homes() == {"Ava Khan": "4 Maple", "Ben Smith": "4 Maple", "Cy Reed": "Year 4"}


@pytest.mark.parametrize(
    ("name", "data", "words"),
    [
        ("a.csv", b"", "empty"),
        ("a.csv", b"\r\n\r\n", "empty"),
        ("a.csv", b"Forename,Surname,Class\r\n", "no pupils"),
        ("a.xls", b"\xd0\xcf\x11\xe0\xa1\xb1", "old Excel"),
        ("a.pdf", b"%PDF-1.7", "PDF"),
        ("a.csv", bytes(range(256)) * 40, "not a text file"),
        ("a.csv", b"\xff\xfeF\x00o", "damaged"),
        ("users.csv", b"sourcedId,givenName,familyName\r\n1,Ava,Khan\r\n", "folder or the zip"),
        ("Student.csv", b"SIS ID,School SIS ID,Username\r\n1,2,a\r\n", "folder or the zip"),
    ],
)
def test_what_is_no_class_list_is_refused_in_a_sentence(
    files: Path, name: str, data: bytes, words: str
) -> None:
    with pytest.raises(Refused, match=words):
        read(written(files / name, data))


def test_a_file_that_is_not_there(files: Path) -> None:
    with pytest.raises(NotFound, match=r"no\.csv"):
        read(files / "no.csv")


def test_one_plain_list_inside_a_zip(files: Path) -> None:
    take_in(zip_of(files / "a.zip", {"lists/4 Maple.csv": plain(MAPLE), "__MACOSX/._x.csv": "x"}))
    assert pupils_of("4 Maple") == ["Ava Khan", "Ben Smith"]


def test_a_workbook_that_is_damaged(files: Path) -> None:
    path = zip_of(files / "a.xlsx", {"[Content_Types].xml": "<Types/>", "xl/x.xml": "<"})
    with pytest.raises(Refused, match="Excel workbook"):
        read(path)


def test_combined_names_are_asked_for(files: Path) -> None:
    path = written(files / "a.csv", 'Name,Class\r\n"Khan, Ava",4 Maple\r\nBen van Dyk,4 Maple\r\n')
    with pytest.raises(ColumnsUnknown) as asked:
        read(path)
    assert asked.value.needed == ("forename", "surname")
    take_in(path, columns={"forename": "Name", "surname": "Name"})
    assert homes() == {"Ava Khan": "4 Maple", "Ben van Dyk": "4 Maple"}
