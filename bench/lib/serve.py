"""The child's side of contestants.mjs in Python: `from serve import serve, THREADS`.

The folder of this file must be on sys.path:
    sys.path.insert(0, os.path.join(os.path.dirname(__file__), "../lib"))
"""

import json
import os
import sys

ANSWER = "\u0001"
THREADS = int(os.environ.get("BENCH_THREADS", "1"))


def serve(tasks):
    """Answers tasks from standard input, one at a time, until it ends; `prepare` is asked first."""
    for line in sys.stdin:
        message = json.loads(line)
        try:
            answer = {"result": tasks[message["task"]](message["input"])}
        except Exception as error:  # whatever a library raises is told to the parent
            answer = {"error": f"{type(error).__name__}: {error}"}
        sys.stdout.write(f"{ANSWER}{json.dumps(answer)}\n")
        sys.stdout.flush()
