"""How roles and rubrics look in a conversation. Says nothing about candidates but counts."""

from __future__ import annotations

from collections.abc import Sequence

from domain.agents import AgentId
from domain.findings import Passage
from domain.messages import Action
from domain.reply import (
    Block,
    Bullets,
    Button,
    Buttons,
    Card,
    Form,
    FormField,
    Heading,
    Notice,
    Paragraph,
    Run,
    SuggestedPrompt,
    Text,
    Tone,
    bold,
    quoted,
    text,
)
from domain.roles.lawful import Refusal
from domain.roles.model import Criterion, Gate, Note, Role, Rubric
from domain.roles.proposing import Milder, Proposal
from graph.agent import AgentReply
from graph.roles.requests import Verb

LONGEST_QUOTE = 160
_MOST_REFUSED = 4
_MOST_NAMED = 5
_MOST_FIELDS = 40
_WEIGHTS = (
    ("5", "5 · matters most"),
    ("4", "4"),
    ("3", "3"),
    ("2", "2"),
    ("1", "1 · matters least"),
    ("0", "0 · leave it out"),
)


def role_button(label: str, verb: Verb | str, /, **arguments: str) -> Button:
    """A button that the screening agent hands to the role desk."""
    action = Action(agent=AgentId.SCREENING, verb=str(verb), arguments=arguments)
    return Button(label=label, action=action)


def said(*words: str | Run, prompts: tuple[str, ...] = ()) -> AgentReply:
    """One paragraph; nothing personal in it."""
    return AgentReply(
        blocks=(Paragraph(body=text(*words)),),
        prompts=tuple(SuggestedPrompt(label=label) for label in prompts),
        is_personal=False,
    )


def counted(number: int, one: str, many: str = "") -> str:
    """A number with its noun.

    >>> counted(1, "gate"), counted(2, "criterion", "criteria")
    ('1 gate', '2 criteria')
    """
    return f"{number} {one if number == 1 else many or one + 's'}"


def size_of(rubric: Rubric) -> str:
    """What is in a rubric, counted; of what there is none is not said."""
    counts = (
        (len(rubric.gates), "gate", "gates"),
        (len(rubric.criteria), "criterion", "criteria"),
        (len(rubric.notes), "note", "notes"),
    )
    said_of = [counted(number, one, many) for number, one, many in counts if number]
    return ", ".join(said_of) or "nothing in it yet"


def rubric_blocks(rubric: Rubric) -> tuple[Block, ...]:
    """Gates, criteria and notes, each with the sentence that it comes from."""
    blocks: list[Block] = []
    if rubric.gates:
        blocks += [
            Heading(body=text("Gates: pass, unknown or fail; never points")),
            Bullets(items=tuple(_line(one) for one in rubric.gates)),
        ]
    if rubric.criteria:
        blocks += [
            Heading(body=text("Criteria: scored by evidence, times the weight")),
            Bullets(items=tuple(_line(one) for one in rubric.criteria)),
        ]
    if rubric.notes:
        blocks += [
            Heading(body=text("Notes: for reviewers; nothing counts them")),
            Bullets(items=tuple(_line(one) for one in rubric.notes)),
        ]
    return tuple(blocks)


def _line(item: Gate | Criterion | Note) -> Text:
    words = item.text if isinstance(item, Note) else item.label
    weight = f" · weight {item.weight}" if isinstance(item, Criterion) else ""
    return text(bold(words), weight, *_source(item.source, said_already=words))


def _source(source: Passage | None, *, said_already: str) -> tuple[str | Run, ...]:
    if source is None:
        return (" · added by the team",)
    quote = " ".join(source.quote.split())
    if quote == said_already:
        return ()
    shown = quote if len(quote) <= LONGEST_QUOTE else quote[: LONGEST_QUOTE - 1] + "…"
    return (" · ", quoted(shown))


def proposal_reply(role: Role, proposal: Proposal, *, lead: str) -> AgentReply:
    """A rubric that is not saved yet, with what was not taken and why."""
    rubric = proposal.rubric
    blocks: list[Block] = [Paragraph(body=text(lead, " ", bold(size_of(rubric)), "."))]
    if proposal.is_empty:
        blocks.append(
            Notice(
                body=text(
                    "I found nothing in the description that a document could show, so nothing can "
                    "be scored yet. Add criteria: “add must: 3 years of SQL”."
                ),
                tone=Tone.WARNING,
            )
        )
    blocks += rubric_blocks(rubric)
    blocks += refused_blocks(role, proposal.refused)
    blocks += milder_blocks(role, proposal.milder)
    if proposal.unassessed:
        named = [f"“{' '.join(one.quote.split())[:60]}”" for one in proposal.unassessed]
        shown = ", ".join(named[:_MOST_NAMED])
        more = f" and {len(named) - _MOST_NAMED} more" if len(named) > _MOST_NAMED else ""
        blocks.append(
            Notice(body=text(f"Asked for and counted by nothing: {shown}{more}. Is it needed?"))
        )
    blocks.append(Buttons(buttons=(save_button(role), *edit_buttons(role, rubric))))
    return AgentReply(
        blocks=tuple(blocks),
        prompts=(
            SuggestedPrompt(label="Save the rubric"),
            SuggestedPrompt(label="Notice for candidates"),
        ),
        is_personal=False,
    )


def save_button(role: Role) -> Button:
    """Saves the next version."""
    number = role.rubric.number + 1 if role.rubric is not None else 1
    button = role_button(f"Save v{number}", Verb.SAVE, role=role.id)
    return Button(label=button.label, action=button.action, tone="primary")


def edit_buttons(role: Role, rubric: Rubric) -> tuple[Button, ...]:
    """Weights and additions, with dialogs where the channel has them."""
    buttons = []
    if rubric.criteria:
        weights = role_button("Weights", Verb.EDIT, role=role.id)
        buttons.append(
            Button(
                label=weights.label,
                action=weights.action,
                form=Form(
                    title="Weights",
                    intro="How much each criterion matters. 0 leaves it out.",
                    fields=tuple(
                        FormField(
                            id=one.id,
                            label=one.label,
                            kind="choice",
                            options=_WEIGHTS,
                            initial=str(one.weight),
                        )
                        for one in rubric.criteria[:_MOST_FIELDS]
                    ),
                ),
            )
        )
    add = role_button("Add", Verb.ADD, role=role.id)
    buttons.append(
        Button(
            label=add.label,
            action=add.action,
            form=Form(
                title="Add to the rubric",
                submit="Add",
                fields=(
                    FormField(
                        id="kind",
                        label="As",
                        kind="choice",
                        options=(
                            ("must", "Must (weight 4)"),
                            ("nice", "Nice to have (weight 2)"),
                            ("gate", "Gate (pass, unknown or fail)"),
                            ("note", "Note for reviewers"),
                        ),
                        initial="must",
                    ),
                    FormField(id="words", label="What", kind="text", hint="3 years of Kubernetes"),
                ),
            ),
        )
    )
    return tuple(buttons)


def refused_blocks(role: Role, refused: Sequence[Refusal]) -> list[Block]:
    """What is not taken, why, and what may be asked instead."""
    blocks: list[Block] = [
        Card(
            title=text("Not taken: ", quoted(one.words)),
            subtitle=text(f"{one.why} {one.instead}"),
            buttons=tuple(
                role_button(_offer_label(offer), Verb.ADD, role=role.id, words=offer)
                for offer in one.offers[:2]
            ),
        )
        for one in refused[:_MOST_REFUSED]
    ]
    if len(refused) > _MOST_REFUSED:
        names = ", ".join(f"“{one.words}”" for one in refused[_MOST_REFUSED:])
        blocks.append(Notice(body=text(f"Also not taken: {names}.")))
    return blocks


def _offer_label(offer: str) -> str:
    kind, _, words = offer.rpartition("note: ")
    label = f"Note: {words}" if offer.startswith("note: ") and not kind else f"Use: {offer}"
    return label if len(label) <= 60 else label[:59] + "…"


def milder_blocks(role: Role, milder: Sequence[Milder]) -> list[Block]:
    """Criteria that shut out more people than they have to."""
    return [
        Card(
            title=text("A long minimum shuts out people who can do the work"),
            subtitle=text(f"It is taken as it is. Less exclusive: “{one.words}”."),
            buttons=(
                role_button(
                    _offer_label(one.words),
                    Verb.EDIT,
                    role=role.id,
                    swap=one.criterion,
                    words=one.words,
                ),
            ),
        )
        for one in milder[:2]
    ]


def shown(role: Role, *, may_edit: bool) -> AgentReply:
    """The saved rubric of a role."""
    version = role.rubric
    if version is None:
        return said(f"{role.title} has no rubric yet. ", "Say “propose a rubric”.")
    rubric = version.rubric
    lead = text(bold(role.title), f" · rubric v{version.number}: {size_of(rubric)}.")
    blocks: list[Block] = [Paragraph(body=lead), *rubric_blocks(rubric)]
    if may_edit:
        blocks.append(Buttons(buttons=edit_buttons(role, rubric)))
    return AgentReply(
        blocks=tuple(blocks),
        prompts=(
            SuggestedPrompt(label="Rank the candidates"),
            SuggestedPrompt(label="Notice for candidates"),
        ),
        is_personal=False,
    )


def saved(role: Role, *, says: str, number: int, stale: int) -> AgentReply:
    """A version was saved; how many scores are of an older one."""
    lead = f"{says} " if says else ""
    words = f"{lead}Saved as rubric v{number} of {role.title}."
    blocks: list[Block] = [Paragraph(body=text(words))]
    if number == 1:
        next_step = (
            "Drop resumes here and I evaluate them. For a team: add me to its private channel and "
            f"write there “use this channel for {role.title}”."
        )
        blocks.append(Paragraph(body=text(next_step)))
    if stale:
        have = "has a score" if stale == 1 else "have scores"
        blocks += [
            Notice(
                body=text(
                    f"{counted(stale, 'candidate')} {have} of an older version. They stay as they "
                    "are until you score again."
                )
            ),
            Buttons(buttons=(role_button("Score again", "rescore", role=role.id),)),
        ]
    return AgentReply(
        blocks=tuple(blocks),
        prompts=(
            SuggestedPrompt(label="Show the rubric"),
            SuggestedPrompt(label="Notice for candidates"),
        ),
        is_personal=False,
    )


def which(choices: Sequence[Role]) -> AgentReply:
    """Ask which role is meant."""
    if not choices:
        return said(
            "There is no open role yet. Paste a job description behind “New role: TITLE”, and I "
            "propose a rubric for it."
        )
    return AgentReply(
        blocks=(
            Paragraph(body=text("Which role do you mean?")),
            Buttons(
                buttons=tuple(
                    role_button(role.title[:40], Verb.SHOW, role=role.id) for role in choices[:4]
                )
            ),
        ),
        is_personal=False,
    )


def role_list(roles: Sequence[Role]) -> AgentReply:
    """The sender's roles, open ones first."""
    if not roles:
        return which(())
    is_open = sum(role.is_open for role in roles)
    items = []
    for role in roles[:20]:
        state = "" if role.is_open else " · closed"
        rubric = f" · rubric v{role.rubric.number}" if role.rubric else " · no rubric yet"
        items.append(text(bold(role.title), rubric, state))
    more = (Notice(body=text(f"{len(roles) - 20} more.")),) if len(roles) > 20 else ()
    return AgentReply(
        blocks=(
            Paragraph(body=text(f"You have {counted(is_open, 'open role')}.")),
            Bullets(items=tuple(items)),
            *more,
        ),
        prompts=(SuggestedPrompt(label="Show the rubric"),),
        is_personal=False,
    )


def new_role_form() -> Button:
    """A dialog for title and description."""
    button = role_button("New role", Verb.NEW)
    return Button(
        label=button.label,
        action=button.action,
        form=Form(
            title="New role",
            submit="Propose a rubric",
            fields=(
                FormField(id="title", label="Title", kind="text"),
                FormField(id="description", label="Description", kind="long_text"),
            ),
        ),
    )


def how_to_edit(rubric: Rubric) -> AgentReply:
    """What can be said to change a rubric."""
    named = rubric.criteria[0].label if rubric.criteria else "Python"
    return said(
        f"Write it in plain words: “weight of {named} to 5”, “add must: 3 years of SQL”, “remove "
        f"{named}”, “make German a gate”, “note: ask about shifts”."
    )
