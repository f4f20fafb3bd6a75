"""Where things are in the workbook."""

from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
NOTEBOOKS = ROOT / "notebooks"
REPORTS = ROOT / "reports"
TEMPLATES = ROOT / "report" / "template"
FORMULAS = ROOT / "report" / "formulas.cjs"
BROWSER = ROOT / "report" / "browser"
PLOTLY = ROOT / "node_modules" / "plotly.js-dist-min" / "plotly.min.js"
