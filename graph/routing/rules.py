"""What needs no guessing: slash commands, small talk, and combinations of concepts."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass

from domain.advice.unknowable import unknowable
from domain.agents import AGENTS_OF, AgentId, Audience
from domain.turns import Route
from graph.offers import OFFERS
from graph.routing.clauses import concepts_in, requests_in
from graph.routing.features import plain, words_of, words_set

COMMANDS: Mapping[str, AgentId] = {
    **{agent.value: agent for agent in AgentId},
    **{
        command: agent
        for agent, commands in {
            AgentId.HELP: "start menu hi hello about",
            AgentId.PROFILE: "cv resume me upload linkedin github",
            AgentId.JOB_SEARCH: "jobs job search find saved alerts",
            AgentId.SKILLS_GAP: "gap gaps skills missing fit",
            AgentId.RESUME_BUILDER: "tailor review letter cover builder",
            AgentId.LEARNING: "learn courses course books plan",
            AgentId.APPLICATIONS: "track tracker applied remind followup application",
            AgentId.CAREER_ADVICE: "advice career interview salary practice",
            AgentId.SCREENING: "screen role rubric criteria",
            AgentId.JD_BIAS: "jd bias ad posting jdcheck",
            AgentId.CANDIDATE_MATCHING: "rank compare match shortlist candidates",
            AgentId.SCRIPTS: "script outreach kit questions invite reject",
            AgentId.REPORTS: "report audit summary stats",
            AgentId.SETTINGS: "language timezone digest privacy export delete erase stop "
            "link unlink accounts email data recruiting recruiter jobsearch seeker",
        }.items()
        for command in commands.split()
    },
}
"""Slash commands; a command of the other audience's agent leads to help."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ConceptRule:
    """All concepts of ``needs`` and none of ``without``: the agent answers."""

    agent: AgentId
    needs: frozenset[str]
    without: frozenset[str] = frozenset()


def _rule(agent: AgentId, needs: str, *, without: str = "") -> ConceptRule:
    return ConceptRule(
        agent=agent, needs=frozenset(needs.split()), without=frozenset(without.split())
    )


_OF_CANDIDATES = "candidate these_resumes screen audit report job_description posting"

RULES: tuple[ConceptRule, ...] = (
    _rule(AgentId.SETTINGS, "time_zone"),
    _rule(AgentId.SETTINGS, "delete personal_data", without=_OF_CANDIDATES),
    _rule(AgentId.SETTINGS, "delete account"),
    _rule(AgentId.SETTINGS, "export personal_data", without=f"{_OF_CANDIDATES} resume"),
    _rule(AgentId.SETTINGS, "digest turn_switch"),
    _rule(AgentId.SETTINGS, "digest_word", without=f"{_OF_CANDIDATES} resume profile"),
    _rule(AgentId.SETTINGS, "quiet_hours"),
    _rule(AgentId.SETTINGS, "reminders_switch", without="applied"),
    _rule(AgentId.SETTINGS, "alerts_switch"),
    _rule(AgentId.SETTINGS, "link_account channel"),
    _rule(AgentId.SETTINGS, "settings_word", without="profile resume rubric job"),
    _rule(AgentId.RESUME_BUILDER, "cover_letter", without=_OF_CANDIDATES),
    _rule(AgentId.JOB_SEARCH, "alert job", without="digest candidate alerts_switch"),
    _rule(AgentId.REPORTS, "audit report"),
    _rule(AgentId.REPORTS, "bias report", without="job_description posting"),
    _rule(AgentId.JD_BIAS, "job_description bias"),
    _rule(AgentId.JD_BIAS, "job_description rewrite"),
    _rule(AgentId.SCRIPTS, "outreach write"),
    _rule(AgentId.SCRIPTS, "interview_kit", without="job_description bias"),
)

_POLITE = words_set("greeting thanks bye insult")
_LONGEST_SMALL_TALK_WORDS = 8
_FILLER = words_set(
    "there everyone all so much very you u your for the a to again day bot man mate buddy guys "
    "morning evening afternoon "
    "please ok okay cool nice great super good sir madam dear my friend team and lot lots really "
    "viel vielen sehr schon guten beaucoup muchas muito muita bahut ji wow yes no well"
)
_OFFERED: Mapping[str, AgentId] = {
    " ".join(words_of(plain(offer.try_saying))): agent for agent, offer in OFFERS.items()
}
"""What we offer to say, word for word."""
_LETTER = re.compile(r"[^\W\d_]")
_ERASURE = re.compile(
    r"(?:please |bitte |por favor |s'?il (?:te|vous) plait )?"
    r"(?:(?:delete|erase|wipe|forget|losche?n?|vergiss|supprime[rz]?|efface[rz]?|borrar?|eliminar?"
    r"|apag(?:ar?|ue)|excluir?|exclua|oublie) (?:\w+ ){0,3}?"
    r"(?:everything|all|me|data|account|alles|daten|konto|tout|donnees|compte|todo|datos|cuenta|tudo"
    r"|dados|conta)(?: now| about me| please)?"
    r"|(?:mera )?(?:sab kuch|saara data|data) (?:delete|hata|mita)(?: \w+){0,2}|alles loschen"
    r"|(?:meine )?daten loschen)"
)
"""Deletion of everything, said plainly: never the answer to some other open question."""
_FORGET_RESUME = re.compile(
    r"(?:please |bitte |por favor )?(?:forget|delete|remove|erase|losche?n?|vergiss|supprime[rz]?|"
    r"oublie[rz]?|borrar?|elimina[r]?|olvida[r]?|apaga[r]?|exclui[r]?|esque[cç]\w+)"
    r" (?:my |mein\w* |mon |ma |mi |meu |minha |the )?(?:resume|cv|profile?|lebenslauf|profil|"
    r"perfil|curriculum|curriculo|hoja de vida)(?: please| bitte| again| now)?"
)
"""The stored resume, and nothing else, is to go."""
_ABOUT_AN_APPLICATION = re.compile(
    r"(?:please )?(?:remind me (?:about|of) \w|(?:add |make |put |write )?(?:a )?note "
    r"(?:for|to|about|on) \w)"
)
"""Reminders and notes are kept per application, whatever company is named."""
_NO_REMINDERS = re.compile(
    r"(?:please )?(?:dont|don t|do not|stop|never) remind(?:ing)? me(?: again| any ?more| please)?"
)
"""Follow-ups switched off as a whole; "don't remind me of the Acme job" is something else."""
_STOP = re.compile(
    r"(?:please |bitte )?(?:stop(?: it| this| that| sending| now)?|unsubscribe(?: me)?|stopp"
    r"|hor auf|abbestellen|arrete[rz]?|desabonner|basta|pare|para|cancelar|band karo)"
    r"(?: please| bitte)?"
)
_LINK_CODE = re.compile(
    r"\s*(?:(?:please )?(?:link|connect|code|verknüpfe|lier|vincular|enlazar)\b:?\s*)?"
    r"(?:[2-9A-HJ-NP-Za-hj-np-z]{4}-[2-9A-HJ-NP-Za-hj-np-z]{4})\s*[.!]?\s*",
    re.IGNORECASE,
)
"""A one-time code, alone or after "link"."""


def command_route(text: str, *, audience: Audience) -> Route | None:
    """The route of a slash command; None when the text is none.

    >>> command_route("/jobs berlin", audience=Audience.SEEKER).agents
    (<AgentId.JOB_SEARCH: 'job_search'>,)
    """
    words = text.strip().split(maxsplit=1)
    if not words or not words[0].startswith("/") or len(words[0]) == 1:
        return None
    name = re.split(r"[@:]", words[0][1:].lower().replace("-", "_"))[0]
    agent = COMMANDS.get(name, COMMANDS.get(name.replace("_", ""), AgentId.HELP))
    if agent not in AGENTS_OF[audience]:
        agent = AgentId.HELP
    return Route(agents=(agent,), confidence=1.0, by="command")


def says_stop(text: str) -> bool:
    """Whether the whole text is a stop: of what comes unasked, unless something runs or waits.

    >>> says_stop("Stop!"), says_stop("stop the Rust alert")
    (True, False)
    """
    return _STOP.fullmatch(" ".join(words_of(plain(text)))) is not None


def rule_route(text: str, *, audience: Audience) -> Route | None:
    """The route of a text that one rule, and no other, decides."""
    if _LINK_CODE.fullmatch(text):
        return Route(agents=(AgentId.SETTINGS,), confidence=1.0, by="rule")
    words = words_of(plain(text))
    offered = _OFFERED.get(" ".join(words))
    if offered is not None and offered in AGENTS_OF[audience]:
        return Route(agents=(offered,), confidence=1.0, by="rule")
    if _ERASURE.fullmatch(" ".join(words)):
        return Route(agents=(AgentId.SETTINGS,), confidence=1.0, by="rule")
    if audience is Audience.SEEKER and _FORGET_RESUME.fullmatch(" ".join(words)):
        return Route(agents=(AgentId.PROFILE,), confidence=0.98, by="rule")
    if audience is Audience.SEEKER and _ABOUT_AN_APPLICATION.match(" ".join(words)):
        return Route(agents=(AgentId.APPLICATIONS,), confidence=0.9, by="rule")
    beyond = audience is Audience.SEEKER and unknowable(text) is not None
    if beyond and len(requests_in(text)) < 2:
        return Route(agents=(AgentId.CAREER_ADVICE,), confidence=0.95, by="rule")
    if _NO_REMINDERS.fullmatch(" ".join(words)):
        return Route(agents=(AgentId.SETTINGS,), confidence=0.95, by="rule")
    if not any(_LETTER.match(word) for word in words):
        return Route(agents=(AgentId.HELP,), confidence=0.9, by="rule")
    if _is_small_talk(words):
        return Route(agents=(AgentId.HELP,), confidence=0.98, by="rule")
    concepts = concepts_in(text)
    found = {
        rule.agent
        for rule in RULES
        if rule.needs <= concepts
        and not rule.without & concepts
        and rule.agent in AGENTS_OF[audience]
    }
    if len(found) != 1:
        return None
    return Route(agents=(found.pop(),), confidence=0.95, by="rule")


def _is_small_talk(words: list[str]) -> bool:
    meant = [word for word in words if word not in _FILLER]
    if not meant:
        return True
    if len(words) > _LONGEST_SMALL_TALK_WORDS:
        return False
    said = concepts_in(" ".join(words))
    return all(concepts_in(word) & _POLITE for word in meant) or (
        "thanks" in said and said <= _POLITE
    )
