"""The stories of job seekers, shortened, held with the whole service each time."""

from __future__ import annotations

from pathlib import Path

import pytest

from evaluation.transcripts import (
    seekers_applications,
    seekers_forwarded,
    seekers_profile,
    seekers_resume,
)
from evaluation.transcripts.seekers_people import meets
from evaluation.transcripts.telegram_stage import telegram_stage

pytestmark = [pytest.mark.long, pytest.mark.timeout(300)]

_INTERVIEWING = "SELECT count(*) FROM applications WHERE state = 'interviewing'"


async def test_two_sources_one_profile(tmp_path: Path) -> None:
    paper = seekers_profile.blank()
    async with telegram_stage(tmp_path, paper=paper, model=None, database=None) as stage:
        await seekers_profile.the_sources(stage)
        await seekers_profile.taking_out(stage)
        assert stage.telegram.faults == []
    words = paper.text()
    assert "your LinkedIn export says “Lead Backend Engineer”" in words
    assert "as your resume says" in words
    assert "Take out your LinkedIn export?" in words


async def test_a_resume_for_one_job_leaves_as_files_that_were_read_back(tmp_path: Path) -> None:
    paper = seekers_resume.blank()
    async with telegram_stage(tmp_path, paper=paper, model=None, database=None) as stage:
        await meets(stage)
        await seekers_resume.tailored(stage)
        await seekers_resume.made(stage)
        said = stage.said_in(stage.person.id)
        names = [str(one["document"]["file_name"]) for one in said if "document" in one]
        assert {name.rpartition(".")[2] for name in names} == {"pdf", "docx"}
        assert stage.telegram.faults == []
    words = paper.text()
    assert "othing is added that your profile does not show" in words
    assert "pdfminer.six" in words
    assert "sha256" in words


async def test_an_application_moves_only_after_a_yes(tmp_path: Path) -> None:
    paper = seekers_applications.blank()
    async with telegram_stage(tmp_path, paper=paper, model=None, database=None) as stage:
        await seekers_applications.the_board(stage)
        before = stage.service.count(_INTERVIEWING)
        await seekers_applications.what_they_write(stage)
        assert (before, stage.service.count(_INTERVIEWING)) == (0, 1)
        assert stage.telegram.faults == []


async def test_a_screenshot_is_a_posting(tmp_path: Path) -> None:
    paper = seekers_forwarded.blank()
    async with telegram_stage(tmp_path, paper=paper, model=None, database=None) as stage:
        await meets(stage)
        await seekers_forwarded.a_screenshot(stage)
        assert stage.telegram.faults == []
    words = paper.text()
    assert "Seebrise Data" in words
    assert "Read from a picture" in words
