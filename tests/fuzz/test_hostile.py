"""Inputs made to hurt: each is read or refused in words, in a process that has little memory.

The time limit only tells a hang from a slow machine.
"""

import os
import subprocess
import sys
from pathlib import Path

import fuzz_caldav
import pytest
from archives import packed
from hostile_inputs import inputs, zip_bomb
from shown import clean
from surroundings import PLAN, ROSTER, SCENARIO
from targets import CORPUS, TARGETS

from drillctl.cli.check import shown_as
from drillctl.cli.terminal import note, say
from drillctl.exports.diagnostics.findings import Findings
from drillctl.files import documents as composing
from drillctl.files import layout, limited, nodes
from drillctl.files.checking import checked
from drillctl.files.documents import documents
from drillctl.files.limited import read_limited, read_yaml
from drillctl.files.plan_file import read_plan
from drillctl.files.selection import Selection
from drillctl.files.workbook_cells import WorkbookError, read_cells

HANG = 180
CHILD = Path(__file__).parent / "child.py"
HOSTILE = inputs()


@pytest.mark.parametrize("targets", [TARGETS[::2], TARGETS[1::2]], ids="-".join)
def test_no_harm(targets, tmp_path):
    for target in targets:
        (tmp_path / target).mkdir()
        for name, data in HOSTILE[target].items():
            (tmp_path / target / name).write_bytes(data)
    command = [sys.executable, CHILD, tmp_path, *targets]
    done = subprocess.run(command, capture_output=True, text=True, timeout=HANG)
    assert done.returncode == 0, f"{done.stdout[-200:]}\n{done.stderr[-3000:]}"


def codes(tmp_path, data):
    path = tmp_path / "any.yaml"
    path.write_bytes(data if isinstance(data, bytes) else data.encode())
    return {problem.code for problem in checked([str(path)], Selection()).problems}


@pytest.mark.parametrize(
    ("name", "code"),
    [
        ("deep-brackets", "Y003"),
        ("deep-quoted", "Y003"),
        ("deep-comments", "Y003"),
        ("deep-json", "Y003"),
        ("deep-blocks", "Y003"),
        ("deep-markers", "Y003"),
        ("aliases", "Y005"),
        ("aliases-of-kind", "Y005"),
        ("alias-circle", "Y005"),
        ("alias-circle-of-keys", "Y005"),
        ("nul", "Y001"),
        ("surrogate", "Y001"),
        ("raw-surrogate", "F002"),
        ("escape", "S007"),
        ("huge-number", "S003"),
        ("interval-0", "V004"),
        ("30-february", "V004"),
        ("every-second", "V004"),
        ("excluded-for-ever", "V004"),
    ],
)
def test_what_is_said_of_yaml(tmp_path, name, code):
    assert code in codes(tmp_path, HOSTILE["yaml"][name])


@pytest.mark.parametrize("character", "\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069")
def test_a_name_that_turns_the_direction_of_text(tmp_path, character):
    assert "S010" in codes(tmp_path, ROSTER.replace("Anna", f"An{character}na"))


@pytest.mark.parametrize("name", ["שרה לוי", "محمد علي", "a\u200fb", "علي Ali"])
def test_names_written_from_right_to_left(tmp_path, name):
    assert not {"S007", "S010"} & codes(tmp_path, f"{ROSTER}---\n{SCENARIO}".replace("Anna", name))


def test_brackets_and_aliases_that_people_write(tmp_path):
    people = "".join(
        f'  - {{id: m{n}, name: "O\'Brien [{n}]", team: sky, availability: *eve}}\n'
        for n in range(400)
    )
    roster = ROSTER.replace(
        "members:\n",
        'availability:\n  eve: &eve {weekly: ["mon-fri 19:00-22:00"]}\nmembers:\n' + people,
    )
    assert not {"Y001", "Y003", "Y005"} & codes(tmp_path, f"{roster}---\n{SCENARIO}")


def test_large_files_are_refused_unread(tmp_path):
    path = tmp_path / "large.yaml"
    with open(path, "wb") as file:
        file.truncate(100_000_000)
    plan, problems = read_plan(path)
    assert plan is None
    assert "larger than 16 MB: split it into several files" in str(problems[0])
    found = checked([str(path)], Selection()).problems
    assert [problem.code for problem in found][:1] == ["F001"]


def test_the_largest_file_is_read(tmp_path):
    path = tmp_path / "large"
    path.write_bytes(b"12345")
    assert read_limited(path, 5) == b"12345"
    with pytest.raises(OSError, match="larger than"):
        read_limited(path, 4)
    assert read_limited(path) == read_yaml(path) == b"12345"


@pytest.mark.parametrize("end", ["\n", "\r", "\x85", "\u2028"])
def test_more_lines_than_are_read(tmp_path, end, monkeypatch):
    monkeypatch.setattr(limited, "MOST_LINES", 5)
    path = tmp_path / "lines.yaml"
    path.write_bytes(f"a{end}".encode() * 5)
    assert read_yaml(path)
    path.write_bytes(f"a{end}".encode() * 6)
    with pytest.raises(OSError, match="more than 5 lines: split it"):
        read_yaml(path)


@pytest.mark.parametrize("list_of", ["- a\n", "- {}\n", "- &a# a\n", "- !!str a\n"])
def test_more_values_than_are_read(list_of, monkeypatch):
    monkeypatch.setattr(composing, "MOST_VALUES", 101)
    text = "".join(list_of.replace("#", str(n)) for n in range(101))
    assert len(list(documents("any.yaml", text[: text.rindex("-")].encode()))) == 1
    (found,) = documents("any.yaml", text.encode())
    assert (found.code, "more than 101 values" in str(found)) == ("F001", True)


def test_more_problems_than_are_read(tmp_path, monkeypatch):
    monkeypatch.setattr(nodes, "MOST_PROBLEMS", 30)
    monkeypatch.setattr(layout, "MOST_PROBLEMS", 30)
    path = tmp_path / "any.yaml"
    path.write_text("kind: roster\n" + "".join(f"k{n}: 1 \n" for n in range(99)))
    found = checked([str(path)], Selection()).problems
    assert [problem.code for problem in found].count("S001") == 31
    assert [problem.code for problem in found].count("L001") == 31
    assert sum("more than" in problem.message for problem in found) == 2


def test_a_roster_of_a_city_stays_below_the_limits():
    member = (
        "  - {id: m, name: 李伟, team: t, email: a@example.org, busy: [{from: 2027-03-01, to: 2027-03-09}],\n"
        "     certifications: [{id: a, issued: 2025-04-01}, {id: b, issued: 2025-04-01}, {id: c}]}\n"
    )
    text = "kind: roster\nmembers:\n" + member * 100
    loader = composing.Loader(text)
    loader.get_single_node()
    assert loader.values * 100 < composing.MOST_VALUES
    assert len(text.encode()) * 100 < limited.MOST_YAML
    assert text.count("\n") * 100 < limited.MOST_LINES


def test_blanks_that_end_no_line_take_no_quadratic_time():
    text = "a:" + " \t" * 2_000_000 + "b\n"
    assert not [p for p in layout.layout_problems("any.yaml", text, []) if p.code == "L001"]


def test_direction_controls_in_comments_reach_no_terminal(tmp_path):
    path = tmp_path / "any.yaml"
    path.write_text(ROSTER.replace("teams:", "teem:") + "# \u202e \u2066x\n", encoding="utf-8")
    path.write_text("teem: 1 # \u202e \u2066x \n" + path.read_text(), encoding="utf-8")
    found = checked([str(path)], Selection())
    text = shown_as(Findings(found.problems, found.texts), "text")
    assert "teem: 1 #" in text
    clean(text)


@pytest.mark.skipif(not Path("/dev/zero").exists(), reason="needs a file without end")
def test_a_file_without_end():
    with pytest.raises(OSError, match="larger than"):
        read_limited("/dev/zero", 1000)


@pytest.mark.parametrize(
    ("data", "said"),
    [
        (zip_bomb(), "holds 3"),
        (HOSTILE["workbook"]["merged"], "merged cells cover A1:XFD1048576"),
        (HOSTILE["workbook"]["merged-columns"], "merged cells cover A:XFD"),
        (HOSTILE["workbook"]["entities"], "broken"),
    ],
    ids=["zip bomb", "merged", "merged columns", "entities"],
)
def test_what_is_said_of_workbooks(data, said):
    with pytest.raises(WorkbookError, match=said):
        read_cells("any.xlsx", packed(data), whole=True)


def test_an_external_entity_is_not_read(tmp_path, monkeypatch):
    secret = tmp_path / "secret"
    secret.write_text("s3cret")
    seen = []
    data = HOSTILE["caldav"]["external-entity"].replace(b"/etc/hostname", str(secret).encode())
    monkeypatch.setattr(fuzz_caldav, "steps", lambda wanted, found, *_: seen.append(found) or ())
    fuzz_caldav.one(data)
    assert seen
    assert "s3cret" not in repr(seen)


def test_a_terminal_obeys_nothing_from_outside(capsys):
    say("a\x1b[2Jb\u202ec\udcffd\te\n李伟 שרה")
    note("x\x9by\u2066")
    shown = capsys.readouterr()
    assert shown.out == "a\\u001b[2Jb\\u202ec\\udcffd\te\n李伟 שרה\n"
    assert shown.err == "x\\u009by\\u2066\n"


@pytest.mark.skipif(sys.platform != "linux", reason="names of files are bytes there")
@pytest.mark.parametrize("format", ["text", "json", "github", "gitlab", "sarif", "junit"])
def test_names_of_files_are_shown_harmlessly(tmp_path, format, capsys):
    from drillctl.cli.check import check

    name = os.fsdecode(b"a\x1b[2J\xff\xe2\x80\xae.yaml")
    (tmp_path / name).write_text("kind: rooster\n")
    assert check([str(tmp_path)], format=format) == 1
    clean(capsys.readouterr().out)


def test_reasons_in_a_plan_are_made_harmless(tmp_path):
    path = tmp_path / "plan.yaml"
    path.write_text(PLAN + 'not_held: [{id: flood#2, why: ["a\\e[2J"]}]\n')
    plan, problems = read_plan(path)
    assert not problems
    assert plan.not_held[0].why == ("a\\u001b[2J",)


def test_corpus_is_small():
    assert sum(path.stat().st_size for path in CORPUS.rglob("*") if path.is_file()) < 150_000
