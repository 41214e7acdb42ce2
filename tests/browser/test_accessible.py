"""axe-core finds nothing serious: every view, light and dark, English and Chinese, desk and phone."""

import pytest
from browser.chromium import need_axe
from browser.page_parts import calendar_as, search, session, show, timeline_by

DESK = {"viewport": {"width": 1280, "height": 900}}
PHONE = {"viewport": {"width": 360, "height": 740}, "has_touch": True, "is_mobile": True}


def serious(page, rules: tuple[str, ...] = ()) -> list[str]:
    """Serious and critical findings, with the elements they are about; of all rules, or of some."""
    options = {"resultTypes": ["violations"]} | ({"runOnly": list(rules)} if rules else {})
    found = page.evaluate("options => axe.run(document, options)", options)
    return [
        f"{finding['id']}: {node['target']} {node['html'][:160]} {node['failureSummary']}"
        for finding in found["violations"]
        if finding["impact"] in ("serious", "critical")
        for node in finding["nodes"]
    ]


@pytest.mark.parametrize(
    ("scheme", "locale", "size", "rules"),
    [("light", "en-GB", DESK, ()), ("dark", "zh-CN", PHONE, ()),
     ("dark", "en-GB", DESK, ("color-contrast",)), ("light", "zh-CN", PHONE, ("color-contrast",))],
    ids=["light-en-desk", "dark-zh-phone", "dark-en-desk", "light-zh-phone"],
)  # fmt: skip
def test_no_serious_finding(opened, pages, scheme, locale, size, rules):
    checker = need_axe()
    language = locale[:2]
    page = opened(pages("county"), color_scheme=scheme, locale=locale, **size)
    page.evaluate(checker)
    for view in ("overview", "matrices"):
        show(page, view)
        assert (view, serious(page, rules)) == (view, [])
    for key in ("month", "week", "list"):
        calendar_as(page, key, language)
        assert (key, serious(page, rules)) == (key, [])
    for axis in ("team", "person"):
        timeline_by(page, axis)
        assert (axis, serious(page, rules)) == (axis, [])
    page.evaluate("drillctl.openSession(1)")
    session(page).wait_for()
    assert ("dialog", serious(page, rules)) == ("dialog", [])
    page.keyboard.press("Escape")
    search(page).fill("li")
    assert ("search", serious(page, rules)) == ("search", [])
    page.evaluate("drillctl.pickPerson(0)")
    assert ("person", serious(page, rules)) == ("person", [])


def test_it_can_fail(opened, pages):
    checker = need_axe()
    page = opened(pages("county"))
    page.evaluate(checker)
    page.evaluate(
        """() => document.querySelector("main").append(
          Object.assign(document.createElement("button"), { id: "nameless" }))"""
    )
    assert [finding.partition(":")[0] for finding in serious(page)] == ["button-name"]
