"""TeX formulas as MathML, through KaTeX."""

import html
import json
import os
import shutil
import subprocess
from dataclasses import dataclass

from .layout import FORMULAS


@dataclass(frozen=True)
class Formula:
    tex: str
    display: bool


def _source(formula: Formula, error: str) -> str:
    """The formula's TeX, readable, where it cannot be drawn."""
    return f'<code class="formula" title="{html.escape(error)}">{html.escape(formula.tex)}</code>'


def to_mathml(formulas: list[Formula]) -> list[str]:
    """HTML of each formula, in order; a formula that KaTeX refuses stays as its TeX source."""
    if not formulas:
        return []
    node = os.environ.get("npm_node_execpath") or shutil.which("node")
    if node is None:
        return [_source(formula, "Node was not found") for formula in formulas]
    asked = json.dumps([{"tex": formula.tex, "display": formula.display} for formula in formulas])
    ran = subprocess.run([node, str(FORMULAS)], input=asked, capture_output=True, encoding="utf-8", check=False)
    if ran.returncode != 0:
        return [_source(formula, ran.stderr.strip()[-200:]) for formula in formulas]
    answers = json.loads(ran.stdout)
    return [
        answer["mathml"] if "mathml" in answer else _source(formula, answer["error"])
        for formula, answer in zip(formulas, answers, strict=True)
    ]
