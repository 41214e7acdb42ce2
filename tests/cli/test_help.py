"""Help in the reader's language, wrong use, and topics."""

import os

import pytest
from cli.kept_help import FILES, kept, real
from cli.test_commands import run as run_apart

from drillctl.cli.command import run, tree, walk
from drillctl.cli.help_page import page, wrapped
from drillctl.cli.help_texts import help_texts
from drillctl.cli.reader_language import reader_language
from drillctl.language import use


@pytest.fixture(autouse=True)
def english(monkeypatch):
    for name in ("DRILLCTL_LANG", "LANGUAGE", "LC_ALL", "LC_MESSAGES", "LANG"):
        monkeypatch.delenv(name, raising=False)
    yield
    use("en")


@pytest.mark.parametrize("language", FILES)
def test_the_kept_help_is_the_real_one(language):
    """Where this fails: python tests/cli/kept_help.py."""
    assert kept(language) == real(language)
    env = {"COLUMNS": "80", "DRILLCTL_LANG": language}
    assert run_apart("--help", env=env).stdout == kept(language)


@pytest.mark.parametrize("path", [path for path, _ in walk(tree())])
def test_each_command_has_a_page_by_either_way(path, capsys, monkeypatch):
    monkeypatch.setenv("COLUMNS", "80")
    assert run([*path.split(), "--help"]) == 0
    shown = capsys.readouterr().out
    assert shown.startswith(f"Usage: drillctl {path}".rstrip())
    assert "--lang" in shown
    if path:
        assert run(["help", *path.split()]) == 0
        assert capsys.readouterr().out == shown
    for line in shown.splitlines():
        assert len(line) <= 80 or line.startswith(("    drillctl", "    cat", "Usage:"))


def test_every_help_text_is_there_to_be_translated():
    texts = set(help_texts())
    for _, command in walk(tree()):
        assert command.help in texts
        assert {param.help for param in command.params if param.help} <= texts
    assert "Examples:" in texts
    assert "Hold all of a session." in texts


def test_a_page_is_looked_up_in_the_catalogue(monkeypatch):
    from drillctl.cli import help_page

    monkeypatch.setattr(help_page, "in_language", lambda text: f"<{text}>")
    shown = page(dict(walk(tree()))["pin"], "pin")
    assert "<Usage:> drillctl pin" in shown
    assert "<Hold all of a session.>" in shown
    assert "<fine>" in shown


def test_wide_characters_take_two_columns():
    assert wrapped("演练计划", 4, "") == ["演练", "计划"]
    assert wrapped("演练，计划", 6, "") == ["演练，", "计划"]


@pytest.mark.parametrize(
    ("line", "said"),
    [
        ("exlain", "there is no command 'exlain' (did you mean 'explain'"),
        ("availability", "did you mean 'import availability'?"),
        ("plan --efort quick", "there is no option --efort (did you mean '--effort'"),
        ("plan --effort quik", "'quik' is not allowed for --effort (did you mean 'quick'?)"),
        ("plan --workers 0", "--workers takes a number from 1 to 256"),
        ("plan --output", "option --output needs a value"),
        ("schema a b", "too many arguments: b"),
        ("publish a b", "option --caldav is missing"),
        ("follow-up", "argument SESSION/ID is missing"),
        ("--lang fr plan", "'fr' is not allowed for --lang"),
        ("help nonsense", "no command or topic 'nonsense'"),
    ],
)
def test_wrong_use_says_how_it_is_right(line, said, capsys, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    assert run(line.split()) == 2
    out, err = capsys.readouterr()
    assert out == ""
    assert err.startswith("drillctl: error: ")
    assert said in err


@pytest.mark.parametrize("topic", ["exit-status", "files", "environment", "json", "dependencies"])
def test_topics(topic, capsys):
    assert run(["help", topic]) == 0
    assert len(capsys.readouterr().out.splitlines()) > 5


def test_whose_language_counts(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    assert reader_language() == "en"
    monkeypatch.setenv("LANG", "zh_CN.UTF-8")
    assert reader_language() == "zh"
    monkeypatch.setenv("DRILLCTL_LANG", "en")
    assert reader_language() == "en"
    (tmp_path / "drillctl.yaml").write_text("kind: workspace\npaths: [.]\nlang: zh\n")
    (tmp_path / "below").mkdir()
    monkeypatch.chdir(tmp_path / "below")
    assert reader_language() == "zh"
    assert reader_language("en") == "en"


@pytest.mark.parametrize(
    ("line", "language"),
    [
        ("--lang zh plan", "zh"),
        ("plan --lang=zh", "zh"),
        ("aar new --lang zh", None),
        ("--lang zh aar new --lang en", "zh"),
        ("plan", None),
    ],
)
def test_lang_stands_anywhere_but_is_a_commands_own_where_it_has_one(line, language):
    from drillctl.cli.command import asked_language

    assert asked_language(tree(), line.split()) == language


def test_results_to_a_reader_who_has_gone_are_met_in_silence():
    import subprocess
    import sys

    line = f"{sys.executable} -m drillctl check --list-codes | head -n 1"
    done = subprocess.run(line, shell=True, capture_output=True, text=True, env=os.environ)
    assert done.stderr == ""
