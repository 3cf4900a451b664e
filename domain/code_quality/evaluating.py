"""Facts about public repositories as an evaluation for people."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence

from domain.findings import Level, Observation
from domain.recruiting_ports import RepositoryFacts
from domain.screening.dossier import Evaluation, Remark

LITTLE_SHARE = 0.2
"""Below this share of commits a repository is asked about, from :data:`ENOUGH_COMMITS` on."""
ENOUGH_COMMITS = 20
_MOST_LANGUAGES = 4
_MOST_NOTES = 3
_LANGUAGE = re.compile(r"[A-Za-z0-9][A-Za-z0-9 +#.'()/-]{0,29}")

NOTHING_LINKED = "No public code is linked: nothing follows from that."


def evaluate_code(
    account: str | None,
    facts: Sequence[RepositoryFacts],
    *,
    links: int,
    problem: str = "",
) -> Evaluation:
    """What the looked-at repositories show; names of accounts and repositories stay out of it.

    Args:
        account: the account that the document links to; None when the links do not tell.
        facts: the repositories that were looked at.
        links: how many links to a code host the document has.
        problem: one sentence when the host could not be asked.

    >>> evaluate_code(None, (), links=0).summary
    'No public code is linked: nothing follows from that.'
    """
    if not facts:
        if problem and links:
            return Evaluation(
                summary="Public code could not be looked at; nothing follows from that.",
                not_checked=(problem,),
            )
        return Evaluation(
            summary=NOTHING_LINKED
            if links == 0
            else "The links lead to no public repository: nothing follows from that."
        )
    seen = [fact for fact in facts if fact.commits > 0]
    if not seen:
        return Evaluation(
            summary="The linked repositories show no code; nothing follows from that.",
            not_checked=tuple(_not_checked(account, facts, problem=problem)),
        )
    own = [fact for fact in seen if not fact.is_fork]
    forks = [fact for fact in seen if fact.is_fork]
    return Evaluation(
        summary=_summary(account, own=own, forks=forks),
        observations=tuple(_observations(account, own=own, forks=forks)),
        remarks=tuple(_remarks(account, own=own, forks=forks)),
        not_checked=tuple(_not_checked(account, facts, problem=problem)),
    )


def complexity_in_words(mean: float) -> str:
    """What a mean cyclomatic complexity per function means to a reader.

    McCabe, "A Complexity Measure" (1976): paths through a function; about 10 is where he advises
    to split one. A mean of up to 5 is the ordinary case; our own steps between.

    >>> complexity_in_words(2.4), complexity_in_words(7), complexity_in_words(14)
    ('short, simple functions', 'moderately branched functions', 'heavily branched functions')
    """
    if mean <= 5:
        return "short, simple functions"
    return "moderately branched functions" if mean <= 10 else "heavily branched functions"


def ago_in_words(days: int) -> str:
    """How long ago, coarse enough to say only what matters.

    >>> ago_in_words(3), ago_in_words(45), ago_in_words(800)
    ('within the last month', '1 month ago', '2 years ago')
    """
    if days <= 31:
        return "within the last month"
    count, unit = (days // 30, "month") if days < 365 else (days // 365, "year")
    return f"{count} {unit}{'s' if count > 1 else ''} ago"


def _summary(
    account: str | None,
    *,
    own: Sequence[RepositoryFacts],
    forks: Sequence[RepositoryFacts],
) -> str:
    parts = [f"{_repositories(len(own) + len(forks))} looked at"]
    if account is not None and own:
        made = sum(fact.own_commits for fact in own)
        total = sum(fact.commits for fact in own)
        parts.append(f"{made:,} of {total:,} commits by the linked account")
    taken = sum(fact.upstream_merged for fact in forks)
    if taken:
        parts.append(f"{_changes(taken)} taken by other projects")
    return f"{'; '.join(parts)}."


def _remarks(
    account: str | None, *, own: Sequence[RepositoryFacts], forks: Sequence[RepositoryFacts]
) -> Iterator[Remark]:
    if account is not None and own:
        made = sum(fact.own_commits for fact in own)
        total = sum(fact.commits for fact in own)
        yield Remark(
            label="Own commits",
            value=f"{made:,} of {total:,} in {_repositories(len(own))}",
        )
    merged = [fact for fact in forks if fact.upstream_merged]
    if merged:
        taken = sum(fact.upstream_merged for fact in merged)
        projects = f"{len(merged)} project{'s' if len(merged) > 1 else ''} of others"
        yield Remark(label="Taken upstream", value=f"{_changes(taken)} in {projects}")
    if own:
        for label, count in (
            ("Automated tests", sum(fact.has_tests for fact in own)),
            ("Checks on every change (CI)", sum(fact.has_ci for fact in own)),
        ):
            yield Remark(label=label, value=f"in {count} of {_repositories(len(own))}")
    languages = _languages(own) or _languages(merged)
    if languages:
        yield Remark(label="Languages", value=languages)
    measured = [fact for fact in own if fact.functions and fact.mean_complexity is not None]
    functions = sum(fact.functions for fact in measured)
    if functions:
        total_paths = sum(fact.functions * (fact.mean_complexity or 0.0) for fact in measured)
        mean = total_paths / functions
        yield Remark(
            label="Structure",
            value=f"{complexity_in_words(mean)} ({functions:,} looked at, "
            f"{mean:.1f} paths each on average)",
        )
    days = [
        fact.last_commit_days_ago
        for fact in (*own, *forks)
        if fact.last_commit_days_ago is not None
    ]
    if days:
        yield Remark(label="Last public commit", value=ago_in_words(max(0, min(days))))


def _observations(
    account: str | None, *, own: Sequence[RepositoryFacts], forks: Sequence[RepositoryFacts]
) -> Iterator[Observation]:
    if account is None:
        return
    shared = [
        fact
        for fact in own
        if fact.commits >= ENOUGH_COMMITS and fact.own_commits < LITTLE_SHARE * fact.commits
    ]
    if shared:
        yield Observation(
            rule="code.shared_work",
            level=Level.INFO,
            title=f"In {len(shared)} of {_repositories(len(own))} most commits are by others.",
            benign=(
                "It is the work of a team, which is how most software is made.",
                "Commits were made under another e-mail address, which the host does not connect "
                "with the account.",
            ),
            question="Which part of this code is yours, and what did you decide in it?",
        )
    untouched = [fact for fact in forks if not fact.own_commits and not fact.upstream_merged]
    if untouched:
        yield Observation(
            rule="code.copied_project",
            level=Level.INFO,
            title=f"{_repositories(len(untouched))} {_are(len(untouched))} copied from another "
            "project, without a commit by the linked account.",
            benign=(
                "It was copied to read, try or keep the project.",
                "The changes are in a branch that was not looked at.",
            ),
            question="What did you use this copy for?",
        )


def _not_checked(
    account: str | None, facts: Sequence[RepositoryFacts], *, problem: str
) -> Iterator[str]:
    if problem:
        yield problem
    if account is None:
        yield "The links do not name one personal account, so own commits were not counted."
    problems = Counter(fact.problem for fact in facts if fact.problem)
    for sentence, count in problems.most_common(_MOST_NOTES):
        yield sentence if count == 1 else f"{sentence} ({_repositories(count)})"
    yield "Private code was not looked at; nothing follows from what is not public."


def _languages(facts: Sequence[RepositoryFacts]) -> str:
    """The largest languages by bytes; names that are none are left out, they come from outside."""
    sizes: Counter[str] = Counter()
    for fact in facts:
        for name, size in fact.languages.items():
            if _LANGUAGE.fullmatch(name) and size > 0:
                sizes[name] += size
    total = sum(sizes.values())
    largest = [(name, size / total) for name, size in sizes.most_common(_MOST_LANGUAGES)]
    return ", ".join(f"{name} {share:.0%}" for name, share in largest if share >= 0.01)


def _repositories(count: int) -> str:
    return f"{count} repositor{'ies' if count != 1 else 'y'}"


def _changes(count: int) -> str:
    return f"{count:,} change{'s' if count != 1 else ''}"


def _are(count: int) -> str:
    return "are" if count != 1 else "is"
