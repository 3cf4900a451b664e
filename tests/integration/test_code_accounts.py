"""A person's own GitHub account as a resume, against a local server that also misbehaves."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

import pytest

from domain.errors import SourceUnavailable, UserMistake
from domain.resume.model import PartialDate
from domain.resume.spans import unsupported_values
from integrations.code_hosting.accounts import GitHubAccounts
from tests.servers.code_host import CodeHostServer, CodeRepository, serve_code_host
from tests.servers.job_boards import Answer
from tests.twins.stores import FrozenClock


@asynccontextmanager
async def stage(*, timeout_s: float = 5.0) -> AsyncIterator[tuple[CodeHostServer, GitHubAccounts]]:
    async with serve_code_host() as server:
        server.accounts = {"ada": "User", "acme": "Organization"}
        server.people = {
            "ada": {
                "name": "Ada Example",
                "bio": "Engines and\nlooms",
                "location": "London",
                "blog": "ada.example.com",
                "email": None,
            }
        }
        accounts = GitHubAccounts(
            base_url=server.url,
            token="ghp_invented",
            clock=FrozenClock(),
            timeout_s=timeout_s,
            max_bytes=200_000,
        )
        try:
            yield server, accounts
        finally:
            await accounts.close()


def engine(**fields: object) -> CodeRepository:
    return CodeRepository(
        full_name="ada/engine",
        commits={"ada": 30, "bob": 400},
        languages={"Python": 900, "Shell": 100, "<b>x</b>": 7, "Bad": "many"},
        fields={"description": "A mill\u202e that <b>weaves</b>", "topics": ["kafka", "fun"]}
        | fields,
    )


def fill(server: CodeHostServer) -> None:
    server.add(engine())
    server.add(CodeRepository(full_name="ada/loom", commits={"ada": 10}, languages={"Go": 5}))
    server.add(CodeRepository(full_name="ada/theirs", commits={"bob": 90}, languages={"C": 1}))
    server.add(
        CodeRepository(
            full_name="ada/untouched",
            commits={"bob": 900},
            parent="acme/untouched",
            pushed_at="2024-01-01T10:00:00Z",
            languages={"Rust": 10},
        )
    )


@pytest.mark.parametrize(
    "words", ["ada", "@ada", "https://github.com/ada", "github.com/ada/engine", " ada "]
)
async def test_an_account_is_found_by_any_of_its_names(words: str) -> None:
    async with stage() as (server, accounts):
        fill(server)
        resume = await accounts.read(words)
    assert resume.contact.name is not None
    assert resume.contact.name.text == "Ada Example"


async def test_languages_are_weighed_by_own_commits_and_every_value_is_a_span() -> None:
    async with stage() as (server, accounts):
        fill(server)
        resume = await accounts.read("ada")
    assert resume.made_by == "github"
    assert unsupported_values(resume) == []
    assert [(s.name.text, s.canonical, s.group) for s in resume.skills] == [
        ("Python", "Python", "Languages"),
        ("Go", "Go", "Languages"),
        ("Shell", None, "Languages"),
        ("kafka", "Apache Kafka", "Topics"),
    ]
    assert "Python: 68% of the work in 2 repositories, used in 1" in resume.source.text
    first, second = resume.projects
    assert (first.name.text, second.name.text) == ("engine", "loom")
    assert first.dates is not None
    assert first.dates.start == PartialDate(year=2024, month=1)
    assert first.dates.end == PartialDate(year=2026, month=10)
    assert [detail.text for detail in first.detail] == [
        "A mill that <b>weaves</b>",
        "30 commits of their own",
        "Python 90%, Shell 10%",
        "Topics: kafka, fun",
    ]
    assert resume.contact.label is not None
    assert resume.contact.label.text == "Engines and looms"
    assert [link.text for link in resume.contact.links] == [
        "https://github.com/ada",
        "ada.example.com",
    ]


async def test_an_account_without_public_work_says_so() -> None:
    async with stage() as (_, accounts):
        resume = await accounts.read("ada")
    assert resume.skills == ()
    assert "no public repository" in resume.warnings[0]


@pytest.mark.parametrize(
    ("words", "sentence"),
    [
        ("nobody-here", "no GitHub account 'nobody-here'"),
        ("acme", "organisation"),
        ("../../etc/passwd", "names no GitHub account"),
        ("https://evil.example/ada", "names no GitHub account"),
        ("https://github.com/settings", "names no GitHub account"),
        ("", "names no GitHub account"),
        ("ada?x=1", "names no GitHub account"),
        ("a" * 5000, "names no GitHub account"),
    ],
)
async def test_words_that_name_no_account_are_the_persons_mistake(
    words: str, sentence: str
) -> None:
    async with stage() as (_, accounts):
        with pytest.raises(UserMistake, match=sentence):
            await accounts.read(words)


async def test_a_used_up_quota_is_said_with_the_time_to_wait() -> None:
    async with stage() as (server, accounts):
        fill(server)
        server.quota = 3
        server.reset_at = int(FrozenClock().now().timestamp()) + 900
        with pytest.raises(SourceUnavailable, match="quota") as caught:
            await accounts.read("ada")
    assert caught.value.retry_after_s == 900


async def test_one_broken_repository_is_left_out_and_told() -> None:
    async with stage() as (server, accounts):
        fill(server)
        server.say("/repos/ada/loom/languages", Answer(status=500))
        resume = await accounts.read("ada")
    assert [project.name.text for project in resume.projects] == ["engine"]
    assert resume.warnings == ("1 repository of the GitHub account could not be read.",)


@pytest.mark.parametrize(
    "answer",
    [
        Answer(body=b"x" * 300_000),
        Answer(body=b"<html>"),
        Answer(status=301, headers={"location": "http://127.0.0.2:1/users/ada"}),
        Answer(status=301, headers={"location": "/users/ada"}),
        Answer(status=502),
        Answer(status=401),
    ],
)
async def test_a_host_that_misbehaves_is_unavailable(answer: Answer) -> None:
    async with stage() as (server, accounts):
        server.only = answer
        with pytest.raises(SourceUnavailable):
            await accounts.read("ada")


async def test_a_host_that_never_answers_is_given_up() -> None:
    async with stage(timeout_s=0.2) as (server, accounts):
        server.only = Answer(silent=True)
        with pytest.raises(SourceUnavailable, match="in time"):
            await accounts.read("ada")


@pytest.mark.parametrize("body", [b"[]", b"{}", b'{"type": 7}', b"null"])
async def test_answers_of_another_form_do_no_harm(body: bytes) -> None:
    async with stage() as (server, accounts):
        server.only = Answer(body=body)
        try:
            resume = await accounts.read("ada")
        except SourceUnavailable:
            return
    assert resume.projects == ()
