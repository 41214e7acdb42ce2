"""The commands by which a plan is answered for: keys, signatures, history; with their arguments."""

from typing import Annotated

import typer

from drillctl.cli.arguments import PlanFile, TableFormat

commands = typer.Typer()
key_app = typer.Typer(help="Keys to sign plans with.", no_args_is_help=True)


@commands.command()
def sign(
    plan_file: PlanFile,
    key: Annotated[
        str,
        typer.Option(
            "--key", metavar="FILE", help="The secret key; DRILLCTL_KEY_PASSWORD, or a prompt."
        ),
    ] = "~/.minisign/minisign.key",
    at: Annotated[
        str | None,
        typer.Option(
            "--at",
            metavar="TIME",
            help="Sign the time too: 2027-03-01T09:00+08:00, or now.  [default: no time]",
            show_default=False,
        ),
    ] = None,
) -> None:
    """Sign a plan: PLAN.minisig beside it, which minisign can verify too."""
    from drillctl.cli.sign import sign as run

    raise typer.Exit(run(plan_file, key=key, at=at))


@commands.command()
def verify(
    plan_file: PlanFile,
    key: Annotated[
        list[str] | None,
        typer.Option(
            "--key",
            metavar="KEY",
            help="A public key, RW..., or its .pub file. May be given several times.  "
            "[default: the workspace's signers]",
            show_default=False,
        ),
    ] = None,
    format: Annotated[TableFormat, typer.Option(help="How to print.")] = TableFormat.text,
) -> None:
    """Who signed a plan, and whether it is still what they signed."""
    from drillctl.cli.verify import verify as run

    raise typer.Exit(run(plan_file, keys=key or [], format=format.value))


@commands.command()
def log(
    plan_file: PlanFile,
    format: Annotated[TableFormat, typer.Option(help="How to print.")] = TableFormat.text,
) -> None:
    """Who wrote a plan again, when and why, and whether its history is whole."""
    from drillctl.cli.log import log as run

    raise typer.Exit(run(plan_file, format=format.value))


@key_app.command("new")
def key_new(
    output: Annotated[
        str,
        typer.Option("--output", "-o", metavar="FILE", help="The secret key; FILE.pub beside it."),
    ] = "~/.minisign/minisign.key",
    no_password: Annotated[
        bool, typer.Option("--no-password", help="Not encrypted: whoever has the file can sign.")
    ] = False,
) -> None:
    """A new pair of keys: the secret one, encrypted, and the public one for others."""
    from drillctl.cli.key_new import key_new as run

    raise typer.Exit(run(output, no_password=no_password))
