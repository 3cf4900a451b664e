"""What a typed line means, and that the examples in the terminal's modules are true."""

from __future__ import annotations

import doctest
from importlib import import_module
from pathlib import Path

import pytest

from bot.console_entry import Choose, Entry, FileCommand, Local, Send, read_entry
from bot.console_saving import safe_name
from domain.errors import UserMistake

PROJECT = Path(__file__).resolve().parent.parent.parent
MODULES = sorted([*PROJECT.glob("bot/console_*.py"), *PROJECT.glob("bot/rendering/*.py")])


@pytest.mark.parametrize("path", MODULES, ids=lambda path: path.stem)
def test_examples_in_docstrings_are_true(path: Path) -> None:
    name = ".".join(path.relative_to(PROJECT).with_suffix("").parts)

    assert doctest.testmod(import_module(name)).failed == 0


@pytest.mark.parametrize(
    ("line", "entry"),
    [
        ("  hello  ", Send(text="hello")),
        ("", None),
        ("   ", None),
        ("/jobs", Send(text="", command="jobs")),
        ("/JOBS remote in Berlin", Send(text="remote in Berlin", command="jobs")),
        ("/time_zone Europe/Vienna", Send(text="Europe/Vienna", command="time_zone")),
        ("/say 3", Send(text="3")),
        ("/say", None),
        ("3", Choose(number=3, typed="3")),
        ("3.", Choose(number=3, typed="3.")),
        ("[3]", Choose(number=3, typed="[3]")),
        ("50000", Send(text="50000")),
        ("3 years", Send(text="3 years")),
        ("/quit", Local(name="quit")),
        ("/exit", Local(name="quit")),
        ("/save 2 ~/x", Local(name="save", rest="2 ~/x")),
        ("/stop", Send(text="", command="stop")),
        ("/no/such/path", Send(text="/no/such/path")),
        ("a\nb", Send(text="a\nb")),
        ("/jd text\nmore", Send(text="text\nmore", command="jd")),
        ("/-x", Send(text="/-x")),
    ],
)
def test_a_line_means_what_it_looks_like(line: str, entry: Entry | None) -> None:
    assert read_entry(line, interactive=True) == entry


def test_a_file_dropped_on_a_terminal_is_sent(tmp_path: Path) -> None:
    path = tmp_path / "John's cv.pdf"
    path.touch()
    dropped = FileCommand(path=path, words="")

    assert read_entry(f"'{tmp_path}/John'\\''s cv.pdf' ", interactive=True) == dropped
    assert read_entry(str(path), interactive=True) == dropped
    assert read_entry(str(path), interactive=False) == Send(text=str(path))


def test_a_path_with_spaces_works_with_and_without_quotes(tmp_path: Path) -> None:
    path = tmp_path / "my cv.pdf"
    path.touch()
    expected = FileCommand(path=path, words="for the role")

    assert read_entry(f"/file {path} for the role", interactive=False) == expected
    assert read_entry(f'/file "{path}" for the role', interactive=False) == expected


@pytest.mark.parametrize(
    "words", ["", " ", "/nowhere/x.pdf", "~nobody/x", "a\0b", "x" * 5_000, "'", "/dev/null"]
)
def test_what_is_not_a_file_is_said_in_one_sentence(words: str) -> None:
    with pytest.raises(UserMistake):
        read_entry(f"/file {words}", interactive=False)


@pytest.mark.parametrize(
    ("told", "kept"),
    [
        ("resume.pdf", "resume.pdf"),
        ("../../etc/passwd", "passwd"),
        ("..\\..\\boot.ini", "boot.ini"),
        (".bashrc", "bashrc"),
        ("", "file"),
        ("...", "file"),
        ("-rf", "rf"),
        ("a\x1b[2J\nb.pdf", "a_2J b.pdf"),
        ("x" * 300 + ".pdf", "x" * 100 + ".pdf"),
        ("Lebenslauf (neu).docx", "Lebenslauf (neu).docx"),
    ],
)
def test_a_file_is_kept_under_a_name_that_can_do_no_harm(told: str, kept: str) -> None:
    assert safe_name(told) == kept
