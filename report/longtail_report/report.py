"""One report: run the notebook, write its page."""

import time
from datetime import datetime, timezone
from pathlib import Path

from .execution import CELL_TIMEOUT, KERNEL, run_notebook
from .page import page, write_page
from .versions import versions


def make_report(path: Path, reports: Path, cell_timeout: int = CELL_TIMEOUT, kernel: str = KERNEL) -> Path:
    """Runs the notebook and writes reports/<name>.html; raises Problem and writes nothing where a cell fails."""
    print(path.stem, flush=True)
    started = time.monotonic()
    notebook = run_notebook(path, cell_timeout, kernel)
    seconds = time.monotonic() - started
    notebook.metadata["longtail"] = {
        "report": {
            "Notebook": path.name,
            "Run": datetime.now(timezone.utc).strftime("%Y-%m-%d %H:%M UTC"),
            "Time": f"{seconds:.0f} s" if seconds < 120 else f"{seconds / 60:.1f} minutes",
            "versions": versions(),
        }
    }
    target = reports / f"{path.stem}.html"
    write_page(page(notebook, path.stem, path.parent), target)
    size = target.stat().st_size / 1e6
    print(f"  -> {reports.name}/{target.name} ({size:.1f} MB, run in {seconds:.0f} s)", flush=True)
    return target
