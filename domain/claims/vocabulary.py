"""Words that decide whether two sentences claim the same; reviewed, in several languages."""

from __future__ import annotations

from collections.abc import Mapping


def _set(words: str) -> frozenset[str]:
    return frozenset(words.split())


def _pairs(words: str) -> dict[str, str]:
    return {left: right for left, _, right in (pair.partition("=") for pair in words.split())}


IRREGULAR: Mapping[str, str] = _pairs(
    """
    built=build rebuilt=rebuild wrote=write written=write rewrote=rewrite ran=run drove=drive
    driven=drive grew=grow grown=grow taught=teach sold=sell bought=buy made=make kept=keep
    held=hold won=win brought=bring oversaw=oversee took=take taken=take gave=give given=give
    chose=choose chosen=choose spoke=speak began=begin begun=begin sent=send met=meet spent=spend
    leading=led sang=sing drew=draw drawn=draw sought=seek using=use used=use uses=use saw=see
    understood=understand found=find fed=feed dealt=deal shrank=shrink sped=speed
    """
)
"""``led`` stays itself: ``lead`` is also a rank."""

UNSTEMMED = _set(
    """
    engineering marketing accounting nursing banking housing catering advertising clothing
    meeting morning evening king spring string thing during nothing something anything pricing
    lead leads led news series species gas bus always across process business access address
    success analysis basis windows kubernetes aws sas css axios express postgres redis jenkins
    engineer market account nurse bank need used speed feed seed embed hundred united red led bed
    designer intern interning internship need
    """
)
"""Words that look inflected and are not, and nouns that must not meet a verb or a title."""

NUMBER_WORDS: Mapping[str, str] = {
    word: str(value)
    for value, words in enumerate(
        (
            "zero null zéro cero",
            "one eins uno",
            "two zwei deux dois",
            "three drei trois tres três",
            "four vier quatre cuatro quatro",
            "five fünf cinq cinco",
            "six sechs seis",
            "seven sieben sept siete sete",
            "eight huit ocho oito",
            "nine neun neuf nueve nove",
            "ten zehn dix diez dez",
            "eleven elf onze",
            "twelve zwölf douze doce doze",
            "thirteen dreizehn",
            "fourteen vierzehn",
            "fifteen fünfzehn quinze quince",
            "sixteen sechzehn",
            "seventeen siebzehn",
            "eighteen achtzehn",
            "nineteen neunzehn",
            "twenty zwanzig vingt veinte vinte",
        )
    )
    for word in words.split()
} | _pairs(
    """
    thirty=30 forty=40 fifty=50 sixty=60 seventy=70 eighty=80 ninety=90
    dreißig=30 vierzig=40 fünfzig=50 sechzig=60 siebzig=70 achtzig=80 neunzig=90
    trente=30 quarante=40 cinquante=50 soixante=60 treinta=30 cuarenta=40 cincuenta=50 sesenta=60
    setenta=70 ochenta=80 noventa=90 trinta=30 quarenta=40 cinquenta=50 sessenta=60 oitenta=80
    """
)
APPROXIMATELY = _set("about approximately approx around roughly circa etwa rund environ ~ ≈")
"""Before a number these are one hedge; ``nearly`` and ``up to`` are others: they mean less."""
RATE_UNITS = _set("second minute hour shift day night week weekend month quarter year season term")
"""What "a" before them means after something counted: "40 tickets a day"."""
PERCENT_WORDS = frozenset({"percent", "pct", "prozent", "procent"})

CONNECTING = _set(
    """
    i ich je yo eu a an the and of in on with using via its their our this these those
    der die das den dem des ein eine einer eines einen und mit im in von vom
    le la les un une du des de et en dans avec d l
    el los las una y e del con em os um uma do da dos das
    """
)
"""May be put in or left out: they bind words and claim nothing. Prepositions with a direction
(``to``, ``from``, ``by``, ``for``, ``at``) are no such words, and ``no``, ``as``, ``o`` are not."""

DIRECTIONS = _set(
    """
    to from by for at as into onto under over against before after than between per towards toward
    instead versus vs behind below above until since plus minus without except despite
    zu zum zur bei beim für als nach vor gegen unter über durch an aus seit bis ohne
    pour par chez sous contre vers depuis sans comme
    para por desde hasta bajo sin como hacia contra
    até sob sem pelo pela ao à
    """
)

GUARDS = _set(
    """
    that which who whom whose where when while if because although whether unless
    welche welcher welches dass weil wenn ob obwohl während
    qui que dont où si lorsque quien quienes donde cuando onde quando quem
    """
)
"""What follows them is said of somebody or something else, or only under a condition."""

HEDGES = _set(
    """
    not no never none neither nor without non un except hardly barely cannot can't don't didn't
    wasn't isn't haven't hasn't won't lack lacked lacking failed fail attempted attempt tried try
    trying planned plan planning proposed propose intended wanted want hope hoping hoped
    help helped helping assist assisted assisting assistance support supported supporting
    contribute contributed contributing contribution participate participated participating
    participation part involved shadowed shadowing observed observing joined learning learned
    learn learnt studied studying study introduced partially partly somewhat almost nearly about
    approximately approx around roughly circa up maximum max most least minimum min less fewer
    some several few basic beginner elementary exposure familiar familiarity introductory
    junior assistant associate trainee intern internship apprentice student volunteer former ex
    acting interim deputy co temporary pilot prototype draft theoretical simulated mock sample
    would could should might may will supervised supervision guidance under target targeted
    expected estimated potential coursework tutorial unsuccessfully ~ ≈ < > ± ≤ ≥ − up
    little limited rusty rarely seldom occasionally half
    kaum weniger bis selten moins jusqu'à peu rarement menos poco pouco apenas
    nicht kein keine keinen ohne nie niemals unterstützt unterstützte unterstützung mitgewirkt
    mitarbeit mithilfe assistenz geplant etwa circa rund fast teilweise praktikant praktikantin
    werkstudent werkstudentin auszubildende azubi grundkenntnisse stellvertretend stellvertretende
    pas ne jamais sans aucun aidé assisté participé participation environ presque stagiaire
    no nunca sin ningún ayudé asistí apoyé participé casi aproximadamente becario practicante
    não nunca sem nenhum ajudei auxiliei apoiei participei quase aproximadamente estagiário
    """
)
"""Each makes a claim smaller or denies it: leaving one out, or adding one, changes the claim."""

RANKS = _set(
    """
    senior lead principal staff chief head director manager supervisor vp president executive
    founder cofounder owner partner architect expert specialist professional certified licensed
    chartered registered accredited award awarded winning winner best top leading first only
    successful successfully extensive extensively proven outstanding exceptional excellent advanced
    fluent native mastered master mastery guru ninja seasoned strong deep highly world
    leiter leiterin leitung chef chefin direktor direktorin meister experte expertin
    responsable directeur directrice chef expert
    jefe jefa director directora gerente experto experta líder
    chefe diretor diretora especialista
    led managed manage headed directed direct oversee supervised supervise owned own spearheaded
    mentored mentor founded coached hired recruited
    geleitet leitete verantwortet dirigé dirigí lideré gestioné liderei gerenciei
    """
)
"""Rank, scope and praise: they keep the neighbours that they have in the line."""
