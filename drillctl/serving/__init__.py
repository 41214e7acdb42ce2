"""The plan served from this machine: its page, kept up to date, and calendars to subscribe to.

Everything is read-only, and nothing that a request brings is written anywhere, not even to a log.
It needs the extra `serve`; what makes and keeps addresses does not.
"""

DEFAULT_HOST = "127.0.0.1"
DEFAULT_PORT = 8765
