"""The commands that write, on the small folder of the manual's examples."""

import os

from cli.prepared import prepare

# Every time a command looks at is given, so that runs of one folder agree to the byte.
NOW = "2027-02-20"
CASES = {
    "plan": ("plan", "--effort", "quick"),
    "replan": ("plan", "--effort", "quick", "--baseline", "plan.yaml", "--as-of", NOW),
    "drop": ("drop", "li-wei", "--from", "2027-03-01", "--to", "2027-03-31", "--as-of", NOW),
    "pin": ("pin", "plan.yaml", "river-flood#1"),
    "rsvp": ("rsvp", "replies", "roster.yaml", "scenarios", "--plan", "plan.yaml", "--as-of", NOW),
    "export-ics": ("export", "ics", "-o", "calendars-out", "--by", "member"),
    "export-xlsx": ("export", "xlsx", "-o", "plan.xlsx"),
    "export-html": ("export", "html", "-o", "plan.html", "--as-of", NOW),
    "aar-new": ("aar", "new", "-o", "forms-out"),
    "aar-collect": ("aar", "collect", "forms", "roster.yaml", "scenarios", "-o", "records", "--plan",
                    "plan.yaml", "--as-of", "2027-04-30"),
    "import-roster": ("import", "roster", "members.csv", "--into", "roster.yaml", "--yes"),
    "follow-up": ("follow-up", "river-flood#9/a1", "roster.yaml", "scenarios", "records", "--by", "li-wei",
                  "--note", "Ordered", "--on", "2027-01-10"),
    "test-update": ("test", "--plan", "plan.yaml", "--update"),
}  # fmt: skip


def prepared(folder):
    """The folder, as the manual's examples have it, with forms filled in and earlier exports."""
    here = os.getcwd()
    folder.mkdir()
    os.chdir(folder)
    try:
        prepare(folder)
    finally:
        os.chdir(here)
    # A history tells when each entry was written; it is tested by itself.
    (folder / "plan.yaml.history").unlink()
    (folder / "plan.yaml.minisig").unlink()
    for number in (1, 2):
        form = folder / "forms" / f"river-flood-{number}" / f"river-flood-{number}-record.yaml"
        text = form.read_text(encoding="utf-8")
        assert "{status: ," in text
        form.write_text(text.replace("{status: ,", "{status: present,"), encoding="utf-8")
    policy = folder / "scenarios" / "policy.yaml"
    policy.write_text(policy.read_text("utf-8") + "expect: [{snapshot: {name: march}}]\n", "utf-8")
    for name, text in (
        ("calendars-out/member-anna.ics", "old"),
        ("plan.xlsx", "old"),
        ("plan.html", "old"),
    ):
        (folder / name).parent.mkdir(exist_ok=True)
        (folder / name).write_text(text)
    (folder / "scenarios" / "snapshots").mkdir()
    return folder
