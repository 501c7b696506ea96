"""The tools behind make: what they promise, tried on small examples."""

from __future__ import annotations

import asyncio
import hashlib
import io
import json
import re
import subprocess
import sys
import tarfile
from base64 import b64encode
from pathlib import Path

import nbformat
import pytest
import yaml
from nbformat import NotebookNode
from nbformat.v4 import new_code_cell, new_markdown_cell, new_notebook
from nbval.plugin import get_sanitize_patterns

import make
from tools import imports, lock, pytest_progress, site, stages, vendor
from tools.chapters import progress, stored
from tools.chapters import run as run_chapters
from tools.paths import ROOT, chapters, steady_environment

LOCK = (ROOT / "requirements.lock").read_text(encoding="utf-8")


def text(name: str) -> str:
    return (ROOT / name).read_text(encoding="utf-8")


# The targets


def test_makefile_has_the_targets_of_make_py() -> None:
    line = re.search(r"^TARGETS = (.+)$", text("Makefile"), re.MULTILINE)
    assert line is not None
    assert set(line[1].split()) == {"help", *make.TARGETS}


def test_help_names_every_target() -> None:
    command = [sys.executable, str(ROOT / "make.py"), "help"]
    shown = subprocess.run(command, capture_output=True, text=True).stdout
    for name in make.TARGETS:
        assert re.search(rf"^  {name} ", shown, re.MULTILINE), name


def test_readme_names_the_targets_that_exist() -> None:
    name = re.compile(r"(?:^ {4}|`)make ([a-z]+)", re.MULTILINE)
    named = set(name.findall(text("README.md")))
    assert {"book", "test", "story", "lab"} <= named
    assert named <= {"help", *make.TARGETS}


def test_readme_says_what_things_cost() -> None:
    readme = text("README.md")
    assert not re.search(r"[A-Z]+_[A-Z]+", readme), "a number is missing"
    assert re.search(r"`make book` .*\d+ min", readme)
    assert re.search(r"`make test` .*\d+ min", readme)


def test_unknown_targets_and_options_are_refused(
    capsys: pytest.CaptureFixture[str],
) -> None:
    assert make.main(["tset"]) == 2
    assert "There is no target 'tset'" in capsys.readouterr().out
    with pytest.raises(SystemExit, match="Cannot read 'STILE=x'"):
        make.read_options(["STILE=x"])


def test_options_come_from_the_command_line_and_the_environment(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setenv("STYLE", "romance")
    monkeypatch.setenv("CHAPTER", "")
    read = make.read_options(["PICTURE=my photo=1.jpg"])
    assert read == {"STYLE": "romance", "PICTURE": "my photo=1.jpg"}


def test_installation_is_stale_when_the_lock_changes(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "requirements.lock").write_text("a==1\n")
    (tmp_path / "pyproject.toml").write_text("")
    monkeypatch.setattr(make, "ROOT", tmp_path)
    monkeypatch.setattr(make, "STAMP", tmp_path / "stamp")
    monkeypatch.setattr(make, "PYTHON", Path(sys.executable))
    assert not make.is_ready()
    (tmp_path / "stamp").write_text(make.wanted_stamp())
    assert make.is_ready()
    (tmp_path / "requirements.lock").write_text("a==2\n")
    assert not make.is_ready()


def test_make_py_needs_no_package() -> None:
    command = [sys.executable, "-I", "-S", str(ROOT / "make.py"), "help"]
    assert subprocess.run(command, capture_output=True).returncode == 0


# The pins


def test_conda_has_the_pins_of_the_lock() -> None:
    locked = re.findall(r"^([a-z0-9_.-]+==[^ ;]+)", LOCK, re.MULTILINE)
    conda = yaml.safe_load(text("environment.yml"))
    pip = next(d["pip"] for d in conda["dependencies"] if isinstance(d, dict))
    assert pip[-1] == "-e ."
    assert [pin.split(" ;")[0] for pin in pip[:-1]] == locked
    assert text("environment.yml") == lock.conda_environment(LOCK)


def test_lock_has_hashes_and_no_address() -> None:
    assert "://" not in LOCK
    assert "--index-url" not in LOCK and "--find-links" not in LOCK
    for block in re.split(r"\n(?=[a-z0-9])", LOCK.strip()):
        assert "--hash=sha256:" in block, block.splitlines()[0]


def test_lock_holds_all_that_the_project_asks_for() -> None:
    import tomllib

    project = tomllib.loads(text("pyproject.toml"))["project"]
    asked = list(project["dependencies"])
    for extra in project["optional-dependencies"].values():
        asked += extra
    locked = {pin.split("==")[0] for pin in lock.pins(LOCK)}
    for requirement in asked:
        name = re.split(r"[<>=\[ ]", requirement)[0].lower()
        assert name in {*locked, project["name"]}, requirement


def test_versions_agree() -> None:
    import tomllib

    project = tomllib.loads(text("pyproject.toml"))["project"]
    citation = yaml.safe_load(text("CITATION.cff"))
    assert citation["version"] == project["version"]
    assert citation["license"] == project["license"]


# Notebooks


def widget_notebook(ids: list[str], unused: str) -> NotebookNode:
    """A notebook that shows a slider linked to a label, as a kernel saves."""
    slider, layout, label, joined = ids

    def model(name: str, **state: object) -> dict[str, object]:
        return {"model_name": name, "state": state}

    state = {
        unused: model("HTMLModel", value="old"),
        layout: model("LayoutModel"),
        slider: model("IntSliderModel", layout=f"IPY_MODEL_{layout}"),
        label: model("LabelModel", layout=f"IPY_MODEL_{layout}"),
        joined: model(
            "LinkModel",
            source=[f"IPY_MODEL_{slider}", "value"],
            target=[f"IPY_MODEL_{label}", "value"],
        ),
    }
    cell = new_code_cell("show()", id="fixed", execution_count=1)
    view = {"application/vnd.jupyter.widget-view+json": {"model_id": slider}}
    cell.outputs = [nbformat.v4.new_output("display_data", data=view)]
    cell.metadata["execution"] = {"iopub.status.busy": "2026-01-01"}
    notebook = new_notebook(cells=[cell])
    notebook.metadata["widgets"] = {stored.STATE: {"state": state}}
    notebook.metadata["kernelspec"] = {"name": ids[0], "display_name": "my"}
    return notebook


def random_ids(seed: str) -> list[str]:
    """Five ids as ipywidgets makes them."""
    names = (f"{seed}{i}".encode() for i in range(5))
    return [hashlib.md5(name).hexdigest() for name in names]


def test_two_runs_are_stored_alike() -> None:
    runs = []
    for seed in "ab":
        *ids, unused = random_ids(seed)
        runs.append(stored.normalise(widget_notebook(ids, unused)))
    assert json.dumps(runs[0]) == json.dumps(runs[1])
    assert stored.normalise(runs[0]) == runs[0]


def test_widgets_keep_their_links_and_lose_what_is_not_shown() -> None:
    *ids, unused = random_ids("a")
    notebook = stored.normalise(widget_notebook(ids, unused))
    state = notebook.metadata["widgets"][stored.STATE]["state"]
    names = [model["model_name"] for model in state.values()]
    assert names == [
        "LayoutModel",
        "IntSliderModel",
        "LabelModel",
        "LinkModel",
    ]
    view = notebook.cells[0].outputs[0]["data"]
    shown = view["application/vnd.jupyter.widget-view+json"]["model_id"]
    assert state[shown]["model_name"] == "IntSliderModel"
    source = list(state.values())[-1]["state"]["source"][0]
    assert source == f"IPY_MODEL_{shown}"


def small_library(folder: Path) -> Path:
    """A library of three modules, of which one imports another."""
    library = folder / "storyteller_lib"
    library.mkdir()
    (library / "__init__.py").write_text("")
    (library / "text.py").write_text("x = 1\n")
    (library / "style.py").write_text(
        "def f():\n    from storyteller_lib import text\n"
    )
    (library / "cli.py").write_text("import os\n")
    return library


def test_key_follows_code_and_imports_but_not_prose(tmp_path: Path) -> None:
    library = small_library(tmp_path)
    cells = [
        new_markdown_cell("Prose"),
        new_code_cell("%matplotlib inline\nfrom storyteller_lib import style"),
    ]
    notebook = new_notebook(cells=cells)

    def keys() -> tuple[str, str]:
        imports.modules.cache_clear()
        code = stored.code_key(notebook)
        return code, stored.library_key(notebook, library)

    before = keys()
    cells[0].source = "Other prose"
    (library / "cli.py").write_text("import sys\n")
    assert keys() == before
    (library / "text.py").write_text("x = 2\n")
    code, changed = keys()
    assert code == before[0] and changed != before[1]
    cells[1].source += "\nstyle.f()"
    assert keys()[0] != code
    imports.modules.cache_clear()


def write_notebook(path: Path, *sources: str) -> Path:
    cells = [new_code_cell(source) for source in sources]
    nbformat.write(new_notebook(cells=cells), path)
    return path


@pytest.mark.slow
def test_chapters_run_steadily(
    tmp_path: Path, log: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("STORYTELLER_DATA", "/nowhere")
    path = write_notebook(
        tmp_path / "01_first.ipynb",
        "import os\nprint(os.environ['OMP_NUM_THREADS'], hash('a'))",
        "print('STORYTELLER_DATA' in os.environ)",
        "from tqdm.auto import tqdm\nfor i in tqdm([1, 2]):\n    pass",
    )
    (chapter,) = run_chapters.execute([path])
    first = stored.load(path)
    cells = first.cells
    assert cells[1].outputs[0].text == "False\n"
    assert cells[2].outputs == []  # no progress bar
    assert [cell.execution_count for cell in cells] == [1, 2, 3]
    assert chapter.peak > 10e6
    assert 0 < chapter.work < 60 * chapter.seconds
    assert stored.is_current(first)
    run_chapters.execute([path])
    assert stored.load(path).cells == cells


@pytest.mark.slow
def test_a_failing_chapter_is_told_and_left_alone(
    tmp_path: Path, log: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = write_notebook(tmp_path / "02_bad.ipynb", "x = 0", "1 / x")
    before = path.read_bytes()
    (chapter,) = run_chapters.execute([path])
    assert "ZeroDivisionError" in chapter.error
    assert "ZeroDivisionError" in capsys.readouterr().out
    assert path.read_bytes() == before


@pytest.fixture
def log(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    path = tmp_path / "build" / "chapters.log"
    monkeypatch.setattr(progress, "LOG", path)
    return path


class Clock:
    """Time that passes only when it is told to."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch) -> None:
        self.now = 1_000.0
        monkeypatch.setattr(progress.time, "monotonic", lambda: self.now)


def test_without_a_terminal_a_line_comes_every_quarter_of_a_minute(
    tmp_path: Path,
    log: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    path = write_notebook(tmp_path / "03_long.ipynb", "1", "2", "3")
    chapter = run_chapters.Chapter(path, stored.load(path))
    clock = Clock(monkeypatch)
    shown = progress.Progress([chapter])
    chapter.running, chapter.cell = True, 2
    for _ in range(4 * 60):  # a minute, as often as it is asked
        shown.show()
        clock.now += 0.25
    lines = capsys.readouterr().out.splitlines()
    assert set(lines) == {"  03_long cell 2/3; 0 of 1 done"}
    assert 4 <= len(lines) <= 6
    chapter.running, chapter.seconds = False, 61.4
    shown.finished(chapter)
    shown.close()
    assert "[1/1] 03_long" in capsys.readouterr().out
    kept = log.read_text().splitlines()
    assert [line[:5] for line in kept[:2]] == [" 0:00", " 0:12"]
    assert [line[5:] for line in kept[:-1]] == lines
    assert kept[-1].startswith(" 1:00  [1/1] 03_long")


def test_in_a_terminal_the_bar_speaks_and_the_log_keeps_the_lines(
    tmp_path: Path,
    log: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    monkeypatch.setattr(sys.stderr, "isatty", lambda: True, raising=False)
    path = write_notebook(tmp_path / "03_long.ipynb", "1", "2")
    chapter = run_chapters.Chapter(path, stored.load(path))
    shown = progress.Progress([chapter])
    chapter.running, chapter.cell = True, 1
    shown.show()
    shown.close()
    said = capsys.readouterr()
    assert said.out == ""
    assert "chapter 1 of 1 (03 cell 1/2)" in said.err
    assert "03_long cell 1/2" in log.read_text()


def test_the_longest_chapters_begin_first(
    tmp_path: Path, log: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    running = []
    for number, seconds in enumerate((20, 90, None, 60), 1):
        path = write_notebook(tmp_path / f"0{number}_x.ipynb", "1")
        notebook = stored.load(path)
        if seconds:
            notebook.metadata["storyteller"] = {"seconds": seconds}
        running.append(run_chapters.Chapter(path, notebook))
    begun: list[str] = []

    async def run_one(chapter: run_chapters.Chapter, _: object) -> None:
        begun.append(chapter.name[:2])

    monkeypatch.setattr(run_chapters, "run_one", run_one)
    asyncio.run(run_chapters.run_all(running, 2))
    assert begun == ["03", "02", "04", "01"]  # a new one may be the longest


def test_what_is_made_beforehand_is_what_chapters_ask_for() -> None:
    code = [
        "\n".join(cell.source for cell in stored.code_cells(stored.load(path)))
        for path in chapters()
    ]
    asked = {
        "pixels('train', 2500)": r"\b2_?500\b",
        "word_vectors()": r"\.word_vectors\(\)",
    }
    assert set(run_chapters.SHARED) == set(asked)
    for pattern in asked.values():
        assert sum(bool(re.search(pattern, it)) for it in code) >= 2, pattern


@pytest.mark.slow
def test_what_chapters_share_is_kept(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("STORYTELLER_CACHE", str(tmp_path))
    monkeypatch.setattr(run_chapters, "SHARED", ("pixels('val', 3)",))
    run_chapters.prepare()
    (path,) = tmp_path.glob("storybook-val-*.npy")
    made = path.stat().st_mtime_ns
    run_chapters.prepare()
    assert path.stat().st_mtime_ns == made


def test_kernels_see_one_thread_and_no_real_data(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setenv("STORYTELLER_DATA", "/data")
    environment = steady_environment()
    assert "STORYTELLER_DATA" not in environment
    assert environment["MKL_NUM_THREADS"] == "1"


@pytest.mark.parametrize(
    ("one", "other", "alike"),
    [
        ("recall: 0.812 (at least 0.7)", "recall: 0.79 (at least 0.7)", True),
        (
            "recall: 0.812 (at least 0.7)",
            "recall: 0.812 (at least 0.6)",
            False,
        ),
        ("recall: 0.812", "recall: 0.79", False),
        ("took 4.1 s", "took 3.9 s", True),
        ("<Model at 0x7f00aa11>", "<Model at 0x7f00bb22>", True),
        ("4 words", "5 words", False),
    ],
)
def test_only_what_may_differ_is_masked(
    one: str, other: str, alike: bool
) -> None:
    patterns = get_sanitize_patterns(text("tests/nbval_sanitize.cfg"))

    def masked(words: str) -> str:
        for regex, replacement in patterns:
            words = re.sub(regex, replacement, words)
        return words

    assert (masked(one) == masked(other)) is alike


# The site


def package(folder: Path, content: bytes) -> tuple[Path, str]:
    """An npm archive with one script, and its checksum."""
    archive = folder / "x.tgz"
    with tarfile.open(archive, "w:gz") as tar:
        member = tarfile.TarInfo("package/x.js")
        member.size = len(content)
        tar.addfile(member, io.BytesIO(content))
    digest = hashlib.sha512(archive.read_bytes()).digest()
    return archive, b64encode(digest).decode()


def test_vendored_scripts_are_checked(tmp_path: Path) -> None:
    archive, checksum = package(tmp_path, b"good()")
    known = vendor.Package("x", "1.0", checksum, {"package/x.js": "y.js"})
    vendor.unpack(archive, known, tmp_path)
    assert (tmp_path / "y.js").read_bytes() == b"good()"
    package(tmp_path, b"evil()")
    with pytest.raises(vendor.VendorError, match=r"x@1\.0 .*checksum"):
        vendor.unpack(archive, known, tmp_path)


def test_status_page_tells_cost_and_what_is_ignored(tmp_path: Path) -> None:
    path = tmp_path / "01_first.ipynb"
    notebook = new_notebook(
        cells=[
            new_code_cell("1"),
            new_code_cell(
                "# not compared: written by the model\n2",
                metadata={"tags": ["nbval-ignore-output"]},
            ),
        ]
    )
    notebook.metadata["storyteller"] = {"seconds": 58, "peak_mb": 812}
    nbformat.write(notebook, path)
    page = site.status_page([path])
    assert "| [](./01_first.ipynb) | 2 | 1 | 58 | 812 |" in page
    assert "| [](./01_first.ipynb) | 2 | written by the model |" in page


# The stages


@pytest.mark.slow
def test_one_failing_stage_fails_the_whole_and_tests_are_counted(
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    monkeypatch.setattr(stages, "REPORTS", tmp_path)
    (tmp_path / "test_x.py").write_text(
        "import pytest\n"
        "def test_a(): pass\n"
        "def test_b(): assert False\n"
        "@pytest.mark.skip\n"
        "def test_c(): pass\n"
    )
    good = stages.Stage("good", [sys.executable, "-c", ""])
    bad = stages.Stage("bad", [*stages.PYTEST, str(tmp_path)])
    assert stages.run([good]) == 0
    assert stages.run([bad, good]) == 1
    said = capsys.readouterr().out
    assert "FAILED with status 1" in said
    last = said.strip().splitlines()[-1]
    assert last == "tests: 1 passed, 1 failed, 1 skipped"


WAITING = """
import time
from pathlib import Path
import pytest
@pytest.mark.parametrize("name", "abc")
def test(name):
    seen = Path(__file__).with_name("seen")
    for _ in range(60_000):
        if seen.exists():
            break
        time.sleep(0.01)
    assert name != "a"
"""


@pytest.mark.slow
@pytest.mark.parametrize("workers", [0, 1])
def test_a_stage_says_how_far_it_is(
    workers: int,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    """Where it runs the tests itself, and where it hands them out."""
    (tmp_path / "test_x.py").write_text(WAITING)

    def latest(log: Path) -> str:
        facts = pytest_progress.latest(log)
        if "of 3 tests" in facts:  # the tests go on once it was said
            (tmp_path / "seen").touch()
        return facts

    monkeypatch.setattr(stages, "REPORTS", tmp_path)
    monkeypatch.setattr(stages, "PAUSE", 0.05)
    monkeypatch.setattr(stages, "latest", latest)
    command = [*stages.PYTEST, str(tmp_path), "-n", str(workers)]
    stage = stages.Stage("long one", command)
    assert stages.run([stage]) == 1
    lines = re.findall(r"long one, \d+ s: (.+)", capsys.readouterr().out)
    assert lines[0] == "running"
    assert any(re.match(r"0 of 3 tests; now \S+::test", x) for x in lines)
    *_, last = stage.log.read_text().splitlines()
    assert last.endswith(" s  3 of 3 tests, 1 failed; now none")
