"""What type checkers see."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import mtcnn_turbo

ROOT = Path(__file__).resolve().parents[2]
PACKAGE = Path(mtcnn_turbo.__file__).parent


def test_stub_is_what_the_extension_module_says(tmp_path: Path) -> None:
    """After a change of the bindings: python -m nanobind.stubgen -m mtcnn_turbo._core -o python/mtcnn_turbo/_core.pyi"""
    made = tmp_path / "_core.pyi"
    command = [sys.executable, "-m", "nanobind.stubgen", "-m", "mtcnn_turbo._core", "-o", made]
    subprocess.run(command, check=True, capture_output=True)
    assert (ROOT / "python/mtcnn_turbo/_core.pyi").read_text() == made.read_text()


def test_package_says_that_it_is_typed() -> None:
    assert (PACKAGE / "py.typed").exists()
    assert (PACKAGE / "_core.pyi").exists()


def test_mypy_is_content() -> None:
    command = [sys.executable, "-m", "mypy", "--config-file", ROOT / "pyproject.toml", "--cache-dir", "/dev/null"]
    checked = subprocess.run([*command, "--package", "mtcnn_turbo"], cwd="/", capture_output=True, text=True)
    assert checked.returncode == 0, checked.stdout + checked.stderr
