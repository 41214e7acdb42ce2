"""What is in the file, before any browser opens it: whole, still, and nobody's private data."""

import json
import re
from datetime import date
from html.parser import HTMLParser

import pytest
from browser import county_plan, hostile_plan
from browser.hostile_plan import HOSTILE

from drillctl.exports.page.data import page_data
from drillctl.exports.page.page import page

COUNTY = county_plan.problem(), county_plan.plan()


class Elements(HTMLParser):
    """Every element, and the text of every script."""

    def __init__(self, text: str) -> None:
        super().__init__(convert_charrefs=False)
        self.tags: list[tuple[str, dict]] = []
        self.scripts: list[str] = []
        self.feed(text)

    def handle_starttag(self, tag, attrs):
        self.tags.append((tag, dict(attrs)))
        if tag == "script":
            self.scripts.append("")

    def handle_data(self, data):
        if self.cdata_elem == "script":
            self.scripts[-1] += data


def county(**options) -> str:
    return page(*COUNTY, as_of=county_plan.AS_OF, **options)


def test_the_same_inputs_give_the_same_bytes():
    again = county_plan.problem(), county_plan.plan()
    assert page(*again, as_of=county_plan.AS_OF) == county()
    assert page(*again, as_of=date(2027, 3, 10)) != county()


@pytest.mark.parametrize("made", [county_plan, hostile_plan], ids=["county", "hostile"])
def test_the_data_can_end_no_element_and_is_all_there(made):
    text = page(made.problem(), made.plan(), as_of=made.AS_OF)
    found = Elements(text)
    plain = Elements(county())
    assert [tag for tag, _ in found.tags] == [tag for tag, _ in plain.tags]
    data = next(s for s in found.scripts if s.startswith("{"))
    assert not re.search("[<>&\u2028\u2029]", data)
    read = json.loads(data)
    whole = page_data(made.problem(), made.plan(), as_of=made.AS_OF)
    assert {key: read[key] for key in whole} == json.loads(json.dumps(whole))
    if made is hostile_plan:
        assert {person["name"] for person in read["people"]} == set(HOSTILE)


def test_nothing_is_loaded_and_only_own_scripts_run():
    found = Elements(county())
    for tag, attributes in found.tags:
        assert tag not in ("link", "iframe", "object", "embed", "base", "form"), attributes
        assert not {"src", "srcset", "action", "ping"} & attributes.keys(), (tag, attributes)
        assert not [name for name in attributes if name.startswith("on")], (tag, attributes)
        assert attributes.get("href", "#").startswith("#")
    rules = next(
        a["content"] for _, a in found.tags if a.get("http-equiv") == "Content-Security-Policy"
    )
    assert "default-src 'none'" in rules
    scripts = re.search("script-src ([^;]*)", rules)[1]
    assert "unsafe" not in scripts
    assert "http" not in rules


def test_contacts_only_where_asked_for():
    private = [text for pair in county_plan.CONTACTS.values() for text in pair if text]
    private += [team.email for team in county_plan.TEAMS.values() if team.email]
    plain, told = county(), county(private=True)
    assert [text for text in private if text in plain] == []
    assert [text for text in private if text not in told] == []
    assert "example.org" not in plain


def test_redacted_names_nobody():
    text = county(redact=True)
    named = [one for person, (name, *_) in county_plan.PEOPLE.items() for one in (person, name)]
    assert [one for one in named if one in text] == []
    assert [one for one in named if one not in county()] == []
    with_contacts = county(redact=True, private=True)
    assert [one for one in named if one in with_contacts] == []
    assert "li.wei@" not in with_contacts


def test_hours_of_people_are_not_in_a_redacted_page():
    data = page_data(*COUNTY, as_of=county_plan.AS_OF, redact=True)
    assert data["workload"] == []
    assert all(person["name"] is person["id"] is None for person in data["people"])
    assert len(data["people"]) == len(county_plan.TEAMS)
