"""LibreOffice opens every document, and shows its headings."""

import os
import shutil
import subprocess

import pytest
from exports.documents.samples import RECORD, full

from drillctl.exports.documents.compose import compose
from drillctl.exports.documents.files import Wanted, session_files
from drillctl.exports.documents.kinds import KINDS

MISSING = [name for name in ("soffice", "pdftotext") if shutil.which(name) is None]


@pytest.mark.skipif(
    bool(MISSING) and os.environ.get("DRILLCTL_REQUIRE_CLIENTS") != "1",
    reason="needs LibreOffice and poppler",
)
def test_libreoffice_shows_every_document(tmp_path):
    assert not MISSING
    from drillctl.exports.documents.blocks import Heading

    shown = {}
    for doctrine, language in (("hseep", "en"), ("cn", "zh")):
        known = full(tmp_path, doctrine=doctrine, language=language, record=RECORD)
        for name, data in session_files(known, Wanted(doctrine, language, formats=("docx",))):
            path = tmp_path / f"{language}-{name}"
            path.write_bytes(data)
            kind = next(kind for kind in KINDS if name.endswith(f"-{kind}.docx"))
            shown[path] = compose(known, kind)
    subprocess.run(
        [
            "soffice",
            f"-env:UserInstallation=file://{tmp_path}/profile",
            "--headless",
            "--convert-to",
            "pdf",
            "--outdir",
            str(tmp_path / "pdf"),
            *map(str, shown),
        ],
        check=True,
        capture_output=True,
        timeout=240,
    )
    for path, document in shown.items():
        pdf = tmp_path / "pdf" / f"{path.stem}.pdf"
        done = subprocess.run(
            ["pdftotext", "-layout", str(pdf), "-"], check=True, capture_output=True, text=True
        )
        # The last page ends with a form feed too.
        pages = done.stdout.count("\f")
        assert pages > 0
        text = "".join(done.stdout.split())
        for block in document.blocks:
            if isinstance(block, Heading):
                assert "".join(block.text.split()) in text, (path.name, block.text)
        first = document.pages.replace("{page}", "1").replace("{pages}", str(pages))
        assert "".join(first.split()) in text
