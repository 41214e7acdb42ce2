"""The one hint of every command that reads or writes Word and Excel files."""

from drillctl.cli.dependencies import absent
from drillctl.cli.terminal import note
from drillctl.language import tr


def no_office() -> bool:
    """Whether the packages are missing that read and write Word and Excel files, which is said."""
    if not absent("office"):
        return False
    note(tr("error: Word and Excel files need more packages: pip install 'drillctl[office]'"))
    return True
