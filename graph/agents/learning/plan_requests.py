"""What is asked of a plan or a self-check: a button's verb, or plain words."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from enum import StrEnum

from domain.goals import read_goal
from domain.learning.planning import bounded_hours
from domain.messages import InboundMessage
from domain.preferences.answers import ShortAnswer, read_position, read_short_answer
from domain.preferences.bounded import bounded
from domain.reply import PendingQuestion
from domain.skills import canonical
from graph.agents.learning.requests import subject_of

PLAN_TOPIC = "plan"
CHECK_TOPIC = "self_check"
MOST_NAMED = 12
"""Skills that one request may name."""


class PlanVerb(StrEnum):
    """Everything about plans and self-checks; buttons carry these words."""

    PLAN = "plan"
    SHOW = "plan_show"
    DONE = "plan_done"
    SKIP = "plan_skip"
    REOPEN = "plan_reopen"
    HOURS = "plan_hours"
    BEHIND = "plan_behind"
    LATER = "plan_later"
    PAUSE = "plan_pause"
    RESUME = "plan_resume"
    STOP = "plan_stop"
    CHECK = "check"
    ANSWER = "check_answer"
    RATE = "check_rate"
    FORGET = "check_forget"
    END_CHECK = "check_end"


@dataclass(frozen=True, slots=True, kw_only=True)
class PlanRequest:
    """A verb and what it is about."""

    verb: PlanVerb
    goal: str = ""
    """A job title."""
    skills: tuple[str, ...] = ()
    """Canonical names."""
    unknown: str = ""
    """Named, and no skill or title that we know."""
    hours: float | None = None
    """A week."""
    step: str = ""
    """Id, or empty."""
    position: int | None = None
    """Of the step, from 0, as said."""
    about_posting: bool = False
    """The words may mean a posting ("a plan for this job")."""
    arguments: dict[str, str] = field(default_factory=dict)


_PLAN = re.compile(
    r"(?<!\w)(?:(?:learning|study|training|lern|weekly|upskilling)[- ]?plan|lernplan|studienplan|"
    r"roadmap|learning path|curriculum|plan d['’](?:apprentissage|étude)|plan de (?:estudios?|"
    r"aprendizaje|formation)|plano de (?:estudos?|aprendizagem)|"
    r"(?:make|give|create|build|draw up|write|need|want|have|set up|"
    r"mach|mache|erstell\w*|gib|brauche|fais|donne|faire|haz\w*|dame|quiero|faça|crie|quero|"
    r"banao|bana do|chahiye)"
    r"(?:\s+(?:me|us|mir|moi|um|un|une|a|an|the|einen|ek|new|good|another))*\s+plan[oe]?|"
    r"plan (?:to|for|bana\w*)|plan (?:me )?(?:my|the) learning|plan (?:für|um|pour|para)|"
    r"(?:new|another) plan|seekhne ka plan)(?!\w)",
    re.IGNORECASE,
)
_SHOW = re.compile(
    r"(?<!\w)(?:(?:show|see|open|what(?:'s| is)|where(?:'s| is)|how(?:'s| is)|display|zeig\w*|"
    r"montre\w*|muestra\w*|mostra\w*|mostre|dikhao)\b.{0,20}?\b(?:my|the|mein\w*|den|mon|mi|meu|"
    r"mera)?\s*"
    r"(?:learning |study )?(?:plan\w*|lernplan|progress|fortschritt)|"
    r"(?:my|mein|mon|mi|meu|mera) (?:learning |study )?(?:plan|plano|lernplan|progress)|"
    r"how far am i|next step|what(?:'s| is) next in (?:my|the) plan)(?!\w)",
    re.IGNORECASE,
)
_STEP_DONE = re.compile(
    r"(?<!\w)(?:done|finished|completed|fertig|erledigt|geschafft|terminé|fini|hecho|terminado|"
    r"concluí\w*|feito|ho gaya|khatam)(?!\w)",
    re.IGNORECASE,
)
_STEP = re.compile(r"(?<!\w)(?:step|schritt|étape|paso|etapa|passo|nummer|number)(?!\w)",
                   re.IGNORECASE)  # fmt: skip
_SKIP = re.compile(
    r"(?<!\w)(?:skip|leave out|überspring\w*|passe[rz]?|saute[rz]?|salta\w*|omit\w*|pula[r]?|"
    r"chhodo)(?!\w)",
    re.IGNORECASE,
)
_HOURS = re.compile(
    r"(?<![\w.,])(?P<number>\d{1,2}(?:[.,]5)?|half an|one|an|two|three|four|five|six|eight|ten)\s*"
    r"(?:h|hrs?|hours?|stunden?|std|heures?|horas?|ghant[ea])\b"
    r"(?P<span>\s*(?:a|per|/|each|every|pro|par|por|al)?\s*"
    r"(?:(?:week|wk|woche|semaine|semana|hafte|hafta)|(?P<day>day|tag|jour|día|dia|din))?\b)",
    re.IGNORECASE,
)
_NUMBERS = {"half an": 0.5, "one": 1, "an": 1, "two": 2, "three": 3, "four": 4, "five": 5,
            "six": 6, "eight": 8, "ten": 10}  # fmt: skip
_BARE_NUMBER = re.compile(r"\s*(?P<number>\d{1,2}(?:[.,]5)?)\s*h?\s*[.!]?\s*")
_BEHIND = re.compile(
    r"(?<!\w)(?:behind|not on track|fell back|can(?:'t|not) keep up|no time (?:last|this) week|"
    r"missed (?:a|the|last|two|this) weeks?|im rückstand|hinterher|en retard|atrasad[oa]|"
    r"peeche)(?!\w)",
    re.IGNORECASE,
)
_PAUSE = re.compile(r"(?<!\w)(?:pause|pausier\w*|pausa\w*|on hold|take a break|rok do)(?!\w)",
                    re.IGNORECASE)  # fmt: skip
_RESUME = re.compile(
    r"(?<!\w)(?:resume|continue|carry on|go on with|restart|unpause|fortsetzen|weitermachen|"
    r"reprend\w*|continuer|reanuda\w*|retoma\w*|phir se shuru)(?!\w)",
    re.IGNORECASE,
)
_STOP = re.compile(
    r"(?<!\w)(?:stop|cancel|delete|drop|remove|end|beende\w*|lösch\w*|arrête\w*|supprim\w*|"
    r"elimina\w*|cancela\w*|apaga\w*|band karo)(?!\w)",
    re.IGNORECASE,
)
_OF_PLAN = re.compile(r"(?<!\w)(?:plan[oe]?|lernplan|learning)(?!\w)", re.IGNORECASE)
_CHECK = re.compile(
    r"(?<!\w)(?:self[- ]?(?:check|test|assessment)|quiz(?: me)?|(?:test|check|examine) (?:me|my|"
    r"myself)|skill (?:check|test)|selbsttest|teste mich|prüf mich|autoévaluation|teste[- ]moi|"
    r"autoevaluación|evalúame|autoavaliação|teste-me|me teste|mera test|test lo)(?!\w)",
    re.IGNORECASE,
)
_QUESTIONS_WORDS = re.compile(
    r"(?<!\w)(?:quiz|test|tests?|self|check|assessment|examine|knowledge|level|questions?|teste|"
    r"mich|prüf|selbsttest|retake|plan[oe]?|lernplan|roadmap|path|curriculum|make|create|build|"
    r"hours?|hrs?|h|week|per|each|day|only|my|role|step|goal|become|becoming|myself|again|"
    r"stunden|woche|pro|semaine|heures?|semana|horas?|par|por|for this|this|mach|banao|bana|"
    r"erstelle|moi|mir|evaluate|skill|quero|fais)(?!\w)|(?<!\w)\d{1,3}(?!\w)",
    re.IGNORECASE,
)
_FOR = re.compile(
    r"(?<!\w)(?:plan|roadmap|path|lernplan|plano)\s+"
    r"(?:for becoming|for|to become|towards|für|pour|para|als)\s+"
    r"(?:an?\s+|the\s+|eine?n?\s+|une?\s+|uma?\s+)?(?P<what>[^.,;:!?\n]{2,60})",
    re.IGNORECASE,
)
_THIS_JOB = re.compile(
    r"(?<!\w)(?:this|that|the|first|second|third|last|diese[nrs]?|ce|cette|este|esta|essa)\s+"
    r"(?:job|posting|role|position|one|ad|vacancy|stelle|poste|offre|oferta|puesto|vaga)(?!\w)",
    re.IGNORECASE,
)
_JOB_ENDING = re.compile(
    r"(?:er|or|[iy]st|ian|ant|ent|nurse|chef|lead|head|driver|in|eur|euse|ador|adora|eira|eiro)s?\s*$",
    re.IGNORECASE,
)
_LETTER = re.compile(
    r"\W{0,3}(?:(?:my |the )?(?:answer|option|letter|antwort|réponse|respuesta)(?: is)?|"
    r"(?:i )?(?:think|guess|say|choose|pick|take)|ich (?:glaube|nehme))?\W{0,3}"
    r"(?:it'?s|it is|is)?\W{0,3}([a-d1-5])\W{0,3}",
    re.IGNORECASE,
)
_LONGEST_ANSWER = 40
"""Characters."""
_SHORT = 9
"""Words; a longer sentence with "done" or "skip" in it is about something else."""


def plan_request_of(message: InboundMessage, pending: PendingQuestion | None) -> PlanRequest | None:
    """What the message asks of plans or checks; None when it is about resources.

    Args:
        message: of a person.
        pending: this agent's open question or memory, None when there is none.
    """
    if message.action is not None:
        arguments = dict(message.action.arguments)
        try:
            verb = PlanVerb(message.action.verb)
        except ValueError:
            return None
        return _of_button(verb, arguments)
    text = bounded(message.text)
    topic = pending.topic if pending else ""
    if topic == PLAN_TOPIC and read_short_answer(text) is ShortAnswer.UNDO:
        marked = pending.data.get("marked", "") if pending else ""
        return PlanRequest(verb=PlanVerb.REOPEN, step=marked) if marked else None
    if topic == CHECK_TOPIC and (answer := _answer(text, pending)) is not None:
        return answer
    if _CHECK.search(text):
        skills, unknown = subject_of(_QUESTIONS_WORDS.sub(" ", text))
        return PlanRequest(verb=PlanVerb.CHECK, skills=skills[:1], unknown=unknown)
    is_short = len(text.split()) <= _SHORT
    says_plan = _OF_PLAN.search(text) is not None
    is_about_it = is_short and (says_plan or topic == PLAN_TOPIC)
    if is_about_it and (upkeep := _upkeep(text, says_plan=says_plan)) is not None:
        return upkeep
    if is_short and _STEP.search(text) and (state := _step_state(text)) is not None:
        return state
    if _BEHIND.search(text) and (says_plan or topic == PLAN_TOPIC):
        return PlanRequest(verb=PlanVerb.BEHIND, hours=hours_in(text))
    if _PLAN.search(text):
        return _new_plan(text)
    if _SHOW.search(text):
        return PlanRequest(verb=PlanVerb.SHOW)
    return None


def _of_button(verb: PlanVerb, arguments: dict[str, str]) -> PlanRequest:
    named = re.split(r"[,\n]", arguments.get("skills") or arguments.get("skill", ""))
    skills = [name for one in named[: MOST_NAMED * 2] if (name := canonical(one.strip()[:80]))]
    return PlanRequest(
        verb=verb,
        goal=" ".join(arguments.get("goal", "")[:80].split()),
        skills=tuple(dict.fromkeys(skills))[:MOST_NAMED],
        hours=_number(arguments.get("hours", "")),
        step=arguments.get("step", ""),
        about_posting=bool(arguments.get("posting")),
        arguments=arguments,
    )


def _answer(text: str, pending: PendingQuestion | None) -> PlanRequest | None:
    letter = _LETTER.fullmatch(text) if len(text) <= _LONGEST_ANSWER else None
    arguments = dict(pending.data) if pending else {}
    if re.fullmatch(
        r"\W*(?:stop|quit|enough|cancel|stopp|genug|fin|basta)\W*", text, re.IGNORECASE
    ):
        return PlanRequest(verb=PlanVerb.END_CHECK, arguments=arguments)
    if letter is None or arguments.get("finished"):
        return None
    pick = letter[1].upper()
    if "given" not in arguments:
        if not pick.isdigit():
            return None
        return _of_button(PlanVerb.RATE, {**arguments, "level": pick})
    if pick in "1234":
        pick = "ABCD"[int(pick) - 1]
    elif pick == "5":
        return None
    number = str(len(arguments["given"]))
    return _of_button(PlanVerb.ANSWER, {**arguments, "pick": pick, "q": number})


def _upkeep(text: str, *, says_plan: bool) -> PlanRequest | None:
    if (state := _step_state(text)) is not None and not _PLAN.search(text):
        return state
    if _PAUSE.search(text):
        return PlanRequest(verb=PlanVerb.PAUSE)
    if _RESUME.search(text):
        return PlanRequest(verb=PlanVerb.RESUME)
    if _BEHIND.search(text):
        return PlanRequest(verb=PlanVerb.BEHIND, hours=hours_in(text))
    if _STOP.search(text) and says_plan:
        return PlanRequest(verb=PlanVerb.STOP)
    hours = hours_in(text)
    if hours is None and (bare := _BARE_NUMBER.fullmatch(text)):
        hours = _number(bare["number"])
    if hours is not None and not _PLAN.search(text):
        return PlanRequest(verb=PlanVerb.HOURS, hours=hours)
    return None


def _step_state(text: str) -> PlanRequest | None:
    verb = PlanVerb.DONE if _STEP_DONE.search(text) else None
    if verb is None and _SKIP.search(text):
        verb = PlanVerb.SKIP
    if verb is None:
        return None
    skills, _ = subject_of(_SKIP.sub(" ", _STEP_DONE.sub(" ", _STEP.sub(" ", text))))
    return PlanRequest(verb=verb, position=read_position(text, count=20), skills=skills[:1])


def _new_plan(text: str) -> PlanRequest:
    hours = hours_in(text)
    rest = _HOURS.sub(" ", text)
    if _THIS_JOB.search(rest):
        return PlanRequest(verb=PlanVerb.PLAN, hours=hours, about_posting=True)
    named = _FOR.search(rest)
    goal = read_goal(rest) or (read_goal(f"become {named['what']}") if named else None)
    skills, unknown = subject_of(_QUESTIONS_WORDS.sub(" ", rest), most=MOST_NAMED)
    if goal is not None and goal.title and _is_job(goal.title):
        return PlanRequest(verb=PlanVerb.PLAN, goal=goal.title, hours=hours)
    return PlanRequest(verb=PlanVerb.PLAN, skills=skills, unknown=unknown, hours=hours)


def _is_job(title: str) -> bool:
    """Whether a goal is a job and no skill: "data engineer", not "Docker" or "k8s"."""
    skill = canonical(title)
    if skill is None:
        return True
    return skill.casefold() != title.casefold() and _JOB_ENDING.search(title) is not None


def hours_in(text: str) -> float | None:
    """Hours a week that a text states.

    >>> hours_in("a plan with 5 hours a week"), hours_in("1 h a day"), hours_in("two courses")
    (5.0, 7.0, None)
    """
    found = _HOURS.search(text)
    if found is None:
        return None
    number = _number(found["number"])
    if number is None:
        return None
    return bounded_hours(number * 7) if found["day"] else number


def _number(words: str) -> float | None:
    spelled = _NUMBERS.get(words.lower())
    if spelled is not None:
        return bounded_hours(spelled)
    if not re.fullmatch(r"\d{1,3}(?:[.,]\d)?", words):
        return None
    return bounded_hours(float(words.replace(",", ".")))
