"""What a ``kind: workspace`` document may hold: one source for reading it and for its schema."""

from drillctl.files.shapes import Constant, Fields, ListOf, Scalar, Sort
from drillctl.language import LANGUAGES

WORKSPACE = Fields(
    {
        "kind": Constant("workspace"),
        "version": Constant(1),
        "paths": ListOf(
            Scalar(Sort.TEXT, "A YAML file or a folder of them, relative to this file."),
            "What commands read when they are given no PATH.",
            blank_rows=False,
        ),
        "plan": Scalar(Sort.TEXT, "The plan's file, relative to this file."),
        "context": ListOf(
            Scalar(Sort.TEXT, "A plan's file, relative to this file."),
            "Plans that stay as they are, whose sessions occupy people, venues and equipment.",
            blank_rows=False,
        ),
        "records": Scalar(Sort.TEXT, "The folder of the records, relative to this file."),
        "lang": Scalar(Sort.WORD, "The language of messages.", allowed=LANGUAGES),
    },
    "The defaults of the commands in a folder and those below it.",
    required=("paths",),
)
