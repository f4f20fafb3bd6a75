"""The command: npm run report [-- notebook ...]."""

import argparse
import signal
import sys
import time
from collections.abc import Sequence
from pathlib import Path

from .browser import print_page
from .execution import CELL_TIMEOUT, KERNEL, read_notebook
from .layout import NOTEBOOKS, REPORTS
from .notebook_choice import choose_notebooks
from .parameters import check, parse
from .problem import Problem
from .report import ReportOptions, make_report
from .site import write_site

FAILED, USAGE, STOPPED = 1, 2, 130


def _arguments(arguments: Sequence[str] | None) -> argparse.Namespace:
    parser = argparse.ArgumentParser(
        prog="npm run report --",
        description="Runs notebooks top to bottom in a fresh kernel and writes each as reports/<name>.html, with an index.",
    )
    parser.add_argument("notebooks", nargs="*", help="numbers (01), names or paths; all of notebooks/ without any")
    parser.add_argument(
        "-p",
        dest="parameters",
        action="append",
        default=[],
        metavar="NAME=VALUE",
        help="sets a parameter of the chapters (dataset=ml-1m; seeds=5 is five seeds, seeds=0,3 these two)",
    )
    parser.add_argument("--pdf", action="store_true", help="prints each page to a PDF beside it, too (needs Chromium)")
    parser.add_argument(
        "--notebooks",
        dest="executed_copies",
        action="store_true",
        help="writes each notebook as it ran beside its page, with an image of each chart (needs Chromium)",
    )
    parser.add_argument("--cell-timeout", type=int, default=CELL_TIMEOUT, metavar="SECONDS", help="most a cell may take")
    parser.add_argument("--output", type=Path, default=REPORTS, metavar="FOLDER", help="where the pages go")
    parser.add_argument("--kernel", default=KERNEL, help=argparse.SUPPRESS)
    return parser.parse_intermixed_args(arguments)


def _stop(_number: int, _frame: object) -> None:
    raise KeyboardInterrupt


def _minutes(seconds: float) -> str:
    return f"{seconds:.0f} s" if seconds < 120 else f"{seconds / 60:.1f} minutes"


def _check_parameters(notebooks: list[Path], parameters: dict[str, str]) -> None:
    read = {}
    for path in notebooks:
        try:
            read[path.stem] = read_notebook(path)
        except Problem:
            continue  # Told of when its turn comes.
    if parameters and read:
        check(parameters, read)


def main(arguments: Sequence[str] | None = None) -> int:
    """Makes the reports and returns the exit status: 0, 1 (a notebook failed), 2 (usage), 130 (stopped)."""
    asked = _arguments(arguments)
    signal.signal(signal.SIGTERM, _stop)
    try:
        notebooks = choose_notebooks(asked.notebooks, NOTEBOOKS)
        parameters = parse(asked.parameters)
        _check_parameters(notebooks, parameters)
    except Problem as problem:
        print(problem, file=sys.stderr)
        return USAGE
    options = ReportOptions(asked.output, asked.cell_timeout, asked.kernel, parameters, asked.executed_copies)
    failures: list[tuple[Path, Problem]] = []
    started = time.monotonic()
    stopped = False
    for at, notebook in enumerate(notebooks, start=1):
        try:
            if len(notebooks) > 1:
                print(f"[{at}/{len(notebooks)}] ", end="")
            page = make_report(notebook, options)
            if asked.pdf:
                print_page(page, page.with_suffix(".pdf"))
                print(f"  -> {options.reports.name}/{page.stem}.pdf", flush=True)
        except Problem as problem:
            print(f"  failed: {problem}", file=sys.stderr, flush=True)
            failures.append((notebook, problem))
        except KeyboardInterrupt:
            print(f"\nStopped at {notebook.stem}; its last report is as it was.", file=sys.stderr)
            stopped = True
            break
    index = write_site(options.reports)
    if stopped:
        return STOPPED
    if index:
        print(f"{index.resolve().as_uri()} ({_minutes(time.monotonic() - started)} in all)", flush=True)
    if failures:
        print(f"\n{len(failures)} of {len(notebooks)} notebooks failed:", file=sys.stderr)
        for notebook, failure in failures:
            print(f"  {failure}\n    {notebook.resolve().as_uri()}", file=sys.stderr)
        return FAILED
    return 0
