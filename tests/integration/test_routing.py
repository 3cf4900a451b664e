from __future__ import annotations

import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path
from types import ModuleType

import pytest

from domain.agents import AGENTS_OF, AgentId, Audience
from domain.errors import Defect, ModelTimedOut, TemporaryFailure
from domain.ports import Embedder
from domain.reply import PendingQuestion
from domain.turns import Dialogue, Route
from evaluation.routing.__main__ import (
    FIRST_RUN,
    UTTERANCES,
    accuracy,
    further_set,
    load_utterances,
    measure,
)
from graph.offers import OFFERS
from graph.routing import features, training
from graph.routing.classifier import load_weights
from graph.routing.clauses import requests_in, without_refusals
from graph.routing.concepts import parse_lexicon
from graph.routing.examples import Example, load_examples, read_examples
from graph.routing.language import guess_language
from graph.routing.layered import LayeredRouter
from graph.routing.training import fingerprint
from integrations.embeddings.fastembed_embedder import FastembedEmbedder
from prompts.catalogue import Catalogue
from tests.integration.supervisor_stage import a_dialogue
from tests.twins.models import HashingEmbedder, NoModel, ScriptedModel

SEEKER, RECRUITER = Audience.SEEKER, Audience.RECRUITER


@pytest.fixture(scope="module")
def embedder(tmp_path_factory: pytest.TempPathFactory) -> FastembedEmbedder:
    return FastembedEmbedder(cache_folder=tmp_path_factory.mktemp("models"), threads=1)


async def route(
    words: str, *, audience: Audience = SEEKER, router: LayeredRouter | None = None
) -> Route:
    chosen = router or LayeredRouter()
    return await chosen.route(words, audience=audience, dialogue=Dialogue())


async def test_independent_utterances_find_their_agent(embedder: FastembedEmbedder) -> None:
    outcomes = await measure(LayeredRouter(embedder=embedder), load_utterances())

    assert accuracy([outcome for outcome in outcomes if outcome.wanted.half == "b"]) >= 0.85
    assert accuracy([outcome for outcome in outcomes if outcome.wanted.half == "a"]) >= 0.85


async def test_words_alone_route_most_utterances() -> None:
    outcomes = await measure(LayeredRouter(), load_utterances())

    assert accuracy(outcomes) >= 0.75


@pytest.mark.parametrize("name", list(FIRST_RUN))
async def test_a_set_that_was_blind_once_keeps_its_accuracy(
    name: str, embedder: FastembedEmbedder
) -> None:
    outcomes = await measure(LayeredRouter(embedder=embedder), load_utterances(further_set(name)))

    assert accuracy(outcomes) >= 0.88


def test_no_evaluated_utterance_was_trained_on() -> None:
    trained = {e.text.casefold() for audience in Audience for e in load_examples(audience)}
    paths = [UTTERANCES, *map(further_set, FIRST_RUN)]
    evaluated = {each.text.casefold() for path in paths for each in load_utterances(path)}

    # Two people who write "hi" write the same; a sentence of the specification is in both places.
    assert {words for words in trained & evaluated if len(words.split()) > 3} <= {
        "i don't want to learn python, i want a job using it",
        "is my resume good for this job posting?",
    }


@pytest.mark.parametrize("audience", list(Audience))
def test_the_weights_belong_to_the_present_examples_words_and_features(audience: Audience) -> None:
    # When this fails: python -m evaluation.routing.train
    assert load_weights().learnt_from[audience] == fingerprint(load_examples(audience))


def test_the_weights_belong_to_the_packaged_embedder(embedder: FastembedEmbedder) -> None:
    assert load_weights().model_id == embedder.model_id


@pytest.mark.parametrize(
    ("module", "name", "changed"),
    [
        (features, "lexicon", lambda: parse_lexicon("job: job, jobs")),
        (training, "features", lambda _: {1: 1.0}),
        (training, "without_refusals", lambda text: text),
        (training, "STEPS", 1),
    ],
)
def test_a_change_of_what_is_learnt_from_is_noticed(
    module: ModuleType, name: str, changed: object, monkeypatch: pytest.MonkeyPatch
) -> None:
    examples = (
        Example(agent=AgentId.JOB_SEARCH, language="en", text="no courses please, find me work"),
    )
    before = fingerprint(examples)

    monkeypatch.setattr(module, name, changed)

    assert fingerprint(examples) != before


def test_other_examples_have_another_fingerprint() -> None:
    one = Example(agent=AgentId.JOB_SEARCH, language="en", text="find jobs")
    other = Example(agent=AgentId.LEARNING, language="en", text="find jobs")

    assert fingerprint((one,)) != fingerprint((other,))


@pytest.mark.parametrize("audience", list(Audience))
def test_every_agent_has_examples_in_six_languages(audience: Audience) -> None:
    known = {(example.agent, example.language) for example in load_examples(audience)}

    assert known == {
        (agent, language)
        for agent in AGENTS_OF[audience]
        for language in ("en", "de", "fr", "es", "pt", "hi")
    }


@pytest.mark.parametrize(
    ("words", "agent"),
    [
        ("I don't want to learn Python, I want a job using it", AgentId.JOB_SEARCH),
        ("don't show me jobs, fix my profile", AgentId.PROFILE),
        ("is my resume good for this job posting?", AgentId.SKILLS_GAP),
        ("no jobs please, which course fits me", AgentId.LEARNING),
        ("ich will keinen Kurs, ich will einen Job", AgentId.JOB_SEARCH),
        ("je ne veux pas de formation, je cherche un emploi", AgentId.JOB_SEARCH),
        ("no quiero un curso, quiero trabajo", AgentId.JOB_SEARCH),
        ("forget the jobs, delete all my data", AgentId.SETTINGS),
        ("shwo me jbos", AgentId.JOB_SEARCH),
        ("wriet a cover leter", AgentId.RESUME_BUILDER),
        ("who are you", AgentId.HELP),
        ("¡hola!", AgentId.HELP),
        ("", AgentId.HELP),
        ("🙂", AgentId.HELP),
        ("what data do you store about me", AgentId.SETTINGS),
        ("what do you know about me", AgentId.PROFILE),
        ("how much should I ask for?", AgentId.CAREER_ADVICE),
        ("I got laid off last week", AgentId.CAREER_ADVICE),
        ("my headline is Senior Nurse", AgentId.PROFILE),
        ("compare my two job offers", AgentId.CAREER_ADVICE),
        ("mera resume update karo", AgentId.RESUME_BUILDER),
    ],
)
async def test_misleading_words_do_not_mislead(
    words: str, agent: AgentId, embedder: FastembedEmbedder
) -> None:
    assert (await route(words, router=LayeredRouter(embedder=embedder))).agents == (agent,)


@pytest.mark.parametrize(
    ("words", "audience", "agents"),
    [
        ("update my phone number and show me jobs", SEEKER, ("profile", "job_search")),
        ("find me a course; also tailor my resume", SEEKER, ("learning", "resume_builder")),
        ("show me jobs and courses for analysts", SEEKER, ("job_search", "learning")),
        (
            "what am I missing for devops and where do I learn it",
            SEEKER,
            ("skills_gap", "learning"),
        ),
        (
            "what are my chances as a data engineer? I feel stuck",
            SEEKER,
            ("skills_gap", "career_advice"),
        ),
        (
            "rank the candidates and write a rejection email",
            RECRUITER,
            ("candidate_matching", "scripts"),
        ),
    ],
)
async def test_two_requests_go_to_two_agents(
    words: str, audience: Audience, agents: tuple[str, ...], embedder: FastembedEmbedder
) -> None:
    router = LayeredRouter(embedder=embedder)

    assert (await route(words, audience=audience, router=router)).agents == agents


@pytest.mark.parametrize(
    "words", ["I was a nurse and a teacher", "find remote jobs in Berlin and Hamburg"]
)
async def test_one_request_with_an_and_stays_one(words: str) -> None:
    assert len((await route(words)).agents) == 1


@pytest.mark.parametrize(
    ("command", "audience", "agent"),
    [
        ("/jobs berlin", SEEKER, AgentId.JOB_SEARCH),
        ("/start", SEEKER, AgentId.HELP),
        ("/JD-Check", RECRUITER, AgentId.JD_BIAS),
        ("/settings@careergini_bot", RECRUITER, AgentId.SETTINGS),
        ("/jobs", RECRUITER, AgentId.HELP),
        ("/nonsense", SEEKER, AgentId.HELP),
    ],
)
async def test_commands_are_certain(command: str, audience: Audience, agent: AgentId) -> None:
    assert await route(command, audience=audience) == Route(
        agents=(agent,), confidence=1.0, by="command"
    )


@pytest.mark.parametrize("audience", list(Audience))
@pytest.mark.parametrize("words", ["find me a job", "rank the candidates", "x", "jd check", "hi"])
async def test_only_agents_of_the_audience_answer(audience: Audience, words: str) -> None:
    for agent in (await route(words, audience=audience)).agents:
        assert agent in AGENTS_OF[audience]


@pytest.mark.parametrize("words", ["/jobs", "hello", "delete my data", "???", "find jobs for me"])
async def test_sure_routes_never_load_the_embedder(words: str) -> None:
    embedder = HashingEmbedder(dimension=384)

    await route(words, router=LayeredRouter(embedder=embedder))

    assert embedder.batches == []


@pytest.mark.parametrize("audience", list(Audience))
async def test_what_we_offer_to_say_is_understood_at_once(audience: Audience) -> None:
    for agent in AGENTS_OF[audience]:
        found = await route(OFFERS[agent].try_saying, audience=audience)

        assert (found.agents, found.by) == ((agent,), "rule")


async def test_an_offered_prompt_is_no_answer_to_an_open_question() -> None:
    found = await LayeredRouter().route(
        "What can you do?", audience=SEEKER, dialogue=a_dialogue(pending=AgentId.PROFILE)
    )

    assert found.agents == (AgentId.HELP,)


@pytest.mark.parametrize(
    ("words", "agent"),
    [("60k", AgentId.JOB_SEARCH), ("hello", AgentId.HELP), ("export my data", AgentId.SETTINGS)],
)
async def test_a_memory_takes_only_what_nobody_else_is_meant_by(words: str, agent: AgentId) -> None:
    memory = PendingQuestion(agent=AgentId.JOB_SEARCH, topic="results", is_memory=True)

    found = await LayeredRouter().route(words, audience=SEEKER, dialogue=Dialogue(pending=memory))

    assert found.agents == (agent,)


class BrokenEmbedder(Embedder):
    model_id = load_weights().model_id
    dimension = 384

    async def embed(self, texts: Sequence[str]) -> Sequence[Sequence[float]]:
        raise TemporaryFailure("no vectors today")


async def test_without_vectors_words_decide() -> None:
    found = await route(
        "would they even consider me", router=LayeredRouter(embedder=BrokenEmbedder())
    )

    assert found.by == "embedding"


UNSURE = "the thing with the stuff from before, could that be arranged somehow for thursday"


async def test_the_model_is_asked_only_when_nothing_else_is_sure() -> None:
    model = ScriptedModel(answers={"route_seeker": [{"agent": "applications"}]})
    router = LayeredRouter(model=model, catalogue=Catalogue.load())

    sure = await route("i am looking for a job in Leeds", router=router)
    unsure = await route(UNSURE, router=router)

    assert sure.by == "embedding"
    assert (unsure.agents, unsure.by) == ((AgentId.APPLICATIONS,), "model")
    assert [prompt.name for prompt in model.asked] == ["route_seeker"]


async def test_a_model_that_does_not_answer_is_done_without() -> None:
    model = ScriptedModel(answers={"route_seeker": [ModelTimedOut("slow")]})

    found = await route(UNSURE, router=LayeredRouter(model=model, catalogue=Catalogue.load()))

    assert found.by == "embedding"


async def test_without_a_model_it_is_not_asked() -> None:
    found = await route(UNSURE, router=LayeredRouter(model=NoModel(), catalogue=Catalogue.load()))

    assert found.by == "embedding"


@pytest.mark.parametrize(
    "words", ["june 2022", "yes", "no", "Acme GmbH", "two weeks", "I don't remember", "ok"]
)
async def test_answers_go_to_the_agent_that_asked(words: str) -> None:
    found = await LayeredRouter().route(
        words, audience=SEEKER, dialogue=a_dialogue(pending=AgentId.PROFILE)
    )

    assert found.agents == (AgentId.PROFILE,)


async def test_a_long_story_answers_an_interview_question() -> None:
    story = (
        "In my last job I led a team of five people, we had to move a warehouse in two weeks, and "
        "I made a plan with the drivers so that no delivery was late, which I am proud of."
    )

    found = await LayeredRouter().route(
        story, audience=SEEKER, dialogue=a_dialogue(pending=AgentId.CAREER_ADVICE)
    )

    assert found.agents == (AgentId.CAREER_ADVICE,)


@pytest.mark.parametrize(
    ("words", "agent"),
    [
        ("find jobs for me", AgentId.JOB_SEARCH),
        ("delete all my data", AgentId.SETTINGS),
        ("/help", AgentId.HELP),
        ("hello", AgentId.HELP),
        ("delete everything", AgentId.SETTINGS),
        ("bitte lösche alle meine Daten", AgentId.SETTINGS),
        ("apague tudo", AgentId.SETTINGS),
    ],
)
async def test_a_clear_new_request_is_not_taken_for_an_answer(words: str, agent: AgentId) -> None:
    found = await LayeredRouter().route(
        words, audience=SEEKER, dialogue=a_dialogue(pending=AgentId.PROFILE)
    )

    assert found.agents == (agent,)


async def test_the_same_text_always_routes_the_same() -> None:
    router = LayeredRouter()

    assert await route("i hate my boss", router=router) == await route(
        "i hate my boss", router=LayeredRouter()
    )


async def test_a_very_long_text_is_routed_in_bounded_time() -> None:
    words = "word and then show me jobs, " * 20_000

    assert (await route(words)).agents


@pytest.mark.long
async def test_another_embedder_is_learnt_on_demand() -> None:
    router = LayeredRouter(embedder=HashingEmbedder(dimension=256))

    await router.adapt()
    outcomes = await measure(router, load_utterances())

    assert accuracy(outcomes) >= 0.75


def test_importing_the_router_loads_no_numbers_library() -> None:
    program = (
        "import sys, graph.routing.layered, graph.supervisor;"
        "sys.exit(any(name in sys.modules for name in ('numpy', 'langgraph', 'fastembed')))"
    )

    finished = subprocess.run(
        [sys.executable, "-c", program], cwd=Path(__file__).parents[2], check=False
    )

    assert finished.returncode == 0


def test_refusals_are_left_out_only_when_something_is_left() -> None:
    assert without_refusals("no more fintech") == "no more fintech"
    assert without_refusals("no fintech, find health jobs") == "find health jobs"
    assert without_refusals("stop that and show me jobs") == "show me jobs"


def test_an_address_is_not_two_sentences() -> None:
    assert requests_in("change my email to ana@example.org") == [
        "change my email to ana@example.org"
    ]


@pytest.mark.parametrize(
    ("words", "language"),
    [
        ("bonjour, je cherche un emploi", "fr"),
        ("quiero cambiar mi número", "es"),
        ("você pode me mostrar vagas", "pt"),
        ("mujhe naukri chahiye bhai", "hi"),
        ("ok", None),
    ],
)
def test_the_language_is_guessed_or_left_open(words: str, language: str | None) -> None:
    assert guess_language(words) == language


def test_a_damaged_example_file_is_a_defect() -> None:
    with pytest.raises(Defect):
        read_examples("find jobs", agent=AgentId.JOB_SEARCH)


def test_a_damaged_lexicon_is_a_defect() -> None:
    with pytest.raises(Defect):
        parse_lexicon("job")
