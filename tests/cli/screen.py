"""Runs a command on a pseudo-terminal and keeps what a person would see on it."""

import fcntl
import os
import pty
import re
import select
import struct
import subprocess
import termios
import time

from drillctl.language.cells import cells

_CODE = re.compile(r"\x1b\[(\??[\d;]*)([A-Za-z])|\x1b[@-Z\\-_]")


class Screen:
    """The lines as they stand after what was written: line feeds, cursor up and down, erasing."""

    def __init__(self):
        self.lines = [""]
        self.row = self.column = 0
        self.cursor = True

    def write(self, text):
        at = 0
        while at < len(text):
            code = _CODE.match(text, at)
            if code is not None:
                self._obey(code.group(1) or "", code.group(2) or "")
                at = code.end()
                continue
            self._put(text[at])
            at += 1

    def _obey(self, number, letter):
        times = int(number) if number.isdigit() else 1
        if letter == "A":
            self.row = max(0, self.row - times)
        elif letter == "K" and number == "2":
            self.lines[self.row] = ""
        elif letter in "hl" and number == "?25":
            self.cursor = letter == "h"
        elif letter not in "mhl":
            raise ValueError(f"a code that this screen does not know: {number}{letter}")

    def _put(self, character):
        if character == "\r":
            self.column = 0
        elif character == "\n":
            self.row += 1
            self.lines += [""] * (self.row + 1 - len(self.lines))
        elif character >= " ":
            line = self.lines[self.row].ljust(self.column)
            self.lines[self.row] = line[: self.column] + character + line[self.column + 1 :]
            self.column += 1

    @property
    def text(self):
        return "\n".join(line.rstrip() for line in self.lines).rstrip("\n")


_WITHOUT_SIZE = {k: v for k, v in os.environ.items() if k not in ("COLUMNS", "LINES")}


class Session:
    """A command on a terminal of so many columns; `seen`: every state of the screen that differs."""

    def __init__(self, arguments, columns=100, rows=40, **environment):
        self.master, slave = pty.openpty()
        self.resize(columns, rows)
        # Its own session, so that Ctrl-C on this terminal reaches it and nobody else.
        self.process = subprocess.Popen(
            arguments,
            stdin=slave,
            stdout=slave,
            stderr=slave,
            # COLUMNS and LINES, which pytest-xdist sets, would hide the terminal's own size.
            env={**_WITHOUT_SIZE, "TERM": "xterm-256color", "DRILLCTL_LANG": "en", **environment},
            preexec_fn=_own_terminal,
        )
        os.close(slave)
        self.raw = ""
        self.screen = Screen()
        self.seen = []

    def resize(self, columns, rows=40):
        fcntl.ioctl(self.master, termios.TIOCSWINSZ, struct.pack("HHHH", rows, columns, 0, 0))

    def until(self, done, seconds=60):
        """Reads until `done(screen's text)`, or the end."""
        end = time.monotonic() + seconds
        while not done(self.screen.text):
            left = end - time.monotonic()
            assert left > 0, self.raw
            if not select.select([self.master], [], [], left)[0]:
                continue
            try:
                data = os.read(self.master, 65536)
            except OSError:  # Linux: the last one at the other end has gone.
                data = b""
            if not data:
                return
            text = data.decode()
            self.raw += text
            self.screen.write(text)
            if self.screen.text not in self.seen[-1:]:
                self.seen.append(self.screen.text)

    def interrupt(self):
        os.write(self.master, b"\x03")

    def end(self):
        """The exit status, after all has been read."""
        self.until(lambda _: False)
        os.close(self.master)
        return self.process.wait()


def _own_terminal():
    os.setsid()
    fcntl.ioctl(0, termios.TIOCSCTTY, 0)


def widest(text):
    return max(map(cells, text.splitlines()), default=0)
