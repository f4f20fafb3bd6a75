"""A bridge to jupyter_client for the tests: one JSON command a line on stdin, one JSON answer a line on stdout."""

import json
import os
import sys
import time
from queue import Empty

import nbformat
from jupyter_client.manager import KernelManager
from nbclient import NotebookClient
from nbclient.exceptions import CellExecutionError

manager = None
client = None


def start(cwd, console):
    global manager, client
    began = time.perf_counter()
    manager = KernelManager(kernel_name="longtail")
    # A file of its own: Node makes pipes that it inherits non-blocking, this bridge's own output among them.
    output = open(console, "w")
    manager.start_kernel(cwd=cwd, stdout=output, stderr=output)
    client = manager.client()
    client.start_channels()
    client.wait_for_ready(timeout=60)
    return {"seconds": time.perf_counter() - began, "pid": manager.provisioner.process.pid}


def send(type, content, channel="shell"):
    message = client.session.msg(type, content)
    getattr(client, channel + "_channel").send(message)
    return message["header"]["msg_id"]


def plain(message):
    return {
        "type": message["msg_type"],
        "content": message["content"],
        "parent": message["parent_header"].get("msg_id"),
    }


waiting_replies = {}
waiting_iopub = []


def reply(id, timeout=60, channel="shell"):
    until = time.monotonic() + timeout
    while id not in waiting_replies:
        try:
            message = getattr(client, "get_" + channel + "_msg")(timeout=max(0.01, until - time.monotonic()))
        except Empty:
            raise TimeoutError("no reply to the request")
        waiting_replies[message["parent_header"].get("msg_id")] = plain(message)
    return waiting_replies.pop(id)


def outputs(id, timeout=60):
    """The messages published for a request, up to its idle state."""
    until = time.monotonic() + timeout
    while not any(
        one["parent"] == id and one["type"] == "status" and one["content"]["execution_state"] == "idle"
        for one in waiting_iopub
    ):
        try:
            waiting_iopub.append(plain(client.get_iopub_msg(timeout=max(0.01, until - time.monotonic()))))
        except Empty:
            raise TimeoutError("the request did not become idle")
    mine = [one for one in waiting_iopub if one["parent"] == id]
    waiting_iopub[:] = [one for one in waiting_iopub if one["parent"] != id]
    return mine


def wait_for_text(id, text, timeout):
    """Waits until a request has written a text."""
    until = time.monotonic() + timeout
    while not any(
        one["parent"] == id and one["type"] == "stream" and text in one["content"]["text"] for one in waiting_iopub
    ):
        waiting_iopub.append(plain(client.get_iopub_msg(timeout=max(0.01, until - time.monotonic()))))


def later(seconds):
    """Everything published in the next seconds, whatever it belongs to, and what waits already."""
    until = time.monotonic() + seconds
    while (left := until - time.monotonic()) > 0:
        try:
            waiting_iopub.append(plain(client.get_iopub_msg(timeout=left)))
        except Empty:
            break
    found = list(waiting_iopub)
    waiting_iopub.clear()
    return found


def execute(code, timeout=60, interrupt_at=None, **more):
    began = time.perf_counter()
    id = send("execute_request", {"code": code, "silent": False, "store_history": True, "stop_on_error": True, **more})
    interrupted = None
    if interrupt_at is not None:
        wait_for_text(id, interrupt_at, timeout)
        manager.interrupt_kernel()
        interrupted = time.perf_counter()
    answer = reply(id, timeout)
    ended = time.perf_counter()
    return {
        "id": id,
        "reply": answer["content"],
        "published": outputs(id, timeout),
        "milliseconds": (ended - began) * 1000,
        "afterInterrupt": None if interrupted is None else (ended - interrupted) * 1000,
    }


def request(type, content, channel="shell", timeout=60):
    id = send(type, content, channel)
    return {"reply": reply(id, timeout, channel), "published": outputs(id, timeout)}


def interrupt():
    manager.interrupt_kernel()


def restart():
    manager.restart_kernel()
    client.wait_for_ready(timeout=60)
    return {"pid": manager.provisioner.process.pid}


def shutdown():
    """Asks the kernel to end and tells how long the process took to do so, and its exit code."""
    process = manager.provisioner.process
    began = time.perf_counter()
    client.shutdown()
    code = process.wait(timeout=10)
    return {"seconds": time.perf_counter() - began, "code": code}


def beating(seconds):
    client.hb_channel.unpause()
    time.sleep(seconds)
    return client.hb_channel.is_beating()


def run_notebook(cells):
    """Runs a notebook with nbclient; its outputs, and the error that nbclient raised."""
    notebook = nbformat.v4.new_notebook(cells=[nbformat.v4.new_code_cell(source) for source in cells])
    error = None
    try:
        NotebookClient(notebook, kernel_name="longtail", timeout=60).execute()
    except CellExecutionError as raised:
        error = {"ename": raised.ename, "evalue": raised.evalue, "text": str(raised)}
    return {"outputs": [cell.outputs for cell in notebook.cells], "error": error}


def vanish():
    """Ends this process as a crash would, without a word to the kernel."""
    os._exit(0)


for line in sys.stdin:
    command = json.loads(line)
    try:
        answer = {"value": globals()[command["call"]](**command["with"])}
    except Exception as error:
        answer = {"error": f"{type(error).__name__}: {error}"}
    print(json.dumps(answer), flush=True)

if client is not None:
    client.stop_channels()
    manager.shutdown_kernel(now=True)
