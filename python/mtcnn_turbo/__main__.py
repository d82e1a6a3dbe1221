"""``mtcnn-turbo``, and ``python -m mtcnn_turbo``: faces of pictures and clips into files, without writing a program."""

from __future__ import annotations

import argparse
import contextlib
import json
import os
import sys
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any, BinaryIO

import mtcnn_turbo

from . import coreml
from ._errors import Error
from ._extras import import_extra
from .detector import MTCNN
from .records import AnyRecord, Record, as_dict
from .writers import WRITERS

# Of those that Pillow knows, the ones that are not clips too.
PICTURE_FORMATS = ("JPEG", "PNG", "WEBP", "AVIF", "BMP", "TIFF", "PPM", "JPEG2000")
DESCRIPTION = "Finds faces and five landmarks with MTCNN. Pictures are read by Pillow, clips by PyAV."


def main(arguments: Sequence[str] | None = None) -> int:
    """Exit codes: 0, all is well; 1, an input failed; 2, the command line makes no sense; 130, Ctrl-C."""
    options = parser().parse_args(arguments)
    try:
        return int(options.run(options))
    except (Error, ImportError, OSError) as error:
        print(f"mtcnn-turbo: {error}", file=sys.stderr)
        return 2 if isinstance(error, Error) and error.stage == "options" else 1
    except KeyboardInterrupt:
        return 130


def parser() -> argparse.ArgumentParser:
    top = argparse.ArgumentParser("mtcnn-turbo", description=DESCRIPTION)
    top.add_argument("--version", action="version", version=mtcnn_turbo.__version__)
    commands = top.add_subparsers(required=True, metavar="COMMAND")

    detect = commands.add_parser("detect", help="find the faces of pictures and clips")
    detect.set_defaults(run=run_detect)
    detect.add_argument("inputs", nargs="+", metavar="INPUT", help="pictures, clips, URLs of clips")
    add_output(detect, "jsonl")
    detect.add_argument("--recipe", default="openface", choices=mtcnn_turbo.recipes(), help="whose answers to give")
    detect.add_argument("--backend", default="auto", help="how the networks are computed")
    detect.add_argument("--onnxruntime", metavar="FILE", help="the library of ONNX Runtime; that of its package by default")
    detect.add_argument("--providers", default="cpu", metavar="NAME,...", help="what ONNX Runtime computes with")
    detect.add_argument("--min-face-size", type=float, default=60, metavar="PIXELS")
    detect.add_argument("--max-face-size", type=float, metavar="PIXELS")
    detect.add_argument("--thresholds", type=numbers, default="0.6,0.7,0.7", metavar="A,B,C")
    detect.add_argument("--scale-factor", type=float, default=0.709, metavar="FACTOR")
    detect.add_argument("--max-faces", type=int, metavar="N", help="only the highest scores of a frame")
    detect.add_argument("--threads", type=int, metavar="N", help="at most so many; one per core by default")
    detect.add_argument("--weights", metavar="FILE", help="other weights than those inside, as safetensors")
    detect.add_argument("--batch-size", type=int, default=8, metavar="N", help="frames that are searched together")
    detect.add_argument("--every", type=int, default=1, metavar="N", help="of clips, one frame in N")
    detect.add_argument("--max-duration", type=float, metavar="SECONDS", help="of clips, their beginning")
    detect.add_argument("--track", action="store_true", help="follow faces through a clip")
    detect.add_argument("--quiet", action="store_true", help="no progress")

    convert = commands.add_parser("convert", help="turn a file of JSON Lines into another format")
    convert.set_defaults(run=run_convert)
    convert.add_argument("records", metavar="FILE", help="what `detect` of this or of the C++ program wrote; - for standard input")
    add_output(convert, "parquet")

    export = commands.add_parser("export", help="write the networks for other programs")
    export.set_defaults(run=run_export)
    export.add_argument("folder", metavar="FOLDER", help="where the files go; made where it is missing")
    export.add_argument("--format", default="coreml", choices=["coreml"], help="Core ML's ML programs")
    export.add_argument("--precision", default="fp32", choices=coreml.PRECISIONS, help="fp32 by default")
    export.add_argument("--weights", metavar="FILE", help="other weights than those inside, as safetensors")

    info = commands.add_parser("info", help="version, recipes, backends and instruction sets")
    info.set_defaults(run=run_info)
    return top


def add_output(command: argparse.ArgumentParser, default: str) -> None:
    command.add_argument("-o", "--output", default="-", metavar="FILE", help="standard output by default")
    command.add_argument("--format", default=default, choices=WRITERS, help=f"{default} by default")


def numbers(text: str) -> tuple[float, ...]:
    return tuple(float(number) for number in text.split(","))


def run_detect(options: argparse.Namespace) -> int:
    detector = MTCNN(
        options.min_face_size,
        options.thresholds,
        options.scale_factor,
        options.recipe,
        options.backend,
        options.threads,
        max_face_size=options.max_face_size,
        max_faces=options.max_faces,
        weights=options.weights,
        onnxruntime=options.onnxruntime,
        providers=options.providers.split(","),
    )
    failures: list[str] = []
    with opened(options.output) as file:
        WRITERS[options.format](detect(detector, options, failures), file)
    return 1 if failures else 0


def detect(detector: MTCNN, options: argparse.Namespace, failures: list[str]) -> Iterator[AnyRecord]:
    """The records of all inputs; those that fail are named, have a record that says why, and do not stop the rest."""
    for source in options.inputs:
        try:
            yield from detect_input(detector, source, options)
        except Error as error:
            print(f"mtcnn-turbo: {error}", file=sys.stderr)
            failures.append(source)
            message = str(error).removeprefix(f"{source}: ")
            yield {"source": source, "error": {"code": error.code, "stage": error.stage, "message": message}}


def detect_input(detector: MTCNN, source: str, options: argparse.Namespace) -> Iterator[Record]:
    picture = read_picture(source)
    if picture is not None:
        yield Record(source, 0, 0.0, picture.width, picture.height, *detector.detect(picture))
        return
    yield from detector.detect_video(
        source,
        options.batch_size,
        not options.quiet,
        options.track,
        every=options.every,
        max_duration=options.max_duration,
    )


def read_picture(source: str) -> Any:
    """A picture of Pillow's, turned for display; None for what is none."""
    pillow = import_extra("PIL.Image", "pictures", "Pillow")
    turning = import_extra("PIL.ImageOps", "pictures", "Pillow")
    if "://" in source:
        return None
    try:
        with pillow.open(source, formats=PICTURE_FORMATS) as picture:
            return turning.exif_transpose(picture)
    except pillow.UnidentifiedImageError:
        return None
    except FileNotFoundError as error:
        raise Error(f"{source}: there is no such file", "not_found", "read") from error
    except pillow.DecompressionBombError as error:
        raise Error(f"{source}: {error}", "limit", "decode") from error
    except (OSError, SyntaxError, ValueError) as error:
        raise Error(f"{source}: the picture cannot be read: {error}", "corrupt", "decode") from error


def run_convert(options: argparse.Namespace) -> int:
    with contextlib.ExitStack() as stack:
        source = sys.stdin.buffer if options.records == "-" else stack.enter_context(open(options.records, "rb"))
        file = stack.enter_context(opened(options.output))
        WRITERS[options.format](read_jsonl(options.records, source), file)
    return 0


def read_jsonl(name: str, lines: BinaryIO) -> Iterator[AnyRecord]:
    for number, line in enumerate(lines, start=1):
        try:
            record = json.loads(line)
            if not isinstance(record, dict) or "source" not in record:
                raise ValueError("no record")
        except ValueError as error:
            raise Error(f"{name}: line {number} is no record of JSON Lines: {error}", "corrupt", "read") from error
        yield record


@contextlib.contextmanager
def opened(path: str) -> Iterator[BinaryIO]:
    """Standard output, or a file that appears under its name when it is whole."""
    if path == "-":
        yield sys.stdout.buffer
        sys.stdout.buffer.flush()
        return
    unfinished = Path(path).with_name(f".{Path(path).name}.part")
    try:
        with unfinished.open("wb") as file:
            yield file
        os.replace(unfinished, path)
    finally:
        unfinished.unlink(missing_ok=True)


def run_export(options: argparse.Namespace) -> int:
    for package in coreml.export(options.folder, options.precision, options.weights):
        print(package)
    return 0


def run_info(_: argparse.Namespace) -> int:
    print(f"mtcnn-turbo {mtcnn_turbo.__version__}")
    for recipe, peer in mtcnn_turbo.recipes().items():
        print(f"recipe {recipe}: answers as {peer}")
    for backend in mtcnn_turbo.backends():
        if backend["active"]:
            print(f"backend {backend['name']}: {backend['active']}, of {', '.join(backend['available'])}")
    print(f"backend onnxruntime: {describe_onnxruntime()}")
    return 0


def describe_onnxruntime() -> str:
    try:
        version, providers = mtcnn_turbo.onnxruntime_info()
    except Error as error:
        return str(error)
    return f"{version}, with {', '.join(providers)}"


if __name__ == "__main__":
    sys.exit(main())
