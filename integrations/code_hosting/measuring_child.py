"""The measuring process: a tar.gz on stdin, one JSON line of totals per file on stdout.

Started with an empty environment by :class:`integrations.code_hosting.measuring.CodeMeter`. It
bounds memory, time and open files first, and forbids itself to write before it reads a byte.
Nothing of the archive is unpacked to disk: a member's name only gives the ending that picks the
language, links and devices are skipped, and no line of the code is run or imported.
"""

from __future__ import annotations

import json
import sys
import tarfile
from collections.abc import Iterator
from itertools import islice
from typing import IO

from integrations.code_hosting.source_files import ending_of
from integrations.documents.child import forbid_writing, limit_resources

_MAX_FILE_BYTES = 300_000
"""Larger ones are generated or data."""
_MAX_LINE_CHARS = 2_000
"""A longer line is minified or data."""
_MAX_MEMBERS = 20_000
_MAX_UNPACKED_BYTES = 150_000_000
"""Stops archives that unpack without end."""


def main(arguments: list[str]) -> int:
    """Measure; ``arguments`` are memory in bytes, CPU in seconds, files."""
    memory_bytes, cpu_s, max_files = (int(one) for one in arguments)
    limit_resources(memory_bytes=memory_bytes, cpu_s=cpu_s)
    import lizard  # type: ignore[import-untyped]  # it ships no types

    # libraries print to stdout now and then; the totals alone belong there
    out, sys.stdout = sys.stdout, sys.stderr
    analyzer = lizard.FileAnalyzer(lizard.get_extensions([]))
    analyzer.analyze_source_code("warm.py", "def f():\n    return 1\n")
    forbid_writing()
    functions = paths = unread = 0
    for files, (ending, code) in enumerate(islice(_files(sys.stdin.buffer), max_files), start=1):
        try:
            found = analyzer.analyze_source_code(f"file.{ending}", code)
            functions += len(found.function_list)
            paths += sum(one.cyclomatic_complexity for one in found.function_list)
        except MemoryError:
            raise
        except Exception:  # the boundary: code of others is hostile input for a parser as well
            unread += 1
        totals = {"functions": functions, "paths": paths, "files": files, "unread": unread}
        out.write(json.dumps(totals) + "\n")
        out.flush()
    return 0


def _files(source: IO[bytes]) -> Iterator[tuple[str, str]]:
    """Ending and text of the source files, in the archive's order."""
    unpacked = 0
    with tarfile.open(fileobj=source, mode="r|gz") as archive:
        for number, member in enumerate(archive):
            unpacked += max(0, member.size)
            if number >= _MAX_MEMBERS or unpacked > _MAX_UNPACKED_BYTES:
                raise tarfile.ReadError("more than is read")
            ending = ending_of(member.name) if member.isreg() else None
            if ending is None or not 0 < member.size <= _MAX_FILE_BYTES:
                continue
            stream = archive.extractfile(member)
            if stream is None:
                continue
            code = stream.read(_MAX_FILE_BYTES).decode("utf-8", errors="replace")
            if max(map(len, code.split("\n"))) <= _MAX_LINE_CHARS:
                yield ending, code


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
