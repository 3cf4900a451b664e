"""The profile agent with several sources, spoken to through its one door."""

from __future__ import annotations

import time

import pytest

from domain.profiles import SourceKind
from domain.resume.spans import unsupported_values
from graph.agents.profile_agent.accounts import account_meant
from graph.agents.profile_agent.tenures import asks_for_tenure
from tests.twins.talk import RESUME, Talk
from tests.unit.profile_sources_stage import LINKEDIN, PNG, AccountsOnFile, Glasses, talk_with


@pytest.fixture
def talk() -> Talk:
    return talk_with(accounts=AccountsOnFile(), pictures=Glasses())


async def with_both(talk: Talk) -> str:
    await talk.say(files=[("cv.txt", RESUME.encode())])
    return await talk.say(files=[("linkedin.txt", LINKEDIN.encode())])


async def kinds(talk: Talk) -> list[SourceKind]:
    return [source.kind for source in (await talk.profile()).sources]


async def test_two_sources_that_differ_ask_one_question_and_a_tap_settles_it(talk: Talk) -> None:
    words = await with_both(talk)
    assert words.count("Which is right") == 1
    assert (
        "Your resume says Senior Backend Engineer, March 2021 – now, your LinkedIn export says "
        "Backend Engineer, June 2021 – now. Which is right at Acme GmbH?"
    ) in words
    assert words.count("Acme") == 2  # once on the card, once in the question
    answer = await talk.tap("LinkedIn export:", times=2)
    assert "Noted: Backend Engineer, June 2021 – now, as your LinkedIn export says." in answer
    assert "What should I look for?" in answer
    profile = await talk.profile()
    assert profile.resume is not None
    assert unsupported_values(profile.resume) == []
    traced = await talk.say("Where did you get Acme GmbH and Backend Engineer?")
    assert (
        "Backend Engineer: from your LinkedIn export, this line: Backend Engineer, Acme, Berlin, "
        "and you chose it. Your resume says Senior Backend Engineer."
    ) in traced
    assert "Your LinkedIn export says the same." in traced


@pytest.mark.parametrize(
    ("answer", "title"),
    [
        ("LinkedIn is right", "Backend Engineer"),
        ("the resume", "Senior Backend Engineer"),
        ("the second one", "Backend Engineer"),
        ("Senior Backend Engineer", "Senior Backend Engineer"),
    ],
)
async def test_the_question_is_answered_in_words_as_well(
    talk: Talk, answer: str, title: str
) -> None:
    await with_both(talk)
    assert "Noted:" in await talk.say(answer)
    resume = (await talk.profile()).resume
    assert resume is not None
    held = resume.work[0].roles[0].title
    assert held is not None
    assert held.text == title


async def test_a_skipped_difference_is_not_asked_again(talk: Talk) -> None:
    await with_both(talk)
    assert "Which is right" not in await talk.tap("Skip")
    assert "Which is right" not in await talk.say(files=[("linkedin.txt", LINKEDIN.encode())])


async def test_files_of_different_kinds_in_one_message_are_sources_beside_each_other(
    talk: Talk,
) -> None:
    words = await talk.say(
        files=[("cv.txt", RESUME.encode()), ("linkedin.txt", LINKEDIN.encode())], times=2
    )
    assert "cv.txt: 2 roles, 1 degree and 6 skills; linkedin.txt: 2 roles" in words
    assert await kinds(talk) == [SourceKind.RESUME, SourceKind.LINKEDIN_EXPORT]


async def test_sources_are_listed_and_taken_out_after_a_yes(talk: Talk) -> None:
    await with_both(talk)
    words = await talk.say("What are my sources?")
    assert "Your profile is made of your resume and your LinkedIn export." in words
    assert "1 skill only stood there" in await talk.tap("Remove", on=2)
    done = await talk.tap("Take it out", times=2)
    assert "LinkedIn" in done or "not in your profile any more" in done
    assert await kinds(talk) == [SourceKind.RESUME]
    owners = [file.owner for file in talk.stores.blobs.files.values()]
    assert owners.count(None) == 1  # let go, for the next sweep


async def test_a_new_resume_replaces_the_old_one_which_can_be_kept_too(talk: Talk) -> None:
    await talk.say(files=[("german.txt", RESUME.encode())])
    words = await talk.say(files=[("english.txt", RESUME.replace("Git", "Perl").encode())])
    assert "took the place of the one before, german.txt" in words
    assert await kinds(talk) == [SourceKind.RESUME]
    await talk.tap("Keep the old one too")
    assert await kinds(talk) == [SourceKind.RESUME, SourceKind.RESUME]
    assert "your resume english.txt and your resume german.txt" in await talk.say("my sources")


async def test_keep_both_in_the_words_of_the_message_keeps_both(talk: Talk) -> None:
    await talk.say(files=[("a.txt", RESUME.encode())])
    await talk.say("please keep both", files=[("b.txt", RESUME.replace("Git", "Go").encode())])
    assert await kinds(talk) == [SourceKind.RESUME, SourceKind.RESUME]


async def test_an_account_is_read_by_name_or_link_and_its_skills_are_traced(talk: Talk) -> None:
    await talk.say(files=[("cv.txt", RESUME.encode())])
    assert "What is the name of your GitHub account?" in await talk.say("import my github")
    assert "Skills added: Go, Rust" in await talk.say("ana-codes")
    assert await kinds(talk) == [SourceKind.RESUME, SourceKind.GITHUB]
    assert "from your GitHub account" in await talk.say("Where did you get Rust?")
    assert "Nothing in your profile changed." in await talk.say("https://github.com/ana-codes")
    assert "There is no GitHub account 'nobody'" in await talk.say("import my GitHub nobody")


async def test_without_an_importer_it_is_said_with_what_to_send_instead() -> None:
    talk = talk_with()
    words = await talk.say("import my GitHub octocat")
    assert "switched off" in words
    assert "Send your resume" in words


async def test_a_host_that_does_not_answer_changes_nothing() -> None:
    talk = talk_with(accounts=AccountsOnFile(down=True))
    await talk.say(files=[("cv.txt", RESUME.encode())])
    before = await talk.profile()
    assert "GitHub does not answer now" in await talk.say("import my GitHub ana-codes")
    assert await talk.profile() == before


@pytest.mark.parametrize("content", [PNG, b"%PDF-1.7 scan"])
async def test_a_picture_is_read_on_request_and_its_doubtful_lines_are_asked(
    talk: Talk, content: bytes
) -> None:
    words = await talk.say(files=[("scan.pdf", content)], times=2)
    assert "let me read the picture (slower, please check the result)" in words
    answer = await talk.tap("Read the picture", times=2)
    assert "Read from a picture" in answer
    assert "Is Senior Backend Engineer your job title" in answer
    profile = await talk.profile()
    assert profile.resume_blob in talk.stores.blobs.files


async def test_pictures_are_refused_as_before_when_reading_them_is_switched_off() -> None:
    talk = talk_with()
    words = await talk.say(files=[("scan.png", PNG)])
    assert words.startswith("This is a picture.")
    assert talk.labels == []
    assert talk.stores.blobs.files == {}


async def test_years_of_a_skill_come_with_the_roles_and_say_what_is_not_dated(talk: Talk) -> None:
    await talk.say(files=[("cv.txt", RESUME.encode())])
    python = await talk.say("How many years of Python do I have?")
    assert "Python: 5.8 years, you use it today." in python
    assert "Senior Backend Engineer at Acme GmbH, March 2021 – now: Built the payments" in python
    assert "Java: last used February 2021." in await talk.say("when did I last use Java?")
    assert "(by Kubernetes)" in await talk.say("how long have I used Docker?")
    assert "no role shows it" in await talk.say("how many years of Git do I have?")
    assert "I found no Rust in your profile." in await talk.say("how much Rust experience have I?")
    assert "9.9 years of work" in await talk.say("How many years of experience do I have?")


async def test_the_persons_word_is_noted_shown_counted_and_taken_back(talk: Talk) -> None:
    await talk.say(files=[("cv.txt", RESUME.encode())])
    assert "Noted as your word: Terraform." in await talk.say("I used Terraform at Globex", times=2)
    assert len((await talk.profile()).statements) == 1
    assert "4.2 years" in await talk.say("How many years of Terraform do I have?")
    assert "Your word on: Terraform" in await talk.say("Show my profile")
    assert "you told me on" in await talk.say("Where did you get Terraform?")
    assert "You said: I used Terraform at Globex" in await talk.say("What are my sources?")
    await talk.tap("Remove", on=2)
    assert (await talk.profile()).statements == ()


async def test_forgetting_deletes_the_files_of_all_sources(talk: Talk) -> None:
    await with_both(talk)
    await talk.say("I used Terraform at Globex")
    await talk.say("forget my resume")
    await talk.tap("Delete my resume", times=2)
    profile = await talk.profile()
    assert (profile.sources, profile.statements, profile.choices) == ((), (), {})
    assert talk.stores.blobs.files == {}


async def test_another_persons_file_is_noticed_by_its_name_first(talk: Talk) -> None:
    await talk.say(files=[("cv.txt", RESUME.encode())])
    other = LINKEDIN.replace("Ana Example", "Zoe Other")
    words = await talk.say(files=[("linkedin.txt", other.encode())])
    assert "Which is right about your name?" in words


@pytest.mark.parametrize(
    ("words", "account"),
    [
        ("import my GitHub octocat", "octocat"),
        ("please add my github account @octo-cat", "octo-cat"),
        ("my github is octocat", "octocat"),
        ("https://github.com/octocat/Hello-World", "octocat"),
        ("connect github", ""),
        ("I used GitHub Actions at Acme", None),
        ("I have 5 years of Python", None),
        ("see https://notgithub.com/octocat", None),
    ],
)
def test_which_account_is_meant(words: str, account: str | None) -> None:
    assert account_meant(words) == account


@pytest.mark.parametrize(
    "words",
    ["find me a job with 5 years of Python", "add Python", "my phone is 123", "I know Java"],
)
def test_other_sentences_ask_for_no_years(words: str) -> None:
    assert not asks_for_tenure(words)


async def test_hostile_words_take_bounded_time(talk: Talk) -> None:
    await with_both(talk)
    for words in (
        "how many " * 12_000,
        "import my github " * 6_000,
        "I used " + "a " * 50_000 + "at Acme",
        "remove " + "my " * 40_000 + "linkedin",
        "my sources " * 9_000,
        "when did " * 12_000,
    ):
        started = time.process_time()
        await talk.say(words)
        assert time.process_time() - started < 1.0
