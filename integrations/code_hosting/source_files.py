"""What a path in a repository says: source, tests, checks on every change. Reads no content."""

from __future__ import annotations

import re
from collections.abc import Iterable

_ENDINGS = frozenset(
    {"c", "cc", "cjs", "cpp", "cs", "cxx", "erl", "go", "gd", "hpp", "java", "js", "jsx", "kt"}
    | {"kts", "lua", "m", "mjs", "mm", "php", "pl", "py", "r", "rb", "rs", "scala", "sol", "swift"}
    | {"ts", "tsx", "vue", "zig"}
)
"""Languages whose functions can be counted; headers and SQL scripts hold hardly any."""
_NOT_OWN = re.compile(
    r"(?:^|/)(?:node_modules|bower_components|vendor|third[_-]?party|external|deps|dist|build|out"
    r"|target|site-packages|\.?venv|migrations|generated|__generated__|fixtures|testdata|Pods)/"
    r"|\.min\.|\.bundle\.|\.generated\.|_pb2?\.|\.pb\.|\.d\.ts$",
    re.IGNORECASE,
)
_TESTS = re.compile(
    r"(?:^|/)(?:tests?|specs?|__tests__|e2e|testing)/.*\.\w+$"
    r"|(?:^|/)test_\w+\.py$|_test\.(?:py|go|rb|dart|exs|cc|cpp)$|_spec\.rb$"
    r"|\.(?:test|spec)\.(?:[cm]?[jt]sx?|vue)$|Tests?\.(?:java|kt|cs|swift|scala|php)$",
)
_CHECKS = re.compile(
    r"^\.github/workflows/[^/]+\.ya?ml$|^\.gitlab-ci\.ya?ml$|^\.circleci/config\.ya?ml$"
    r"|^\.travis\.ya?ml$|^Jenkinsfile$|^azure-pipelines\.ya?ml$|^\.drone\.ya?ml$|^\.?appveyor\.ya?ml$"
    r"|^bitbucket-pipelines\.ya?ml$|^\.woodpecker(?:\.ya?ml$|/)|^\.buildkite/|^\.forgejo/workflows/"
    r"|^\.gitea/workflows/|^\.builds?/.*\.ya?ml$|^\.cirrus\.ya?ml$|^\.semaphore/",
)


def ending_of(path: str) -> str | None:
    """The ending of a source file of the project's own; None for anything else.

    >>> ending_of("repo-1a2b/src/app.PY"), ending_of("repo/node_modules/x/index.js")
    ('py', None)
    >>> ending_of("../../etc/passwd") is None
    True
    """
    ending = path.rpartition(".")[2].lower()
    return ending if ending in _ENDINGS and not _NOT_OWN.search(path) else None


def has_tests(paths: Iterable[str]) -> bool:
    """Whether a path is a test's by the habits of its language.

    >>> has_tests(["src/app.py", "tests/test_app.py"]), has_tests(["latest/app.py"])
    (True, False)
    """
    return any(_TESTS.search(path) and not _NOT_OWN.search(path) for path in paths)


def has_checks(paths: Iterable[str]) -> bool:
    """Whether a service is told to check every change.

    >>> has_checks([".github/workflows/ci.yml"]), has_checks(["docs/.github/workflows/ci.yml"])
    (True, False)
    """
    return any(_CHECKS.search(path) for path in paths)
