"""Executes notebooks from top to bottom in their kernel and writes them with what they printed.

    execute.py TO NOTEBOOK...

Each notebook runs in its own folder. A cell that fails stops the run: its traceback is printed, and
the exit code is 1.
"""

import sys
import time
from pathlib import Path
from queue import Empty

import nbformat
from nbclient import NotebookClient
from nbclient.client import CellExecutionComplete
from nbclient.exceptions import CellExecutionError
from jupyter_core.utils import run_sync


class PatientClient(NotebookClient):
    """Waits a moment after each cell: Deno's kernel may print after it said that it is idle."""

    async def async_execute_cell(self, cell, cell_index, *args, **kwargs):
        await super().async_execute_cell(cell, cell_index, *args, **kwargs)
        while True:
            try:
                message = await self.kc.iopub_channel.get_msg(timeout=0.1)
                self.process_message(message, cell, cell_index)
            except CellExecutionComplete:
                continue
            except Empty:
                return cell

    execute_cell = run_sync(async_execute_cell)


def execute(path: Path) -> nbformat.NotebookNode:
    notebook = nbformat.read(path, as_version=4)
    client = PatientClient(
        notebook,
        timeout=600,
        resources={"metadata": {"path": str(path.parent)}},
        coalesce_streams=True,
        # Times would make every run another file.
        record_timing=False,
    )
    kernel = dict(notebook.metadata)
    client.execute()
    # The kernel's answer holds its version, which says nothing about the results.
    notebook.metadata = nbformat.from_dict(kernel)
    return notebook


def main(to: Path, paths: list[Path]) -> int:
    for path in paths:
        started = time.monotonic()
        try:
            notebook = execute(path)
        except CellExecutionError as error:
            print(f"{path.name}: {error}", file=sys.stderr)
            return 1
        nbformat.write(notebook, to / path.name)
        print(f"{path.name}: executed in {time.monotonic() - started:.1f} s", flush=True)
    return 0


if __name__ == "__main__":
    sys.exit(main(Path(sys.argv[1]), [Path(name) for name in sys.argv[2:]]))
