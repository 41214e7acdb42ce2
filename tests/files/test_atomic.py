"""Many files are written all together or not at all."""

import pytest

from drillctl.files.atomic import write_all, write_bytes


def test_all_are_written_and_keep_their_modes(tmp_path):
    old = tmp_path / "old"
    old.write_bytes(b"1")
    old.chmod(0o600)
    assert write_all([(old, b"2"), (tmp_path / "new", b"3")]) == [old, tmp_path / "new"]
    assert (old.read_bytes(), (tmp_path / "new").read_bytes()) == (b"2", b"3")
    assert old.stat().st_mode & 0o777 == 0o600
    assert sorted(path.name for path in tmp_path.iterdir()) == ["new", "old"]


def test_an_error_on_the_way_leaves_every_old_file(tmp_path):
    old = tmp_path / "old"
    old.write_bytes(b"1")

    def files():
        yield old, b"2"
        raise RuntimeError

    with pytest.raises(RuntimeError):
        write_all(files())
    with pytest.raises(FileNotFoundError):
        write_all([(old, b"2"), (tmp_path / "missing" / "x", b"3")])
    assert old.read_bytes() == b"1"
    assert [path.name for path in tmp_path.iterdir()] == ["old"]


def test_a_folder_in_the_way_is_said(tmp_path):
    (tmp_path / "x").mkdir()
    with pytest.raises(IsADirectoryError):
        write_bytes(tmp_path / "x", b"1")
    assert [path.name for path in tmp_path.iterdir()] == ["x"]
