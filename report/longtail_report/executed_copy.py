"""An executed copy of a notebook, with an image beside each chart, so that it shows where scripts are stripped."""

import copy
from pathlib import Path

import nbformat
from nbformat import NotebookNode

from .browser import draw_images
from .mime import FOOTER_MIME, PLOTLY_MIME
from .page import write_page


def write_executed_copy(notebook: NotebookNode, target: Path) -> Path:
    """Writes the notebook with its outputs and a PNG beside each chart; raises Problem where no browser is found."""
    written = copy.deepcopy(notebook)
    outputs = [
        output
        for cell in written.cells
        for output in cell.get("outputs", [])
        if PLOTLY_MIME in output.get("data", {}) and FOOTER_MIME not in output.data
    ]
    for output, image in zip(outputs, draw_images([output.data[PLOTLY_MIME] for output in outputs]), strict=True):
        output.data["image/png"] = image
    written.metadata.pop("longtail", None)
    write_page(nbformat.writes(written), target)
    return target
