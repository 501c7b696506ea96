"""A web server on this machine that misbehaves as it is told to."""

from __future__ import annotations

import hashlib
import re
import threading
from collections import defaultdict
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer


class Server(ThreadingHTTPServer):
    """Serves ``files``; ``faults`` says how each request of a path fails.

    A fault is used up by one request; without any the file is served well.
    """

    daemon_threads = True

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), Handler)
        self.files: dict[str, bytes] = {}
        self.faults: dict[str, list[str]] = defaultdict(list)
        self.asked: list[tuple[str, str | None]] = []  # path, range
        self.over = threading.Event()

    def url(self, path: str) -> str:
        return f"http://127.0.0.1:{self.server_address[1]}{path}"


class Handler(BaseHTTPRequestHandler):
    server: Server
    protocol_version = "HTTP/1.1"

    def log_message(self, *_: object) -> None:
        pass

    def do_GET(self) -> None:
        self.close_connection = True
        self.server.asked.append((self.path, self.headers.get("Range")))
        faults = self.server.faults[self.path]
        fault = faults.pop(0) if faults else ""
        if fault.isdigit():
            self.send_response(int(fault))
            self.send_header("Content-Length", "0")
            self.end_headers()
        elif fault.startswith("/"):
            self.send_response(302)
            self.send_header("Location", fault)
            self.end_headers()
        elif fault == "hang up":
            self.connection.close()
        elif self.path not in self.server.files:
            self.send_error(404)
        else:
            self.serve(self.server.files[self.path], fault)

    def serve(self, content: bytes, fault: str) -> None:
        tag = f'"{hashlib.md5(content).hexdigest()}"'
        start = self.start(content, fault, tag)
        if start is None:
            return
        body = content[start:]
        if "corrupt" in fault:
            body = bytes([body[0] ^ 1]) + body[1:]
        if fault != "no length":
            self.send_header("Content-Length", str(len(body)))
        if fault != "no tag":
            self.send_header("ETag", tag)
        self.end_headers()
        if "truncate" in fault or fault == "stall":
            self.wfile.write(body[: len(body) // 2])
            self.wfile.flush()
            if fault == "stall":
                self.server.over.wait(20)
            return
        with suppress(ConnectionError):  # it may have seen enough
            self.wfile.write(body)

    def start(self, content: bytes, fault: str, tag: str) -> int | None:
        """Send the first lines; where the answer begins in the file."""
        asked = re.fullmatch(r"bytes=(\d+)-", self.headers.get("Range", ""))
        start = int(asked[1]) if asked else 0
        same = self.headers.get("If-Range", tag) == tag
        if start >= len(content) and asked and same:
            self.send_response(416)
            self.send_header("Content-Length", "0")
            self.end_headers()
            return None
        if not start or not same or "no ranges" in fault:
            self.send_response(200)
            return 0
        if fault == "wrong range":
            start = 0
        self.send_response(206)
        end = f"{len(content) - 1}/{len(content)}"
        self.send_header("Content-Range", f"bytes {start}-{end}")
        return start


@contextmanager
def hostile_server() -> Iterator[Server]:
    """A server in a thread, for the time of a test."""
    server = Server()
    thread = threading.Thread(
        target=server.serve_forever, args=(0.02,), daemon=True
    )
    thread.start()
    try:
        yield server
    finally:
        server.over.set()
        server.shutdown()
        server.server_close()
