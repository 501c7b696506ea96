"""The few names that plain data need, and what they make: NumPy's arrays.

NumPy pickles an array in two steps: an empty array is called for, then given
its state (shape, kind of number, bytes). Both steps are done here, after
every part is checked; none of the names is looked up in a module.

Chapter: book/05_skip_thoughts
"""

from __future__ import annotations

import math
import re
from collections import OrderedDict
from dataclasses import dataclass
from enum import Enum
from typing import Any

import numpy as np

LONG_STRING = 1 << 16
"""Strings of Python 2 beyond this are numbers of an array, never words."""

_KIND = re.compile(r"[<>=|]?([biufc](1|2|4|8|16)|[SU]\d{1,4}|O8?|\?)")


class Refused(Exception):
    """What a pickle does that plain data never do.

    Chapter: book/05_skip_thoughts
    """


class Name(Enum):
    """What a pickle of plain data may call for.

    Chapter: book/05_skip_thoughts
    """

    ARRAY = "an array to be built"
    NDARRAY = "the class of arrays"
    DTYPE = "a kind of number"
    SCALAR = "one number"
    ENCODE = "bytes written as text"
    BYTES = "empty bytes"
    ORDERED_DICT = "a dictionary in order"


_KNOWN = {
    "numpy.core.multiarray _reconstruct": Name.ARRAY,
    "numpy._core.multiarray _reconstruct": Name.ARRAY,
    "numpy ndarray": Name.NDARRAY,
    "numpy dtype": Name.DTYPE,
    "numpy.core.multiarray scalar": Name.SCALAR,
    "numpy._core.multiarray scalar": Name.SCALAR,
    "_codecs encode": Name.ENCODE,
    "__builtin__ bytes": Name.BYTES,
    "builtins bytes": Name.BYTES,
    "collections OrderedDict": Name.ORDERED_DICT,
}


class OldString(str):
    """A string of Python 2: bytes that may be text.

    As text it is UTF-8 where that is possible, else Latin-1; ``raw`` keeps
    the bytes, for the numbers of arrays come as such strings too.

    Chapter: book/05_skip_thoughts
    """

    __slots__ = ("raw",)
    raw: bytes

    @classmethod
    def of(cls, raw: bytes) -> OldString | bytes:
        """The string of these bytes; long ones stay bytes."""
        if len(raw) > LONG_STRING:
            return raw
        try:
            text = cls(raw.decode("utf-8"))
        except UnicodeDecodeError:
            text = cls(raw.decode("latin-1"))
        text.raw = raw
        return text


@dataclass(eq=False)
class EmptyArray:
    """An array before it is given its state, and its place in the memo.

    Chapter: book/05_skip_thoughts
    """

    number: int | None = None


@dataclass
class Kind:
    """A kind of number, whose byte order comes with its state.

    Chapter: book/05_skip_thoughts
    """

    dtype: np.dtype


def known(module: Any, name: Any) -> Name:
    """What a name stands for.

    Raises:
        Refused: for any name but those of plain data.

    Chapter: book/05_skip_thoughts
    """
    found = _KNOWN.get(f"{module} {name}")
    if found is None:
        raise Refused(f"asks for {str(module)[:60]}.{str(name)[:60]}")
    return found


def call(wanted: Any, arguments: Any) -> Any:
    """What a call of a known name would give.

    Raises:
        Refused: if it is called in a way that plain data never do.

    Chapter: book/05_skip_thoughts
    """
    match wanted, arguments:
        case Name.ARRAY, (Name.NDARRAY, (0,), "b" | b"b"):
            return EmptyArray()
        case Name.DTYPE, (str(code), 0 | False, 1 | True | 0):
            return _kind(code)
        case Name.SCALAR, (Kind() as kind, data):
            return _scalar(kind.dtype, _bytes(data))
        case Name.ENCODE, (str(text), "latin1" | "latin-1"):
            return text.encode("latin-1")
        case Name.BYTES, ():
            return b""
        case Name.ORDERED_DICT, ():
            return OrderedDict()
        case Name.ORDERED_DICT, (list(pairs),):
            return _ordered(pairs)
    if not isinstance(wanted, Name):
        raise Refused("calls something that is no known name")
    raise Refused(f"makes {wanted.value} in a way that no array needs")


def build(thing: Any, state: Any) -> Any:
    """What a thing is once it has its state.

    Raises:
        Refused: if the thing takes no state, or such a state.

    Chapter: book/05_skip_thoughts
    """
    match thing, state:
        case EmptyArray(), (1, tuple(shape), Kind() as kind, order, data):
            return _array(shape, kind.dtype, bool(order), data)
        case Kind(), (int(), "<" | ">" | "|" | "=", None, None, None, *_):
            thing.dtype = thing.dtype.newbyteorder(state[1])
            return thing
    raise Refused(f"gives a state to {_called(thing)} that none has")


def _called(thing: Any) -> str:
    if isinstance(thing, EmptyArray | Kind):
        return "an array or its kind"
    return f"a thing ({type(thing).__name__})"


def _kind(code: str) -> Kind:
    if not _KIND.fullmatch(code):
        raise Refused(f"has an array of the kind {code[:40]!r}")
    return Kind(np.dtype(code.removesuffix("8") if "O" in code else code))


def _bytes(data: Any) -> bytes:
    if isinstance(data, OldString):
        return data.raw
    if not isinstance(data, bytes):
        raise ValueError("the numbers of an array are missing")
    return data


def _scalar(dtype: np.dtype, data: bytes) -> Any:
    if dtype.hasobject or len(data) != dtype.itemsize:
        raise Refused("has a number of the wrong size")
    return np.frombuffer(data, dtype)[0]


def _array(
    shape: tuple[Any, ...], dtype: np.dtype, fortran: bool, data: Any
) -> np.ndarray:
    """The array, if it holds just as much as its shape says."""
    if not all(type(side) is int and side >= 0 for side in shape):
        raise Refused("has an array with sides that are no numbers")
    count = math.prod(shape)
    if dtype.hasobject:
        held, wanted = data, count
        if not isinstance(data, list):
            raise ValueError("the parts of an array are missing")
    else:
        held, wanted = _bytes(data), count * dtype.itemsize
    if len(held) != wanted:
        raise Refused(
            f"declares an array of the shape {shape} and brings "
            f"{len(held)} instead of {wanted}"
        )
    array = np.empty(0, "b")
    array.__setstate__((1, shape, dtype, fortran, held))  # type: ignore
    return array


def _ordered(pairs: list[Any]) -> OrderedDict[Any, Any]:
    found: OrderedDict[Any, Any] = OrderedDict()
    for pair in pairs:
        key, value = pair
        if not isinstance(key, str | bytes | int | float):
            raise Refused("has a dictionary whose keys are no words")
        found[key] = value
    return found
