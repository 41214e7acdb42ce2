"""Brings the Chinese catalogue up to date with the source, and takes in translations.

``python tests/language/update_catalogue.py`` (or ``-m tests.language.update_catalogue``) keeps
translations, drops those of messages that are gone, and compiles. ``--missing FILE`` lists what is
not translated as JSON, ``--fill FILE`` takes the same list back with ``zh`` filled in; ``-`` is
standard input and output. Exit status 1: a call or a translation is wrong, and is left out.
"""

import argparse
import json
import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent))

from catalogue_files import PO, po_text, read_catalogue, write_both
from source_messages import Found, source_messages, with_help_texts
from translation_checks import problems_of


def main(arguments: list[str] | None = None) -> int:
    """Returns the exit status."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--missing", metavar="FILE", help="list what is not translated, as JSON")
    parser.add_argument("--fill", metavar="FILE", help="take translations from such a list")
    options = parser.parse_args(arguments)
    found, problems = source_messages()
    with_help_texts(found)
    said, fuzzy, _ = read_catalogue(PO.read_text(encoding="utf-8"))
    kept = {name: text for name, text in said.items() if name in found and name not in fuzzy}
    if options.fill:
        problems += _fill(_read(options.fill), found, kept)
    write_both(po_text(found, kept))
    open_ = [message for _, message in sorted(found.items()) if not kept.get(message.id)]
    if options.missing:
        _write(options.missing, [_entry(message) for message in open_])
    for problem in problems:
        print(problem, file=sys.stderr)
    gone = len(set(said) - set(found))
    print(
        f"{len(found)} messages, {len(found) - len(open_)} translated, {len(open_)} not; "
        f"{gone} dropped; {len(problems)} wrong",
        file=sys.stderr,
    )
    return 1 if problems else 0


def _entry(message: Found) -> dict[str, object]:
    entry: dict[str, object] = {"id": message.id}
    if message.plural is not None:
        entry["plural"] = message.plural
    return {**entry, "where": sorted(message.where), "zh": ""}


def _fill(
    entries: list[dict[str, str]], found: dict[str, Found], kept: dict[str, str]
) -> list[str]:
    """Takes what is right into `kept`; returns what is wrong."""
    problems: list[str] = []
    for entry in entries:
        name, translation = entry["id"], entry.get("zh", "")
        if not translation:
            continue
        if name not in found:
            problems.append(f"{name!r}: no such message")
            continue
        wrong = problems_of(found[name], translation)
        problems += [f"{name!r}: {translation!r} {said}" for said in wrong]
        if not wrong:
            kept[name] = translation
    return problems


def _read(file: str) -> list[dict[str, str]]:
    text = sys.stdin.read() if file == "-" else Path(file).read_text(encoding="utf-8")
    entries: list[dict[str, str]] = json.loads(text)
    return entries


def _write(file: str, entries: list[dict[str, object]]) -> None:
    text = json.dumps(entries, ensure_ascii=False, indent=1) + "\n"
    if file == "-":
        sys.stdout.write(text)
    else:
        Path(file).write_text(text, encoding="utf-8")


if __name__ == "__main__":
    sys.exit(main())
