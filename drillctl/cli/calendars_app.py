"""The commands about calendars and invitations, with their arguments."""

from enum import StrEnum
from typing import Annotated

import typer

from drillctl.cli.arguments import (
    AsOf,
    By,
    Context,
    EffortName,
    MendingEffort,
    Paths,
    PlanFile,
    Reason,
    Redact,
    TableFormat,
)

commands = typer.Typer()
export_app = typer.Typer(help="Write calendars and tables from a plan.", no_args_is_help=True)
import_app = typer.Typer(help="Take in what others keep.", no_args_is_help=True)


class Audience(StrEnum):
    team = "team"
    member = "member"
    venue = "venue"
    all = "all"


class CalendarMethod(StrEnum):
    publish = "publish"
    request = "request"


class PublishAudience(StrEnum):
    team = "team"
    member = "member"


@export_app.command("ics")
def export_ics(
    plan_file: PlanFile,
    paths: Paths,
    output: Annotated[str, typer.Option("--output", "-o", help="Folder for the files.")],
    by: Annotated[Audience, typer.Option(help="One calendar for each ...")] = Audience.team,
    method: Annotated[
        CalendarMethod,
        typer.Option(
            help="publish: calendars to subscribe to or import; request: invitations and "
            "cancellations one by one, from the policy's organizer."
        ),
    ] = CalendarMethod.publish,
    since: Annotated[
        str | None,
        typer.Option(
            metavar="OLD", help="With request: the plan people know; only what changed is sent."
        ),
    ] = None,
    utc: Annotated[
        bool, typer.Option("--utc", help="Times in UTC, for clients that misread time zones.")
    ] = False,
    redact: Redact = False,
    format: Annotated[TableFormat, typer.Option(help="How to print.")] = TableFormat.text,
) -> None:
    """Calendars (RFC 5545) or invitations (RFC 5546) per team, member, venue, or for all."""
    from drillctl.cli.export import export_ics as run

    raise typer.Exit(
        run(
            plan_file,
            paths,
            out=output,
            by=by.value,
            method=method.value,
            utc=utc,
            redact=redact,
            since=since,
            format=format.value,
        )
    )


@commands.command()
def publish(
    plan_file: PlanFile,
    paths: Paths,
    caldav: Annotated[
        str,
        typer.Option(help="Where the calendars lie, https://HOST/PATH/.", show_default=False),
    ],
    by: Annotated[
        PublishAudience, typer.Option(help="One calendar for each ...")
    ] = PublishAudience.team,
    only: Annotated[
        list[str] | None, typer.Option(help="Only this team's or member's calendar.")
    ] = None,
    user: Annotated[
        str | None,
        typer.Option(help="Whose login; the password: DRILLCTL_CALDAV_PASSWORD, keyring, prompt."),
    ] = None,
    redact: Annotated[bool, typer.Option("--redact", help="Without people's names.")] = False,
    dry_run: Annotated[
        bool, typer.Option("--dry-run", help="Show what would change, and change nothing.")
    ] = False,
    timeout: Annotated[
        int, typer.Option(min=1, max=600, help="Seconds to wait for each answer.")
    ] = 30,
    format: Annotated[TableFormat, typer.Option(help="How to print.")] = TableFormat.text,
) -> None:
    """Bring calendars on a CalDAV server up to date with a plan."""
    from drillctl.cli.publish import publish as run

    raise typer.Exit(
        run(
            plan_file,
            paths,
            caldav=caldav,
            by=by.value,
            only=only or [],
            user=user,
            redact=redact,
            dry_run=dry_run,
            timeout=timeout,
            format=format.value,
        )
    )


@commands.command()
def rsvp(
    given: Annotated[
        list[str],
        typer.Argument(
            metavar="REPLY... PATH...",
            help="Answers (.ics, .eml, folders of them, - is stdin), then YAML files and folders.",
            show_default=False,
        ),
    ],
    plan_file: Annotated[
        str,
        typer.Option("--plan", metavar="PLAN", help="The plan they answer.", show_default=False),
    ],
    repair: Annotated[
        bool, typer.Option("--repair", help="Plan again without who declined.")
    ] = False,
    as_of: AsOf = None,
    context: Context = None,
    effort: MendingEffort = EffortName.quick,
    output: Annotated[
        str | None, typer.Option("--output", "-o", help="Another file for the plan.")
    ] = None,
    format: Annotated[TableFormat, typer.Option(help="How to print the answers.")] = (
        TableFormat.text
    ),
    reason: Reason = None,
    by: By = None,
) -> None:
    """Write people's answers to invitations into the plan."""
    from drillctl.cli.rsvp import rsvp as run

    raise typer.Exit(
        run(
            given,
            plan=plan_file,
            repair=repair,
            as_of=as_of,
            context=context or (),
            effort=effort.value,
            output=output,
            format=format.value,
            reason=reason,
            by=by,
        )
    )


@import_app.command("availability")
def import_availability(
    folder: Annotated[str, typer.Argument(metavar="FOLDER", help="Calendars (.ics) of members.")],
    output: Annotated[str, typer.Option("--output", "-o", help="Where to write the roster.")],
    roster: Annotated[
        str | None, typer.Option(help="The roster file whose members they are.")
    ] = None,
    format: Annotated[TableFormat, typer.Option(help="How to print.")] = TableFormat.text,
) -> None:
    """Enter a folder of calendars into a roster, each at its member."""
    from drillctl.cli.import_availability import import_availability as run

    raise typer.Exit(run(folder, roster=roster, output=output, format=format.value))
