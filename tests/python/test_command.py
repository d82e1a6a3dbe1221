"""mtcnn-turbo, the command that comes with the package."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pyarrow.parquet as parquet
import pytest

import mtcnn_turbo
from mtcnn_turbo.__main__ import main


def run(*arguments: str | Path) -> subprocess.CompletedProcess[str]:
    return subprocess.run([sys.executable, "-m", "mtcnn_turbo", *arguments], capture_output=True, text=True)


def test_command_is_installed() -> None:
    command = Path(sys.executable).parent / "mtcnn-turbo"
    shown = subprocess.run([command, "--version"], check=True, capture_output=True, text=True).stdout
    assert shown == f"{mtcnn_turbo.__version__}\n"


def test_pictures_give_what_the_program_gives(program: Path, pictures: Path) -> None:
    picture = str(pictures / "astronaut.png")
    expected = subprocess.run([program, "detect", picture, "--quiet"], check=True, capture_output=True, text=True)
    assert run("detect", picture).stdout == expected.stdout


def test_pictures_are_turned_as_exif_says(tmp_path: Path, pictures: Path) -> None:
    from PIL import Image

    flat = tmp_path / "flat.jpg"
    picture = Image.open(pictures / "astronaut.png").convert("RGB").rotate(90, expand=True)
    exif = Image.Exif()
    exif[0x0112] = 6
    picture.save(flat, quality=98, exif=exif)
    (record,) = map(json.loads, run("detect", flat).stdout.splitlines())
    assert record["num_faces"] == 1
    assert record["faces"][0]["bbox"]["y"] < record["height"] / 3


def test_a_bad_input_is_a_record_and_the_others_go_on(tmp_path: Path, pictures: Path) -> None:
    torn, empty, missing = tmp_path / "torn.png", tmp_path / "empty.jpg", tmp_path / "none.jpg"
    good = pictures / "astronaut.png"
    torn.write_bytes(good.read_bytes()[:5000])
    empty.write_bytes(b"")
    done = run("detect", torn, empty, missing, good)
    assert done.returncode == 1
    records = [json.loads(line) for line in done.stdout.splitlines()]
    assert [record.get("error", {}).get("stage") for record in records] == ["decode", "read", "read", None]
    assert records[2]["error"]["code"] == "not_found"
    for path in (torn, empty, missing):
        assert f"mtcnn-turbo: {path}: " in done.stderr


def test_parquet(tmp_path: Path, pictures: Path) -> None:
    faces, lines = tmp_path / "faces.parquet", tmp_path / "faces.jsonl"
    picture = pictures / "astronaut.png"
    assert run("detect", picture, "-o", faces, "--format", "parquet").returncode == 0
    assert run("detect", picture, "-o", lines).returncode == 0
    converted = tmp_path / "converted.parquet"
    assert run("convert", lines, "-o", converted).returncode == 0
    table = parquet.read_table(faces)
    assert table.equals(parquet.read_table(converted))
    assert table.equals(mtcnn_turbo.to_arrow(map(json.loads, lines.read_text().splitlines())))
    assert sorted(path.name for path in tmp_path.iterdir()) == ["converted.parquet", "faces.jsonl", "faces.parquet"]


def test_a_failed_conversion_leaves_nothing(tmp_path: Path) -> None:
    lines, output = tmp_path / "bad.jsonl", tmp_path / "out.parquet"
    lines.write_text('{"source":"a","frame_index":0}\nno record\n')
    done = run("convert", lines, "-o", output)
    assert done.returncode == 1
    assert done.stderr.startswith(f"mtcnn-turbo: {lines}: line 2 is no record of JSON Lines")
    assert [path.name for path in tmp_path.iterdir()] == ["bad.jsonl"]


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (["--min-face-size", "0"], "the smallest face"),
        (["--thresholds", "0.6,0.7"], "thresholds must be three numbers"),
        (["--threads", "0"], "threads must be at least 1"),
    ],
)
def test_options_that_make_no_sense(arguments: list[str], message: str, pictures: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["detect", str(pictures / "astronaut.png"), *arguments]) == 2
    shown = capsys.readouterr()
    assert message in shown.err
    assert shown.out == ""


def test_info(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["info"]) == 0
    shown = capsys.readouterr().out
    assert "recipe openface: answers as pymtcnn 1.2.0" in shown
    assert "backend native: " in shown
