"""Answers to invitations as `rsvp` takes them: calendars, and whole mails."""

from shown import clean, show
from surroundings import plan

from drillctl.files.reply_file import read_replies
from drillctl.model.answers import answered


def one(data: bytes) -> None:
    """Reads the replies and takes them into a plan."""
    replies, problems = read_replies("any.eml", data)
    show(problems, {"any.eml": data.decode("utf-8", "replace")})
    outcome = answered(plan(), {"a@example.org": ["a"], "b@example.org": ["b"]}, replies)
    for refused in outcome.refused:
        clean(str(refused.text))
