"""``python -m evaluation.deciding``: kits, messages and evaluations over resumes and descriptions.

Resumes are this repository's own sample texts and, where the folder is there, shared ones. Rubrics
are proposed from invented descriptions and from the bundled postings. Goals: 0 prohibited
questions, 0 findings in messages written by rules, 0 judging words, and 0 passages in the printed
words of a kit or an evaluation that tell who somebody is, after the last look.
"""

from __future__ import annotations

import argparse
import json
import time
from collections import Counter
from collections.abc import Sequence
from datetime import UTC, date, datetime
from pathlib import Path

from domain.ids import BatchId, BlobId, CandidateId, RoleId
from domain.job_wording.requirements import requirements_of
from domain.outreach.drafting import OutreachFacts, draft_letter
from domain.outreach.kit import Kit
from domain.outreach.linting import lint_letter
from domain.outreach.prohibited import prohibited
from domain.redaction.leaks import leaks
from domain.reply import plain_text
from domain.resume.model import Resume
from domain.roles.model import Role, RubricVersion
from domain.roles.proposing import propose_rubric
from domain.screening.candidate import Candidate, CandidateState, ReceivedFile, Step
from domain.screening.wording import offending_words
from evaluation.scoring.descriptions import DESCRIPTIONS
from graph.agents.scripts.agent import kit_of
from graph.deciding.kit_view import kit_blocks
from graph.screening.card import Evaluated
from graph.screening.evaluators import integrity_of, relevance_of
from graph.screening.guarding import Guard
from graph.screening.reading import read_file
from integrations.documents.parsing import parse

HERE = Path(__file__).resolve().parent
ROOT = HERE.parent.parent
OWN = ROOT / "tests" / "unit" / "resume_texts"
POSTINGS = ROOT / "bot" / "samples" / "postings.jsonl"
SHARED = ROOT.parent / "shared" / "data" / "resumes" / "with_truth"
AS_OF = date(2026, 11, 2)
_AT = datetime(2026, 11, 2, tzinfo=UTC)
_FILE = "resume.pdf"


def main() -> int:
    """Print the figures; 1 when a goal is missed."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--data", type=Path, default=SHARED, help="folder of shared resumes")
    parser.add_argument("--limit", type=int, default=40, help="shared resumes at most")
    options = parser.parse_args()
    roles = _roles()
    resumes = _resumes(options.data, limit=options.limit)
    print(f"{len(resumes)} resumes, {len(roles)} roles")
    found = Counter[str]()
    began = time.perf_counter()
    for number, resume in enumerate(resumes, start=1):
        dossier = read_file(resume, name=_FILE, as_of=AS_OF, sha256=f"{number:064d}").dossier
        guard = Guard(dossier, file=None)
        observed = integrity_of(dossier)
        for role, version in roles:
            seen = Evaluated(
                role=role,
                rubric=version,
                candidate=_candidate(role, number),
                blind=dossier.blind,
                relevance=relevance_of(dossier, version.rubric),
                evaluations={Step.INTEGRITY: observed},
                missing=(),
            )
            kit = kit_of(seen)
            blocks = kit_blocks(seen, kit)
            found["before the last look"] += _leaks(plain_text(blocks), resume)
            shown = plain_text(guard.blocks(blocks))
            found["after the last look"] += _leaks(shown, resume)
            _count(kit, found)
            found["judging words"] += len(offending_words(shown, quotes=_quotes(kit)))
    took = time.perf_counter() - began
    pairs = len(resumes) * len(roles)
    print(
        f"{pairs} kits, {found['questions']} questions ({1000 * took / pairs:.1f} ms per kit); "
        f"prohibited {found['prohibited']}, labels refused {found['refused']}, judging words "
        f"{found['judging words']}"
    )
    print(
        f"passages that tell who it is: {found['before the last look']} before the last look, "
        f"{found['after the last look']} after"
    )
    findings = _letters(roles)
    goals = ("prohibited", "judging words", "after the last look")
    return int(findings > 0 or any(found[goal] for goal in goals))


def _roles() -> list[tuple[Role, RubricVersion]]:
    texts = dict(DESCRIPTIONS)
    for line in POSTINGS.read_text(encoding="utf-8").splitlines():
        posting = json.loads(line)
        texts[posting["title"]] = posting["description"]
    roles: list[tuple[Role, RubricVersion]] = []
    for number, (title, description) in enumerate(texts.items(), start=1):
        key = RoleId(f"r_{number}")
        rubric = propose_rubric(description, requirements_of(description)).rubric
        version = RubricVersion(role=key, number=1, rubric=rubric, made_by=None, made_at=_AT)
        role = Role(
            id=key,
            title=title,
            description=description,
            created_by=None,
            created_at=_AT,
            rubric=version,
        )
        roles.append((role, version))
    return roles


def _resumes(shared: Path, *, limit: int) -> list[Resume]:
    files = sorted(path for path in OWN.iterdir() if path.suffix in {".txt", ".md", ".html"})
    if shared.is_dir():
        files += sorted(shared.rglob("*.pdf"))[:limit]
    return [parse(path.read_bytes(), suffix=path.suffix.lstrip(".")) for path in files]


def _candidate(role: Role, number: int) -> Candidate:
    return Candidate(
        id=CandidateId(f"k_{number}"),
        role=role.id,
        number=number,
        batch=BatchId("b_1"),
        file=ReceivedFile(
            blob=BlobId("x"), name=_FILE, media_type="application/pdf", size_bytes=1, sha256="0"
        ),
        state=CandidateState.DONE,
        received_at=_AT,
    )


def _count(kit: Kit, found: Counter[str]) -> None:
    found["questions"] += len(kit.questions)
    found["refused"] += len(kit.refused)
    found["prohibited"] += sum(bool(prohibited(one.question)) for one in kit.questions)


def _quotes(kit: Kit) -> list[str]:
    return [one.quote for one in kit.questions if one.quote]


def _leaks(words: str, resume: Resume) -> int:
    return len(leaks(words, resume, file_name=""))


def _letters(roles: Sequence[tuple[Role, RubricVersion]]) -> int:
    findings = Counter[str]()
    for role, version in roles:
        skills = [name for one in version.rubric.criteria for name in one.wanted.any_of]
        facts = OutreachFacts(
            role=role.title, writer="Ana Example", skills=tuple(skills), place="Berlin"
        )
        for letter in (draft_letter(facts), draft_letter(facts, language="de")):
            findings.update(
                one.rule for one in lint_letter(letter.subject, letter.body, today=AS_OF)
            )
    print(f"{2 * len(roles)} messages by rules; findings: {dict(findings) or 0}")
    return sum(findings.values())


if __name__ == "__main__":
    raise SystemExit(main())
