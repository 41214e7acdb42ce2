"""``drillctl key new``: a pair of keys to sign plans with."""

from pathlib import Path

from drillctl.cli.passwords import key_password, no_signing
from drillctl.cli.reading import no_folder_for
from drillctl.cli.terminal import note, say
from drillctl.language import tr


def key_new(output: str, *, no_password: bool) -> int:
    """Writes the pair, prints the public key."""
    if no_signing():
        return 2
    from drillctl.signing.keys import DEFAULT, SigningError, new_key, public_file

    secret = Path(output).expanduser()
    if output == DEFAULT:
        secret.parent.mkdir(mode=0o700, exist_ok=True)
    elif no_folder_for(str(secret)):
        return 2
    if secret.exists():
        note(tr("error: {file} is there already: it is left as it is", file=str(secret)))
        return 2
    password = None if no_password else key_password(str(secret), new=True)
    if password is None and not no_password:
        return 2
    try:
        public = new_key(secret, password)
    except SigningError as error:
        note(tr("error: {what}", what=error.args[0]))
        return 2
    say(public)
    note(tr("secret key, to keep to yourself: {file}", file=str(secret)))
    note(tr("public key, for those who verify: {file}", file=str(public_file(secret))))
    note(tr("to trust it in a folder, add to its drillctl.yaml: signers: [{{name: NAME, key: "
            "{key}}}]", key=public))  # fmt: skip
    return 0
