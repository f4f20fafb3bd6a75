"""Writes a notebook's page from the outputs it holds: writePage.py NOTEBOOK TARGET."""

import sys
from pathlib import Path

import nbformat

sys.path.insert(0, str(Path(__file__).resolve().parents[2] / "report"))

from longtail_report.page import page, write_page  # noqa: E402

notebook, target = Path(sys.argv[1]), Path(sys.argv[2])
write_page(page(nbformat.read(notebook, as_version=4), notebook.stem, notebook.parent), target)
