"""A first conversation, end to end behind the supervisor: resume, profile, wishes, jobs, why."""

from __future__ import annotations

import pytest

from domain.agents import AgentId
from domain.ports import ChatModel, EventSink
from domain.posting import Stance
from domain.reply import Reply, Table
from domain.turns import Dialogue, Turn
from graph.agents.help import HelpAgent
from graph.routing.layered import LayeredRouter
from graph.supervisor import LangGraphSupervisor
from integrations.documents.process_reader import LimitedProcessReader
from tests.twins.models import ScriptedModel
from tests.twins.talk import RESUME, Stores, Talk, posting

BACKEND = "You build services in Python and PostgreSQL. Kubernetes is a plus."


async def _talk(model: ChatModel | None = None) -> Talk:
    stores = Stores(model=model)
    await stores.load(
        *(
            posting(n, f"Backend Engineer {n}", company=f"Berlin {n}", description=BACKEND)
            for n in range(1, 10)
        ),
        posting(
            20, "Backend Engineer", company="Coins", description=f"{BACKEND} We are a fintech."
        ),
        posting(21, "Backend Engineer", place="Paris, France", country="FR", description=BACKEND),
        posting(22, "Backend Engineer", company="Cheap", description=BACKEND, pay=(20_000, 30_000)),
    )
    agents = dict(stores.agents)
    agents[AgentId.HELP] = HelpAgent(built=agents)
    supervisor = LangGraphSupervisor(
        agents=agents,
        router=LayeredRouter(),
        users=stores.users,
        clock=stores.clock,
        model=stores.model,
    )

    async def answer(turn: Turn, dialogue: Dialogue, events: EventSink) -> Reply:
        return await supervisor.answer(turn, dialogue, events=events)

    return Talk(stores, answer)


async def _to_first_matches(talk: Talk) -> None:
    await talk.say(files=[("cv.txt", RESUME.encode())])
    await talk.tap("Backend Engineer")
    await talk.say("Berlin")
    await talk.say("at least 50k€")
    await talk.say("Germany")


async def test_from_a_file_to_matches_with_reasons_in_five_messages() -> None:
    talk = await _talk()
    words = await talk.say(files=[("cv.txt", RESUME.encode())])
    assert words.startswith("I am CareerGini, an assistant.")
    assert "I found 2 roles, 1 degree and 6 skills." in words
    assert "What should I look for?" in words
    await talk.tap("Backend Engineer")
    assert "Places: Berlin." in await talk.say("Berlin")
    assert "Pay: at least €50,000 a year." in await talk.say("at least 50k€")
    words = await talk.say("Germany")
    assert len(talk.cards) == 5
    assert "1 under your pay floor" in words
    assert "1 not where you want to work" in words
    for card in talk.cards:
        labels = [fact.label for fact in card.facts]
        assert labels[:2] == ["Pay", "For"]
        quotes = [run.text for run in card.facts[1].value if run.style == "quote"]
        assert quotes
        assert all(quote.rstrip("…") in RESUME for quote in quotes)


async def test_why_hide_more_and_save_change_what_comes_next() -> None:
    talk = await _talk()
    await _to_first_matches(talk)
    first = talk.titles
    why = await talk.say("why the second one?")
    assert "Built the payments API in Python and PostgreSQL" in why
    table = next(block for block in talk.reply.blocks if isinstance(block, Table))
    points = [float(row[1][0].text) for row in table.rows]
    assert round(sum(points[:-1]), 2) == points[-1]
    assert "Hidden: " in await talk.say("hide the first")
    await talk.say("more")
    assert talk.titles
    assert not set(talk.titles) & set(first)
    saved = talk.titles[0]
    await talk.say("save 1")
    await talk.say("show my saved jobs")
    assert talk.titles == [saved]
    assert talk.last_turn is not None
    stances = await talk.stores.postings.stances(talk.last_turn.user)
    assert sum(Stance.HIDDEN in held for held in stances.values()) == 1
    assert sum(Stance.SAVED in held for held in stances.values()) == 1


async def test_a_wish_in_plain_words_changes_the_search_and_is_undone() -> None:
    talk = await _talk()
    await _to_first_matches(talk)
    assert "Leave out: fintech." in await talk.say("no more fintech")
    assert (await talk.profile()).preferences.exclude == ("fintech",)
    assert "Undone." in await talk.say("undo")
    assert (await talk.profile()).preferences.exclude == ()


async def test_after_matches_a_correction_still_reaches_the_profile() -> None:
    talk = await _talk()
    await _to_first_matches(talk)
    words = await talk.say("my phone is +351 912 345 678")
    assert "Phone: +351 912 345 678" in words
    assert "Removed from your skills: Java." in await talk.say("remove Java from my skills")


async def test_a_file_with_a_request_is_read_first_and_then_answered() -> None:
    talk = await _talk()
    words = await talk.say("find backend jobs in Berlin", files=[("cv.txt", RESUME.encode())])
    assert talk.reply.agents == (AgentId.PROFILE, AgentId.JOB_SEARCH)
    assert "I found 2 roles" in words
    assert words.count("What should I look for?") == 0
    assert len(talk.titles) >= 5


async def test_the_same_turn_twice_gives_the_same_reply() -> None:
    talk = await _talk()
    await _to_first_matches(talk)
    await talk.say("more", times=2)
    twice = talk.titles
    alone = await _talk()
    await _to_first_matches(alone)
    await alone.say("more")
    assert twice == alone.titles


async def test_advice_and_practice_fit_into_the_same_conversation() -> None:
    talk = await _talk()
    await _to_first_matches(talk)
    words = await talk.say("How do I negotiate my salary?")
    assert talk.reply.agents == (AgentId.CAREER_ADVICE,)
    assert "too few to tell" in words
    assert "Running without a language model" in words
    await talk.say("Practice an interview with me")
    feedback = await talk.say(
        "In my last job I led a team of five, my task was speed, and we cut costs by 20%."
    )
    assert talk.reply.agents == (AgentId.CAREER_ADVICE,)
    assert "Tip:" in feedback
    assert "Practice ended." in await talk.say("stop")


async def test_with_a_model_the_advice_is_spoken_and_grounded() -> None:
    model = ScriptedModel(
        speech={
            "advise": [
                [
                    "Lead with your payments work, because it is what a new employer can check "
                    "most easily and what you can show in one sentence. ",
                    "You deserve 120,000 euros. ",
                    "What is your next step?",
                ]
            ]
        },
        answers={"*": [{"agent": "career_advice"}]},
    )
    talk = await _talk(model)
    words = await talk.say("How do I negotiate my salary?")
    assert "Lead with your payments work" in words
    assert "Name a range you can defend" in words
    assert "120,000" not in words


async def test_a_broken_file_and_no_postings_are_said_plainly() -> None:
    talk = await _talk()
    words = await talk.say(files=[("cv.pdf", b"%PDF-1.4 nothing here")])
    assert "profile" not in (await talk.profile()).provenance
    assert words.count("\n") <= 3
    stores = Stores()
    empty = Talk(stores, stores.answering(AgentId.JOB_SEARCH))
    assert "careergini jobs ingest" in await empty.say("find nurse jobs")


@pytest.mark.parametrize(
    ("words", "title"),
    [
        ("Ich suche eine Stelle als Backend Engineer in Berlin", "Backend Engineer"),
        ("busco trabajo de Backend Engineer en Berlin", "Backend Engineer"),
        ("je cherche un poste de Backend Engineer à Berlin", "Backend Engineer"),
        ("procuro vaga de Backend Engineer em Berlin", "Backend Engineer"),
    ],
)
async def test_the_search_works_in_the_persons_language(words: str, title: str) -> None:
    talk = await _talk()
    await talk.say(words)
    assert talk.reply.agents == (AgentId.JOB_SEARCH,)
    assert (await talk.profile()).preferences.titles == (title,)
    assert len(talk.cards) == 5


async def test_the_limited_reader_gives_the_same_profile() -> None:
    reader = LimitedProcessReader(max_bytes=5_000_000, timeout_s=30.0, memory_bytes=400_000_000)
    resume = await reader.read(RESUME.encode(), name="cv.txt")
    talk = await _talk()
    await talk.say(files=[("cv.txt", RESUME.encode())])
    assert (await talk.profile()).resume == resume
