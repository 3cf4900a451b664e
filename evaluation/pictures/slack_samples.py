"""What the pictures of Slack show: a morning's matches, and a profile on the Home tab."""

from __future__ import annotations

from typing import Literal

from domain.agents import AgentId
from domain.messages import Action
from domain.reply import (
    Block,
    Bullets,
    Button,
    Buttons,
    Card,
    Chart,
    Fact,
    Heading,
    Notice,
    Paragraph,
    Reply,
    SuggestedPrompt,
    Table,
    Tone,
    bold,
    italic,
    link,
    quoted,
    text,
)


def _button(label: str, *, tone: Literal["normal", "primary", "danger"] = "normal") -> Button:
    action = Action(agent=AgentId.JOB_SEARCH, verb=label.lower(), arguments={"posting": "p_4711"})
    return Button(label=label, action=action, tone=tone)


def _buttons(*more: str) -> tuple[Button, ...]:
    names = ("Hide", "Why?", *more)
    return (_button("Save", tone="primary"), *(_button(name) for name in names))


def matches() -> Reply:
    """Two matches in the morning."""
    return Reply(
        blocks=(
            Paragraph(
                body=text(
                    bold("2 new today"),
                    ", of 41: 12 need a visa you don't have, 5 are under your floor, 22 are not "
                    "your field.",
                )
            ),
            Card(
                title=text(link("Senior Data Engineer", url="https://jobs.example.org/4711")),
                subtitle=text("Nordlicht Energie · Hamburg or remote · €72,000–85,000 a year"),
                facts=(
                    Fact(
                        label="For",
                        value=text(
                            "6 years of Python: ",
                            quoted("Built the billing pipeline in Python and Airflow"),
                        ),
                        mark="for",
                    ),
                    Fact(
                        label="Against",
                        value=text("asks for German C1, your profile says B2"),
                        mark="against",
                    ),
                    Fact(label="Visa", value=text("not stated in the posting"), mark="unknown"),
                ),
                buttons=_buttons("Applied", "Tailor my resume", "More like this"),
            ),
            Card(
                title=text(link("Analytics Engineer", url="https://jobs.example.org/4712")),
                subtitle=text("Kupferwerk · Berlin · pay not stated"),
                facts=(
                    Fact(label="For", value=text("dbt and SQL, both in your profile"), mark="for"),
                    Fact(label="Unknown", value=text("how many office days"), mark="unknown"),
                ),
                buttons=_buttons("Applied", "Tailor my resume"),
            ),
            Notice(body=text("1 of 4 sources did not answer."), tone=Tone.WARNING),
            Paragraph(
                body=text(
                    bold("SQL"),
                    " would open 14 more of this week's postings: ",
                    link("free course", url="https://learn.example.org/sql"),
                    ", 6 h.",
                )
            ),
        ),
        agents=(AgentId.JOB_SEARCH,),
        prompts=(SuggestedPrompt(label="Only remote jobs"), SuggestedPrompt(label="Show all 41")),
    )


def home() -> tuple[Block, ...]:
    """A profile as the Home tab shows it."""
    return (
        Heading(body=text("Your profile")),
        Paragraph(
            body=text(
                bold("Ana Beispiel"),
                ": data engineer with 9 years of work. 17 skills, 2 degrees. ",
                italic("Two dates are uncertain."),
            )
        ),
        Table(
            columns=("Employer", "Role", "From", "To"),
            rows=(
                (text("Acme GmbH"), text("Lead Developer"), text("2021-03"), text("now")),
                (text("Beispiel AG"), text("Developer"), text("2017"), text("2021-02")),
            ),
        ),
        Buttons(buttons=(_button("Correct it", tone="primary"), _button("Send a new resume"))),
        Heading(body=text("What you are looking for")),
        Bullets(
            items=(
                text("Data or analytics engineering, permanent"),
                text("Hamburg, Berlin or ", bold("fully remote")),
                text("From €65,000 a year; work permission for the EU"),
            )
        ),
        Buttons(buttons=(_button("Change"), _button("Find jobs now"))),
        Chart(
            title="Skills asked for this week",
            labels=("SQL", "Python", "Kubernetes"),
            values=(41, 37, 12),
            unit="postings",
            alternative="SQL is asked for most: in 41 postings.",
        ),
        Heading(body=text("Every morning")),
        Paragraph(body=text("New matches at ", bold("8:00"), ", Monday to Friday.")),
        Buttons(
            buttons=(
                _button("Settings"),
                _button("Link another account"),
                _button("Delete everything", tone="danger"),
            )
        ),
        Notice(
            body=text("An assistant on your organisation's own machine. Your data stays on it.")
        ),
    )
