"""What comes after an answer: the next uncertain point, else the way on to jobs."""

from __future__ import annotations

from domain.agents import AgentId
from domain.ports import UserStore
from domain.preferences.effective import corrected
from domain.profiles import Profile
from domain.reply import Block, Buttons, Paragraph, PendingQuestion, SuggestedPrompt, text
from graph.agent import AgentReply, AgentRequest
from graph.agents.profile_agent.card import find_jobs_button
from graph.agents.profile_agent.points import Point, points_of
from graph.wording.look_for import WORDS, look_for_buttons, waiting_for_titles


class Questioner:
    """Asks one point at a time, each of them once per resume."""

    def __init__(self, *, users: UserStore) -> None:
        self._users = users

    async def then_ask(
        self, request: AgentRequest, profile: Profile, blocks: tuple[Block, ...]
    ) -> AgentReply:
        """The next uncertain point, else the way on to jobs."""
        point = await self._next_point(request, profile)
        if point is None:
            return self.what_to_look_for(request, profile, blocks)
        return AgentReply(
            blocks=(*blocks, Paragraph(body=point.question), Buttons(buttons=point.buttons())),
            prompts=(SuggestedPrompt(label="Show my profile"),),
            pending=PendingQuestion(
                agent=AgentId.PROFILE,
                topic="choice" if point.choices else "confirm" if point.yes_no else "value",
                data={"path": point.path, "kind": point.kind, **point.data},
            ),
        )

    async def _next_point(self, request: AgentRequest, profile: Profile) -> Point | None:
        for point in points_of(profile):
            key = f"profile-asked:{profile.resume_blob or 'words'}:{point.path}"
            if await self._users.once(request.turn.user, key, turn=request.turn.id):
                return point
        return None

    def what_to_look_for(
        self, request: AgentRequest, profile: Profile, blocks: tuple[Block, ...]
    ) -> AgentReply:
        """The way on to jobs, once nothing is uncertain."""
        if AgentId.JOB_SEARCH in request.route.agents:
            return AgentReply(blocks=blocks)  # the search answers in the same reply
        if profile.preferences.titles:
            return AgentReply(
                blocks=(*blocks, Buttons(buttons=(find_jobs_button(),))),
                prompts=(SuggestedPrompt(label="Find jobs for me"),),
            )
        return AgentReply(
            blocks=(
                *blocks,
                Paragraph(body=text(WORDS)),
                Buttons(buttons=look_for_buttons(corrected(profile).resume)),
            ),
            pending=waiting_for_titles(),
        )
