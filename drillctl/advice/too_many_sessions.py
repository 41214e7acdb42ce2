"""So many sessions, so far apart, do not fit into the window: the last are never held."""

from datetime import timedelta

from drillctl.advice.subject import Found, Subject
from drillctl.language import tr
from drillctl.model.scenario import Schedule, Window

CODE = "W006"
TITLE = tr("Sessions and spacing do not fit into the window")


def found(subject: Subject) -> Found:
    """Each such scenario, at its spacing."""
    for scenario in subject.problem.scenarios.values():
        schedule, window = scenario.schedule, subject.problem.window(scenario)
        if schedule.sessions < 2 or not schedule.spacing.elapsed_minutes:
            continue
        most = _most(schedule, window)
        if most < schedule.sessions:
            message = tr(
                "of {sessions} sessions at least {spacing} apart only {most} fit into "
                "{first} to {last}",
                sessions=schedule.sessions,
                spacing=schedule.spacing,
                most=most,
                first=window.first,
                last=window.last,
            )
            hint = tr("widen the window, or lower `spacing` or `sessions`")
            yield subject.places.of_scenario(scenario.id, "schedule", "spacing"), message, hint


def _most(schedule: Schedule, window: Window) -> int:
    """How many fit at best: each on the first permitted date after the one before."""
    apart = timedelta(days=max(1, schedule.spacing.elapsed_minutes // 1440))
    count, day = 0, window.first
    while day <= window.last and count < schedule.sessions:
        if schedule.weekdays is None or day.weekday() in schedule.weekdays:
            count, day = count + 1, day + apart
        else:
            day += timedelta(days=1)
    return count
