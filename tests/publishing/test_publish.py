"""Publishing to a real server, through every fault that one has."""

import os
import shutil
import signal
import ssl
import subprocess
import sys
import time

import pytest
from cli.test_commands import run
from county import PLAN, problem
from publishing.radicale_server import PASSWORD, USER, Proxy, Radicale

SECRET = {"DRILLCTL_CALDAV_PASSWORD": PASSWORD, "NO_PROXY": "127.0.0.1", "no_proxy": "127.0.0.1"}
FIRE = "drillctl-team-fire"


@pytest.fixture(scope="module")
def radicale(tmp_path_factory):
    server = Radicale(tmp_path_factory.mktemp("radicale"))
    server.start()
    yield server
    server.close()


@pytest.fixture
def place(tmp_path, radicale):
    """Files, a plan, and an empty server behind a proxy."""
    radicale.kill()
    shutil.rmtree(radicale.storage, ignore_errors=True)
    radicale.start()
    (tmp_path / "county").mkdir()
    problem(tmp_path / "county")
    (tmp_path / "plan.yaml").write_text(PLAN, encoding="utf-8")
    proxy = Proxy(radicale)
    yield tmp_path, proxy
    proxy.shutdown()
    proxy.server_close()


def publish(place, *more, env=None, user=("--user", USER), url=None):
    folder, proxy = place
    done = run("publish", folder / "plan.yaml", folder / "county", "--caldav", url or proxy.url,
               *user, *more, env=SECRET | (env or {}))  # fmt: skip
    assert PASSWORD not in done.stdout + done.stderr
    assert "Traceback" not in done.stderr
    return done


def edit(place, *changes):
    path = place[0] / "plan.yaml"
    text = path.read_text(encoding="utf-8")
    for old, new in changes:
        assert old in text
        text = text.replace(old, new)
    path.write_text(text, encoding="utf-8")


def sent(proxy):
    return [m for m in proxy.methods() if m in ("PUT", "DELETE", "MKCALENDAR")]


MOVED = ('uid: f1@x, start: "2027-03-06T09:00+08:00", end: "2027-03-06T13:00+08:00"',
         'uid: f1@x, sequence: 1, start: "2027-03-13T09:00+08:00", end: "2027-03-13T13:00+08:00"')  # fmt: skip


def test_only_what_changed_is_sent_and_what_fell_away_is_removed(place, radicale):
    proxy = place[1]
    first = publish(place)
    assert first.returncode == 0, first.stderr
    assert f"{FIRE} (new calendar): 4 new" in first.stdout
    assert len(radicale.events(FIRE)) == 4
    assert sent(proxy).count("MKCALENDAR") == 3
    puts = [headers for method, _, headers in proxy.seen if method == "PUT"]
    assert all(headers["If-None-Match"] == "*" for headers in puts)

    proxy.reset()
    again = publish(place)
    assert again.returncode == 0
    assert sent(proxy) == []
    assert f"{FIRE}: 4 as they were" in again.stdout

    edit(place, MOVED)
    text = (place[0] / "plan.yaml").read_text("utf-8")
    lines = [line for line in text.splitlines() if "t1@x" not in line]
    lines.append('cancelled: [{id: "table#1", uid: t1@x, sequence: 1}]')
    (place[0] / "plan.yaml").write_text("\n".join(lines), "utf-8")
    proxy.reset()
    dry = publish(place, "--dry-run")
    assert dry.returncode == 0
    assert sent(proxy) == []
    assert "  changed: f1@x" in dry.stdout
    assert "  removed: t1@x" in dry.stdout
    done = publish(place)
    assert done.returncode == 0, done.stderr
    assert f"{FIRE}: 1 changed, 1 removed, 2 as they were" in done.stdout
    assert all(
        "If-Match" in headers for method, _, headers in proxy.seen if method in ("PUT", "DELETE")
    )
    events = radicale.events(FIRE)
    assert sorted(events) == ["b1-x.ics", "f1-x.ics", "f2-x.ics"]
    assert "20270313T090000" in events["f1-x.ics"]


def test_what_people_added_is_never_touched_and_what_they_edited_is_put_back(place, radicale):
    assert publish(place).returncode == 0
    own = ("BEGIN:VCALENDAR\r\nVERSION:2.0\r\nPRODID:-//Phone//EN\r\nBEGIN:VEVENT\r\nUID:cake\r\n"
           "DTSTAMP:20270101T000000Z\r\nDTSTART:20270306T010000Z\r\nSUMMARY:Cake\r\nEND:VEVENT\r\n"
           "END:VCALENDAR\r\n")  # fmt: skip
    radicale.put(FIRE, "cake.ics", own)
    text = radicale.events(FIRE)["f1-x.ics"]
    radicale.put(FIRE, "f1-x.ics", text.replace("20270306T090000", "20270306T100000"))
    alarm = radicale.events(FIRE)["f2-x.ics"].replace("TRIGGER:-P1D", "TRIGGER:-PT5M")
    assert "-PT5M" in alarm
    radicale.put(FIRE, "f2-x.ics", alarm)
    edit(place, ('uid: b1@x, start: "2027-03-07T', 'uid: b1@x, sequence: 1, start: "2027-03-14T'),
         ('end: "2027-03-07T12', 'end: "2027-03-14T12'))  # fmt: skip
    done = publish(place)
    assert done.returncode == 0, done.stderr
    assert f"{FIRE}: 1 changed, 1 put back, 2 as they were" in done.stdout
    events = radicale.events(FIRE)
    assert "SUMMARY:Cake" in events["cake.ics"]
    assert "20270306T090000" in events["f1-x.ics"]
    assert "-PT5M" in events["f2-x.ics"], "alarms are each person's own"


def test_an_earlier_plans_sessions_stay_as_history_and_other_rosters_too(place, radicale):
    assert publish(place).returncode == 0
    domain = problem(place[0] / "county").roster.uid_domain

    def event(uid, day):
        return (f"BEGIN:VCALENDAR\r\nVERSION:2.0\r\nPRODID:x\r\nBEGIN:VEVENT\r\nUID:{uid}\r\n"
                f"DTSTAMP:20270101T000000Z\r\nDTSTART:{day}T010000Z\r\nEND:VEVENT\r\nEND:VCALENDAR\r\n")  # fmt: skip

    radicale.put(FIRE, "old.ics", event(f"flood-1@{domain}", "20260306"))
    radicale.put(FIRE, "gone.ics", event(f"flood-9@{domain}", "20270306"))
    radicale.put(FIRE, "other.ics", event("flood-1@0123456789abcdef.drillctl", "20270306"))
    assert f"{FIRE}: 1 removed, 4 as they were" in publish(place).stdout
    assert {"old.ics", "other.ics"} < radicale.events(FIRE).keys()
    assert "gone.ics" not in radicale.events(FIRE)


def test_one_calendar_per_member(place, radicale):
    done = publish(place, "--by", "member", "--only", "v1", "--only", "p2")
    assert done.returncode == 0, done.stderr
    assert len(radicale.events("drillctl-member-v1")) == 2
    assert not radicale.events("drillctl-member-v3")
    assert "Anna" not in "".join(radicale.events("drillctl-member-v1").values())
    assert publish(place, "--by", "member", "--only", "v11").returncode == 2


def test_a_servers_root_is_followed_to_the_calendar_home(place, radicale):
    done = publish(place, url=place[1].url.replace(f"{USER}/", ""))
    assert done.returncode == 0, done.stderr
    assert len(radicale.events(FIRE)) == 4


def completes(place, radicale):
    place[1].reset()
    done = publish(place)
    assert done.returncode == 0, done.stderr
    assert len(radicale.events(FIRE)) == 4
    place[1].reset()
    assert publish(place).returncode == 0
    assert sent(place[1]) == []


@pytest.mark.parametrize(
    ("fault", "said"),
    [
        (lambda m, n: 507 if m == "PUT" and n == 3 else None, "no room left to write"),
        (lambda m, n: 500 if m == "PUT" and n == 2 else None, "failed to write"),
        (lambda m, n: 503 if m == "PUT" and n == 2 else None, "too busy"),
        (lambda m, n: 412 if m == "PUT" and n == 2 else None, "it changed meanwhile"),
        (lambda m, n: 403 if m == "PUT" and n == 2 else None, "does not allow to write"),
        (lambda m, n: 302 if m == "PUT" and n == 1 else None, "127.0.0.1"),
        (lambda m, n: "drop" if m == "PUT" and n == 2 else None, "broke off"),
        (lambda m, n: "drop" if m == "PROPFIND" else None, "broke off"),
        (lambda m, n: 500 if m == "MKCALENDAR" else None, "failed to make"),
        (lambda m, n: 404 if m == "PROPFIND" else None, "no such collection"),
        (lambda m, n: 200 if m == "REPORT" else None, "can't be understood"),
        (lambda m, n: 207 if m == "REPORT" else None, "can't be understood"),
        (lambda m, n: 207 if m == "PROPFIND" else None, "can't be understood"),
        (lambda m, n: 3.0 if m == "PUT" and n == 2 else None, "did not answer within 1 s"),
    ],
)  # fmt: skip
def test_every_fault_is_said_and_the_next_run_completes(place, radicale, fault, said):
    place[1].reset(fault)
    done = publish(place, "--timeout", "1")
    assert done.returncode == 1
    assert said in done.stderr
    assert "the next run goes on from here" in done.stderr
    completes(place, radicale)


def test_a_server_killed_half_way_is_gone_on_with(place, radicale):
    def fault(method, nth):
        if method == "PUT" and nth == 3:
            radicale.kill()

    place[1].reset(fault)
    done = publish(place)
    assert done.returncode == 1
    assert "broke off" in done.stderr
    assert len(radicale.events(FIRE)) + len(radicale.events("drillctl-team-club")) == 2
    assert publish(place).returncode == 1
    radicale.start()
    completes(place, radicale)


def test_interrupting_says_that_the_next_run_goes_on(place, radicale):
    folder, proxy = place
    proxy.reset(lambda m, n: 5.0 if m == "PUT" and n == 3 else None)
    command = [sys.executable, "-m", "drillctl", "publish", folder / "plan.yaml",
               folder / "county", "--caldav", proxy.url, "--user", USER]  # fmt: skip
    process = subprocess.Popen(
        command, env=os.environ | SECRET, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True
    )
    for _ in range(300):
        if proxy.methods().count("PUT") == 3:
            break
        time.sleep(0.05)
    process.send_signal(signal.SIGINT)
    _, errors = process.communicate(timeout=30)
    assert process.returncode == 130, errors
    assert "the next run goes on from here" in errors
    completes(place, radicale)


def test_a_stale_etag_overwrites_nothing(place, radicale):
    assert publish(place).returncode == 0
    edit(place, MOVED)

    def fault(method, nth):
        if method == "PUT" and nth == 1 and not done:
            done.append(1)
            [name] = {path.rpartition("/")[2] for m, path, _ in place[1].seen if m == "PUT"}
            calendar = place[1].seen[-1][1].split("/")[2]
            text = radicale.events(calendar)[name]
            radicale.put(calendar, name, text.replace("Flood", "Edited now"))

    done = []
    place[1].reset(fault)
    first = publish(place)
    assert first.returncode == 1
    assert "it changed meanwhile: could not write f1-x.ics" in first.stderr
    assert any(
        "Edited now" in t for c in (FIRE, "drillctl-team-sky") for t in radicale.events(c).values()
    )
    completes(place, radicale)
    assert "20270313T090000" in radicale.events(FIRE)["f1-x.ics"]


def test_logins(place, radicale):
    wrong = publish(place, env={"DRILLCTL_CALDAV_PASSWORD": "wr0ng"})
    assert wrong.returncode == 1
    assert "refuses the login of 'drill': wrong password?" in wrong.stderr
    assert "wr0ng" not in wrong.stderr
    nobody = publish(place, user=())
    assert nobody.returncode == 1
    assert "asks for a login: give --user" in nobody.stderr
    none = publish(place, env={"DRILLCTL_CALDAV_PASSWORD": ""})
    assert none.returncode == 2
    assert "set DRILLCTL_CALDAV_PASSWORD" in none.stderr
    in_url = publish(place, user=(), url=place[1].url.replace("//", f"//{USER}@"))
    assert in_url.returncode == 0, in_url.stderr
    secret = publish(place, user=(), url=place[1].url.replace("//", f"//{USER}:{PASSWORD}@"))
    assert secret.returncode == 2
    assert "a password in the URL can be read by others" in secret.stderr
    for url in ("http://calendar.example.org/", "calendar.example.org", "ftp://x/"):
        assert publish(place, url=url).returncode == 2


def test_the_keyring_is_asked(place, tmp_path):
    folder = tmp_path / "site" / "keyring"
    folder.mkdir(parents=True)
    (folder / "__init__.py").write_text(
        "def get_password(service, user):\n"
        f"    return {PASSWORD!r} if (service, user) == ('drillctl@127.0.0.1', {USER!r}) else None\n"
    )
    (folder / "errors.py").write_text("class KeyringError(Exception): pass\n")
    done = publish(place, env={"DRILLCTL_CALDAV_PASSWORD": "", "PYTHONPATH": str(folder.parent)})
    assert done.returncode == 0, done.stderr


def test_without_the_package_a_hint(place):
    code = ("import sys; from importlib import util; real = util.find_spec\n"
            "util.find_spec = lambda name, *a: None if name == 'caldav' else real(name, *a)\n"
            "from drillctl.cli.publish import publish\n"
            "sys.exit(publish('p', ['x'], caldav='https://h/', by='team', only=[], user=None,"
            " redact=False, dry_run=False, timeout=1))")  # fmt: skip
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True)
    assert done.returncode == 2
    assert "pip install 'drillctl[caldav]'" in done.stderr


def test_a_certificate_that_nobody_vouches_for_is_refused(place, tmp_path):
    if shutil.which("openssl") is None:
        pytest.skip("no openssl to make a certificate with")
    command = ["openssl", "req", "-x509", "-newkey", "rsa:2048", "-nodes", "-days", "2", "-subj",
               "/CN=127.0.0.1", "-addext", "subjectAltName=IP:127.0.0.1",
               "-keyout", tmp_path / "key", "-out", tmp_path / "cert"]  # fmt: skip
    subprocess.run(command, check=True, capture_output=True)
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(tmp_path / "cert", tmp_path / "key")
    proxy = place[1]
    proxy.socket = context.wrap_socket(proxy.socket, server_side=True)
    done = publish(place, url=proxy.url.replace("http:", "https:"))
    assert done.returncode == 1
    assert "the certificate of 127.0.0.1" in done.stderr
    assert proxy.seen == []
