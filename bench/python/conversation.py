"""How a side of a bench speaks with the harness: one JSON object a line, requests on stdin, answers on stdout."""

import json
import os
import resource
import sys

# Whatever a library prints must not get between the answers.
_answers = os.fdopen(os.dup(1), "w")
os.dup2(2, 1)


def say(answer):
    _answers.write(json.dumps(answer) + "\n")
    _answers.flush()


def peak_bytes():
    """Largest resident size of this process so far."""
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * (1 if sys.platform == "darwin" else 1024)


def serve(ready, run):
    """Says what it is, then runs a block for each {"run": count}, until {"end": true}."""
    say(ready)
    for line in sys.stdin:
        request = json.loads(line)
        if "run" not in request:
            break
        say(run(request["run"]))
    say({"peakBytes": peak_bytes()})
