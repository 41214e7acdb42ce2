"""What a table's cell may hold where others read it: names and texts come from files."""


def markdown_cell(text: str) -> str:
    """Safe inside a Markdown table."""
    for special in "\\|`*_<>[]":
        text = text.replace(special, f"\\{special}")
    return text.replace("\n", " ")
