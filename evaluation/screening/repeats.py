"""The same file again, or with another name: the same number. Quotations: all of them real."""

from __future__ import annotations

import asyncio
from collections.abc import Iterator
from dataclasses import fields, is_dataclass

from domain.reply import Run
from domain.screening.dossier import Dossier
from domain.screening.hidden import hidden_observations, instructions_in
from domain.screening.quoting import is_quoted
from domain.screening.score import Score
from domain.screening.stability import span_of
from evaluation.channels.figures import Figure
from evaluation.screening.bench import NOW, Bench, document_reader, rubric_of
from evaluation.screening.drawing import resume_file
from graph.bias_report import BiasReport, bias_report
from graph.deciding.candidate_paper import CandidateReport, candidate_paper
from graph.screening.evaluators import Evaluators, integrity_of, relevance_of
from graph.screening.files import GivenFile, screen_files, screen_json
from graph.screening.reading import CandidateReading

FILES, RUNS = 5, 100
QUOTED_FILES = 60
_AT_ONCE = 2


async def measure() -> list[Figure]:
    """Whole files: the limited process reads each of them anew in every run."""
    spans, bands, others = await _repeated()
    swaps = await _swapped()
    quotes, astray = await _quotes()
    for one in astray[:10]:
        print(f"not in the visible text: {one!r}")
    return [
        Figure(name="files, each read and scored 100 times", value=FILES),
        Figure(name="largest span of total, shown, possible", value=max(spans), at_most=0),
        Figure(name="runs in another band", value=bands, at_most=0),
        Figure(name="runs whose results differ in anything else", value=others, at_most=0),
        Figure(name="documents with another name or pronoun, scored", value=swaps[0]),
        Figure(name="largest difference by a name or pronoun", value=swaps[1], at_most=0),
        Figure(name="quotations in chat, PDFs and JSON", value=quotes, at_least=1),
        Figure(name="of them not in the visible text", value=len(astray), at_most=0),
    ]


async def _repeated() -> tuple[list[float], int, int]:
    reading, rubric = CandidateReading(reader=document_reader()), rubric_of()
    spans: list[float] = []
    bands = others = 0
    for number in range(FILES):
        name, content = resume_file(number)
        places = asyncio.Semaphore(_AT_ONCE)

        async def once(name: str = name, content: bytes = content) -> tuple[Score, str]:
            async with places:  # noqa: B023 - awaited before the next round of the loop
                read = await reading.read(content, name=name, as_of=NOW.date())
                relevance = await asyncio.to_thread(relevance_of, read.dossier, rubric)
                integrity = await asyncio.to_thread(integrity_of, read.dossier)
                return relevance.score, repr((read, relevance, integrity))

        runs = await asyncio.gather(*(once() for _ in range(RUNS)))
        scores = [score for score, _ in runs]
        spans += [
            span_of([each.total for each in scores]),
            span_of([each.shown for each in scores]),
            span_of([each.possible for each in scores]),
        ]
        bands += sum(each.band is not scores[0].band for each in scores)
        others += sum(said != runs[0][1] for _, said in runs)
    return spans, bands, others


async def _swapped() -> tuple[int, float]:
    """Every report has a stamp with the spans of its variants; here all names are tried."""
    from domain.fairness.variants import VariantKind, variants_of
    from domain.redaction.blinding import blind
    from domain.redaction.signals import signals_of
    from domain.screening.facts import facts_of
    from domain.screening.scoring import score

    reading, rubric = CandidateReading(reader=document_reader()), rubric_of()
    tried, largest = 0, 0.0
    for number in range(FILES):
        name, content = resume_file(number)
        dossier = (await reading.read(content, name=name, as_of=NOW.date())).dossier
        base = score(rubric, facts_of(dossier.blind, rubric))
        for variant in variants_of(dossier.resume, file_name=name, per_list=6):
            if variant.kind not in {VariantKind.NAME, VariantKind.PRONOUN}:
                continue
            signals = signals_of(variant.resume, file_name="")
            seen = blind(variant.resume, signals=signals, as_of=NOW.date())
            found = score(rubric, facts_of(seen, rubric))
            tried += 1
            largest = max(
                largest,
                span_of([base.total, found.total]),
                span_of([base.shown, found.shown]),
                span_of([base.possible, found.possible]),
            )
    return tried, largest


async def _quotes() -> tuple[int, list[str]]:
    bench = Bench()
    files = [resume_file(number) for number in range(QUOTED_FILES)]
    candidates = await bench.screened(files)
    counted, astray = 0, list[str]()

    def look(quotes: Iterator[str], visible: str) -> None:
        nonlocal counted
        for quote in quotes:
            counted += 1
            if not _stands(quote, visible):
                astray.append(quote)

    for candidate in candidates:
        dossier = await bench.teams.candidates.dossier(candidate.id)
        seen = await bench.desk.evaluated(candidate)
        assert dossier is not None
        assert seen is not None
        visible = dossier.resume.source.text
        for message in await bench.said(candidate):
            look(_quoted_runs(message.reply.blocks), visible)
        bias = _bias(dossier, bench)
        report = CandidateReport(
            seen=seen, dossier=dossier, bias=bias, disputes=(), made_on=NOW.date(), version="0"
        )
        look(_quoted_runs(candidate_paper(report).parts), visible)
        assert seen.relevance is not None
        look((each.quote for each in seen.relevance.quotes.values()), visible)
    outcome = await screen_files(
        [GivenFile(name=name, content=content) for name, content in files],
        description=bench.description,
        reading=CandidateReading(reader=document_reader()),
        evaluators=Evaluators(code=None),
        as_of=NOW.date(),
        advance=lambda _: None,
    )
    said = screen_json(outcome)["candidates"]
    assert isinstance(said, list)
    for one, file in zip(said, outcome.files, strict=True):
        look(_json_quotes(one), file.dossier.resume.source.text)
    return counted, astray


def _bias(dossier: Dossier, bench: Bench) -> BiasReport:
    instructions = instructions_in(dossier.resume.source.text)
    return bias_report(
        dossier.resume,
        file_name="resume.pdf",
        sha256=dossier.sha256,
        as_of=dossier.as_of,
        tool_version="0",
        rubric=bench.rubric,
        excluded=instructions,
        hidden=hidden_observations(dossier.hidden, instructions=instructions),
        per_list=1,
    )


def _stands(quote: str, visible: str) -> bool:
    """Shortened quotations and those of several lines stand there piece by piece."""
    pieces = [piece.strip() for piece in quote.split("…")]
    words = [piece for piece in pieces if any(character.isalnum() for character in piece)]
    return all(is_quoted(piece, visible) or _only_marks(piece) for piece in words)


def _only_marks(piece: str) -> bool:
    """A line of which nothing but "[name]" is left quotes no words."""
    left = piece
    while "[" in left and "]" in left[left.index("[") :]:
        start = left.index("[")
        left = left[:start] + left[left.index("]", start) + 1 :]
    return not any(character.isalnum() for character in left)


def _quoted_runs(value: object) -> Iterator[str]:
    """Every run in the style of a quotation, however deep."""
    if isinstance(value, Run):
        if value.style == "quote":
            yield value.text
    elif isinstance(value, tuple | list):
        for each in value:
            yield from _quoted_runs(each)
    elif is_dataclass(value):
        for field in fields(value):
            yield from _quoted_runs(getattr(value, field.name))


def _json_quotes(value: object) -> Iterator[str]:
    """Every ``quote`` and every one of ``quotes``."""
    if isinstance(value, dict):
        for key, each in value.items():
            if key == "quote" and isinstance(each, str):
                yield each
            elif key == "quotes" and isinstance(each, list):
                yield from (one for one in each if isinstance(one, str))
            else:
                yield from _json_quotes(each)
    elif isinstance(value, list):
        for each in value:
            yield from _json_quotes(each)
