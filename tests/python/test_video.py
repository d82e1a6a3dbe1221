"""Clips in, records out. The clips are made on the spot, of the astronaut coming nearer."""

from __future__ import annotations

import json
import subprocess
from pathlib import Path
from typing import Any

import av
import numpy as np
import pytest

from clips import FRAMES, RATE, write_clip
from mtcnn_turbo import MTCNN, Error, Record


@pytest.fixture(scope="module")
def clip(tmp_path_factory: pytest.TempPathFactory, astronaut_rgb: np.ndarray) -> Path:
    return write_clip(tmp_path_factory.mktemp("clips") / "near.mp4", astronaut_rgb)


def dicts(records: Any) -> list[dict[str, Any]]:
    return [record.to_dict() for record in records]


def records_of_program(program: Path, clip: Path, *options: str) -> list[dict[str, Any]]:
    command = [program, "detect", clip, "--min-face-size", "40", "--quiet", *options]
    lines = subprocess.run(command, check=True, capture_output=True, text=True).stdout.splitlines()
    return [json.loads(line) for line in lines]


def test_records(detector: MTCNN, clip: Path) -> None:
    records = list(detector.detect_video(clip))
    assert [record.frame_index for record in records] == list(range(FRAMES))
    assert [record.timestamp for record in records] == [index / RATE for index in range(FRAMES)]
    for record in records:
        assert isinstance(record, Record)
        assert (record.source, record.width, record.height, record.partial) == (str(clip), 320, 240, False)
        assert (record.bboxes.shape, record.landmarks.shape) == ((1, 5), (1, 5, 2))
        assert record.track_ids is None
    assert records[-1].bboxes[0, 2] > records[0].bboxes[0, 2]


@pytest.mark.parametrize(
    ("codec", "pixels", "name"),
    [
        ("libx264", "yuv420p", "planes.mp4"),
        ("libx264", "yuvj420p", "full.mp4"),
        ("libx264", "yuv444p", "fine.mp4"),
        ("mpeg4", "yuv420p", "old.avi"),
    ],
)
def test_records_are_those_of_the_command_line(
    codec: str, pixels: str, name: str, tmp_path: Path, detector: MTCNN, program: Path, astronaut_rgb: np.ndarray
) -> None:
    clip = write_clip(tmp_path / name, astronaut_rgb, codec, pixels)
    found, expected = dicts(detector.detect_video(clip)), records_of_program(program, clip)
    assert len(found) == len(expected)
    if pixels != "yuv444p":  # whose conversion differs between versions of libswscale
        assert found == expected


def test_tracks_are_those_of_the_command_line(detector: MTCNN, clip: Path, program: Path) -> None:
    found = dicts(detector.detect_video(clip, track=True))
    assert found == records_of_program(program, clip, "--track")
    assert {face["track_id"] for record in found for face in record["faces"]} == {1}


@pytest.mark.parametrize("batch_size", [1, 5, 12, 100])
def test_batches_change_nothing(batch_size: int, detector: MTCNN, clip: Path) -> None:
    assert dicts(detector.detect_video(clip, batch_size)) == dicts(detector.detect_video(clip))


def test_selection(detector: MTCNN, clip: Path) -> None:
    everything = dicts(detector.detect_video(clip))
    assert dicts(detector.detect_video(clip, every=5)) == everything[::5]
    assert dicts(detector.detect_video(clip, max_duration=0.2)) == everything[:5]


def test_odd_sizes_and_rotation(tmp_path: Path, detector: MTCNN, program: Path, astronaut_rgb: np.ndarray) -> None:
    odd = write_clip(tmp_path / "odd.mkv", astronaut_rgb, "ffv1", size=(321, 241))
    assert dicts(detector.detect_video(odd)) == records_of_program(program, odd)
    flat = write_clip(tmp_path / "flat.mp4", np.rot90(astronaut_rgb))
    turned = tmp_path / "turned.mp4"
    turn = ["-c", "copy", "-metadata:s:v:0", "rotate=90"]
    subprocess.run(["ffmpeg", "-v", "error", "-i", flat, *turn, turned], check=True)
    assert {record.width for record in detector.detect_video(turned)} == {240}
    assert dicts(detector.detect_video(turned)) == records_of_program(program, turned)


def test_a_reader_may_stop(detector: MTCNN, clip: Path) -> None:
    records = detector.detect_video(clip, batch_size=2)
    assert next(records).frame_index == 0
    records.close()


def test_damaged_clips_give_what_can_be_decoded(tmp_path: Path, detector: MTCNN, astronaut_rgb: np.ndarray) -> None:
    whole = write_clip(tmp_path / "whole.avi", astronaut_rgb, "mpeg4").read_bytes()
    half = tmp_path / "half.avi"
    half.write_bytes(whole[: len(whole) // 2])
    with pytest.warns(UserWarning, match=f"{half}: the clip is damaged: [0-9]+ frames could be decoded"):
        records = list(detector.detect_video(half))
    assert 0 < len(records) < FRAMES


@pytest.mark.parametrize(
    ("content", "message"), [(b"", "cannot be opened"), (b"no clip at all", "cannot be opened"), (None, "cannot be opened")]
)
def test_what_is_no_clip(content: bytes | None, message: str, tmp_path: Path, detector: MTCNN) -> None:
    path = tmp_path / "bad.mp4"
    if content is not None:
        path.write_bytes(content)
    with pytest.raises(Error, match=f"^{path}: .*{message}"):
        next(detector.detect_video(path))


def test_a_deadline_names_the_clip_and_the_frame(clip: Path) -> None:
    with pytest.raises(Error, match="near.mp4: frame 0: the search was given up in PNet") as raised:
        next(MTCNN(40, deadline=1e-9).detect_video(clip))
    assert raised.value.input == f"{clip}: frame 0"


def test_sound_alone(tmp_path: Path, detector: MTCNN) -> None:
    path = tmp_path / "sound.wav"
    with av.open(str(path), "w") as container:
        stream = container.add_stream("pcm_s16le", rate=8000)
        frame = av.AudioFrame.from_ndarray(np.zeros((1, 800), np.int16), format="s16", layout="mono")
        frame.rate = 8000
        container.mux([*stream.encode(frame), *stream.encode()])
    with pytest.raises(Error, match="there is no video in this file"):
        next(detector.detect_video(path))


@pytest.mark.parametrize("options", [{"batch_size": 0}, {"every": 0}, {"max_duration": 0}, {"max_duration": float("nan")}])
def test_arguments_are_checked_at_once(options: dict[str, Any], detector: MTCNN, clip: Path) -> None:
    with pytest.raises(Error, match=next(iter(options))):
        detector.detect_video(clip, **options)


def test_progress_is_for_terminals(detector: MTCNN, clip: Path, capsys: pytest.CaptureFixture[str], monkeypatch: Any) -> None:
    list(detector.detect_video(clip))
    assert capsys.readouterr().err == ""
    monkeypatch.setattr("sys.stderr.isatty", lambda: True)
    monkeypatch.setattr("mtcnn_turbo._progress.INTERVAL", 0)
    list(detector.detect_video(clip))
    shown = capsys.readouterr().err
    assert f"{clip}: 12/12 frames" in shown
    assert shown.endswith("\r\x1b[K")
    list(detector.detect_video(clip, progress=False))
    assert capsys.readouterr().err == ""
