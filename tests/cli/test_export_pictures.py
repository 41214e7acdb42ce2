"""Pictures of a plan, as a coordinator types it."""

import subprocess
import sys
from importlib.metadata import PackageNotFoundError
from pathlib import Path

import pytest
from county import PLAN, problem
from test_commands import run as run_program

from drillctl.cli import export_pictures
from drillctl.cli.command import run
from drillctl.exports.pictures import fonts, pictures

GIVEN = ["plan.yaml", "county"]


@pytest.fixture
def place(tmp_path, monkeypatch):
    folder = tmp_path / "county"
    folder.mkdir()
    problem(folder)
    (tmp_path / "plan.yaml").write_text(PLAN, encoding="utf-8")
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("DRILLCTL_LANG", "en")
    return tmp_path


def left(place):
    return sorted(path.name for path in place.iterdir())


def test_all_pictures_in_a_new_folder_and_nothing_else_said(place):
    # As a program of its own: matplotlib warns on standard error, of caches and fonts too.
    done = run_program("export", "png", *GIVEN, "-o", "a/slides", "--by", "person", cwd=place)
    assert (done.returncode, done.stdout, done.stderr) == (
        0,
        "4 pictures written to a/slides\n",
        "",
    )
    names = ["matrix-capabilities.png", "matrix-joint.png", "timeline-person.png", "workload.png"]
    assert left(place / "a" / "slides") == names
    for path in (place / "a" / "slides").iterdir():
        assert path.read_bytes().startswith(b"\x89PNG\r\n")


def test_matplotlib_is_imported_only_to_draw_and_without_pyplot(place):
    code = (
        "import sys; from drillctl.cli.command import tree, run; tree()\n"
        "assert 'matplotlib' not in sys.modules\n"
        f"assert run(['export', 'svg', *{GIVEN}, '-o', 'out', '--only', 'joint']) == 0\n"
        "assert 'matplotlib' in sys.modules and 'matplotlib.pyplot' not in sys.modules"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, cwd=place)
    assert done.returncode == 0, done.stderr


def test_a_readers_own_settings_of_matplotlib_change_nothing(place, monkeypatch):
    assert run(["export", "svg", *GIVEN, "-o", "one", "--only", "joint"]) == 0
    (place / "matplotlibrc").write_text(
        "text.usetex: true\nsvg.fonttype: none\nbogus: 1\nbackend: TkAgg\n"
    )
    monkeypatch.setenv("MATPLOTLIBRC", str(place / "matplotlibrc"))
    monkeypatch.setenv("MPLCONFIGDIR", str(place / "plan.yaml"))  # where no cache can be kept
    done = run_program("export", "svg", *GIVEN, "-o", "two", "--only", "joint", cwd=place)
    assert (done.returncode, done.stderr) == (0, "")
    one, two = (Path(name, "matrix-joint.svg").read_bytes() for name in ("one", "two"))
    assert one == two


def test_only_one_picture_and_what_is_left_of_earlier_ones(place, capsys):
    out = place / "out"
    out.mkdir()
    for name in ("timeline-team-01.svg", "timeline-venue-01.svg", "workload.svg", "mine-01.svg"):
        (out / name).write_text("old")
    assert run(["export", "svg", *GIVEN, "-o", "out", "--only", "timeline"]) == 0
    told = capsys.readouterr()
    assert told.out == "1 picture written to out\n"
    assert told.err == "note: of earlier exports, and left as they are: timeline-team-01.svg\n"
    assert (out / "workload.svg").read_text() == "old"


def test_a_redacted_export_of_the_command(place, capsys):
    options = ["-o", "out", "--text", "--redact", "--by", "person", "--as-of", "2027-03-10"]
    assert run(["export", "svg", *GIVEN, *options]) == 0
    text = "".join(path.read_text(encoding="utf-8") for path in Path("out").iterdir())
    assert "Anna" not in text
    assert "person 1" in text
    assert "as of 2027-03-10" in text


@pytest.mark.parametrize(("options", "said"), [
    (["--size", "9x9"], "error: --size '9x9' is no size: write slide, a4, or pixels"),
    (["--as-of", "soon"], "error: --as-of 'soon' is not a date"),
    (["--by", "member"], "--by"), (["--only", "maps"], "--only"),
])  # fmt: skip
def test_wrong_use(place, capsys, options, said):
    before = left(place)
    assert run(["export", "png", *GIVEN, "-o", "out", *options]) == 2
    assert said in capsys.readouterr().err
    assert left(place) == before


@pytest.mark.parametrize("there", [None, "3.10.8"])
def test_the_extra_is_absent_or_too_old(place, capsys, monkeypatch, there):
    def version(name):
        if there is None:
            raise PackageNotFoundError(name)
        return there

    monkeypatch.setattr(export_pictures, "version", version)
    assert run(["export", "png", *GIVEN, "-o", "out"]) == 2
    hint = "error: pictures need the matplotlib package: pip install 'drillctl[pictures]'\n"
    assert capsys.readouterr().err == hint
    assert not Path("out").exists()


def test_a_plan_of_other_files_is_1(place, capsys):
    Path("plan.yaml").write_text(PLAN.replace("[p1]", "[stranger]"), encoding="utf-8")
    assert run(["export", "png", *GIVEN, "-o", "out"]) == 1
    assert "no member 'stranger' in the files" in capsys.readouterr().err
    assert not Path("out").exists()


def test_what_can_not_be_drawn_whole_is_not_written(place, monkeypatch):
    def broken(*_, **__):
        raise OSError("disk")

    monkeypatch.setattr(pictures.load, "draw_workload", broken)
    with pytest.raises(OSError, match="disk"):
        run(["export", "svg", *GIVEN, "-o", "out"])
    assert not Path("out").exists()


def test_characters_without_a_font_are_told(place, capsys, monkeypatch):
    from matplotlib.font_manager import fontManager

    latin = [entry for entry in fontManager.ttflist if entry.name == fonts.LATIN]
    monkeypatch.setattr(fonts, "_entries", lambda **_: latin)
    assert run(["export", "svg", *GIVEN, "-o", "out", "--only", "workload"]) == 0
    told = capsys.readouterr()
    assert told.out == "1 picture written to out\n"
    characters = " ".join(sorted("李伟王芳张敏"))
    assert told.err == (
        f"note: no font of this machine has {characters}; ids, or English, stand in for what has "
        "them. Install fonts, on Debian fonts-noto-cjk, and export again\n"
    )
