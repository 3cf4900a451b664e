"""What is asked when a role has no description yet."""

from __future__ import annotations

from domain.agents import AgentId
from domain.reply import Buttons, Paragraph, PendingQuestion, text
from graph.agent import AgentReply
from graph.roles import views
from graph.roles.drafting import Opening
from graph.roles.memory import DESCRIPTION


def ask_description(opening: Opening) -> AgentReply:
    """Ask for the text, with a form where the channel has dialogs."""
    name = f" for {opening.title}" if opening.title else ""
    said = "is too short to compare anybody by" if opening.description else "is not there yet"
    return AgentReply(
        blocks=(
            Paragraph(
                body=text(
                    f"The description{name} {said}. Paste it, or send it as a file: what the work "
                    "is, what it needs, what would be nice."
                )
            ),
            Buttons(buttons=(views.new_role_form(),)),
        ),
        pending=PendingQuestion(
            agent=AgentId.SCREENING, topic=DESCRIPTION, data={"title": opening.title}
        ),
        is_personal=False,
    )
