"""Numbers and files: the funnel with intervals, the board as a table and as JSON."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Mapping, Sequence
from datetime import date

from domain.applications.funnel import ENOUGH, Funnel, Rate, by_resume, funnel
from domain.applications.model import Application, ApplicationEvent
from domain.applications.moves import interview_day
from domain.encoding import to_json
from domain.ids import CareerDocumentId
from domain.ports import BlobStore
from domain.reply import Block, Buttons, Chart, File, Paragraph, Table, bold, text
from graph.agent import AgentReply, AgentRequest
from graph.agents.applications.cards import OUTCOMES, button
from graph.agents.applications.replies import SHOW_BOARD, said
from graph.agents.applications.requests import Verb
from graph.deciding.exporting import cell
from graph.wording.counts import counted, shortened

_MOST_VERSIONS = 6
_HEADER = (
    "title",
    "company",
    "state",
    "outcome",
    "applied_on",
    "interview_on",
    "resume",
    "url",
    "notes",
    "created_at",
    "changed_at",
)


def funnel_reply(
    applications: Sequence[Application],
    events: Sequence[ApplicationEvent],
    *,
    resumes: Mapping[CareerDocumentId, str],
) -> AgentReply:
    """How far applications got; a rate only where there are enough of them."""
    whole = funnel(applications, events)
    if not whole.applied:
        return said("You have not applied for anything yet, so there is nothing to count.")
    blocks: list[Block] = [
        Paragraph(
            body=text(
                bold(
                    f"{counted(whole.applied, 'application')}, "
                    f"{counted(whole.interviews, 'interview')}, {counted(whole.offers, 'offer')}."
                ),
                f" {_rate_words(whole.interview_rate)}",
            )
        ),
        _chart(whole),
    ]
    if whole.waiting:
        blocks.append(
            Paragraph(
                body=text(
                    f"{whole.waiting} of them still wait for an answer, so the share can grow."
                )
            )
        )
    versions = by_resume(applications, events)
    if len(versions) > 1:
        blocks.append(_versions(versions, resumes))
        blocks.append(
            Paragraph(
                body=text(
                    "Versions went to different jobs: a difference here does not prove that one "
                    "resume is better."
                )
            )
        )
    blocks.append(
        Buttons(buttons=(button("Export", Verb.EXPORT), button("Show the board", Verb.BOARD)))
    )
    return AgentReply(blocks=tuple(blocks))


def _rate_words(rate: Rate) -> str:
    if not rate.is_enough:
        return f"Too few to tell a rate: I say one from {ENOUGH} applications on."
    low, high = (round(bound * 100) for bound in rate.interval)
    share = round(100 * rate.count / rate.of)
    return f"{share} % led to an interview; with so few, {low} to {high} % is plausible (95 %)."


def _chart(whole: Funnel) -> Chart:
    values = (whole.applied, whole.interviews, whole.offers)
    return Chart(
        title="How far you got",
        labels=("Applied", "Interview", "Offer"),
        values=tuple(float(value) for value in values),
        unit="applications",
        alternative=f"Applied {values[0]}, interview {values[1]}, offer {values[2]}.",
    )


def _versions(
    versions: Mapping[CareerDocumentId | None, Funnel], resumes: Mapping[CareerDocumentId, str]
) -> Table:
    ordered = sorted(versions.items(), key=lambda item: (-item[1].applied, item[0] or ""))
    rows = []
    for resume, counts in ordered[:_MOST_VERSIONS]:
        rate = counts.interview_rate
        low, high = (round(bound * 100) for bound in rate.interval)
        name = "not noted" if resume is None else resumes.get(resume, "a deleted version")
        rows.append(
            (
                text(shortened(name, limit=40)),
                text(str(counts.applied)),
                text(str(counts.interviews)),
                text(f"{low}–{high} %" if rate.is_enough else "too few to tell"),
            )
        )
    columns = ("Resume", "Applied", "Interviews", "Interview share, 95 %")
    return Table(columns=columns, rows=tuple(rows))


class Exporter:
    """Writes the board into files of the person."""

    def __init__(self, *, blobs: BlobStore) -> None:
        self._blobs = blobs

    async def export(
        self,
        request: AgentRequest,
        applications: Sequence[Application],
        events: Sequence[ApplicationEvent],
        *,
        resumes: Mapping[CareerDocumentId, str],
        today: date,
    ) -> AgentReply:
        """A table and a JSON document."""
        if not applications:
            return said("Your board is empty: there is nothing to export.")
        files: list[File] = []
        for content, suffix, media in (
            (board_csv(applications, resumes=resumes), "csv", "text/csv"),
            (board_json(applications, events), "json", "application/json"),
        ):
            name = f"applications-{today.isoformat()}.{suffix}"
            blob = await self._blobs.put(content, owner=request.turn.user, name=name)
            files.append(
                File(blob=blob, name=name, media_type=media, size_bytes=len(content), caption=name)
            )
        words = f"{counted(len(applications), 'application')}, as a table and as JSON."
        return AgentReply(blocks=(Paragraph(body=text(words)), *files), prompts=(SHOW_BOARD,))


def board_csv(
    applications: Sequence[Application], *, resumes: Mapping[CareerDocumentId, str]
) -> bytes:
    """One row per application; no cell is taken for a formula; UTF-8 with a byte order mark."""
    out = io.StringIO(newline="")
    writer = csv.writer(out, lineterminator="\r\n")
    writer.writerow(_HEADER)
    for one in applications:
        interview = interview_day(one)
        row: list[object] = [
            one.title,
            one.company,
            one.state.value,
            OUTCOMES[one.outcome] if one.outcome else None,
            one.applied_on.isoformat() if one.applied_on else None,
            interview.isoformat() if interview else None,
            resumes.get(one.resume, one.resume) if one.resume else None,
            one.url,
            one.note,
            one.created_at.isoformat(),
            one.changed_at.isoformat(),
        ]
        writer.writerow([cell(value) for value in row])
    return out.getvalue().encode("utf-8-sig")


def board_json(applications: Sequence[Application], events: Sequence[ApplicationEvent]) -> bytes:
    """Everything that is kept, without our internal owner id."""
    document = {
        "applications": [_without_owner(one) for one in applications],
        "events": [json.loads(to_json(event)) for event in events],
    }
    return json.dumps(document, ensure_ascii=False, indent=2).encode()


def _without_owner(application: Application) -> dict[str, object]:
    plain: dict[str, object] = json.loads(to_json(application))
    plain.pop("user")
    return plain
