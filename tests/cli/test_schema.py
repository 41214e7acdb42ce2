"""``drillctl schema`` as an editor's user runs it."""

import json

import pytest
from county import problem
from files.editor_yaml import data_of
from jsonschema import Draft7Validator
from test_commands import run

from drillctl.files.json_schema import ANY_KIND, SHAPES


def test_without_a_kind_the_kinds_are_listed():
    listed = run("schema")
    assert listed.returncode == 0
    assert [line.split()[0] for line in listed.stdout.splitlines()] == [*SHAPES, ANY_KIND, "all"]


def test_a_schema_is_printed_or_written(tmp_path):
    printed = run("schema", "scenario")
    assert printed.returncode == 0
    assert json.loads(printed.stdout)["properties"]["kind"]["const"] == "scenario"
    assert run("schema", "scenario", "-o", tmp_path / "s.json").stdout == ""
    assert (tmp_path / "s.json").read_text(encoding="utf-8") == printed.stdout


def test_an_unknown_kind_is_wrong_use():
    wrong = run("schema", "rekord")
    assert wrong.returncode == 2
    assert wrong.stdout == ""
    assert "no schema of kind 'rekord' (did you mean 'record'?)" in wrong.stderr


@pytest.mark.parametrize("output", [(), ("-o", "-"), ("-o", "file")])
def test_all_need_a_folder(tmp_path, output):
    (tmp_path / "file").write_text("mine")
    wrong = run("schema", "all", *output, cwd=tmp_path)
    assert wrong.returncode == 2
    assert wrong.stderr.startswith("error: ")
    assert (tmp_path / "file").read_text() == "mine"


def test_what_drillctl_writes_is_valid(tmp_path):
    """What `init`, `plan` and `aar` write, by the schemas that `schema all` writes."""
    assert run("schema", "all", "-o", tmp_path / "schemas").returncode == 0
    names = {path.name for path in (tmp_path / "schemas").iterdir()}
    assert names == {f"{kind}.schema.json" for kind in (*SHAPES, ANY_KIND)}
    county = tmp_path / "county"
    county.mkdir()
    problem(county)
    assert run("init", tmp_path / "new").returncode == 0
    assert run("plan", county, "-o", county / "plan.yaml").returncode == 0
    assert run("plan", county, "-o", tmp_path / "plan.json").returncode == 0
    aar = run("aar", "new", county / "plan.yaml", county, "-o", county / "aar")
    assert aar.returncode == 0, aar.stderr
    record = next((county / "aar" / "boats-1").glob("*record.yaml"))
    record.write_text(record.read_text().replace("status: ,", "status: present,", 1))
    collected = run("aar", "collect", county / "aar" / "boats-1", county, "-o", county / "records")
    assert collected.returncode in (0, 1), collected.stderr
    assert list((county / "records").glob("*.yaml"))
    kinds = set()
    for path in (*tmp_path.rglob("*.yaml"), tmp_path / "plan.json"):
        for document in data_of(path.read_text(encoding="utf-8")):
            kinds.add(document["kind"])
            for name in (document["kind"], ANY_KIND):
                schema = json.loads((tmp_path / "schemas" / f"{name}.schema.json").read_text())
                wrong = [error.message for error in Draft7Validator(schema).iter_errors(document)]
                assert wrong == [], path
    assert {"roster", "scenario", "policy", "plan", "record"} <= kinds
