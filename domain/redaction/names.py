"""Who the document is about: every form of the name that can be told from it."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import pairwise

from domain.redaction.letters import Word, folded, is_cased, is_latin, is_unspaced, words_in
from domain.redaction.placing import PlacedText
from domain.redaction.romanising import romanised, spelled
from domain.resume.headings import Section, exact_section
from domain.resume.model import Resume
from domain.resume.places import place_score
from domain.resume.vocabulary import (
    company_score,
    degree_score,
    has_school,
    is_language,
    starts_like_a_sentence,
    title_score,
)
from domain.skills import find_skills

PARTICLES = frozenset(
    """de la del della di da dos das do du des le van von vom zu zum zur der den ter ten het bin
    ibn ben bint al el abu y e i af av mac mc st san santa jr sr ii iii iv""".split()  # noqa: SIM905
)
"""Words inside names that identify nobody on their own."""

COMMON = frozenset(
    """may april june august march mark will grace hope faith joy art dean bill rich sue frank drew
    chase grant miles robin rose ray pat gene dawn eve amber ruby crystal iris ivy olive lily
    daisy violet heather sandy misty sunny angel destiny charity mercy patience prudence young
    long king cook baker carpenter mason miller page banks price rice stone wood woods field
    fields hill brook brooks rivers green brown white black gray grey day best sharp swift
    strong wise bond case cross fox wolf bird love power powers law major marshall park parks
    pool pope porter shepherd singer weaver ward west north east south winter winters summer
    summers cloud root code test sales data dev das mai van bin sein bell ball barber butcher
    butler clerk close cole dance driver farmer fisher gardener hunter judge lane lake mills
    moon nurse small little short speaker steel sterling street tanner waters wells wheeler
    workman read reader noble new house home hall head hand heart gold silver english french
    german holland ireland scott wales london paris austin jordan israel madison lincoln
    jackson dallas houston phoenix carolina georgia virginia florence india china chad kenya
    koch bauer meister richter kaiser weber schneider fischer zimmermann vogel lang klein
    gross groß kurz jung alt neu stark ernst sommer berger brand petit grand blanc noir roy
    leroy lefevre boulanger mercier fontaine dupont garnier rey reyes rubio moreno blanco leon
    flores cruz ramos campos vega costa rosa marin luz sol guerra paz mar rios iglesias
    castillo mora cano serrano pascual max don guy von man rod gil cap win gay jay so an do ma
    mo ho you he she me in on no ha la le li lo tu su si se my ng sa da go oh ok am
    """.split()  # noqa: SIM905
)
"""Names that are everyday words, trades or places: alone they name somebody only by place."""

_SUFFIXES = frozenset({"jr", "sr", "ii", "iii", "iv"})
_LABEL = re.compile(
    r"^[ \t]*(?:full[ ]name|first[ ]name|last[ ]name|surname|given[ ]names?|family[ ]name|"
    r"name|vorname|nachname|familienname|nom(?:[ ]complet|[ ]de[ ]famille)?|prénom|nombre"
    r"(?:[ ]completo|[ ]y[ ]apellidos)?|apellidos?|nome(?:[ ]completo)?|имя|фио|фамилия|ім'я|"
    r"όνομα|ονοματεπώνυμο|الاسم|שם|姓名|名前|氏名|이름|성명|नाम|ชื่อ|ชื่อ-นามสกุล|imię[ ]i[ ]nazwisko|"
    r"ad[ıi][ ]soyad[ıi]|naam|namn|navn|nimi)"
    r"[ \t]*[:：][ \t]*(?P<value>[^\n\t|•·]{2,60})",
    re.IGNORECASE | re.MULTILINE,
)
_TITLED_DOCUMENT = re.compile(
    r"^[ \t]*(?:my[ ])?(?:resume|résumé|cv|curriculum[ ]vitae|lebenslauf|bewerbung(?:sunterlagen)?|"
    r"currículum(?:[ ]vítae)?|profile)[ ]*(?:of|for|von|de|del|[-–—|:])[ ]+"
    r"(?P<value>[^\n\t|•·:,;]{2,50})$",
    re.IGNORECASE | re.MULTILINE,
)
_CREDENTIALS = re.compile(
    r"(?:,|\s)\s*(?:ph\.?d|m\.?d|mba|cpa|pmp|rn|bsn|esq|p\.?e|m\.?sc|b\.?sc|m\.?a|b\.?a|dr|"
    r"prof|dipl\.?-?ing|cfa|j\.?d)\b\.?.*$",
    re.IGNORECASE,
)
_HONORIFIC = re.compile(
    r"^(?:mr|mrs|ms|mx|miss|dr|prof|herr|frau|mme|mlle|sr|sra|srta|dipl\.?-?ing)\.?\s+",
    re.IGNORECASE,
)
_CUT = re.compile(r"[\t|•·∙⋅/]|\s[–—-]\s|\s{3,}")
PLAIN_FILE_WORDS = frozenset(
    """resume cv lebenslauf curriculum vitae bewerbung application final new updated copy draft
    version document doc pdf docx profile portfolio candidate v en de fr es""".split()  # noqa: SIM905
)
"""Words of file names that name nobody."""
_NOT_HANDLE = frozenset(
    """hello info contact mail email office work jobs career hire dev code data engineer design
    hi the me my official real www com net org linkedin github gitlab twitter www profile user
    resume cv mailto http https in""".split()  # noqa: SIM905
)
_TOP_LINES = 6


@dataclass(frozen=True, slots=True, kw_only=True)
class Names:
    """The name's words, folded, and what can be made of them."""

    full: tuple[tuple[str, ...], ...]
    """Each way the full name is written, in its order, without particles and initials."""
    tokens: frozenset[str]
    """All words of the name."""
    weak: frozenset[str]
    """Words of e-mail addresses, handles and file names that may be the name."""
    initials: frozenset[str]

    @property
    def is_known(self) -> bool:
        """False when the document names nobody."""
        return bool(self.tokens)

    def handles(self) -> frozenset[str]:
        """Joined forms that people use as handles ("jsmith"), five letters and more.

        >>> names = Names(full=(("jane", "smith"),), tokens=frozenset({"jane", "smith"}),
        ...               weak=frozenset(), initials=frozenset("js"))
        >>> sorted(names.handles())
        ['janes', 'janesmith', 'jsmith', 'sjane', 'smithj', 'smithjane']
        """
        found: set[str] = set()
        for words in self.full:
            for one in words:
                for two in words:
                    if one != two:
                        found |= {one + two, one[0] + two, two + one[0]}
        return frozenset(each for each in found if len(each) >= 5)


def names_of(resume: Resume, *, document: PlacedText, file_name: str) -> Names:
    """All names of the person: as read, as labelled, in other scripts, in addresses."""
    found: list[str] = []
    if resume.contact.name is not None:
        found.append(resume.contact.name.text)
    for pattern in (_LABEL, _TITLED_DOCUMENT):
        found += [match["value"] for match in pattern.finditer(document.text)]
    first_end = document.lines[0].end if document.lines else 0
    on_top = resume.contact.name is None or resume.contact.name.span.start < first_end
    for words in _top_names(document):
        if not is_latin(words) or not found or (on_top and words in document.text[:first_end]):
            found.append(words)
    full: list[tuple[str, ...]] = []
    initials: set[str] = set()
    for words in found:
        kept, letters = _split(words)
        initials |= letters
        if kept and kept not in full:
            full.append(kept)
    tokens = {word for words in full for word in words}
    is_nameless = all(title_score(words) >= 1.0 for words in found)
    handle_words = frozenset(_handle_words(resume))
    extra = (
        _in_header(document, handle_words, tokens)
        | _beside(resume, document, handle_words)
        | _side_by_side(document, _file_words(file_name), is_nameless=is_nameless)
        | _spaced(document, handle_words | set(_file_words(file_name)))
    )
    extra |= {
        word
        for word in romanised(document.text, tokens=tokens, handles=handle_words)
        if word not in COMMON and not _is_vocabulary(word) and not _is_skill(word)
    }
    latin, whole = spelled(full)
    extra |= latin
    full += whole
    tokens |= extra
    if extra:
        full.append(tuple(sorted(tokens)))
    weak = {
        word
        for word in handle_words
        if len(word) >= 4 and word not in tokens and word not in COMMON and not _is_skill(word)
    }
    initials |= {word[0] for word in tokens if not is_unspaced(word)}
    return Names(
        full=tuple(full),
        tokens=frozenset(tokens),
        weak=frozenset(weak),
        initials=frozenset(initials),
    )


def _split(words: str) -> tuple[tuple[str, ...], set[str]]:
    """The words of a full name, and the letters that it abbreviates."""
    value = _CREDENTIALS.sub("", _HONORIFIC.sub("", words.strip()))
    kept: list[str] = []
    letters: set[str] = set()
    particles: list[str] = []
    parts = words_in(value)
    for number, word in enumerate(parts):
        # "Cher Du": behind everything else a particle is the family name
        closes = number == len(parts) - 1 and len(kept) <= 1 and word.key not in _SUFFIXES
        if word.key.isdigit() or word.key in _SUFFIXES:
            continue
        if len(word.key) == 1 and not is_unspaced(word.key):
            letters.add(word.key)
        elif word.key in PARTICLES and not closes:
            particles.append(word.key)
        else:
            kept.append(word.key)
            if is_unspaced(word.key) and len(word.key) in {3, 4} and " " not in value:
                # a family name of one character (two in a name of four) in front
                kept.append(word.key[len(word.key) - 2 :])
    if len(kept) == 1:  # "Ibn al-Rashid": then the particles are half of the name
        kept = [*(each for each in particles if len(each) > 2), *kept]
    return tuple(dict.fromkeys(kept)), letters


def _top_names(document: PlacedText) -> Iterable[str]:
    """Lines at the top that can be nothing but a name."""
    shown = [line for line in document.lines if document.text[line.start : line.end].strip()]
    for number, line in enumerate(shown[:_TOP_LINES]):
        if line.section not in {Section.HEADER, Section.CONTACT} or line.is_heading:
            continue
        whole = document.text[line.start : line.end]
        for piece in [part for part in _CUT.split(whole) if part.strip()][:3]:
            value = piece.strip(" ,;:()[]\"'“”„")
            inner = re.findall(r"[(（]([^()（）]{2,40})[)）]", value)
            outer = re.sub(r"[(（][^()（）]*[)）]", " ", value).strip()
            for words in (outer, *inner):
                if _can_be_name(words, is_first=number == 0):
                    yield words


def _can_be_name(value: str, *, is_first: bool) -> bool:
    words = value.split()
    if not 1 <= len(words) <= 5 or len(value) > 48 or re.search(r"[@\d/:+&]|https?|www", value):
        return False
    if exact_section(value) is not None or is_language(value) or has_school(value):
        return False
    first = next((char for char in value if char.isalpha()), "")
    if not first:
        return False
    if not is_cased(first):
        return is_first or len(value) <= 20
    if not is_latin(first):
        return all(word[0].isupper() or folded(word) in PARTICLES for word in words)
    if not is_first:
        return False
    if title_score(value) >= 1.0 or company_score(value) >= 1.0 or degree_score(value) >= 1.5:
        return False
    if place_score(value) >= 2.0 or starts_like_a_sentence(value) or find_skills(value):
        return False
    if folded(value) in {"resume", "curriculum vitae", "cv", "lebenslauf", "portfolio"}:
        return False
    return all(word.strip("\"'“”(.,")[:1].isupper() or folded(word) in PARTICLES for word in words)


def _handle_words(resume: Resume) -> Iterable[str]:
    """Words of the e-mail's local part and of profile addresses."""
    sources: list[str] = []
    if resume.contact.email is not None:
        sources.append(resume.contact.email.text.split("@")[0])
    for url in [*(each.text for each in resume.contact.links), *_targets(resume)]:
        if "@" in url:
            sources.append(url.partition(":")[2].split("@")[0])
        else:
            parts = re.split(r"[/?#]", re.sub(r"^https?://(?:www\.)?", "", url))
            sources += [part for part in parts[1:4] if part]
    for source in sources:
        for word in re.split(r"[\W\d_]+", folded(source)):
            if len(word) >= 3 and word not in _NOT_HANDLE and not _is_vocabulary(word):
                yield word


def _targets(resume: Resume) -> Sequence[str]:
    """Addresses behind links that lead to a person: mail and profiles."""
    return [
        target.url
        for target in resume.link_targets
        if re.search(r"mailto:|linkedin\.com/in/|github\.com/[^/]+/?$", target.url)
    ]


def _beside(resume: Resume, document: PlacedText, handles: frozenset[str]) -> set[str]:
    """Words on the name's own line that an address repeats: the other half of "YOUNG, MARK"."""
    name = resume.contact.name
    if name is None:
        return set()
    line = document.at(name.span.start)
    joined = " ".join(handles)
    return {
        word.key
        for word in words_in(document.text[line.start : line.end])
        if len(word.key) >= 3 and word.key in joined and word.key not in _NOT_HANDLE
    }


def _file_words(file_name: str) -> tuple[str, ...]:
    """Words of the file name that are not about the kind of file."""
    stem = file_name.rpartition(".")[0] or file_name
    keys = (word.key for part in re.split(r"[_\d]+", stem) for word in words_in(part))
    return tuple(key for key in keys if key not in PLAIN_FILE_WORDS and not _is_vocabulary(key))


def _side_by_side(document: PlacedText, keys: tuple[str, ...], *, is_nameless: bool) -> set[str]:
    """Words of the file name that stand beside one another in the text, in either order.

    Where the document names nobody that is enough anywhere, but for everyday words and skills.
    """
    wanted = set(keys)
    if not 2 <= len(wanted) <= 5:
        return set()
    words = words_in(document.text)
    found: set[str] = set()
    for one, two in pairwise(words):
        if {one.key, two.key} <= wanted and one.key != two.key and two.start - one.end <= 2:
            pair = (one, two)
            tall = [document.text[word.start].isupper() for word in pair]
            capital = any(tall) or any(not is_cased(word.key) for word in pair)
            plain = any(word.key in COMMON or _is_skill(word.key) for word in pair)
            if (capital and _is_set_apart(document, one, two)) or (
                is_nameless and all(tall) and not plain
            ):
                found |= {one.key, two.key}
    joined = {a + b for a in wanted for b in wanted if a != b and is_unspaced(a)}
    for word in words:
        if is_unspaced(word.key):
            found |= {each for each in joined if each in word.key}
            found |= {
                each for each in wanted if len(each) >= 2 and any(each in full for full in found)
            }
    return found


def _is_set_apart(document: PlacedText, one: Word, two: Word) -> bool:
    """True in the header, and where two words have a line for themselves."""
    line = document.at(one.start)
    if line.section in {Section.HEADER, Section.CONTACT}:
        return True
    return len(words_in(document.text[line.start : line.end])) <= 5 and two.end <= line.end


def _is_vocabulary(word: str) -> bool:
    """True for words of resumes that name nobody ("engineer", "coursework")."""
    return (
        exact_section(word) is not None
        or title_score(word) >= 1.0
        or degree_score(word) >= 1.5
        or company_score(word) >= 2.0
        or is_language(word)
    )


def _spaced(document: PlacedText, handles: Iterable[str]) -> set[str]:
    """Names in letters set apart ("J A N E  S M I T H"), parted where an address helps."""
    found: set[str] = set()
    for line in document.lines[:3]:
        words = words_in(document.text[line.start : line.end])
        letters = [word.key for word in words if len(word.key) == 1 and word.key.isalpha()]
        if len(letters) < 5 or len(letters) != len(words):
            continue
        joined = "".join(letters)
        found.add(joined)
        found |= _written_out(document, joined)
        for handle in handles:
            if len(handle) >= 3 and (joined.startswith(handle) or joined.endswith(handle)):
                found |= {handle, joined.replace(handle, "", 1)}
    return {each for each in found if len(each) >= 2}


def _written_out(document: PlacedText, joined: str) -> set[str]:
    """Words in a row that together are the spaced name, wherever they stand."""
    words = words_in(document.text)
    found: set[str] = set()
    for start in range(len(words)):
        length = 0
        for end in range(start, min(start + 7, len(words))):
            if not joined.startswith(words[end].key, length):
                break
            length += len(words[end].key)
            if length == len(joined) and end > start and len(words[start].key) > 1:
                found |= {word.key for word in words[start : end + 1]} - PARTICLES
    return found


def _in_header(document: PlacedText, handles: frozenset[str], known: set[str]) -> set[str]:
    """Header words that an address repeats: names, even where no rule read one."""
    joined = " ".join(handles)
    found: set[str] = set()
    for line in document.lines[: _TOP_LINES + 2]:
        whole = document.text[line.start : line.end]
        if line.section not in {Section.HEADER, Section.CONTACT} or "@" in whole or "/" in whole:
            continue
        if title_score(whole) >= 2.5 or place_score(whole) >= 2.0:
            continue
        for word in words_in(whole):
            if (
                len(word.key) >= 3
                and word.key in joined
                and word.key not in known | COMMON | _NOT_HANDLE
                and whole
                and document.text[word.start + line.start].isupper()
                and not _is_skill(word.key)
            ):
                found.add(word.key)
    return found


def _is_skill(word: str) -> bool:
    return bool(find_skills(f"skills: {word}, {word.capitalize()}"))
