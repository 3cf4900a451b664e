"""What one limit kept back, shown without changing any wish."""

from __future__ import annotations

from collections.abc import Collection, Mapping

from domain.matching.model import Gate
from domain.preferences.effective import corrected
from domain.profiles import Profile
from domain.reply import Block, Button, Buttons, Paragraph, SuggestedPrompt, bold, text
from graph.agent import AgentReply, AgentRequest
from graph.agents.job_search.account import LEFT_OUT
from graph.agents.job_search.cards import job_button, posting_card
from graph.agents.job_search.replies import on_screen
from graph.agents.job_search.requests import Verb
from graph.push_search import SearchesForMany
from graph.wording.counts import counted

SHOWN = 5


class LeftOutDesk:
    """Opens what a digest or a search only counted."""

    def __init__(self, *, pushes: SearchesForMany, relaxable: Collection[Gate]) -> None:
        self._pushes = pushes
        self._relaxable = relaxable

    async def show(
        self, request: AgentRequest, profile: Profile, arguments: Mapping[str, str]
    ) -> AgentReply | None:
        """The nearest of them; None when no limit is named."""
        try:
            gate = Gate(arguments.get("gate", ""))
        except ValueError:
            return None
        since = _revision(arguments.get("since", ""))
        postings, count = await self._pushes.left_out(
            corrected(profile), gate, since=since, limit=SHOWN
        )
        reason = LEFT_OUT[gate]
        if not postings:
            words = "Nothing of that is left: those postings are closed or shown elsewhere."
            return AgentReply(
                blocks=(Paragraph(body=text(words)),),
                prompts=(SuggestedPrompt(label="Find jobs for me"),),
            )
        nearest = f", the nearest {len(postings)} first" if count > len(postings) else ""
        blocks: list[Block] = [
            Paragraph(
                body=text(
                    bold(counted(count, "job")),
                    f" {'was' if count == 1 else 'were'} kept back by one limit only "
                    f"({reason}){nearest}. Your wishes are as they were.",
                )
            )
        ]
        via = {"via": arguments["via"]} if "via" in arguments else {}
        blocks += [
            posting_card(stored.posting, number=number, locale=request.turn.message.locale, via=via)
            for number, stored in enumerate(postings, start=1)
        ]
        buttons: list[Button] = []
        if gate in self._relaxable:
            buttons.append(job_button("Always include these", Verb.RELAX, gate=gate.value))
        buttons.append(job_button("Change my search", Verb.PREFERENCES))
        blocks.append(Buttons(buttons=tuple(buttons)))
        return AgentReply(
            blocks=tuple(blocks),
            pending=on_screen(tuple(stored.posting.id for stored in postings)),
        )


def _revision(word: str) -> int | None:
    """The cursor in a button; None for everything open."""
    return int(word) if word.isascii() and word.isdigit() and len(word) <= 18 else None
