"""A team's plain words about a rubric, as the next rubric or as one clear sentence."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, replace

from domain.roles.asking import Asked, asked_in, label_of, length_words, months_in
from domain.roles.lawful import Refusal, check_lawful
from domain.roles.model import Ask, Criterion, Gate, Note, Rubric, Wanted
from domain.skills import canonical

MOST_ITEMS = 20
"""Of gates, criteria and notes each: more is no rubric but a catalogue."""
MUST, NICE, USUAL = 4, 2, 3

_LONGEST = 160
_WEIGHT = re.compile(
    r"(?:set |change |make )?(?:the )?(?:weight|gewicht)(?: of| for| von)? (?P<name>.+?)"
    r"\s*(?:to|=|:|auf|is|\s)\s*(?P<weight>\d+)\W*$"
    r"|(?:weigh|weight) (?P<name2>.+?) (?:with|by|at|mit) (?P<weight2>\d+)\W*$"
    r"|(?P<name3>.+?)\s*(?:,|:)?\s+(?:weight|gewicht)\s*(?:to|=|:|auf)?\s*(?P<weight3>\d+)\W*$",
    re.IGNORECASE,
)
_KINDS = (
    r"must(?:[- ]have)?|nice(?:[- ]to[- ]have)?|gate|note|criterion|criteria|requirement"
    r"|muss|kann|bedingung|notiz|kriterium|hinweis"
)
_ADD = re.compile(
    rf"(?:please )?(?:add|include|füge? hinzu|ergänze|neu)(?: an?| the| as(?: an?)?| eine?n?)?"
    rf"\s*(?P<kind>{_KINDS})?\s*(?::|-|–|\s)\s*(?P<what>.+)$",
    re.IGNORECASE | re.DOTALL,
)
_SAY = re.compile(rf"(?P<kind>{_KINDS})\s*[:–-]\s*(?P<what>.+)$", re.IGNORECASE | re.DOTALL)
_REMOVE = re.compile(
    r"(?:please )?(?:remove|drop|delete|take out|leave out|entferne|streiche|lösche)\s+"
    r"(?:the )?(?:criterion|gate|note|requirement|kriterium|bedingung|notiz)?\s*(?P<name>.+)$",
    re.IGNORECASE,
)
_MAKE = re.compile(
    rf"(?:make|turn|mach(?:e)?|move)\s+(?P<name>.+?)\s+(?:into |to |as |zur |zum |zu einer )?"
    rf"(?:an? |the )?(?P<kind>{_KINDS})\W*$",
    re.IGNORECASE,
)
_MONTHS = re.compile(
    r"(?:change |set |ändere )?(?P<name>.+?)\s*(?:,|:|to|from|auf|=)?\s+"
    r"(?P<length>(?:\d+|[a-zäöü]+)"
    r"\s*\+?\s*(?:years?|yrs?|months?|jahre?n?|monate?n?))"
    r"(?:\s+(?:instead of|not|rather than|statt|anstatt)\s+.+)?\W*$",
    re.IGNORECASE,
)
_KIND_OF = {
    "muss": "must", "kann": "nice", "bedingung": "gate", "notiz": "note", "hinweis": "note",
    "kriterium": "criterion", "criteria": "criterion", "requirement": "criterion",
}  # fmt: skip
_FILLER = re.compile(
    (r"\W+|\b(?:the|of|a|an|experience|skills?|criterion|gate|note)\b"), re.IGNORECASE
)

Item = Gate | Criterion | Note


@dataclass(frozen=True, slots=True, kw_only=True)
class Edit:
    """What became of a wish. ``rubric`` is None when nothing was changed."""

    rubric: Rubric | None
    says: str
    """One sentence per wish."""
    refusal: Refusal | None = None


def edit(rubric: Rubric, words: str) -> Edit | None:
    """Change a rubric by plain words, one wish per line; None when the words ask for no change.

    >>> wanted = Wanted(ask=Ask.SKILL, any_of=("Python",))
    >>> python = Criterion(id="c1", label="Python", wanted=wanted)
    >>> made = edit(Rubric(criteria=(python,)), "weight of Python to 5")
    >>> made.rubric.criteria[0].weight, made.says
    (5, 'Python now has weight 5.')
    >>> edit(Rubric(), "add: under 35").refusal.ground.value
    'age'
    >>> edit(Rubric(), "how are you") is None
    True
    """
    now, said, refusal = rubric, list[str](), None
    wishes = [wish for line in words.splitlines() for wish in line.split(";") if wish.strip()]
    understood = 0
    for wish in wishes[:MOST_ITEMS]:
        done = _one(now, wish.strip().strip("-•* "))
        if done is None:
            if understood:
                said.append(f"I did not understand “{wish.strip()[:60]}”.")
            continue
        understood += 1
        said.append(done.says)
        refusal = refusal or done.refusal
        now = done.rubric or now
    if not understood:
        return None
    return Edit(rubric=now if now != rubric else None, says=" ".join(said), refusal=refusal)


def with_weights(rubric: Rubric, values: Mapping[str, str]) -> Rubric:
    """The rubric with the weights of a form (criterion id to "0" … "5"); 0 takes one out.

    What is no such number is left as it is.

    >>> one = Criterion(id="c1", label="SQL", wanted=Wanted(ask=Ask.SKILL, any_of=("SQL",)))
    >>> with_weights(Rubric(criteria=(one,)), {"c1": "2"}).criteria[0].weight
    2
    """
    kept = []
    for one in rubric.criteria:
        value = values.get(one.id, "").strip()
        weight = int(value) if value in {"0", "1", "2", "3", "4", "5"} else one.weight
        if weight:
            kept.append(replace(one, weight=weight))
    return replace(rubric, criteria=tuple(kept))


def add(rubric: Rubric, words: str, *, kind: str = "criterion") -> Edit:
    """Add a criterion ("must", "nice", "criterion"), a gate or a note in plain words.

    What a document can show is counted; other short words are looked for as they are.
    """
    words = " ".join(words.split())[:_LONGEST].strip(" .")
    if kind != "note" and words.lower().startswith(("note:", "notiz:")):
        kind, words = "note", words.partition(":")[2].strip()
    if not words:
        return Edit(rubric=None, says="Say what to add, for example “add: 3 years of SQL”.")
    refusal = check_lawful(words)
    if refusal is not None:
        return Edit(
            rubric=None,
            says=f"I do not take “{refusal.words}”. {refusal.why} {refusal.instead}",
            refusal=refusal,
        )
    if kind == "note":
        return _with_note(rubric, words)
    found = asked_in(words) or (_term(words),)
    said = []
    for asked in found:
        if asked.wanted in _wanted(rubric):
            said.append(f"{asked.label} is there already.")
            continue
        known = next((one for one in rubric.criteria if _is_about_same(one, asked.wanted)), None)
        if known is not None and kind != "gate":
            changed = replace(known, label=asked.label, wanted=asked.wanted)
            rubric = replace(
                rubric,
                criteria=tuple(changed if one == known else one for one in rubric.criteria),
            )
            said.append(f"{known.label} was there; it is {asked.label} now.")
            continue
        rubric, sentence = _with(rubric, asked, kind=kind)
        said.append(sentence)
    return Edit(rubric=rubric, says=" ".join(said))


def _wanted(rubric: Rubric) -> tuple[Wanted, ...]:
    return (*(one.wanted for one in rubric.gates), *(one.wanted for one in rubric.criteria))


def _is_about_same(item: Criterion, wanted: Wanted) -> bool:
    return item.wanted.ask is wanted.ask and set(item.wanted.any_of) == set(wanted.any_of)


def _with(rubric: Rubric, asked: Asked, *, kind: str) -> tuple[Rubric, str]:
    place = rubric.gates if kind == "gate" else rubric.criteria
    if len(place) >= MOST_ITEMS:
        return rubric, f"There are {MOST_ITEMS} already; take one out first."
    if kind == "gate":
        gate = Gate(id=_next_id("g", rubric.gates), label=asked.label, wanted=asked.wanted)
        return replace(rubric, gates=(*rubric.gates, gate)), f"Added the gate {asked.label}."
    weight = {"must": MUST, "nice": NICE}.get(kind, USUAL)
    criterion = Criterion(
        id=_next_id("c", rubric.criteria), label=asked.label, wanted=asked.wanted, weight=weight
    )
    added = replace(rubric, criteria=(*rubric.criteria, criterion))
    how = (
        " It counts when the resume uses these words; otherwise it becomes a question."
        if asked.wanted.ask is Ask.TERM
        else ""
    )
    return added, f"Added {asked.label} with weight {weight}.{how}"


def _with_note(rubric: Rubric, words: str) -> Edit:
    if len(rubric.notes) >= MOST_ITEMS:
        return Edit(rubric=None, says=f"There are {MOST_ITEMS} notes already; take one out first.")
    note = Note(id=_next_id("n", rubric.notes), text=words)
    return Edit(rubric=replace(rubric, notes=(*rubric.notes, note)), says="Added the note.")


def _term(words: str) -> Asked:
    bare = re.sub(
        r"^(?:has|have|can|is|knows?|experience (?:with|in|of))\s+", "", words, flags=re.IGNORECASE
    )
    bare = re.sub(r"\s+(?:experience|skills?)$", "", bare, flags=re.IGNORECASE) or words
    return Asked(label=words, wanted=Wanted(ask=Ask.TERM, any_of=(bare,)))


def _one(rubric: Rubric, wish: str) -> Edit | None:
    if match := _ADD.match(wish):
        kind = _kind(match["kind"])
        what, inner = match["what"], _SAY.match(match["what"])
        if not match["kind"] and inner:
            kind, what = _kind(inner["kind"]), inner["what"]
        return add(rubric, what, kind=kind)
    if match := _SAY.match(wish):
        return add(rubric, match["what"], kind=_kind(match["kind"]))
    if match := _REMOVE.match(wish):
        return _removed(rubric, match["name"])
    if match := _WEIGHT.match(wish):
        name = match["name"] or match["name2"] or match["name3"]
        return _weighed(rubric, name, match["weight"] or match["weight2"] or match["weight3"])
    if match := _MAKE.match(wish):
        return _moved(rubric, match["name"], kind=_kind(match["kind"]))
    if (match := _MONTHS.match(wish)) and find(rubric, match["name"]):
        return _lengthened(rubric, match["name"], match["length"])
    return None


def _kind(word: str | None) -> str:
    key = (word or "criterion").lower()
    key = _KIND_OF.get(key, key)
    return "must" if key.startswith("must") else "nice" if key.startswith("nice") else key


def find(rubric: Rubric, name: str) -> tuple[Item, ...]:
    """Gates, criteria and notes that a name means: by id, by skill, by words of the label."""
    key = _fold(name)
    skill = canonical(name.strip(" .“”\"'"))
    every: tuple[Item, ...] = (*rubric.gates, *rubric.criteria, *rubric.notes)
    exact = [
        one
        for one in every
        if one.id == key
        or (not isinstance(one, Note) and (skill in one.wanted.any_of or _fold(one.label) == key))
    ]
    if exact or not key:
        return tuple(exact)
    return tuple(one for one in every if key in _fold(_words(one)))


def _fold(words: str) -> str:
    return _FILLER.sub(" ", words).casefold().strip()


def _words(item: Item) -> str:
    return item.text if isinstance(item, Note) else item.label


def _only(rubric: Rubric, name: str) -> Item | Edit:
    found = find(rubric, name)
    shown = name.strip()[:60]
    if not found:
        there = ", ".join(one.label for one in rubric.criteria[:6]) or "nothing yet"
        return Edit(rubric=None, says=f"There is no “{shown}” in the rubric. It has: {there}.")
    if len(found) > 1:
        which = ", ".join(f"{_words(one)[:60]} ({one.id})" for one in found[:4])
        return Edit(rubric=None, says=f"“{shown}” could be {which}. Say which, by its id.")
    return found[0]


def _removed(rubric: Rubric, name: str) -> Edit:
    item = _only(rubric, name)
    if isinstance(item, Edit):
        return item
    return Edit(rubric=_without(rubric, item), says=f"Removed {_words(item)}.")


def _without(rubric: Rubric, item: Item) -> Rubric:
    return replace(
        rubric,
        gates=tuple(one for one in rubric.gates if one != item),
        criteria=tuple(one for one in rubric.criteria if one != item),
        notes=tuple(one for one in rubric.notes if one != item),
    )


def _weighed(rubric: Rubric, name: str, weight: str) -> Edit:
    item = _only(rubric, name)
    if isinstance(item, Edit):
        return item
    if not isinstance(item, Criterion):
        return Edit(rubric=None, says=f"{_words(item)} is not scored, so it has no weight.")
    number = int(weight[:3])
    if not 0 <= number <= 5:
        return Edit(rubric=None, says=f"A weight is 1 to 5; {number} is not. 0 takes it out.")
    said = f"{item.label} now has weight {number}." if number else f"Removed {item.label}."
    return Edit(rubric=with_weights(rubric, {item.id: str(number)}), says=said)


def _moved(rubric: Rubric, name: str, *, kind: str) -> Edit:
    item = _only(rubric, name)
    if isinstance(item, Edit):
        return item
    if isinstance(item, Note):
        return add(_without(rubric, item), item.text, kind=kind)
    rest = _without(rubric, item)
    if kind == "note":
        return replace_says(_with_note(rest, item.label), f"{item.label} is a note now.")
    if kind == "gate":
        gate = Gate(
            id=_next_id("g", rest.gates), label=item.label, wanted=item.wanted, source=item.source
        )
        return Edit(
            rubric=replace(rest, gates=(*rest.gates, gate)), says=f"{item.label} is a gate now."
        )
    weight = {"must": MUST, "nice": NICE}.get(kind, USUAL)
    criterion = Criterion(
        id=item.id if isinstance(item, Criterion) else _next_id("c", rest.criteria),
        label=item.label,
        wanted=item.wanted,
        weight=weight,
        source=item.source,
    )
    return Edit(
        rubric=replace(rest, criteria=(*rest.criteria, criterion)),
        says=f"{item.label} is scored now, with weight {weight}.",
    )


def replace_says(done: Edit, says: str) -> Edit:
    """The same edit with another sentence, where it changed something."""
    return replace(done, says=says) if done.rubric is not None else done


def _lengthened(rubric: Rubric, name: str, length: str) -> Edit:
    item = _only(rubric, name)
    if isinstance(item, Edit):
        return item
    months = months_in(length)
    if months is None or isinstance(item, Note):
        return Edit(rubric=None, says=f"“{length}” is no length of time that I can use here.")
    if item.wanted.ask not in {Ask.SKILL, Ask.EXPERIENCE}:
        return Edit(rubric=None, says=f"{item.label} has no length of time.")
    wanted = replace(item.wanted, months=months)
    changed = replace(item, wanted=wanted, label=label_of(wanted))
    return Edit(
        rubric=replace(
            rubric,
            gates=tuple(
                changed if one == item and isinstance(changed, Gate) else one
                for one in rubric.gates
            ),
            criteria=tuple(
                changed if one == item and isinstance(changed, Criterion) else one
                for one in rubric.criteria
            ),
        ),
        says=f"{label_of(replace(wanted, months=None))}: {length_words(months)} now.",
    )


def _next_id(letter: str, taken: tuple[Item, ...]) -> str:
    numbers = [int(one.id[1:]) for one in taken if one.id[1:].isdigit()]
    return f"{letter}{max(numbers, default=0) + 1}"
