"""The UK Common Transfer File."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from db import models
from db.classlists import BadRows, Layout
from db.policy import Refused
from tests.db.classlists.files import homes, plain, read, take_in, upn, written

PUPIL = """<Pupil><ApplicationReference>x</ApplicationReference><UPN>{upn}</UPN>
<UniqueLearnerNumber>1</UniqueLearnerNumber><Surname>{surname}</Surname>
<Forename>{forename}</Forename><DOB>{born}</DOB><Gender>F</Gender>
<BasicDetails><FormerUPN/><PreferredForename>{known_as}</PreferredForename>
<NCyearActual>{year}</NCyearActual>{more}</BasicDetails>
<Contacts><Contact><Surname>Wrong</Surname><Forename>Wrong</Forename><UPN>Z</UPN></Contact></Contacts>
<StageAssessments><KeyStage><Stage>KS1</Stage></KeyStage></StageAssessments></Pupil>"""


def pupil(forename: str, surname: str, number: int, **more: str) -> str:
    cells = {"born": "2018-04-30", "known_as": "", "year": "4", "more": "", "upn": upn(number)}
    return PUPIL.format(forename=forename, surname=surname, **(cells | more))


def ctf(*pupils: str, head: str = "", root: str = "<CTfile>") -> str:
    return f"""<?xml version="1.0" encoding="UTF-8"?>{head}
{root}<Header><DocumentName>Common Transfer File</DocumentName><CTFversion>23.0</CTFversion>
<SourceSchool><LEA>823</LEA><Estab>2001</Estab><SchoolName>Hilltop Infants</SchoolName>
</SourceSchool></Header><CTFpupilData>{"".join(pupils)}</CTFpupilData></CTfile>"""


def test_pupils_come_in_by_year(files: Path) -> None:
    path = written(
        files / "8232001_CTF.xml",
        ctf(
            pupil("Ava", "Khan", 1, known_as="Avie"),
            pupil("Zoë", "O'Brien", 2, year="R", born="30/04/2021"),
            pupil("Cy", "Reed", 3, year=""),
        ),
    )
    assert read(path).layout is Layout.CTF
    changes = take_in(path)
    assert homes() == {"Ava Khan": "Year 4", "Zoë O'Brien": "Reception", "Cy Reed": "New pupils"}
    row = models.Pupil.get(models.Pupil.forename == "Ava")
    assert (row.upn, row.born_on, row.preferred_name) == (upn(1), date(2018, 4, 30), "Avie")
    assert any("names no class" in note for note in changes.notes)


def test_utf_16_and_a_name_space(files: Path) -> None:
    text = ctf(pupil("Siân", "Núñez", 1), root='<CTfile xmlns="urn:x">')
    data = text.replace('encoding="UTF-8"', 'encoding="UTF-16"').encode("utf-16")
    take_in(written(files / "a.xml", data))
    assert homes() == {"Siân Núñez": "Year 4"}


def test_registration_group_where_there_is_one(files: Path) -> None:
    text = ctf(pupil("Ava", "Khan", 1, more="<RegGroup>4 Maple</RegGroup>"))
    take_in(written(files / "a.xml", text))
    assert homes() == {"Ava Khan": "4 Maple"}


def test_a_pupil_who_is_here_stays_in_class_and_nobody_leaves(files: Path) -> None:
    rows = ["Forename,Surname,Class,UPN", f"Ava,Khan,4 Maple,{upn(1)}", "Ben,Smith,4 Maple,"]
    take_in(written(files / "a.csv", plain(rows)))
    changes = take_in(written(files / "a.xml", ctf(pupil("Ava", "Khan-Lee", 1))))
    assert not changes.new
    assert not changes.moved
    assert not changes.left
    assert homes() == {"Ava Khan-Lee": "4 Maple", "Ben Smith": "4 Maple"}


def test_bad_pupils_are_counted(files: Path) -> None:
    text = ctf(
        pupil("Ava", "Khan", 1),
        pupil("", "Smith", 2),
        pupil("Cy", "Reed", 1),
        pupil("Di", "Lee", 4, born="2018-02-31"),
    )
    with pytest.raises(BadRows) as bad:
        read(written(files / "a.xml", text))
    assert [str(row) for row in bad.value.rows] == [
        "a.xml, pupil 2: the pupil has no forename",
        f"a.xml, pupil 3: pupil 1 has the UPN {upn(1)} too",
        "a.xml, pupil 4: the date of birth cannot be read: 2018-02-31",
    ]


BOMB = '<!DOCTYPE x [<!ENTITY a "aaaa"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;">]>'
OUTSIDE = '<!DOCTYPE x [<!ENTITY a SYSTEM "file:///etc/passwd">]>'


@pytest.mark.parametrize("head", [BOMB, OUTSIDE, "<!DOCTYPE CTfile>"])
def test_xml_that_could_do_harm(files: Path, head: str) -> None:
    with pytest.raises(Refused, match="could do harm"):
        read(written(files / "a.xml", ctf(pupil("&a;", "Khan", 1), head=head)))


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("<html><body>Sign in</body></html>", "not a Common Transfer File"),
        (ctf(pupil("Ava", "Khan", 1))[:-20], "damaged"),
        (ctf(), "no pupils"),
        ('<?xml version="1.0" encoding="nonsense"?><CTfile/>', "damaged"),
    ],
)
def test_other_xml_is_refused(files: Path, text: str, words: str) -> None:
    with pytest.raises(Refused, match=words):
        read(written(files / "a.xml", text))
