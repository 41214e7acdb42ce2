"""Plans and rosters into spreadsheets, as a coordinator types it."""

import pytest
from county import PLAN, problem
from exports.tables.reading_back import from_text, from_workbook, rebuilt
from test_commands import run


@pytest.fixture
def place(tmp_path):
    folder = tmp_path / "county"
    folder.mkdir()
    problem(folder)
    (tmp_path / "plan.yaml").write_text(PLAN, encoding="utf-8")
    return tmp_path


def test_workbook_and_text_say_the_same(place):
    done = run("export", "xlsx", "plan.yaml", "county", "-o", "plan.xlsx", cwd=place)
    assert (done.returncode, done.stdout) == (0, "written to plan.xlsx\n"), done.stderr
    done = run("export", "csv", "plan.yaml", "county", "-o", "tables", cwd=place)
    assert (done.returncode, done.stdout) == (0, "4 tables written to tables\n"), done.stderr
    names = sorted(path.name for path in (place / "tables").iterdir())
    assert names == ["equipment.csv", "gaps.csv", "people.csv", "sessions.csv"]
    files = {p.stem: p.read_bytes() for p in (place / "tables").iterdir()}
    book = (place / "plan.xlsx").read_bytes()
    assert rebuilt(from_text(files)) == rebuilt(from_workbook(book))
    run("export", "xlsx", "plan.yaml", "county", "-o", "again.xlsx", cwd=place)
    assert (place / "again.xlsx").read_bytes() == book


def test_redacted_and_other_encodings(place):
    done = run("export", "csv", "plan.yaml", "county", "-o", "tables", "--redact",
               "--encoding", "gb18030", cwd=place)  # fmt: skip
    assert done.returncode == 0, done.stderr
    text = (place / "tables" / "people.csv").read_bytes().decode("gb18030")
    assert "李伟" not in text
    assert ",p1," not in text
    assert ",fire," in text
    done = run("export", "csv", "plan.yaml", "county", "-o", "t", "--encoding", "ascii", cwd=place)
    assert done.returncode == 2
    assert "ascii has no" in done.stderr
    assert not (place / "t").exists()
    done = run("export", "csv", "plan.yaml", "county", "-o", "t", "--encoding", "no", cwd=place)
    assert done.returncode == 2


def test_a_plan_of_other_files(place):
    text = PLAN + 'not_held: [{id: "nowhere#1", why: []}]\n'
    (place / "plan.yaml").write_text(text, encoding="utf-8")
    done = run("export", "xlsx", "plan.yaml", "county", "-o", "plan.xlsx", cwd=place)
    assert done.returncode == 1
    assert "nowhere#1" in done.stderr
    assert not (place / "plan.xlsx").exists()
    done = run("export", "xlsx", "plan.yaml", "county", "-o", "none/plan.xlsx", cwd=place)
    assert done.returncode == 2


def test_a_roster_goes_out_and_comes_back(place):
    before = (place / "county" / "roster.yaml").read_bytes()
    for name in ("members.xlsx", "members.csv"):
        done = run("export", "roster", "county", "-o", name, "--contacts", cwd=place)
        assert done.returncode == 0, done.stderr
        assert done.stdout == f"6 members written to {name}\n"
        done = run("import", "roster", name, "--into", "county/roster.yaml", cwd=place)
        assert done.returncode == 0, done.stderr
        assert (place / "county" / "roster.yaml").read_bytes() == before
    done = run("export", "roster", "none", "-o", "x.csv", cwd=place)
    assert done.returncode == 1
