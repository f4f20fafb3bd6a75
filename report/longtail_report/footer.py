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


KNOWN = {"dataset": "Data set", "sha256": "SHA-256 of the data", "seeds": "Seeds", "records": "Run records"}


def footer_rows(notebook: NotebookNode) -> list[Row]:
    """Rows (name, text) of the footer: the chapter's own, then how the report was made."""
    made = dict(notebook.metadata.get("longtail", {}).get("report", {}))
    versions: dict[str, Any] = {}
    rows: list[Row] = []
    for shown in footer_cells(notebook):
        versions |= shown.get("versions") or {}
        rows += [(name, _text(shown[key])) for key, name in KNOWN.items() if shown.get(key)]
        if shown.get("quick"):
            rows.append(("Mode", "quick: these numbers show the way, they are not evidence"))
        rows += [("Out of date", str(problem)) for problem in shown.get("problems") or []]
        # Anything else that a chapter adds stands under its own name.
        rows += [
            (key.capitalize(), _text(value))
            for key, value in shown.items()
            if value and key not in KNOWN and key not in ("versions", "quick", "problems")
        ]
    # What the kernel itself said wins over what render.py found beside it.
    versions = {**made.pop("versions", {}), **versions}
    rows += [(name, _text(value)) for name, value in made.items() if value]
    named = {name: value for name, value in versions.items() if value}
    return [*rows, ("Versions", _text(named))] if named else rows
