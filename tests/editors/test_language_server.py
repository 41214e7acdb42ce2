"""What people see in an editor: squiggles, hover texts and completion out of the schemas."""

from datetime import date

import pytest
from editors.language_server import Editor
from files.test_json_schema import SHIPPED
from files.whole_documents import WHOLE

from drillctl.cli.schema import write_schemas
from drillctl.files.example.answers import Answers, default_units
from drillctl.files.example.writing import example_files
from drillctl.files.json_schema import ANY_KIND, SHAPES

LINE = "# yaml-language-server: $schema=.drillctl/{}.schema.json\n"
WRONG = """\
kind: roster
membres: []
teams: [{id: Fire, kind: pro}]
members: [{id: a, team: x, busy: [{from: 01/02/2027, to: 2027-03-01}]}]
availability: {x: {weekly: [mon-fri 19:00], for: 2h}}
certifications: {a: {valid_for: three years}}
"""


@pytest.fixture(scope="module")
def editor(tmp_path_factory):
    folder = tmp_path_factory.mktemp("editor")
    write_schemas(folder / ".drillctl", (*SHAPES, ANY_KIND))
    with Editor(folder) as opened:
        yield opened


def test_right_files_have_no_squiggle(editor):
    units = default_units("en")
    example = example_files(Answers("en", "UTC", *units, "flood", date(2027, 3, 1)))
    scenario = next(text for name, text in example.items() if name.startswith("scenarios/"))
    made = {"roster ": example["roster.yaml"], "scenario ": scenario}
    for kind, text in {**WHOLE, **made}.items():
        for schema in (kind.strip(), ANY_KIND):
            assert editor.problems(f"{kind}-{schema}.yaml", LINE.format(schema) + text) == []
    for path in SHIPPED:
        text = LINE.format(ANY_KIND) + path.read_text(encoding="utf-8")
        assert editor.problems(path.name, text) == []


@pytest.mark.parametrize("schema", ["roster", ANY_KIND])
def test_mistakes_are_shown_at_their_line_in_our_words(editor, schema):
    assert sorted(editor.problems(f"wrong-{schema}.yaml", LINE.format(schema) + WRONG)) == [
        "3: Property membres is not allowed.",
        '4: Value is not accepted. Valid values: "professional", "volunteer".',
        "4: lower-case letters, digits, '.', '_' and '-', up to 64, beginning with one of the first",
        '5: Missing property "name".',
        "5: write it as 2027-03-31, or 2027-03-06T09:00 without a zone",
        "6: Object is missing property rrule required by property for.",
        '6: write it as "mon-fri 19:00-22:00"',
        "7: write it as 90m, 4h, 1h30m, 14d, 12mo or 3y",
    ]


def test_each_document_of_a_file_is_seen_by_its_kind(editor, tmp_path):
    """By settings; the server takes a line for the document that it stands in, and no other."""
    policy, line = WHOLE["policy"], LINE.format(ANY_KIND)
    lined = f"{line}{policy}---\n{line}kind: scenario\n---\n{line}kind: rooster\n"
    first = len(policy.splitlines()) + 2
    said = [problem.partition(":")[0] for problem in editor.problems("several.yaml", lined)]
    assert said == [str(first + 2)] * 4 + [str(first + 5)]
    write_schemas(tmp_path, (ANY_KIND,))
    schema = (tmp_path / f"{ANY_KIND}.schema.json").as_uri()
    with Editor(tmp_path, {schema: "*.yaml"}) as settled:
        text = f"{policy}---\nkind: scenario\n---\nkind: rooster\n"
        said = [problem.partition(":")[0] for problem in settled.problems("all.yaml", text)]
    assert said == [str(first)] * 4 + [str(first + 2)]


def test_keys_and_words_are_explained_and_offered(editor):
    editor.problems("hover.yaml", LINE.format("roster") + WHOLE["roster"])
    line = 2 + WHOLE["roster"].splitlines().index("    name: 李伟")
    assert "The member's name, in any script." in editor.hover("hover.yaml", line, 6)
    text = "kind: scenario\nexercise: \nschedule:\n  \n"
    editor.problems("offers.yaml", LINE.format("scenario") + text)
    assert {"tabletop", "full-scale"} <= set(editor.offers("offers.yaml", 3, 11))
    assert {"sessions", "window", "hours"} <= set(editor.offers("offers.yaml", 5, 3))
