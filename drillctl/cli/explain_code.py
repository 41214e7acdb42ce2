"""``drillctl explain-code``: what a code means, why it matters, an example of wrong and right."""

from drillctl.cli.terminal import note, say
from drillctl.files.code_explanations import explanation
from drillctl.files.diagnostics import CODES, GROUPS, code_meant, severity
from drillctl.language import current, in_language, tr


def explain_code(code: str | None) -> int:
    """Prints what is known of a code, or the list of all; returns the exit status."""
    if code is None:
        for group, title in GROUPS.items():
            say(f"{group}  " + title)
            for known, said in CODES.items():
                if known.startswith(group):
                    say(f"  {known}  " + said)
        return 0
    wanted = code.upper()
    if wanted not in CODES:
        hint = code_meant(wanted)
        note(tr("error: unknown code {code!r}: {hint}", code=code, hint=hint))
        return 2
    told = explanation(wanted, current())
    say(
        tr(
            "{code} ({severity}): {title}",
            code=wanted,
            severity=severity(wanted),
            title=CODES[wanted],
        )
    )
    say()
    say(told.means)
    say(told.why)
    for title, example in ((tr("Wrong:"), told.wrong), (tr("Right:"), told.right)):
        say()
        say(title)
        for line in in_language(example).rstrip().splitlines():
            say(f"    {_visible(line)}".rstrip())
    say()
    say(_silencing(wanted))
    return 0


def _visible(line: str) -> str:
    """With marks for blanks at the end and for tabs, which can't be seen."""
    words = line.rstrip()
    return (words + "·" * (len(line) - len(words))).replace("\t", "→")


def _silencing(code: str) -> str:
    if code[0] in "FY":
        return tr("To hide it: check --ignore {code}. No comment can silence it.", code=code)
    if code[0] in "IAT":
        return tr("To hide it: --ignore {code}, where the command has that option.", code=code)
    return tr(
        "To silence it: # drillctl: ignore {code} on the line, or alone on the line before; "
        "# drillctl: ignore-file {code} for the whole file; check --ignore {code} for a run.",
        code=code,
    )
