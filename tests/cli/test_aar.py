"""``drillctl aar new`` on real folders: what it writes, and what of people's work it keeps."""

import subprocess
import sys

import pytest
import yaml
from county import PLAN, problem
from docx import Document
from openpyxl import load_workbook

from drillctl.cli.aar_app import Doctrine, DocumentFormat, DocumentKind
from drillctl.exports.documents.doctrine import DOCTRINES
from drillctl.exports.documents.kinds import FORMATS, KINDS
from drillctl.files.loading import load

FILES = sum(len(formats) for formats in KINDS.values())


@pytest.fixture
def county(tmp_path):
    folder = tmp_path / "county"
    folder.mkdir()
    problem(folder)
    (tmp_path / "plan.yaml").write_text(PLAN)
    return folder


def new(county, *arguments):
    command = [sys.executable, "-m", "drillctl", "aar", "new", county.parent / "plan.yaml", county]
    command += ["-o", county.parent / "out", *arguments]
    return subprocess.run(list(map(str, command)), capture_output=True, text=True, timeout=300)


def files(county):
    return {
        path.relative_to(county.parent / "out").as_posix(): path.read_bytes()
        for path in (county.parent / "out").rglob("*")
        if path.is_file()
    }


def test_a_folder_for_each_session_and_the_same_bytes_again(county):
    made = new(county)
    assert made.returncode == 0, made.stderr
    assert made.stdout == f"{4 * FILES} file(s) for 4 session(s) in {county.parent / 'out'}\n"
    first = files(county)
    assert len(first) == 4 * FILES
    assert "flood-2/flood-2-evaluation-guide.xlsx" in first
    assert new(county).stderr == ""
    assert files(county) == first
    loaded = load([county, county.parent / "out"])
    assert loaded.diagnostics == ()
    assert len(loaded.problem.records) == 4


def test_what_people_filled_in_is_kept(county):
    assert new(county, "--session", "flood#1").returncode == 0
    folder = county.parent / "out" / "flood-1"
    record = folder / "flood-1-record.yaml"
    record.write_text(record.read_text().replace("status: ,", "status: present,", 1))
    sheet = folder / "flood-1-sign-in.xlsx"
    book = load_workbook(sheet)
    book.active["F7"] = "present"
    book.save(sheet)
    report = folder / "flood-1-after-action-report.docx"
    document = Document(report)
    document.add_paragraph("Mine")
    document.save(report)
    mine = files(county)
    scenarios = county / "scenarios.yaml"
    scenarios.write_text(scenarios.read_text().replace("title: Flood", "title: Deluge"))
    again = new(county, "--session", "flood#1")
    assert again.returncode == 0
    assert again.stderr.count("somebody has changed it since") == 3
    now = files(county)
    for path in (record, sheet, report):
        name = path.relative_to(county.parent / "out").as_posix()
        assert now[name] == mine[name]
        assert f"kept {path}" in again.stderr
    assert b"Deluge" in now["flood-1/flood-1-sign-in.md"]
    forced = new(county, "--session", "flood#1", "--force")
    assert forced.stderr == ""
    assert b"present," not in files(county)["flood-1/flood-1-record.yaml"].split(b"attendance:")[1]


def test_a_filled_in_record_fills_the_report(county):
    assert new(county, "--only", "record").returncode == 0
    folder = county.parent / "out" / "flood-1"
    record = folder / "flood-1-record.yaml"
    data = yaml.safe_load(record.read_text())
    data["attendance"]["v1"]["status"] = "late"
    data["strengths"] = ["Good radio"]
    record.write_text(yaml.safe_dump(data))
    made = new(county, str(record), "--only", "after-action-report", "--format", "md")
    assert made.returncode == 0, made.stderr
    text = (folder / "flood-1-after-action-report.md").read_text()
    assert "Good radio" in text
    assert "| late |" in text


def test_choices(county):
    made = new(
        county,
        *("--session", "flood#1", "--doctrine", "cn", "--lang", "zh"),
        *("--only", "msel", "--only", "sign-in", "--format", "docx", "--format", "xlsx"),
    )
    assert made.returncode == 0, made.stderr
    assert sorted(files(county)) == [
        "flood-1/flood-1-msel.docx",
        "flood-1/flood-1-msel.xlsx",
        "flood-1/flood-1-sign-in.docx",
        "flood-1/flood-1-sign-in.xlsx",
    ]


@pytest.mark.parametrize(
    ("arguments", "says"),
    [
        (("--session", "flood#7"), "no session 'flood#7'"),
        (("--only", "record", "--format", "md"), "record comes as yaml"),
        (("--only", "rekord"), "rekord"),
        (("--doctrine", "nato"), "nato"),
    ],
)
def test_wrong_use_exits_2_and_writes_nothing(arguments, says, county):
    made = new(county, *arguments)
    assert made.returncode == 2
    assert says in made.stderr
    assert not (county.parent / "out").exists()


def template(county, name, text):
    folder = county.parent / "templates"
    folder.mkdir(exist_ok=True)
    document = Document()
    document.add_paragraph(text)
    document.save(folder / name)
    return folder


def test_own_templates(county):
    folder = template(county, "hot-wash.docx", "Ours: {{ session.title }}")
    made = new(county, "--templates", folder)
    assert made.returncode == 0, made.stderr
    written = Document(county.parent / "out" / "flood-1" / "flood-1-hot-wash.docx")
    assert [p.text for p in written.paragraphs] == ["Ours: Flood"]
    again = files(county)
    assert new(county, "--templates", folder).stderr == ""
    assert files(county) == again


def test_wrong_templates_exit_1_and_nothing_is_written(county):
    template(county, "hot-wash.docx", "{{ session.titel }}")
    folder = template(county, "nosuch.docx", "x")
    made = new(county, "--templates", folder)
    assert made.returncode == 1
    assert "hot-wash.docx:0:0: T003" in made.stderr
    assert "nosuch.docx:0:0: T004" in made.stderr
    assert not (county.parent / "out").exists()


def test_a_template_that_fails_for_one_session_writes_nothing(county):
    folder = template(county, "msel.docx", "{{ injects[0].text }}")
    made = new(county, "--templates", folder)
    assert made.returncode == 1
    assert "msel.docx: table#1: can't be filled in" in made.stderr
    assert "Traceback" not in made.stderr
    assert files(county) == {}


def test_the_options_offer_what_there_is():
    assert [kind.value for kind in DocumentKind] == list(KINDS)
    assert [form.value for form in DocumentFormat] == list(FORMATS)
    assert [doctrine.value for doctrine in Doctrine] == list(DOCTRINES)


def test_placeholders_are_listed():
    command = [sys.executable, "-m", "drillctl", "aar", "new", "--list-placeholders"]
    made = subprocess.run(command, capture_output=True, text=True, timeout=60)
    assert made.returncode == 0
    assert "{{ session.title }}" in made.stdout
    assert "which players see" in made.stdout
