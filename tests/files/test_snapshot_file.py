"""Snapshots come back as they were written, and nothing takes them for inputs."""

from zoneinfo import ZoneInfo

from county import plan, problem

from drillctl.files.loading import load
from drillctl.files.snapshot_file import read_snapshot, reduced, snapshot_path, write_snapshot

ZONE = ZoneInfo("Asia/Shanghai")


def test_what_is_written_is_read_back(tmp_path):
    made = plan(tmp_path)
    small = reduced(made, {"flood#1", "table#1"}, ZONE)
    path = snapshot_path(str(tmp_path / "policy.yaml"), "spring")
    assert path == tmp_path / "snapshots" / "spring.snapshot"
    assert write_snapshot(path, "spring", small)
    found, problems = read_snapshot(path)
    assert problems == ()
    assert found == small
    assert [s.id for s in found.sessions] == ["table#1", "flood#1"]
    assert found.sessions[1].standby == {"crew": ("p1",)}
    before = path.stat().st_mtime_ns
    assert not write_snapshot(path, "spring", small), "nothing to write"
    assert path.stat().st_mtime_ns == before


def test_a_folder_that_is_read_passes_it_over(tmp_path):
    problem(tmp_path)
    before = load([tmp_path])
    path = snapshot_path(str(tmp_path / "scenarios.yaml"), "spring")
    write_snapshot(path, "spring", reduced(plan(tmp_path), {"flood#1"}, ZONE))
    after = load([tmp_path])
    assert after.diagnostics == ()
    assert after.inputs == before.inputs


def test_a_spoilt_one_says_where(tmp_path):
    path = tmp_path / "x.snapshot"
    for text, said in (
        ("kind: snapshot\nsessions:\n- {id: flood, start: 1, end: 2}\n", ":3:8: S006"),
        ("kind: plan\nsessions: []\n", "not a snapshot but 'plan'"),
        ("kind: [", "Y001"),
        ("", "the file holds no snapshot"),
    ):
        path.write_text(text, encoding="utf-8")
        found, problems = read_snapshot(path)
        assert found is None
        assert any(said in str(p) for p in problems), (text, problems)
