"""Runs a notebook top to bottom in a fresh kernel."""

import re
from pathlib import Path
from tempfile import TemporaryFile
from typing import IO

import nbformat
from jupyter_client.kernelspec import NoSuchKernel
from nbclient import NotebookClient
from nbclient.exceptions import CellExecutionError, CellTimeoutError, DeadKernelError
from nbformat import NotebookNode

from .problem import Problem
from .progress import Progress, first_line

KERNEL = "longtail"
# A cell trains a model at most, and a chapter is minutes; half an hour is a cell that hangs.
CELL_TIMEOUT = 1800
STARTUP_TIMEOUT = 120


def _plain(text: str) -> str:
    return re.sub(r"\x1b\[[0-9;]*m", "", text).strip()


def _last_words(said: IO[bytes]) -> str:
    """What the kernel's process said last, for a kernel that is no more."""
    said.seek(0)
    lines = [line for line in _plain(said.read().decode("utf-8", "replace")).splitlines() if line.strip()]
    return f"Its last words: {' / '.join(lines[-3:])}" if lines else "It said nothing; memory may have run out."


def read_notebook(path: Path) -> NotebookNode:
    """The notebook of a file; raises Problem where the file is not one."""
    try:
        return nbformat.read(path, as_version=4)
    except OSError as error:
        raise Problem(f"{path.name} cannot be read: {error.strerror}.") from error
    except Exception as error:
        raise Problem(f"{path.name} is not a notebook: {_plain(str(error)).splitlines()[0]}.") from error


def run_notebook(
    notebook: NotebookNode, path: Path, cell_timeout: int = CELL_TIMEOUT, kernel: str = KERNEL
) -> NotebookNode:
    """The notebook, read from `path`, with the outputs of a fresh run; the file itself is left as it is.

    Raises Problem naming notebook, cell and error where a cell fails, hangs or takes the kernel with it.
    The kernel is stopped however this ends.
    """
    for cell in notebook.cells:
        if cell.cell_type == "code":
            cell.outputs, cell.execution_count = [], None
    client = NotebookClient(
        notebook,
        timeout=cell_timeout,
        startup_timeout=STARTUP_TIMEOUT,
        kernel_name=kernel,
        resources={"metadata": {"path": str(path.parent)}},
        record_timing=False,
        store_widget_state=False,
    )
    progress = Progress(len(notebook.cells))
    where = path.stem
    # What a kernel's process says beside its messages is for nobody, unless the kernel dies of it.
    said = TemporaryFile()
    try:
        with client.setup_kernel(stdout=said, stderr=said):
            info = client.wait_for_reply(client.kc.kernel_info())
            if info is not None:
                notebook.metadata["language_info"] = info["content"]["language_info"]
            for index, cell in enumerate(notebook.cells):
                if cell.cell_type != "code" or not cell.source.strip():
                    continue
                where = f"{path.stem}, cell {index + 1} ({first_line(cell.source)})"
                progress.start(index, cell.source)
                try:
                    client.execute_cell(cell, index)
                except BaseException:
                    progress.abandon()
                    raise
                progress.end(index, cell.source)
    except CellExecutionError as error:
        raise Problem(f"{where}: {error.ename}: {_plain(error.evalue)}") from error
    except CellTimeoutError as error:
        raise Problem(
            f"{where}: still running after {cell_timeout} s; give it more with --cell-timeout, or mend it."
        ) from error
    except DeadKernelError as error:
        raise Problem(f"{where}: the kernel died. {_last_words(said)}") from error
    except NoSuchKernel as error:
        raise Problem(f"The kernel {kernel!r} is not installed; run npm start or npm run doctor once.") from error
    except RuntimeError as error:
        raise Problem(f"{where}: the kernel did not start. {_last_words(said)}") from error
    finally:
        said.close()
    return notebook
