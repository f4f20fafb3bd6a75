"""Makes a notebook ready for the template."""

import re
from typing import Any

from bs4 import BeautifulSoup
from nbconvert.preprocessors import Preprocessor
from nbformat import NotebookNode
from traitlets import Bool

from .contents import contents
from .footer import footer_rows
from .markdown import Page, render_computed_markdown, render_markdown, with_formulas
from .mime import PLOTLY_MIME
from .plotly_script import plotly_script
from .summary import headline, is_quick, lead, problems


class PagePreprocessor(Preprocessor):
    """Renders the markdown cells, gathers the table of contents and the footer, and finds plotly.js.

    The template reads `resources.longtail` and `metadata.longtail_html` of each
    markdown cell and markdown output.
    """

    enabled = Bool(True).tag(config=True)

    def preprocess(self, nb: NotebookNode, resources: dict[str, Any]) -> tuple[NotebookNode, dict[str, Any]]:
        page = Page()
        path = resources.get("metadata", {}).get("path", "")
        holders, pieces = [], []
        for cell in nb.cells:
            if cell.cell_type == "markdown":
                holders.append(cell)
                pieces.append(render_markdown(cell.source, page, path, cell.get("attachments", {})))
            for output in cell.get("outputs", []):
                if "<table" in _joined(output.get("data", {}).get("text/html", "")):
                    # A heading without a word is none, to a reader who hears the page.
                    output.data["text/html"] = re.sub(r"<th(?: [^>]*)?></th>", "<td></td>", _joined(output.data["text/html"]))
                if "text/markdown" in output.get("data", {}):
                    holders.append(output)
                    pieces.append(render_computed_markdown(_joined(output.data["text/markdown"]), page))
        drawn = with_formulas([*pieces, *(heading.html for heading in page.headings)], page)
        for holder, html in zip(holders, drawn[: len(pieces)], strict=True):
            holder.metadata["longtail_html"] = html

        figures = [
            output.data[PLOTLY_MIME]
            for cell in nb.cells
            for output in cell.get("outputs", [])
            if PLOTLY_MIME in output.get("data", {})
        ]
        first = next((heading for heading in page.headings if heading.level == 1), None)
        chosen = headline(nb)
        for kind, output in (("table", chosen.table), ("figure", chosen.figure)):
            if output is not None:
                output.metadata["longtail_headline"] = kind
        resources["longtail"] = {
            "title": _title(nb, first.html if first else None, resources),
            "contents": contents(page.headings, drawn[len(pieces) :]),
            "footer": footer_rows(nb),
            "plotly": plotly_script() if figures else None,
            "quick": is_quick(nb),
            "problems": problems(nb),
            "lead": lead(drawn[: len(pieces)]),
            "made": nb.metadata.get("longtail", {}).get("report", {}).get("Run", ""),
            "parameters": nb.metadata.get("longtail", {}).get("report", {}).get("Parameters", ""),
            "has_code": any(cell.cell_type == "code" and cell.source.strip() for cell in nb.cells),
        }
        return nb, resources


def _joined(text: str | list[str]) -> str:
    return text if isinstance(text, str) else "".join(text)


def _title(nb: NotebookNode, heading: str | None, resources: dict[str, Any]) -> str:
    """The page's title as plain text: the notebook's own, its first heading, or its file's name."""
    if nb.metadata.get("title"):
        return str(nb.metadata["title"])
    if heading:
        return BeautifulSoup(heading, "html.parser").get_text()
    return str(resources.get("metadata", {}).get("name", "Report"))
