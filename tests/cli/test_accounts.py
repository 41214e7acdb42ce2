"""Signing, verifying and the history at the command line."""

import json
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from drillctl.cli.command import run
from drillctl.files import plan_history

BY = ["--by", "Office"]


@pytest.fixture
def place(original, tmp_path, monkeypatch):
    folder = tmp_path / "place"
    shutil.copytree(original, folder)
    monkeypatch.chdir(folder)
    monkeypatch.setenv("DRILLCTL_LANG", "en")
    monkeypatch.delenv("DRILLCTL_KEY_PASSWORD", raising=False)
    return folder


def entries(name="plan.yaml.history"):
    return [json.loads(line) for line in Path(name).read_text("utf-8").splitlines()]


def test_the_workspaces_signers_are_believed_by_name(place, capsys):
    public = Path("training.pub").read_text().split()[-1]
    with Path("drillctl.yaml").open("a") as file:
        file.write(f"signers: [{{name: Training office, key: {public}}}]\n")
    assert run(["verify"]) == 0
    assert "revision 1, signed by Training office" in capsys.readouterr().out


@pytest.mark.parametrize(("spoil", "says"), [
    (lambda: Path("plan.yaml").write_text(Path("plan.yaml").read_text() + "# x\n"),
     "was signed, but not as it is now"),
    (lambda: Path("plan.yaml.minisig").unlink(), "is not signed"),
    (lambda: Path("plan.yaml.minisig").write_text("x"), "no signature of minisign's"),
    (lambda: run(["key", "new", "-o", "x.key", "--no-password"])
     or shutil.copy("x.pub", "training.pub"), "not among those trusted"),
])  # fmt: skip
def test_what_was_not_signed_is_1_with_one_line(place, capsys, spoil, says):
    spoil()
    capsys.readouterr()
    assert run(["verify", "--key", "training.pub"]) == 1
    told = capsys.readouterr()
    assert says in told.err
    assert len(told.err.splitlines()) == 1
    assert told.out == ""


def test_without_a_key_verify_says_how_to_give_one(place, capsys):
    assert run(["verify"]) == 2
    assert "signers" in capsys.readouterr().err


def test_a_signed_plan_under_another_name_is_noted(place, capsys):
    shutil.copy("plan.yaml", "other.yaml")
    shutil.copy("plan.yaml.minisig", "other.yaml.minisig")
    assert run(["verify", "other.yaml", "--key", "training.pub"]) == 0
    assert "under the name plan.yaml" in capsys.readouterr().err


def test_a_signature_of_an_older_plan_is_told_as_such(place, capsys):
    assert run(["pin", "river-flood#1", *BY]) == 0
    assert "plan.yaml.minisig no longer fits: sign anew" in capsys.readouterr().err
    assert run(["verify", "--key", "training.pub"]) == 1
    told = capsys.readouterr().err
    assert "revision 1 was signed, but not as it is now" in told
    assert "has 1 entry more: drillctl log plan.yaml" in told
    assert run(["plan", "--baseline", "plan.yaml", "--as-of", "2027-02-01", *BY]) == 0
    capsys.readouterr()
    assert run(["verify", "--key", "training.pub"]) == 1
    told = capsys.readouterr().err
    assert "revision 1 was signed, and this is revision 2" in told
    assert "2 entries more" in told
    Path("plan.yaml.history").unlink()
    assert run(["verify", "--key", "training.pub"]) == 1
    assert "entries more" not in capsys.readouterr().err
    # What the comment says is believed only as it was signed.
    signature = Path("plan.yaml.minisig")
    signature.write_text(signature.read_text().replace("revision:1", "revision:2"))
    assert run(["verify", "--key", "training.pub"]) == 1
    assert "does not fit" in capsys.readouterr().err


def test_a_draft_that_was_signed_and_planned_again_is_to_be_signed_anew(place, capsys):
    assert run(["sign", "old.yaml", "--key", "training.key"]) == 0
    assert run(["plan", "-o", "old.yaml", "--effort", "quick"]) == 0
    assert "old.yaml.minisig no longer fits: sign anew" in capsys.readouterr().err


def test_a_renamed_plan_finds_its_history(place, capsys):
    Path("plan.yaml").rename("spring.yaml")
    assert run(["log", "spring.yaml"]) == 1
    told = capsys.readouterr().err
    assert "plan.yaml.history tells of it: rename that to spring.yaml.history" in told
    Path("plan.yaml.history").rename("spring.yaml.history")
    assert run(["log", "spring.yaml"]) == 0


def test_a_history_written_anew_does_not_hold_the_signed_entry(place, capsys):
    kept = entries()[-1]
    data = plan_history.appended(b"", {**kept, "by": "Somebody else"})
    Path("plan.yaml.history").write_bytes(data)
    assert run(["log"]) == 0
    assert run(["verify", "--key", "training.pub"]) == 0
    assert "no longer holds the entry" in capsys.readouterr().err


def test_a_key_without_a_terminal_needs_the_variable(place, capsys, monkeypatch):
    from drillctl.signing import keys

    monkeypatch.setattr(keys, "OPERATIONS", 2**16)
    monkeypatch.setattr(keys, "MEMORY", 2**22)
    monkeypatch.setattr(sys.stdin, "isatty", lambda: False)
    assert run(["key", "new", "-o", "l.key"]) == 2
    assert "DRILLCTL_KEY_PASSWORD" in capsys.readouterr().err
    assert not Path("l.key").exists()
    monkeypatch.setenv("DRILLCTL_KEY_PASSWORD", "sesame")
    assert run(["key", "new", "-o", "l.key"]) == 0
    assert run(["sign", "--key", "l.key"]) == 0
    assert run(["verify", "--key", "l.pub"]) == 0
    monkeypatch.setenv("DRILLCTL_KEY_PASSWORD", "simsim")
    before = Path("plan.yaml.minisig").read_bytes()
    assert run(["sign", "--key", "l.key"]) == 1
    told = capsys.readouterr()
    assert "password is wrong" in told.err
    assert "simsim" not in told.err
    assert Path("plan.yaml.minisig").read_bytes() == before


def test_without_the_package_a_hint_says_how_to_get_it(place, capsys, monkeypatch):
    monkeypatch.setattr("drillctl.cli.dependencies.find_spec", lambda name: None)
    for line in ("sign", "verify", "key new"):
        assert run(line.split()) == 2
        assert "drillctl[sign]" in capsys.readouterr().err


CHANGES = [
    "plan --effort quick", "pin river-flood#1", "rsvp replies --as-of 2027-02-01",
    "drop li-wei --from 2027-03-01 --to 2027-03-31 --as-of 2027-02-01 --why flu",
    "whatif --without member:anna --as-of 2027-02-01 -o plan.yaml",
    "plan --baseline plan.yaml --as-of 2027-02-01",
]  # fmt: skip


@pytest.mark.parametrize("line", CHANGES)
def test_every_command_that_writes_a_plan_appends_why(line, place, capsys):
    before = entries()
    assert run([*line.split(), "--reason", "Li Wei\nis away", *BY]) == 0
    *old, last = entries()
    assert old == before
    assert (last["reason"], last["by"]) == ("Li Wei is away", "Office")
    assert last["command"] == line.split()[0]
    assert last["plan"]["before"] == before[-1]["plan"]["after"]
    assert "flu" not in Path("plan.yaml.history").read_text("utf-8")
    capsys.readouterr()
    assert run(["log"]) == 0
    assert "why: Li Wei is away" in capsys.readouterr().out


def test_once_begun_an_entry_needs_no_reason(place):
    assert run(["pin", "river-flood#1"]) == 0
    assert [entry["reason"] for entry in entries()] == ["Agreed", None]
    # Nothing changes, nobody says why: nothing to tell.
    assert run(["pin", "river-flood#1"]) == 0
    assert len(entries()) == 2


def test_a_draft_has_no_history_unless_the_workspace_wants_it(place):
    assert run(["plan", "-o", "draft.yaml", "--effort", "quick"]) == 0
    assert not Path("draft.yaml.history").exists()
    Path("plan.yaml.history").unlink()
    assert run(["plan", "--effort", "quick"]) == 0
    assert not Path("plan.yaml.history").exists()
    with Path("drillctl.yaml").open("a") as file:
        file.write("history: true\n")
    assert run(["plan", "-o", "draft.yaml"]) == 0
    assert not Path("draft.yaml.history").exists()
    assert run(["pin", "river-flood#1"]) == 0
    assert len(entries()) == 1


def test_who_is_the_user_of_git(place):
    subprocess.run(["git", "init", "-q", "."], check=True)
    for key, value in (("user.name", "李伟"), ("user.email", "li@example.org")):
        subprocess.run(["git", "config", key, value], check=True)
    assert run(["pin", "river-flood#1"]) == 0
    assert entries()[-1]["by"] == "李伟 <li@example.org>"


def test_a_reason_needs_words_and_a_file(place, capsys):
    before = Path("plan.yaml").read_bytes()
    assert run(["pin", "river-flood#1", "--reason", " "]) == 2
    assert run(["plan", "-o", "-", "--reason", "x"]) == 2
    assert "-o FILE" in capsys.readouterr().err
    assert Path("plan.yaml").read_bytes() == before


def test_a_tampered_history_is_1_and_still_appended_to(place, capsys):
    assert run(["pin", "river-flood#1", *BY]) == 0
    file = Path("plan.yaml.history")
    file.write_text(file.read_text("utf-8").replace("Agreed", "Forced"), encoding="utf-8")
    assert run(["log"]) == 1
    assert "line 2 does not follow" in capsys.readouterr().err
    assert run(["pin", "river-flood#1", "--remove", *BY]) == 0
    assert "line 2 does not follow" in capsys.readouterr().err
    assert len(entries()) == 3
    assert run(["log"]) == 1


def test_a_crash_between_both_files_is_said_by_the_next_run(place, capsys, monkeypatch):
    import os

    replace, done = os.replace, []

    def crash(source, target):
        if done:
            raise KeyboardInterrupt
        done.append(target)
        replace(source, target)

    monkeypatch.setattr(os, "replace", crash)
    with pytest.raises(KeyboardInterrupt):
        run(["pin", "river-flood#1", *BY])
    monkeypatch.setattr(os, "replace", replace)
    assert run(["log"]) == 1
    assert "the machine stopped" in capsys.readouterr().err
    assert run(["pin", "river-flood#1", *BY]) == 0
    assert "the machine stopped" in capsys.readouterr().err
    assert run(["log"]) == 0
    assert "before line 3 the plan was changed without an entry" in capsys.readouterr().err


def test_what_a_history_says_cannot_move_the_cursor(place, capsys):
    data = plan_history.appended(b"", {**entries()[-1], "by": "\x1b[2J", "reason": "\x07"})
    Path("plan.yaml.history").write_bytes(data)
    assert run(["log"]) == 0
    told = "".join(capsys.readouterr())
    assert "\x1b" not in told
    assert "\x07" not in told
