"""What a clone promises: locks, generated pages, containers, the command for everything."""

from __future__ import annotations

import os
import re
import subprocess
import tomllib
from pathlib import Path
from typing import Any

import pytest
import yaml  # type: ignore[import-untyped] # one file is read; not worth a stubs package
from pydantic_settings import SettingsConfigDict

from bot.settings import Settings
from docs.generate import pages, settings

PROJECT = Path(__file__).resolve().parent.parent.parent

# In pieces, so that this file does not find itself.
REGISTRIES = re.compile(
    r"py[p]i\.org|python[h]osted|registry\.npm[j]s|deb\.debia[n]|/simp[l]e\b(?!-)"
)
MACHINE_PATHS = re.compile(r"(^|[^a-zA-Z0-9_.~-])/(wor[k]|far[m]|roo[t]|hom[e]/[a-z]+)/")

# Those that the server reads (Ollama 0.40), and its engine's own one for the prompt cache.
OLLAMA_VARIABLES = {
    "OLLAMA_HOST",
    "OLLAMA_MODELS",
    "OLLAMA_KEEP_ALIVE",
    "OLLAMA_LOAD_TIMEOUT",
    "OLLAMA_NUM_PARALLEL",
    "OLLAMA_MAX_LOADED_MODELS",
    "OLLAMA_MAX_QUEUE",
    "OLLAMA_CONTEXT_LENGTH",
    "OLLAMA_FLASH_ATTENTION",
    "OLLAMA_KV_CACHE_TYPE",
    "OLLAMA_NO_CLOUD",
    "OLLAMA_DEBUG",
    "LLAMA_ARG_CACHE_RAM",
}


def read(name: str) -> str:
    return (PROJECT / name).read_text(encoding="utf-8")


# --- generated pages --------------------------------------------------------------------------


@pytest.mark.parametrize("path", pages(), ids=lambda path: path.name)
def test_generated_pages_are_current(path: Path) -> None:
    assert path.read_text(encoding="utf-8") == pages()[path], "run `make docs`"


def test_the_example_environment_holds_every_setting_once() -> None:
    named = re.findall(r"^#(CAREERGINI_[A-Z0-9_]+)=", read(".env.example"), re.MULTILINE)

    assert named == [setting.variable for setting in settings()]


def test_the_example_environment_uncommented_is_what_holds_without_it(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in [name for name in os.environ if name.startswith("CAREERGINI_")]:
        monkeypatch.delenv(name)
    path = tmp_path / "env"
    path.write_text(re.sub(r"(?m)^#(CAREERGINI_)", r"\1", read(".env.example")))

    class FromFile(Settings):
        model_config = SettingsConfigDict(env_file=path)

    class FromNothing(Settings):
        model_config = SettingsConfigDict(env_file=None)

    assert FromFile().model_dump() == FromNothing().model_dump()


def test_a_setting_without_a_meaning_or_known_by_two_names_is_refused() -> None:
    every = list(settings())

    assert len({setting.variable for setting in every}) == len(every) > 30
    assert [s.variable for s in every if len(s.description) < 15] == []


# --- documents --------------------------------------------------------------------------------

DOCUMENTS = [*PROJECT.glob("*.md"), *PROJECT.glob("docs/**/*.md")]
PLACES = "bot|docs|domain|evaluation|graph|integrations|prompts|scheduler|storage|tests"


@pytest.mark.parametrize("document", DOCUMENTS, ids=lambda path: str(path.relative_to(PROJECT)))
def test_every_place_that_a_document_names_exists(document: Path) -> None:
    content = document.read_text(encoding="utf-8")
    named = set(re.findall(rf"`((?:{PLACES})/[\w/.*-]*)`", content))
    linked = {
        target.split("#")[0]
        for target in re.findall(r"\]\(([^)\s]+)\)", content)
        if "://" not in target and not target.startswith(("#", "mailto:"))
    }

    gone = [name for name in named if "NAME" not in name and not [*PROJECT.glob(name)]]
    broken = [link for link in linked if link and not (document.parent / link).exists()]

    assert (gone, broken) == ([], [])


# --- locks ------------------------------------------------------------------------------------


def locked(name: str) -> dict[str, str]:
    pins = re.findall(r"^([a-z0-9][a-z0-9._-]*)==([^\s;\\]+)", read(name), re.MULTILINE)
    return dict(pins)


def named(requirements: list[str]) -> dict[str, str]:
    pins = [re.split(r"\[[^\]]*\]==|==", requirement) for requirement in requirements]
    return {name.lower().replace("_", "-"): version for name, version in pins}


@pytest.fixture(scope="module")
def project() -> dict[str, Any]:  # the shape of TOML
    return tomllib.loads(read("pyproject.toml"))


def test_the_locks_pin_what_the_project_names(project: dict[str, Any]) -> None:
    wanted = named(project["project"]["dependencies"])
    for_development = named(project["dependency-groups"]["dev"])
    product, development = locked("requirements.lock"), locked("requirements-dev.lock")

    assert {n: product.get(n) for n in wanted} == wanted, "run `make lock`"
    assert {n: development.get(n) for n in for_development} == for_development, "run `make lock`"
    assert product.items() <= development.items()
    assert locked("requirements-build.lock").items() <= development.items()


@pytest.mark.parametrize(
    "name", ["requirements.lock", "requirements-dev.lock", "requirements-build.lock"]
)
def test_every_pin_has_hashes_and_no_address(name: str) -> None:
    without = [
        entry.split("\n")[0]
        for entry in re.split(r"\n(?=[a-z0-9])", read(name).strip())
        if "--hash=sha256:" not in entry
    ]

    assert without == []
    assert re.findall(r"https?:|file:|--index|--find-links", read(name)) == []


def test_every_dependency_says_what_it_is_for() -> None:
    lines = re.findall(r'^  "[a-z0-9-]+(?:\[[a-z,]+\])?==.*$', read("pyproject.toml"), re.MULTILINE)

    assert len(lines) > 20
    assert [line for line in lines if " # " not in line] == []


# --- what must not be in a repository ---------------------------------------------------------


def tracked() -> list[Path]:
    run = subprocess.run(
        ["git", "ls-files", "-z"], cwd=PROJECT, capture_output=True, text=True, check=False
    )
    if run.returncode != 0:
        pytest.skip("not a git clone")
    return [PROJECT / name for name in run.stdout.split("\0") if name]


def test_no_file_names_a_package_registry_or_a_path_of_one_machine() -> None:
    found = []
    for path in tracked():
        try:
            content = path.read_text(encoding="utf-8")
        except (UnicodeDecodeError, FileNotFoundError):
            continue  # a picture or a weight file; or deleted and not committed yet
        for number, line in enumerate(content.splitlines(), start=1):
            if REGISTRIES.search(line) or MACHINE_PATHS.search(line):
                found.append(f"{path.relative_to(PROJECT)}:{number}")

    assert found == []


def test_no_secret_or_data_is_tracked() -> None:
    names = [path.relative_to(PROJECT) for path in tracked()]

    assert [str(n) for n in names if n.name == ".env" or n.parts[0] == "data"] == []
    assert [str(n) for n in names if n.suffix in {".key", ".pem", ".sqlite", ".db"}] == []


# --- make and CI ------------------------------------------------------------------------------


def test_make_has_a_described_verb_for_everything() -> None:
    verbs = set(re.findall(r"^([a-z-]+):.*## \S", read("Makefile"), re.MULTILINE))

    assert verbs >= {"demo", "test", "test-long", "check", "run", "evaluate", "docs", "lock"}


def test_make_hides_no_failure() -> None:
    assert re.findall(r"\|\| *(?:true|:)|^\t@?-[a-z$]", read("Makefile"), re.MULTILINE) == []


def test_ci_can_be_run_as_it_is() -> None:
    path = PROJECT / ".ci" / "run"

    assert os.access(path, os.X_OK)
    subprocess.run(["bash", "-n", str(path)], check=True)
    assert [verb in read(".ci/run") for verb in ("make check", "make test", "make test-long")] == [
        True
    ] * 3


# --- containers -------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def compose() -> dict[str, Any]:  # the shape of YAML
    loaded: dict[str, Any] = yaml.safe_load(read("compose.yaml"))
    return loaded


def test_compose_starts_everything_with_a_health_check(compose: dict[str, Any]) -> None:
    services = compose["services"]

    assert set(services) == {"bot", "migrate", "ollama", "qdrant", "postgres"}
    image_checks_itself = {"bot"}
    assert [n for n, s in services.items() if "healthcheck" not in s] == list(image_checks_itself)
    assert set(compose["volumes"]) == {
        volume.split(":")[0] for s in services.values() for volume in s.get("volumes", [])
    }


def test_compose_pins_images_and_publishes_no_port(compose: dict[str, Any]) -> None:
    images = [s["image"] for s in compose["services"].values() if "image" in s]

    assert [i for i in images if ":" not in i or i.endswith(":latest")] == []
    assert [n for n, s in compose["services"].items() if "ports" in s] == []


def test_compose_sets_only_variables_that_exist(compose: dict[str, Any]) -> None:
    ours = {setting.variable for setting in settings()}
    services = compose["services"]

    assert set(services["bot"]["environment"]) <= ours
    assert set(services["migrate"]["environment"]) <= ours
    assert set(services["ollama"]["environment"]) <= OLLAMA_VARIABLES
    assert services["ollama"]["environment"]["OLLAMA_NO_CLOUD"] == "1"


def test_the_image_is_locked_unprivileged_and_watched() -> None:
    instructions = re.sub(r"\\\n", " ", read("Dockerfile"))
    lines = [line for line in instructions.splitlines() if line and not line.startswith("#")]
    stages = [line for line in lines if line.startswith("FROM ")]
    last = lines[lines.index(stages[-1]) :]

    assert [stage.split()[1] for stage in stages] == ["python:3.11-slim"] * 2
    assert [line for line in last if line.startswith("USER ")] == ["USER careergini"]
    assert any('"careergini", "health"' in line for line in last)
    installs = [c for line in lines for c in line.split("&&") if "pip install" in c]
    assert [c for c in installs if "--require-hashes" not in c and "--no-index" not in c] == []


def test_the_image_sets_only_settings_that_exist() -> None:
    ours = {setting.variable for setting in settings()}

    assert set(re.findall(r"CAREERGINI_[A-Z0-9_]+", read("Dockerfile"))) <= ours


def test_the_image_gets_every_shipped_package_and_nothing_else(project: dict[str, Any]) -> None:
    shipped = set(project["tool"]["hatch"]["build"]["targets"]["wheel"]["packages"])
    copied = {
        name
        for line in re.findall(r"^COPY (?!--from)(.+) \S+$", read("Dockerfile"), re.MULTILINE)
        for name in line.split()
    }
    admitted = set(re.findall(r"^!(\S+)$", read(".dockerignore"), re.MULTILINE))

    assert {name for name in copied if (PROJECT / name).is_dir()} == shipped
    assert copied == admitted
    assert [name for name in copied if not (PROJECT / name).exists()] == []
