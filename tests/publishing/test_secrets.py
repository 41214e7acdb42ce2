"""A password goes to the server and nowhere else: not into words, files, or process lists."""

import json
import os
import sys
import threading
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from subprocess import run as start

import pytest
from county import PLAN, problem

from drillctl.cli.command import run
from drillctl.files.url_passwords import without_password

SECRET = "hunter2-not-shown"
# Runs drillctl with every start of a process noted, and, where asked, with a defect that holds
# the password in its message and in its variables.
WATCHED = """
import json, os, sys
def note(event, arguments):
    if event in ("subprocess.Popen", "os.exec", "os.posix_spawn", "os.system"):
        with open("started.txt", "a") as file:
            file.write(repr(arguments[:2]) + "\\n")
sys.addaudithook(note)
from drillctl.cli.main import main
if os.environ.get("BREAK"):
    import drillctl.publishing.push as module
    def push(server, *more, **named):
        password = server._login.password
        assert password
        try:
            raise ValueError(f"cause {password}")
        except ValueError:
            raise RuntimeError(f"broken with {password}, {server._login}")
    module.push = push
sys.argv = ["drillctl", *json.loads(sys.argv[1])]
main()
"""
KEYRING = """
def get_password(service, user):
    open("asked.txt", "w").write(f"{service} {user}")
    return "hunter2-not-shown"
"""


class _Echo(BaseHTTPRequestHandler):
    """Answers with the status asked for, and says back all it was told, wherever there is room."""

    protocol_version = "HTTP/1.1"

    def _answer(self):
        length = int(self.headers.get("Content-Length") or 0)
        self.rfile.read(length)
        self.server.seen.append(self.headers.get("Authorization"))
        told = f"password {SECRET} of {self.headers.get('Authorization')}"
        self.send_response(self.server.status, told)
        self.send_header("WWW-Authenticate", f'Basic realm="{told}"')
        self.send_header("Location", f"http://drill:{SECRET}@127.0.0.1:1/")
        body = f"<d:error xmlns:d='DAV:'>{told}</d:error>".encode()
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    do_PROPFIND = do_REPORT = do_OPTIONS = do_GET = _answer  # noqa: N815

    def log_message(self, *arguments):
        pass


@pytest.fixture
def echo():
    server = ThreadingHTTPServer(("127.0.0.1", 0), _Echo)
    server.seen, server.status = [], 401
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield server
    server.shutdown()
    server.server_close()


@pytest.fixture
def place(tmp_path):
    for name in ("county", "home", "temporary", "modules"):
        (tmp_path / name).mkdir()
    problem(tmp_path / "county")
    (tmp_path / "plan.yaml").write_text(PLAN, encoding="utf-8")
    return tmp_path


def publish(place, echo, *more, env=None):
    """Everything that one run says, writes and starts, as one text; and its exit status."""
    url = f"http://127.0.0.1:{echo.server_port}/"
    words = ["publish", "plan.yaml", "county", "--caldav", url, *more]
    given = {
        **{k: v for k, v in os.environ.items() if k != "DRILLCTL_CALDAV_PASSWORD"},
        "HOME": str(place / "home"),
        "TMPDIR": str(place / "temporary"),
        "NO_PROXY": "127.0.0.1",
        "no_proxy": "127.0.0.1",
        "DRILLCTL_LANG": "en",
        **(env or {}),
    }
    done = start(
        [sys.executable, "-c", WATCHED, json.dumps(words)],
        cwd=place, env=given, capture_output=True, text=True, stdin=-3, timeout=60,
    )  # fmt: skip
    ours = (place / "home", place / "modules")
    files = [
        p for p in place.rglob("*") if p.is_file() and not any(p.is_relative_to(o) for o in ours)
    ]
    texts = [p.read_text(encoding="utf-8", errors="replace") for p in files]
    return done.returncode, "\n".join([done.stdout, done.stderr, *texts])


@pytest.mark.parametrize("status", [207, 302, 401, 403, 404, 429, 500])
def test_what_a_server_says_back_is_not_repeated(place, echo, status):
    echo.status = status
    env = {"DRILLCTL_CALDAV_PASSWORD": SECRET}
    code, told = publish(place, echo, "--user", "drill", env=env)
    assert code == 1
    assert "127.0.0.1" in told
    assert SECRET not in told
    assert "Traceback" not in told
    if status == 401:
        assert any(echo.seen)


def test_a_password_of_the_keyring_is_nowhere_either(place, echo):
    (place / "modules" / "keyring").mkdir()
    (place / "modules" / "keyring" / "__init__.py").write_text(KEYRING, encoding="utf-8")
    errors = place / "modules" / "keyring" / "errors.py"
    errors.write_text("class KeyringError(Exception): pass\n", encoding="utf-8")
    env = {"PYTHONPATH": str(place / "modules")}
    code, told = publish(place, echo, "--user", "drill", env=env)
    assert code == 1
    assert (place / "asked.txt").read_text(encoding="utf-8") == "drillctl@127.0.0.1 drill"
    assert any(echo.seen)
    assert SECRET not in told


@pytest.mark.parametrize("user", [(), ("--user", "drill")])
def test_a_password_of_netrc_is_not_even_sent(place, echo, user):
    netrc = place / "home" / ".netrc"
    netrc.write_text(f"machine 127.0.0.1 login drill password netrc-{SECRET}\n", encoding="utf-8")
    netrc.chmod(0o600)
    env = {"DRILLCTL_CALDAV_PASSWORD": SECRET} if user else {}
    code, told = publish(place, echo, *user, env=env)
    assert code == 1
    assert SECRET not in told
    assert echo.seen[0] is None
    if not user:
        assert echo.seen == [None] * len(echo.seen)
        assert "give --user" in told


def test_a_defect_while_publishing_is_reported_without_the_password(place, echo):
    env = {"DRILLCTL_CALDAV_PASSWORD": SECRET, "BREAK": "1"}
    code, told = publish(place, echo, "--user", "drill", env=env)
    assert code == 3
    assert list((place / "temporary").glob("drillctl-*.log"))
    assert "RuntimeError" in told
    assert "ValueError" in told
    assert SECRET not in told


@pytest.mark.parametrize(
    "words",
    [
        ("publish", "plan.yaml", "county", "--caldav", "{url}"),
        ("publish", "plan.yaml", "county", "--caldav", "{url}", "--user", "x", "--format", "json"),
        ("publish", "plan.yaml", "county", "--caldav", "{url}", "--caldv", "{url}"),
        ("publish", "plan.yaml", "county", "{url}"),
        ("publish", "{url}", "county", "--caldav", "https://h.example/"),
        ("publish", "plan.yaml", "{url}", "--caldav", "https://h.example/"),
        ("publish", "plan.yaml", "county", "--caldav", "https://h.example/", "{url}"),
        ("plan", "{url}"),
        ("check", "{url}"),
    ],
)
@pytest.mark.parametrize("url", ["https://u:{s}@h.example/", "https://u:{s}@[h/", "ftp://u:{s}@h/"])
def test_a_password_in_a_url_is_not_printed_wherever_it_stands(
    words, url, place, monkeypatch, capsys
):
    monkeypatch.chdir(place)
    assert run([word.replace("{url}", url.replace("{s}", SECRET)) for word in words]) in (1, 2)
    assert SECRET not in "".join(capsys.readouterr())


def test_only_the_password_of_a_url_is_masked():
    assert without_password("https://u:p@h/x a@b:c") == "https://u:***@h/x a@b:c"
    for text in (
        "https://h:8080/a@b/",
        "tcp://127.0.0.1:1",
        "https://u@h/",
        "10:30 li@example.org",
    ):
        assert without_password(text) == text
