"""`drillctl.yaml` among the files: read and checked, and without effect on what is planned."""

import pytest
import yaml
from files.broken_inputs import OK, WHO

from drillctl.files.loading import load
from drillctl.files.nodes import Source
from drillctl.files.workspace_file import read_workspace
from drillctl.model.workspace import Signer, Workspace

FULL = """\
kind: workspace
version: 1
paths: [roster.yaml, scenarios]
plan: out/plan.yaml
context: [../north/plan.yaml]
records: records
lang: zh
signers: [{name: Training office, key: RWQf6LRCGA9i53mlYecO4IzT51TGPpvWucNSCh1CBM0QTaLn73Y7GFO3}]
history: true
"""


def read(text):
    found = []
    return read_workspace(Source("drillctl.yaml", found), yaml.compose(text)), found


def test_every_key_is_read():
    assert read(FULL) == (
        Workspace(
            ("roster.yaml", "scenarios"),
            "out/plan.yaml",
            ("../north/plan.yaml",),
            "records",
            "zh",
            (
                Signer(
                    "Training office", "RWQf6LRCGA9i53mlYecO4IzT51TGPpvWucNSCh1CBM0QTaLn73Y7GFO3"
                ),
            ),
            True,
        ),
        [],
    )


def test_only_paths_are_asked_for():
    assert read("kind: workspace\npaths: [.]\n") == (Workspace((".",)), [])


@pytest.mark.parametrize(
    ("was", "mistake", "code", "says"),
    [
        ("paths: [roster.yaml, scenarios]", "paths: roster.yaml", "S003", "a list is expected"),
        ("paths: [roster.yaml, scenarios]", "paths: []", "S002", "at least one path"),
        ("paths: [roster.yaml, scenarios]\n", "", "S002", "'paths' is missing"),
        ("plan: out/plan.yaml", "plan: [a, b]", "S003", "text is expected"),
        ("records: records", "record: records", "S001", "'record'"),
        ("lang: zh", "lang: cn", "S004", "'cn'"),
        ("key: RWQf6LRC", "key: f6LRC", "V008", "no public key"),
        ("name: Training office, ", "", "S002", "'name' is missing"),
        ("history: true", "history: daily", "S003", "true or false"),
    ],
)
def test_mistakes_are_named_where_they_are(was, mistake, code, says):
    assert was in FULL
    text = FULL.replace(was, mistake)
    _, found = read(text)
    assert [(p.code, says in p.message) for p in found] == [(code, True)]


def test_in_a_folder_it_is_checked_and_no_input_of_the_plan(tmp_path):
    (tmp_path / "all.yaml").write_text(WHO + OK)
    alone = load([tmp_path])
    (tmp_path / "drillctl.yaml").write_text(FULL)
    beside = load([tmp_path])
    assert beside.diagnostics == ()
    assert (beside.problem, beside.inputs) == (alone.problem, alone.inputs)
    (tmp_path / "drillctl.yaml").write_text(FULL.replace("lang: zh", "lang: [zh"))
    assert load([tmp_path]).problem is None
    (tmp_path / "drillctl.yaml").write_text(FULL.replace("version: 1", "version: 2"))
    assert [d.code for d in load([tmp_path]).diagnostics] == ["S009"]
