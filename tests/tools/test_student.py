"""Student notebooks: plain Markdown, no solutions, all the exercises."""

from __future__ import annotations

import ast
import base64
import builtins
import functools
import json
import re
from pathlib import Path

import nbformat
import pytest
from IPython.core.inputtransformer2 import TransformerManager
from nbformat import NotebookNode
from nbformat.v4 import new_code_cell, new_markdown_cell, new_notebook
from pybtex.database import parse_string

from tools.chapters import stored
from tools.paths import chapters
from tools.student import __main__ as student
from tools.student import notebook as making
from tools.student.citations import Citations
from tools.student.myst import directive, labels, parser
from tools.student.plain import Translator, UnknownMyST

BIBLIOGRAPHY = r"""
@article{three, author = {Dahl, Roald and van Merri{\"e}nboer, Bart and
 Fox, Fantastic}, title = {Chocolate and {GRU}s}, journal = {Sweets},
 year = 1964}
@book{two, author = {Grimm, Jacob and Grimm, Wilhelm}, title = {Tales},
 publisher = {Reimer}, year = 1812}
"""
NAMES = {
    "pig-counting": "Exercise 3.1",
    "sec-pigs": "Of pigs",
    "eq-pig": "(3.2)",
    "02_pictures": "Pictures and captions",
}


@pytest.fixture
def said(tmp_path: Path) -> Translator:
    citations = Citations(parse_string(BIBLIOGRAPHY, "bibtex"))
    return Translator(citations, NAMES, tmp_path)


# From MyST to Markdown


@pytest.mark.parametrize(
    ("text", "plain"),
    [
        ("By {cite}`three`.", "By (Dahl et al., 1964)."),
        (
            "See {cite:p}`two, three`.",
            "See (Grimm and Grimm, 1812; Dahl et al., 1964).",
        ),
        ("{cite:t}`two` tell", "Grimm and Grimm (1812) tell"),
        (
            "| a |\n|---|\n| {cite}`two` |",
            "| a |\n|---|\n| (Grimm and Grimm, 1812) |",
        ),
        ("in {ref}`sec-pigs`", "in Of pigs"),
        ("{numref}`the sty <sec-pigs>`", "the sty"),
        ("by {eq}`eq-pig`", "by (3.2)"),
        ("after {prf:ref}`pig-counting`", "after Exercise 3.1"),
        ("a {term}`beam`, {term}`beams <beam>`", "a beam, beams"),
        ("{doc}`02_pictures`", "[Pictures and captions](02_pictures.ipynb)"),
        ("{doc}`two <02_pictures>`", "[two](02_pictures.ipynb)"),
        ("{doc}`it </book/02_pictures>`", "[it](02_pictures.ipynb)"),
        ("[*two*](./02_pictures.ipynb#x)", "[*two*](02_pictures.ipynb)"),
        ("[](02_pictures.md)", "[Pictures and captions](02_pictures.ipynb)"),
        ("[a {term}`b`](glossary.md)", "a b"),
        ("[here](https://example.org)", "[here](https://example.org)"),
        ("(sec-pigs)=\n## Of pigs", "## Of pigs"),
        ("$$\na\n$$ (eq-pig)", "$$\na\n\\tag{3.2}$$"),
        ("% a remark\n\nPigs", "Pigs"),
    ],
)
def test_becomes_plain(said: Translator, text: str, plain: str) -> None:
    assert said.plain(text) == plain


@pytest.mark.parametrize(
    "text",
    [
        "Math $a_{ij}`b`$ and $$\\begin{aligned}x\\end{aligned}$$",
        "Code `{cite}` and ``{cite}`two` ``, \\{cite}",
        "```python\n{cite}`two`\n:label: x\n```",
        "    {note} indented\n    :::",
        "- two\n  lines\n\n\n* * *\n> quoted\n\n| a |\n|---|\n| b |",
    ],
)
def test_all_else_stays_letter_by_letter(said: Translator, text: str) -> None:
    assert said.plain(text).strip() == text.strip()


def test_lines_keep_their_indent(said: Translator) -> None:
    text = "> * see\n>   {cite}`two,\n>   three`, and\n>   {term}`pig`s"
    assert said.plain(text).split("\n") == [
        "> * see",
        ">   ",
        ">   (Grimm and Grimm, 1812; Dahl et al., 1964), and",
        ">   pigs",
    ]


def test_exercises_stay_and_solutions_go(said: Translator) -> None:
    text = (
        "```{solution} other\n:class: dropdown\nForty-two.\n```\n\n"
        "````{exercise} Count\n:label: pig-counting\n\nHow {term}`many`?\n\n"
        "```python\npigs = 0\n```\n````\n\n## Summary\n"
    )
    assert said.plain(text) == (
        "### Exercise 3.1: Count\n\nHow many?\n\n"
        "```python\npigs = 0\n```\n\n## Summary"
    )
    assert said.plain(text.partition("\n\n")[0]) == ""


def test_admonitions_become_quotes(said: Translator) -> None:
    text = (
        ":::{admonition} In a *hurry*\n:class: tip\nSkip it.\n\n- or not\n:::"
        "\n\n```{note} Pigs\ncan fly.\n```\n\n"
        "````{dropdown} Look\n```{tip}\n{term}`Up`\n```\n````"
    )
    assert said.plain(text) == (
        "> **In a *hurry***\n>\n> Skip it.\n>\n> - or not\n\n"
        "> **Note**\n>\n> Pigs\n> can fly.\n\n"
        "> **Look**\n>\n> > **Tip**\n> >\n> > Up"
    )


def test_pictures_go_with_the_text(said: Translator, tmp_path: Path) -> None:
    (tmp_path / "pig.png").write_bytes(b"oink")
    data = f"data:image/png;base64,{base64.b64encode(b'oink').decode()}"
    shown = f"![A pig]({data})"
    assert said.plain("Look: ![A pig](pig.png)") == f"Look: {shown}"
    text = "```{figure} pig.png\n:alt: A pig\n:width: 60%\n\nIt is pink.\n```"
    assert said.plain(text) == f"{shown}\n\nIt is pink."


@pytest.mark.parametrize(
    "text",
    [
        "{unheard}`of`",
        "```{unheard}\nof\n```",
        "- ```{note}\n  in a list's first line\n  ```",
        "{ref}`nowhere`",
        "A term\n: and what it means",
    ],
)
def test_what_is_not_known_is_an_error(said: Translator, text: str) -> None:
    with pytest.raises(UnknownMyST):
        said.plain(text)


def test_with_an_address_other_pages_are_linked(said: Translator) -> None:
    said.site = "https://example.org/book"
    shown = "[words](https://example.org/book/glossary.html)"
    assert said.plain("[words](glossary.md)") == shown


def test_labels_are_named_in_order() -> None:
    exercise = "```{{exercise}}\n:label: {0}\n{0}?\n```".format
    texts = [
        f"(here)=\n(there)=\n## A *title*\n\n{exercise('a')}",
        f"$$x$$ (eq-x)\n\n{exercise('b')}",
    ]
    assert labels(texts, 7) == {
        "here": "A *title*",
        "there": "A *title*",
        "a": "Exercise 7.1",
        "b": "Exercise 7.2",
        "eq-x": "(7.1)",
    }


def test_references_list_what_was_cited(said: Translator) -> None:
    assert said.citations.references() == ""
    said.plain("{cite}`three`")
    listed = said.citations.references().replace("\\", "")
    heading, _, *items = listed.split("\n")
    assert heading == "## References"
    assert len(items) == 1
    assert items[0].startswith("- Roald Dahl, Bart van Merriënboer, and")
    assert "Chocolate and GRUs" in items[0] and "1964" in items[0]


# The cells


def run_first_cell(cell: NotebookNode, on_colab: bool) -> list[str]:
    """The commands that a cell gives to IPython."""
    code = TransformerManager().transform_cell(cell.source)
    given: list[str] = []

    class Shell:
        def run_line_magic(self, name: str, line: str) -> None:
            given.append(f"{name} {line}")

    class Files:
        def upload(self) -> dict[str, bytes]:
            return {"book.zip": b""}

    class Colab:
        files = Files()

    modules = {"google.colab": Colab} if on_colab else {}
    sys = type("Sys", (), {"modules": modules})

    def fake_import(name: str, *rest: object) -> object:
        return {"sys": sys, "google.colab": Colab}[name]

    scope = {"__builtins__": {"__import__": fake_import}}
    exec(code, {**scope, "get_ipython": Shell})
    return given


def test_first_cell_installs_on_colab_only() -> None:
    address = "https://example.org/book.git"
    cell = making.install_cell(address)
    assert run_first_cell(cell, on_colab=False) == []
    (command,) = run_first_cell(cell, on_colab=True)
    assert command.startswith("pip install ")
    assert f'"storyteller-lib @ git+{address}"' in command
    assert '"ipywidgets>=' in command


def test_without_an_address_colab_asks_for_the_repository() -> None:
    cell = making.install_cell("")
    assert run_first_cell(cell, on_colab=False) == []
    (command,) = run_first_cell(cell, on_colab=True)
    assert command.startswith('pip install -q "./$archive"')


def test_title_says_what_the_notebook_is() -> None:
    plain = making.with_title("# Pigs\n\nThey fly.", 4, "")
    assert plain.startswith("# Pigs\n\n*Chapter 4 of Once Upon a Picture, ")
    assert plain.endswith("\n\nThey fly.")
    linked = making.with_title("# Pigs", 4, "https://example.org/4.html")
    assert "of [Once Upon a Picture](https://example.org/4.html)," in linked


def test_files_that_a_cell_reads_come_along(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    content = {"pig's": ["\\n", 0.25, "ë"], "\n": None}
    (tmp_path / "measured").mkdir()
    path = tmp_path / "measured" / "pigs.json"
    path.write_text(json.dumps(content, indent=1))
    code = 'x = Path("measured/pigs.json")\n%time y = "measured/no.json"'
    assert making.files_read(code, tmp_path) == ["measured/pigs.json"]
    cell = making.needed_cell("measured/pigs.json", 3, tmp_path)
    there = tmp_path / "there"
    there.mkdir()
    monkeypatch.chdir(there)
    exec(cell.source, {})
    assert json.loads(Path("measured/pigs.json").read_text()) == content


def test_a_small_chapter_becomes_a_student_notebook() -> None:
    run = {"execution_count": 3, "outputs": [nbformat.v4.new_output("stream")]}
    tagged = {"tags": ["solution", "hide-cell"]}
    solution = "```{solution} pig-counting\nOne.\n```"
    chapter = new_notebook(
        cells=[
            new_markdown_cell("# Pigs", id="a"),
            new_code_cell("1", metadata={"tags": ["hide-input"]}, **run),
            new_markdown_cell(solution, id="b"),
            new_code_cell("2", metadata=tagged, **run),
        ],
        metadata={"widgets": {}, "storyteller": {}},
    )
    made = making.student_notebook(Path("03_pigs.ipynb"), chapter, NAMES)
    nbformat.validate(made)
    assert set(made.metadata) == {"kernelspec", "language_info"}
    install, title, code = made.cells
    assert install == making.install_cell("")
    assert title.source.startswith("# Pigs\n\n*Chapter 3 ")
    assert (code.source, code.metadata, code.outputs) == ("1", {}, [])
    assert code.execution_count is None


# The chapters of the book

CHAPTERS = chapters()
RAW = re.compile(
    r"\{[\w:-]+\}`|:::|```\s*\{|^\s*\([\w -]+\)=|^\s*:(?:label|class|name):",
    re.MULTILINE,
)


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("student")
    assert student.main(path) == 0
    return path


@pytest.fixture(params=CHAPTERS, ids=lambda path: path.stem)
def chapter(request: pytest.FixtureRequest) -> Path:
    path: Path = request.param
    return path


@functools.cache
def load(path: Path) -> NotebookNode:
    """A notebook, read once; nobody changes it."""
    return stored.load(path)


def prose(notebook: NotebookNode) -> str:
    return "\n\n".join(making.prose(notebook))


def code(notebook: NotebookNode, *tags: str) -> list[NotebookNode]:
    """The code cells that have all these tags."""
    return [
        cell
        for cell in notebook.cells
        if cell.cell_type == "code"
        and set(tags) <= set(cell.metadata.get("tags", []))
    ]


def told(notebook: NotebookNode, name: str) -> list[str]:
    """What the directives of a name hold."""
    found = map(directive, parser().parse(prose(notebook)))
    return [it.body for it in found if it and it.name == name]


def last_mark(text: str) -> str:
    """The directive or heading that a text's next cell stands under."""
    marks = [""]
    before = None
    for token in parser().parse(text):
        if it := directive(token):
            marks.append(it.name)
        elif before and before.type == "heading_open":
            marks.append(token.content)
        before = token
    return marks[-1]


def test_one_notebook_for_each_chapter_and_nothing_else(folder: Path) -> None:
    assert len(CHAPTERS) >= 14
    names = sorted(path.name for path in CHAPTERS)
    assert sorted(path.name for path in folder.iterdir()) == names


def test_two_runs_write_the_same_bytes(folder: Path, tmp_path: Path) -> None:
    student.main(tmp_path)
    for path in CHAPTERS:
        first, second = folder / path.name, tmp_path / path.name
        assert first.read_bytes() == second.read_bytes(), path.name


def test_chapter_tags_its_exercises_and_solutions(chapter: Path) -> None:
    mark, wrong = "", []
    for cell in load(chapter).cells:
        if cell.cell_type == "markdown":
            mark = last_mark(cell.source) or mark
            continue
        tags = cell.metadata.get("tags", [])
        found = {"exercise", "solution"} & set(tags)
        if mark == "Exercises":  # chapter 1 has no directives yet
            right = len(found) == 1
        else:
            right = found == {"exercise", "solution"} & {mark}
        if not right:
            wrong.append((cell.id, mark, tags))
    assert wrong == []


def test_notebook_is_valid_and_has_no_outputs(
    folder: Path, chapter: Path
) -> None:
    made = load(folder / chapter.name)
    nbformat.validate(made)
    assert len({cell.id for cell in made.cells}) == len(made.cells)
    assert made.cells[1].source.startswith("# ")
    for cell in code(made):
        assert cell.outputs == [] and cell.execution_count is None


def test_notebook_shows_no_raw_myst(folder: Path, chapter: Path) -> None:
    assert RAW.search(prose(load(chapter)))
    made = prose(load(folder / chapter.name))
    assert [line for line in made.split("\n") if RAW.search(line)] == []


def test_notebook_has_no_solution(folder: Path, chapter: Path) -> None:
    original = load(chapter)
    made = load(folder / chapter.name)
    text = prose(made)
    for solution in told(original, "solution"):
        for line in solution.split("\n"):
            assert len(line) < 20 or line not in text
    kept = {cell.source for cell in code(made)}
    assert not kept & {cell.source for cell in code(original, "solution")}


def test_notebook_has_every_exercise_and_all_other_code(
    folder: Path, chapter: Path
) -> None:
    original = load(chapter)
    made = load(folder / chapter.name)
    exercises = told(original, "exercise")
    number = making.number_of(chapter)
    headings = re.findall(r"^### (Exercise .+)$", prose(made), re.MULTILINE)
    numbered = re.findall(r"^\*\*\d\.\*\* .+", prose(original), re.MULTILINE)
    assert len(exercises + numbered) >= 3
    assert all(text in prose(made) for text in numbered)
    wanted = [f"Exercise {number}.{i + 1}" for i in range(len(exercises))]
    assert headings == wanted
    for text in exercises:
        for line in text.split("\n"):
            assert RAW.search(line) or line in prose(made)
    solutions = code(original, "solution")
    wanted = [it.source for it in code(original) if it not in solutions]
    ours = ("install", "file-")
    kept = [it.source for it in code(made) if not it.id.startswith(ours)]
    assert kept == wanted


def test_notebook_brings_what_it_reads(folder: Path, chapter: Path) -> None:
    there: set[str] = set()
    for cell in code(load(folder / chapter.name)):
        named = set(re.findall(r"\bmeasured/\w+\.json\b", cell.source))
        if cell.id.startswith("file-"):
            there |= named
        assert named <= there, cell.id


def names_in(cell: NotebookNode) -> tuple[set[str], set[str]]:
    """The names that a cell reads, and those that it makes."""
    read, made = set(), set()
    for node in ast.walk(ast.parse(stored.plain_python(cell.source))):
        match node:
            case ast.Name(id=name, ctx=ast.Load()):
                read.add(name)
            case ast.Name(id=name) | ast.arg(arg=name):
                made.add(name)
            case (
                ast.FunctionDef(name=str(name))
                | ast.ClassDef(name=str(name))
                | ast.ExceptHandler(name=str(name))
            ):
                made.add(name)
            case ast.alias(name=name, asname=other):
                made.add(other or name.partition(".")[0])
    return read, made


def test_no_cell_needs_a_solution(folder: Path, chapter: Path) -> None:
    known = set(dir(builtins)) | {"get_ipython"}
    for cell in code(load(folder / chapter.name)):
        read, made = names_in(cell)
        known |= made
        assert read <= known, cell.id
