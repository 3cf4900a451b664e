"""What job seekers say that needs no guessing: whole pastes, and wordings one agent alone reads."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date

from domain.agents import AgentId
from domain.applications.messages import Heard, read_message
from domain.applications.questions import Topic, questions_in
from domain.applications.statements import Happening, read_statement
from domain.chat_spelling import spelled_out
from domain.posting_intake.uploads import brings_posting
from domain.posting_intake.worth import TextKind, what_it_is
from domain.preferences.bounded import bounded
from domain.skills import find_skills


@dataclass(frozen=True, slots=True, kw_only=True)
class Wish:
    """Who is meant, and whether it is a request rather than something told."""

    agent: AgentId
    is_request: bool
    """False for what may as well answer somebody's open question ("my notice period is 3 months",
    "I used Terraform at Globex")."""


def _any(*wordings: str) -> re.Pattern[str]:
    return re.compile(rf"(?<!\w)(?:{'|'.join(wordings)})(?!\w)", re.IGNORECASE)


_MY = r"(?:my|the|this|our|mein\w*|den|die|das|mon|ma|mes|mi|mis|meu|minha|meus|minhas|mera|meri)"
_SHOW = (
    r"(?:show|see|open|view|list|display|bring up|where(?: is|['’]?s)|what(?: is|['’]?s| are)"
    r"(?: on| in)?|zeig\w*|montre\w*|affiche|muestra\w*|mu[eé]strame|mostra\w*|mostre|dikha\w*)"
)
_JOB = (
    r"(?:job|posting|role|position|one|ad|vacancy|offer|stelle\w*|anzeige|poste|offre|annonce|"
    r"oferta|puesto|vaga|naukri)"
)

_REQUESTS: tuple[tuple[AgentId, re.Pattern[str]], ...] = (
    (
        AgentId.PROFILE,
        _any(
            r"(?:what|which|show|list|where) (?:\w+ ){0,3}my (?:profile )?sources",
            r"^(?:my )?total (?:years|experience)(?: of)?(?: work)?(?: experience)?[?.! ]*$",
            r"(?:remove|delete|forget|take out|drop|entferne|lösche|supprime|enlève|borra|quita|"
            r"apaga|remova) (?:\w+ ){0,2}?(?:linked ?in|git ?hub|json ?resume)"
            r"(?: (?:data|import|export|source|profile|stuff|repos?|again))*[.! ]*$",
            r"(?:linked ?in|xing)[ -](?:data[ -])?(?:export|archive|zip|pdf)",
            r"(?:import|upload|read|use|add) (?:\w+ ){0,2}?(?:json ?resume|linked ?in)",
        ),
    ),
    (
        AgentId.LEARNING,
        _any(
            rf"(?:{_SHOW}|how(?: is|['’]?s)) (?:me )?{_MY} (?:learning |study |training )?"
            r"(?:plan|plano|lernplan|roadmap)",
            r"(?:make|give|create|build|draw up|write|need|want|set up) (?:me )?"
            r"(?:an? |another |new )*(?:\w+ )?plan (?:to learn|for learning|for (?!my (?:career|"
            r"future|life)))",
            r"(?:learning|study) plan",
            r"lernplan|plan d['’]apprentissage|plan de (?:estudios?|aprendizaje|formation)|"
            r"plano de (?:estudos?|aprendizagem)|seekhne ka plan",
            r"quiz (?:me|my)|self[- ]?(?:check|test|assessment)|(?:test|examine|check) (?:me|my "
            r"(?:knowledge|level|skills?)) (?:on|in|of|about|for)|(?:test|check) my (?:\w+ )?"
            r"(?:knowledge|level)|selbsttest|teste? (?:mich|moi) (?:in|en|sur)|"
            r"teste-moi|teste-me|eval[uú]ame|autoévaluation|autoevaluación|autoavaliação|"
            r"mera test lo",
            r"(?:done|finished|completed) (?:with )?(?:the )?(?:first|second|third|fourth|last|"
            r"next) "
            r"step(?! of the (?:interview|application|process|hiring))|"
            r"(?:done|finished|completed|skip|fertig|erledigt|terminé|hecho|terminado|concluí) "
            r"(?:with |mit |avec |con |com )?(?:the )?(?:step|schritt|étape|paso|etapa|passo) ?\d*|"
            r"(?:ya |j['’]ai )?(?:termin[ée]|acabé|fini|terminei|acabei|completé) (?:el |l['’]|"
            r"la |o |a )?"
            r"(?:paso|étape|passo|etapa)|(?:frag|frage) mich .{0,40}ab|mich .{0,40}abfragen|"
            r"interroge[- ]moi|(?:step|schritt|étape|paso|etapa|passo|milestone) (?:\d{1,2}|one|"
            r"two|three|four) "
            r"(?:is |ist |est |está )?(?:done|finished|complete\w*|fertig|erledigt|"
            r"terminée?|hech[oa]|feit[oa]|ho gaya)",
            r"(?:behind|fell behind|catch up) (?:on|with) (?:my|the) (?:plan|learning|course\w*)",
            r"(?:pause|stop|resume|continue|cancel|delete) (?:my|the) (?:learning |study )?plan",
        ),
    ),
    (
        AgentId.RESUME_BUILDER,
        _any(
            rf"(?:tailor|adapt|customi[sz]e|adjust|target|optimi[sz]e|rewrite) (?:{_MY} )?(?:cv|it|"
            r"resume|résumé|letter|application documents?)(?: \w+){0,3} (?:to|for|towards?)",
            rf"(?:tailor|adapt|customi[sz]e) (?:\w+ ){{0,4}}{_JOB}",
            rf"(?:adapte\w*|adapta\w*|personnalise\w*|personaliza\w*|ajusta\w*) "
            rf"(?:{_MY} )?(?:cv|currículum|curriculum|currículo)(?: \w+){{0,3}} (?:à|au|a|para|"
            rf"pra)",
            rf"(?:passe?|schneide?) (?:{_MY} )?(?:lebenslauf|cv) (?:\w+ ){{0,4}}(?:an|zu)[.! ]*$",
            rf"(?:make|create|build|prepare) (?:{_MY}|an?) (?:\w+ )?(?:resume|cv) (?:for|to fit)",
            r"(?:yes|ok|okay) to (?:all|every\w*)|accept (?:all|everything|them all|(?:change|"
            r"suggestion)s?(?: \d+)?)",
            r"(?:alle änderungen|alles) (?:annehmen|übernehmen)|accepte[rz]? tout|acepta\w* todo|"
            r"aceita\w* tud[oa]|sab accept kar\w*",
            r"(?:make|give|export|save|turn|want|need|get|convert) (?:it|that|this|me|the file|"
            rf"{_MY} (?:cv|resume|résumé))(?: \w+){{0,4}} (?:word|docx|pdf|markdown|json)"
            r"(?: (?:file|document|doc|version|format))?",
            r"^(?:and |now |please )*as (?:an? )?(?:word|docx)(?: (?:file|document|doc))?[.!?]?$",
            r"(?:which|what|what other) (?:looks|themes|designs) (?:are|do|can|have)|"
            r"(?:show|see|what|which|try|pick|change|other|another|different|list) (?:me )?(?:the |"
            r"other |all |another |different |some )*(?:looks?|themes?|templates?)",
            rf"{_SHOW} (?:me )?{_MY} (?:\w+ )?(?:documents?|resumes|cvs|letters|files|dokumente|"
            r"unterlagen|documentos)|^my documents[?.! ]*$",
            r"(?:read[- ]?back|certificate of|show the|the|its|file) certificate(?! (?:course|"
            r"program|in|for))",
        ),
    ),
    (
        AgentId.SKILLS_GAP,
        _any(
            r"what (?:am i|i am|i['’]?m|im) (?:still )?(?:missing|lacking)",
            r"what do i (?:still )?(?:lack|miss)",
            r"how far (?:am i|away am i|off am i)(?: \w+){0,2} (?:from|off)(?! home)",
            r"(?:am i|would i be|are my skills) (?:\w+ )?(?:qualified|good enough|ready|"
            r"a (?:good )?(?:fit|match)) (?:for|to)",
            r"what do i need (?:to (?:know|have|be able) )?to (?:be|become|get into|work as)",
            r"was fehlt mir|woran fehlt es mir|qu['’]est-ce qu(?:i|['’]il) me manque|"
            r"qu[eé] me falta|(?:o )?que me falta|mujhme kya kami",
        ),
    ),
    (
        AgentId.APPLICATIONS,
        _any(
            rf"{_SHOW} (?:me )?{_MY} (?:\w+ )?(?:board|tracker|applications|bewerbungen|"
            r"candidatures|solicitudes|candidaturas)|my (?:board|applications|tracker)|"
            r"(?:application )?board",
            r"how many (?:of )?(?:my |the )?(?:applications?|interviews|offers|replies|answers|"
            r"rejections)",
            r"(?:my|application) funnel|(?:reply|response|answer) rate",
            r"what (?:do|should|would|can|did) i (?:answer|put|enter|fill in|say|write|reply)"
            r"(?: \w+){0,2} (?:for|about|on|to|under|when (?:they|asked))(?: \w+){0,3} "
            r"(?:notice|salary expect\w*|desired salary|expected salary|earliest|start date|"
            r"sponsor\w*|work permi\w+|work authori[sz]ation|relocat\w+|travel|driving|visa|"
            r"years of)",
            r"answer bank|(?:list|all|show) (?:\w+ )?(?:kept|saved|form) answers|"
            r"my (?:\w+ )?answers",
        ),
    ),
    (
        AgentId.CAREER_ADVICE,
        _any(
            r"(?:show|list|see|what are|read|tell) (?:me )?(?:all )?my (?:\w+ )?stories|"
            r"my (?:kept |saved |interview )?stories|"
            r"meine geschichten|mes histoires|mis historias|minhas histórias",
            rf"(?:practi[sc]e|rehearse|mock interview|train|drill|role ?play)(?: \w+){{0,4}} "
            rf"(?:for|about|on) (?:this|that|the)(?: \w+){{0,3}} (?:{_JOB}|interview)",
            r"practi[sc]e (?:an |the |my |another )?interview|mock interview|"
            r"interview practice|(?:practicar|ensayar|treinar|praticar) (?:la |a |una? |"
            r"uma )?entrevista|"
            r"(?:vorstellungsgespräch|bewerbungsgespräch|interview) üben|"
            r"(?:m['’]entraîner|entraîne-moi) (?:à|pour) (?:l['’]|un |cet )?entretien",
        ),
    ),
)
_TOLD: tuple[tuple[AgentId, re.Pattern[str]], ...] = (
    (
        AgentId.PROFILE,
        re.compile(
            r"^(?:and |also |yes,? |btw,? )?(?:i(?:['’]ve| have|ve)?(?: also)? (?:used|worked with|"
            r"built things with|coded in|programmed in)|j['’]ai utilisé|(?:yo )?us[ée]|"
            r"(?:eu )?usei)"
            r"\s+[^.;!?\n]{1,60}?\s+(?:at|during my time at|bei|chez|en|na|no)\s+[^.;!?\n]{2,60}$",
            re.IGNORECASE,
        ),
    ),
    (
        AgentId.APPLICATIONS,
        _any(
            r"(?:my|meine?|mon|ma|mi|meu|minha|mera|meri) (?:notice(?: period)?|kündigungsfrist|"
            r"préavis|preaviso|aviso prévio|earliest start(?: date)?|start date|"
            r"salary expectations?|expected salary|desired salary|gehaltsvorstellung) "
            r"(?:is|are|ist|est|es|é|hai|beträgt|=|:) ?[^?\n]{1,80}$",
        ),
    ),
    (
        AgentId.LEARNING,
        _any(
            r"(?:i |ich |je |yo |eu )?(?:only |just |now )?(?:have|got|can do|habe|ai|tengo|tenho)"
            r"(?: \w+){0,2} (?:\d{1,2}|one|two|three|four|five|six|eight|ten|drei|trois|tres|"
            r"três) ?(?:h|hrs?|hours?|stunden?|heures?|horas?)"
            r"(?: (?:a|per|each|every|this|pro|diese|par|cette|por|esta|na|à la) (?:week|day|"
            r"woche|semaine|"
            r"semana))?[.! ]*$",
        ),
    ),
    (
        AgentId.CAREER_ADVICE,
        _any(
            r"^(?:keep|save|remember) (?:this|that|the|my) (?:story|answer|example|anecdote)[.! ]*$"
        ),
    ),
)
_TIME = re.compile(
    r"(?<!\w)(?:years?|months?|long|last|experience|jahre?|monate|lange|zuletzt|erfahrung|"
    r"ann[ée]es?|"
    r"temps|derni[èe]re|a[ñn]os|tiempo|[úu]ltima|anos|tempo|saal|baar)(?!\w)",
    re.IGNORECASE,
)
_NOT_OF_A_PROFILE = re.compile(
    r"(?<!\w)(?:learn\w*|study\w*|take|takes|took|need\w*|require\w*|ask\w*|want\w*|should|course|"
    r"notice|salary|repl\w+|hear|heard|wait\w*|until|lernen|brauche\w*|dauert|apprendre|faut|"
    r"aprender|necesit\w+|precis\w+|demora|seekhne|lagega|chahiye|jobs?|postings?|applied|"
    r"applications?|interview\w*|unemployed|quit|search\w*|apply)(?!\w)",
    re.IGNORECASE,
)
_OF_USE = re.compile(
    r"(?<!\w)(?:use|used|using|work\w*|experience|benutz\w*|verwend\w*|gearbeitet|utilisé|usad[oa]|"
    r"us[éei]|usei|trabaj\w+|trabalh\w+|erfahrung|expérience|experiencia|experiência|"
    r"anubhav)(?!\w)",
    re.IGNORECASE,
)
_CODE_HOST = re.compile(r"git ?hub", re.IGNORECASE)
_ADVICE_TOO = re.compile(
    r"(?<!\w)(?:should i|soll ich|dois[- ]je|debo|devo|how (?:do|should|can) i|how to|what (?:do|"
    r"should|can) i|feel\w*|nervous|scared|afraid|why|prepare|practi[sc]e|compare|negotiat\w*|"
    r"(?:rejected|turned down|declined)(?: me)? (?:for|because)(?! (?:the|a|an|my)(?!\w))|"
    r"worth|advice|tips?|write|draft|laid off|quit|stud(?:y|ied)|i said|consent|but|stay or go|"
    r"counter|"
    r"role ?play|rehears\w*|ü?be|üben|uben|vorbereit\w*|bereite|practicar|ensayar|simul\w*|prueba|"
    r"teste|treina\w*|entraîn\w*|tension|terrif\w*|nervös|angst|peur|miedo|medo)(?!\w)",
    re.IGNORECASE,
)
_TRACKED = frozenset({Happening.APPLIED, Happening.REJECTED, Happening.INTERVIEW,
                      Happening.WITHDRAWN, Happening.NO_ANSWER, Happening.ACCEPTED,
                      Happening.OFFER, Happening.SAVED})  # fmt: skip
_ANY_DAY = date(2026, 1, 5)
"""The day decides which date is read, not whether something was told."""
_YOUR_APPLICATION = re.compile(
    r"(?<!\w)(?:your (?:recent )?(?:application|interest|candidacy)|you applied|for applying|"
    r"(?:ihre|deine) bewerbung|votre candidature|(?:tu|su|sua) candidatura)(?!\w)",
    re.IGNORECASE,
)
_MOST_SEARCHED = 6000  # characters
_LONGEST_TOLD = 30  # words
_SHORTEST_LETTER = 14  # words
_LEAST_QUESTIONS = 3
_USUAL_QUESTIONS = 2
"""Of a form that somebody pasted: questions, and how many of them are the usual ones."""


def pasted(text: str) -> AgentId | None:
    """Who takes a whole text of somebody else: an employer's message, a posting, a form.

    >>> pasted("Dear Ana, thank you for applying to Acme. Unfortunately, we have decided to move "
    ...        "forward with other candidates.")
    <AgentId.APPLICATIONS: 'applications'>
    """
    is_letter = len(text.split(maxsplit=_SHORTEST_LETTER)) > _SHORTEST_LETTER
    kind = what_it_is(text)
    if kind is TextKind.RESUME:
        return None
    if is_letter and not _is_told(text):
        heard = read_message(text).heard
        # A posting may thank for applications; only a letter speaks of "your application".
        is_answer = kind is TextKind.OTHER or _YOUR_APPLICATION.search(text[:_MOST_SEARCHED])
        if heard is not Heard.NONE and is_answer:
            return AgentId.APPLICATIONS
    if brings_posting(text):
        return AgentId.JOB_SEARCH
    return AgentId.APPLICATIONS if _is_form(text) else None


def wish_in(text: str) -> Wish | None:
    """Who is meant by a sentence that one agent alone understands; None in all other cases.

    >>> wish_in("How many years of Python do I have?").agent
    <AgentId.PROFILE: 'profile'>
    >>> wish_in("how long does it take to learn Go") is None
    True
    """
    line = spelled_out(bounded(text))
    if len(line.split()) > _LONGEST_TOLD:
        return None
    if _asks_own_time(line) or _names_account(line):
        return Wish(agent=AgentId.PROFILE, is_request=True)
    found = {agent for agent, pattern in _REQUESTS if pattern.search(line)}
    if len(found) == 1:
        return Wish(agent=found.pop(), is_request=True)
    if found:
        return None
    told = {agent for agent, pattern in _TOLD if pattern.search(line)}
    if len(told) == 1:
        return Wish(agent=told.pop(), is_request=False)
    if not told and _tells_happening(line):
        return Wish(agent=AgentId.APPLICATIONS, is_request=False)
    return None


def _is_told(text: str) -> bool:
    """Whether the person speaks of themselves: "I applied …, they said …" is no letter."""
    return (
        re.match(r"\W*(?:i|i['’]ve|ich|je|yo|eu|maine|my)(?!\w)", text, re.IGNORECASE) is not None
    )


def _is_form(text: str) -> bool:
    if text.count("?") + text.count("\n") + text.count("*") < _LEAST_QUESTIONS - 1:
        return False
    questions = questions_in(text)
    usual = {question.key for question in questions if question.topic is not Topic.OTHER}
    return len(questions) >= _LEAST_QUESTIONS and len(usual) >= _USUAL_QUESTIONS


def _asks_own_time(line: str) -> bool:
    """Whether a question is about own years of something, as the profile itself reads it."""
    if _TIME.search(line) is None or _NOT_OF_A_PROFILE.search(line) is not None:
        return False
    if not find_skills(line) and _OF_USE.search(line) is None:
        return False
    # The profile's own reading, loaded when first needed: the router starts without the agents.
    from graph.agents.profile_agent.tenures import asks_for_tenure

    return asks_for_tenure(line)


def _names_account(line: str) -> bool:
    if _CODE_HOST.search(line) is None:
        return False
    from graph.agents.profile_agent.accounts import account_meant

    return account_meant(line) is not None


def _tells_happening(line: str) -> bool:
    if _ADVICE_TOO.search(line) is not None:
        return False
    statement = read_statement(line, today=_ANY_DAY)
    return statement is not None and statement.happening in _TRACKED
