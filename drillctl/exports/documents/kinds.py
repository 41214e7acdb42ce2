"""The documents of a session, and what each is printed as."""

from collections.abc import Mapping

FORMATS = ("docx", "md", "xlsx", "yaml")
KINDS: Mapping[str, tuple[str, ...]] = {
    "exercise-plan": ("docx", "md"),
    "player-brief": ("docx", "md"),
    "controller-brief": ("docx", "md"),
    "evaluator-brief": ("docx", "md"),
    "msel": ("docx", "md", "xlsx"),
    "evaluation-guide": ("docx", "md", "xlsx"),
    "sign-in": ("docx", "md", "xlsx"),
    "hot-wash": ("docx", "md"),
    "after-action-report": ("docx", "md"),
    "record": ("yaml",),
}
"""Each document's name to the formats it comes in."""
