"""``drillctl export ics`` as a coordinator runs it: the files it writes and what it refuses."""

import pytest
from cli.test_commands import run
from clients.story import after, before, county


@pytest.fixture
def folder(tmp_path):
    """The county's files, and the plans before and after a change, ``old`` and ``new``."""
    files = tmp_path / "county"
    files.mkdir()
    county(files, "Asia/Shanghai")
    for name, make in (("old", before), ("new", after)):
        make(tmp_path, "Asia/Shanghai")
        (tmp_path / "plan.txt").rename(tmp_path / f"{name}.yaml")
    return tmp_path


def export(folder, plan, *options):
    return run("export", "ics", folder / plan, folder / "county", "-o", folder / "out", *options)


def written(folder) -> list[str]:
    out = folder / "out"
    return sorted(path.relative_to(out).as_posix() for path in out.rglob("*.ics"))


@pytest.mark.parametrize(
    ("by", "files"),
    [
        ("team", ["team-club.ics", "team-fire.ics", "team-sky.ics"]),
        ("member", [f"member-{m}.ics" for m in ("p1", "p2", "p3", "v1", "v2", "v3")]),
        ("venue", ["venue-hall.ics", "venue-lake.ics", "venue-pond.ics"]),
        ("all", ["all.ics"]),
    ],
)
def test_calendars_by_audience(folder, by, files):
    done = export(folder, "old.yaml", "--by", by)
    assert (done.returncode, done.stderr) == (0, "")
    assert written(folder) == files
    assert f"{len(files)} calendar" in done.stdout


def test_options_reach_the_files(folder):
    assert export(folder, "old.yaml", "--by", "all", "--utc", "--redact").returncode == 0
    text = (folder / "out" / "all.ics").read_text(encoding="utf-8")
    assert "VTIMEZONE" not in text
    assert "李伟" not in text


def test_messages_for_what_changed(folder):
    done = export(
        folder, "new.yaml", "--by", "member", "--method", "request", "--since", folder / "old.yaml"
    )
    assert done.returncode == 0, done.stderr
    assert "6 of 6 invited have no `email`" in done.stderr
    assert written(folder) == [
        "member-p1/flood-1.request.ics",
        "member-p2/flood-1.request.ics",
        "member-p3/boats-1.cancel.ics",
        "member-p3/flood-1.request.ics",
        "member-v1/flood-1.request.ics",
        "member-v2/flood-1.cancel.ics",
        "member-v3/boats-1.cancel.ics",
        "member-v3/flood-1.request.ics",
    ]


def test_messages_that_lie_there_are_not_mixed_with_others(folder):
    options = ("--by", "team", "--method", "request")
    assert export(folder, "old.yaml", *options).returncode == 0
    before = written(folder)
    again = export(folder, "new.yaml", *options)
    assert again.returncode == 2
    assert "name an empty folder" in again.stderr
    assert written(folder) == before


def test_a_cancellation_that_nobody_remembers_goes_to_all(folder):
    assert export(folder, "new.yaml", "--by", "venue", "--method", "request").returncode == 0
    assert "all/boats-1.cancel.ics" in written(folder)


def test_without_an_organizer_nobody_is_invited(folder):
    scenarios = folder / "county" / "scenarios.yaml"
    text = scenarios.read_text(encoding="utf-8").replace("organizer:", "# organizer:")
    scenarios.write_text(text, encoding="utf-8")
    done = export(folder, "old.yaml", "--method", "request")
    assert done.returncode == 1
    assert "organizer: {name: Training office, email: training@example.org}" in done.stderr
    assert not (folder / "out").exists()


@pytest.mark.parametrize(
    ("options", "said"),
    [
        (("--method", "request", "--redact"), "--redact is for --method publish"),
        (("--since", "old.yaml"), "--since is for --method request"),
        (("--method", "reqest"), "reqest"),
    ],
)
def test_wrong_use(folder, options, said):
    done = export(folder, "old.yaml", *options)
    assert done.returncode == 2
    assert said in done.stderr
    assert not (folder / "out").exists()


def test_plans_in_the_wrong_order_are_refused(folder):
    options = ("--method", "request", "--since", folder / "new.yaml")
    done = export(folder, "old.yaml", *options)
    assert done.returncode == 1
    assert "flood#1, boats#1 changed since" in done.stderr
    assert "--baseline" in done.stderr


def test_an_earlier_plan_that_cannot_be_read_is_said(folder):
    done = export(folder, "old.yaml", "--method", "request", "--since", folder / "none.yaml")
    assert done.returncode == 1
    assert "none.yaml" in done.stderr
    assert "Traceback" not in done.stderr


def test_calendars_of_who_has_left_are_named(folder):
    assert export(folder, "old.yaml", "--by", "member").returncode == 0
    (folder / "out" / "member-gone.ics").write_bytes(b"BEGIN:VCALENDAR\r\n")
    done = export(folder, "new.yaml", "--by", "member")
    assert done.returncode == 0
    assert "member-gone.ics" in done.stderr
