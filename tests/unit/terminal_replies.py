"""Replies that use every kind of block, for the renderers' tests."""

from __future__ import annotations

from domain.agents import AgentId
from domain.ids import BlobId
from domain.messages import Action
from domain.reply import (
    Bullets,
    Button,
    Buttons,
    Card,
    Chart,
    Fact,
    File,
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


def button(label: str, *, agent: AgentId = AgentId.JOB_SEARCH) -> Button:
    return Button(label=label, action=Action(agent=agent, verb=label.lower()))


def matches_reply() -> Reply:
    """Two matches, as a job seeker sees them."""
    return Reply(
        blocks=(
            Paragraph(body=text(bold("2 matches"), " of 41 open postings fit what you said.")),
            Card(
                title=text(link("Senior Data Engineer", url="https://jobs.example.org/4711")),
                subtitle=text("Nordlicht Energie · Hamburg or remote · €72,000 to €85,000 a year"),
                facts=(
                    Fact(
                        label="For",
                        value=text(
                            "6 years of Python: ",
                            quoted("Built the billing pipeline in Python and Airflow, 2018–2024"),
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
                buttons=(button("Save"), button("Hide"), button("Why?"), button("More like this")),
            ),
            Card(
                title=text("Analytics Engineer"),
                subtitle=text("Kupferwerk · Berlin · pay not stated"),
                facts=(Fact(label="For", value=text("dbt and SQL, both in your profile")),),
                buttons=(button("Save"), button("Hide"), button("Why?")),
            ),
            Notice(body=text("1 of 4 sources did not answer."), tone=Tone.WARNING),
        ),
        agents=(AgentId.JOB_SEARCH,),
        prompts=(
            SuggestedPrompt(label="Only remote jobs"),
            SuggestedPrompt(label="Send me new ones every morning"),
        ),
    )


def every_block_reply() -> Reply:
    """One of each block."""
    return Reply(
        blocks=(
            Heading(body=text("Your profile")),
            Paragraph(
                body=text(
                    "Read in ",
                    bold("0.6 s"),
                    ". I found 4 roles, 2 degrees and 17 skills; ",
                    italic("two dates"),
                    " are uncertain. The same words again make this paragraph long enough to wrap.",
                )
            ),
            Bullets(
                items=(
                    text("Is ", bold("Lead Developer"), " at Acme until now?"),
                    text("Which of the two e-mail addresses should recruiters use, the first?"),
                ),
                ordered=True,
            ),
            Bullets(items=(text("Python"), text("数据工程 and Arabic العربية"))),
            Table(
                columns=("Employer", "Role", "From", "To"),
                rows=(
                    (text("Acme GmbH"), text("Lead Developer"), text("2021-03"), text("now")),
                    (text("Beispiel AG"), text("Developer"), text("2017"), text("2021-02")),
                ),
            ),
            Chart(
                title="Skills asked for this week",
                labels=("SQL", "Python", "Kubernetes"),
                values=(41, 37.5, 12),
                unit="postings",
                alternative="SQL is asked for most: in 41 postings.",
            ),
            File(
                blob=BlobId("b1"),
                name="resume.pdf",
                media_type="application/pdf",
                size_bytes=34_500,
                caption="Your tailored resume, two pages.",
            ),
            Notice(body=text("Saved."), tone=Tone.DONE),
            Notice(body=text("Running without a language model: answers are shorter.")),
            Buttons(
                buttons=(
                    Button(
                        label="Delete everything",
                        action=Action(agent=AgentId.SETTINGS, verb="erase"),
                        tone="danger",
                    ),
                    button("Keep"),
                )
            ),
        ),
        agents=(AgentId.PROFILE,),
        prompts=(SuggestedPrompt(label="Find jobs for me"),),
    )
