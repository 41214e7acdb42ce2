"""What a ``kind: subscriptions`` document may hold: one source for reading and for its schema."""

from drillctl.files.shapes import Constant, Fields, ListOf, Scalar, Sort
from drillctl.files.shared_shapes import name
from drillctl.language import tr
from drillctl.model.subscription import Subject

SUBSCRIPTION = Fields(
    {
        "id": name(tr("By which it is revoked.")),
        "team": name(tr("The team whose calendar it is."), "team"),
        "member": name(tr("The member whose calendar it is."), "member"),
        "hash": Scalar(Sort.HASH, tr("The hash of the secret in the address.")),
        "created": Scalar(Sort.INSTANT, tr("When it was made.")),
        "revoked": Scalar(Sort.INSTANT, tr("When it was revoked; left out: it works.")),
    },
    tr("An address of one calendar, of a team or of a member."),
    required=("id", "hash", "created"),
    also={"oneOf": [{"required": [subject.value]} for subject in Subject]},
)
SUBSCRIPTIONS = Fields(
    {
        "kind": Constant(
            "subscriptions", tr("The secret addresses of calendars, without the secrets.")
        ),
        "version": Constant(1, tr("Version of the file format.")),
        "subscriptions": ListOf(SUBSCRIPTION, tr("The addresses, oldest first.")),
    },
    tr("The secret addresses of calendars, without the secrets."),
    required=("subscriptions",),
)
