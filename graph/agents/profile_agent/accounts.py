"""Accounts elsewhere: a code host's public account is read, other sites give a file to send."""

from __future__ import annotations

import re

from domain.agents import AgentId
from domain.errors import SourceUnavailable, UserMistake
from domain.preferences.bounded import bounded
from domain.reply import Paragraph, PendingQuestion, SuggestedPrompt, quoted, text
from domain.resume.model import Resume
from domain.seeker_ports import AccountImporter
from domain.turns import StatusChanged
from graph.agent import AgentReply, AgentRequest

ACCOUNT_TOPIC = "account"
"""Pending question: the name of the account."""

_NAME = r"[A-Za-z0-9](?:[A-Za-z0-9-]{0,38})"
_LINK = re.compile(
    rf"(?<![\w.])(?:https?://)?(?:www\.)?github\.com/(?P<name>{_NAME})(?![\w-])", re.IGNORECASE
)
_ASKS = re.compile(
    r"(?<!\w)(?:import|read|add|connect|use|sync|link|include|take|fetch|look at|importiere?|lies|"
    r"verbinde|importer?|lis|importar?|conecta|conectar|lee|lê)\s+(?:(?:from|my|the|mein\w*|mon|"
    r"mi|o meu|meu|account|profile|konto|compte|cuenta|conta|on|in|aus|von|de|at)\s+){0,4}"
    rf"git ?hub(?:[ -]?(?:account|profile?|konto))?(?:\s*[:@]?\s*(?P<name>{_NAME}))?",
    re.IGNORECASE,
)
_MINE = re.compile(
    rf"(?<!\w)(?:my|mein|mon|mi|meu)\s+git ?hub(?:\s+(?:account|profile|user ?name|name|konto|"
    rf"compte|cuenta|conta|is|ist|est|es|é))*\s*[:@]?\s+(?P<name>{_NAME})\s*[.!]?$",
    re.IGNORECASE,
)
_NO_NAME = frozenset(
    [
        "please",
        "account",
        "profile",
        "now",
        "for",
        "to",
        "and",
        "with",
        "too",
        "again",
        "bitte",
        "here",
        "it",
        "this",
        "that",
        "repos",
        "repositories",
        "projects",
        "data",
        "import",
    ]
)
_BARE = re.compile(rf"@?(?P<name>{_NAME})[.!]?")
_MAX_AROUND_LINK = 80  # characters: a longer text with a link in it is about something else
_INSTEAD = (
    "Send your resume with the projects in it, or tell me in a sentence what you built and with "
    "what."
)


def account_meant(words: str) -> str | None:
    """The account that a message asks to read; empty when it names none, None when it asks not.

    >>> account_meant("import my GitHub octocat"), account_meant("https://github.com/octocat")
    ('octocat', 'octocat')
    >>> account_meant("import my github"), account_meant("I like Git")
    ('', None)
    """
    line = bounded(words)
    link = _LINK.search(line)
    if link is not None and len(line) - len(link[0]) <= _MAX_AROUND_LINK:
        return link["name"]
    asked = _ASKS.search(line) or _MINE.search(line)
    if asked is None:
        return None
    name = asked["name"] or ""
    return "" if name.casefold() in _NO_NAME else name


def account_answered(words: str) -> str | None:
    """The name in an answer to "What is your account name?"; None when the words are none."""
    line = bounded(words)
    link = _LINK.search(line)
    found = link or _BARE.fullmatch(line.strip())
    return found["name"] if found is not None else account_meant(words) or None


class AccountDesk:
    """Reads a public account, or says honestly why not and what to send instead."""

    def __init__(self, *, importer: AccountImporter | None) -> None:
        self._importer = importer

    async def read(self, request: AgentRequest, account: str) -> Resume | AgentReply:
        """The account as a resume, or the reply that says why there is none."""
        if self._importer is None:
            return _reply(
                f"Reading GitHub accounts is switched off on this installation. {_INSTEAD}"
            )
        if not account:
            return AgentReply(
                blocks=(
                    Paragraph(
                        body=text(
                            "What is the name of your GitHub account? I read what is public: "
                            "repositories, languages and topics."
                        )
                    ),
                ),
                pending=PendingQuestion(agent=AgentId.PROFILE, topic=ACCOUNT_TOPIC),
            )
        await request.events(StatusChanged(text="Reading the GitHub account"))
        try:
            resume = await self._importer.read(account)
        except UserMistake as mistake:
            return _reply(f"{mistake} Your profile is unchanged.")
        except SourceUnavailable as fault:
            wait = (
                f" Try again in about {max(1, round(fault.retry_after_s / 60))} min."
                if fault.retry_after_s
                else " Try again later."
            )
            return _reply(f"GitHub does not answer now, so nothing changed.{wait} Or: {_INSTEAD}")
        if not (resume.skills or resume.projects or resume.work):
            return AgentReply(
                blocks=(
                    Paragraph(
                        body=text("I found nothing public in ", quoted(account), f". {_INSTEAD}")
                    ),
                )
            )
        return resume


def _reply(words: str) -> AgentReply:
    return AgentReply(
        blocks=(Paragraph(body=text(words)),),
        prompts=(SuggestedPrompt(label="Show my profile"),),
    )
