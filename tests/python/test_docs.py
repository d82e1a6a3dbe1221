"""The Python of the documentation runs as it stands there, and so do the examples."""

from __future__ import annotations

import json
import re
import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest
from PIL import Image

from mtcnn_turbo import MTCNN

from clips import write_clip

ROOT = Path(__file__).resolve().parents[2]
DOCUMENTS = ("docs/python.md", "docs/migrating.md", "python/README.md")


@pytest.fixture
def folder(tmp_path: Path, astronaut_rgb: np.ndarray, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Where the files lie that the documents speak of."""
    (tmp_path / "photos").mkdir()
    for name in ("photo.jpg", "photos/1.jpg", "photos/2.jpg"):
        Image.fromarray(astronaut_rgb).save(tmp_path / name)
    clip = write_clip(tmp_path / "clip.mp4", astronaut_rgb)
    lines = (json.dumps(record.to_dict()) for record in MTCNN(40).detect_video(clip))
    (tmp_path / "faces.jsonl").write_text("\n".join(lines))
    monkeypatch.chdir(tmp_path)
    return tmp_path


@pytest.mark.parametrize("document", DOCUMENTS)
def test_blocks_run_one_after_the_other(document: str, folder: Path) -> None:
    blocks = re.findall(r"^```python\n(.*?)^```", (ROOT / document).read_text(), re.DOTALL | re.MULTILINE)
    assert blocks
    names: dict[str, object] = {}
    for number, block in enumerate(blocks):
        exec(compile(block, f"{document}, block {number}", "exec"), names)


def test_documents_speak_of_files_that_exist() -> None:
    for document in DOCUMENTS:
        for path in re.findall(r"`((?:examples|docs|python|tools)/[\w./]+)`", (ROOT / document).read_text()):
            assert (ROOT / path).exists(), path


def test_pipeline_searches_no_clip_twice(folder: Path) -> None:
    def run(*clips: str) -> subprocess.CompletedProcess[str]:
        command = [sys.executable, ROOT / "examples/s1_pipeline.py", "out", *clips]
        return subprocess.run(command, capture_output=True, text=True)

    first = run("clip.mp4")
    assert (first.returncode, first.stdout) == (0, "clip.mp4: 12 frames, 12 faces\n"), first.stderr
    (output,) = (folder / "out").iterdir()
    expected = [record.to_dict() for record in MTCNN().detect_video("clip.mp4")]
    assert json.loads(output.read_text()) == expected

    (folder / "bad.mp4").write_text("no clip")
    again = run("bad.mp4", "clip.mp4")
    assert (again.returncode, again.stdout) == (1, "clip.mp4: 12 frames, 12 faces, as before\n")
    assert again.stderr.startswith("bad.mp4: the clip cannot be opened")

    write_clip(folder / "clip.mp4", np.zeros((512, 512, 3), np.uint8))
    assert run("clip.mp4").stdout == "clip.mp4: 12 frames, 0 faces\n"
