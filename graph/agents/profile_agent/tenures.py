"""Answers about a skill over time: how many years, and when last."""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import date

from domain.preferences.bounded import bounded
from domain.preferences.effective import corrected
from domain.profiles import Profile
from domain.reply import Block, Bullets, Buttons, Paragraph, Text, bold, quoted, text
from domain.skills import canonical, find_skills
from domain.skills.tenure import Tenure, Use, skill_tenures
from graph.agents.profile_agent.card import profile_button
from graph.agents.profile_agent.view import skills_of, years_words
from graph.wording.counts import counted, shortened
from graph.wording.dates import partial_date_words, range_words

_HOW_LONG = re.compile(
    r"(?<!\w)(?:how (?:many|much) (?:[\w.+#/-]+ ){0,3}(?:years?|months?|time|experience)|how long|"
    r"years? of experience|"
    r"wie ?viele? (?:jahre|monate|erfahrung)|wie lange|combien (?:d['’]ann[ée]es?|de temps|"
    r"d['’]exp[ée]rience)|depuis (?:combien|quand)|cu[áa]ntos a[ñn]os|cu[áa]nto tiempo|"
    r"cu[áa]nta experiencia|quantos anos|quanto tempo|quanta experi[êe]ncia|kitne saal|"
    r"kitna (?:experience|anubhav))(?!\w)",
    re.IGNORECASE,
)
_WHEN_LAST = re.compile(
    r"(?<!\w)(?:when (?:did|have|was|do) .{0,30}last|last (?:time|used?|worked)|"
    r"wann .{0,40}zuletzt|zuletzt .{0,40}(?:benutzt|verwendet|gearbeitet)|"
    r"quand .{0,60}derni[èe]re fois|cu[áa]ndo .{0,60}[úu]ltima vez|quando .{0,60}[úu]ltima vez|"
    r"(?:pichli|aakhri) baar)(?!\w)",
    re.IGNORECASE,
)
_ABOUT_ME = re.compile(
    r"(?<!\w)(?:i|i['’]ve|my|me|ich|mein\w*|mir|je|j['’]ai|ai-je|mon|ma|yo|mi|he|tengo|us[ée]|eu|"
    r"meu|minha|tenho|usei|mera|mere|meri|maine|mujhe)(?!\w)",
    re.IGNORECASE,
)
_HAVE_I = re.compile(r"(?<!\w)(?:ai-je|j['’]ai)(?!\w)", re.IGNORECASE)
_LINES = 5
_LIST_ONLY = "It stands in your list of skills, but no role shows it, so I cannot count years."


def asks_for_tenure(words: str) -> bool:
    """True for "how many years of Python do I have?" and "when did I last use SQL?".

    >>> asks_for_tenure("How many years of Python do I have?"), asks_for_tenure("add Python")
    (True, False)
    """
    line = bounded(words)
    if _WHEN_LAST.search(line):
        return _ABOUT_ME.search(line) is not None
    return _HOW_LONG.search(line) is not None and (
        _ABOUT_ME.search(line) is not None or bool(find_skills(line))
    )


def tenure_blocks(profile: Profile, words: str, *, today: date) -> tuple[Block, ...]:
    """The skill's years with the roles they come from; experience as a whole without a skill."""
    line = bounded(words)
    # "ai-je" is French for "have I", and no artificial intelligence.
    names = _skills_in(_HAVE_I.sub(" ", line), profile)
    if not names:
        return _overall(profile, line, today)
    tenures = skill_tenures(profile, today=today)
    blocks: list[Block] = []
    for name in names[:2]:
        blocks += _about(profile, name, tenures.get(name), wants_last=bool(_WHEN_LAST.search(line)))
    return tuple(blocks)


def _about(
    profile: Profile, name: str, tenure: Tenure | None, *, wants_last: bool
) -> Sequence[Block]:
    if tenure is None:
        known = {canonical(skill) or skill for skill in skills_of(profile)}
        if name in known:
            return (Paragraph(body=text(bold(name), f": not dated. {_LIST_ONLY}")), _said(name))
        return (
            Paragraph(body=text("I found no ", bold(name), " in your profile.")),
            Buttons(buttons=(profile_button(f"I know {name}"[:40], "words", words=f"add {name}"),)),
        )
    lines: list[Block] = [Paragraph(body=_first_line(tenure, wants_last=wants_last))]
    lines.append(Bullets(items=tuple(_use(use, tenure.skill) for use in tenure.uses[:_LINES])))
    rest = len(tenure.uses) - _LINES
    if rest > 0:
        lines.append(Paragraph(body=text(f"and {counted(rest, 'more role')}")))
    undated = len(tenure.undated)
    if undated and tenure.months is not None:
        noun = "role states" if undated == 1 else "roles state"
        lines.append(Paragraph(body=text(f"{undated} {noun} no full dates and add nothing.")))
    return lines


def _first_line(tenure: Tenure, *, wants_last: bool) -> Text:
    """The answer: the number and the last use, the one that was asked for first."""
    if tenure.months is None:
        return text(bold(tenure.skill), ": not dated. I know where, but not from when to when.")
    long = _long_words(tenure)
    if tenure.is_current:
        last = "you use it today"
    elif tenure.last_used is not None:
        last = f"last used {partial_date_words(tenure.last_used)}"
    else:
        last = "last use not stated"
    if wants_last:
        return text(bold(tenure.skill), f": {last}. In total {long}.")
    return text(bold(tenure.skill), f": {long}, {last}.")


def _long_words(tenure: Tenure) -> str:
    months = tenure.months or 0
    if months < 12:
        return counted(months, "month")
    years = f"{tenure.years:g} year{'' if tenure.years == 1 else 's'}"
    return f"{years}, overlaps counted once" if len(tenure.uses) > 1 else years


def _use(use: Use, skill: str) -> Text:
    who = " at ".join(part for part in (use.title, use.employer) if part)
    where = f"{shortened(who, limit=80)}, {range_words(use.dates)}: " if who else ""
    told = "you told me " if use.statement else ""
    # A line about Kubernetes shows containers, but does not say so: the person may disagree.
    by = f" (by {use.by})" if use.by != skill else ""
    return text(where, told, quoted(shortened(use.line, limit=140)), by)


def _said(name: str) -> Block:
    return Paragraph(
        body=text("Tell me where you used it, for example: ", quoted(f"I used {name} at …"))
    )


def _overall(profile: Profile, line: str, today: date) -> tuple[Block, ...]:
    years = years_words(profile, today=today)
    asked = _WHEN_LAST.search(line) is not None
    if not years or asked:
        return (
            Paragraph(
                body=text(
                    "I do not know that skill, so I cannot count it."
                    if asked
                    else "Your profile states no dates of work, so I cannot count years."
                )
            ),
        )
    return (
        Paragraph(
            body=text(bold(f"{years.partition(',')[0]} of work"), ", overlaps counted once.")
        ),
        Paragraph(body=text("Ask for a skill: “How many years of Python do I have?”")),
    )


def _skills_in(line: str, profile: Profile) -> list[str]:
    found = [mention.canonical for mention in find_skills(line)]
    folded = line.casefold()
    resume = corrected(profile).resume
    own = {skill.name.text: skill.canonical for skill in (resume.skills if resume else ())}
    for name, known in own.items():
        if 1 < len(name) <= 60 and re.search(
            rf"(?<!\w){re.escape(name.casefold())}(?![\w+#])", folded
        ):
            found.append(known or canonical(name) or name)
    if not found:
        found += [
            known
            for word in re.findall(r"[\w.+#-]+", line)
            if len(word) > 1 and (known := canonical(word.strip(".?!,")))
        ]
    return list(dict.fromkeys(found))
