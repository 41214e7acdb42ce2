"""Own templates: all that is wrong is said at once, and what is right is filled in."""

import zipfile

import pytest
from docx import Document
from exports.documents.samples import RECORD, full, text_of

from drillctl.exports.documents.kinds import KINDS
from drillctl.exports.documents.placeholders import known as placeholders
from drillctl.exports.documents.placeholders import listed, values
from drillctl.exports.documents.templates import check_templates, render, template_files


def template(path, *paragraphs, header=""):
    document = Document()
    for paragraph in paragraphs:
        document.add_paragraph(paragraph)
    if header:
        document.sections[0].header.paragraphs[0].text = header
    document.save(path)
    return path


def test_a_good_template_is_filled_in(tmp_path):
    path = template(
        tmp_path / "after-action-report.docx",
        "Report on {{ session.title }}",
        "{%p for objective in objectives %}",
        "{{ objective.id }}: {{ objective.text|upper }} {% for task in objective.tasks %}[{{ task }}]{% endfor %} {{ objective.rating }}",
        "{%p endfor %}",
        "{%p for action in actions if action.owner %}",
        "{{ loop.index }} {{ action.text }} by {{ action.due }} ({{ action.contact }})",
        "{%p endfor %}",
        header="{{ session.id }}",
    )
    assert check_templates(tmp_path) == []
    assert template_files(tmp_path) == {"after-action-report": path}
    facts = full(tmp_path, record=RECORD, title="Flood & <fire>")
    data = render(path, facts, "after-action-report")
    text = text_of(data)
    assert "Report on Flood & <fire>" in text
    assert "o1: RESCUE PEOPLE [Size-up][Safety first] M" in text
    assert "1 Buy a second trailer by 2027-05-31 (Mr Li" in text
    assert "@" not in text
    assert "flood#1" in text
    assert data == render(path, facts, "after-action-report")


@pytest.mark.parametrize(
    ("text", "code", "says"),
    [
        (
            "Due {{ session.titel }} now",
            "T003",
            "'session.titel', in 'Due {{ session.titel }} now' (did you mean 'title'?)",
        ),
        ("{{ sesion.title }}", "T003", "'sesion'"),
        ("{{ sesion.title }}", "T003", "did you mean 'session'?"),
        ("{{ nothing_like_it }}", "T003", "known: "),
        ("{% for o in objectives %}{{ o.txt }}{% endfor %}", "T003", "did you mean 'text'?"),
        ("Start {{ session.title", "T002", "Start {{ session.title"),
        ("{% for o in objectives %}{{ o.text }}", "T002", "end"),
        ("{{ session.title|nosuch }}", "T002", "nosuch"),
        ("{{ session.title + 1 }}", "T002", "can't be filled in"),
        ("{{ ''.__class__.__mro__ }}", "T002", "can't be filled in"),
    ],
)
def test_each_mistake_is_named(text, code, says, tmp_path):
    template(tmp_path / "msel.docx", "Fine {{ session.id }}", text)
    (problem,) = check_templates(tmp_path)
    assert problem.code == code
    assert says in str(problem)
    assert str(tmp_path / "msel.docx") in str(problem)


def test_every_mistake_of_every_file_in_one_run(tmp_path):
    template(
        tmp_path / "msel.docx", "{{ sesion.title }}", "{{ session.strat }}", header="{{ nope }}"
    )
    template(tmp_path / "exercise-pan.docx", "x")
    (tmp_path / "hot-wash.docx").write_bytes(b"not a zip")
    with zipfile.ZipFile(tmp_path / "sign-in.docx", "w") as archive:
        archive.writestr("mimetype", "application/vnd.oasis.opendocument.text")
    (tmp_path / "~$msel.docx").write_bytes(b"lock")
    (tmp_path / "notes.txt").write_text("x")
    found = check_templates(tmp_path)
    assert sorted(d.code for d in found) == ["T001", "T001", "T003", "T003", "T003", "T004"]
    assert "did you mean 'exercise-plan.docx'?" in " ".join(map(str, found))


def test_a_folder_without_templates_is_a_mistake(tmp_path):
    assert [d.code for d in check_templates(tmp_path)] == ["T004"]
    assert [d.code for d in check_templates(tmp_path / "none")] == ["F001"]


def test_players_templates_get_no_secrets(tmp_path):
    template(tmp_path / "player-brief.docx", "{% for i in injects %}{{ i.text }}{% endfor %}")
    template(tmp_path / "exercise-plan.docx", "{% for o in objectives %}{{ o.tasks }}{% endfor %}")
    found = check_templates(tmp_path)
    assert [d.code for d in found] == ["T003", "T003"]
    assert "players must not see it" in str(found[1])


def shape(value):
    """A value with its texts taken out."""
    if isinstance(value, dict):
        return {key: shape(part) for key, part in value.items()}
    return [shape(value[0])] if isinstance(value, list) else ""


@pytest.mark.parametrize("kind", [kind for kind, formats in KINDS.items() if "docx" in formats])
def test_templates_get_just_what_is_listed(kind, tmp_path):
    facts = full(tmp_path, record=RECORD)
    assert shape(values(facts, kind)) == shape(placeholders(kind))
    assert listed(kind)
