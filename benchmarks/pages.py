"""Page times over HTTP at two sizes of a project: `python -m benchmarks.pages [--shots 60 2000] [--write]`.

Builds each production through the services in a data folder of its own, starts the real server, and measures one
client on a kept-alive connection: median and p95 of a fixed number of requests, in milliseconds, with the sizes in
turn so that the machine's drift meets both alike. `--write` puts the table into docs/benchmarks.md.
"""

import argparse
import http.client
import json
import os
import socket
import statistics
import subprocess
import sys
import tempfile
import time
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
ROUNDS = 40
PER_SEQUENCE = 20


@dataclass(frozen=True)
class Production:
    """A running server over one production; `pages` maps a name to an address."""

    shots: int
    port: int
    cookie: str
    pages: dict[str, str]
    process: subprocess.Popen[bytes]

    def get(self, connection: http.client.HTTPConnection, address: str) -> tuple[float, int]:
        """Milliseconds until the whole answer is there, and its size in bytes."""
        start = time.perf_counter()
        connection.request("GET", address, headers={"Cookie": self.cookie})
        answer = connection.getresponse()
        body = answer.read()
        if answer.status != 200:
            raise RuntimeError(f"{address} answered {answer.status}")
        return (time.perf_counter() - start) * 1000, len(body)

    def memory(self) -> float:
        """Resident memory of the server in MiB (Linux)."""
        for line in Path(f"/proc/{self.process.pid}/status").read_text(encoding="ascii").splitlines():
            if line.startswith("VmRSS"):
                return int(line.split()[1]) / 1024
        return 0.0


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def start(shots: int, folder: Path) -> Production:
    environment = os.environ | {"TRACKTOR_DATA": str(folder), "TRACKTOR_SECRET_KEY": "benchmark-only"}
    run = [sys.executable, "manage.py"]
    subprocess.run([*run, "migrate", "-v0"], cwd=ROOT, env=environment, check=True)
    built = subprocess.run(
        [sys.executable, "-m", "benchmarks.build", str(shots)],
        cwd=ROOT,
        env=environment,
        check=True,
        capture_output=True,
    )
    facts = json.loads(built.stdout.splitlines()[-1])
    port = free_port()
    process = subprocess.Popen(
        [sys.executable, "-m", "uvicorn", "tracktor.asgi:application", "--port", str(port), "--log-level", "error"],
        cwd=ROOT,
        env=environment,
    )
    _wait(port)
    return Production(shots, port, facts["cookie"], facts["pages"], process)


def _wait(port: int) -> None:
    for _ in range(200):
        try:
            socket.create_connection(("127.0.0.1", port), timeout=1).close()
        except OSError:
            time.sleep(0.05)
        else:
            return
    raise RuntimeError("The server did not start.")


def measure(productions: list[Production]) -> dict[str, dict[int, tuple[float, float, int]]]:
    """Page -> shots -> (median ms, p95 ms, bytes)."""
    connections = {each.shots: http.client.HTTPConnection("127.0.0.1", each.port) for each in productions}
    found: dict[str, dict[int, tuple[float, float, int]]] = {}
    for page in productions[0].pages:
        times: dict[int, list[float]] = {each.shots: [] for each in productions}
        sizes: dict[int, int] = {}
        for round_number in range(ROUNDS + 5):
            for each in productions:
                took, sizes[each.shots] = each.get(connections[each.shots], each.pages[page])
                # The first rounds warm caches and are not counted.
                if round_number >= 5:
                    times[each.shots].append(took)
        found[page] = {
            shots: (statistics.median(each), sorted(each)[int(len(each) * 0.95)], sizes[shots])
            for shots, each in times.items()
        }
    return found


def table(found: dict[str, dict[int, tuple[float, float, int]]], productions: list[Production]) -> str:
    sizes = [each.shots for each in productions]
    head = "| Page | " + " | ".join(f"{size:,} shots: median / p95 ms, KiB" for size in sizes) + " | ratio |"
    lines = [head, "|---" * (len(sizes) + 2) + "|"]
    for page, by_size in found.items():
        cells = [f"{by_size[size][0]:.1f} / {by_size[size][1]:.1f}, {by_size[size][2] // 1024}" for size in sizes]
        ratio = by_size[sizes[-1]][0] / by_size[sizes[0]][0]
        lines.append(f"| {page} | " + " | ".join(cells) + f" | {ratio:.2f} |")
    memory = " | ".join(f"{each.memory():.0f} MiB" for each in productions)
    lines.append(f"| memory of the server after that | {memory} | |")
    return "\n".join(lines)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--shots", type=int, nargs="+", default=[60, 2000])
    parser.add_argument("--write", action="store_true")
    given = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="tracktor-bench-") as temporary:
        productions: list[Production] = []
        try:
            for shots in given.shots:
                folder = Path(temporary) / str(shots)
                folder.mkdir()
                productions.append(start(shots, folder))
            text = table(measure(productions), productions)
        finally:
            for each in productions:
                each.process.terminate()
                each.process.wait(timeout=10)
    sys.stdout.write(text + "\n")
    if given.write:
        (ROOT / "docs" / "benchmarks.md").write_text(HEAD + text + "\n", encoding="utf-8")


HEAD = """# Benchmarks

Made by `python -m benchmarks.pages --write`: the real server on SQLite, one client, 2 cores, 5 departments a shot,
20 shots a sequence, a note on every tenth shot. Both sizes are measured in turn in one run; read the ratio, since
absolute times follow the machine. A page of the table holds 100 rows: at 60 shots it has only 60 to show, so the
same cost a row gives a ratio of 1.6. The sums, the overview and the dashboard count tasks and grow with their number.

"""

if __name__ == "__main__":
    main()
