"""The guide for job seekers says what the program does; the recorded stories have their props."""

from __future__ import annotations

import re
import zipfile
from io import BytesIO
from pathlib import Path

import pytest

from domain.agents import AgentId, Audience
from domain.turns import Dialogue
from evaluation.transcripts.__main__ import STORIES
from evaluation.transcripts.paper import Paper
from evaluation.transcripts.seekers_people import linkedin_export, screenshot
from graph.routing.layered import LayeredRouter

ROOT = Path(__file__).resolve().parents[2]
GUIDE = ROOT / "docs" / "guides" / "job-seekers.md"

SAYINGS = {
    "show my profile": AgentId.PROFILE,
    "where did you get Terraform from?": AgentId.PROFILE,
    "how many years of Python do I have?": AgentId.PROFILE,
    "what are my sources?": AgentId.PROFILE,
    "what am I missing for data engineer": AgentId.SKILLS_GAP,
    "make me a plan for dbt, 4 hours a week": AgentId.LEARNING,
    "test me in SQL": AgentId.LEARNING,
    "review my resume": AgentId.RESUME_BUILDER,
    "tailor my resume for the first one": AgentId.RESUME_BUILDER,
    "I applied to Acme as data engineer yesterday": AgentId.APPLICATIONS,
    "show my applications": AgentId.APPLICATIONS,
    "export my applications": AgentId.APPLICATIONS,
    "practice an interview with me for the first one": AgentId.CAREER_ADVICE,
}


@pytest.mark.parametrize(("saying", "agent"), SAYINGS.items())
async def test_what_the_guide_tells_to_say_reaches_the_agent(saying: str, agent: AgentId) -> None:
    assert f"`{saying}`" in " ".join(GUIDE.read_text(encoding="utf-8").split())
    route = await LayeredRouter().route(saying, audience=Audience.SEEKER, dialogue=Dialogue())
    assert route.agents == (agent,)


def test_the_guide_names_every_setting_of_job_seekers() -> None:
    words = GUIDE.read_text(encoding="utf-8")
    page = (ROOT / "docs" / "configuration.md").read_text(encoding="utf-8")
    settings = set(re.findall(r"CAREERGINI_SEEKERS__\w+", page))
    settings.discard("CAREERGINI_SEEKERS__GITHUB_URL")  # for compatible hosts only
    assert settings
    assert not [name for name in sorted(settings) if name not in words]


@pytest.mark.parametrize("page", ["docs/guides/job-seekers.md", "README.md"])
def test_every_link_leads_to_a_file(page: str) -> None:
    source = ROOT / page
    words = source.read_text(encoding="utf-8")
    targets = re.findall(r"\]\(([^)#\s]+)[^)]*\)|src=\"([^\"]+)\"", words)
    local = [one or two for one, two in targets if "://" not in (one or two)]
    assert local
    assert not [each for each in local if not (source.parent / each).exists()]


def test_there_is_a_story_for_every_page_of_a_job_seeker() -> None:
    pages = {page.stem for page in (ROOT / "docs" / "transcripts").glob("seeker-*.md")}
    assert pages == {name for name in STORIES if name.startswith("seeker-")}


def test_a_picture_of_a_story_is_kept_beside_the_pages(tmp_path: Path) -> None:
    paper = Paper("A story", about="Nothing.", person="Amara")
    paper.picture("one.png", b"PNG", caption="What she sees")
    paper.write(tmp_path / "docs" / "transcripts" / "a.md")
    assert (tmp_path / "docs" / "pictures" / "one.png").read_bytes() == b"PNG"
    assert "![What she sees](../pictures/one.png)" in paper.text()


def test_the_props_are_what_people_send() -> None:
    with zipfile.ZipFile(BytesIO(linkedin_export())) as archive:
        assert {"Profile.csv", "Positions.csv", "Connections.csv"} <= set(archive.namelist())
    assert screenshot("A Title\nA Company").startswith(b"\x89PNG")
