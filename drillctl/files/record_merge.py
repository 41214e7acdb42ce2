"""All that is said of one session as one record.

What agrees goes in; what differs is left to people. What the record has stays. What two forms say
differently of something that it does not have is entered for neither. Every value that does not go
in is kept under ``unread`` with its place.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field
from difflib import SequenceMatcher

from drillctl.files.diagnostics import Diagnostic
from drillctl.files.form_yaml import free_id, strays_of
from drillctl.files.nodes import Node
from drillctl.files.record_shape import scalar_at
from drillctl.files.said import At, Form, Said, Stray, Value, Where, problem
from drillctl.files.shapes import Sort
from drillctl.files.typed_names import tight
from drillctl.language import Message, tr

_NUMBERED = {"areas": "a", "actions": "c"}
_BY_TEXT = ("observations", "strengths")
_SIMILAR = 0.75
PREFILLED = ("session", "title", "start", "end", "venue", "hazard", "exercise", "capabilities")
"""What forms have from the plan and the scenario, besides names of people and things."""


@dataclass
class Merged:
    """One session's record as it is to be.

    `values`: all that it says, each with its place. `entered`: what of it the text does not have
    yet. `blanks`: where something could be filled in. `strays`: new lines of ``unread``;
    `settled`: old ones that are no longer needed; `waiting`: old ones that still are, which no
    form given now says.
    """

    base: Form
    values: dict[Where, Said] = field(default_factory=dict)
    entered: dict[Where, Value] = field(default_factory=dict)
    blanks: dict[Where, At] = field(default_factory=dict)
    strays: list[Stray] = field(default_factory=list)
    settled: list[Node] = field(default_factory=list)
    waiting: list[tuple[At, str]] = field(default_factory=list)
    problems: list[Diagnostic] = field(default_factory=list)
    standbys: set[str] = field(default_factory=set)
    _indexed: tuple[tuple[int, int], dict[Where, dict[str, None]], dict[Where, At]] | None = None

    @property
    def untouched(self) -> bool:
        """Whether nobody has written anything on its forms: what drillctl fills in says nothing."""
        return not self.strays and all(_filled_in_by_us(where) for where in self.values)

    def get(self, *where: str) -> Value | None:
        """What it says there."""
        said = self.values.get(where)
        return said.value if said is not None else None

    def below(self, *where: str) -> list[str]:
        """Ids or rows below, those with blanks only included, in order."""
        return list(self._index()[0].get(where, ()))

    def at(self, *where: str) -> At:
        """Where to fill something in: its place, else that of what is nearest."""
        if where in self.values:
            return self.values[where].at
        if where in self.blanks:
            return self.blanks[where]
        first = self._index()[1]
        for size in range(len(where), 0, -1):
            if where[:size] in first:
                return first[where[:size]]
        return self.base.at

    def _index(self) -> tuple[dict[Where, dict[str, None]], dict[Where, At]]:
        """What is below each place, and the first place of each; made anew when there is more."""
        size = (len(self.values), len(self.blanks))
        if self._indexed is None or self._indexed[0] != size:
            below: dict[Where, dict[str, None]] = {}
            first: dict[Where, At] = {}
            places = [(where, said.at) for where, said in self.values.items()]
            for where, at in (*places, *self.blanks.items()):
                for depth, part in enumerate(where):
                    below.setdefault(where[:depth], {})[part] = None
                    first.setdefault(where[: depth + 1], at)
            self._indexed = (size, below, first)
        return self._indexed[1], self._indexed[2]


def merged(base: Form, forms: Sequence[Form], *, collected: bool) -> Merged:
    """The record of `base` with all that the forms say.

    `collected`: the base was collected before, and people may have corrected it since.
    """
    merging = _Merging(base, forms, collected)
    for form in forms:
        merging.take(form)
    merging.enter()
    merging.keep(forms)
    return merging.found


class _Merging:
    """What has been merged so far."""

    def __init__(self, base: Form, forms: Sequence[Form], collected: bool) -> None:
        self.found = Merged(base)
        self.collected = collected
        self.pending: dict[Where, list[Said]] = {}
        self.rows: dict[Where, dict[str, str]] = {}
        self.by_text: dict[Where, dict[str, str]] = {}
        self.agreed: set[At] = set()
        self.texts: set[str] = set()
        self.strays: list[Stray] = []
        amend = base.yaml.amend if base.yaml is not None else set()
        for said in base.said:
            if said.value is None:
                continue
            self.found.values.setdefault(said.where, said)
            loose = said.where[:-1] in base.loose and said.where[-1] == "id"
            if said.where in amend or loose:
                self.found.entered[said.where] = said.value
            self._know(said.where, said)
        for form in (*reversed(forms), base):
            for said in form.said:
                if said.value is None:
                    self.found.blanks.setdefault(said.where, said.at)
        self.taken = {s.where[:2] for f in (base, *forms) for s in f.said if len(s.where) > 1}
        self.found.problems += base.problems
        if not collected:
            self.agreed |= {s.at for s in base.said if s.value is not None}

    def take(self, form: Form) -> None:
        """Takes in what a form says, after finding which rows of the record its rows are."""
        self.found.problems += form.problems
        self.agreed |= form.read
        self.found.standbys |= form.standbys
        rows = _rows(form)
        renamed: dict[Where, str | None] = {}
        self.texts = {tight(text) for text in rows.values()}
        for row, text in rows.items():
            outer = _renamed(row[:2], renamed) if len(row) > 2 else ()
            renamed[row] = None if outer is None else self._row(form, row, text, outer)
        for said in form.said:
            where = _renamed(said.where, renamed)
            if where is None:
                continue
            value = said.value
            if where[0] == "actions" and where[-1] == "area":
                value = renamed.get(("areas", str(value)), str(value)) if value else None
            if where[0] in _NUMBERED and where[-1] == "id" and len(where) == 3:
                value = where[1]
            if value is None:
                if where != said.where:
                    self.found.blanks.setdefault(where, said.at)
                continue
            self._say(Said(where, value, said.at, said.typed))

    def _row(self, form: Form, row: Where, text: str, outer: Where) -> str | None:
        """The record's name for a row, within `outer`; None where it is left to people."""
        kind, name = (*outer, *row[len(outer) : -1]), row[-1]
        known = self.rows.setdefault(kind, {})
        by_text = self.by_text.setdefault(kind, {})
        same = by_text.get(tight(text)) if text else None
        if same is not None:
            return same
        if kind[0] in _NUMBERED and len(kind) == 1:
            if name in known and text and known[name] and not _similar(text, known[name], 0.5):
                return self._another(form, row, text)
        elif kind[0] in _BY_TEXT and self.collected:
            others = (n for n in known if tight(n) not in self.texts)
            was = next((n for n in others if _similar(text, n, _SIMILAR)), None)
            if was is not None:
                self._differ_row(form, row, self.found.values.get((*kind, was, "text")))
                return None
        elif kind[-1] == "tasks":
            near = next((n for n in known if _similar(text, n, 0.85)), None)
            name = near if near is not None else name
        known[name] = known.get(name) or text
        by_text.setdefault(tight(known[name]), name)
        return name

    def _another(self, form: Form, row: Where, text: str) -> str | None:
        """A row of a number that another has: with a number of its own, or left to people."""
        kind = row[0]
        held = self.found.values.get((*row, "text"))
        if held is not None and self.collected and row not in form.loose:
            self._differ_row(form, row, held)
            return None
        name = free_id(_NUMBERED[kind], {n for k, n, *_ in self.taken if k == kind})
        self.taken.add((kind, name))
        self.rows[kind,][name] = text
        self.by_text[kind,].setdefault(tight(text), name)
        return name

    def _differ_row(self, form: Form, row: Where, held: Said | None) -> None:
        """Keeps a whole row that says something else than the record's."""
        said = [s for s in form.said if s.where[: len(row)] == row and s.value is not None]
        seen = {s.at: s for s in said if s.typed}
        text = " | ".join(f"{s.where[-1]}: {s.typed}" for s in seen.values())
        first = next((s for s in said if s.where[-1] == "text"), said[0])
        self.strays.append(Stray(first.at, text))
        if held is not None:
            hint = tr(
                "edit one of them to agree; if it is another one, give it a number of its own"
            )
            message = _differs(row[:1], first.typed, held.typed, held.at)
            self.found.problems.append(problem(first.at, "A013", message, hint))

    def _know(self, where: Where, said: Said) -> None:
        """Remembers the rows that the record has."""
        row = _row_of(where)
        if row is not None:
            name = said.typed or str(said.value)
            is_text = where == (*row, "text") and row[0] in _NUMBERED
            known = self.rows.setdefault(row[:-1], {})
            by_name = row[0] not in _NUMBERED or len(row) > 2
            text = row[-1] if by_name else name if is_text else known.get(row[-1], "")
            known[row[-1]] = text
            self.by_text.setdefault(row[:-1], {}).setdefault(tight(text), row[-1])

    def _say(self, said: Said) -> None:
        held = self.found.values.get(said.where)
        if held is None:
            self.pending.setdefault(said.where, []).append(said)
        elif _agree(held, said):
            self.agreed.add(said.at)
        else:
            hint = tr("the record keeps the latter: edit one of them to agree")
            self._differ(said, held, hint)

    def _differ(self, said: Said, held: Said, hint: str) -> None:
        was = held.typed or str(held.value)
        message = _differs(said.where, said.typed, was, held.at)
        self.found.problems.append(problem(said.at, "A013", message, hint))
        self.strays.append(Stray(said.at, said.typed))

    def enter(self) -> None:
        """Enters what all forms agree on that say it."""
        for where, said in self.pending.items():
            if where[-1] == "evaluator":
                texts = list(dict.fromkeys(str(s.value) for s in said))
                value = ", ".join(texts)
                said = [Said(where, value, said[0].at, value)]
            first = max(said, key=lambda s: len(s.typed) if isinstance(s.value, str) else 0)
            others = [s for s in said if not _agree(first, s)]
            if others:
                self.strays += [Stray(s.at, s.typed) for s in said]
                for other in others:
                    message = _differs(where, other.typed, first.typed, first.at)
                    hint = tr("neither is entered: edit one of them to agree")
                    self.found.problems.append(problem(other.at, "A013", message, hint))
                continue
            assert first.value is not None
            self.found.values[where] = first
            self.found.entered[where] = first.value
            self.agreed |= {s.at for s in said}

        held = self.found.base.yaml.nodes if self.found.base.yaml is not None else {}
        filled = {where[:2] for where in self.found.values}
        for member in self.found.below("attendance"):
            where = ("attendance", member)
            if where not in filled and where not in held:
                self.found.entered[*where, "status"] = ""

    def withdraw(self, where: Where, code: str, message: str, hint: str) -> None:
        """Keeps as a stray what the record's reader would refuse beside the rest."""
        said = self.found.values.pop(where)
        self.found.entered.pop(where, None)
        yaml = self.found.base.yaml
        if yaml is not None and where in yaml.nodes:
            yaml.amend.add(where)
        self.agreed.discard(said.at)
        self.strays.append(Stray(said.at, said.typed))
        self.found.problems.append(problem(said.at, code, message, hint))

    def keep(self, forms: Sequence[Form]) -> None:
        """Decides which lines ``unread`` gains, loses and keeps."""
        self._withdraw_unfinished()
        own = self.found.base.strays
        if self.collected:
            own = [Stray(At(""), stray.text) for stray in own]
        produced = [*own, *(s for f in forms for s in strays_of(f))]
        produced = list(dict.fromkeys([*produced, *self.strays]))
        new = {(s.at.file, s.at.place, s.text): s for s in produced if s.text}
        agreed = {(at.file, at.place) for at in self.agreed}
        agreed -= {(file, place) for file, place, _ in new}
        base = self.found.base
        rows = base.yaml.unread if base.yaml is not None else []
        left = [row for row in rows if new.pop((row.file, row.place, row.text), None) is None]
        moved = {(file, text) for file, _, text in new}
        for row in left:
            if (row.file, row.place) in agreed or (row.file, row.text) in moved:
                self.found.settled.append(row.node)
            else:
                mark = row.node.start_mark
                at = At(base.path, mark.line + 1, mark.column + 1)
                self.found.waiting.append((at, row.text))
        self.found.strays = list(new.values())

    def _withdraw_unfinished(self) -> None:
        found = self.found
        for name in found.below("actions"):
            where = ("actions", name)
            practised = found.get(*where, "capability") or found.get(*where, "retest", "scenario")
            area = ("areas", str(found.get(*where, "area") or ""))
            weak = found.get(*area, "capability") or found.get(
                "ratings", str(found.get(*area, "objective") or ""), "capability"
            )
            if found.get(*where, "retest", "by") and not (practised or weak):
                message = tr("action {id}: nothing says what a retest practises", id=name)
                hint = tr("fill in the action's capability, or its area's")
                self.withdraw((*where, "retest", "by"), "A014", message, hint)
        for name in found.below("follow_up"):
            where = ("follow_up", name)
            closed = found.get(*where, "state") == "closed"
            if closed and not found.get(*where, "verified_by"):
                message = tr("{id} is closed, and nobody has verified it: not entered", id=name)
                hint = tr("fill in who saw that it works")
                self.withdraw((*where, "state"), "A011", message, hint)


def _differs(where: Where, here: str, there: str, at: At) -> Message:
    """That one place says this, and another that."""
    return tr(
        "{what}: {here!r} here, {there!r} at {at}",
        what=" ".join(where), here=here, there=there, at=str(at),
    )  # fmt: skip


def _filled_in_by_us(where: Where) -> bool:
    """Whether a form has this from the plan and the scenario; a row's number says nothing."""
    match where:
        case ("attendance", _, "position") | ("ratings", _, "capability"):
            return True
        case ("ratings", _, "tasks", _, "task") | ("injects", _, "number"):
            return True
        case ("follow_up", _, "action") | ("areas" | "actions", _, "id"):
            return True
        case (key,):
            return key in PREFILLED
    return False


def _rows(form: Form) -> dict[Where, str]:
    """The form's rows by place, each with the text that tells it from others."""
    found: dict[Where, str] = {}
    for said in form.said:
        row = _row_of(said.where)
        if row is None or said.value is None:
            continue
        if row[0] in _NUMBERED and len(row) == 2:
            text = said.typed if said.where == (*row, "text") else ""
            found[row] = found.get(row) or text
        else:
            found[row] = row[-1]
    return found


def _row_of(where: Where) -> Where | None:
    """The innermost row of a list, known by its text or number, that a place lies in."""
    match where:
        case ("ratings", _, "tasks", _, *_):
            return where[:4]
        case ("actions", _, "history", _, *_):
            return where[:4]
        case ("areas" | "actions" | "observations" | "strengths" | "guests", _, *_):
            return where[:2]
    return None


def _renamed(where: Where, renamed: dict[Where, str | None]) -> Where | None:
    """The place with the record's names for its rows; None where its row is left to people."""
    for size in (2, 4):
        row = where[:size]
        if len(where) > size - 1 and row in renamed:
            name = renamed[row]
            if name is None:
                return None
            where = (*where[: size - 1], name, *where[size:])
    return where


def _agree(held: Said, said: Said) -> bool:
    """Whether they mean the same; what people added to a text does not make it another."""
    if held.value == said.value:
        return True
    if not isinstance(held.value, str) or not isinstance(said.value, str):
        return False
    if tight(held.value) == tight(said.value):
        return True
    text = scalar_at(said.where).sort is Sort.TEXT
    return text and tight(said.value) in tight(held.value)


def _similar(one: str, other: str, least: float) -> bool:
    a, b = tight(one)[:400], tight(other)[:400]
    matcher = SequenceMatcher(None, a, b, autojunk=False)
    return matcher.quick_ratio() >= least and matcher.ratio() >= least
