"""What a chapter is in short: its title, its question, its headline table and figure, and whether it was quick."""

from dataclasses import dataclass

from bs4 import BeautifulSoup
from nbformat import NotebookNode

from .footer import footer_cells
from .mime import FOOTER_MIME, PLOTLY_MIME

TAG = "headline"


@dataclass(frozen=True)
class Headline:
    """Outputs that stand for the chapter; None where it shows none of the kind."""

    table: NotebookNode | None
    figure: NotebookNode | None


def _kind(output: NotebookNode) -> str | None:
    data = output.get("data", {})
    if FOOTER_MIME in data:
        return None
    if PLOTLY_MIME in data:
        return "figure"
    return "table" if "<table" in str(data.get("text/html", "")) else None


def headline(notebook: NotebookNode) -> Headline:
    """Of each kind the first output of a cell tagged `headline`, else the first of the chapter."""
    cells = [cell for cell in notebook.cells if cell.cell_type == "code"]
    tagged = [cell for cell in cells if TAG in cell.metadata.get("tags", [])]
    found: dict[str, NotebookNode] = {}
    for cell in [*tagged, *cells]:
        for output in cell.get("outputs", []):
            kind = _kind(output)
            if kind:
                found.setdefault(kind, output)
    return Headline(found.get("table"), found.get("figure"))


def is_quick(notebook: NotebookNode) -> bool:
    """Whether the chapter says that it ran in its quick mode."""
    return any(shown.get("quick") for shown in footer_cells(notebook))


def problems(notebook: NotebookNode) -> list[str]:
    """Why what the chapter shows may be out of date, as its own footer found it."""
    return [str(problem) for shown in footer_cells(notebook) for problem in shown.get("problems") or []]


def lead(html: list[str]) -> str:
    """The first paragraph of the chapter's text, plain."""
    for piece in html:
        paragraph = BeautifulSoup(piece, "html.parser").find("p")
        if paragraph and paragraph.get_text().strip():
            return " ".join(paragraph.get_text().split())
    return ""
