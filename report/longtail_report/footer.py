"""What stands at a page's end: which data, which seeds, which versions, when and how long."""

from typing import Any

from nbformat import NotebookNode

from .mime import FOOTER_MIME

Row = tuple[str, str]


def _text(value: Any) -> str:
    if isinstance(value, (list, tuple)):
        return ", ".join(_text(part) for part in value)
    if isinstance(value, dict):
        return ", ".join(f"{name} {_text(part)}" for name, part in value.items())
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    return "" if value is None else str(value)


def footer_cells(notebook: NotebookNode) -> list[dict[str, Any]]:
    """The footers that the chapter's own cells displayed."""
    return [
        output.data[FOOTER_MIME]
        for cell in notebook.cells
        for output in cell.get("outputs", [])
        if FOOTER_MIME in output.get("data", {})
    ]


def footer_rows(notebook: NotebookNode) -> list[Row]:
    """Rows (name, text) of the footer: the chapter's own, then how the report was made."""
    rows: list[Row] = []
    for shown in footer_cells(notebook):
        # The data's name and checksum first; anything else a chapter adds follows under its own name.
        known = {"dataset": "Data set", "sha256": "SHA-256 of the data", "seeds": "Seeds", "records": "Run records"}
        rows += [(name, _text(shown[key])) for key, name in known.items() if shown.get(key) not in (None, [], "")]
        rows += [
            (key.capitalize(), _text(value))
            for key, value in shown.items()
            if key not in known and value not in (None, [], "", {})
        ]
    made = notebook.metadata.get("longtail", {}).get("report", {})
    rows += [(name, _text(value)) for name, value in made.items() if value]
    return rows
