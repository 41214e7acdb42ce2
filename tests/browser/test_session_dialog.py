"""A session opened by a click or by the keyboard alone: who, where, with what, why seats are empty."""

import pytest
from browser import county_plan
from browser.page_parts import calendar_as, session, show, text_of, timeline_by, word

FLOOD = next(s for s in county_plan.SCENARIOS if s.id == "river-flood").title


def dialog_of(page, index: int):
    page.evaluate("index => drillctl.openSession(index)", index)
    return session(page)


def test_a_click_in_the_calendar_opens_it(opened, pages):
    page = opened(pages("county"))
    panel = calendar_as(page, "month")
    panel.get_by_role("button", name=FLOOD).first.click()
    dialog = session(page)
    said = text_of(dialog)
    assert FLOOD in said
    assert "Sat, 6 Mar 2027, 09:00–13:00" in said
    for part in ("North Lake", "2 × Inflatable boat", "1 × 手提照明灯", "river-flood#1"):
        assert part in said
    dialog.get_by_role("button", name=word("close")).click()
    assert session(page).count() == 0


def test_people_by_position_with_their_certificates(opened, pages):
    dialog = dialog_of(opened(pages("county")), 1)
    crew = dialog.locator("section.position").filter(has_text="Boat crew")
    seated = text_of(crew.first)
    assert "3 of 4" in seated
    for name in ("Erik Lund", "Tom Baker", "王芳"):
        assert name in seated
    assert "Swift-water rescue I" in seated
    assert "30 Sept 2028" in seated or "30 Sep 2028" in seated
    standby = text_of(crew.last)
    assert "Anna Berger" in standby
    assert word("expires_in_period", date="1 Mar 2027") in standby
    assert word("no_expiry") in text_of(dialog)


def test_why_seats_are_empty(opened, pages):
    page = opened(pages("county"), fragment="#lang=en")
    dialog = dialog_of(page, 1)
    said = text_of(dialog)
    assert "5 left by 'certified'" in said
    assert "Maria Rossi (maria-rossi): also asked for mass-casualty#1" in said
    page.keyboard.press("Escape")
    page.locator("#language").click()
    said = text_of(dialog_of(page, 1))
    assert "left by" not in said
    assert "Maria Rossi" in said


def test_redacted_it_counts_people_of_teams(opened, pages):
    page = opened(pages("county", redact=True))
    said = text_of(dialog_of(page, 1))
    assert "County fire brigade" in said
    assert "left by 'certified'" in said
    for name, *_ in county_plan.PEOPLE.values():
        assert name not in said


def test_contacts_are_shown_where_the_file_has_them(opened, pages):
    page = opened(pages("county", private=True))
    dialog = dialog_of(page, 0)
    link = dialog.get_by_role("link", name="li.wei@example.org")
    assert link.get_attribute("href") == "mailto:li.wei@example.org"
    assert dialog.get_by_role("link", name="+86 138 0000 0001").count() == 1


def tab_until(page, what: str, most: int = 60) -> None:
    """Presses Tab until the focused element matches a selector."""
    for _ in range(most):
        page.keyboard.press("Tab")
        if page.evaluate("what => document.activeElement.matches(what)", what):
            return
    pytest.fail(f"{what} is not reached by {most} presses of Tab")


def test_the_keyboard_alone_reaches_a_session_and_comes_back(opened, pages):
    page = opened(pages("county"))
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.textContent") == word("skip")
    page.keyboard.press("Enter")
    assert page.evaluate("document.activeElement.id") == "main"
    page.reload()
    tab_until(page, "[role=tab][aria-selected=true]")
    page.keyboard.press("ArrowRight")
    assert page.locator("#tab-calendar").get_attribute("aria-selected") == "true"
    tab_until(page, "#panel-calendar .ec-event")
    before = page.evaluate("document.activeElement.textContent")
    page.keyboard.press("Enter")
    dialog = session(page)
    dialog.wait_for()
    assert page.evaluate("!!document.activeElement.closest('dialog')")
    for _ in range(40):
        page.keyboard.press("Tab")
        inside = "['DIALOG', 'BODY'].includes(document.activeElement.tagName) || " \
            "!!document.activeElement.closest('dialog')"  # fmt: skip
        assert page.evaluate(inside)
    page.keyboard.press("Escape")
    assert session(page).count() == 0
    assert page.evaluate("document.activeElement.textContent") == before


def test_the_timeline_by_keyboard(opened, pages):
    page = opened(pages("county"))
    timeline_by(page, "team")
    page.locator(".timeline-chart").focus()
    tab_until(page, "[data-session]")
    first = page.evaluate("document.activeElement.dataset.bar")
    page.keyboard.press("ArrowRight")
    assert page.evaluate("document.activeElement.dataset.bar") != first
    page.keyboard.press("Enter")
    title = text_of(session(page).get_by_role("heading", level=2))
    page.keyboard.press("Escape")
    assert title in page.evaluate("document.activeElement.ariaLabel")


def test_the_next_and_the_previous_one(opened, pages):
    page = opened(pages("county"))
    show(page, "overview")
    dialog = dialog_of(page, 0)
    before = dialog.get_by_role("button", name=word("previous_session"))
    assert before.get_attribute("aria-disabled") == "true"
    for _ in county_plan.CALENDAR[1:]:
        dialog.get_by_role("button", name=word("next_session")).click()
    assert "river-flood#2" in text_of(dialog)
    after = dialog.get_by_role("button", name=word("next_session"))
    assert after.get_attribute("aria-disabled") == "true"
