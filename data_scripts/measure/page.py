"""What the page *Your own picture* weighs, and what a story costs in it.

    python -m data_scripts.measure.page [ROUNDS]

Needs the built site (``make site``), Chromium and npm. Counts the parts that a
browser loads and the code of the runtime, as it was built for WebAssembly
alone and with WebGPU, each as it is and as it travels, packed; then lets
``tests.benchmarks.page`` visit the page, on a machine that should have nothing
else to do, and keeps the seconds of work. Writes ``book/measured/page.json``,
which chapter 17 quotes.
"""

from __future__ import annotations

import argparse
import gzip
import json
import tarfile
import tempfile
from pathlib import Path

from tests.benchmarks import page
from tools import vendor, web_storyteller

OUTPUT = Path("book/measured/page.json")
RUNTIMES = {
    "for WebAssembly": web_storyteller.RUNTIME,
    "with WebGPU": "ort-wasm-simd-threaded.asyncify.wasm",
}
"""Builds of onnxruntime-web: their files in its package."""


def size_of(content: bytes) -> dict[str, int]:
    """Bytes as they are, and packed as for the page."""
    small = gzip.compress(content, compresslevel=9, mtime=0)
    return {"bytes": len(content), "packed": len(small)}


def runtimes() -> dict[str, dict[str, int]]:
    """What the builds of the runtime's code weigh, from its package."""
    (known,) = (p for p in vendor.TOOLS if p.name == "onnxruntime-web")
    with tempfile.TemporaryDirectory() as scratch:
        archive = vendor.archive_of(known, Path(scratch))
        with tarfile.open(archive) as tar:
            found = {}
            for name, file in RUNTIMES.items():
                member = tar.extractfile(f"package/dist/{file}")
                assert member is not None
                found[name] = size_of(member.read())
    return found


def parts() -> dict[str, int]:
    """How many files a browser loads, and their bytes, without the runtime."""
    manifest = json.loads(
        (web_storyteller.parts() / web_storyteller.MANIFEST).read_text("utf-8")
    )
    packed = web_storyteller.packed()
    names = list(manifest["files"])
    return {
        "files": len(names),
        "bytes": sum(one["bytes"] for one in manifest["files"].values()),
        "packed": sum((packed / f"{n}.gz").stat().st_size for n in names),
    }


def main() -> None:
    """Measure, and write what was found."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("rounds", nargs="?", type=int, default=3)
    waits, memory = page.medians(parser.parse_args().rounds)
    found = {
        "made_by": "python -m data_scripts.measure.page",
        "parts": parts(),
        "runtime": runtimes(),
        "waits": {
            name: {"work to words": own.work_to_words, "work": own.work}
            for name, own in waits.items()
        },
        "memory": memory,
    }
    text = json.dumps(found, indent=2, ensure_ascii=False)
    OUTPUT.write_text(f"{text}\n", encoding="utf-8")
    print(text)


if __name__ == "__main__":
    main()
