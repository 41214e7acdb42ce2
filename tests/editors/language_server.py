"""The YAML language server, spoken to as an editor does (Language Server Protocol 3.17)."""

import json
import os
import shutil
import subprocess
from itertools import count
from pathlib import Path

import pytest

FOLDER = os.environ.get("DRILLCTL_EDITORS", "")


def need() -> Path:
    """The server; skips the test where it is not installed, fails it where it must be (in CI)."""
    program = Path(FOLDER, "node_modules", "yaml-language-server", "bin", "yaml-language-server")
    if FOLDER and program.exists() and shutil.which("node"):
        return program
    why = "no YAML language server: tests/editors/install FOLDER, then DRILLCTL_EDITORS=FOLDER"
    if os.environ.get("DRILLCTL_REQUIRE_CLIENTS"):
        pytest.fail(why)
    pytest.skip(why)


class Editor:
    """An editor with a folder open, in which no schema is looked for elsewhere.

    `schemas`: its settings say that these files, by pattern, have that schema.
    """

    def __init__(self, folder: Path, schemas: dict[str, str] | None = None) -> None:
        self._folder = folder
        self._settings = {
            "yaml": {
                "schemaStore": {"enable": False},
                "validate": True,
                "hover": True,
                "completion": True,
                "schemas": schemas or {},
            }
        }
        self._numbers = count(1)
        self._server = subprocess.Popen(
            ["node", str(need()), "--stdio"],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
        )
        words = {
            "textDocument": {"hover": {"contentFormat": ["plaintext"]}},
            "workspace": {"configuration": True},
        }
        self._ask("initialize", processId=None, rootUri=folder.as_uri(), capabilities=words)
        self._tell("initialized")
        self._tell("workspace/didChangeConfiguration", settings=self._settings)

    def __enter__(self) -> "Editor":
        return self

    def __exit__(self, *_: object) -> None:
        self._server.kill()
        self._server.communicate()

    def problems(self, name: str, text: str) -> list[str]:
        """LINE: message of each squiggle under the text of a file, once it is opened."""
        file = {"uri": self._uri(name), "languageId": "yaml", "version": 1, "text": text}
        self._tell("textDocument/didOpen", textDocument=file)
        while True:
            said = self._read()
            found = said.get("params", {})
            if said.get("method") == "textDocument/publishDiagnostics" and (
                found["uri"] == file["uri"]
            ):
                return [
                    f"{d['range']['start']['line'] + 1}: {d['message']}"
                    for d in found["diagnostics"]
                ]

    def hover(self, name: str, line: int, column: int) -> str:
        """What is shown of the word there; lines and columns count from 1."""
        return json.dumps(self._at("textDocument/hover", name, line, column), ensure_ascii=False)

    def offers(self, name: str, line: int, column: int) -> list[str]:
        """What can be put in there."""
        found = self._at("textDocument/completion", name, line, column)
        return [item["label"] for item in found["items"]]

    def _at(self, method: str, name: str, line: int, column: int):
        place = {"line": line - 1, "character": column - 1}
        return self._ask(method, textDocument={"uri": self._uri(name)}, position=place)

    def _uri(self, name: str) -> str:
        return (self._folder / name).as_uri()

    def _ask(self, method: str, **params: object):
        number = next(self._numbers)
        self._send({"id": number, "method": method, "params": params})
        while True:
            said = self._read()
            if said.get("id") == number and "method" not in said:
                assert "error" not in said, said
                return said["result"]

    def _tell(self, method: str, **params: object) -> None:
        self._send({"method": method, "params": params})

    def _send(self, message: dict) -> None:
        data = json.dumps({"jsonrpc": "2.0", **message}).encode()
        assert self._server.stdin is not None
        self._server.stdin.write(b"Content-Length: %d\r\n\r\n%s" % (len(data), data))
        self._server.stdin.flush()

    def _read(self) -> dict:
        """The next message; the server's own questions are answered, with settings or nothing."""
        assert self._server.stdout is not None
        length = 0
        while (line := self._server.stdout.readline()) != b"\r\n":
            assert line, "the language server has ended"
            if line.lower().startswith(b"content-length:"):
                length = int(line.split(b":")[1])
        said = json.loads(self._server.stdout.read(length))
        if "id" in said and "method" in said:
            answer = None
            if said["method"] == "workspace/configuration":
                answer = [self._settings.get(i.get("section")) for i in said["params"]["items"]]
            self._send({"id": said["id"], "result": answer})
        return said
