"""What people mean by words and files sent to the screening agent."""

from __future__ import annotations

import json
import re
from collections.abc import Sequence
from dataclasses import replace

from domain.agents import AgentId
from domain.encoding import to_json
from domain.messages import Attachment
from domain.reply import Block, Buttons, Paragraph, PendingQuestion, bold, text
from domain.roles.model import Role
from graph.agent import AgentReply
from graph.screening.actions import button

PROGRESS = re.compile(
    r"\b(?:how far|progress|status|how many|how long|are you done|finished|wie weit|fertig)\b",
    re.IGNORECASE,
)
LIST = re.compile(
    r"\b(?:list|show|who|all)\b.*\b(?:candidates|applicants|resumes)\b", re.IGNORECASE
)
RESCORE = re.compile(r"\b(?:score|evaluate|rate)\b.*\bagain\b|\brescore\b", re.IGNORECASE)
ABOUT_ONE = (
    (re.compile(r"\breveal\b|\bwho is\b|\bname of\b|\bcontact\b", re.IGNORECASE), "reveal"),
    (
        re.compile(r"\b(?:redacted|anonymi[sz]ed|blind) (?:copy|resume|cv)\b", re.IGNORECASE),
        "redacted",
    ),
    (re.compile(r"\bdispute\b|\bis wrong\b|\bnot correct\b", re.IGNORECASE), "dispute"),
    (re.compile(r"\b(?:erase|delete|remove|withdraw|forget)\b", re.IGNORECASE), "erase"),
)
"""What is wanted of a candidate that the words name; otherwise they are shown."""

YES = re.compile(
    r"\s*(?:(?:yes|yep|ja|oui|sí|si|ok|okay|sure)(?:[,.! ]+(?:please|bitte))?"
    r"(?:[,.! ]+(?:do|delete|erase|lösche?) (?:it|them|this|that|es))?"
    r"|(?:do|delete|erase)(?: (?:it|them|this|that))|delete|erase|löschen)[\s.!]*",
    re.IGNORECASE,
)
"""A whole answer: "delete candidate 5" and "ok, show candidate 5" agree to nothing."""
NO = re.compile(
    r"\s*(?:no|nope|nein|non|stop|cancel|abbrechen|keep(?: (?:it|them))?|never ?mind|not now"
    r"|forget (?:it|about it)|(?:do not|don['’]?t)(?: \w{1,20}){0,3})"
    r"(?:[,.! ]+(?:thanks?|thank you|danke))?[\s.!]*",
    re.IGNORECASE,
)
"""A whole answer that takes a question back; never a reason."""
LONGEST_CHOICE = 160
"""Characters; a longer text that names a role is something else than the choice of it."""
_DESCRIPTION = re.compile(
    r"\b(?:new role|job description|posting|vacancy|stellenanzeige)\b", re.IGNORECASE
)


def are_resumes(attachments: Sequence[Attachment], words: str) -> bool:
    """Whether files are of candidates: not when the words say that they are a description."""
    return bool(attachments) and not _DESCRIPTION.search(words)


def own(pending: PendingQuestion | None) -> PendingQuestion | None:
    """The open question if it is ours."""
    return pending if pending is not None and pending.agent is AgentId.SCREENING else None


def which_role(choices: Sequence[Role], attachments: Sequence[Attachment]) -> AgentReply:
    """Ask whose candidates files are; the files wait in the question."""
    files = json.dumps([to_json(each) for each in attachments])
    count = len(attachments)
    what = "this file" if count == 1 else f"these {count} files"
    verb = "is" if count == 1 else "are"
    pending = PendingQuestion(agent=AgentId.SCREENING, topic="role", data={"files": files})
    if not choices:
        words = text(
            f"Which role {verb} ",
            bold(what),
            " for? There is none yet: paste the job description, and I make one of it. The files "
            "wait.",
        )
        return AgentReply(blocks=(Paragraph(body=words),), pending=pending, is_personal=False)
    buttons = tuple(
        button(role.title[:40], AgentId.SCREENING, "take_in", role=role.id) for role in choices[:4]
    )
    return AgentReply(
        blocks=(
            Paragraph(body=text(f"Which role {verb} ", bold(what), " for?")),
            Buttons(buttons=buttons),
        ),
        pending=pending,
        is_personal=False,
    )


def keeping_files(reply: AgentReply, pending: PendingQuestion | None) -> AgentReply:
    """Files that wait for a role go on waiting while the role is being made."""
    files = pending.data.get("files", "") if pending is not None else ""
    kept = reply.pending or PendingQuestion(agent=AgentId.SCREENING, topic="files", is_memory=True)
    if not files or kept.agent is not AgentId.SCREENING:
        return reply
    more: tuple[Block, ...] = (
        Buttons(buttons=(button("Evaluate the files I sent", AgentId.SCREENING, "take_in"),)),
    )
    return replace(
        reply,
        pending=replace(kept, data={**kept.data, "files": files}),
        blocks=(*reply.blocks, *more),
    )
