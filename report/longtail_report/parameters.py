"""Parameters from outside: -p name=value in place of what a chapter's tagged cell says."""

import difflib
import json
import re
from collections.abc import Sequence
from typing import Any

from nbformat import NotebookNode

from .problem import Problem
from .typescript_translator import register

TAG = "parameters"
DECLARATION = re.compile(r"^\s*(?:const|let|var)\s+([A-Za-z_$][\w$]*)\s*(?::[^=]+)?=\s*(.+?);?\s*(?://.*)?$", re.MULTILINE)


def parse(arguments: Sequence[str]) -> dict[str, str]:
    """The name=value pairs of the command line; raises Problem for one that is none, or comes twice."""
    given: dict[str, str] = {}
    for argument in arguments:
        name, equals, value = argument.partition("=")
        if not equals or not re.fullmatch(r"[A-Za-z_$][\w$]*", name):
            raise Problem(f"-p {argument}: a parameter is given as name=value, such as -p dataset=ml-1m.")
        if name in given:
            raise Problem(f"The parameter {name} is given twice; give it once.")
        given[name] = value
    return given


def defaults(notebook: NotebookNode) -> dict[str, Any]:
    """The parameters of a notebook's tagged cell by name, with their values; None where one is no plain value."""
    for cell in notebook.cells:
        if cell.cell_type == "code" and TAG in cell.metadata.get("tags", []):
            return {name: _plain(value) for name, value in DECLARATION.findall(cell.source)}
    return {}


def _plain(text: str) -> Any:
    text = re.sub(r"\bas\s+[\w\[\]. ]+$", "", text).strip()
    try:
        return json.loads(re.sub(r",\s*([\]}])", r"\1", text))
    except ValueError:
        return None


def _value(name: str, text: str, default: Any) -> Any:
    """The value of a text, of the kind that the chapter's own value has; raises Problem where it is of another."""
    try:
        value = json.loads(text)
    except ValueError:
        value = text
    if isinstance(default, list) and not isinstance(value, list):
        # A number of seeds stands for as many, from 0 on; "0,1,2" for themselves.
        if name == "seeds" and isinstance(value, int) and not isinstance(value, bool) and value > 0:
            return list(range(value))
        return [_value(name, part.strip(), default[0] if default else None) for part in text.split(",")]
    if isinstance(default, str):
        # A data set is a name, or an object such as {"interactions": "mine.csv"}.
        return value if isinstance(value, (str, dict)) else text
    kinds = {bool: "true or false", int: "a number", float: "a number"}
    wanted = kinds.get(type(default))
    fits = isinstance(value, (int, float)) and isinstance(value, bool) == isinstance(default, bool)
    if wanted and not fits:
        raise Problem(f"-p {name}={text}: {name} is {wanted}, such as {json.dumps(default)}.")
    return value


def nearest(name: str, known: Sequence[str]) -> str:
    near = difflib.get_close_matches(name, known, n=1, cutoff=0.3)
    if near:
        return f"did you mean {near[0]}? There are {', '.join(known)}"
    return f"there are {', '.join(known)}" if known else "there is none, for want of a cell tagged parameters"


def check(given: dict[str, str], notebooks: dict[str, NotebookNode]) -> None:
    """Raises Problem for a parameter that none of the notebooks (by name) has, or that is of another kind in one."""
    known = {name: defaults(notebook) for name, notebook in notebooks.items()}
    every = list(dict.fromkeys(parameter for own in known.values() for parameter in own))
    for name, text in given.items():
        if name not in every:
            where = next(iter(notebooks)) if len(notebooks) == 1 else "the chapters"
            raise Problem(f"There is no parameter {name!r} in {where}; {nearest(name, every)}.")
        for own in known.values():
            if name in own:
                _value(name, text, own[name])


def set_parameters(notebook: NotebookNode, given: dict[str, str]) -> tuple[NotebookNode, dict[str, Any]]:
    """The notebook with a cell behind its tagged one that sets the parameters it has, and these by name."""
    own = defaults(notebook)
    values = {name: _value(name, text, own[name]) for name, text in given.items() if name in own}
    if not values:
        return notebook, {}
    # Read when it is needed: papermill brings much with it.
    from papermill.parameterize import parameterize_notebook

    register()
    for cell in notebook.cells:
        cell.metadata.setdefault("tags", [])
    notebook.metadata.setdefault("papermill", {})
    language = notebook.metadata.kernelspec.language
    changed = parameterize_notebook(
        notebook, values, comment="Given with -p", kernel_name=notebook.metadata.kernelspec.name, language=language
    )
    del changed.metadata["papermill"]
    for cell in changed.cells:
        if not cell.metadata.tags:
            del cell.metadata["tags"]
    return changed, values
