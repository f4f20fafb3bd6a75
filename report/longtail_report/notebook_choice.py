"""Which notebooks the reader means."""

import difflib
import re
from collections.abc import Sequence
from pathlib import Path

from .layout import NOTEBOOKS
from .problem import Problem


def chapters(folder: Path = NOTEBOOKS) -> list[Path]:
    """The book's notebooks in order: those whose names start with a digit."""
    return sorted(folder.glob("[0-9]*.ipynb"))


def _nearest(argument: str, folder: Path) -> str:
    names = [path.stem for path in chapters(folder)]
    near = difflib.get_close_matches(argument, names, n=3, cutoff=0.3) or names[:3]
    return f"the nearest are {', '.join(near)}" if near else f"{folder.name}/ holds no notebook"


def find_notebook(argument: str, folder: Path = NOTEBOOKS) -> Path:
    """The notebook of a number ("1", "01"), a name with or without .ipynb, or a path.

    Raises Problem where there is none, or more than one.
    """
    path = Path(argument)
    if path.suffix == ".ipynb" and path.is_file():
        return path.resolve()
    name = path.name.removesuffix(".ipynb")
    if (folder / f"{name}.ipynb").is_file():
        return folder / f"{name}.ipynb"
    if re.fullmatch(r"\d+", name):
        numbered = [chapter for chapter in chapters(folder) if int(re.match(r"\d+", chapter.name)[0]) == int(name)]
        if len(numbered) == 1:
            return numbered[0]
        if numbered:
            names = ", ".join(chapter.stem for chapter in numbered)
            raise Problem(f"The number {argument} is that of several notebooks ({names}); give the name of one.")
    raise Problem(f"There is no notebook {argument!r}; {_nearest(name, folder)}.")


def choose_notebooks(arguments: Sequence[str], folder: Path = NOTEBOOKS) -> list[Path]:
    """The notebooks of the arguments, each once, in order; all chapters without arguments."""
    if arguments:
        return list(dict.fromkeys(find_notebook(argument, folder) for argument in arguments))
    found = chapters(folder)
    if not found:
        raise Problem(f"{folder.name}/ holds no notebook whose name starts with a number, so there is nothing to render.")
    return found
