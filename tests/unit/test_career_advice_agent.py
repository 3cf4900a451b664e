"""Career advice: topics, practice, stated pay, and a model that may word but not invent."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain.advice.content import ADVICE
from domain.advice.grounding import grounded
from domain.advice.pay_facts import ENOUGH, pay_facts
from domain.advice.star import Part, assess
from domain.advice.timeline import gaps_of
from domain.advice.topics import Topic, topic_of, wants_practice
from domain.agents import AgentId
from domain.errors import ModelTimedOut
from domain.ports import ModelWait
from domain.posting import PayPeriod
from domain.turns import PartialText, StatusChanged
from integrations.documents.parsing import parse
from tests.twins.models import ScriptedModel
from tests.twins.talk import RESUME, Stores, Talk, posting

STORY = (
    "When I was at Acme our checkout failed every week. My task was to find out why. "
    "I traced each failure and rewrote the retry logic. As a result failures fell by 40%."
)


def _talk(stores: Stores) -> Talk:
    return Talk(stores, stores.answering(AgentId.CAREER_ADVICE))


async def _with_resume(stores: Stores) -> Talk:
    talk = Talk(stores, stores.answering(AgentId.PROFILE))
    await talk.say(files=[("cv.txt", RESUME.encode())])
    talk._answer = stores.answering(AgentId.CAREER_ADVICE)
    return talk


@pytest.mark.parametrize(
    ("words", "topic"),
    [
        ("How do I negotiate my salary?", Topic.SALARY),
        ("Wie verhandle ich mein Gehalt?", Topic.SALARY),
        ("How do I explain a gap in my resume?", Topic.CV_GAPS),
        ("I was laid off yesterday", Topic.LAYOFF),
        ("j'ai été licencié", Topic.LAYOFF),
        ("I want to switch careers into data", Topic.CHANGE),
        ("which of the two job offers is better?", Topic.OFFERS),
        ("how do I get promoted?", Topic.PROMOTION),
        ("nobody replies, I feel like giving up", Topic.MOTIVATION),
        ("what should I do next in my career?", Topic.DIRECTION),
        ("prepárame para la entrevista", Topic.INTERVIEW),
        ("the weather is nice", Topic.GENERAL),
    ],
)
def test_the_subject_of_a_question_is_found(words: str, topic: Topic) -> None:
    assert topic_of(words) is topic


def test_every_topic_has_an_answer_of_at_most_five_steps() -> None:
    assert set(ADVICE) == set(Topic)
    assert all(
        1 <= len(advice.steps) <= 5 and advice.ask.endswith(("?", "."))
        for advice in ADVICE.values()
    )


async def test_salary_talk_names_stated_pay_with_its_count() -> None:
    stores = Stores()
    await stores.load(
        *(
            posting(n, "Senior Backend Engineer", company=f"C{n}", pay=(60_000 + n * 1000,) * 2)
            for n in range(1, 11)
        ),
        posting(11, "Backend Engineer", company="Silent"),
    )
    talk = await _with_resume(stores)
    words = await talk.say("How do I negotiate my salary?")
    assert "Pay stated in 10 of 11 open postings like “Senior Backend Engineer”" in words
    assert "half lie between €63,250 and €67,750 a year, the middle is €65,500" in words


async def test_few_postings_are_too_few_to_tell() -> None:
    stores = Stores()
    await stores.load(posting(1, "Senior Backend Engineer", pay=(60_000, 70_000)))
    talk = await _with_resume(stores)
    words = await talk.say("what salary should I ask for?")
    assert (
        "Of 1 open posting like “Senior Backend Engineer”, 1 states pay: too few to tell." in words
    )
    assert "65,000" not in words


def test_currencies_and_periods_are_never_mixed() -> None:
    euros = [posting(n, "Nurse", pay=(50_000, 50_000)) for n in range(ENOUGH)]
    dollars = [posting(100 + n, "Nurse", pay=(90_000, 90_000), currency="USD") for n in range(5)]
    facts = pay_facts([*euros, *dollars], titles=["nurse"])
    assert (facts.similar, facts.stated, facts.currency) == (ENOUGH + 5, ENOUGH, "EUR")
    assert (facts.period, facts.middle) == (PayPeriod.YEAR, 50_000)


async def test_an_answer_without_a_model_uses_the_persons_own_dates() -> None:
    stores = Stores()
    talk = _talk(stores)
    gap = RESUME.replace("January 2017 - February 2021", "January 2017 - February 2019")
    talk._answer = stores.answering(AgentId.PROFILE)
    await talk.say(files=[("cv.txt", gap.encode())])
    talk._answer = stores.answering(AgentId.CAREER_ADVICE)
    words = await talk.say("How do I explain the gap in my CV?")
    assert "no role covers March 2019 to February 2021 (24 months)" in words
    assert words.startswith("Name the gap in one plain line")


def test_a_gap_is_claimed_only_when_the_dates_are_certain() -> None:
    certain = parse(RESUME.encode(), suffix="txt")
    assert gaps_of(certain, today=date(2026, 11, 1)) == ()
    years = RESUME.replace("March 2021", "2021").replace("February 2021", "2020")
    unsure = parse(years.encode(), suffix="txt")
    assert gaps_of(unsure, today=date(2026, 11, 1)) == ()


async def test_practice_asks_listens_and_says_what_is_missing() -> None:
    talk = await _with_resume(Stores())
    words = await talk.say("Practice an interview with me")
    assert "why are you a good choice for a Senior Backend Engineer role?" in words
    await talk.tap("Another question")
    assert "something you were responsible for went wrong" in talk.text
    feedback = await talk.say("When I was at Acme the site was slow. My task was to find out why.")
    assert "Missing: what you did yourself." in feedback
    assert "Missing: the result" in feedback
    assert "No number yet" in feedback
    await talk.tap("Try again")
    assert "went wrong" in talk.text
    assert "All four parts are there" in await talk.say(STORY)
    await talk.tap("Next question")
    assert "Where did you last use Python" in talk.text
    assert "Practice ended." in await talk.say("stop")
    assert talk.reply.pending is None


async def test_practice_ends_after_the_last_question() -> None:
    talk = await _with_resume(Stores())
    await talk.say("mock interview please")
    for _ in range(20):
        if talk.reply.pending is None:
            break
        await talk.say("next")
    assert talk.reply.pending is None
    assert "Practice ended." in talk.text


def test_a_story_is_judged_by_its_parts() -> None:
    assert assess(STORY).is_complete
    assert assess("We did it. We were great, our team won.").says_we_more
    assert Part.ACTION in assess("It was fine.").missing
    german = (
        "Als ich bei Acme war, sollte ich die Kosten senken: meine Aufgabe war das. "
        "Ich habe alles gemessen, dadurch sparten wir 20 %."
    )
    assert assess(german).is_complete


async def test_a_model_speaks_in_whole_sentences_and_invents_no_number() -> None:
    speech = [
        "Start with what you can prove. ",
        "Ask for 95,000 euros",
        " because the market pays it. ",
        "Then be silent for a moment and let the other side answer what you said.",
    ]
    talk = await _with_resume(Stores(model=ScriptedModel(speech={"advise": [speech]})))
    words = await talk.say("How do I negotiate my salary?")
    assert "95,000" not in words
    assert "Start with what you can prove." in words
    assert "Then be silent for a moment and let the other side" in words
    assert "Name a range you can defend" in words, "the points from code stand beside it"
    partial = [event.text for event in talk.events if isinstance(event, PartialText)]
    assert partial[0].startswith("Start with what you can prove. Then be silent")
    assert all("95" not in text for text in partial)


async def test_the_model_is_given_facts_as_data() -> None:
    model = ScriptedModel(speech={"advise": [["You could go deeper or wider from where you are."]]})
    talk = await _with_resume(Stores(model=model))
    await talk.say("what should I do next in my career?")
    prompt = next(prompt for prompt in model.asked if prompt.name == "advise")
    assert "Role: Senior Backend Engineer at Acme GmbH, March 2021 – now" in prompt.user
    assert "Senior Backend" not in prompt.system


async def test_a_model_that_fails_leaves_the_structured_answer() -> None:
    model = ScriptedModel(speech={"advise": [["Well", ModelTimedOut("too slow")]]})
    talk = _talk(Stores(model=model))
    words = await talk.say("How do I negotiate my salary?")
    assert words.startswith("Name a range you can defend")


def test_numbers_of_the_facts_and_list_marks_are_kept() -> None:
    speech = "1. Name your 9 years.\n2. Prepare 3 stories.\n3. Ask for 20% more."
    kept = grounded(speech, facts="Experience: 9 years", finished=True)
    assert kept.text == "1. Name your 9 years.\n2. Prepare 3 stories."
    assert kept.dropped == 1


@given(st.text(max_size=200))
def test_grounding_only_ever_takes_away(speech: str) -> None:
    kept = grounded(speech, facts="", finished=True)
    assert len(kept.text) <= len(speech)


def test_practice_is_told_from_reading_about_interviews() -> None:
    assert wants_practice("let's practise an interview")
    assert not wants_practice("what should I wear to an interview?")


class QueuedModel(ScriptedModel):
    """A model with people waiting in front of it."""

    def __init__(self, wait: ModelWait, *, speech: list[str]) -> None:
        super().__init__(speech={"advise": [speech]})
        self._wait = wait

    def waiting(self) -> ModelWait:
        return self._wait


GOOD = "Tell your manager in person and keep it short, because you want a good reference later on. "


@pytest.mark.parametrize(
    "speech",
    [
        "Ich überlege zu kündigen, was mich annehme.",
        "I am thinking about quitting. You are thinking about quitting my job now and quitting.",
        "Sure!",
        "Du solltest mit deinem Chef sprechen und die Frist in dem Vertrag lesen, denn das ist "
        "für dich und die Zukunft sehr wichtig.",
        "As an AI language model I cannot say.",
        "I will talk to my manager in two sentences and in person about the conditions. I will ask "
        "for a form and plan the handover of all that I do here every day.",
        "Tell your manager first, in person, in two sentences, without a reckoning. Have the date, "
        "the handover and your open holidays ready. Resign only with the next contract signed.",
    ],
)
async def test_speech_that_adds_nothing_is_dropped_silently(speech: str) -> None:
    question = "I am thinking about quitting my job now"
    spoken = Stores(model=ScriptedModel(speech={"advise": [[speech]]}))
    with_model = _talk(spoken)
    words = await with_model.say(question)
    assert words == await _talk(Stores()).say(question)
    assert not any(isinstance(event, PartialText) for event in with_model.events)


async def test_the_points_from_code_stand_behind_every_speech() -> None:
    talk = _talk(Stores(model=ScriptedModel(speech={"advise": [[GOOD]]})))
    words = await talk.say("should I quit?")
    assert words.startswith(GOOD.strip())
    assert "Resign only with the next contract signed" in words


async def test_a_wait_is_told_and_a_wait_over_the_budget_is_not_made() -> None:
    queued = _talk(Stores(model=QueuedModel(ModelWait(ahead=2, estimate_s=24), speech=[GOOD])))
    assert GOOD.strip() in await queued.say("should I quit?")
    told = [event for event in queued.events if isinstance(event, StatusChanged)]
    assert [(event.text, event.eta_s) for event in told] == [("2 ahead, about 25 s", 24)]
    model = QueuedModel(ModelWait(ahead=9, estimate_s=400), speech=[GOOD])
    words = await _talk(Stores(model=model)).say("should I quit?")
    assert words.startswith("Resign only")
    assert model.asked == []


async def test_how_much_to_ask_for_is_answered_with_stated_pay_first() -> None:
    stores = Stores()
    await stores.load(
        *(posting(n, "Nurse", company=f"C{n}", pay=(40_000 + n * 1000,) * 2) for n in range(9))
    )
    words = await _talk(stores).say("how much should I ask for as a nurse?")
    assert words.startswith("Pay stated in 9 of 9 open postings like “nurse”")
    assert "A range from €44,000 to €46,000 can be defended" in words
