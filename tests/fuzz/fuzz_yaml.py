"""YAML of every kind (roster, scenario, policy, record, plan, workspace, snapshot, subscriptions), as `check`
reads it: beside a tiny county, down to advice, and out again in every format."""

from shown import show
from surroundings import OF_KIND, rest, rest_read_once, written

from drillctl.files.checking import checked
from drillctl.files.selection import Selection


def one(data: bytes) -> None:
    """Reads `data` as a file, with the county's documents of the kinds that it does not name."""
    path = written("any.yaml", data)
    kinds = tuple(kind for kind in OF_KIND if f"kind: {kind}".encode() not in data)
    with rest_read_once():
        found = checked([str(path), *rest(kinds)], Selection())
    show((*found.problems, *found.silenced), found.texts)
    if b"snapshot" in data:
        from drillctl.files.snapshot_file import read_snapshot

        show(read_snapshot(path)[1], {})
    if b"subscriptions" in data:
        from drillctl.files.subscription_file import read_subscription_file

        show(read_subscription_file(path)[1], {})
