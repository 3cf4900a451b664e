"""``python -m evaluation.reports_samples [FOLDER]``: the sample reports of the recruiters' guide.

Writes five PDFs (default folder: docs/reports), the table of the audit, and a picture of a page
(docs/pictures). Everything is made by the code that makes it for a team; the people, their resumes,
the bank and the table are invented. The same input gives the same bytes. No network, no model.
"""

from __future__ import annotations

import argparse
import asyncio
import sys
from importlib.metadata import version
from io import BytesIO
from pathlib import Path

from PIL import Image

from bot.settings import Settings
from bot.wiring.recruiting import document_reader, page_pictures, paper_press
from domain.audit.reading import read_pool
from domain.job_wording.checking import check_description
from domain.job_wording.model import Requirement
from domain.papers import Paper, Picture
from domain.reply import text
from domain.roles.model import Rubric
from domain.screening.hidden import hidden_observations, instructions_in
from domain.screening.pseudonym import pseudonym
from evaluation.reports_samples.pool import invented_pool
from evaluation.reports_samples.team import AT, DAY, FILES, ROLE, evaluated, screened_files
from evaluation.transcripts.recruiting_people import POSTED
from graph.audit.paper import audit_paper
from graph.audit.report import Scope, build_report
from graph.bias_report import BiasReport, bias_paper, bias_report
from graph.bias_report.redacted_copy import printed_copy
from graph.deciding.candidate_paper import CandidateReport, candidate_paper
from graph.job_wording.paper import wording_paper
from graph.screening.files import ScreenedFile, ScreenedFiles

_VERSION = version("careergini")
_ROOT = Path(__file__).resolve().parents[2]
_LARGEST = 200_000  # bytes of one report
_PICTURES = (
    ("recruiting-evaluation.png", "sample-candidate-evaluation.pdf"),
    ("recruiting-audit.png", "sample-role-audit.pdf"),
)
_WIDTH_PX = 760


def main() -> int:
    """Write everything; 1 when a file is too large or a copy was held back."""
    parser = argparse.ArgumentParser(prog="python -m evaluation.reports_samples")
    parser.add_argument("folder", nargs="?", type=Path, default=_ROOT / "docs" / "reports")
    parser.add_argument("--pictures", type=Path, default=_ROOT / "docs" / "pictures")
    options = parser.parse_args()
    options.folder.mkdir(parents=True, exist_ok=True)
    options.pictures.mkdir(parents=True, exist_ok=True)
    made = asyncio.run(_made())
    for name, content in made.items():
        (options.folder / name).write_bytes(content)
        print(f"{name}: {len(content) / 1000:.0f} kB")
    for name, report in _PICTURES:
        page = asyncio.run(page_pictures(Settings()).page(made[report], page=1, width_px=_WIDTH_PX))
        if page is None:
            raise RuntimeError(f"{report} could not be drawn")
        (options.pictures / name).write_bytes(_small(page))
    return int(any(len(content) > _LARGEST for content in made.values()))


async def _made() -> dict[str, bytes]:
    settings = Settings()
    reader, press = document_reader(settings), paper_press(settings)
    screened = await screened_files(settings)
    brandt, tomas, _ = screened.files
    rows = invented_pool()
    biased = _bias(tomas, screened, picture=await _hidden_picture(settings, tomas))
    papers: dict[str, Paper] = {
        "sample-job-description.pdf": _wording(screened.proposal.rubric),
        "sample-candidate-evaluation.pdf": candidate_paper(_evaluation(tomas, screened, biased)),
        "sample-bias-report.pdf": bias_paper(
            biased, pseudonym=pseudonym(ROLE.id, tomas.number), role=ROLE.title
        ),
        "sample-role-audit.pdf": _audit(rows),
    }
    made = {name: await press.print(paper) for name, paper in papers.items()}

    async def read_back(pdf: bytes) -> str:
        return (await reader.read_text(pdf, name="copy.pdf")).text

    copy = await printed_copy(
        brandt.dossier.resume,
        brandt.dossier.blind,
        pseudonym=pseudonym(ROLE.id, brandt.number),
        file_name=brandt.name,
        press=press,
        read_text=read_back,
    )
    if copy.pdf is None:
        raise RuntimeError(f"the copy was held back: {copy.leaks}")
    return made | {"sample-redacted-copy.pdf": copy.pdf, "sample-role-audit.csv": rows.encode()}


def _wording(rubric: Rubric) -> Paper:
    report = check_description(
        POSTED,
        places=("Berlin", "New York"),
        is_remote=False,
        employees=200,
        today=DAY,
        assessed=lambda one: _seen_by(rubric, one),
    )
    return wording_paper(report, POSTED, title=ROLE.title, day=DAY)


def _seen_by(rubric: Rubric, requirement: Requirement) -> str | None:
    """What of the rubric comes from a requirement."""
    named = [(gate.label, gate.source) for gate in rubric.gates]
    named += [(criterion.label, criterion.source) for criterion in rubric.criteria]
    labels = [
        label
        for label, source in named
        if source and source.start < requirement.end and requirement.start < source.end
    ]
    return ", ".join(labels) or None


def _bias(file: ScreenedFile, screened: ScreenedFiles, *, picture: Picture | None) -> BiasReport:
    dossier = file.dossier
    instructions = instructions_in(dossier.resume.source.text)
    return bias_report(
        dossier.resume,
        file_name=file.name,
        sha256=dossier.sha256,
        as_of=DAY,
        tool_version=_VERSION,
        rubric=screened.proposal.rubric,
        rubric_name="rubric v1",
        excluded=instructions,
        hidden=hidden_observations(dossier.hidden, instructions=instructions),
        pictures=(picture,) if picture is not None else (),
    )


async def _hidden_picture(settings: Settings, file: ScreenedFile) -> Picture | None:
    (hidden,) = file.dossier.hidden
    content = dict(FILES)[file.name]
    png = await page_pictures(settings).passage(content, page=hidden.page or 1, needle=hidden.text)
    if png is None:
        return None
    return Picture(
        png=png,
        caption=text("The place on the page: a program reads words here, a person sees none."),
        alternative="A part of the page with an empty place marked by a frame.",
        width=0.7,
    )


def _evaluation(file: ScreenedFile, screened: ScreenedFiles, bias: BiasReport) -> CandidateReport:
    return CandidateReport(
        seen=evaluated(file, screened),
        dossier=file.dossier,
        bias=bias,
        disputes=(),
        made_on=DAY,
        version=_VERSION,
    )


def _audit(rows: str) -> Paper:
    scope = Scope(
        made_at=AT,
        role=ROLE.title,
        version=_VERSION,
        stage="invited to an interview",
        data_source="An invented table: nobody in it exists.",
    )
    stages = ("applied", "interview", "offer")
    return audit_paper(build_report(read_pool(rows), scope=scope, stages=stages))


def _small(png: bytes) -> bytes:
    """The same picture in a few shades of grey."""
    out = BytesIO()
    with Image.open(BytesIO(png)) as picture:
        picture.convert("L").quantize(32).save(out, format="PNG", optimize=True)
    return out.getvalue()


if __name__ == "__main__":
    sys.exit(main())
