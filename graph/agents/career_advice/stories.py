"""Stories that a person told and wants to keep, and lines of their profile, for practice."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Sequence

from domain.applications.model import Answer, AnswerKind
from domain.claims import ledger_of
from domain.ids import UserId
from domain.ports import Clock, ProfileStore
from domain.reply import Block, Bullets, Buttons, Card, Notice, Paragraph, Tone, bold, quoted, text
from domain.seeker_ports import AnswerStore
from domain.skills import find_skills
from graph.agent import AgentReply
from graph.agents.career_advice.buttons import advice_button
from graph.wording.counts import counted, shortened

LONGEST_STORY = 2000
"""Characters of a story that are kept."""
_LINES = 2
_LISTED = 5


_ASKS = re.compile(
    r"(?:show|list|see|what are|which)?\s*(?:me )?(?:all )?my (?:kept |saved |interview )?stories"
    r"[ ?.!]*|meine geschichten|mes histoires|mis historias|minhas histórias",
    re.IGNORECASE,
)


def asks_for_stories(words: str) -> bool:
    """Whether the kept stories are asked for.

    >>> asks_for_stories("Show my stories"), asks_for_stories("tell me stories")
    (True, False)
    """
    return len(words) < 80 and _ASKS.fullmatch(words.strip()) is not None


class StoryShelf:
    """Kept only when the person says so; taken back as easily."""

    def __init__(self, *, answers: AnswerStore, profiles: ProfileStore, clock: Clock) -> None:
        self._answers = answers
        self._profiles = profiles
        self._clock = clock

    async def of(self, user: UserId) -> tuple[Answer, ...]:
        """The stories of a person."""
        kept = await self._answers.of(user)
        return tuple(one for one in kept if one.kind is AnswerKind.STORY)

    async def keep(self, user: UserId, *, question: str, words: str) -> Answer:
        """Keep a story; the same words again are the same story.

        Raises:
            UserMistake: the person keeps as many answers as one may.
        """
        words = words[:LONGEST_STORY]
        name = hashlib.sha256(words.encode(errors="replace")).hexdigest()[:12]
        skills = dict.fromkeys(found.canonical for found in find_skills(words))
        story = Answer(
            user=user,
            key=f"story:{name}",
            kind=AnswerKind.STORY,
            question=question,
            words=words,
            confirmed_at=self._clock.now(),
            skills=tuple(skills)[:10],
        )
        await self._answers.put(story)
        return story

    async def remove(self, user: UserId, key: str) -> bool:
        """Forget one story."""
        return key.startswith("story:") and await self._answers.remove(user, key)

    async def lines_about(self, user: UserId, skill: str) -> tuple[str, ...]:
        """Lines of the profile that show a skill: what a story could be made of."""
        if not skill:
            return ()
        profile = await self._profiles.get(user)
        ledger = ledger_of(profile, today=self._clock.now().date())
        fact = ledger.named_skill(skill)
        if fact is None:
            return ()
        lines = [one.text for one in ledger.at(fact.paths) if len(one.text.split()) > 3]
        return tuple(dict.fromkeys(lines))[:_LINES]


def listed(stories: Sequence[Answer]) -> AgentReply:
    """The kept stories, each with a way to forget it."""
    if not stories:
        words = "I keep no story of yours. After a practice answer you can say “keep this story”."
        return AgentReply(blocks=(Paragraph(body=text(words)),))
    cards = tuple(
        Card(
            title=text(bold(shortened(story.question or "A story", limit=90))),
            subtitle=text(quoted(shortened(story.words, limit=240))),
            buttons=(advice_button("Forget it", "forget_story", key=story.key),),
        )
        for story in stories[:_LISTED]
    )
    rest = len(stories) - len(cards)
    more: tuple[Block, ...] = (
        (
            Paragraph(
                body=text(f"And {rest} more."),
            ),
        )
        if rest > 0
        else ()
    )
    return AgentReply(
        blocks=(Paragraph(body=text(f"I keep {counted(len(stories), 'story')}:")), *cards, *more),
    )


def kept(story: Answer) -> AgentReply:
    """It is kept, for which skills, and how to take it back."""
    about = f" It shows {', '.join(story.skills[:4])}." if story.skills else ""
    return AgentReply(
        blocks=(
            Notice(
                body=text(f"Kept among your stories.{about} I bring it up where it fits."),
                tone=Tone.DONE,
            ),
            Buttons(
                buttons=(
                    advice_button("Next question", "next"),
                    advice_button("My stories", "stories"),
                    advice_button("Forget it", "forget_story", key=story.key),
                )
            ),
        ),
    )


def material(story: str | None, lines: Sequence[str], posting_quote: str) -> tuple[Block, ...]:
    """What a question comes from and what the person has for it."""
    items = []
    if posting_quote:
        items.append(text("The posting: ", quoted(shortened(posting_quote, limit=200))))
    if story:
        items.append(text("A story that you kept: ", quoted(shortened(story, limit=200))))
    items += [text("Your resume: ", quoted(shortened(line, limit=200))) for line in lines]
    return (Bullets(items=tuple(items)),) if items else ()
