"""How time and memory grow with the size of a draft, and of a queue."""

import itertools
import json
import math
import statistics

import corpus
from measure import best, run

SIZES = [10**power for power in range(3, 9)]
LABELS = ["1 KB", "10 KB", "100 KB", "1 MB", "10 MB", "100 MB"]
LARGE = 10**9
FITTED_FROM = 10**6  # below, it is the start and the building of automata that are measured
POST_BYTES = 600     # about the size of a record's text in a queue


def texts_of(folder):
    """The corpus over and over."""
    return itertools.cycle(path.read_text() for path in sorted(folder.iterdir()))


def write_markdown(path, texts, size):
    with path.open("w") as file:
        written = 0
        while written < size:
            text = next(texts)[: size - written]
            written += file.write(text + "\n")


def write_json_lines(path, texts, size):
    """Records of about POST_BYTES, cut between paragraphs."""
    with path.open("w") as file:
        written = number = 0
        while written < size:
            post = ""
            for paragraph in next(texts).split("\n\n"):
                post += paragraph + "\n\n"
                if len(post) >= POST_BYTES:
                    written += file.write(json.dumps({"id": f"p{number}", "text": f"Note {number}\n\n{post}"}) + "\n")
                    number += 1
                    post = ""
                if written >= size:
                    break


KINDS = {"Markdown": ("md", write_markdown), "JSON Lines": ("jsonl", write_json_lines)}


def measure(toofew, tools, scratch):
    folder = scratch / "growth-corpus"
    corpus.gather(folder, tools)
    check = [toofew, "check", "--format", "jsonl", "--fail-on", "never", "--jobs", "1", "--max-file-size", "200MB"]
    result = {"points": {}, "fits": {}}
    for kind, (ending, write) in KINDS.items():
        points = []
        for size in SIZES:
            path = scratch / f"growth.{ending}"
            write(path, texts_of(folder), size)
            costs = [run([*check, path], 1) for _ in range(5 if size < 10**7 else 1)]
            points.append({"bytes": path.stat().st_size, "seconds": best(costs, "cpu"),
                           "peak": best(costs, "peak")})
            path.unlink()
        result["points"][kind] = points
        result["fits"][kind] = fit([point for point in points if point["bytes"] >= 0.9 * FITTED_FROM])
    return result


def measure_large(toofew, tools, scratch):
    """The peak of a queue of a gigabyte."""
    folder = scratch / "large-corpus"
    corpus.gather(folder, tools)
    path = scratch / "large.jsonl"
    write_json_lines(path, texts_of(folder), LARGE)
    cost = run([toofew, "check", "--format", "jsonl", "--fail-on", "never", "--max-file-size", "1900MB", path])
    size = path.stat().st_size
    path.unlink()
    return {"bytes": size, "seconds": cost.wall, "cpu": cost.cpu, "peak": cost.peak}


def fit(points):
    """A straight line between the logarithms: time grows with the size to the power of `slope`."""
    sizes = [math.log(point["bytes"]) for point in points]
    times = [math.log(point["seconds"]) for point in points]
    line = statistics.linear_regression(sizes, times)
    return {"slope": line.slope, "r2": statistics.correlation(sizes, times) ** 2}


def plot(result, path):
    import matplotlib
    matplotlib.use("svg")
    import matplotlib.pyplot as pyplot
    matplotlib.rcParams |= {"svg.hashsalt": "toofew", "svg.fonttype": "none"}
    figure, (left, right) = pyplot.subplots(1, 2, figsize=(10, 4), layout="constrained")
    for (kind, points), marker in zip(result["points"].items(), "os"):
        sizes = [point["bytes"] for point in points]
        left.loglog(sizes, [point["seconds"] for point in points], marker=marker, label=kind)
        right.loglog(sizes, [point["peak"] / 2**20 for point in points], marker=marker, label=kind)
    last = result["points"]["Markdown"][-1]
    left.loglog(SIZES, [last["seconds"] * size / last["bytes"] for size in SIZES], color="grey", linestyle=":",
                label="in proportion to the size")
    left.set(ylabel="seconds on one core", title="Time")
    right.set(ylabel="peak memory, MB", title="Memory", ylim=(8, None))
    for axes in (left, right):
        axes.set_xlabel("size of the input")
        axes.set_xticks(SIZES, LABELS)
        axes.minorticks_off()
        axes.grid(alpha=0.3)
        axes.legend(frameon=False)
    for axis in (left.yaxis, right.yaxis):
        axis.set_major_formatter(matplotlib.ticker.FuncFormatter(lambda value, _: f"{value:g}"))
    figure.savefig(path, metadata={"Date": None})


def render(result):
    labels = LABELS[: len(result["points"]["Markdown"])]
    lines = ["| | " + " | ".join(labels) + " |", "| --- " * (len(labels) + 1) + "|"]
    for kind, points in result["points"].items():
        lines.append(f"| {kind}, seconds | " + " | ".join(f"{point['seconds']:.2g}" for point in points) + " |")
        lines.append(f"| {kind}, peak in MB | " + " | ".join(f"{point['peak'] / 2**20:.0f}" for point in points) + " |")
    return "\n".join(lines)
