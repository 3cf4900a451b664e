"""What the agent says: verdict first, at most five findings, and the likely next steps."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from domain.agents import AgentId
from domain.findings import Level
from domain.ids import BlobId, RoleId
from domain.job_wording.model import WordingFinding, WordingReport
from domain.job_wording.rewriting import changes_number, difference
from domain.messages import Action
from domain.reply import (
    Block,
    Button,
    Buttons,
    Card,
    Fact,
    File,
    Form,
    FormField,
    Notice,
    Paragraph,
    PendingQuestion,
    SuggestedPrompt,
    Table,
    Tone,
    bold,
    quoted,
    text,
)
from domain.roles.model import Role
from graph.agent import AgentReply
from graph.agents.jd_bias.requests import Verb
from graph.job_wording.telling import (
    EVIDENCE_NAMES,
    LEVEL_NAMES,
    by_urgency,
    category_name,
    quote_of,
    rewrite_of,
    verdict,
)
from graph.wording.counts import counted, shortened

SHOWN = 5
_MOST_FIELDS = 40
_MOST_LISTED = 40
_MOST_LINES = 8
_LONGEST_LINE = 240
_KEEP_LABEL = 72
_LIMIT_NAME = 60


@dataclass(frozen=True, slots=True, kw_only=True)
class Draft:
    """A description under check: stored as a file, and whose role it belongs to."""

    blob: BlobId
    text: str
    role: Role | None = None
    title: str = ""
    """What it is called: a role or a file; untrusted."""


def checked(draft: Draft, report: WordingReport, *, done: Sequence[Block] = ()) -> AgentReply:
    """The answer to a check; ``done`` says first what was changed."""
    ranked = by_urgency(report.findings)
    blocks: list[Block] = [*done, Paragraph(body=text(bold(verdict(report))))]
    shown = ranked[:SHOWN]
    blocks += [finding_card(one, draft) for one in shown]
    if report.settled:
        said = f"{counted(report.settled, 'finding')} left out: your team settled that before."
        blocks.append(Notice(body=text(said)))
    blocks.append(Buttons(buttons=_next_steps(draft, ranked)))
    return AgentReply(
        blocks=tuple(blocks), pending=memory(draft), is_personal=False, prompts=_prompts(ranked)
    )


def _prompts(ranked: Sequence[WordingFinding]) -> tuple[SuggestedPrompt, ...]:
    if not ranked:
        return ()
    return (SuggestedPrompt(label="Show all findings"), SuggestedPrompt(label="Apply all changes"))


def _next_steps(draft: Draft, ranked: Sequence[WordingFinding]) -> tuple[Button, ...]:
    buttons: list[Button] = []
    if any(one.rewrite is not None for one in ranked):
        buttons.append(apply_button(draft, ranked))
    if len(ranked) > SHOWN:
        buttons.append(button(f"All findings ({len(ranked)})", Verb.ALL, draft))
    buttons.append(button("Report as PDF", Verb.REPORT, draft))
    if draft.role is None:
        make = Action(
            agent=AgentId.SCREENING,
            verb="new_role",
            arguments={"blob": draft.blob, "name": "description.txt"},
        )
        buttons.append(Button(label="Make a role of it", action=make))
    elif draft.role.description.strip() != draft.text.strip():
        buttons.append(button("Use it for the role", Verb.USE, draft))
    return tuple(buttons)


def apply_button(draft: Draft, ranked: Sequence[WordingFinding]) -> Button:
    """One choice per finding with a rewrite; where there is no dialog the agent asks in turn."""
    fields = tuple(
        FormField(
            id=one.id,
            label=shortened(f"{LEVEL_NAMES[one.level]}: {quote_of(one)}", limit=140),
            kind="choice",
            options=(
                ("apply", shortened(rewrite_of(one), limit=_KEEP_LABEL)),
                ("keep", "Keep as it is"),
            ),
            initial="keep" if changes_number(one) else "apply",
        )
        for one in ranked
        if one.rewrite is not None
    )
    form = Form(title="Apply changes", fields=fields[:_MOST_FIELDS], submit="Apply")
    return Button(
        label="Apply changes",
        action=action(Verb.APPLY, draft),
        tone="primary",
        form=form,
    )


def finding_card(finding: WordingFinding, draft: Draft) -> Card:
    """A finding: the words, why, what to write instead."""
    buttons: list[Button] = []
    if finding.rewrite is not None:
        buttons.append(button("Apply", Verb.APPLY_ONE, draft, finding=finding.id))
    if finding.quote:
        buttons.append(keep_button(finding, draft))
    return Card(
        title=text(
            f"{finding.id.removeprefix('f')}. {LEVEL_NAMES[finding.level]}: ",
            quoted(quote_of(finding)),
        ),
        subtitle=text(
            f"{category_name(finding.category)} · {EVIDENCE_NAMES[finding.evidence_strength]}"
        ),
        facts=(
            Fact(label="Why", value=text(finding.why)),
            Fact(label="Instead", value=text(rewrite_of(finding))),
        ),
        buttons=tuple(buttons),
    )


def keep_button(finding: WordingFinding, draft: Draft) -> Button:
    """Keep the words, with a reason that the workspace remembers."""
    return Button(
        label="Keep as is",
        action=action(Verb.KEEP, draft, finding=finding.id),
        form=Form(
            title="Keep as is",
            intro="I will not report this rule on these words in this workspace again.",
            fields=(FormField(id="reason", label="Why does it stay?", kind="text"),),
            submit="Keep",
        ),
    )


def all_findings(draft: Draft, report: WordingReport) -> AgentReply:
    """Every finding in one table."""
    ranked = by_urgency(report.findings)
    rows = tuple(
        (
            text(one.id.removeprefix("f")),
            text(LEVEL_NAMES[one.level]),
            text(quoted(quote_of(one, limit=100))),
            text(one.why),
            text(rewrite_of(one, limit=100)),
        )
        for one in ranked[:_MOST_LISTED]
    )
    blocks: list[Block] = [Paragraph(body=text(bold(verdict(report))))]
    if rows:
        blocks.append(Table(columns=("No.", "Level", "Words", "Why", "Instead"), rows=rows))
    if len(ranked) > _MOST_LISTED:
        rest = len(ranked) - _MOST_LISTED
        blocks.append(Notice(body=text(f"{rest} more are in the PDF.")))
    blocks.append(Buttons(buttons=_next_steps(draft, ranked[:SHOWN])))
    return AgentReply(blocks=tuple(blocks), pending=memory(draft), is_personal=False)


def one_by_one(draft: Draft, report: WordingReport) -> AgentReply:
    """Where there is no dialog: each rewrite with its own button, and one for all."""
    with_rewrite = [one for one in by_urgency(report.findings) if one.rewrite is not None]
    if not with_rewrite:
        return said("Nothing has a rewrite by rule: a person has to word it.", draft=draft)
    blocks: list[Block] = [
        Paragraph(body=text(f"{counted(len(with_rewrite), 'change')} can be made. Which ones?"))
    ]
    blocks += [finding_card(one, draft) for one in with_rewrite[:SHOWN]]
    blocks.append(
        Buttons(
            buttons=(
                button("Apply all that have a rewrite", Verb.APPLY_ALL, draft),
                button("Report as PDF", Verb.REPORT, draft),
            )
        )
    )
    return AgentReply(blocks=tuple(blocks), pending=memory(draft), is_personal=False)


def changes(before: str, after: str, *, number: int, file: File) -> tuple[Block, ...]:
    """What was changed: a count, the lines before and after, the new text as a file."""
    changed = difference(before, after)
    rows = tuple(
        (
            text(shortened(old, limit=_LONGEST_LINE) or "–"),
            text(shortened(new, limit=_LONGEST_LINE) or "–"),
        )
        for old, new in zip(changed.before, changed.after, strict=True)
    )
    blocks: list[Block] = [
        Notice(body=text(f"Changed: {counted(number, 'place')}."), tone=Tone.DONE),
        Table(columns=("Before", "After"), rows=rows[:_MOST_LINES]),
    ]
    if len(rows) > _MOST_LINES:
        blocks.append(Notice(body=text(f"{len(rows) - _MOST_LINES} more lines are in the file.")))
    blocks.append(file)
    return tuple(blocks)


def ask_reason(draft: Draft, finding: WordingFinding) -> AgentReply:
    """Why the words stay, where there was no dialog to say it."""
    data = {**_data(draft), "finding": finding.id}
    asked = text("Why does ", quoted(quote_of(finding)), " stay? One line; I remember it.")
    return AgentReply(
        blocks=(Paragraph(body=asked),),
        pending=PendingQuestion(agent=AgentId.JD_BIAS, topic="reason", data=data),
        is_personal=False,
    )


def why(draft: Draft, finding: WordingFinding) -> AgentReply:
    """One finding in full."""
    return AgentReply(
        blocks=(finding_card(finding, draft),), pending=memory(draft), is_personal=False
    )


def ask_for_text(roles: Sequence[Role]) -> AgentReply:
    """No text came: how to send one, and the roles that have one."""
    sentence = "Paste the job description, or send it as a file (PDF, Word or text)."
    blocks: list[Block] = [Paragraph(body=text(sentence))]
    buttons = tuple(
        Button(
            label=shortened(f"Check {role.title}", limit=_LIMIT_NAME),
            action=Action(agent=AgentId.JD_BIAS, verb=Verb.CHECK, arguments={"role": role.id}),
        )
        for role in roles
        if role.is_open and role.description.strip()
    )
    if buttons:
        blocks.append(Buttons(buttons=buttons[:4]))
    return AgentReply(
        blocks=tuple(blocks),
        pending=PendingQuestion(agent=AgentId.JD_BIAS, topic="text"),
        is_personal=False,
    )


def report_file(draft: Draft, report: WordingReport, *, file: File) -> AgentReply:
    """The paper."""
    blocks: tuple[Block, ...] = (Paragraph(body=text(bold(verdict(report)))), file)
    return AgentReply(blocks=blocks, pending=memory(draft), is_personal=False)


def said(words: str, *, draft: Draft | None = None, tone: Tone | None = None) -> AgentReply:
    """One sentence."""
    block: Block = (
        Paragraph(body=text(words)) if tone is None else Notice(body=text(words), tone=tone)
    )
    return AgentReply(blocks=(block,), pending=memory(draft) if draft else None, is_personal=False)


def used(draft: Draft, role: Role, *, old: BlobId) -> AgentReply:
    """The role has the new description; a way back."""
    back = Action(agent=AgentId.JD_BIAS, verb=Verb.USE, arguments={"draft": old, "role": role.id})
    line = f"{shortened(role.title, limit=_LIMIT_NAME)} now has this description."
    return AgentReply(
        blocks=(
            Notice(body=text(line), tone=Tone.DONE),
            Buttons(buttons=(Button(label="Put the old one back", action=back),)),
        ),
        pending=memory(draft),
        is_personal=False,
    )


def is_harmless(report: WordingReport) -> bool:
    """Nothing above a remark."""
    return not any(one.level is not Level.INFO for one in report.findings)


def action(verb: Verb, draft: Draft, /, **arguments: str) -> Action:
    """An action of this agent on a draft."""
    return Action(agent=AgentId.JD_BIAS, verb=verb, arguments={**_data(draft), **arguments})


def button(label: str, verb: Verb, draft: Draft, /, **arguments: str) -> Button:
    """A button of this agent on a draft."""
    return Button(label=label, action=action(verb, draft, **arguments))


def memory(draft: Draft) -> PendingQuestion:
    """What "apply 2" and "as a PDF" will refer to."""
    return PendingQuestion(
        agent=AgentId.JD_BIAS, topic="checked", data=_data(draft), is_memory=True
    )


def _data(draft: Draft) -> Mapping[str, str]:
    data = {"draft": str(draft.blob)}
    if draft.role is not None:
        data["role"] = str(RoleId(draft.role.id))
    return data
