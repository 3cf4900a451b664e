"""What the role desk keeps between two messages: an unsaved rubric, a question it asked."""

from __future__ import annotations

from domain.agents import AgentId
from domain.encoding import from_json, to_json
from domain.errors import Defect
from domain.reply import PendingQuestion
from domain.roles.model import Role, Rubric
from graph.agent import AgentRequest
from graph.roles.drafting import FEWEST_CHARACTERS
from graph.roles.requests import RoleRequest, Verb

DRAFT = "rubric_draft"
"""Topic of the memory that holds a rubric that is not saved yet."""
DESCRIPTION = "role_description"
"""Topic of the question for a description."""


def draft(role: Role, rubric: Rubric) -> PendingQuestion:
    """The memory of a rubric that was shown and is not saved."""
    return PendingQuestion(
        agent=AgentId.SCREENING,
        topic=DRAFT,
        data={"role": role.id, "draft": to_json(rubric)},
        is_memory=True,
    )


def draft_of(request: AgentRequest, role: Role) -> Rubric | None:
    """The rubric of this role that was shown last and is not saved."""
    pending = request.dialogue.pending
    if pending is None or pending.agent is not AgentId.SCREENING or pending.topic != DRAFT:
        return None
    if pending.data.get("role") != role.id:
        return None
    try:
        return from_json(Rubric, pending.data.get("draft", ""))
    except Defect:  # of an earlier release; the proposal is made anew
        return None


def answer_to(pending: PendingQuestion, words: str, *, has_file: bool) -> RoleRequest | None:
    """A description that we asked for."""
    if pending.topic != DESCRIPTION or not (has_file or len(words) >= FEWEST_CHARACTERS):
        return None
    title = pending.data.get("title", "")
    return RoleRequest(verb=Verb.NEW, words=f"{title}\n{words}" if title else words)
