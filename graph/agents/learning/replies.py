"""What the agent says, and the memory that "something shorter" and "undo" refer to."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from domain.agents import AgentId
from domain.ids import ResourceId
from domain.learning.model import Resource, SkillGap, Suggestion
from domain.learning.ranking import Wanted, missing_prerequisites
from domain.learning.reasons import hours_words
from domain.messages import Action
from domain.preferences.languages import language_name
from domain.reply import (
    Block,
    Button,
    Buttons,
    Notice,
    Paragraph,
    PendingQuestion,
    SuggestedPrompt,
    Tone,
    text,
)
from graph.agent import AgentReply
from graph.agents.learning.cards import (
    gaps_sentence,
    learning_action,
    resource_card,
    shown_words,
)
from graph.agents.learning.requests import LearningRequest, Verb, shown_in, skill_in
from graph.wording.counts import joined

_MAX_TITLE = 80  # characters of a title inside a sentence
_SAID = {
    Verb.DONE: "Done: {title}. I will not suggest it again.",
    Verb.NOT_DONE: "No longer marked as done: {title}.",
    Verb.NOT_FOR_ME: "I will not suggest {title} again.",
    Verb.FOR_ME_AGAIN: "{title} may be suggested again.",
}
_EXAMPLES = (
    SuggestedPrompt(label="Find me a course for SQL"),
    SuggestedPrompt(label="Find jobs for me"),
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Found:
    """What a reply shows."""

    suggestions: tuple[Suggestion, ...]
    known: frozenset[str]
    """Canonical skills the person shows."""
    gaps: tuple[SkillGap, ...] = ()
    missing: tuple[str, ...] = ()
    """Skills asked for that nothing is known for."""
    is_another: bool = False


def found(shown: Found, *, now: datetime) -> AgentReply:
    """Up to three cards, with one line before them that answers the question."""
    skills = tuple(dict.fromkeys(one.skill for one in shown.suggestions))
    blocks: list[Block] = [Paragraph(body=text(_first_line(shown, skills)))]
    blocks += [
        resource_card(one, number=number, now=now)
        for number, one in enumerate(shown.suggestions, start=1)
    ]
    if shown.missing:
        said = f"I have nothing for {joined(shown.missing)}."
        blocks.append(Notice(body=text(said)))
    needed = dict.fromkeys(
        skill
        for one in shown.suggestions
        for skill in missing_prerequisites(one.resource, shown.known)
    )
    prompts = [
        SuggestedPrompt(label="Something shorter"),
        *(
            SuggestedPrompt(label=f"{skill} first", action=learning_action(Verb.FIND, skill=skill))
            for skill in needed
        ),
    ]
    return AgentReply(
        blocks=tuple(blocks),
        prompts=tuple(prompts[:3]),
        pending=on_screen(tuple(one.resource.id for one in shown.suggestions), skills=skills),
    )


def _first_line(shown: Found, skills: tuple[str, ...]) -> str:
    if shown.gaps:
        return gaps_sentence(shown.gaps)
    if shown.is_another:
        return f"Another one for {skills[0]}:"
    if len(shown.suggestions) == 1:
        return f"For {joined(skills)} I would start here:"
    return f"For {joined(skills)}, what fits you best comes first:"


def on_screen(
    shown: tuple[ResourceId, ...],
    *,
    skills: tuple[str, ...],
    undo: Mapping[str, str] | None = None,
) -> PendingQuestion | None:
    """What "another", "the second one" and "undo" will refer to."""
    data = dict(undo or {})
    if shown:
        data["shown"] = "\n".join(shown)
    if skills:
        data["skills"] = "\n".join(skills)
    if not data:
        return None
    return PendingQuestion(agent=AgentId.LEARNING, topic="resources", data=data, is_memory=True)


def marked(
    verb: Verb,
    resource: Resource,
    *,
    skill: str,
    opposite: Verb,
    is_shown: bool,
    listed: tuple[ResourceId, ...],
    via: str,
) -> AgentReply:
    """What was noted, a way back, and what likely comes next."""
    title = shown_words(resource.title, limit=_MAX_TITLE)
    said = _SAID[verb].format(title=title)
    buttons = [_button("Undo", opposite, resource=resource.id, skill=skill, via=via)]
    if verb is Verb.DONE and not is_shown:
        add = Action(
            agent=AgentId.PROFILE,
            verb="words",
            arguments={"words": f"add {skill} to my skills"},
        )
        buttons.append(Button(label=f"Add {skill} to my profile", action=add))
    if verb in {Verb.DONE, Verb.NOT_FOR_ME}:
        buttons.append(_button("Another", Verb.ANOTHER, resource=resource.id, skill=skill, via=via))
    undo = {"undo_verb": opposite.value, "undo_resource": resource.id}
    return AgentReply(
        blocks=(
            Notice(body=text(said), tone=Tone.DONE),
            Buttons(buttons=tuple(buttons)),
        ),
        pending=on_screen(listed, skills=(skill,), undo=undo),
    )


def _button(label: str, verb: Verb, **arguments: str) -> Button:
    return Button(label=label, action=learning_action(verb, **arguments))


def undone(pending: PendingQuestion | None) -> LearningRequest | None:
    """The request that takes the last step back; None when there is none."""
    data = pending.data if pending else {}
    verb, resource = data.get("undo_verb", ""), data.get("undo_resource", "")
    if verb not in set(Verb) or not resource:
        return None
    return LearningRequest(
        verb=Verb(verb), skills=skill_in(pending)[:1], resource=ResourceId(resource)
    )


def nothing_to_undo() -> AgentReply:
    """There is no last step."""
    return _said("There is nothing to undo about learning.")


def gone() -> AgentReply:
    """The resource of a button is not known any more."""
    return _said("I do not know that resource any more.")


def which_one(
    verb: Verb, listed: Sequence[Resource], pending: PendingQuestion | None
) -> AgentReply:
    """Ask which resource is meant."""
    if not listed:
        return _said("Which one? I have no list open. Ask for a course, then tap a card.")
    skills = skill_in(pending)
    buttons = tuple(
        _button(
            str(number),
            verb,
            resource=one.id,
            skill=next((skill for skill in skills if skill in one.skills), ""),
            via="chat",
        )
        for number, one in enumerate(listed, start=1)
    )
    return AgentReply(
        blocks=(Paragraph(body=text("Which one?")), Buttons(buttons=buttons)),
        pending=on_screen(shown_in(pending), skills=skills),
    )


def unknown_subject(words: str) -> AgentReply:
    """The words name nothing in our list of skills."""
    subject = shown_words(words, limit=40)
    near = close_names(subject)
    said = f"I have nothing about “{subject}”."
    if not near:
        return _said(f"{said} Name a skill that postings ask for, such as SQL or bookkeeping.")
    buttons = tuple(_button(name, Verb.FIND, skill=name) for name in near)
    return AgentReply(
        blocks=(
            Paragraph(body=text(f"{said} Did you mean {joined(near, last='or')}?")),
            Buttons(buttons=buttons),
        )
    )


def close_names(words: str) -> tuple[str, ...]:
    """Canonical skills that are spelled almost like this.

    >>> close_names("Kubernets")
    ('Kubernetes',)
    """
    from difflib import get_close_matches

    from domain.skills import taxonomy

    names = {name.lower(): name for name in taxonomy()}
    close = get_close_matches(words.lower(), names, n=2, cutoff=0.82)
    return tuple(names[one] for one in close)


def not_covered(skill: str, *, near: Sequence[str]) -> AgentReply:
    """A skill that nothing is known for, and the nearest ones that are covered."""
    said = f"I know no course, book or page for {skill} that I could vouch for."
    if not near:
        return _said(said)
    buttons = tuple(_button(name, Verb.FIND, skill=name) for name in near)
    return AgentReply(
        blocks=(
            Paragraph(body=text(f"{said} Nearest to it: {joined(near)}.")),
            Buttons(buttons=buttons),
        )
    )


def everything_settled(skill: str) -> AgentReply:
    """All of it was done or turned down."""
    return _said(f"You have done or turned down everything I have for {skill}.")


def no_other(skill: str, *, shown: tuple[ResourceId, ...]) -> AgentReply:
    """All of it was shown."""
    return AgentReply(
        blocks=(Paragraph(body=text(f"I have nothing else for {skill}.")),),
        prompts=(
            SuggestedPrompt(
                label="Show them again", action=learning_action(Verb.FIND, skill=skill)
            ),
        ),
        pending=on_screen(shown, skills=(skill,)),
    )


def nothing_like_that(request: LearningRequest) -> AgentReply:
    """There is something for the skill, but not of the kind asked for."""
    skill, wanted = request.skills[0], request.wanted
    return AgentReply(
        blocks=(Paragraph(body=text(f"For {skill} I have {_kind_words(wanted)}.")),),
        prompts=(
            SuggestedPrompt(
                label=f"Anything for {skill}", action=learning_action(Verb.FIND, skill=skill)
            ),
        ),
        pending=on_screen((), skills=(skill,)),
    )


def _kind_words(wanted: Wanted) -> str:
    if wanted.under_hours is not None:
        return f"nothing that states less than {hours_words(wanted.under_hours)}"
    if wanted.shortest_first:
        return "nothing that states how long it takes"
    parts = ["no", wanted.level.value if wanted.level else ""]
    parts.append(joined(sorted(one.value for one in wanted.formats), last="or") or "resource")
    if wanted.language:
        parts.append(f"in {language_name(wanted.language)}")
    return " ".join(part for part in parts if part)


def which_skill() -> AgentReply:
    """Nothing is known of the person, so nothing can be missing."""
    return _said(
        "Which skill? Name one, or send me your resume: then I can say which skill would open most "
        "postings for you."
    )


def no_postings() -> AgentReply:
    """There is nothing to compare with."""
    return _said("I have no open postings to compare your profile with. Name a skill instead.")


def no_gaps() -> AgentReply:
    """The postings ask for nothing more."""
    return _said(
        "The open postings nearest to you ask for no skill that your profile does not show. "
        "Name a skill if you want to learn another one."
    )


def gaps_without_resources(gaps: Sequence[SkillGap]) -> AgentReply:
    """The gaps are known, and there is nothing (more) for them."""
    names = joined([gap.skill for gap in gaps])
    return _said(f"{gaps_sentence(gaps)} I have nothing (more) to learn {names} with.")


def _said(words: str) -> AgentReply:
    return AgentReply(blocks=(Paragraph(body=text(words)),), prompts=_EXAMPLES)
