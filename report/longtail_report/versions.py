"""The versions that a report was made with."""

import json
import os
import shutil
import subprocess

from .layout import ROOT


def _package(*parts: str) -> str:
    """The version of a package.json under the workbook, or nothing."""
    try:
        return str(json.loads(ROOT.joinpath(*parts, "package.json").read_text(encoding="utf-8"))["version"])
    except (OSError, KeyError, ValueError):
        return ""


def _says(*command: str) -> str:
    """What a command prints, or nothing where it fails."""
    try:
        ran = subprocess.run(command, capture_output=True, encoding="utf-8", cwd=ROOT, timeout=10, check=True)
    except (OSError, subprocess.SubprocessError):
        return ""
    return ran.stdout.strip()


def versions() -> dict[str, str]:
    """Versions by name: the library with its commit, Node, TensorFlow.js, Plotly."""
    commit = _says("git", "rev-parse", "--short", "HEAD")
    if commit and _says("git", "status", "--porcelain", "--untracked-files=no"):
        commit += " with changes"
    library = _package("lib")
    node = os.environ.get("npm_node_execpath") or shutil.which("node") or "node"
    return {
        "longtail": f"{library} ({commit})" if commit else library,
        "Node": _says(node, "--version").removeprefix("v"),
        "TensorFlow.js": _package("node_modules", "@tensorflow", "tfjs-node"),
        "Plotly.js": _package("node_modules", "plotly.js-dist-min"),
    }
