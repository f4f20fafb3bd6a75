"""The command: npm run report [-- notebook ...]."""

import argparse
import signal
import sys
from collections.abc import Sequence
from pathlib import Path

from .execution import CELL_TIMEOUT, KERNEL
from .layout import NOTEBOOKS, REPORTS
from .notebook_choice import choose_notebooks
from .problem import Problem
from .report import make_report

FAILED, USAGE, STOPPED = 1, 2, 130


def _arguments(arguments: Sequence[str] | None) -> argparse.Namespace:
    parser = argparse.ArgumentParser(
        prog="npm run report --",
        description="Runs notebooks top to bottom in a fresh kernel and writes each as reports/<name>.html.",
    )
    parser.add_argument("notebooks", nargs="*", help="numbers (01), names or paths; all of notebooks/ without any")
    parser.add_argument("--cell-timeout", type=int, default=CELL_TIMEOUT, metavar="SECONDS", help="most a cell may take")
    parser.add_argument("--output", type=Path, default=REPORTS, metavar="FOLDER", help="where the pages go")
    parser.add_argument("--kernel", default=KERNEL, help=argparse.SUPPRESS)
    return parser.parse_args(arguments)


def _stop(_number: int, _frame: object) -> None:
    raise KeyboardInterrupt


def main(arguments: Sequence[str] | None = None) -> int:
    """Makes the reports and returns the exit status: 0, 1 (a notebook failed), 2 (usage), 130 (stopped)."""
    options = _arguments(arguments)
    signal.signal(signal.SIGTERM, _stop)
    try:
        notebooks = choose_notebooks(options.notebooks, NOTEBOOKS)
    except Problem as problem:
        print(problem, file=sys.stderr)
        return USAGE
    failures: list[Problem] = []
    for notebook in notebooks:
        try:
            make_report(notebook, options.output, options.cell_timeout, options.kernel)
        except Problem as problem:
            print(f"  failed: {problem}", file=sys.stderr, flush=True)
            failures.append(problem)
        except KeyboardInterrupt:
            print(f"\nStopped at {notebook.stem}; its last report is as it was.", file=sys.stderr)
            return STOPPED
    if failures:
        print(f"\n{len(failures)} of {len(notebooks)} notebooks failed:", file=sys.stderr)
        for failure in failures:
            print(f"  {failure}", file=sys.stderr)
        return FAILED
    return 0
