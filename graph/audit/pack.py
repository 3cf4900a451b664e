"""Everything that is needed to compute an audit again, in one archive."""

from __future__ import annotations

import io
import json
import zipfile

from domain.audit.reading import SCHEMA
from graph.audit.report import AuditReport, report_json

_LONG_AGO = (1980, 1, 1, 0, 0, 0)
"""The same audit is the same archive: files carry no time of packing."""


def recompute_pack(report: AuditReport, *, rows: str | None = None) -> bytes:
    """A zip archive: what the table was, how it was computed, the results; rows only if given.

    Args:
        report: The audit.
        rows: The uploaded table; None leaves people's rows out, as is usual.
    """
    options = ["--json"]
    if report.threshold is not None:
        options.append(f"--threshold {report.threshold!r}")
    if report.shows_small_cells:
        options.append("--audit-role")
    manifest = {
        "statement": report.statement,
        "table": {"sha256": report.sha256, "columns": report.columns, "schema": SCHEMA},
        "people_with_outcome": report.n,
        "rows_without_outcome": report.left_out,
        "rubric_digest": report.scope.rubric_digest or None,
        "tool": report.scope.tool,
        "version": report.scope.version or None,
        "made_at": report.scope.made_at.isoformat(),
        "command": f"careergini audit pool.csv {' '.join(options)}",
        "has_rows": rows is not None,
    }
    files = {
        "README.txt": _readme(has_rows=rows is not None),
        "manifest.json": _json(manifest),
        "results.json": _json(report_json(report)),
    }
    if rows is not None:
        files["pool.csv"] = rows
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in files.items():
            entry = zipfile.ZipInfo(name, date_time=_LONG_AGO)
            entry.compress_type = zipfile.ZIP_DEFLATED
            entry.external_attr = 0o600 << 16
            archive.writestr(entry, content.encode("utf-8", "surrogatepass"))
    return out.getvalue()


def _readme(*, has_rows: bool) -> str:
    where = "pool.csv is the table." if has_rows else "The table itself is not in this archive."
    return (
        "What is needed to compute this audit again.\n\n"
        f"{where} Its SHA-256 and its columns stand in manifest.json.\n"
        "Run the command of manifest.json on a table with that hash; the results are "
        "results.json, but for the time it was made.\n"
    )


def _json(value: object) -> str:
    return json.dumps(value, ensure_ascii=False, indent=2, sort_keys=True) + "\n"
