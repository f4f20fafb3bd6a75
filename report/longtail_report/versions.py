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
    """Versions by name; those that a chapter's own footer gives too have the same names there."""
    commit = _says("git", "rev-parse", "--short", "HEAD")
    if commit and _says("git", "status", "--porcelain", "--untracked-files=no"):
        commit += " with changes"
    node = os.environ.get("npm_node_execpath") or shutil.which("node") or "node"
    return {
        "commit": commit,
        "longtail": _package("lib"),
        "node": _says(node, "--version").removeprefix("v"),
        "tfjs-node": _package("node_modules", "@tensorflow", "tfjs-node"),
        "plotly.js": _package("node_modules", "plotly.js-dist-min"),
    }
