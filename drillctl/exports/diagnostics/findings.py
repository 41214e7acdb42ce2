"""What a check found, as the formats take it."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from drillctl.files.diagnostics import Diagnostic, Severity


@dataclass(frozen=True, slots=True)
class Findings:
    """Problems in order, and the files' text by the name that problems use.

    `strict`: warnings count as errors. `silenced`: how many problems comments in files silence.
    """

    problems: tuple[Diagnostic, ...]
    texts: Mapping[str, str] = field(default_factory=dict)
    strict: bool = False
    silenced: int = 0

    def severity(self, problem: Diagnostic) -> Severity:
        """How bad the problem is here."""
        return Severity.ERROR if self.strict else problem.severity

    @property
    def errors(self) -> int:
        """How many problems are errors."""
        return sum(self.severity(problem) is Severity.ERROR for problem in self.problems)
