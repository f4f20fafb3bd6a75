"""One report: run the notebook, write its page."""

import json
import time
from dataclasses import dataclass, field
from datetime import datetime, timezone
from pathlib import Path

from .execution import CELL_TIMEOUT, KERNEL, read_notebook, run_notebook
from .executed_copy import write_executed_copy
from .layout import REPORTS
from .page import page, write_page
from .parameters import set_parameters
from .problem import Problem
from .summary import problems
from .versions import versions


@dataclass(frozen=True)
class ReportOptions:
    """How notebooks are run, and what is written."""

    reports: Path = REPORTS
    cell_timeout: int = CELL_TIMEOUT
    kernel: str = KERNEL
    parameters: dict[str, str] = field(default_factory=dict)
    executed_copies: bool = False


def make_report(path: Path, options: ReportOptions) -> Path:
    """Runs the notebook and writes reports/<name>.html; raises Problem and writes nothing where a cell fails.

    A chapter whose own footer finds that it shows something out of date is refused as well.
    """
    print(path.stem, flush=True)
    started = time.monotonic()
    notebook, given = set_parameters(read_notebook(path), options.parameters)
    missing = [name for name in options.parameters if name not in given]
    if missing:
        print(f"  has no parameter {', '.join(missing)}: runs without", flush=True)
    notebook = run_notebook(notebook, path, options.cell_timeout, options.kernel)
    out_of_date = problems(notebook)
    if out_of_date:
        raise Problem(f"{path.stem} shows what is out of date, so no page was made of it: {' '.join(out_of_date)}")
    seconds = time.monotonic() - started
    notebook.metadata["longtail"] = {
        "report": {
            "Notebook": path.name,
            "Parameters": ", ".join(f"{name} = {json.dumps(value)}" for name, value in given.items()),
            "Run": datetime.now(timezone.utc).strftime("%Y-%m-%d %H:%M UTC"),
            "Time": f"{seconds:.0f} s" if seconds < 120 else f"{seconds / 60:.1f} minutes",
            "versions": versions(),
        }
    }
    target = options.reports / f"{path.stem}.html"
    if options.executed_copies:
        copy = write_executed_copy(notebook, options.reports / path.name)
        print(f"  -> {options.reports.name}/{copy.name} ({copy.stat().st_size / 1e6:.1f} MB)", flush=True)
    write_page(page(notebook, path.stem, path.parent), target)
    size = target.stat().st_size / 1e6
    print(f"  -> {options.reports.name}/{target.name} ({size:.1f} MB, run in {seconds:.0f} s)", flush=True)
    return target
