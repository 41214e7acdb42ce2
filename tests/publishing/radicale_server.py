"""A real Radicale server on loopback, and a proxy before it that fails as servers do."""

import base64
import http.client
import socket
import subprocess
import sys
import threading
import time
import urllib.request
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

USER, PASSWORD = "drill", "s3cret-not-shown"


def free_port():
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


class Radicale:
    """The server as its own process; its storage outlives it."""

    def __init__(self, folder):
        self.storage = folder / "storage"
        self.port = free_port()
        self.url = f"http://127.0.0.1:{self.port}/{USER}/"
        (folder / "users").write_text(f"{USER}:{PASSWORD}\n")
        self._config = folder / "config"
        self._config.write_text(
            f"[server]\nhosts = 127.0.0.1:{self.port}\n"
            f"[auth]\ntype = htpasswd\nhtpasswd_filename = {folder / 'users'}\n"
            "htpasswd_encryption = plain\ndelay = 0\n"
            f"[storage]\nfilesystem_folder = {self.storage}\n[logging]\nlevel = error\n"
        )
        self._log = open(folder / "log", "w")  # noqa: SIM115
        self._process = None

    def start(self):
        command = [sys.executable, "-m", "radicale", "--config", str(self._config)]
        self._process = subprocess.Popen(command, stdout=self._log, stderr=self._log)
        for _ in range(200):
            try:
                socket.create_connection(("127.0.0.1", self.port), 0.2).close()
                return
            except OSError:
                time.sleep(0.05)
        raise AssertionError("Radicale did not start")

    def kill(self):
        if self._process is not None:
            self._process.kill()
            self._process.wait()
            self._process = None

    def close(self):
        self.kill()
        self._log.close()

    def events(self, calendar):
        """File name to text of each object in a calendar."""
        folder = self.storage / "collection-root" / USER / calendar
        return {path.name: path.read_text("utf-8") for path in folder.glob("*.ics")}

    def put(self, calendar, name, text):
        """As a person's calendar program would write it."""
        request = urllib.request.Request(
            f"{self.url}{calendar}/{name}", text.encode(), method="PUT"
        )
        token = base64.b64encode(f"{USER}:{PASSWORD}".encode()).decode()
        request.add_header("Authorization", f"Basic {token}")
        request.add_header("Content-Type", "text/calendar; charset=utf-8")
        urllib.request.build_opener(urllib.request.ProxyHandler({})).open(request).close()


class Proxy(ThreadingHTTPServer):
    """Passes requests on. `fault(method, nth of that method)` may return a status instead, or
    "drop" (no answer), or seconds to wait before the answer."""

    daemon_threads = True

    def __init__(self, server):
        super().__init__(("127.0.0.1", 0), _Handler)
        self.behind = server
        self.url = f"http://127.0.0.1:{self.server_port}/{USER}/"
        self.fault = lambda method, nth: None
        self.seen = []
        threading.Thread(target=self.serve_forever, daemon=True).start()

    def methods(self):
        return [method for method, *_ in self.seen]

    def reset(self, fault=None):
        self.seen.clear()
        self.fault = fault or (lambda method, nth: None)


class _Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"

    def _pass(self):
        body = self.rfile.read(int(self.headers.get("Content-Length") or 0))
        proxy = self.server
        if self.headers.get("Authorization"):
            proxy.seen.append((self.command, self.path, dict(self.headers)))
        nth = proxy.methods().count(self.command)
        fault = proxy.fault(self.command, nth)
        if fault == "drop":
            self.close_connection = True
            return
        if isinstance(fault, float):
            time.sleep(fault)
        elif fault is not None:
            self._answer(fault, {}, b"no")
            return
        to = http.client.HTTPConnection("127.0.0.1", proxy.behind.port, timeout=20)
        try:
            headers = {k: v for k, v in self.headers.items() if k.lower() != "host"}
            to.request(self.command, self.path, body, headers)
            answer = to.getresponse()
            self._answer(answer.status, dict(answer.getheaders()), answer.read())
        except OSError:
            self.close_connection = True
        finally:
            to.close()

    def _answer(self, status, headers, body):
        self.send_response(status)
        for name, value in headers.items():
            if name.lower() not in ("content-length", "transfer-encoding", "date", "server"):
                self.send_header(name, value)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    do_GET = do_PUT = do_DELETE = do_PROPFIND = do_REPORT = do_MKCALENDAR = do_OPTIONS = _pass  # noqa: N815

    def log_message(self, *arguments):
        pass
