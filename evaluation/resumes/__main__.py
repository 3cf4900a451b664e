"""``python -m evaluation.resumes --data DIR``: every figure of resume reading in one run."""

from __future__ import annotations

import argparse
import asyncio
import io
import resource
import statistics
import time
from pathlib import Path

from domain.resume.model import Resume
from domain.resume.spans import unsupported_values
from evaluation.resumes.columns import made_pages, order_errors
from evaluation.resumes.docx_words import kept_share, made_documents
from evaluation.resumes.page_order import column_jumps
from evaluation.resumes.scoring import Scores, truth_pairs
from integrations.documents.process_reader import LimitedProcessReader

_ROUNDS = 5


def _reader() -> LimitedProcessReader:
    return LimitedProcessReader(max_bytes=20_000_000, timeout_s=20, memory_bytes=320_000_000)


async def _read(reader: LimitedProcessReader, path: Path) -> Resume:
    return await reader.read(await asyncio.to_thread(path.read_bytes), name=path.name)


async def measure(data: Path) -> int:
    """Print all figures; returns 1 when a goal is missed."""
    reader = _reader()
    scores = Scores()
    invented = 0
    for path, truth in truth_pairs(data):
        resume = await _read(reader, path)
        scores.add(path.stem, resume, truth)
        invented += len(unsupported_values(resume))
    print(f"{'field':24} {'micro-F1':>9} {'exact':>7}  matched/predicted/expected")
    for name, score in scores.fields.items():
        counts = f"{score.matched}/{score.predicted}/{score.expected}"
        print(f"{name:24} {score.f1:9.3f} {score.exact:7.3f}  {counts}")
    for miss in scores.misses:
        print("miss:", miss)
    print(f"field accuracy (mean of micro-F1 and exact): {scores.accuracy:.4f} (goal 0.95)")
    jumps = pages = 0
    for path in await asyncio.to_thread(_pdfs, data):
        resume = await _read(reader, path)
        invented += len(unsupported_values(resume))
        jumps += column_jumps(await asyncio.to_thread(path.read_bytes), resume.source.text)
        pages += 1
    print(f"invented values: {invented} over {pages} PDFs (goal 0)")
    print(f"wrong column changes in {pages} PDFs: {jumps} (goal 0)")
    errors = 0
    made = made_pages()
    for page in made:
        text = await reader.read_text(page.content, name="page.pdf")
        wrong = order_errors(text.text.split("\n"), page.columns)
        if wrong:
            print("order:", page.name, wrong)
        errors += wrong
    print(f"order errors on {len(made)} made two-column pages: {errors} (goal 0)")
    worst = 1.0
    for label, content in made_documents():
        kept = kept_share(content, (await reader.read_text(content, name="cv.docx")).text)
        worst = min(worst, kept)
        print(f"DOCX words kept, {label}: {kept:.4f} (goal 0.99)")
    seconds = await _time_two_pages(reader)
    print(f"two-page PDF, process start included: p50 {seconds:.3f} s (goal 1.0)")
    peak_mb = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss / 1024
    print(f"peak memory of a parse: {peak_mb:.0f} MB (goal 300)")
    met = (
        scores.accuracy >= 0.95
        and not invented
        and not jumps
        and not errors
        and worst >= 0.99
        and seconds <= 1.0
        and peak_mb <= 300
    )
    return 0 if met else 1


def _pdfs(folder: Path) -> list[Path]:
    return sorted(folder.rglob("*.pdf"))


async def _time_two_pages(reader: LimitedProcessReader) -> float:
    content = _two_pages()
    times: list[float] = []
    for _ in range(_ROUNDS):
        begin = time.perf_counter()
        await reader.read(content, name="two.pdf")
        times.append(time.perf_counter() - begin)
    return statistics.median(times)


def _two_pages() -> bytes:
    from reportlab.lib.pagesizes import letter
    from reportlab.pdfgen.canvas import Canvas

    buffer = io.BytesIO()
    canvas = Canvas(buffer, pagesize=letter, invariant=1)
    for page in range(2):
        canvas.setFont("Helvetica", 10)
        y = 740
        if not page:
            canvas.drawString(50, y, "Jane Smith")
            canvas.drawString(50, y - 14, "jane.smith@example.com | (312) 555-0100")
            canvas.setFont("Helvetica-Bold", 12)
            canvas.drawString(50, y - 40, "EXPERIENCE")
            y -= 60
        canvas.setFont("Helvetica", 10)
        for job in range(6):
            canvas.drawString(50, y, f"Software Engineer {job}, Example Systems Inc")
            canvas.drawRightString(560, y, f"Jan {2010 + job} - Dec {2010 + job}")
            for item in range(6):
                y -= 14
                canvas.drawString(
                    60, y, f"\u2022 Built service number {item} for many customers, twice."
                )
            y -= 20
        canvas.showPage()
    canvas.save()
    return buffer.getvalue()


def main() -> int:
    """Read the arguments and measure."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--data", type=Path, required=True, help="folder with PDFs and truths")
    return asyncio.run(measure(parser.parse_args().data))


if __name__ == "__main__":
    raise SystemExit(main())
