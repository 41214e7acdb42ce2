"""The plan as a page, as a coordinator types it."""

import pytest
from county import PLAN, ROSTER, problem
from test_commands import run

CONTACT = "li.wei@example.org"


@pytest.fixture(scope="module")
def place(tmp_path_factory):
    folder = tmp_path_factory.mktemp("html")
    (folder / "county").mkdir()
    roster = ROSTER.replace("name: 李伟,", f"name: 李伟, email: {CONTACT},")
    problem(folder / "county", roster=roster)
    (folder / "plan.yaml").write_text(PLAN, encoding="utf-8")
    return folder


def export(place, name, *more, plan="plan.yaml"):
    """The finished command, and the file that it wrote, None where there is none."""
    done = run("export", "html", plan, "county", "-o", name, *more, cwd=place)
    assert "Traceback" not in done.stderr
    path = place / name
    return done, path.read_text(encoding="utf-8") if path.is_file() else None


def test_one_file_the_same_each_time(place):
    done, text = export(place, "plan.html")
    assert (done.returncode, done.stdout) == (0, "written to plan.html\n"), done.stderr
    assert text.startswith("<!doctype html>")
    assert text.rstrip().endswith("</html>")
    assert "李伟" in text
    assert CONTACT not in text
    assert export(place, "again.html")[1] == text
    assert sorted(p.name for p in place.iterdir() if p.suffix == ".html" or p.name[0] == ".") == [
        "again.html",
        "plan.html",
    ]


def test_private_and_redacted(place):
    assert CONTACT in export(place, "private.html", "--private")[1]
    done, text = export(place, "redacted.html", "--redact")
    assert done.returncode == 0, done.stderr
    assert "李伟" not in text
    assert CONTACT not in text
    assert '"flood#1"' in text


def test_a_failure_leaves_the_file_as_it_was(place):
    (place / "kept.html").write_text("as it was", encoding="utf-8")
    strange = PLAN + 'not_held: [{id: "nowhere#1", why: []}]\n'
    (place / "strange.yaml").write_text(strange, encoding="utf-8")
    done, text = export(place, "kept.html", plan="strange.yaml")
    assert done.returncode == 1
    assert "nowhere#1" in done.stderr
    assert done.stdout == ""
    assert text == "as it was"
    done, text = export(place, "kept.html", plan="none.yaml")
    assert done.returncode == 1
    assert "none.yaml" in done.stderr
    assert text == "as it was"


def test_no_such_folder_no_such_day_and_no_such_mix(place):
    done, _ = export(place, "none/plan.html")
    assert done.returncode == 2
    assert "none" in done.stderr
    assert not (place / "none").exists()
    for wrong in (["--private", "--redact"], ["--as-of", "2027-02-30"], ["--lang", "fr"]):
        done, text = export(place, "wrong.html", *wrong)
        assert done.returncode == 2, wrong
        assert wrong[-1] in done.stderr or "--private" in done.stderr
        assert text is None


def test_standard_output_language_and_day(place):
    done = run("export", "html", "plan.yaml", "county", "-o", "-", "--lang", "zh",
               "--as-of", "2027-03-10", cwd=place)  # fmt: skip
    assert done.returncode == 0, done.stderr
    assert done.stdout.startswith("<!doctype html>")
    assert '"as_of":"2027-03-10"' in done.stdout
    assert '<html lang="zh' in done.stdout
