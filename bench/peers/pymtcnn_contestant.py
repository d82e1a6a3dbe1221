"""pymtcnn 1.2.0 with its ONNX backend. Further arguments: the folder of its model files; "defaults", "batches": its
`detect_batch` on four frames at a time; or "quiet": its sessions with the given number of threads, which do not spin
against each other."""

from __future__ import annotations

import sys
from typing import Any

from contest import MIN_FACE_SIZE, THREADS, compete, compete_with_all  # first: it limits the threads

import onnxruntime


def quieten_sessions() -> None:
    unlimited = onnxruntime.InferenceSession

    def session(path: str, sess_options: Any = None, **others: Any) -> Any:
        options = sess_options or onnxruntime.SessionOptions()
        options.intra_op_num_threads = THREADS
        options.add_session_config_entry("session.intra_op.allow_spinning", "0")
        return unlimited(path, sess_options=options, **others)

    onnxruntime.InferenceSession = session


def main() -> None:
    if sys.argv[7] == "quiet":
        quieten_sessions()
    from pymtcnn import MTCNN

    peer = MTCNN(backend="cpu", model_dir=sys.argv[6])
    detector = next(part for part in vars(peer).values() if hasattr(part, "min_face_size"))
    detector.min_face_size = MIN_FACE_SIZE
    detector.thresholds = [0.6, 0.7, 0.7]
    detector.factor = 0.709
    if sys.argv[7] == "batches":
        compete_with_all(lambda frames: [
            boxes for start in range(0, len(frames), 4) for boxes, _ in peer.detect_batch(list(frames[start : start + 4]))
        ])
    else:
        compete(lambda frame: peer.detect(frame)[0])


if __name__ == "__main__":
    main()
