"""The reading process: a document on stdin, one JSON object on stdout, nothing else.

Started by :class:`integrations.documents.process_reader.LimitedProcessReader` with an empty
environment. It limits memory, time and open files before it looks at a single byte of the
document, and forbids itself to write any file before it reads the document. (In between Python may
cache the byte code of the libraries, which otherwise costs every parse a second.)
"""

from __future__ import annotations

import json
import os
import resource
import sys
from dataclasses import asdict

from domain.errors import UnreadableDocument

_LESS_URGENT = 5
"""Of 19: on a busy machine the service's own process, which answers people, comes first."""
_OPEN_FILES = 64
"""Enough to import libraries, too few to do harm."""


def main(arguments: list[str]) -> int:
    """Run one parse; ``arguments`` are what, suffix, memory in bytes, CPU in seconds."""
    what, suffix, memory_bytes, cpu_s = arguments
    os.nice(_LESS_URGENT)
    limit_resources(memory_bytes=int(memory_bytes), cpu_s=int(cpu_s))
    content = sys.stdin.buffer.read()
    # libraries print to stdout now and then; the answer alone belongs there
    out, sys.stdout = sys.stdout, sys.stderr
    answer = _answer(what, content, suffix=suffix)
    json.dump(answer, out)
    out.flush()
    return 0


def limit_resources(*, memory_bytes: int, cpu_s: int) -> None:
    """Bound memory, CPU time and open files of this process."""
    resource.setrlimit(resource.RLIMIT_AS, (memory_bytes, memory_bytes))
    resource.setrlimit(resource.RLIMIT_CPU, (cpu_s, cpu_s))
    resource.setrlimit(resource.RLIMIT_NOFILE, (_OPEN_FILES, _OPEN_FILES))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))


def forbid_writing() -> None:
    """No file of this process can grow any more."""
    resource.setrlimit(resource.RLIMIT_FSIZE, (0, 0))


def _answer(what: str, content: bytes, *, suffix: str) -> dict[str, object]:
    from integrations.documents.parsing import load_libraries, parse, text_of

    try:
        load_libraries(content, suffix=suffix)
        forbid_writing()
        value = (
            parse(content, suffix=suffix) if what == "resume" else text_of(content, suffix=suffix)
        )
        return {"value": asdict(value)}
    except UnreadableDocument as error:
        return {"fault": error.fault.value, "message": str(error)}
    except MemoryError:
        return {"broke": "MemoryError"}
    except Exception as error:  # the boundary: a hostile file must not become a stack trace
        trace = error.__traceback__
        while trace is not None and trace.tb_next is not None:
            trace = trace.tb_next
        place = f"{trace.tb_frame.f_code.co_name}:{trace.tb_lineno}" if trace else "?"
        return {"broke": f"{type(error).__name__} in {place}"}


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
