"""Which UIDs (RFC 7986, 5.3) are sessions of this roster's plans."""

from collections.abc import Callable, Iterable

from drillctl.model.plan import Plan
from drillctl.model.roster import Roster


def known_uids(roster: Roster, plans: Iterable[Plan]) -> Callable[[str], bool]:
    """Whether a UID is one of the plans', or of a domain that they or the roster have."""
    uids: set[str] = set()
    for plan in plans:
        uids.update(session.uid for session in plan.sessions)
        uids.update(session.uid for session in plan.cancelled)
    domains = {uid.rpartition("@")[2] for uid in uids}
    domains = {domain for domain in domains if domain.endswith(".drillctl")} | {roster.uid_domain}
    return lambda uid: uid in uids or uid.rpartition("@")[2] in domains
