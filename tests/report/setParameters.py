"""Sets parameters of a notebook: setParameters.py NOTEBOOK NAME=VALUE ... prints the injected cell, or what is wrong."""

import sys
from pathlib import Path

import nbformat

sys.path.insert(0, str(Path(__file__).resolve().parents[2] / "report"))

from longtail_report.parameters import check, parse, set_parameters  # noqa: E402
from longtail_report.problem import Problem  # noqa: E402

path = Path(sys.argv[1])
notebook = nbformat.read(path, as_version=4)
try:
    given = parse(sys.argv[2:])
    check(given, {path.stem: notebook})
    changed, _ = set_parameters(notebook, given)
    tags = [cell.metadata.get("tags", []) for cell in changed.cells]
    print(changed.cells[tags.index(["injected-parameters"])].source)
    print("after", tags.index(["parameters"]), tags.index(["injected-parameters"]))
except Problem as problem:
    print(f"Problem: {problem}")
