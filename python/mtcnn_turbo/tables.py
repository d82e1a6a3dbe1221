"""Records in the forms in which other libraries take them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from pathlib import PurePath
from typing import TYPE_CHECKING, Any

import numpy as np
import numpy.typing as npt

from ._extras import import_extra
from .records import BOX_NAMES, LANDMARK_NAMES, AnyRecord, as_dict

if TYPE_CHECKING:
    import pandas as pd
    import pyarrow as pa

#: The columns of a table of faces and their types: those, in their order, of the command line's ``--format csv``.
SCHEMA: dict[str, str] = {
    "source": "string",
    "frame_index": "int64",
    "timestamp": "float64",
    "width": "int32",
    "height": "int32",
    "partial": "bool",
    "num_faces": "int32",
    "face_id": "int32",
    "track_id": "int64",
    **{f"bbox_{name}": "float32" for name in BOX_NAMES},
    "confidence": "float32",
    **{f"{landmark}_{axis}": "float32" for landmark in LANDMARK_NAMES for axis in "xy"},
}

# Columns that a NumPy type cannot hold, since values may be missing or are text.
PANDAS_TYPES = {"track_id": "Int64", "source": "object"}


def rows(records: Iterable[AnyRecord]) -> Iterator[tuple[Any, ...]]:
    """One row a face, in the order of `SCHEMA`; a track that nobody told is None."""
    for record in map(as_dict, records):
        for face in record.get("faces", []):
            yield (
                record["source"],
                record["frame_index"],
                record["timestamp"],
                record["width"],
                record["height"],
                record.get("partial", False),
                record["num_faces"],
                face["face_id"],
                face.get("track_id"),
                *(face["bbox"][name] for name in BOX_NAMES),
                face["bbox"]["confidence"],
                *(value for name in LANDMARK_NAMES for value in face["landmarks"][name]),
            )


def columns(records: Iterable[AnyRecord]) -> dict[str, list[Any]]:
    found = list(rows(records))
    return {name: [row[index] for row in found] for index, name in enumerate(SCHEMA)}


def arrow_schema(arrow: Any) -> Any:
    types = {"string": arrow.string(), "bool": arrow.bool_()}
    return arrow.schema([(name, types.get(kind) or getattr(arrow, kind)()) for name, kind in SCHEMA.items()])


def to_arrow(records: Iterable[AnyRecord]) -> pa.Table:
    """A table of Apache Arrow, one row a face. Needs pyarrow (``pip install 'mtcnn-turbo[arrow]'``).

    Args:
        records: what :meth:`MTCNN.detect_video` yields, or objects of the command line's JSON Lines. Frames without a
            face, and inputs that failed, have no row.
    """
    arrow = import_extra("pyarrow", "arrow", "pyarrow")
    table: pa.Table = arrow.table(columns(records), schema=arrow_schema(arrow))
    return table


def to_dataframe(records: Iterable[AnyRecord]) -> pd.DataFrame:
    """A data frame of pandas with the columns of :func:`to_arrow`. Needs pandas (``pip install 'mtcnn-turbo[pandas]'``)."""
    pandas = import_extra("pandas", "pandas", "pandas")
    frame: pd.DataFrame = pandas.DataFrame(
        {
            name: pandas.Series(values, dtype=PANDAS_TYPES.get(name, SCHEMA[name]))
            for name, values in columns(records).items()
        }
    )
    return frame


def to_coco(records: Iterable[AnyRecord]) -> list[dict[str, Any]]:
    """COCO's results, as the command line's ``--format coco`` has them: plain values, for ``json.dump``.

    ``image_id`` is the number in the file's name where that is all there is before the ending, else the name; for
    clips, of which there are records behind the first frame, name and frame: "walk.mp4:17".
    """
    found = [as_dict(record) for record in records]
    clips = {record["source"] for record in found if record.get("frame_index", 0) > 0}
    results = []
    for record in found:
        for face in record.get("faces", []):
            bbox = face["bbox"]
            result = {
                "image_id": image_id(record["source"], record["frame_index"] if record["source"] in clips else None),
                "category_id": 1,
                "bbox": [bbox[name] for name in BOX_NAMES],
                "score": bbox["confidence"],
                "keypoints": [value for name in LANDMARK_NAMES for value in (*face["landmarks"][name], 2)],
            }
            if "track_id" in face:
                result["track_id"] = face["track_id"]
            results.append(result)
    return results


def image_id(source: str, frame_index: int | None) -> int | str:
    name = PurePath(source).name
    if frame_index is not None:
        return f"{name}:{frame_index}"
    stem = name.rpartition(".")[0] or name
    most_digits = 18  # that every reader's integers hold
    return int(stem) if stem.isascii() and stem.isdigit() and len(stem) <= most_digits else name


def to_supervision(bboxes: npt.ArrayLike, track_ids: Iterable[int] | None = None) -> Any:
    """``supervision.Detections`` of one frame's (N, 5) boxes. Needs supervision."""
    sv = import_extra("supervision", "supervision", "supervision")
    boxes = np.asarray(bboxes, dtype=np.float32).reshape(-1, 5)
    return sv.Detections(
        xyxy=np.concatenate([boxes[:, :2], boxes[:, :2] + boxes[:, 2:4]], axis=1),
        confidence=boxes[:, 4],
        class_id=np.zeros(len(boxes), int),
        tracker_id=None if track_ids is None else np.asarray(list(track_ids), int),
    )
