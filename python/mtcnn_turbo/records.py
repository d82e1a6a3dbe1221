"""What was found in one frame, under the names that the command line and its files have too."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, TypeAlias

import numpy as np
import numpy.typing as npt

BOX_NAMES = ("x", "y", "width", "height")
LANDMARK_NAMES = ("left_eye", "right_eye", "nose", "left_mouth", "right_mouth")


@dataclass(frozen=True)
class Record:
    """What was found in one frame."""

    source: str  #: the path as it was given
    frame_index: int  #: 0 for a picture
    timestamp: float  #: seconds from the start; 0 for a picture
    width: int  #: pixels as displayed
    height: int  #: pixels as displayed
    bboxes: npt.NDArray[np.float32]  #: (N, 5): x, y, width, height, confidence
    landmarks: npt.NDArray[np.float32]  #: (N, 5, 2)
    track_ids: list[int] | None = None  #: one a face, the same for one person in all frames; None where not tracked
    partial: bool = False  #: part of the frame could not be decoded
    capped: bool = False  #: it had more proposals than allowed, so that faces may be missing

    def to_dict(self) -> dict[str, Any]:
        """The record as the command line writes it: plain values, which ``json.dumps`` takes."""
        record: dict[str, Any] = {
            "source": self.source,
            "frame_index": self.frame_index,
            "timestamp": self.timestamp,
            "width": self.width,
            "height": self.height,
        }
        if self.partial:
            record["partial"] = True
        if self.capped:
            record["capped"] = True
        record["num_faces"] = len(self.bboxes)
        record["faces"] = [self._face(face_id) for face_id in range(len(self.bboxes))]
        return record

    def _face(self, face_id: int) -> dict[str, Any]:
        face: dict[str, Any] = {"face_id": face_id}
        if self.track_ids is not None:
            face["track_id"] = self.track_ids[face_id]
        face["bbox"] = dict(zip((*BOX_NAMES, "confidence"), map(shortest, self.bboxes[face_id]), strict=True))
        points = ([shortest(x), shortest(y)] for x, y in self.landmarks[face_id])
        face["landmarks"] = dict(zip(LANDMARK_NAMES, points, strict=True))
        return face


#: A `Record`, or one object of the command line's JSON Lines.
AnyRecord: TypeAlias = Record | Mapping[str, Any]


def as_dict(record: AnyRecord) -> Mapping[str, Any]:
    return record.to_dict() if isinstance(record, Record) else record


def shortest(value: np.float32) -> float:
    """The number of the fewest digits that reads back to the same float32."""
    return float(str(value))
