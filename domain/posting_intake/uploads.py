"""Whether a message brings a posting, so that it goes to the job search and not to the profile."""

from __future__ import annotations

import re
from collections.abc import Sequence

from domain.messages import Attachment, InboundMessage
from domain.posting_intake.links import is_about_jobs, links_in, without_links
from domain.posting_intake.worth import TextKind, what_it_is

_PICTURE_NAMES = (".png", ".jpg", ".jpeg", ".webp")
_ABOUT_OWN = re.compile(
    r"\b(?:my|mein\w*|mon|ma|mi|meu|minha)\b[^.!?\n]{0,25}\b(?:cv|resume|résumé|lebenslauf"
    r"|profile?|"
    r"github|linkedin|portfolio|currículum?|curriculo)\b|github\.com/|gitlab\.com/"
    r"|linkedin\.com/in/",
    re.IGNORECASE,
)
_ABOUT_A_JOB = re.compile(
    r"\b(?:job|jobs|posting|vacancy|position|role|opening|fit|match|apply|eligible|this one|look"
    r"|stelle|stellenanzeige|job ?ad|offre|poste|oferta|empleo|vaga|what do you think|good for me"
    r"|naukri|check|read|add|save|track|tailor)\b",
    re.IGNORECASE,
)
_FEW_WORDS = 3


def is_picture(attachment: Attachment) -> bool:
    """A screenshot or photo, by type or name."""
    return attachment.media_type.lower().startswith("image/") or attachment.name.lower().endswith(
        _PICTURE_NAMES
    )


def is_posting_upload(message: InboundMessage) -> bool:
    """A picture, a link to a job or the text of a posting, and not the person's own resume."""
    if message.action is not None or message.command is not None:
        return False
    if message.attachments:
        return not is_about_own(message.text) and all(map(is_picture, message.attachments))
    return brings_posting(message.text)


def brings_posting(text: str) -> bool:
    """Words that bring a link to a job, or are the text of a posting.

    >>> brings_posting("what about https://jobs.example.com/1"), brings_posting("find me jobs")
    (True, False)
    """
    if is_about_own(text):
        return False
    return bool(posting_links(text)) or what_it_is(text) is TextKind.POSTING


def is_about_own(text: str) -> bool:
    """Whether words speak of the person's own resume, profile or account."""
    return _ABOUT_OWN.search(text[:2000]) is not None


def posting_links(text: str) -> Sequence[str]:
    """Links of a message that are meant as postings: by their address, or by the words beside."""
    links = links_in(text)
    beside = without_links(text)
    if len(beside.split()) <= _FEW_WORDS or _ABOUT_A_JOB.search(beside[:2000]):
        return links
    return tuple(link for link in links if is_about_jobs(link))
