"""Detectors in several threads and processes."""

from __future__ import annotations

import multiprocessing
import os
import sys
import threading
import time
from concurrent.futures import ProcessPoolExecutor, ThreadPoolExecutor

import numpy as np
import pytest

from mtcnn_turbo import MTCNN


def test_threads_share_a_detector(detector: MTCNN, astronaut: np.ndarray) -> None:
    expected = detector.detect(astronaut)[0]
    with ThreadPoolExecutor(8) as threads:
        for bboxes, _ in threads.map(detector.detect, [astronaut] * 64):
            np.testing.assert_array_equal(bboxes, expected)


def test_others_run_while_a_frame_is_searched(detector: MTCNN) -> None:
    """With the interpreter's lock held, no other thread would count on before the call is over."""
    counted = 0
    done = threading.Event()

    def count() -> None:
        nonlocal counted
        while not done.is_set():
            counted += 1
            time.sleep(0)

    slow = MTCNN(20, (0.01, 0.01, 0.01), backend="reference", threads=1)
    frame = np.random.default_rng(0).integers(0, 256, (160, 160, 3), np.uint8)
    switching = sys.getswitchinterval()
    sys.setswitchinterval(1000)  # so that only a released lock lets others run
    thread = threading.Thread(target=count)
    try:
        thread.start()
        before = counted
        slow.detect(frame)
        during = counted - before
    finally:
        done.set()
        sys.setswitchinterval(switching)
        thread.join()
    assert during > 1


@pytest.mark.parametrize("method", ["fork", "spawn", "forkserver"])
def test_processes(method: str, detector: MTCNN, astronaut: np.ndarray) -> None:
    expected = detector.detect_batch([astronaut] * 4)[0][0]  # the threads of this process are at work by now
    context = multiprocessing.get_context(method)
    with ProcessPoolExecutor(2, mp_context=context) as processes:
        for bboxes, _ in processes.map(detector.detect, [astronaut] * 4, timeout=120):
            np.testing.assert_array_equal(bboxes, expected)


def run_in_fork(work: object) -> int:
    """Exit code of a process that is forked from this one and ends as programs do; fails where it hangs."""
    child = os.fork()
    if child == 0:
        code = 1
        try:
            work()  # type: ignore[operator]
            code = 0
        finally:
            os._exit(code)
    deadline = time.monotonic() + 60
    while time.monotonic() < deadline:
        process, status = os.waitpid(child, os.WNOHANG)
        if process:
            return os.waitstatus_to_exitcode(status)
        time.sleep(0.01)
    os.kill(child, 9)
    os.waitpid(child, 0)
    pytest.fail("the forked process hangs")


def test_after_a_fork(detector: MTCNN, astronaut: np.ndarray) -> None:
    expected = detector.detect_batch([astronaut] * 4)

    def use_the_same_detector() -> None:
        for found, wanted in zip(detector.detect_batch([astronaut] * 4), expected, strict=True):
            assert np.array_equal(found[0], wanted[0])

    def make_another_detector() -> None:
        found = MTCNN(40, threads=2).detect_batch([astronaut] * 4)
        assert np.array_equal(found[3][0], expected[3][0])

    def fork_again() -> None:
        use_the_same_detector()
        assert run_in_fork(use_the_same_detector) == 0

    for work in (use_the_same_detector, make_another_detector, fork_again):
        assert run_in_fork(work) == 0
