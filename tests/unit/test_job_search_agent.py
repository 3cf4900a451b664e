"""The job search agent, spoken to through its one door."""

from __future__ import annotations

import pytest

from domain.agents import AgentId
from domain.ids import PostingId
from domain.posting import PayPeriod, Posting, RemoteMode, Stance
from domain.reply import Table
from tests.twins.talk import RESUME, Stores, Talk, posting

BACKEND = "You build services in Python and PostgreSQL. Kubernetes is a plus."


def _market() -> list[Posting]:
    """Twelve postings: eight in Berlin, two in Paris, one remote, one that states low pay."""
    berlin = [
        posting(n, f"Backend Engineer {n}", company=f"Berlin {n}", description=BACKEND)
        for n in range(1, 8)
    ]
    return [
        *berlin,
        posting(
            8,
            "Backend Engineer Payments",
            company="Fintech AG",
            description=f"{BACKEND} We are a fintech.",
            pay=(70_000, 90_000),
        ),
        posting(9, "Backend Engineer", place="Paris, France", country="FR", description=BACKEND),
        posting(10, "Data Engineer", place="Paris, France", country="FR", description=BACKEND),
        posting(
            11, "Python Developer", place="", country=None, remote=RemoteMode.REMOTE,
            description=BACKEND,
        ),
        posting(12, "Backend Developer", description=BACKEND, pay=(30_000, 35_000)),
    ]  # fmt: skip


@pytest.fixture
async def talk() -> Talk:
    stores = Stores()
    await stores.load(*_market())
    return Talk(stores, stores.answering(AgentId.JOB_SEARCH))


async def _with_resume(talk: Talk) -> None:
    profile_talk = talk.stores.answering(AgentId.PROFILE)
    job_talk, talk._answer = talk._answer, profile_talk
    await talk.say(files=[("cv.txt", RESUME.encode())])
    talk._answer = job_talk
    await talk.say("what am I looking for?")  # ends the question that followed the resume


async def _stances(talk: Talk) -> dict[PostingId, frozenset[Stance]]:
    assert talk.last_turn is not None
    return dict(await talk.stores.postings.stances(talk.last_turn.user))


async def test_without_anything_known_it_asks_what_to_look_for(talk: Talk) -> None:
    words = await talk.say("find me jobs")
    assert words.startswith("What should I look for? Write a job title, or send your resume")
    assert talk.cards == []


async def test_four_taps_lead_from_a_resume_to_the_first_five_matches(talk: Talk) -> None:
    await _with_resume(talk)
    assert "What should I look for?" in await talk.say("find me jobs")
    assert "Where?" in await talk.tap("Backend Engineer")
    assert "least you want to be paid" in await talk.tap("Berlin")
    assert talk.labels[:3] == ["€40,000 a year", "€55,000 a year", "€70,000 a year"]
    assert "visa sponsor" in await talk.tap("€55,000")
    words = await talk.tap("Germany")
    assert len(talk.cards) == 5
    assert "5 jobs for Backend Engineer, best first." in words
    preferences = (await talk.profile()).preferences
    assert preferences.titles == ("Backend Engineer",)
    assert preferences.places == ("Berlin",)
    assert preferences.work_countries == ("DE",)
    assert preferences.pay_floor is not None
    assert (preferences.pay_floor.minimum, preferences.pay_floor.period) == (
        55_000,
        PayPeriod.YEAR,
    )


async def test_a_question_is_asked_once_and_can_be_skipped_altogether(talk: Talk) -> None:
    await _with_resume(talk)
    await talk.say("find me jobs")
    await talk.tap("Match my whole profile")
    await talk.tap("Show jobs now")
    assert len(talk.cards) == 5
    assert len(talk.cards) <= 5
    await talk.say("find me jobs")
    assert "?" not in talk.text.replace("Why?", "")


async def test_a_concrete_wish_shows_jobs_at_once_and_asks_one_thing(talk: Talk) -> None:
    words = await talk.say("backend engineer jobs in Berlin")
    assert words.startswith("Job titles: backend engineer. Places: Berlin.")
    assert len(talk.cards) == 5
    assert "least you want to be paid" in words


async def test_a_card_has_pay_a_reason_and_five_buttons(talk: Talk) -> None:
    await _with_resume(talk)
    await talk.say("backend engineer payments jobs in Berlin")
    card = talk.cards[0]
    assert [fact.label for fact in card.facts] == ["Pay", "For", "Against"]
    assert [button.label for button in card.buttons] == [
        "Save",
        "Applied",
        "Hide",
        "Why?",
        "More like this",
    ]
    values = ["".join(run.text for run in fact.value) for fact in card.facts]
    assert values[0] == "€70,000–90,000 a year"
    assert values[1].startswith("PostgreSQL, asked for: Built the payments API in Python")
    assert "Pay: not stated" in talk.text


async def test_everything_not_shown_is_accounted_for(talk: Talk) -> None:
    words = await talk.say("backend engineer jobs in Berlin, at least 60k€, no fintech")
    assert "12 looked at" in words
    assert "not where you want to work" in words
    assert "1 under your pay floor" in words
    assert "1 with words you left out" in words


async def test_more_shows_what_was_not_shown_yet(talk: Talk) -> None:
    await talk.say("backend engineer jobs in Berlin")
    first = talk.titles
    await talk.say("more")
    second = talk.titles
    assert len(first) == 5
    assert second
    assert not set(first) & set(second)
    words = await talk.say("more")
    assert words.startswith("Nothing new right now.")
    await talk.tap("Show them again")
    assert talk.titles == first


async def test_a_turn_that_runs_twice_shows_the_same_postings(talk: Talk) -> None:
    await talk.say("backend engineer jobs in Berlin", times=2)
    first = talk.titles
    assert len(first) == 5
    await talk.say("more", times=3)
    assert len(talk.titles) == 5
    assert not set(first) & set(talk.titles)
    shown = [p for p, held in (await _stances(talk)).items() if Stance.SHOWN in held]
    assert len(shown) == 10


async def test_why_opens_both_sides_and_the_parts_sum_to_the_score(talk: Talk) -> None:
    await _with_resume(talk)
    await talk.say("backend engineer jobs in Berlin")
    words = await talk.say("why the second one?")
    assert "What speaks for it" in words
    assert "- PostgreSQL and Python: Built the payments API" in words
    assert "They ask: You build services in Python and PostgreSQL." in words
    table = next(block for block in talk.reply.blocks if isinstance(block, Table))
    numbers = [int(row[1][0].text) for row in table.rows]
    assert sum(numbers[:-1]) == numbers[-1]
    assert f"{numbers[-1]} of 100" in words
    assert "you qualify" not in words.lower()


async def test_why_without_a_list_asks_which_one(talk: Talk) -> None:
    assert "Which job?" in await talk.say("why?")


async def test_hide_by_words_takes_the_posting_away_for_good(talk: Talk) -> None:
    await talk.say("backend engineer jobs in Berlin")
    hidden = talk.titles[0]
    words = await talk.say("hide the first one", times=2)
    assert words.startswith("Hidden: Backend Engineer")
    await talk.say("show them again")
    assert hidden not in talk.titles
    assert "1 hidden by you" in talk.text


async def test_hide_is_undone_by_button_and_by_word(talk: Talk) -> None:
    await talk.say("backend engineer jobs in Berlin")
    await talk.say("hide 1")
    await talk.tap("Undo")
    await talk.say("show them again")
    await talk.say("hide 1")
    assert "Back in your search" in await talk.say("undo")
    assert all(Stance.HIDDEN not in held for held in (await _stances(talk)).values())


async def test_save_keeps_and_lists_what_was_saved(talk: Talk) -> None:
    await talk.say("backend engineer jobs in Berlin")
    saved = talk.titles[1]
    await talk.tap("Save", on=2)
    await talk.say("show saved")
    assert talk.titles == [saved]
    assert "You saved 1 job." in talk.text
    await talk.tap("Remove")
    assert "no saved jobs yet" in await talk.say("show saved")


async def test_applied_is_kept_and_not_offered_again(talk: Talk) -> None:
    await talk.say("backend engineer jobs in Berlin")
    applied = talk.titles[2]
    await talk.say("I applied to the third")
    assert [s for s in (await _stances(talk)).values() if Stance.APPLIED in s]
    await talk.say("more")
    assert applied not in talk.titles


async def test_more_like_this_is_noted_and_changes_what_comes_next(talk: Talk) -> None:
    await _with_resume(talk)
    await talk.say("backend engineer jobs in Berlin")
    words = await talk.tap("More like this")
    assert words.startswith("Noted, more like this one")
    assert talk.cards
    assert [s for s in (await _stances(talk)).values() if Stance.MORE_LIKE_THIS in s]


async def test_no_more_fintech_is_understood_and_taken_back(talk: Talk) -> None:
    await talk.say("backend engineer jobs in Berlin")
    assert "Leave out: fintech." in await talk.say("no more fintech")
    assert (await talk.profile()).preferences.exclude == ("fintech",)
    assert "Undone." in await talk.say("undo")
    assert (await talk.profile()).preferences.exclude == ()


async def test_nothing_fits_names_the_limit_and_the_one_step_that_helps(talk: Talk) -> None:
    words = await talk.say("on site backend engineer jobs in Lisbon")
    assert "No open job fits all of your wishes." in words
    assert "not where you want to work" in words
    relax = next(label for label in talk.labels if label.startswith("Search everywhere"))
    assert "more)" in relax
    await talk.tap("Search everywhere")
    assert len(talk.cards) == 5
    assert (await talk.profile()).preferences.places == ()


async def test_an_amount_without_currency_is_asked_for_not_guessed(talk: Talk) -> None:
    words = await talk.say("backend jobs, at least 60000")
    assert "in which currency?" in words
    await talk.say("euros")
    floor = (await talk.profile()).preferences.pay_floor
    assert floor is not None
    assert (floor.minimum, floor.currency) == (60_000, "EUR")


async def test_a_period_that_could_be_two_is_asked_for(talk: Talk) -> None:
    words = await talk.say("backend jobs, at least 4000 €")
    assert "€4,000: per year, month or hour?" in words
    await talk.tap("Month")
    floor = (await talk.profile()).preferences.pay_floor
    assert floor is not None
    assert floor.period is PayPeriod.MONTH


async def test_an_answer_that_is_none_is_asked_again_kindly(talk: Talk) -> None:
    await _with_resume(talk)
    await talk.say("find me jobs")
    await talk.tap("Backend Engineer")
    await talk.tap("Anywhere")
    words = await talk.say("hmm good pay")
    assert words.startswith("I did not find an amount in that.")


async def test_without_postings_the_operators_command_is_named() -> None:
    stores = Stores()
    talk = Talk(stores, stores.answering(AgentId.JOB_SEARCH))
    words = await talk.say("find me jobs as a nurse")
    assert "careergini jobs ingest FILE|URL" in words
    assert (await talk.profile()).preferences.titles == ("nurse",)


async def test_the_search_can_be_read_and_emptied(talk: Talk) -> None:
    await talk.say("remote python jobs, no fintech")
    words = await talk.say("what am I looking for?")
    assert "Remote: remote" in words
    assert "Leave out: fintech" in words
    await talk.tap("Start over")
    assert (await talk.profile()).preferences.exclude == ()


async def test_the_command_takes_wishes(talk: Talk) -> None:
    await talk.say("data engineer in Paris", command="jobs")
    assert (await talk.profile()).preferences.places == ("Paris",)


async def test_money_is_written_as_in_the_persons_country() -> None:
    stores = Stores()
    await stores.load(*_market())
    talk = Talk(stores, stores.answering(AgentId.JOB_SEARCH), locale="de-DE")
    await talk.say("backend engineer payments jobs in Berlin")
    assert "70.000–90.000" in talk.text


async def test_a_skill_that_the_person_took_away_speaks_for_no_job(talk: Talk) -> None:
    await _with_resume(talk)
    search, talk._answer = talk._answer, talk.stores.answering(AgentId.PROFILE)
    await talk.say("remove Kubernetes and PostgreSQL from my skills")
    talk._answer = search
    await talk.say("backend engineer jobs in Berlin")
    words = await talk.say("why the first one?")
    shown, _, missing = words.partition("What speaks against it")
    assert "- Python: " in shown
    assert "PostgreSQL, asked for, is not in your resume" in missing
    assert "Kubernetes, nice to have, is not in your resume" in missing


async def test_reasons_are_not_the_same_on_every_card(talk: Talk) -> None:
    await _with_resume(talk)
    await talk.say("backend engineer jobs in Berlin")
    reasons = ["".join(run.text for run in card.facts[1].value) for card in talk.cards]
    assert len(set(reasons)) >= 3


async def test_remote_or_a_place_means_either(talk: Talk) -> None:
    await talk.say("python jobs, remote or Hamburg")
    preferences = (await talk.profile()).preferences
    assert (preferences.places, preferences.remote) == (("Hamburg",), ())
    assert talk.titles == ["Python Developer"]


async def test_words_about_the_profile_are_handed_over_with_one_tap(talk: Talk) -> None:
    await _with_resume(talk)
    await talk.say("find me jobs")
    assert "your profile, not your search" in await talk.say("I left Acme in March 2024")
    assert "March 2021 – March 2024" in await talk.tap("Yes, my profile")


async def test_a_number_without_a_list_is_asked_about_and_searches_nothing(talk: Talk) -> None:
    words = await talk.say("hide 1")
    assert words.startswith("Which job?")
    assert talk.cards == []


async def test_yes_is_no_job_title_and_egal_is_no_amount(talk: Talk) -> None:
    await _with_resume(talk)
    await talk.say("find me jobs")
    assert (await talk.say("ja")).startswith("I did not find a job title in that.")
    await talk.tap("Backend Engineer")
    await talk.say("Berlin oder remote")
    assert (await talk.profile()).preferences.remote == ()
    assert "visa sponsor" in await talk.say("egal")


async def test_postings_that_nothing_speaks_for_are_not_shown(talk: Talk) -> None:
    words = await talk.say("beekeeper jobs in Berlin")
    assert words.startswith("Job titles: beekeeper. Places: Berlin.\nNothing close.")
    assert talk.cards == []


async def test_pay_that_starts_below_the_floor_and_reaches_it_is_shown_and_said() -> None:
    stores = Stores()
    await stores.load(
        posting(1, "Backend Engineer", description=BACKEND, pay=(65_000, 80_000)),
        posting(2, "Backend Developer", description=BACKEND, pay=(50_000, 60_000)),
    )
    talk = Talk(stores, stores.answering(AgentId.JOB_SEARCH))
    await talk.say("backend engineer jobs in Berlin, at least 70000 euros a year")
    assert len(talk.cards) == 1
    (pay,) = (fact.value for fact in talk.cards[0].facts if fact.label == "Pay")
    assert "".join(run.text for run in pay) == "€65,000–80,000 a year (starts below your floor)"


async def test_for_and_against_of_one_card_never_name_the_same(talk: Talk) -> None:
    await _with_resume(talk)
    await talk.say("backend engineer jobs in Berlin")
    for card in talk.cards:
        told = {
            fact.label: "".join(run.text for run in fact.value).split(",")[0] for fact in card.facts
        }
        assert told["For"] != told["Against"]


async def test_another_field_is_counted_and_never_a_card() -> None:
    stores = Stores()
    await stores.load(
        posting(1, "Backend Engineer", description=BACKEND),
        posting(2, "Registered Nurse", description="Care for patients on a ward."),
        posting(3, "Primary School Teacher", description="Teach reading to seven year olds."),
    )
    talk = Talk(stores, stores.answering(AgentId.JOB_SEARCH))
    words = await talk.say("backend engineer jobs in Berlin")
    assert [title for title in talk.titles if "Backend" not in title] == []
    assert "2 not your field" in words
    assert "2 not your field" in await talk.say("more jobs")
    assert talk.cards == []


async def test_the_list_stays_in_memory_through_the_questions_after_it(talk: Talk) -> None:
    await talk.say("backend engineer jobs in Berlin")
    await talk.say("skip")
    assert "What speaks" in await talk.say("why 2")


async def test_all_of_the_eu_is_one_name(talk: Talk) -> None:
    await talk.say("backend engineer jobs in Berlin, I may work in the EU")
    assert "May work in: the EU" in talk.text
    assert "Austria" not in talk.text
