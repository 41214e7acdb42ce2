"""What open pages hear while files change."""

import json
import time
from pathlib import Path

from serving.running import running

from drillctl.serving import application

ROSTER = Path("roster.yaml")


def tag(at):
    return at.ask("/").headers["etag"].strip('"')


def test_a_page_hears_of_a_newer_one(place):
    with running(place) as at:
        shown = tag(at)
        with at.listening(shown) as following:
            text = ROSTER.read_text("utf-8").replace("Anna Berger", "Anna Schmidt")
            ROSTER.write_text(text, "utf-8")
            name, newest = following()
        assert (name, newest) == ("newer", tag(at))
        assert newest != shown
        assert "Anna Schmidt" in at.ask("/").text


def test_a_page_that_is_old_already_hears_at_once(place):
    with running(place) as at, at.listening("0123") as following:
        assert following() == ("newer", tag(at))


def test_broken_files_leave_the_page_and_are_told_until_mended(place):
    good = ROSTER.read_text("utf-8")
    with running(place) as at:
        before = at.ask("/")
        with at.listening(tag(at)) as following:
            ROSTER.write_text(good.replace("Asia/Shanghai", "Asia/Shangai"), "utf-8")
            name, data = following()
            assert name == "problems"
            english, chinese = json.loads(data)
            assert english[0].startswith("roster.yaml:2:11: V005 unknown time zone")
            assert english[1:] == ["    timezone: Asia/Shangai", "              ^^^^^^^^^^^^"]
            assert "V005" in chinese[0]
            assert chinese[0] != english[0]
            assert at.ask("/").body == before.body
            with at.listening(tag(at)) as another:
                assert another() == (name, data)
            ROSTER.write_text("kind: [", "utf-8")
            assert "Y001" in json.loads(following()[1])[0][0]
            ROSTER.write_text(good, "utf-8")
            assert following() == ("problems", "null")
        assert at.ask("/").body == before.body


def test_a_plan_of_other_files_is_told_too(place):
    with running(place) as at, at.listening(tag(at)) as following:
        Path("plan.yaml").write_text(
            Path("plan.yaml").read_text("utf-8").replace("[anna]", "[annette]"), "utf-8"
        )
        english, _ = json.loads(following()[1])
        assert english == [
            "plan.yaml: river-flood#1: no member 'annette' in the files",
            "plan.yaml: river-flood#2: no member 'annette' in the files",
            "the plan does not belong to these files: plan again",
        ]


def test_whoever_may_see_no_names_is_not_told_what_is_wrong(place):
    with running(place, locked=True) as at:
        opened = at.ask(f"/?key={at.key}")
        cookie = opened.headers["set-cookie"].partition(";")[0]
        ROSTER.write_text("kind: [", "utf-8")
        shown = at.ask("/", Cookie=cookie).headers["etag"].strip('"')
        with at.listening(shown, Cookie=cookie) as following:
            assert following() == ("problems", "[[], []]")


def test_a_new_file_in_a_new_folder_is_read(place):
    with running(place) as at, at.listening(tag(at)) as following:
        (place / "scenarios" / "more").mkdir()
        (place / "scenarios" / "more" / "bad.yaml").write_text("kind: rooster\n")
        assert "bad.yaml:1:7: S008" in following()[1]


def test_streams_are_limited_and_given_back(place, monkeypatch):
    monkeypatch.setattr(application, "STREAMS_OF_ONE", 2)
    with running(place) as at:
        with at.listening("0") as first, at.listening("0") as second:
            assert first()[0] == second()[0] == "newer"
            refused = at.ask("/events?page=0")
            assert (refused.status, refused.headers["retry-after"]) == (503, "60")
        until = time.monotonic() + 5
        while at.ask("/events?page=0", "HEAD").status != 200 and time.monotonic() < until:
            time.sleep(0.02)
        with at.listening("0") as third:
            assert third()[0] == "newer"


def test_the_server_ends_though_pages_are_open(place):
    with running(place) as at:
        shown = tag(at)
        stream = at.listening(shown)
        following = stream.__enter__()
    assert following() == ("", "")
