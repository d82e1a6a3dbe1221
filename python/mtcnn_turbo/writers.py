"""Files of records: those of the command line's formats that are the same here, and Parquet."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Callable, Iterable, Iterator
from typing import Any, BinaryIO

from ._extras import import_extra
from .records import AnyRecord, as_dict
from .tables import SCHEMA, arrow_schema, rows, to_arrow, to_coco

ROWS_A_GROUP = 64 * 1024  # of Parquet

Writer = Callable[[Iterable[AnyRecord], BinaryIO], None]


def to_json(record: AnyRecord) -> bytes:
    return json.dumps(as_dict(record), ensure_ascii=False, separators=(",", ":")).encode()


def write_jsonl(records: Iterable[AnyRecord], file: BinaryIO) -> None:
    """One object a line, each as soon as it is there."""
    for record in records:
        file.write(to_json(record) + b"\n")


def write_json(records: Iterable[AnyRecord], file: BinaryIO) -> None:
    """One array."""
    start = b"[\n"
    for record in records:
        file.write(start + to_json(record))
        start = b",\n"
    file.write(b"[]\n" if start == b"[\n" else b"\n]\n")


def write_csv(records: Iterable[AnyRecord], file: BinaryIO) -> None:
    """One row a face."""
    text = io.TextIOWrapper(file, "utf-8", newline="", write_through=True)
    table = csv.writer(text)
    table.writerow(SCHEMA)
    for row in rows(records):
        table.writerow(str(value).lower() if isinstance(value, bool) else value for value in row)
    text.detach()


def write_coco(records: Iterable[AnyRecord], file: BinaryIO) -> None:
    """COCO's results, one a line in an array."""
    lines = ",\n".join(json.dumps(result, ensure_ascii=False, separators=(",", ":")) for result in to_coco(records))
    file.write(f"[\n{lines}\n]\n".encode() if lines else b"[]\n")


def write_parquet(records: Iterable[AnyRecord], file: BinaryIO) -> None:
    """One row a face."""
    arrow = import_extra("pyarrow", "arrow", "pyarrow")
    parquet = import_extra("pyarrow.parquet", "arrow", "pyarrow")
    with parquet.ParquetWriter(file, arrow_schema(arrow)) as writer:
        for group in groups(records):
            writer.write_table(to_arrow(group))


def groups(records: Iterable[AnyRecord]) -> Iterator[list[Any]]:
    """Records of about as many faces as a group of rows has, so that a table of any length needs little memory."""
    group: list[Any] = []
    faces = 0
    for record in map(as_dict, records):
        group.append(record)
        faces += record.get("num_faces", 0)
        if faces >= ROWS_A_GROUP:
            yield group
            group, faces = [], 0
    yield group


WRITERS: dict[str, Writer] = {
    "jsonl": write_jsonl,
    "json": write_json,
    "csv": write_csv,
    "coco": write_coco,
    "parquet": write_parquet,
}
