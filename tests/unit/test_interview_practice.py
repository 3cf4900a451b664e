"""Practice for one posting: its own questions, the person's lines and stories, nothing unasked."""

from __future__ import annotations

from domain.advice.posting_questions import posting_questions
from domain.advice.unknowable import unknowable
from domain.agents import AgentId
from domain.messages import Action
from domain.posting import Posting
from tests.twins.talk import RESUME, Stores, Talk
from tests.twins.talk import posting as posting_of

STORY = (
    "In 2022 our payments at Acme failed too often. My task was to find out why. I rewrote the "
    "retry queue in Python and added tests, and as a result failed payments fell by 40%."
)


def _press(verb: str, **arguments: str) -> Action:
    return Action(agent=AgentId.CAREER_ADVICE, verb=verb, arguments=arguments)


async def _stories(talk: Talk) -> dict[str, str]:
    assert talk.last_turn is not None
    kept = await talk.stores.answers.of(talk.last_turn.user)
    return {one.key: one.words for one in kept}


async def _talk() -> tuple[Talk, Posting]:
    stores = Stores()
    posting = posting_of(
        1,
        "Data Engineer",
        company="Initech",
        description=(
            "Requirements:\n- You have 3 years of experience with Python.\n"
            "- You know Kubernetes well.\nNice to have: Kafka."
        ),
    )
    await stores.load(posting)
    talk = Talk(stores, stores.answering(AgentId.PROFILE))
    await talk.say(RESUME)
    talk.hand_to(stores.answering(AgentId.CAREER_ADVICE))
    return talk, posting


def test_questions_quote_the_posting_word_for_word() -> None:
    posting = posting_of(
        2, "Nurse", company="Charité", description="You must have worked with Python."
    )
    questions = posting_questions(posting)
    about = [one for one in questions if one.posting_quote]
    assert [one.skill for one in about] == ["Python"]
    assert about[0].posting_quote in posting.description
    assert questions[-1].kind == "closing"
    assert any("Charité" in one.words for one in questions)


async def test_practice_for_a_posting_uses_its_sentences_and_the_persons_lines() -> None:
    talk, posting = await _talk()
    first = await talk.say(action=_press("practice", posting=posting.id))
    assert "Practice for Data Engineer at Initech" in first
    second = await talk.say("next")
    assert "used Python" in second
    assert "You have 3 years of experience with Python." in second
    assert "Built the payments API in Python" in second


async def test_a_story_is_kept_on_request_and_brought_up_again() -> None:
    talk, posting = await _talk()
    await talk.say(action=_press("practice", posting=posting.id))
    await talk.say("next")
    feedback = await talk.say(STORY)
    assert "All four parts" in feedback
    assert await _stories(talk) == {}
    kept = await talk.say("keep this story")
    assert "Kept among your stories" in kept
    assert "Python" in kept
    assert list((await _stories(talk)).values()) == [STORY]
    await talk.say(action=_press("practice", posting=posting.id))
    again = await talk.say("next")
    assert "A story that you kept" in again
    await talk.say(action=_press("forget_story", key=next(iter(await _stories(talk)))))
    assert await _stories(talk) == {}


async def test_what_nobody_here_can_know_is_declined_with_who_can_tell() -> None:
    talk, _ = await _talk()
    said = await talk.say("What are my chances of getting this job?")
    assert "I cannot know" in said


def test_ordinary_questions_are_not_declined() -> None:
    for words in (
        "How do I negotiate my salary?",
        "How do I explain a gap in my CV?",
        "Should I quit my job?",
        "What should I become?",
        "Help me prepare for an interview",
    ):
        assert unknowable(words) is None, words
    assert unknowable("(" * 100_000) is None
