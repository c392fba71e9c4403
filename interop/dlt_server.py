#!/usr/bin/env python3
"""Runs a script of this folder many times, each time in a process of its own that has dlt imported already.

    dlt_server.py SCRIPT.py

A line of standard input asks for a run: {"args": […]}. Its answer is a line, too: {"code", "stdout", "stderr"}. Each run
is a fork of this process, which itself does nothing but import: what one run changes, no other one sees. Ends with its
input. Needs a system that forks.
"""
import gc
import importlib
import json
import os
import shutil
import sys
import tempfile
from pathlib import Path

# What every run imports, as long as it starts no threads: a fork has no thread but its own. (duckdb and pyarrow do.)
MODULES = (
    "dlt", "dlt._workspace._plugins", "dlt.common.configuration.plugins", "dlt.sources.helpers.requests",
    "dlt.destinations.impl.postgres.postgres", "orjson", "psycopg2", "unicodedata",
)


def start_anew(env: dict[str, str]) -> None:
    """Sees to these variables of the environment; some count only from the very start of a process."""
    if any(os.environ.get(name) != value for name, value in env.items()):
        os.execve(sys.executable, [sys.executable, *sys.argv], {**os.environ, **env})


def redirect(folder: str) -> None:
    """From here on, standard input is empty, and what is printed goes into files."""
    for number, path in enumerate((os.devnull, f"{folder}/out", f"{folder}/err")):
        file = os.open(path, os.O_RDONLY if number == 0 else os.O_WRONLY | os.O_CREAT)
        os.dup2(file, number)
        os.close(file)


def main() -> int:
    script = Path(sys.argv[1])
    module = importlib.import_module(script.stem)
    start_anew(getattr(module, "BASE_ENV", {}))
    for name in MODULES:
        importlib.import_module(name)
    # What is there by now is there to stay: no fork searches it for garbage, not even at its end.
    gc.freeze()
    for line in sys.stdin:
        folder = tempfile.mkdtemp()
        child = os.fork()
        if child == 0:
            redirect(folder)
            sys.argv = [str(script), *json.loads(line)["args"]]
            return module.main()  # and out in the ordinary way, with everything a process does last
        code = os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])
        stdout, stderr = (Path(folder, name).read_text(encoding="utf-8", errors="replace") for name in ("out", "err"))
        shutil.rmtree(folder)
        print(json.dumps({"code": code, "stdout": stdout, "stderr": stderr}), flush=True)
    return 0


if __name__ == "__main__":
    sys.exit(main())
