"""The files that the README's section 'In CI' shows, as a reader would copy them."""

import os
import re
import subprocess
import sys
from pathlib import Path

from county import ROSTER, SCENARIOS

ROOT = Path(__file__).parents[2]
_BLOCK = re.compile(r"```yaml\n# (\S+)\n(.*?)```", re.DOTALL)
_GIT = ("-c", "user.name=test", "-c", "user.email=test@example.org", "-c", "commit.gpgsign=false")


def shown(name):
    """The text of the file of that name."""
    blocks = dict(_BLOCK.findall((ROOT / "README.md").read_text(encoding="utf-8")))
    return blocks[name]


def environment(**more):
    """The environment of a job in which `python`, `pip` and what is installed are these here."""
    here = str(Path(sys.executable).parent)
    kept = {k: v for k, v in os.environ.items() if not k.startswith(("GIT_", "PYTEST"))}
    return kept | {"PATH": here + os.pathsep + os.environ["PATH"]} | more


def git(*arguments, cwd, **more):
    """Standard output of git, as somebody without settings of their own; `more`: environment."""
    done = subprocess.run(
        ("git", *_GIT, *map(str, arguments)), cwd=cwd, capture_output=True, text=True, check=True,
        env=environment(**more),
    )  # fmt: skip
    return done.stdout


def repository(folder, *, files=(), expect=("held: all",)):
    """A fresh clone of a repository that holds the county, its checks, and these files."""
    origin = folder / "origin"
    for name in ("roster", "scenarios"):
        (origin / name).mkdir(parents=True)
    checks = "expect:\n" + "".join(f"  - {check}\n" for check in expect)
    texts = {
        "roster/roster.yaml": ROSTER.format(zone="Asia/Shanghai"),
        "scenarios/scenarios.yaml": SCENARIOS + checks,
        **dict(files),
    }
    for name, text in texts.items():
        (origin / name).parent.mkdir(parents=True, exist_ok=True)
        (origin / name).write_text(text, encoding="utf-8")
    git("init", "--quiet", "--initial-branch=main", cwd=origin)
    git("add", "--all", cwd=origin)
    git("commit", "--quiet", "--message", "The county", cwd=origin)
    clone = folder / "clone"
    git("clone", "--quiet", origin, clone, cwd=folder)
    return clone
