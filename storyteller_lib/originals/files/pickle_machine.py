"""The machine that builds the values of a pickle and runs nothing.

Opcodes that make plain containers, strings and numbers are carried out one
by one; names are compared with a short list and never looked up. What a
pickle declares is compared with what it holds before memory is given to it.

Chapter: book/05_skip_thoughts
"""

from __future__ import annotations

import ast
import pickletools
from typing import Any, Protocol, cast, runtime_checkable

from storyteller_lib.config import StorytellerError
from storyteller_lib.originals.files.pickled_arrays import (
    EmptyArray,
    OldString,
    Refused,
    build,
    call,
    known,
)

_PUSHED = {"INT", "BININT", "BININT1", "BININT2", "LONG", "LONG1", "LONG4"}
_PUSHED |= {"FLOAT", "BINFLOAT", "UNICODE", "BINUNICODE"}
_PUSHED |= {"SHORT_BINUNICODE", "BINUNICODE8"}
_PUSHED |= {"BINBYTES", "SHORT_BINBYTES", "BINBYTES8"}
_CONSTANTS = {"NONE": None, "NEWTRUE": True, "NEWFALSE": False}
_IGNORED = {"PROTO", "FRAME"}
_MARK = object()
_KEYS = (str, bytes, int, float, bool, type(None))
_BROKEN: tuple[type[Exception], ...] = (
    *(ValueError, TypeError, LookupError, AttributeError),
    *(OverflowError, MemoryError, RecursionError, SyntaxError),
)
_OPCODES = {info.code: info for info in pickletools.opcodes}


@runtime_checkable
class Readable(Protocol):
    """What a pickle is read from: an open file of bytes, or the like.

    Chapter: book/05_skip_thoughts
    """

    def read(self, size: int = -1, /) -> bytes:
        """The next bytes, fewer only at the end."""

    def readline(self) -> bytes:
        """The next bytes up to a line feed."""


class Machine:
    """Carries out the opcodes of one pickle, and none that could do harm.

    Args:
        file: where the pickle is read from.
        name: what it is called in an error.

    Chapter: book/05_skip_thoughts
    """

    def __init__(self, file: Readable, name: str) -> None:
        self.file, self.name = file, name
        self.stack: list[Any] = []
        self.memo: dict[int, Any] = {}
        self.memoized = 0

    def run(self) -> Any:
        """The value that the pickle builds.

        Raises:
            StorytellerError: if it is broken or asks for anything else.
        """
        try:
            while (opcode := self.opcode()) != "STOP":
                self.carry_out(opcode)
            (value,) = self.stack
        except Refused as error:
            raise StorytellerError(
                f"{self.name} is refused: it {error}; nothing of it was run"
            ) from None
        except _BROKEN as error:
            reason = " ".join(str(error).split()) or type(error).__name__
            raise StorytellerError(
                f"{self.name} is no whole pickle of plain data "
                f"({type(error).__name__}: {reason[:200]}): get it again"
            ) from None
        return value

    def opcode(self) -> str:
        """The name of the next opcode."""
        code = self.file.read(1)
        if not code:
            raise ValueError("it ends too early")
        info = _OPCODES.get(code.decode("latin-1"))
        if info is None:
            raise ValueError(f"{code!r} is no opcode")
        self.reader = info.arg.reader if info.arg else None
        return info.name

    def carry_out(self, opcode: str) -> None:
        """Do what one opcode says."""
        if opcode in _PUSHED:
            self.stack.append(self.argument())
        elif opcode in _CONSTANTS:
            self.stack.append(_CONSTANTS[opcode])
        elif opcode in _IGNORED:
            self.argument()
        else:
            action = getattr(self, f"_{opcode.lower()}", None)
            if action is None:
                raise Refused(
                    f"uses the opcode {opcode}, which plain data do not need"
                )
            action()

    def argument(self) -> Any:
        """The argument of the opcode just read."""
        return self.reader(cast(Any, self.file)) if self.reader else None

    def _marked(self) -> list[Any]:
        """What lies above the topmost mark; the mark goes too."""
        place = len(self.stack) - 1
        while self.stack[place] is not _MARK:
            place -= 1
            if place < 0:
                raise ValueError("a mark is missing")
        values = self.stack[place + 1 :]
        del self.stack[place:]
        return values

    # strings of Python 2

    def _string(self) -> None:
        line = self.file.readline().strip().decode("ascii")
        raw = ast.literal_eval(f"b{line}")
        if not isinstance(raw, bytes):
            raise ValueError("a string is none")
        self.stack.append(OldString.of(raw))

    def _binstring(self) -> None:
        self.stack.append(OldString.of(self.argument().encode("latin-1")))

    _short_binstring = _binstring

    # containers

    def _mark(self) -> None:
        self.stack.append(_MARK)

    def _pop(self) -> None:
        self.stack.pop()

    def _pop_mark(self) -> None:
        self._marked()

    def _dup(self) -> None:
        self.stack.append(self.stack[-1])

    def _empty_list(self) -> None:
        self.stack.append([])

    def _empty_dict(self) -> None:
        self.stack.append({})

    def _empty_tuple(self) -> None:
        self.stack.append(())

    def _list(self) -> None:
        self.stack.append(self._marked())

    def _tuple(self) -> None:
        self.stack.append(tuple(self._marked()))

    def _tuple1(self) -> None:
        self.stack[-1:] = [tuple(self.stack[-1:])]

    def _tuple2(self) -> None:
        self.stack[-2:] = [tuple(self.stack[-2:])]

    def _tuple3(self) -> None:
        self.stack[-3:] = [tuple(self.stack[-3:])]

    def _dict(self) -> None:
        values = self._marked()
        self.stack.append({})
        self._set(values)

    def _append(self) -> None:
        value = self.stack.pop()
        self._top(list).append(value)

    def _appends(self) -> None:
        values = self._marked()
        self._top(list).extend(values)

    def _setitem(self) -> None:
        values = self.stack[-2:]
        del self.stack[-2:]
        self._set(values)

    def _setitems(self) -> None:
        self._set(self._marked())

    def _set(self, values: list[Any]) -> None:
        place = self._top(dict)
        for key, value in zip(values[::2], values[1::2], strict=True):
            if not isinstance(key, _KEYS):
                raise Refused("has a dictionary whose keys are no words")
            place[key] = value

    def _top(self, kind: type) -> Any:
        if not isinstance(self.stack[-1], kind):
            raise ValueError(f"a {kind.__name__} is missing")
        return self.stack[-1]

    # the memo

    def _put(self) -> None:
        self._remember(self.argument())

    _binput = _long_binput = _put

    def _memoize(self) -> None:
        self._remember(self.memoized)
        self.memoized += 1

    def _remember(self, number: int) -> None:
        self.memo[number] = value = self.stack[-1]
        if isinstance(value, EmptyArray):
            value.number = number

    def _get(self) -> None:
        self.stack.append(self.memo[self.argument()])

    _binget = _long_binget = _get

    # names and what may be made of them

    def _global(self) -> None:
        module, _, name = self.argument().partition(" ")
        self.stack.append(known(module, name))

    def _stack_global(self) -> None:
        name = self.stack.pop()
        self.stack.append(known(self.stack.pop(), name))

    def _reduce(self) -> None:
        arguments = self.stack.pop()
        self.stack.append(call(self.stack.pop(), arguments))

    def _build(self) -> None:
        state = self.stack.pop()
        thing = self.stack[-1]
        self.stack[-1] = build(thing, state)
        if isinstance(thing, EmptyArray) and thing.number is not None:
            self.memo[thing.number] = self.stack[-1]
