"""``drillctl schema`` as an editor's user runs it."""

import json

from test_commands import run


def test_a_schema_is_printed_and_an_unknown_kind_is_wrong_use():
    made = run("schema", "record")
    assert made.returncode == 0
    assert json.loads(made.stdout)["properties"]["kind"] == {"const": "record"}
    for arguments in ((), ("rekord",)):
        wrong = run("schema", *arguments)
        assert wrong.returncode == 2
        assert "record" in wrong.stderr
