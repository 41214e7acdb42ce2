"""axe-core finds nothing serious: every view, light and dark, English and Chinese, desk and phone."""

import pytest
from browser.chromium import need_axe
from browser.page_parts import calendar_as, search, session, show, timeline_by

DESK = {"viewport": {"width": 1280, "height": 900}}
PHONE = {"viewport": {"width": 360, "height": 740}, "has_touch": True, "is_mobile": True}


def serious(page) -> list[str]:
    """Serious and critical findings, with the elements they are about."""
    found = page.evaluate("axe.run(document, {resultTypes: ['violations']})")
    return [
        f"{finding['id']}: {node['target']} {node['html'][:160]} {node['failureSummary']}"
        for finding in found["violations"]
        if finding["impact"] in ("serious", "critical")
        for node in finding["nodes"]
    ]


@pytest.mark.parametrize(
    ("scheme", "locale", "size"),
    [("light", "en-GB", DESK), ("dark", "zh-CN", DESK), ("light", "zh-CN", PHONE),
     ("dark", "en-GB", PHONE)],
    ids=["light-en-desk", "dark-zh-desk", "light-zh-phone", "dark-en-phone"],
)  # fmt: skip
def test_no_serious_finding(opened, pages, scheme, locale, size):
    checker = need_axe()
    language = locale[:2]
    page = opened(pages("county"), color_scheme=scheme, locale=locale, **size)
    page.evaluate(checker)
    for view in ("overview", "matrices"):
        show(page, view)
        assert (view, serious(page)) == (view, [])
    for key in ("month", "week", "list"):
        calendar_as(page, key, language)
        assert (key, serious(page)) == (key, [])
    for axis in ("team", "person"):
        timeline_by(page, axis)
        assert (axis, serious(page)) == (axis, [])
    page.evaluate("drillctl.openSession(1)")
    session(page).wait_for()
    assert ("dialog", serious(page)) == ("dialog", [])
    page.keyboard.press("Escape")
    search(page).fill("li")
    assert ("search", serious(page)) == ("search", [])
    page.evaluate("drillctl.pickPerson(0)")
    assert ("person", serious(page)) == ("person", [])


def test_it_can_fail(opened, pages):
    checker = need_axe()
    page = opened(pages("county"))
    page.evaluate(checker)
    page.evaluate(
        """() => document.querySelector("main").append(
          Object.assign(document.createElement("button"), { id: "nameless" }))"""
    )
    assert [finding.partition(":")[0] for finding in serious(page)] == ["button-name"]
