"""Downloads from a server that misbehaves; none of it leaves this machine."""

from __future__ import annotations

import gzip
import hashlib
import io
import json
import re
import socket
import tarfile
import urllib.request
import zipfile
from collections.abc import Iterator
from pathlib import Path
from types import SimpleNamespace

import pytest

from storyteller_lib.config import StorytellerError
from storyteller_lib.data.downloads import fetch as fetching
from storyteller_lib.data.downloads import getting as downloads
from storyteller_lib.data.downloads.fetch import Patience, fetch
from storyteller_lib.data.downloads.getting import (
    find_source,
    get,
    list_sources,
)
from storyteller_lib.data.downloads.sources import RemoteFile, Source
from storyteller_lib.data.downloads.unpack import tidy_book, unpack
from storyteller_lib.data.pocket.world import PocketWorld, write_pocket
from storyteller_lib.data.real.novels import chapters
from storyteller_lib.data.real.world import RealWorld
from storyteller_lib.data.world import GENRES
from storyteller_lib.image_encoder.backbones import BACKBONES
from tests.helpers.hostile_server import Server, hostile_server

CONTENT = bytes(range(256)) * 4_000  # a megabyte
SHA256 = f"sha256:{hashlib.sha256(CONTENT).hexdigest()}"
MD5 = f"md5:{hashlib.md5(CONTENT).hexdigest()}"
QUICK = Patience(tries=3, stalled=0.5, pause=0.001)


@pytest.fixture
def server(monkeypatch: pytest.MonkeyPatch) -> Iterator[Server]:
    for name in ("http_proxy", "HTTP_PROXY"):
        monkeypatch.delenv(name, raising=False)
    with hostile_server() as found:
        found.files["/data.bin"] = CONTENT
        yield found


def load(server: Server, path: Path, **known) -> None:
    settings = {"progress": False, "patience": QUICK, **known}
    fetch(server.url("/data.bin"), path, **settings)


def left(folder: Path) -> list[str]:
    return sorted(path.name for path in folder.iterdir())


@pytest.mark.parametrize("checksum", [SHA256, MD5, SHA256[:15], None])
def test_a_file_comes_whole(
    server: Server, tmp_path: Path, checksum: str | None
) -> None:
    path = tmp_path / "deep" / "data.bin"
    load(server, path, size=len(CONTENT), checksum=checksum)
    assert path.read_bytes() == CONTENT
    assert left(path.parent) == ["data.bin"]


FAULTS = {
    "cut off once": ["truncate"],
    "cut off again and again": ["truncate"] * 6,
    "stalled": ["stall"],
    "hung up at once": ["hang up"],
    "no range is served": ["truncate", "no ranges"],
    "no range, and cut off": ["truncate", "truncate, no ranges"],
    "another range is served": ["truncate", "wrong range"],
    "busy": ["503", "429", "truncate", "500"],
    "redirected": ["/moved.bin"],
    "redirected for the rest": ["truncate", "/moved.bin"],
    "the length is not told": ["no length"],
    "versions are not told": ["no tag", "truncate", "no tag"],
    "corrupted once": ["corrupt"],
    "corrupted and cut off": ["corrupt, truncate"],
}


@pytest.mark.parametrize("size", [len(CONTENT), None])
@pytest.mark.parametrize("kind", FAULTS)
def test_whatever_the_server_does_the_file_is_right(
    server: Server, tmp_path: Path, kind: str, size: int | None
) -> None:
    server.files["/moved.bin"] = CONTENT
    server.faults["/data.bin"] = list(FAULTS[kind])
    load(server, tmp_path / "data.bin", size=size, checksum=SHA256)
    assert (tmp_path / "data.bin").read_bytes() == CONTENT
    assert left(tmp_path) == ["data.bin"]


def test_only_the_rest_is_asked_for(server: Server, tmp_path: Path) -> None:
    server.faults["/data.bin"] = ["truncate", "truncate"]
    load(server, tmp_path / "data.bin", checksum=SHA256)
    half, rest = len(CONTENT) // 2, len(CONTENT) * 3 // 4
    ranges = [asked for _, asked in server.asked]
    assert ranges == [None, f"bytes={half}-", f"bytes={rest}-"]


def test_another_day_it_goes_on(server: Server, tmp_path: Path) -> None:
    path = tmp_path / "data.bin"
    server.faults["/data.bin"] = ["truncate", *["503"] * 3]
    with pytest.raises(StorytellerError, match=r"broke off after 512,000"):
        load(server, path, checksum=SHA256)
    assert not path.exists()
    load(server, path, checksum=SHA256)
    assert path.read_bytes() == CONTENT
    assert server.asked[-1][1] == "bytes=512000-"


def test_two_versions_are_not_mixed(server: Server, tmp_path: Path) -> None:
    """Even where no checksum tells: the server is told which one we have."""
    path = tmp_path / "data.bin"
    server.faults["/data.bin"] = ["truncate", *["503"] * 3]
    with pytest.raises(StorytellerError):
        load(server, path)
    server.files["/data.bin"] = CONTENT[::-1]
    load(server, path)
    assert path.read_bytes() == CONTENT[::-1]


def test_a_file_that_became_shorter(server: Server, tmp_path: Path) -> None:
    (tmp_path / "data.bin.part").write_bytes(b"x" * 2_000_000)
    load(server, tmp_path / "data.bin", checksum=SHA256)
    assert (tmp_path / "data.bin").read_bytes() == CONTENT


def test_a_whole_part_is_not_fetched_again(
    server: Server, tmp_path: Path
) -> None:
    (tmp_path / "data.bin.part").write_bytes(CONTENT)
    load(server, tmp_path / "data.bin", size=len(CONTENT), checksum=SHA256)
    assert not server.asked


REFUSALS = [
    (["404"], r"the server says 404 Not Found; look at", {}),
    (["403"], r"the server says 403", {}),
    (["/data.bin"] * 20, r"cannot be had: the server says 302", {}),
    (["503"] * 9, r"broke off after 0 bytes \(the server says 503\)", {}),
    (["stall"] * 9, r"broke off after [\d,]+ bytes", {"tries": 2}),
    (["truncate, no ranges"] * 9, r"broke off after 512,000", {}),
    (["corrupt"] * 9, r"not the file it should be: its checksum", {}),
]


@pytest.mark.parametrize(("faults", "message", "patience"), REFUSALS)
def test_what_cannot_be_mended_is_told_in_one_sentence(
    server: Server,
    tmp_path: Path,
    faults: list[str],
    message: str,
    patience: dict[str, int],
) -> None:
    server.faults["/data.bin"] = list(faults)
    if faults[0] == "stall":
        server.faults["/data.bin"] = ["stall", *["hang up"] * 9]
    with pytest.raises(StorytellerError, match=message) as error:
        load(server, tmp_path / "data.bin", checksum=SHA256)
    assert "\n" not in str(error.value)
    assert not (tmp_path / "data.bin").exists()


def test_another_size_is_told_before_it_comes(
    server: Server, tmp_path: Path
) -> None:
    with pytest.raises(StorytellerError, match=r"1,024,000 bytes and not 9"):
        load(server, tmp_path / "data.bin", size=9)


def test_no_network_is_told_at_once(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def lost(*_: object, **__: object) -> None:
        reason = socket.gaierror(-2, "Name or service not known")
        raise urllib.error.URLError(reason)

    monkeypatch.setattr(urllib.request, "urlopen", lost)
    with pytest.raises(StorytellerError, match=r"data\.example cannot be re"):
        fetch("http://data.example/x", tmp_path / "x", progress=False)


def test_a_small_disk_is_told_before_it_is_full(
    server: Server, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    free = SimpleNamespace(free=1_000)
    monkeypatch.setattr(fetching.shutil, "disk_usage", lambda _: free)
    with pytest.raises(StorytellerError, match=r"0\.0 GB free"):
        load(server, tmp_path / "data.bin")


# Archives


def zipped(files: dict[str, bytes]) -> bytes:
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w") as archive:
        for name, content in files.items():
            archive.writestr(name, content)
    return file.getvalue()


def tarred(files: dict[str, bytes]) -> bytes:
    file = io.BytesIO()
    with tarfile.open(fileobj=file, mode="w:gz") as archive:
        for name, content in files.items():
            member = tarfile.TarInfo(name)
            member.size = len(content)
            archive.addfile(member, io.BytesIO(content))
        link = tarfile.TarInfo("link.txt")
        link.type, link.linkname = tarfile.SYMTYPE, "/etc/passwd"
        archive.addfile(link)
    return file.getvalue()


@pytest.mark.parametrize(
    ("name", "pack"), [("a.zip", zipped), ("a.tar.gz", tarred)]
)
def test_archives_are_unpacked_without_litter(
    name: str, pack, tmp_path: Path
) -> None:
    files = {"in/one.txt": b"1", "two.txt": b"22", "__MACOSX/x": b"?"}
    (tmp_path / name).write_bytes(pack(files))
    unpack(tmp_path / name, tmp_path / "out", progress=False)
    found = {
        path.relative_to(tmp_path / "out").as_posix(): path.read_bytes()
        for path in (tmp_path / "out").rglob("*")
        if path.is_file()
    }
    assert found == {"in/one.txt": b"1", "two.txt": b"22"}


@pytest.mark.parametrize("pack", [zipped, tarred])
@pytest.mark.parametrize(
    "name", ["../out.txt", "/tmp/out.txt", "a/../../out.txt", "C:/out.txt"]
)
def test_no_name_leads_outside(name: str, pack, tmp_path: Path) -> None:
    archive = tmp_path / ("a.zip" if pack is zipped else "a.tar.gz")
    archive.write_bytes(pack({name: b"evil"}))
    with pytest.raises(StorytellerError, match="not to be trusted"):
        unpack(archive, tmp_path / "out", progress=False)
    assert not list(tmp_path.rglob("out.txt"))


@pytest.mark.parametrize("name", ["a.zip", "a.tar.gz", "a.bin.gz"])
@pytest.mark.parametrize("content", [b"", b"<html>", None])
def test_broken_archives_are_told(
    name: str, content: bytes | None, tmp_path: Path
) -> None:
    packed = {
        "a.zip": zipped({"x": CONTENT}),
        "a.tar.gz": tarred({"x": CONTENT}),
        "a.bin.gz": gzip.compress(CONTENT),
    }[name]
    cut = packed[: len(packed) // 2]
    (tmp_path / name).write_bytes(cut if content is None else content)
    if name == "a.bin.gz" and content == b"":
        return  # an empty gzip file holds nothing, and says nothing wrong
    with pytest.raises(StorytellerError, match=r"get it again"):
        unpack(tmp_path / name, tmp_path, progress=False)
    assert not (tmp_path / "a.bin").exists()


def test_other_files_are_no_archives(tmp_path: Path) -> None:
    (tmp_path / "a.rar").write_bytes(b"Rar!")
    with pytest.raises(StorytellerError, match=r"should end in one of \.zip"):
        unpack(tmp_path / "a.rar", tmp_path)


# Books

BOOK = """\ufeffThe Project Gutenberg eBook of A Tale\r
\r
*** START OF THE PROJECT GUTENBERG EBOOK A TALE ***\r
\r
Produced by A Volunteer\r
\r
CHAPTER I.\r
\r
It was a dark\r
and _stormy_ night.\r
\r
[Illustration: a night]\r
\r
"Chapter and verse," said he.\r
\r
II\r
\r
XII. The Return\r
\r
I went home.\r
\r
*** END OF THE PROJECT GUTENBERG EBOOK A TALE ***\r
\r
License, and so on.\r
"""


def test_a_book_is_freed_of_its_wrapping() -> None:
    tidy = tidy_book(BOOK)
    assert tidy.startswith("# CHAPTER I.\n\nIt was a dark and stormy night.")
    assert [*chapters(tidy)] == [
        [
            "It was a dark and stormy night.",
            '"Chapter and verse," said he.',
            "II",
        ],
        ["I went home."],
    ]
    assert not re.search(r"Gutenberg|Produced|License|Illustration", tidy)
    with pytest.raises(StorytellerError, match="no START and END"):
        tidy_book("<html>Too many requests</html>")


# Sources


def test_every_source_says_where_and_what() -> None:
    names = [source.name for source in list_sources()]
    assert len(set(names)) == len(names)
    assert {"flickr8k", "coco-2014", "coco-2017", "vist"} <= set(names)
    assert {"gutenberg", "glove-6b", "google-news", "torchvision"} <= set(
        names
    )
    for source in list_sources():
        assert source.page.startswith("https://")
        assert source.terms and source.title
        places = [(file.into, file.name) for file in source.files]
        assert len(set(places)) == len(places)
        for file in source.files:
            for url in file.urls:
                assert re.match(r"https?://[a-z0-9.-]+\.[a-z]+/", url)
            assert file.checksum is None or re.fullmatch(
                r"sha256:([0-9a-f]{8}|[0-9a-f]{64})|md5:[0-9a-f]{32}",
                file.checksum,
            )
    assert find_source("coco-2017").is_pinned
    assert find_source("coco-2017").size == 20_405_354_669
    assert not find_source("gutenberg").is_pinned
    assert find_source("gutenberg").size is None
    genres = {file.into for file in find_source("gutenberg").files}
    assert genres == {f"novels/{genre}" for genre in GENRES}


@pytest.mark.slow
def test_torchvision_weights_are_those_of_our_backbones() -> None:
    from torchvision.models import get_model_weights

    urls = {file.urls[0] for file in find_source("torchvision").files}
    assert urls == {get_model_weights(b).DEFAULT.url for b in BACKBONES}


def test_unknown_names_are_answered_with_the_nearest() -> None:
    with pytest.raises(StorytellerError, match=r"'flikr8k': did you mean fli"):
        get("flikr8k", Path("nowhere"))


def pocket_source(server: Server, folder: Path) -> Source:
    """The pocket world as others publish theirs: a zip, vectors, novels."""
    write_pocket(folder, published=True)
    parts = {"flickr8k": {}, "novels": {}}
    for name, files in parts.items():
        for path in (folder / name).rglob("*.*"):
            inner = path.relative_to(folder / name).as_posix()
            files[inner] = path.read_bytes()
    server.files["/flickr.zip"] = zipped(parts["flickr8k"])
    vectors = (folder / "vectors" / "word2vec.bin").read_bytes()
    server.files["/word2vec.bin.gz"] = gzip.compress(vectors)
    files = [
        RemoteFile((server.url("/flickr.zip"),), "flickr8k", "f.zip", None),
        RemoteFile((server.url("/word2vec.bin.gz"),), "vectors", "w.bin.gz"),
    ]
    files = [RemoteFile(f.urls, f.into, f.name, unpack=True) for f in files]
    for name, content in parts["novels"].items():
        genre, _, book = name.partition("/")
        wrapped = BOOK.split("CHAPTER")[0].encode() + content
        server.files[f"/{name}"] = wrapped + b"\n*** END OF THE BOOK\n"
        urls = (server.url(f"/gone/{name}"), server.url(f"/{name}"))
        files.append(RemoteFile(urls, f"novels/{genre}", book, book=True))
    return Source("pocket", "", "", "", tuple(files))


@pytest.mark.slow
def test_what_was_got_is_what_the_readers_read(
    server: Server, tmp_path: Path
) -> None:
    source = pocket_source(server, tmp_path / "made")
    server.faults["/flickr.zip"] = ["truncate"]
    folder = tmp_path / "data"
    said = get(source, folder, False, QUICK)
    assert "checksum kept for the next time" in said[0]
    world, expected = RealWorld(folder), PocketWorld(tmp_path / "pocket")
    for split in ("train", "val", "test"):
        ours, theirs = world.pictures(split), expected.pictures(split)
        assert [r.captions for r in ours] == [r.captions for r in theirs]
        assert ours[0].open().size == theirs[0].open().size
        for genre in GENRES:
            found = world.passages(genre, split)
            assert found == expected.passages(genre, split)
            assert found
    assert world.word_vectors().words == expected.word_vectors().words
    asked = len(server.asked)
    again = get(source, folder, False, QUICK)
    assert len(server.asked) == asked, "what was there was asked for again"
    assert all("is there already" in line for line in again)
    assert not list(folder.rglob("*.part"))
    assert not list(folder.rglob("*.zip"))


def test_what_was_fetched_but_not_unpacked_is_not_fetched_again(
    server: Server, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    server.files["/a.zip"] = zipped({"x.txt": b"x"})
    file = RemoteFile((server.url("/a.zip"),), "in", "a.zip", unpack=True)
    source = Source("a", "", "", "", (file,))

    def cut(*_: object) -> None:
        raise KeyboardInterrupt

    with monkeypatch.context() as patched:
        patched.setattr(downloads, "unpack", cut)
        with pytest.raises(KeyboardInterrupt):
            get(source, tmp_path, False, QUICK)
    get(source, tmp_path, False, QUICK)
    assert len(server.asked) == 1
    assert left(tmp_path / "in") == ["x.txt"]


def test_a_page_in_place_of_a_book_is_not_kept_in_mind(
    server: Server, tmp_path: Path
) -> None:
    server.files["/a.txt"] = b"<html>Too many requests</html>"
    file = RemoteFile((server.url("/a.txt"),), "", "a.txt", book=True)
    source = Source("a", "", "", "", (file,))
    with pytest.raises(
        StorytellerError, match=r"a\.txt is no book of Project"
    ):
        get(source, tmp_path, False, QUICK)
    server.files["/a.txt"] = BOOK.encode()
    get(source, tmp_path, False, QUICK)
    assert (tmp_path / "a.txt").read_text().startswith("# CHAPTER I.")


def test_a_file_without_known_checksum_is_held_to_the_first(
    server: Server, tmp_path: Path
) -> None:
    """Fetched again because it was lost before the end of its use."""
    server.files["/a.txt"] = b"the first"
    file = RemoteFile((server.url("/a.txt"),), "", "a.txt")
    source = Source("a", "", "", "", (file,))
    assert "kept for the next" in get(source, tmp_path, False, QUICK)[0]
    manifest = tmp_path / "downloads.json"
    known = json.loads(manifest.read_text())
    del known[file.urls[0]]["done"]
    manifest.write_text(json.dumps(known))
    (tmp_path / "a.txt").unlink()
    server.files["/a.txt"] = b"a second!"
    with pytest.raises(StorytellerError, match="not the file it should be"):
        get(source, tmp_path, False, QUICK)
    server.files["/a.txt"] = b"the first"
    assert get(source, tmp_path, False, QUICK)[0].endswith("checked")
    manifest.write_text("{")
    with pytest.raises(StorytellerError, match="remove it to have"):
        get(source, tmp_path, False, QUICK)


@pytest.mark.parametrize(
    "text", ["{", "[]", "5", '{"x": 5}', "[" * 100_000, "\udcff", None]
)
def test_a_broken_list_of_downloads(tmp_path: Path, text: str | None) -> None:
    path = tmp_path / downloads.MANIFEST
    if text is None:
        path.mkdir()
    else:
        path.write_bytes(text.encode("utf-8", "surrogateescape"))
    with pytest.raises(StorytellerError, match=r"downloads\.json is damaged"):
        get("flickr8k", tmp_path, progress=False)


def test_a_list_of_downloads_that_cannot_be_written(
    server: Server, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(*_: object, **__: object) -> None:
        raise OSError(28, "No space left on device")

    file = RemoteFile((server.url("/data.bin"),), "", "data.bin")
    monkeypatch.setattr(Path, "write_text", refuse)
    source = SimpleNamespace(name="x", files=(file,), pause=0)
    monkeypatch.setattr(downloads, "find_source", lambda name: source)
    with pytest.raises(StorytellerError, match="No space left on device"):
        get("x", tmp_path, progress=False, patience=QUICK)
