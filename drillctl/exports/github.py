"""GitHub Actions' workflow commands, which show a message at its line of a pull request."""


def annotation(
    level: str, message: str, path: str = "", line: int = 0, column: int = 0, title: str = ""
) -> str:
    """``::error file=...::message``; `level` is ``error``, ``warning`` or ``notice``."""
    place = {"file": path, "line": str(line or ""), "col": str(column or ""), "title": title}
    properties = ",".join(f"{key}={_property(text)}" for key, text in place.items() if text)
    return f"::{level} {properties}".rstrip() + f"::{_data(message)}"


def _data(text: str) -> str:
    return text.replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A")


def _property(text: str) -> str:
    return _data(text).replace(":", "%3A").replace(",", "%2C")
