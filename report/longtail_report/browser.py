"""What needs a browser: images of charts, and pages on paper. Node drives it (report/browser/)."""

import json
import os
import shutil
import subprocess
from pathlib import Path
from typing import Any

from .layout import BROWSER, ROOT
from .problem import Problem


def _run(script: str, asked: Any) -> Any:
    node = os.environ.get("npm_node_execpath") or shutil.which("node") or "node"
    command = [node, "--import", "tsx", str(BROWSER / script)]
    ran = subprocess.run(command, input=json.dumps(asked), capture_output=True, encoding="utf-8", cwd=ROOT, check=False)
    if ran.returncode != 0:
        said = ran.stderr.strip().splitlines()
        raise Problem(said[-1] if said else f"{script} ended with {ran.returncode} and said nothing.")
    return json.loads(ran.stdout)


def draw_images(figures: list[Any]) -> list[str]:
    """PNG images of Plotly figures, base64."""
    return _run("images.ts", figures) if figures else []


def print_page(page: Path, target: Path) -> None:
    """Prints a page to a PDF file."""
    _run("print.ts", {"page": str(page.resolve()), "target": str(target.resolve())})
