#!/usr/bin/env python3
"""Faces of many clips for an analysis pipeline: a JSON array of records for each clip, and no clip searched twice.

    python examples/s1_pipeline.py OUTPUT_FOLDER CLIP...

Needs `pip install 'mtcnn-turbo[video]'`. The record of a frame is that of the command line; a clip whose size, time of
change and settings are as they were is taken from the output folder. A clip that cannot be read is named and left out; the
exit code then is 1.
"""

from __future__ import annotations

import argparse
import hashlib
import json
import os
import sys
from pathlib import Path
from typing import Any

import mtcnn_turbo
from mtcnn_turbo import MTCNN

BATCH = 4  # frames that are searched together


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else None)
    parser.add_argument("output", type=Path, metavar="OUTPUT_FOLDER")
    parser.add_argument("clips", type=Path, nargs="+", metavar="CLIP")
    options = parser.parse_args()
    options.output.mkdir(parents=True, exist_ok=True)

    detector = MTCNN(min_face_size=60)
    failed = 0
    for clip in options.clips:
        try:
            records, is_cached = records_of(detector, clip, options.output)
        except (mtcnn_turbo.Error, OSError) as error:
            print(error, file=sys.stderr)
            failed += 1
            continue
        faces = sum(record["num_faces"] for record in records)
        print(f"{clip}: {len(records)} frames, {faces} faces{', as before' if is_cached else ''}")
    return 1 if failed else 0


def records_of(detector: MTCNN, clip: Path, folder: Path) -> tuple[list[dict[str, Any]], bool]:
    """The records of a clip, and whether they were there already."""
    path = folder / f"{clip.stem}.{fingerprint(detector, clip)}.json"
    if path.exists():
        return json.loads(path.read_text()), True
    records = [record.to_dict() for record in detector.detect_video(clip, batch_size=BATCH)]
    unfinished = path.with_suffix(".part")
    unfinished.write_text(json.dumps(records))
    os.replace(unfinished, path)
    return records, False


def fingerprint(detector: MTCNN, clip: Path) -> str:
    """Changes with the clip, with the detector's settings, and with the version of mtcnn-turbo."""
    status = clip.stat()
    parts = (str(clip.resolve()), status.st_size, status.st_mtime_ns, repr(detector), mtcnn_turbo.__version__)
    return hashlib.sha256(repr(parts).encode()).hexdigest()[:16]


if __name__ == "__main__":
    sys.exit(main())
