"""Skills one by one, and spoken languages, out of lists in every usual shape."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from domain.resume.headings import Section, exact_section, fold
from domain.resume.layout import Line, breaks_early
from domain.resume.model import Extracted, Skill, Span, SpokenLanguage
from domain.resume.spans import quote, take
from domain.resume.vocabulary import fluency_at, is_language

_LABEL = re.compile(
    r"^\s*(?:[^\w\s(]+\s*)?([^\W\d_][^:;,\t•|]{1,40}?)\s*(?::(?!//)|\s[–—]\s(?=\S+,))\s*"
)
_LEVEL = re.compile(
    r"\s*(?:[(\[]\s*|[-–—:]\s*|(?=\d))(?<!\w)(?:expert|advanced|intermediate|beginner|basic|proficient|familiar|"
    r"fluent|native|fortgeschritten|grundkenntnisse|experte|sehr gut|gut|avancé|intermédiaire|"
    r"débutant|maîtrise|avanzado|intermedio|básico|avançado|intermediário|"
    r"\d{1,2}\+?\s*(?:years?|yrs?|jahre|ans|años|anos)(?:\s+\w+)?|\d{1,3}\s?%)\s*[)\]]?\s*$",
    re.IGNORECASE,
)
_RATING = re.compile(r"[\s●○◯◉★☆■□▪▫⬤⚫⚪]+$")
_FILLER = re.compile(
    r"^(?:and|und|et|y|e|or|as well as|sowie|proficient (?:in|with)|experienced (?:in|with)|"
    r"knowledge of|familiar with|experience with|kenntnisse in)\s+",
    re.IGNORECASE,
)
_PAIR = re.compile(r"^(\S+)\s+(?:and|und|et|y|&|e)\s+(\S+)$", re.IGNORECASE)
_NO_SKILLS = {"interests", "hobbies", "interessen", "hobbys", "intereses", "interesses", "loisirs",
              "centres d'interet", "references", "referenzen", "fuhrerschein", "fuhrerscheine",
              "driving licence", "driving license", "driver's license", "permis", "permis b",
              "carne de conducir", "permiso de conducir", "carta de conducao",
              "availability"}  # fmt: skip

Canonical = Callable[[str], "str | None"]


@dataclass(slots=True)
class _Item:
    """One logical list item: character ranges of its lines, and the label it stood under."""

    start: int
    end: int
    label: str | None
    cells: bool


def read_skills(
    text: str, lines: Sequence[Line], *, canonical: Canonical
) -> tuple[list[Skill], list[SpokenLanguage], list[tuple[int, int]]]:
    """Skills, and the spoken languages and certificates that stood among them."""
    skills: list[Skill] = []
    spoken: list[SpokenLanguage] = []
    certificates: list[tuple[int, int]] = []
    for item in _items(text, lines):
        key = fold(item.label or "")
        if key in _NO_SKILLS or exact_section(item.label or "") is Section.INTERESTS:
            continue
        tokens = _tokens(text, item)
        if exact_section(item.label or "") is Section.CERTIFICATES:
            certificates += tokens
            continue
        about_speech = exact_section(item.label or "") is Section.LANGUAGES
        if about_speech and any(_spoken(text, token) for token in tokens):
            spoken += [found for found in (_spoken(text, t) for t in tokens) if found]
            continue
        for start, end in tokens:
            language = _spoken(text, (start, end))
            if language and language.fluency is not None:
                spoken.append(language)
                continue
            name = _skill_name(text, start, end)
            if name is not None:
                skills.append(Skill(name=name, canonical=canonical(name.text), group=item.label))
    return _unique(skills), spoken, certificates


def read_languages(text: str, lines: Sequence[Line]) -> list[SpokenLanguage]:
    """The entries of a section about spoken languages."""
    found: list[SpokenLanguage] = []
    for line in lines:
        cells = [(cell.start, cell.end) for cell in line.cells]
        if len(cells) == 2 and is_language(text[slice(*cells[0])].strip(" :")):
            language = take(text, *cells[0])
            if language is not None:
                found.append(SpokenLanguage(language=language, fluency=take(text, *cells[1])))
            continue
        item = _Item(line.start, line.end, None, cells=True)
        label = _LABEL.match(text[line.start : line.end])
        if label and is_language(label[1]):
            language = take(text, line.start + label.start(1), line.start + label.end(1))
            if language is not None:
                fluency = take(text, line.start + label.end(), line.end)
                found.append(SpokenLanguage(language=language, fluency=fluency))
            continue
        for token in _tokens(text, item):
            value = _spoken(text, token, lenient=True)
            if value is not None:
                found.append(value)
            elif found and found[-1].fluency is None and fluency_at(text[slice(*token)]):
                last = found[-1]
                found[-1] = SpokenLanguage(language=last.language, fluency=take(text, *token))
    return found


def _items(text: str, lines: Sequence[Line]) -> list[_Item]:
    """Wrapped lines joined, labels taken off."""
    items: list[_Item] = []
    label: str | None = None
    right = max((line.x1 for line in lines), default=0.0)
    commas = sum(text.count(",", line.start, line.end) for line in lines) >= len(lines)
    previous: Line | None = None
    for line in lines:
        if len(line.cells) > 1 and line.bold and _heads(lines, line):
            continue  # names of a table's columns
        value = text[line.start : line.end]
        found = _LABEL.match(value)
        if found and len(found[1].split()) <= 5:
            label = found[1].strip()
            if value[found.end() :].strip():
                items.append(_Item(line.start + found.end(), line.end, label, _is_grid(line)))
            previous = line
            continue
        if len(line.cells) >= 2 and _is_label_cell(text, line):
            label = text[line.cells[0].start : line.cells[0].end].strip()
            items.append(_Item(line.cells[1].start, line.end, label, len(line.cells) > 2))
            previous = line
            continue
        if items and previous is not None and _wraps(text, previous, line, right, commas=commas):
            items[-1].end = line.end
        else:
            if (
                line.cells[0].bold
                and not line.bullet
                and len(line.cells) == 1
                and _heads(lines, line)
            ):
                label = value.strip()
            else:
                items.append(_Item(line.start, line.end, label, _is_grid(line)))
        previous = line
    return items


def _heads(lines: Sequence[Line], line: Line) -> bool:
    """True for a bold line above lines that are not bold: a label, not a skill."""
    index = next(i for i, other in enumerate(lines) if other is line)
    following = lines[index + 1] if index + 1 < len(lines) else None
    return following is not None and not following.cells[0].bold


def _is_grid(line: Line) -> bool:
    return len(line.cells) > 1


def _is_label_cell(text: str, line: Line) -> bool:
    """True for "Languages | Python, Go": a short first cell before a list."""
    first = text[line.cells[0].start : line.cells[0].end]
    second = text[line.cells[1].start : line.cells[1].end]
    if "," in first:
        return False
    if fold(first).strip(" :") in _NO_SKILLS or exact_section(first) is not None:
        return True
    if line.cells[0].bold and not line.cells[1].bold:
        return True
    return len(line.cells) == 2 and "," in second


def _wraps(text: str, previous: Line, line: Line, right: float, *, commas: bool) -> bool:
    """True when ``line`` continues the list item of ``previous``."""
    if line.bullet or line.gap > 0.3 or len(line.cells) > 1:
        return False
    if (line.page, line.column) != (previous.page, previous.column):
        return False
    before = text[previous.start : previous.end].rstrip()
    if before.endswith((",", "(", "/", "&", "·", "|", "-")):
        return True
    if before.count("(") > before.count(")"):
        return True
    if previous.bullet:
        return line.x0 > previous.x0 + 3
    if text[line.start].islower() and not breaks_early(previous, line, text) and right > 0:
        return True
    if "," not in before and "·" not in before and "|" not in before:
        return False
    full = right > 0 and not breaks_early(previous, line, text)
    return commas and full and not before.endswith((".", ";"))


def _tokens(text: str, item: _Item) -> list[tuple[int, int]]:
    """Pieces between separators outside of brackets."""
    value = text[item.start : item.end]
    strong = re.search(r"[,;|•·∙⋅]|\t", value)
    tokens: list[tuple[int, int]] = []
    depth, begin = 0, 0
    for offset, char in enumerate(value):
        if char in "([":
            depth += 1
        elif char in ")]":
            depth = max(0, depth - 1)
        elif depth == 0 and (
            char in ",;|•·∙⋅\t●▪■◦"
            or (char == "\n" and not strong)
            or _is_spaced_slash(value, offset)
        ):
            if char == "," and re.match(r",\d", value[offset:]):
                continue
            tokens.append((item.start + begin, item.start + offset))
            begin = offset + 1
    tokens.append((item.start + begin, item.end))
    result: list[tuple[int, int]] = []
    for position, (start, end) in enumerate(tokens):
        pair = _PAIR.match(text[start:end].strip(" .\n\t"))
        if pair and len(tokens) > 1 and position == len(tokens) - 1:
            offset = start + text[start:end].index(pair[1])
            result.append((offset, offset + len(pair[1])))
            second = text.index(pair[2], offset + len(pair[1]))
            result.append((second, second + len(pair[2])))
        elif text[start:end].strip():
            result.append((start, end))
    return result


def _is_spaced_slash(value: str, offset: int) -> bool:
    return (
        value[offset] == "/"
        and value[offset - 1 : offset] == " "
        and value[offset + 1 : offset + 2] == " "
    )


def _skill_name(text: str, start: int, end: int) -> Extracted | None:
    value = text[start:end]
    stripped = len(value) - len(value.lstrip(" \n\t.*"))
    start += stripped
    filler = _FILLER.match(text[start:end])
    if filler:
        start += filler.end()
    value = _RATING.sub("", text[start:end].rstrip(" \n\t"))
    level = _LEVEL.search(value)
    if level and level.start() > 1:
        value = value[: level.start()]
    value = value.rstrip(" \n\t")
    if value.endswith(".") and not re.search(r"\w\.\w*\.$", value):
        value = value[:-1]
    found = take(text, start, start + len(value))
    if found is None or not re.search(r"[^\W_]", found.text) or len(found.text) > 80:
        return None
    if len(found.text.split()) > 9:
        return None  # a sentence, not a skill
    return found


def _spoken(text: str, span: tuple[int, int], *, lenient: bool = False) -> SpokenLanguage | None:
    """A language with its fluency, in either order ("Fluent in Spanish", "German (B2)").

    ``lenient`` takes any one to three words beside the language as its fluency.
    """
    value = text[span[0] : span[1]]
    for match in re.finditer(r"[^\W\d_]+", value):
        if not is_language(match.group()):
            continue
        rest = value[: match.start()] + value[match.end() :]
        meaning = re.sub(r"[\W\d_]+", " ", rest).split()
        fluency_match = fluency_at(rest)
        lenient_match = lenient and len(meaning) <= 3
        if meaning and not (fluency_match or lenient_match):
            return None
        language = Extracted(
            text=match.group(),
            span=Span(start=span[0] + match.start(), end=span[0] + match.end()),
        )
        after = take(text, span[0] + match.end(), span[1])
        before = take(text, span[0], span[0] + match.start())
        fluency = after if after and after.text.strip(".") else before
        if fluency is not None:
            fluency = Extracted(
                text=quote(text[fluency.span.start : fluency.span.end]), span=fluency.span
            )
        return SpokenLanguage(
            language=language, fluency=fluency if fluency_match or lenient_match else None
        )
    return None


def _unique(skills: Sequence[Skill]) -> list[Skill]:
    seen: set[str] = set()
    kept: list[Skill] = []
    for skill in skills:
        key = skill.name.text.casefold()
        if key not in seen:
            seen.add(key)
            kept.append(skill)
    return kept
