"""The commands that serve a plan on this machine, with their arguments."""

from typing import Annotated

import typer

from drillctl.cli.arguments import LookedAt, PlanFile, Private, TableFormat
from drillctl.serving import DEFAULT_HOST, DEFAULT_PORT

commands = typer.Typer()
subscriptions_app = typer.Typer(
    help="Secret addresses at which calendars are subscribed to.", no_args_is_help=True
)

Paths = Annotated[list[str], typer.Argument(help="YAML files and folders.", show_default=False)]
SubscriptionsFile = Annotated[
    str | None,
    typer.Option(
        "--file",
        metavar="FILE",
        help="The file of the subscriptions.  [default: subscriptions.yaml beside the plan]",
        show_default=False,
    ),
]


@commands.command()
def serve(
    plan_file: PlanFile,
    paths: Paths,
    host: Annotated[
        str,
        typer.Option(
            help="Name or address to listen at; 0.0.0.0: on every network, where the page needs "
            "the key in the address that is printed."
        ),
    ] = DEFAULT_HOST,
    port: Annotated[
        int, typer.Option(min=0, max=65535, help="Port; 0 is any that is free.")
    ] = DEFAULT_PORT,
    allow_host: Annotated[
        list[str] | None,
        typer.Option(
            metavar="NAME",
            help="Another name that it is called by, as behind a proxy; the page then needs the "
            "key. May be given several times.",
        ),
    ] = None,
    as_of: LookedAt = None,
    private: Private = False,
    redact: Annotated[
        bool, typer.Option("--redact", help="No personal names, in the calendars neither.")
    ] = False,
    subscriptions_file: Annotated[
        str | None,
        typer.Option(
            "--subscriptions",
            metavar="FILE",
            help="Which calendars may be subscribed to.  [default: subscriptions.yaml beside the "
            "plan]",
            show_default=False,
        ),
    ] = None,
    open_browser: Annotated[bool, typer.Option("--open", help="Open it in a browser.")] = False,
) -> None:
    """Show the plan in a browser, kept up to date, and calendars to subscribe to; until Ctrl-C."""
    from drillctl.cli.serve import serve as run

    raise typer.Exit(
        run(
            plan_file,
            paths,
            host=host,
            port=port,
            allow_host=allow_host or [],
            as_of=as_of,
            private=private,
            redact=redact,
            subscriptions=subscriptions_file,
            open_browser=open_browser,
        )
    )


@subscriptions_app.command("new")
def subscriptions_new(
    subject: Annotated[
        str,
        typer.Argument(
            metavar="team:ID|member:ID", help="Whose calendar it is.", show_default=False
        ),
    ],
    paths: Paths,
    host: Annotated[
        str, typer.Option(help="Name or address that serve is reached at.")
    ] = DEFAULT_HOST,
    port: Annotated[
        int, typer.Option(min=1, max=65535, help="Port that serve listens at.")
    ] = DEFAULT_PORT,
    base_url: Annotated[
        str | None,
        typer.Option(
            metavar="URL",
            help="In place of host and port, behind a proxy: https://plans.example.org/",
        ),
    ] = None,
    subscriptions_file: SubscriptionsFile = None,
    format: Annotated[TableFormat, typer.Option(help="How to print.")] = TableFormat.text,
) -> None:
    """Make a secret address for a team's or member's calendar; it is shown only now."""
    from drillctl.cli.subscriptions import new as run

    raise typer.Exit(
        run(
            subject,
            paths,
            host=host,
            port=port,
            base_url=base_url,
            file=str(subscriptions_file),
            format=format.value,
        )
    )


@subscriptions_app.command("list")
def subscriptions_list(
    subscriptions_file: SubscriptionsFile = None,
    format: Annotated[TableFormat, typer.Option(help="How to print.")] = TableFormat.text,
) -> None:
    """All addresses made so far: whose, since when, whether revoked; never the address itself."""
    from drillctl.cli.subscriptions import listed as run

    raise typer.Exit(run(file=str(subscriptions_file), format=format.value))


@subscriptions_app.command("revoke")
def subscriptions_revoke(
    ids: Annotated[
        list[str], typer.Argument(metavar="ID...", help="As list shows them.", show_default=False)
    ],
    subscriptions_file: SubscriptionsFile = None,
) -> None:
    """Make an address work no more, at once."""
    from drillctl.cli.subscriptions import revoke as run

    raise typer.Exit(run(ids, file=str(subscriptions_file)))
