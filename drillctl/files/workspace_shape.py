"""What a ``kind: workspace`` document may hold: one source for reading it and for its schema."""

from drillctl.files.shapes import Constant, Fields, ListOf, Scalar, Sort
from drillctl.files.shared_shapes import text
from drillctl.language import LANGUAGES, tr
from drillctl.model.workspace import Workspace

WORKSPACE = Fields(
    {
        "kind": Constant("workspace", tr("The defaults of the commands in this folder.")),
        "version": Constant(1, tr("Version of the file format.")),
        "paths": ListOf(
            text(tr("A YAML file or a folder of them, relative to this file.")),
            tr("What commands read when they are given no PATH."),
            least=1,
        ),
        "plan": Scalar(
            Sort.TEXT, tr("The plan's file, relative to this file."), default=Workspace(()).plan
        ),
        "context": ListOf(
            text(tr("A plan's file, relative to this file.")),
            tr("Plans that stay as they are, whose sessions occupy people, venues and equipment."),
        ),
        "records": text(tr("The folder of the records, relative to this file.")),
        "lang": Scalar(
            Sort.WORD,
            tr("The language of messages; left out: the terminal's."),
            allowed=LANGUAGES,
        ),
    },
    tr("The defaults of the commands in a folder and those below it."),
    required=("paths",),
)
