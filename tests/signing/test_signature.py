"""Signatures as minisign makes them, checked by that very program where it is installed."""

import os
import shutil
import stat
import subprocess

import pytest

from drillctl.signing import keys
from drillctl.signing.keys import SigningError, new_key, public_key, secret_key, unlocked
from drillctl.signing.signature import signed, verified

PLAN = b"kind: plan\nversion: 1\n"


@pytest.fixture
def key(tmp_path):
    new_key(tmp_path / "a.key", None)
    return tmp_path / "a.key"


def sign(key, data=PLAN, **said):
    with secret_key(key) as opened:
        return signed(data, opened, said)


def trusted(*files):
    return [(file.stem, public_key(str(file.with_suffix(".pub")))) for file in files]


def test_what_was_signed_is_verified_and_the_comment_with_it(key):
    name, found = verified(PLAN, sign(key, file="计划.yaml", revision="3"), trusted(key))
    assert name == "a"
    assert found.said == {"file": "计划.yaml", "revision": "3"}
    assert found.comment.isascii()


def test_the_same_plan_and_key_give_the_same_signature(key):
    assert sign(key, revision="3") == sign(key, revision="3")


@pytest.mark.parametrize("spoil", [
    lambda data, signature: (data + b"#", signature),
    lambda data, signature: (data, signature.replace(b"revision:3", b"revision:4")),
])  # fmt: skip
def test_any_change_is_found(key, spoil):
    with pytest.raises(SigningError, match="does not fit"):
        verified(*spoil(PLAN, sign(key, revision="3")), trusted(key))


def test_another_key_is_not_believed(key, tmp_path):
    new_key(tmp_path / "b.key", None)
    with pytest.raises(SigningError, match="not among those trusted"):
        verified(PLAN, sign(key), trusted(tmp_path / "b.key"))


@pytest.mark.parametrize("garbage", [
    b"", b"\0" * 40, b"a\nb\nc\nd\n", b"x" * 10**6, "untrusted comment: é\nüü==\n\n\n".encode("latin-1"),
])  # fmt: skip
def test_garbage_is_no_signature(key, garbage):
    with pytest.raises(SigningError, match="no signature"):
        verified(PLAN, garbage, trusted(key))


def test_garbage_is_no_key(tmp_path):
    for given in (b"", b"\0\xff", b"untrusted comment: x\nRWQf\n", b"x" * 10**6):
        (tmp_path / "k").write_bytes(given)
        with pytest.raises(SigningError, match="no public key"):
            public_key(str(tmp_path / "k"))
        with pytest.raises(SigningError, match="no secret key"):
            secret_key(tmp_path / "k")
    with pytest.raises(SigningError, match="neither a public key"):
        public_key("RWshort")


def test_a_secret_key_is_its_owners_and_never_replaced(key):
    assert stat.S_IMODE(key.stat().st_mode) == 0o600
    before = key.read_bytes()
    with pytest.raises(SigningError, match="is there already"):
        new_key(key, None)
    assert key.read_bytes() == before


def test_a_public_key_that_is_there_keeps_the_secret_one_from_being_made(tmp_path):
    (tmp_path / "a.pub").write_text("mine")
    with pytest.raises(SigningError, match="is there already"):
        new_key(tmp_path / "a.key", None)
    assert [file.name for file in tmp_path.iterdir()] == ["a.pub"]


@pytest.fixture
def locked(tmp_path, monkeypatch):
    # The full limits take a gigabyte; the format is the same.
    monkeypatch.setattr(keys, "OPERATIONS", 2**16)
    monkeypatch.setattr(keys, "MEMORY", 2**22)
    new_key(tmp_path / "l.key", "sesame")
    return tmp_path / "l.key"


def test_an_encrypted_key_opens_by_its_password_alone(locked):
    with secret_key(locked) as opened:
        assert opened.is_encrypted()
        with pytest.raises(SigningError, match="password is wrong"):
            unlocked(opened, locked, "simsim")
        unlocked(opened, locked, "sesame")
        verified(PLAN, signed(PLAN, opened, {}), trusted(locked))


def test_a_new_key_is_as_hard_to_guess_as_minisigns_own():
    assert (keys.OPERATIONS, keys.MEMORY) == (33554432, 1073741824)


peer = pytest.mark.skipif(
    shutil.which("minisign") is None and os.environ.get("DRILLCTL_REQUIRE_CLIENTS") != "1",
    reason="minisign is not installed",
)


def minisign(*arguments, **more):
    return subprocess.run(["minisign", *map(str, arguments)], capture_output=True, text=True,
                          timeout=60, check=False, **more)  # fmt: skip


@peer
def test_minisign_verifies_ours_and_finds_a_change(key, tmp_path):
    plan = tmp_path / "plan.yaml"
    plan.write_bytes(PLAN)
    (tmp_path / "plan.yaml.minisig").write_bytes(sign(key, file="计划.yaml", revision="3"))
    told = minisign("-V", "-m", plan, "-p", key.with_suffix(".pub"))
    assert told.returncode == 0, told.stderr
    assert "revision:3" in told.stdout
    plan.write_bytes(PLAN + b"#")
    assert minisign("-V", "-m", plan, "-p", key.with_suffix(".pub")).returncode != 0


@peer
@pytest.mark.parametrize("legacy", [[], ["-l"]])
def test_we_verify_what_minisign_signed_with_its_own_key(tmp_path, legacy):
    plan = tmp_path / "plan.yaml"
    plan.write_bytes(PLAN)
    made = minisign("-G", "-W", "-p", tmp_path / "m.pub", "-s", tmp_path / "m.key")
    assert made.returncode == 0, made.stderr
    signing = minisign("-S", "-W", *legacy, "-s", tmp_path / "m.key", "-m", plan)
    assert signing.returncode == 0, signing.stderr
    signature = (tmp_path / "plan.yaml.minisig").read_bytes()
    assert verified(PLAN, signature, trusted(tmp_path / "m.key"))[1].said["file"] == "plan.yaml"
    with pytest.raises(SigningError, match="does not fit"):
        verified(PLAN + b"#", signature, trusted(tmp_path / "m.key"))
    # And our signature by minisign's key.
    verified(PLAN, sign(tmp_path / "m.key"), trusted(tmp_path / "m.key"))


@peer
def test_minisign_signs_with_an_encrypted_key_of_ours(locked, tmp_path):
    plan = tmp_path / "plan.yaml"
    plan.write_bytes(PLAN)
    told = minisign("-S", "-s", locked, "-m", plan, input="sesame\n")
    assert told.returncode == 0, told.stderr
    verified(PLAN, (tmp_path / "plan.yaml.minisig").read_bytes(), trusted(locked))
