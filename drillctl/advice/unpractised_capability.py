"""The policy wants a capability kept current that no scenario practises: often a misspelling."""

from drillctl.advice.subject import Found, Subject
from drillctl.files.diagnostics import did_you_mean
from drillctl.language import tr

CODE = "W007"
TITLE = tr("Policy wants a capability practised that no scenario practises")


def found(subject: Subject) -> Found:
    """Each such capability, at the policy's `currency`."""
    practised = {c for s in subject.problem.scenarios.values() for c in s.capabilities}
    for name in subject.problem.policy.currency:
        if name not in practised:
            message = tr("no scenario practises {capability!r}", capability=name)
            hint = did_you_mean(name, practised)
            yield subject.places.of_policy("currency"), message, hint
