"""Flat top-level packages are safe only while these hold."""

from __future__ import annotations

import ast
import json
import re
import subprocess
import sys
import tomllib
from importlib.metadata import packages_distributions
from pathlib import Path
from typing import Any

import pytest

PROJECT = Path(__file__).resolve().parent.parent.parent
NOT_SHIPPED = {"tests", "evaluation"}
# Subclasses a class of LangGraph, so it loads it: imported by whoever builds a graph, not before.
LOADED_LATE = {"graph.checkpoints"}
LOADED_BY_PATH = {"migrations", "alembic"}  # by the migration tool, never imported
VAGUE_NAMES = {
    "utils",
    "util",
    "helpers",
    "helper",
    "manager",
    "managers",
    "base",
    "common",
    "misc",
}
LONGEST_MODULE = 400  # lines


@pytest.fixture(scope="module")
def project() -> dict[str, Any]:  # the shape of TOML
    return tomllib.loads((PROJECT / "pyproject.toml").read_text(encoding="utf-8"))


def top_level() -> set[str]:
    return {path.parent.name for path in PROJECT.glob("*/__init__.py")}


def modules(*packages: str) -> list[Path]:
    return sorted(path for package in packages for path in (PROJECT / package).rglob("*.py"))


def test_no_dependency_claims_one_of_our_names() -> None:
    owners = packages_distributions()

    claimed = {
        name: sorted(set(owners[name]) - {"careergini"}) for name in top_level() if name in owners
    }

    assert {name: others for name, others in claimed.items() if others} == {}


def test_every_package_is_shipped_typed_and_layered(project: dict[str, Any]) -> None:
    tools = project["tool"]
    shipped = set(tools["hatch"]["build"]["targets"]["wheel"]["packages"])

    assert shipped == top_level() - NOT_SHIPPED
    assert set(tools["mypy"]["packages"]) == top_level()
    assert set(tools["importlinter"]["root_packages"]) == shipped
    [layers] = [c["layers"] for c in tools["importlinter"]["contracts"] if c["type"] == "layers"]
    assert {name.strip() for layer in layers for name in layer.split("|")} == shipped


# Comes with a declared package and is part of what that one is used through.
COMES_WITH = {
    "langchain-core": "langgraph",
    "langgraph-checkpoint": "langgraph",
    "psycopg-pool": "psycopg",  # the extra "pool"
}


def test_every_library_that_is_imported_is_declared(project: dict[str, Any]) -> None:
    declared = {
        re.split(r"[\[=]", requirement)[0].lower()
        for requirement in project["project"]["dependencies"]
    }
    owners = packages_distributions()
    ours = top_level() | sys.stdlib_module_names
    undeclared: dict[str, str] = {}
    for path in modules(*(top_level() - NOT_SHIPPED)):
        for name in _imported(path) - ours:
            distributions = {re.sub(r"[-_.]+", "-", d.lower()) for d in owners.get(name, [name])}
            distributions = {COMES_WITH.get(d, d) for d in distributions}
            if not distributions & declared:
                undeclared[name] = str(path.relative_to(PROJECT))

    assert undeclared == {}


def _imported(path: Path) -> set[str]:
    """Top-level names of every import in a module, those inside functions too."""
    names: set[str] = set()
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            names |= {alias.name.split(".")[0] for alias in node.names}
        elif isinstance(node, ast.ImportFrom) and node.module and not node.level:
            names.add(node.module.split(".")[0])
    return names


def test_every_folder_with_modules_is_a_package() -> None:
    without = {
        str(path.parent.relative_to(PROJECT))
        for path in modules(*top_level())
        if not (path.parent / "__init__.py").exists() and not LOADED_BY_PATH & set(path.parts)
    }

    assert without == set()


def test_every_package_says_what_it_is() -> None:
    silent = [
        str(path.relative_to(PROJECT))
        for path in modules(*(top_level() - NOT_SHIPPED))
        if path.name == "__init__.py"
        and not ast.get_docstring(ast.parse(path.read_text(encoding="utf-8")))
    ]

    assert silent == []


def test_names_say_what_a_module_is_about() -> None:
    vague = [str(p.relative_to(PROJECT)) for p in modules(*top_level()) if p.stem in VAGUE_NAMES]

    assert vague == []


def test_no_module_is_longer_than_a_reader_can_hold() -> None:
    lengths = {
        str(path.relative_to(PROJECT)): len(path.read_text(encoding="utf-8").splitlines())
        for path in modules(*(top_level() - {"tests"}))
    }

    assert {name: length for name, length in lengths.items() if length > LONGEST_MODULE} == {}


_IMPORT_ALL = """
import importlib, json, sys, threading
deeds = []
watched = {"socket.connect", "socket.bind", "socket.getaddrinfo", "subprocess.Popen", "os.system"}
def watch(event, arguments):
    if event in watched:
        deeds.append(event)
    elif event == "open" and all(isinstance(part, str) for part in arguments[:2]):
        if set("wax+") & set(arguments[1]) and arguments[0] != "/dev/null":
            deeds.append("open for writing: " + arguments[0])
sys.dont_write_bytecode = True
sys.addaudithook(watch)
names = sys.stdin.read().split()
heavy = {"langgraph", "dbos", "qdrant_client", "fastembed", "onnxruntime", "ollama", "sqlalchemy"}
loaded = set()
for name in names:
    importlib.import_module(name)
    if not name.startswith(("integrations", "storage")):  # which come last
        loaded = heavy & set(sys.modules)
print(json.dumps({
    "deeds": deeds,
    "threads": [thread.name for thread in threading.enumerate()],
    "heavy": sorted(loaded),
}))
"""


def test_importing_every_module_opens_nothing_and_loads_nothing_heavy(tmp_path: Path) -> None:
    every = [
        ".".join(path.relative_to(PROJECT).with_suffix("").parts).removesuffix(".__init__")
        for path in modules(*(top_level() - NOT_SHIPPED))
        if path.stem != "__main__" and not LOADED_BY_PATH & set(path.parts)
    ]
    names = sorted(
        set(every) - LOADED_LATE,
        key=lambda name: (name.startswith(("integrations", "storage")), name),
    )
    program = f"import sys; sys.path.insert(0, {str(PROJECT)!r})\n{_IMPORT_ALL}"

    run = subprocess.run(
        [sys.executable, "-I", "-c", program],
        input=" ".join(names),
        cwd=tmp_path,
        capture_output=True,
        text=True,
        check=False,
        timeout=60,
    )

    assert run.returncode == 0, run.stderr
    told = json.loads(run.stdout)
    assert len(names) > 100
    assert told["deeds"] == []
    assert told["threads"] == ["MainThread"]
    assert told["heavy"] == []
    assert list(tmp_path.iterdir()) == []


def test_help_loads_neither_the_graph_nor_the_database() -> None:
    program = (
        "import sys, json, bot.__main__; from click.testing import CliRunner;"
        "from bot.cli.app import careergini; CliRunner().invoke(careergini, ['--help']);"
        "heavy = {'langgraph', 'dbos', 'sqlalchemy', 'qdrant_client', 'numpy', 'rich', 'pydantic'};"
        "print(json.dumps(sorted(heavy & set(sys.modules))))"
    )

    run = subprocess.run(
        [sys.executable, "-c", program],
        cwd=PROJECT,
        capture_output=True,
        text=True,
        check=True,
        timeout=60,
    )

    assert json.loads(run.stdout) == []
