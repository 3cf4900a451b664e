"""The report as plain values for machines."""

from __future__ import annotations

from dataclasses import asdict

from domain.job_wording.model import WordingReport
from domain.job_wording.rewriting import rewrite


def report_json(report: WordingReport, source: str) -> dict[str, object]:
    """Findings, figures, pay duties, requirements, the proposed rewrite and the lexicon version.

    Args:
        report: of exactly this text.
        source: the description that was checked; offsets count its characters.
    """
    return {
        "findings": [
            {
                "rule_id": one.rule_id,
                "level": one.level.value,
                "category": one.category.value,
                "quote": one.quote,
                "start": one.start,
                "end": one.end,
                "why": one.why,
                "evidence_strength": one.evidence_strength.value,
                "rewrite": one.rewrite,
            }
            for one in report.findings
        ],
        "metrics": asdict(report.metrics),
        "pay": [{**asdict(duty), "as_of": duty.as_of.isoformat()} for duty in report.pay],
        "requirements": [
            {
                "quote": line.requirement.quote,
                "start": line.requirement.start,
                "end": line.requirement.end,
                "need": line.requirement.need.value,
                "assessed_by": line.assessed_by,
            }
            for line in report.requirements
        ],
        "rewrite": rewrite(source, report.findings),
        "lexicon_version": report.lexicon_version,
        "language": report.language,
    }
