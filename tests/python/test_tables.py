"""Records in the forms in which other libraries take them."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
import pyarrow as pa
import pytest

import mtcnn_turbo
from mtcnn_turbo import Record
from mtcnn_turbo.tables import SCHEMA


def record(source: str, frame_index: int, faces: int, **more: Any) -> Record:
    random = np.random.default_rng(frame_index)
    bboxes = random.uniform(0, 100, (faces, 5)).astype(np.float32)
    landmarks = random.uniform(0, 100, (faces, 5, 2)).astype(np.float32)
    return Record(source, frame_index, frame_index / 25, 320, 240, bboxes, landmarks, **more)


@pytest.fixture
def records() -> list[Record]:
    return [record("a.mp4", 0, 2, track_ids=[4, 7]), record("a.mp4", 1, 0), record("a.mp4", 2, 1, partial=True)]


def test_arrow(records: list[Record]) -> None:
    table = mtcnn_turbo.to_arrow(records)
    assert table.column_names == list(SCHEMA)
    assert table.num_rows == 3
    assert table.schema.field("bbox_x").type == pa.float32()
    assert table["frame_index"].to_pylist() == [0, 0, 2]
    assert table["track_id"].to_pylist() == [4, 7, None]
    assert table["partial"].to_pylist() == [False, False, True]
    np.testing.assert_array_equal(table["confidence"].to_numpy()[:2], records[0].bboxes[:, 4])
    np.testing.assert_array_equal(table["nose_y"].to_numpy()[:2], records[0].landmarks[:, 2, 1])


def test_dataframe(records: list[Record]) -> None:
    frame = mtcnn_turbo.to_dataframe(records)
    assert list(frame.columns) == list(SCHEMA)
    assert frame["bbox_width"].dtype == np.float32
    assert frame["track_id"].isna().tolist() == [False, False, True]
    np.testing.assert_array_equal(frame.loc[:1, "right_mouth_x"], records[0].landmarks[:, 4, 0])


def test_no_faces_give_the_same_columns() -> None:
    assert mtcnn_turbo.to_arrow([]).schema == mtcnn_turbo.to_arrow([record("a", 0, 1)]).schema
    assert list(mtcnn_turbo.to_dataframe([record("a", 0, 0)]).columns) == list(SCHEMA)


def test_records_and_json_lines_give_the_same(records: list[Record]) -> None:
    lines: list[Any] = [json.loads(json.dumps(each.to_dict())) for each in records]
    failed = {"source": "b.mp4", "error": {"code": "empty", "stage": "read", "message": "no bytes"}}
    assert mtcnn_turbo.to_arrow([*lines, failed]).equals(mtcnn_turbo.to_arrow(records))
    pd.testing.assert_frame_equal(mtcnn_turbo.to_dataframe(lines), mtcnn_turbo.to_dataframe(records))
    assert mtcnn_turbo.to_coco(lines) == mtcnn_turbo.to_coco(records)


@pytest.mark.parametrize(
    ("source", "frames", "ids"),
    [
        ("folder/000000397133.jpg", 1, [397133]),
        ("folder/photo.jpg", 1, ["photo.jpg"]),
        ("17", 1, [17]),
        ("walk.mp4", 2, ["walk.mp4:0", "walk.mp4:1"]),
        ("1234567890123456789.jpg", 1, ["1234567890123456789.jpg"]),
    ],
)
def test_coco_names_pictures_and_frames(source: str, frames: int, ids: list[Any]) -> None:
    results = mtcnn_turbo.to_coco(record(source, index, 1) for index in range(frames))
    assert [result["image_id"] for result in results] == ids
    assert len(json.loads(json.dumps(results))[0]["keypoints"]) == 15


def test_formats_are_those_of_the_command_line(program: Path, pictures: Path, tmp_path: Path) -> None:
    """Of the same records, byte for byte."""
    inputs = [str(pictures / name) for name in ("astronaut.png", "coins.png", "no such.png", "camera.png")]

    def run(format_name: str) -> bytes:
        command = [program, "detect", *inputs, "--min-face-size=20", "--thresholds=0.3,0.2,0.1", "--quiet"]
        return subprocess.run([*command, "--format", format_name], capture_output=True).stdout

    lines = tmp_path / "records.jsonl"
    lines.write_bytes(run("jsonl"))
    assert lines.read_bytes().count(b"face_id") > 10
    for format_name in ("jsonl", "json", "csv", "coco"):
        command = [sys.executable, "-m", "mtcnn_turbo", "convert", lines, "--format", format_name]
        assert subprocess.run(command, check=True, capture_output=True).stdout == run(format_name), format_name


def test_supervision_gets_corners(monkeypatch: pytest.MonkeyPatch, records: list[Record]) -> None:
    """supervision is too large to be installed for a test; its constructor takes these names."""

    class Module:
        @staticmethod
        def Detections(**arguments: Any) -> dict[str, Any]:  # noqa: N802
            return arguments

    monkeypatch.setitem(sys.modules, "supervision", Module)
    detections = mtcnn_turbo.to_supervision(records[0].bboxes, records[0].track_ids)
    x, y, width, height, confidence = records[0].bboxes[1]
    np.testing.assert_array_equal(detections["xyxy"][1], [x, y, x + width, y + height])
    assert detections["confidence"][1] == confidence
    assert detections["tracker_id"].tolist() == [4, 7]
    assert mtcnn_turbo.to_supervision(np.empty((0, 5)))["xyxy"].shape == (0, 4)


def test_what_is_not_installed_is_named(monkeypatch: pytest.MonkeyPatch, records: list[Record]) -> None:
    monkeypatch.setitem(sys.modules, "pyarrow", None)
    with pytest.raises(ImportError, match=r"this needs pyarrow: pip install 'mtcnn-turbo\[arrow\]'"):
        mtcnn_turbo.to_arrow(records)
