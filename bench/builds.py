"""What is measured, and on what: the programs of this build, and the frames of a clip or picture in a file."""

from __future__ import annotations

import subprocess
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
PROGRAM = ROOT / "build/release/bench/mtcnn-bench"
COMMAND_LINE = ROOT / "build/release/src/cli/mtcnn-turbo"
PEERS = ROOT / ".setup/peers"


class Footage:
    """The frames, decoded to a file that contestants read before they start."""

    def __init__(self, source: Path, count: int, pixels: str, folder: Path, scale: str = "") -> None:
        probe = ["ffprobe", "-v", "error", "-select_streams", "v", "-show_entries", "stream=width,height", "-of", "csv=p=0"]
        if scale:
            self.width, self.height = map(int, scale.split(":"))
        else:
            self.width, self.height = map(int, run([*probe, str(source)]).split(",")[:2])
        self.pixels = pixels
        self.file = folder / f"{self.width}x{self.height}.{pixels}"
        layout = {"bgr": "bgr24", "nv12": "nv12", "i420": "yuv420p"}[pixels]
        scaling = ["-vf", f"scale={scale}"] if scale else []
        decode = ["ffmpeg", "-nostdin", "-v", "error", "-y", "-i", str(source), "-frames:v", str(count), *scaling]
        run([*decode, "-pix_fmt", layout, "-f", "rawvideo", str(self.file)])

    @property
    def arguments(self) -> list[str]:
        return [str(self.file), str(self.width), str(self.height)]


def run(command: list[str], environment: dict[str, str] | None = None) -> str:
    return subprocess.run(command, check=True, capture_output=True, text=True, env=environment).stdout


def instruction_sets() -> list[str]:
    """Those of the native backend that this CPU has, the best first."""
    info = run([str(COMMAND_LINE), "info"])
    line = next(line for line in info.splitlines() if "native" in line)
    return line.split("available here: ")[1].split(";")[0].split(", ")


def exported_models() -> str:
    """The folder of our networks as ONNX models."""
    folder = ROOT / "build/models"
    run([str(COMMAND_LINE), "export", str(folder)])
    return str(folder)


def cpu_name() -> str:
    with open("/proc/cpuinfo") as lines:
        return next((line.split(":")[1].strip() for line in lines if line.startswith("model name")), "unknown")


def table(heading: list[str], rows: list[list[str]]) -> str:
    lines = [heading, ["---"] * len(heading), *rows]
    return "\n".join("| " + " | ".join(line) + " |" for line in lines) + "\n"


def draw_speeds(speeds: dict[str, float], label: str, file: Path, logarithmic: bool = False) -> None:
    """A bar a name, the first on top."""
    import matplotlib

    matplotlib.use("Agg")
    from matplotlib import pyplot

    figure, axes = pyplot.subplots(figsize=(9, 0.4 * len(speeds) + 1))
    bars = axes.barh(list(speeds)[::-1], list(speeds.values())[::-1])
    axes.bar_label(bars, fmt="{:.3g}", padding=3)
    axes.margins(x=0.1)
    if logarithmic:
        axes.set_xscale("log")
    axes.set_xlabel(label)
    figure.tight_layout()
    figure.savefig(file)
