"""The wheel and the source distribution: same sources, same bytes; what belongs is in them."""

import os
import subprocess
import sys
import tarfile
import tomllib
import zipfile
from pathlib import Path, PurePosixPath

import pytest
from packaging.metadata import Metadata

ROOT = Path(__file__).parents[2]
LEFT_BEHIND = {
    "notes.txt": "mine",
    "plan.yaml": "kind: plan",
    "dist/old.whl": "old",
    ".venv/pyvenv.cfg": "home = /usr",
    ".hypothesis/unicode": "x",
    "drillctl/__pycache__/x.cpython-311.pyc": "x",
    "tests/__pycache__/x.cpython-311.pyc": "x",
    "build/lib/drillctl/__init__.py": "x",
}
"""What people have lying about in a folder they work in."""
_CACHES = {"__pycache__", ".venv", ".hypothesis", ".pytest_cache", ".mypy_cache", ".ruff_cache"}


def sources():
    """The files of the repository, or of the source distribution that this runs in."""
    try:
        listed = subprocess.run(
            ["git", "ls-files", "-z"], cwd=ROOT, capture_output=True, text=True, check=True
        ).stdout
        top = subprocess.run(
            ["git", "rev-parse", "--show-toplevel"], cwd=ROOT, capture_output=True, text=True
        ).stdout.strip()
    except (OSError, subprocess.CalledProcessError):
        listed = top = ""
    if listed and Path(top) == ROOT:
        names = listed.rstrip("\0").split("\0")
        return sorted(name for name in names if (ROOT / name).is_file())
    found = (path for path in ROOT.rglob("*") if path.is_file())
    return sorted(
        path.relative_to(ROOT).as_posix()
        for path in found
        if path.name != "PKG-INFO" and not _CACHES & set(path.relative_to(ROOT).parts)
    )


def laid_out(folder, *, mode, mtime, order, more=()):
    """The sources in `folder`, with these permissions and times, made in this order."""
    for name in sorted(sources(), reverse=order):
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes((ROOT / name).read_bytes())
        path.chmod(mode | (0o100 if os.access(ROOT / name, os.X_OK) else 0))
        os.utime(path, (mtime, mtime))
    for name in more:
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_text(LEFT_BEHIND[name])
    return folder


def built(folder, *targets, umask=0o022, **more):
    """The bytes of what is built in `folder`, by suffix."""
    out = folder.parent / f"{folder.name}-dist"
    kept = {name: value for name, value in os.environ.items() if name != "SOURCE_DATE_EPOCH"}
    asked = [word for target in targets for word in ("-t", target)]
    done = subprocess.run(
        [sys.executable, "-m", "hatchling", "build", "-d", out, *asked],
        cwd=folder, env=kept | more, umask=umask, capture_output=True, text=True, timeout=120,
    )  # fmt: skip
    assert done.returncode == 0, done.stderr
    return {path.suffix: path.read_bytes() for path in out.iterdir()}


@pytest.fixture(scope="module")
def tidy(tmp_path_factory):
    place = tmp_path_factory.mktemp("tidy")
    folder = laid_out(place / "drillctl", mode=0o644, mtime=1_700_000_000, order=False)
    return {**built(folder), "folder": place}


@pytest.fixture(scope="module")
def names(tidy):
    """What is in the wheel, and in the source distribution below its own folder."""
    place = tidy["folder"]
    (place / "one.whl").write_bytes(tidy[".whl"])
    (place / "one.tar.gz").write_bytes(tidy[".gz"])
    with zipfile.ZipFile(place / "one.whl") as wheel:
        in_wheel = wheel.namelist()
    with tarfile.open(place / "one.tar.gz") as archive:
        in_archive = ["/".join(PurePosixPath(name).parts[1:]) for name in archive.getnames()]
    return in_wheel, in_archive


def test_folder_time_zone_umask_and_order_change_no_byte(tidy, tmp_path):
    other = laid_out(tmp_path / "my work", mode=0o600, mtime=1_800_000_000, order=True,
                     more=LEFT_BEHIND)  # fmt: skip
    again = built(other, umask=0o077, TZ="Asia/Shanghai", LC_ALL="C", PYTHONHASHSEED="7")
    assert again[".whl"] == tidy[".whl"]
    assert again[".gz"] == tidy[".gz"]


def test_a_time_that_is_set_counts_and_changes_no_byte_either(tidy, tmp_path):
    first = laid_out(tmp_path / "a", mode=0o644, mtime=1_700_000_000, order=False)
    second = laid_out(tmp_path / "b", mode=0o600, mtime=1_800_000_000, order=True)
    set_to = {"SOURCE_DATE_EPOCH": "1800000000"}
    one, two = built(first, **set_to), built(second, umask=0o077, **set_to)
    assert one == two
    assert one[".whl"] != tidy[".whl"]


def test_the_wheel_of_the_source_distribution_is_the_same(tidy, tmp_path):
    (tmp_path / "source.tar.gz").write_bytes(tidy[".gz"])
    with tarfile.open(tmp_path / "source.tar.gz") as archive:
        archive.extractall(tmp_path, filter="data")
    (unpacked,) = (path for path in tmp_path.iterdir() if path.is_dir())
    assert built(unpacked, "wheel")[".whl"] == tidy[".whl"]


def test_the_source_distribution_is_the_repository(names):
    assert sorted(names[1]) == sorted([*sources(), "PKG-INFO"])


def test_the_wheel_is_the_package_with_its_data_and_nothing_else(names):
    version = next(name for name in names[0] if name.endswith("/METADATA")).partition("/")[0]
    own = {name for name in sources() if name.startswith("drillctl/")}
    licences = {name for name in sources() if PurePosixPath(name).name.startswith("LICENSE")}
    about = {"METADATA", "WHEEL", "RECORD", "entry_points.txt"}
    about |= {f"licenses/{name}" for name in licences}
    wanted = {name for name in own if not name.endswith(".po")}
    assert set(names[0]) == wanted | {f"{version}/{name}" for name in about}
    assert len(names[0]) == len(set(names[0]))
    kinds = {PurePosixPath(name).suffix for name in wanted}
    assert kinds >= {".py", ".mo", ".yaml", ".txt", ".js", ".css", ".html"}


def test_each_vendored_library_has_its_licence_and_is_named(names):
    from drillctl.cli.topics import topic_page

    vendor = "drillctl/exports/page/assets/vendor/"
    below = [name.removeprefix(vendor) for name in names[0] if name.startswith(vendor)]
    libraries = {name.partition("/")[0] for name in below}
    assert len(libraries) >= 2
    page = topic_page("dependencies", 80).lower().replace("-", "").split()
    for library in libraries:
        assert f"{library}/LICENSE" in below
        assert library.replace("-", "") in page


def test_the_metadata_is_valid_and_says_what_pyproject_says(tidy):
    (tidy["folder"] / "two.whl").write_bytes(tidy[".whl"])
    with zipfile.ZipFile(tidy["folder"] / "two.whl") as wheel:
        name = next(name for name in wheel.namelist() if name.endswith("/METADATA"))
        found = Metadata.from_email(wheel.read(name), validate=True)
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    assert found.license_expression == project["license"]
    assert str(found.requires_python) == project["requires-python"]
    assert set(found.provides_extra) == set(project["optional-dependencies"])
    assert found.description.startswith("# drillctl")
