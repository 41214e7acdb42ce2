"""What a folder says of itself, so that commands need not be told each time."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Signer:
    """Who signs plans, and the public key as minisign writes it, in base64."""

    name: str
    key: str


@dataclass(frozen=True, slots=True)
class Workspace:
    """The defaults of the commands in a folder; all paths are relative to that folder.

    `paths`: files and folders that are read. `plan`: the plan's file. `context`: plans that stay
    as they are. `records`: folder of the records. `lang`: language of the messages, ``en`` or
    ``zh``; None: the terminal's. `signers`: whose signatures are believed. `history`: whether the
    plan's history begins with its first version, not with the first reason given.
    """

    paths: tuple[str, ...]
    plan: str = "plan.yaml"
    context: tuple[str, ...] = ()
    records: str | None = None
    lang: str | None = None
    signers: tuple[Signer, ...] = ()
    history: bool = False
