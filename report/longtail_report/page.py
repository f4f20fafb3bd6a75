"""Writes a notebook as one HTML file."""

import os
from pathlib import Path

from nbconvert.exporters import HTMLExporter
from nbformat import NotebookNode
from traitlets.config import Config

from .export_config import configure


def page(notebook: NotebookNode, name: str, folder: Path) -> str:
    """The HTML page of a notebook; `folder` is where the pictures that it shows are looked for."""
    exporter = HTMLExporter(config=configure(Config()))
    html, _ = exporter.from_notebook_node(notebook, resources={"metadata": {"name": name, "path": str(folder)}})
    return html


def write_page(text: str, target: Path) -> None:
    """Writes a file whole or not at all: an older one stays until the new one is complete."""
    target.parent.mkdir(parents=True, exist_ok=True)
    half = target.with_name(f".{target.name}.{os.getpid()}.part")
    try:
        half.write_text(text, encoding="utf-8")
        os.replace(half, target)
    finally:
        half.unlink(missing_ok=True)
