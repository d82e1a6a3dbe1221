#!/usr/bin/env python3
"""Takes the pictures of other projects' tests, many of them broken on purpose, out of their packages.

They are what `./run check --long mutated_pictures` begins from: the tests of gdk-pixbuf and of Go's standard library
(with PngSuite) out of Debian's packages, which apt checks, and those of Pillow out of its pinned source distribution.
"""

from __future__ import annotations

import argparse
import io
import subprocess
import tarfile
import tempfile
from pathlib import Path, PurePosixPath

from pinned_wheel import SETUP, TOOLS, WHEELS, PinnedPackage, SetupError, run_tool, write_whole

PILLOW = PinnedPackage(
    TOOLS / "requirements-picture-seeds.txt", "pillow-12.0.0.tar.gz", pip_options=("--no-binary=:all:",)
)
PILLOW_PICTURES = "/Tests/images/"

DEBIAN_PICTURES = {
    "gdk-pixbuf-tests": "/test-images/",
    "golang-1.19-src": "/src/image/",
}

SUFFIXES = {
    *(".avif", ".bmp", ".dds", ".exr", ".gif", ".hdr", ".heic", ".ico", ".j2k", ".jp2", ".jpeg", ".jpg", ".jxl", ".pbm"),
    *(".pcx", ".pfm", ".pgm", ".png", ".pnm", ".ppm", ".psd", ".qoi", ".rgb", ".sgi", ".tga", ".tif", ".tiff", ".webp"),
    *(".xbm", ".xpm"),
}


def main() -> None:
    """Writes the folders of packages that are not there yet."""
    parser = argparse.ArgumentParser(description="Takes pictures of other projects' tests out of their packages.")
    parser.add_argument("--wheels", type=Path, default=WHEELS, help="folder of packages (default: %(default)s)")
    parser.add_argument("--output", type=Path, default=SETUP / "picture_seeds", help="(default: %(default)s)")
    arguments = parser.parse_args()
    if not (arguments.output / "pillow").is_dir():
        extract(PILLOW.read(arguments.wheels), PILLOW_PICTURES, arguments.output / "pillow")
    for package, below in DEBIAN_PICTURES.items():
        if not (arguments.output / package).is_dir():
            extract(debian_archive(package), below, arguments.output / package)


def debian_archive(package: str) -> bytes:
    """The files of a Debian package, which is not installed, as a tar archive."""
    with tempfile.TemporaryDirectory() as folder:
        # apt would rather fetch as a user of its own, who may not write into this folder, and warns where it cannot.
        output_of("apt-get", "download", "-o", "APT::Sandbox::User=root", package, folder=folder)
        files = [str(path) for path in Path(folder).glob("*.deb")]
        if len(files) != 1:
            raise SetupError(f"apt-get download {package} left {len(files)} packages instead of one.")
        return output_of("dpkg", "--fsys-tarfile", *files, folder=folder)


def output_of(*command: str, folder: str) -> bytes:
    ended = subprocess.run(command, cwd=folder, stdin=subprocess.DEVNULL, capture_output=True)
    if ended.returncode != 0:
        reason = ended.stderr.decode(errors="replace").strip().splitlines() or ["it gives no reason"]
        raise SetupError(f"{' '.join(command)} failed: {reason[-1]}")
    return ended.stdout


def extract(archive: bytes, below: str, output: Path) -> None:
    """Writes the archive's pictures below a folder, side by side; `output` is there whole or not at all."""
    output.parent.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(dir=output.parent) as fresh, tarfile.open(fileobj=io.BytesIO(archive)) as files:
        unfinished = Path(fresh) / output.name
        for member in files:
            path = PurePosixPath(member.name)
            if not member.isfile() or path.suffix.lower() not in SUFFIXES or below not in f"/{path}":
                continue
            content = files.extractfile(member)
            assert content is not None  # it is a file
            write_whole(unfinished / f"{path.parent.name}_{path.name}", content.read())
        unfinished.rename(output)


if __name__ == "__main__":
    run_tool(main)
