"""The classroom zip: what is in it, and whether its page tells the truth."""

from __future__ import annotations

import ast
import json
import platform
import re
import sys
import tomllib
from importlib.metadata import packages_distributions
from pathlib import Path
from zipfile import ZIP_DEFLATED, ZIP_STORED, ZipFile

import pytest
from bs4 import BeautifulSoup
from typer.main import get_command

import make
from storyteller_lib.cli import app
from tools.chapters import stored
from tools.classroom import pack, page, pins, start, wheels
from tools.paths import ROOT, chapters

LOCK = pins.LOCK.read_text(encoding="utf-8")
NEEDS = page.Needs("3.11", "Linux x86_64", 1.46)


# What is installed


def test_pins_are_those_of_the_lock_but_for_torch() -> None:
    kept = pins.constraints(LOCK).splitlines()
    assert len(kept) == len(re.findall(r"^[a-z0-9]", LOCK, re.MULTILINE)) - 1
    assert not any(pin.startswith("torch==") for pin in kept)
    assert any(pin.startswith("torchvision==") for pin in kept)
    assert all("--hash" not in pin and "\\" not in pin for pin in kept)


def test_linux_wants_the_build_without_cuda(tmp_path: Path) -> None:
    (pin,) = re.findall(r"^torch==(\S+)", LOCK, re.MULTILINE)
    first, second = pins.torch_attempts(LOCK, "https://x.org/cpu", "linux")
    index = ["--extra-index-url", "https://x.org/cpu"]
    assert first == [*index, f"torch=={pin}+cpu"]
    assert second == ["--no-index", "torch"]
    folder = str(tmp_path)
    first, second = pins.torch_attempts(LOCK, folder, "linux")
    assert first[:2] == ["--find-links", folder]
    assert second == ["--no-index", "--find-links", folder, "torch"]


def test_elsewhere_the_pinned_build_is_the_one() -> None:
    ((pin,),) = pins.torch_attempts(LOCK, "", "darwin")
    assert re.fullmatch(r"torch==[0-9.]+", pin)


def test_attempts_end_with_the_first_that_works() -> None:
    tried: list[str] = []

    def pip(*arguments: str) -> int:
        tried.append(arguments[-1])
        return int(arguments[-1] != "b")

    assert pins.first_that_works(pip, [["a"], ["b"], ["c"]]) == 0
    assert tried == ["a", "b"]
    assert pins.first_that_works(pip, [["a"]]) == 1


def test_small_installation_says_what_to_do_without_a_cpu_build(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    asked: list[tuple[object, ...]] = []

    def pip(*arguments: object) -> int:
        asked.append(arguments)
        return 1

    kept = tmp_path / "pins.txt"
    torch, others = pins.steps(pip, kept, "").values()
    assert torch() == 1
    assert "INDEX=" in capsys.readouterr().out
    assert others() == 1
    assert asked[-1][-1] == f"{ROOT}[classroom,heic]"
    assert kept in asked[-1]
    assert kept.read_text() == pins.constraints(LOCK)


def test_small_will_do_for_lab_and_story_only(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    installed: list[str | None] = []

    def install(index: str | None) -> int:
        installed.append(index)
        small = index is not None
        (tmp_path / "stamp").write_text(make.wanted_stamp(small))
        return 0

    done = {name: lambda options: 0 for name in ("lab", "book")}
    monkeypatch.setattr(make, "STAMP", tmp_path / "stamp")
    monkeypatch.setattr(make, "PYTHON", Path(sys.executable))
    monkeypatch.setattr(make, "TARGETS", done)
    monkeypatch.setattr(make, "install", install)
    for name in make.NAMES:
        monkeypatch.delenv(name, raising=False)
    for words in (
        ["lab", "SMALL=yes", "INDEX=here"],
        ["lab"],  # what is there will do
        ["book", "SMALL=yes"],  # here it does not
        ["lab", "SMALL=yes"],  # and the whole will do for all
    ):
        assert make.main(words) == 0
    assert installed == ["here", None]


def names_of(requirements: list[str]) -> set[str]:
    """The packages of requirements, as lock files call them."""
    split = (re.split(r"[<>=\[ ]", it)[0] for it in requirements)
    return {name.lower().replace("_", "-") for name in split}


def test_chapters_import_only_what_a_class_has() -> None:
    text = (ROOT / "pyproject.toml").read_text(encoding="utf-8")
    project = tomllib.loads(text)["project"]
    asked = list(project["dependencies"])
    for extra in pins.EXTRAS.split(","):
        asked += project["optional-dependencies"][extra]
    others = {"ipython", "scipy"}  # ipykernel and scikit-learn bring them
    there = names_of(asked) | {project["name"], *others}
    packages = packages_distributions()
    for path in chapters():
        for cell in stored.code_cells(stored.load(path)):
            for name in imports_of(stored.plain_python(cell.source)):
                if name not in sys.stdlib_module_names:
                    assert names_of(packages[name]) & there, (path.name, name)


def imports_of(source: str) -> set[str]:
    """The packages that a source imports."""
    names: set[str] = set()
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.Import):
            names.update(alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            names.add(str(node.module))
    return {name.partition(".")[0] for name in names}


# The wheels


def wheel(folder: Path, name: str, content: str = "x = 1\n") -> Path:
    """A wheel with one module."""
    path = folder / f"{name}-none-any.whl"
    with ZipFile(path, "w", ZIP_DEFLATED) as archive:
        archive.writestr("x.py", content)
    return path


def test_wheels_are_listed_with_checksums(tmp_path: Path) -> None:
    made = wheel(tmp_path, "Jinja_2-3.1-py3")
    wheel(tmp_path, "torch-2.9.0+cpu-cp311")
    first, second = wheels.requirements(tmp_path).splitlines()
    assert first == f"jinja-2==3.1 --hash=sha256:{wheels.digest(made)}"
    assert second.startswith("torch==2.9.0+cpu --hash=sha256:")


def test_only_what_was_pinned_comes_in(tmp_path: Path) -> None:
    known = wheel(tmp_path, "good-1.0-py3")
    lock = f"good==1.0 --hash=sha256:{wheels.digest(known)}"
    wheel(tmp_path, "torch-2.9.0+cpu-cp311")
    wheel(tmp_path, "storyteller_lib-0.1.0-py3")
    assert wheels.strangers(tmp_path, lock) == []
    wheel(tmp_path, "good-1.0-py3", "evil()\n")
    wheel(tmp_path, "torch-2.9.0-cp311", "cuda()\n")
    assert wheels.strangers(tmp_path, lock) == [
        "good-1.0-py3-none-any.whl",
        "torch-2.9.0-cp311-none-any.whl",
    ]


def test_size_is_that_of_what_wheels_hold(tmp_path: Path) -> None:
    wheel(tmp_path, "a-1-py3", "x" * 100_000)
    wheel(tmp_path, "b-1-py3", "x" * 1_000)
    assert wheels.installed_size(tmp_path) == 101_000


# The page on top


def test_page_has_ten_lines_and_says_what_is_needed() -> None:
    text = page.markdown(NEEDS)
    numbers = re.findall(r"^(\d+)\. ", text, re.MULTILINE)
    assert numbers == [str(i) for i in range(1, 11)]
    assert "Python 3.11 on Linux x86_64, 1.5 GB of disk, no network" in text


def test_page_names_only_commands_that_there_are() -> None:
    known = get_command(app).commands  # type: ignore[attr-defined]
    text = page.markdown(NEEDS)
    said = re.findall(r"`python3\.11 start\.py ?([a-z]*)[^`]*`", text)
    assert said == ["", "story", "doctor"]
    assert set(said) <= {"", *known}
    windows = page.Needs("3.12", "Windows AMD64", 1)
    assert "`py -3.12 start.py`" in page.markdown(windows)


def test_page_names_only_files_that_are_in_the_zip() -> None:
    parts = pack.parts(Path("made"))
    soup = BeautifulSoup(page.html(NEEDS), "html.parser")
    links = [a["href"] for a in soup.select("a")]
    assert links == ["site/index.html"]
    assert {link.partition("/")[0] for link in links} <= set(parts)
    assert {"start.py", "needs.json", "wheels", "notebooks"} <= set(parts)
    assert any(name.startswith("LICENSE") for name in parts)
    for name in pack.PAPERS:
        assert parts[name].is_file()


def test_page_for_browsers_says_the_same() -> None:
    soup = BeautifulSoup(page.html(NEEDS), "html.parser")
    items = [" ".join(item.text.split()) for item in soup.select("ol > li")]
    plain = re.sub(r"[`\[]|\]\([^)]*\)", "", page.markdown(NEEDS))
    assert items == re.findall(r"^\d+\. (.+)$", plain, re.MULTILINE)
    assert soup.html["lang"] == "en" and soup.title and soup.main


# The zip


def test_papers_lie_beside_the_wheels(tmp_path: Path) -> None:
    (tmp_path / "wheels").mkdir()
    made = wheel(tmp_path / "wheels", "a-1-py3", "x" * 500_000)
    needs = pack.write_papers(tmp_path, size=1_000_000)
    assert needs.disk * 1e9 == pytest.approx(1.5e6 + made.stat().st_size)
    told = json.loads((tmp_path / "needs.json").read_text())
    assert told == {
        "python": f"{sys.version_info[0]}.{sys.version_info[1]}",
        "machine": f"{platform.system()} {platform.machine()}",
    }
    listed = (tmp_path / "requirements.txt").read_text()
    assert listed == wheels.requirements(tmp_path / "wheels")


def test_zip_has_one_folder_and_packs_nothing_twice(tmp_path: Path) -> None:
    folder = tmp_path / "wheels"
    folder.mkdir()
    wheel(folder, "a-1-py3")
    text = tmp_path / "text.md"
    text.write_text("x" * 5000)
    target = tmp_path / "book.zip"
    pack.write_zip(target, {"wheels": folder, "READ.md": text})
    with ZipFile(target) as archive:
        found = {it.filename: it.compress_type for it in archive.infolist()}
    assert found == {
        f"{pack.TOP}/wheels/a-1-py3-none-any.whl": ZIP_STORED,
        f"{pack.TOP}/READ.md": ZIP_DEFLATED,
    }
    assert not list(tmp_path.glob("*.part"))


# The one command


@pytest.fixture
def unpacked(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder as the zip leaves it, of which start.py believes to be."""
    places = {
        "HERE": tmp_path,
        "STAMP": tmp_path / "stamp",
        "LIST": tmp_path / "requirements.txt",
    }
    for name, place in places.items():
        monkeypatch.setattr(start, name, place)
    version = ".".join(platform.python_version_tuple()[:2])
    needs = {"python": version, "machine": start.this_machine()}
    (tmp_path / "needs.json").write_text(json.dumps(needs))
    (tmp_path / "requirements.txt").write_text("a==1 --hash=sha256:00\n")
    return tmp_path


class Runs:
    """Commands that are noted instead of run."""

    def __init__(self, failing: str = "-") -> None:
        self.commands: list[list[str]] = []
        self.bounds: str | None = None
        self.failing = failing

    def __call__(
        self, command: list[str], env: dict[str, str] | None = None
    ) -> Runs:
        self.commands.append(command)
        self.bounds = (env or {}).get("STORYTELLER_BOUNDS")
        self.returncode = int(self.failing in command)
        return self


def test_first_time_installs_without_network_then_opens_the_chapters(
    unpacked: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    runs = Runs()
    monkeypatch.setattr(start.subprocess, "run", runs)
    assert start.main([]) == 0
    venv, pip, lab = runs.commands
    assert venv[1:3] == ["-m", "venv"]
    assert {"--no-index", "--require-hashes", "--no-deps"} <= set(pip)
    assert pip[pip.index("--find-links") + 1] == str(unpacked / "wheels")
    assert lab[-1] == str(unpacked / "notebooks")
    assert runs.bounds == "warn"  # a class goes on
    runs.commands.clear()
    assert start.main(["story", "photo.jpg"]) == 0
    (story,) = runs.commands
    assert Path(story[0]).stem == "storyteller"
    assert story[1:] == ["story", "photo.jpg"]


def test_half_an_installation_is_begun_again(
    unpacked: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    runs = Runs(failing="pip")
    monkeypatch.setattr(start.subprocess, "run", runs)
    assert start.main([]) == 1
    assert not start.is_ready()
    assert len(runs.commands) == 2  # no chapter was opened


def test_wrong_machines_are_told_what_is_wanted(
    unpacked: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    runs = Runs()
    monkeypatch.setattr(start.subprocess, "run", runs)
    for needs, said in (
        ({"python": "3.11", "machine": "Amiga 68000"}, "for Amiga 68000"),
        (
            {"python": "2.99", "machine": start.this_machine()},
            "Python 2.99 is needed",
        ),
    ):
        (unpacked / "needs.json").write_text(json.dumps(needs))
        assert start.main([]) == 1
        assert said in capsys.readouterr().out
    assert runs.commands == []


def test_start_needs_no_package() -> None:
    tree = ast.parse(pack.START.read_text(encoding="utf-8"))
    assert imports_of(ast.unparse(tree)) <= {
        *sys.stdlib_module_names,
        "__future__",
    }
