"""Calendars on a CalDAV server (RFC 4791): what differs from the plan is sent, nothing else.

There is no state of our own: what is on the server is read first, so a push that failed half way
goes on where it stopped.
"""
