"""The plan as a page, as a coordinator types it."""

import pytest
from county import PLAN, ROSTER, problem
from test_commands import run

from drillctl.cli.command import run as run_here

CONTACT = "li.wei@example.org"


@pytest.fixture(scope="module")
def place(tmp_path_factory):
    folder = tmp_path_factory.mktemp("html")
    (folder / "county").mkdir()
    roster = ROSTER.replace("name: 李伟,", f"name: 李伟, email: {CONTACT},")
    problem(folder / "county", roster=roster)
    (folder / "plan.yaml").write_text(PLAN, encoding="utf-8")
    return folder


@pytest.fixture
def export(place, monkeypatch, capsys):
    """``export(name, options)``: exit status, output, error output, text of the file or None."""
    monkeypatch.chdir(place)

    def exported(name, *more, plan="plan.yaml"):
        status = run_here(["export", "html", plan, "county", "-o", name, *more])
        said = capsys.readouterr()
        path = place / name
        text = path.read_text(encoding="utf-8") if path.is_file() else None
        return status, said.out, said.err, text

    return exported


def test_one_file_the_same_each_time(place, export):
    done = run("export", "html", "plan.yaml", "county", "-o", "plan.html", cwd=place)
    assert (done.returncode, done.stdout) == (0, "written to plan.html\n"), done.stderr
    text = (place / "plan.html").read_text(encoding="utf-8")
    assert text.startswith("<!doctype html>")
    assert text.rstrip().endswith("</html>")
    assert "李伟" in text
    assert CONTACT not in text
    assert export("again.html")[3] == text
    assert sorted(p.name for p in place.iterdir() if p.suffix == ".html" or p.name[0] == ".") == [
        "again.html",
        "plan.html",
    ]


def test_private_and_redacted(export):
    assert CONTACT in export("private.html", "--private")[3]
    status, _, _, text = export("redacted.html", "--redact")
    assert status == 0
    assert "李伟" not in text
    assert CONTACT not in text
    assert '"flood#1"' in text


def test_a_failure_leaves_the_file_as_it_was(place, export):
    (place / "kept.html").write_text("as it was", encoding="utf-8")
    strange = PLAN + 'not_held: [{id: "nowhere#1", why: []}]\n'
    (place / "strange.yaml").write_text(strange, encoding="utf-8")
    for plan, named in (("strange.yaml", "nowhere#1"), ("none.yaml", "none.yaml")):
        status, out, err, text = export("kept.html", plan=plan)
        assert (status, out, text) == (1, "", "as it was")
        assert named in err


def test_no_such_folder_no_such_day_and_no_such_mix(place, export):
    status, _, err, _ = export("none/plan.html")
    assert status == 2
    assert "none" in err
    assert not (place / "none").exists()
    for option, value in (("--private", "--redact"), ("--as-of", "2027-02-30"), ("--lang", "fr")):
        status, _, err, text = export("wrong.html", option, value)
        assert (status, text) == (2, None)
        assert option in err or value in err


def test_standard_output_language_and_day(export):
    status, out, _, _ = export("-", "--lang", "zh", "--as-of", "2027-03-10")
    assert status == 0
    assert out.startswith("<!doctype html>")
    assert '"as_of":"2027-03-10"' in out
    assert '<html lang="zh' in out
