"""``python -m tests.fuzz.run TARGET --runs N [--seconds S]``: one parser of outside data, fuzzed.

By atheris where it is installed (``pip install atheris``; coverage-guided), else by seeded
mutations of the corpus. A finding is an exception, more than 5 s of processor time, or more than
500 MB: it is noted once for each place in the code, its input is kept in the folder that is
printed, and the run goes on. Figures are printed as JSON.
"""

import argparse
import os
import sys
import tempfile
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent))

from code_hash import code_hash
from mutations import WORDS, mutated
from targets import CORPUS, TARGETS, corpus, harness
from watch import MEMORY, Watch

READ_BY = [
    "drillctl.files",
    "drillctl.publishing",
    "drillctl.model",
    "drillctl.exports.diagnostics",
]
"""What atheris follows: following all takes twice the time, and the rest parses nothing."""


def main() -> None:
    """Fuzzes the target that was named."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("target", choices=TARGETS)
    parser.add_argument("--runs", type=int, default=1_000_000)
    parser.add_argument("--seconds", type=float, default=float("inf"))
    parser.add_argument("--seeded", action="store_true", help="mutations only, without atheris")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--longest", type=int, default=20_000, help="bytes of an input")
    parser.add_argument("--corpus", type=Path, help="inputs to begin with; new ones are added")
    parser.add_argument("--log", type=Path, help="a file to which figures are added")
    given = parser.parse_args()
    folder = Path(tempfile.mkdtemp(prefix=f"fuzz-{given.target}-"))
    try:
        import atheris
    except ImportError:
        atheris = None
    seeded = atheris is None or given.seeded
    about = {
        "target": given.target,
        "by": "mutations" if seeded else "atheris",
        "seed": given.seed,
        "process": os.getpid(),
        "code": code_hash(),
    }
    limits = (folder, given.runs, given.seconds, given.log)
    # What is imported when first needed is no cost of an input.
    if seeded:
        one = harness(given.target)
        one(corpus(given.target)[0][1])
        _by_mutations(Watch(one, about, *limits), given)
    with atheris.instrument_imports(include=READ_BY):
        one = harness(given.target)
        for _, data in corpus(given.target):
            one(data)
    watch = Watch(one, about, *limits)
    found = given.corpus or folder / "corpus"
    found.mkdir(parents=True, exist_ok=True)
    words = folder / "words"
    quoted = ("".join(f"\\x{byte:02x}" for byte in word[:60]) for word in WORDS)
    words.write_text("".join(f'"{word}"\n' for word in quoted))
    options = [
        sys.argv[0], f"-seed={given.seed}", f"-dict={words}", f"-max_len={given.longest}",
        "-timeout=60", f"-rss_limit_mb={MEMORY + 300}", f"-artifact_prefix={folder}/",
        "-print_final_stats=0", "-verbosity=0", str(found), str(CORPUS / given.target),
    ]  # fmt: skip
    atheris.Setup(options, watch)
    atheris.Fuzz()


def _by_mutations(watch: Watch, given: argparse.Namespace) -> None:
    """Until the watch ends the process."""
    seeds = [data for _, data in corpus(given.target)]
    if given.corpus and given.corpus.is_dir():
        found = sorted(given.corpus.iterdir())
        seeds += [path.read_bytes() for path in found if path.stat().st_size <= given.longest]
    for data in seeds:
        watch(data)
    seed = given.seed
    while True:
        for data in mutated(seeds, 10_000, seed):
            watch(data)
        seed += 1_000_003


if __name__ == "__main__":
    main()
