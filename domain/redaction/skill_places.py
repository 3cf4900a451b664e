"""Where words are skills: there "Jenkins" is a server and "Julia" a language."""

from __future__ import annotations

from bisect import bisect_left
from dataclasses import dataclass

from domain.redaction.placing import PlacedText
from domain.resume.headings import Section
from domain.resume.model import Resume
from domain.skills import find_skills

TECHNOLOGY_NAMES = frozenset(
    """ada agda airflow alice ansible apex bazel beam camel cassandra celery chef clojure consul
    coq crystal dagger dart delphi django dolly eiffel elixir elm erlang ember falcon flask
    forth gatsby go gradle groovy gulp hadoop haskell helm hudson hugo idris jade jasmine java
    jekyll jenkins joomla julia karma kafka kotlin lambda laravel lua lucene luigi luna maven
    mercury mocha nagios neo nomad octave odin oracle otto packer pascal perl phoenix pony puppet
    pug python r rails redis ruby rust saltstack salt samba scala scratch selenium shiny simula
    sinatra solr spark spring stan swift tableau tcl thanos travis unity vagrant vala vault
    vue wagtail zig""".split()  # noqa: SIM905 - a list of words reads better as text
)
"""Technologies whose names are people's names or everyday words too; lower case."""

_SKILL_SECTIONS = frozenset(
    {Section.SKILLS, Section.WORK, Section.PROJECTS, Section.CERTIFICATES, Section.SUMMARY}
)


@dataclass(frozen=True, slots=True, kw_only=True)
class SkillPlaces:
    """Spans of skills in the visible text."""

    known: tuple[tuple[int, int], ...]
    """Mentions of the taxonomy, in order."""
    listed: frozenset[tuple[int, int]]
    """Whole items of the document's own skill lists."""

    def covers(self, start: int, end: int) -> bool:
        """True when a known skill holds all of the span."""
        index = bisect_left(self.known, (start + 1, 0)) - 1
        return index >= 0 and self.known[index][0] <= start and end <= self.known[index][1]

    def touches(self, start: int, end: int) -> bool:
        """True when a known skill overlaps the span."""
        index = bisect_left(self.known, (end, 0)) - 1
        return index >= 0 and self.known[index][1] > start

    def names_skill(self, start: int, end: int, *, key: str, section: Section) -> bool:
        """True when a word that is also somebody's name is a skill here."""
        if section in {Section.HEADER, Section.CONTACT, Section.REFERENCES}:
            return False
        if self.covers(start, end) or (start, end) in self.listed:
            return True
        return section in _SKILL_SECTIONS and key in TECHNOLOGY_NAMES


def skill_places(resume: Resume, *, document: PlacedText) -> SkillPlaces:
    """Find them section by section, so that a skill never spans two."""
    text = document.text
    known: list[tuple[int, int]] = []
    run_start = 0
    for index, line in enumerate(document.lines):
        following = document.lines[index + 1] if index + 1 < len(document.lines) else None
        if following is not None and following.section is line.section:
            continue
        known += [
            (run_start + mention.start, run_start + mention.end)
            for mention in find_skills(text[run_start : line.end])
        ]
        run_start = line.end + 1
    listed = [
        (skill.name.span.start, skill.name.span.end)
        for skill in resume.skills
        if document.at(skill.name.span.start).section is Section.SKILLS
    ]
    # an item that the taxonomy knows as a whole counts where free text would need more context
    known += [
        (skill.name.span.start, skill.name.span.end)
        for skill in resume.skills
        if skill.canonical is not None
    ]
    return SkillPlaces(known=_merged(known), listed=frozenset(listed))


def _merged(spans: list[tuple[int, int]]) -> tuple[tuple[int, int], ...]:
    out: list[tuple[int, int]] = []
    for start, end in sorted(spans):
        if out and start < out[-1][1]:
            out[-1] = (out[-1][0], max(end, out[-1][1]))
        else:
            out.append((start, end))
    return tuple(out)
