"""Progress on the terminal: one line a cell."""

import sys
import time


def first_line(source: str, width: int = 60) -> str:
    """The first line of a cell that says something, shortened."""
    lines = [line.strip() for line in source.splitlines() if line.strip()]
    line = next((line for line in lines if not line.startswith("//")), lines[0] if lines else "")
    return line if len(line) <= width else line[: width - 1] + "…"


class Progress:
    """Says which cell runs (on a terminal, in place) and how long each took."""

    def __init__(self, cells: int) -> None:
        self.cells = cells
        self.started = 0.0
        self.in_place = sys.stdout.isatty()

    def _line(self, index: int, seconds: str, source: str) -> str:
        return f"  cell {index + 1:>{len(str(self.cells))}}/{self.cells}  {seconds:>8}  {first_line(source)}"

    def start(self, index: int, source: str) -> None:
        self.started = time.monotonic()
        if self.in_place:
            print(f"\r\x1b[2K{self._line(index, 'running', source)}", end="", flush=True)

    def end(self, index: int, source: str) -> None:
        seconds = f"{time.monotonic() - self.started:.1f} s"
        print(f"{chr(13)}\x1b[2K" if self.in_place else "", end="")
        print(self._line(index, seconds, source), flush=True)

    def abandon(self) -> None:
        """Leaves the line of a running cell, so that what is printed next has its own."""
        if self.in_place:
            print(flush=True)
