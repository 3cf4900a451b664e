"""Questions that nobody here can answer, and who can: said plainly instead of a guess."""

from __future__ import annotations

import re
from dataclasses import dataclass

_MAX_CHARACTERS = 1000


@dataclass(frozen=True, slots=True, kw_only=True)
class Unknowable:
    """Why it cannot be known here, and who or what can tell."""

    why: str
    instead: str


_CASES = (
    (
        r"(?:will|would|can|do) (?:i|they|it) (?:really |surely |definitely )?(?:get|win|land|pass)"
        r"\b.{0,40}(?:job|offer|interview|position|role)|(?:what are|what's|whats) my (?:chances|"
        r"odds)(?! as\b)|(?:my |the )?(?:chances|odds|probability) (?:of|to|that)|"
        r"bekomme ich (?:den|die) (?:job|stelle)|werde ich (?:genommen|eingestellt)|"
        r"quelles sont mes chances|"
        r"(?:qué|cuáles) (?:son mis )?(?:posibilidades|probabilidades)|quais (?:são )?(?:as )?"
        r"minhas chances|"
        r"(?:(?<!\w )|(?<=so )|(?<=and )|(?<=but ))(?:will|would) (?!i\b|you\b|it\b|that\b|any)"
        r"(?:[\w&.'’-]{1,30} ){1,4}(?:hire|employ|take|choose|pick) me|"
        r"think (?!i\b)(?:[\w&.'’-]{1,30} ){1,4}(?:hire|employ|choose|pick) me|"
        r"(?:will|would|am) i (?:really |ever |going to )?(?:be |get )hired",
        "I cannot know whether you get a job: I see neither the other applicants nor who decides.",
        "What I can show is how the posting's requirements stand against your profile, line by "
        "line.",
    ),
    (
        r"(?:what(?:'s| is)|how(?:'s| is)|tell me about) (?:it |life )?(?:like )?(?:the )?"
        r"(?:culture|atmosphere|vibe|work[- ]life)|good (?:company|employer) to work|"
        r"(?:is|are) .{2,40} a good (?:company|employer|place)|toxic|layoffs? (?:coming|planned)|"
        r"wie ist (?:das|die) (?:klima|kultur|stimmung)|ambiance (?:de travail|chez)",
        "I do not know what it is like to work there: I read postings, not people's experience.",
        "Ask the people you meet: what changed in the team this year, and why the last person "
        "left.",
    ),
    (
        r"(?:is (?:it|this|that) legal|am i allowed to|can (?:they|my (?:boss|employer)) "
        r"(?:legally |just )?(?:fire|dismiss|refuse|force|make)|sue|lawsuit|wrongful|"
        r"my (?:legal )?rights|"
        r"non[- ]?compete|notice period by law|kündigungsschutz|abfindung|darf (?:mein|der) "
        r"(?:chef|arbeitgeber)|prud'?hommes|despido improcedente)",
        "That is a question of law where you live, and a wrong answer would cost you.",
        "A union, a works council or a lawyer for employment can tell; many give a first answer "
        "for free.",
    ),
    (
        r"(?:how much|what) (?:tax|taxes)|(?:net|after tax|take[- ]home) (?:pay|salary|income)|"
        r"brutto.{0,10}netto|netto|imp[oô]ts?|steuer\w*|impuestos|impostos",
        "I do not compute taxes: they depend on more than I know about you.",
        "The calculator of your tax office gives a figure; compare offers before tax here.",
    ),
    (
        r"(?:will|would) i get (?:a |the |my )?(?:visa|work permit|blue card|green card)|"
        r"visa (?:chances|approved|approval)|bekomme ich (?:ein|das) visum",
        "Whether a visa is granted is decided by an authority, not by me or the employer.",
        "The embassy's or immigration office's own page says what they ask for; I can show which "
        "postings say that they sponsor.",
    ),
)
_PATTERNS = tuple(
    (re.compile(rf"(?<!\w)(?:{words})(?!\w)", re.IGNORECASE), Unknowable(why=why, instead=instead))
    for words, why, instead in _CASES
)


def unknowable(text: str) -> Unknowable | None:
    """Why a question cannot be answered here; None for every other question.

    >>> unknowable("What are my chances of getting this job?").why[:13]
    'I cannot know'
    >>> unknowable("How do I negotiate pay?") is None
    True
    """
    text = text[:_MAX_CHARACTERS]
    return next((found for pattern, found in _PATTERNS if pattern.search(text)), None)
