"""The hooks of git that `make hooks` turns on: what they let pass and what they hold up."""

import os
import subprocess
import sys
from functools import partial
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent


@pytest.fixture
def commit(tmp_path):
    """Commits one file with a subject, in a new repository with our hooks."""
    # Inside a hook or a rebase these name the developer's own repository.
    env = {name: value for name, value in os.environ.items() if not name.startswith("GIT_")}
    who = ["-c", "user.name=An", "-c", "user.email=an@example.vn"]
    command = ["git", "-c", f"core.hooksPath={ROOT / '.githooks'}", *who]

    def git(*words):
        run = partial(subprocess.run, capture_output=True, text=True, check=False)
        return run([*command, *words], cwd=tmp_path, env=env)

    def commit(name, text, subject="Add a file"):
        path = tmp_path / name
        path.parent.mkdir(exist_ok=True)
        path.write_text(text, encoding="utf-8")
        git("add", name)
        return git("commit", "--message", subject)

    git("init")
    (tmp_path / ".venv").symlink_to(sys.prefix)
    return commit


def test_subject_of_72_characters_passes_whatever_its_marks(commit):
    assert commit("notes.txt", "", subject="ờ" * 72).returncode == 0


def test_longer_subject_is_held_up_with_a_sentence(commit):
    answer = commit("notes.txt", "", subject="a" * 73)

    assert answer.returncode == 1
    assert "The subject has 73 characters" in answer.stderr


@pytest.mark.parametrize(
    ("name", "text"), [("code.py", "VALUE = 1\n"), ("templates/page.html", "<p>{{ value }}</p>\n")]
)
def test_file_in_the_format_passes(commit, name, text):
    assert commit(name, text).returncode == 0


@pytest.mark.parametrize(
    ("name", "text"),
    [
        pytest.param("code.py", "VALUE=1\n", id="the format of code"),
        pytest.param("code.py", "import os\n", id="a fault in code"),
        pytest.param("templates/page.html", "<p>{{value}}</p>\n", id="the format of a template"),
        pytest.param("templates/page.html", "<p><img></p>\n", id="a fault in a template"),
        pytest.param(".ci/run", "#!/bin/bash\nrm $1\n", id="a fault in a shell script"),
    ],
)
def test_file_is_held_up_for(commit, name, text):
    answer = commit(name, text)

    assert answer.returncode != 0
    assert name in answer.stdout + answer.stderr
