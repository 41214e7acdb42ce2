"""What a ``kind: workspace`` document may hold: one source for reading it and for its schema."""

from drillctl.files.shapes import Constant, Fields, ListOf, Scalar, Sort
from drillctl.files.shared_shapes import text
from drillctl.language import LANGUAGES, tr
from drillctl.model.workspace import Workspace

SIGNER = Fields(
    {
        "name": text(tr("Who signs with the key.")),
        "key": Scalar(Sort.SIGNING_KEY, tr("The public key, as in minisign's .pub file.")),
    },
    tr("Somebody whose signatures are believed."),
    required=("name", "key"),
)
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
        "signers": ListOf(
            SIGNER,
            tr("Whose signatures of a plan are believed."),
        ),
        "history": Scalar(
            Sort.YES_NO,
            tr(
                "Whether to keep a history of the plan from its first version on; left out: from "
                "the first --reason on."
            ),
            default=False,
        ),
    },
    tr("The defaults of the commands in a folder and those below it."),
    required=("paths",),
)
