"""When two postings are the same job."""

from __future__ import annotations

import json
import unicodedata
from dataclasses import replace
from pathlib import Path

from domain.posting import Place, Posting, RemoteMode
from domain.posting_identity import (
    cluster_key,
    company_key,
    content_hash,
    normalise,
    posting_id,
    title_key,
)

JOB = Posting(
    id=posting_id("greenhouse:acme", "1"),
    source="greenhouse:acme",
    source_id="1",
    title="Senior Data Engineer",
    company="Acme Inc.",
    description="Build pipelines.",
    places=(Place(raw="Berlin, Germany"),),
)


def test_the_same_job_on_two_boards_has_one_cluster() -> None:
    other = replace(
        JOB,
        id=posting_id("lever:acme", "x"),
        source="lever:acme",
        source_id="x",
        title="Sr. Data Engineer (m/w/d)",
        company="ACME",
        places=(Place(raw="Berlin"),),
    )
    assert cluster_key(other) == cluster_key(JOB)


def test_another_town_title_or_company_is_another_job() -> None:
    others = [
        replace(JOB, places=(Place(raw="Hamburg, Germany"),)),
        replace(JOB, title="Data Engineer"),
        replace(JOB, company="Acne Studios"),
    ]
    keys = {cluster_key(JOB), *map(cluster_key, others)}
    assert len(keys) == 4


def test_a_posting_without_company_is_never_merged() -> None:
    nameless = replace(JOB, company="")
    twin = replace(nameless, source="b", source_id="2")
    assert cluster_key(nameless) != cluster_key(twin)


def test_remote_jobs_of_two_countries_stay_apart() -> None:
    us = replace(JOB, places=(Place(raw="Remote - United States"),), remote=RemoteMode.REMOTE)
    de = replace(us, places=(Place(raw="Remote - Germany"),))
    assert cluster_key(us) != cluster_key(de)
    assert cluster_key(us) == cluster_key(replace(us, places=(Place(raw="Remote (US)"),)))


def test_white_space_does_not_change_the_content_but_words_do() -> None:
    assert content_hash(replace(JOB, description="Build \n  pipelines.")) == content_hash(JOB)
    assert content_hash(replace(JOB, description="Build pipes.")) != content_hash(JOB)


def test_titles_lose_notes_but_keep_languages() -> None:
    assert title_key("C++ Developer (all genders)") == "c++ developer"
    assert title_key("C# Developer") != title_key("C++ Developer")


def test_names_keep_the_letters_that_somebody_typed() -> None:
    assert normalise("Škoda") != normalise("Koda")
    assert normalise("Żubr") != normalise("Zubr")
    assert normalise("İstanbul Tekstil") == normalise("Istanbul Tekstil")
    assert normalise(unicodedata.normalize("NFD", "Nestlé")) == normalise("Nestlé")
    assert company_key("  Acme  ,  Inc.  ") == "acme"


def test_the_public_corpus_of_company_names_keys_stably(shared: Path) -> None:
    corpus = json.loads((shared / "data/jobs/career-ops/company-key-corpus.json").read_text())
    keys = [normalise(case["input"]) for case in corpus["cases"]]
    assert "null" not in keys
    distinct = {key for key in keys if key}
    # Nestlé stands there twice (composed and decomposed); null, empty are empty.
    assert len(distinct) == len(keys) - 3
