"""Comments in files that silence codes."""

from drillctl.files.checking import checked
from drillctl.files.comments import comments
from drillctl.files.selection import Selection

HEAD = "kind: roster\ntimezone: Asia/Shanghai\nteams: [{id: fire, kind: professional}]\nmembers:\n"
REST = "---\nkind: scenario\nid: s\nexercise: drill\nduration: 2h\nschedule: {window: {from: 2027-03-01, to: 2027-03-31}}\npositions: [{id: p, count: 1}]\n"
A = "  - {id: a, name: A, team: fire}\n"


def codes(tmp_path, text, **selection):
    path = tmp_path / "f.yaml"
    path.write_text(text, encoding="utf-8")
    found = checked([str(path)], Selection(**selection))
    return [(d.line, d.code) for d in found.problems], found


def test_on_the_line_and_alone_before_it(tmp_path):
    text = HEAD + A
    text += "  - {id: b, name: B, team: fier}  # drillctl: ignore R001\n"
    text += "  # drillctl: ignore R001, S001 both\n  - {id: c, name: C, team: fier, foo: 1}\n"
    text += "  - {id: d, name: D, team: fier}\n"
    shown, found = codes(tmp_path, text + REST)
    assert shown == [(9, "R001")]
    assert sorted(d.code for d in found.silenced) == ["R001", "R001", "S001"]
    assert found.hidden == 3


def test_a_group_and_the_whole_file(tmp_path):
    text = "# drillctl: ignore-file R, L004\n" + HEAD + A
    text += "  - {name: B, id: b, team: fier}\n  - {id: d, name: D, team: fier}\n"
    assert codes(tmp_path, text + REST)[0] == []


def test_a_comment_after_a_value_is_not_for_the_next_line(tmp_path):
    text = HEAD + A.rstrip() + "  # drillctl: ignore R001\n  - {id: d, name: D, team: fier}\n"
    assert codes(tmp_path, text + REST)[0] == [(6, "R001")]


def test_what_makes_a_file_unreadable_is_not_silenced(tmp_path):
    text = "# drillctl: ignore-file Y001\nkind: roster\nmembers: [\n"
    assert "Y001" in {code for _, code in codes(tmp_path, text)[0]}


def test_a_comment_that_silences_nothing(tmp_path):
    text = HEAD + A.rstrip() + "  # drillctl: ignore C002, L004\n" + REST
    assert codes(tmp_path, text)[0] == [(5, "L005"), (5, "L005")]
    assert codes(tmp_path, text, select=("L005", "C"))[0] == [(5, "L005")]
    assert codes(tmp_path, text, ignore=("C", "L004"))[0] == []


def test_comments_that_cant_be_read(tmp_path):
    text = HEAD + A + "# drillctl: ignore\n# drillctl: ignor R001\n# drillctl: ignore R999\n" + REST
    shown, found = codes(tmp_path, text)
    assert shown == [(6, "L006"), (7, "L006"), (8, "L006")]
    assert "R999" in found.problems[2].message
    assert found.problems[2].column == 20


def test_only_comments_count(tmp_path):
    text = HEAD + '  - {id: a, name: "A # drillctl: ignore R001", team: fier}\n' + REST
    assert codes(tmp_path, text)[0] == [(5, "R001")]


def test_comments_are_found_by_what_they_are():
    text = "a: 'x # y'  # one\n# two\nb: x#y\nc: |\n  # no\n# three\nd: \"p\n  # q\" # four"
    assert [(c.line, c.text, c.alone) for c in comments(text)] == [
        (1, "# one", False),
        (2, "# two", True),
        (6, "# three", True),
        (8, "# four", False),
    ]
