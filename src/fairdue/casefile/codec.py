"""Between frozen dataclasses and JSON: how a happening is written into the log and read back.

Room: casefile. The text is canonical (sorted keys, no blanks, absent values left out), so that the same
happening always has the same bytes and its digest can be checked for ever. Field types that occur: text,
whole numbers, yes/no, dates, times, moments, closed enums, other dataclasses, and tuples of these.
"""

from __future__ import annotations

import dataclasses
import json
import types
import typing
from collections.abc import Callable, Hashable
from datetime import date, datetime, time
from enum import StrEnum
from functools import cache
from json.encoder import encode_basestring
from operator import attrgetter
from typing import Any, TypeVar, Union, cast

T = TypeVar("T")
_Writer = Callable[[Any], Any]
_Reader = Callable[[Any], Any]


def write_body(value: object) -> str:
    """Return the canonical JSON text of a dataclass instance."""
    return _text_writer_of(cast(Hashable, type(value)))(value)


_encode = json.JSONEncoder(ensure_ascii=False, sort_keys=True, separators=(",", ":")).encode


def read_body(kind: type[T], text: str) -> T:
    """Rebuild an instance of ``kind`` from its canonical JSON text.

    Raises ValueError when the text does not fit the type: a log from a newer version, or a damaged one.
    """
    try:
        return cast(T, _reader_of(cast(Hashable, kind))(json.loads(text)))
    except (KeyError, TypeError, AttributeError) as error:
        raise ValueError(f"the stored body does not fit {kind.__name__}") from error


def _unwrapped(annotation: Any) -> Any:
    """Strip NewType and Optional: the codec leaves absent values out, so both read as the inner type."""
    while True:
        if isinstance(annotation, typing.NewType):
            annotation = annotation.__supertype__
            continue
        if typing.get_origin(annotation) in (Union, types.UnionType):
            inner = [part for part in typing.get_args(annotation) if part is not type(None)]
            if len(inner) != 1:
                raise TypeError("a field is one type or that type or None; a union of two has no single form")
            annotation = inner[0]
            continue
        return annotation


@cache
def _writer_of(annotation: Any) -> _Writer:
    annotation = _unwrapped(annotation)
    if dataclasses.is_dataclass(annotation) and isinstance(annotation, type):
        return _record_writer(annotation)
    if typing.get_origin(annotation) is tuple:
        each = _writer_of(typing.get_args(annotation)[0])
        return lambda values: [each(value) for value in values]
    if annotation in (str, int, bool):
        return _as_is
    if annotation in (date, time, datetime):
        return lambda value: value.isoformat()
    if isinstance(annotation, type) and issubclass(annotation, StrEnum):
        return lambda value: value.value
    raise TypeError(f"the log has no form for {annotation!r}; use text, fen, dates, enums or dataclasses")


def _as_is(value: Any) -> Any:
    return value


def _record_writer(kind: type) -> _Writer:
    hints = typing.get_type_hints(kind)
    fields = [
        (field.name, _writer_of(hints[field.name]), _default_of(field)) for field in dataclasses.fields(kind)
    ]

    def write(record: Any) -> dict[str, Any]:
        body = {}
        for name, writer, default in fields:
            value = getattr(record, name)
            if value is not None and (default is _REQUIRED or value != default):
                body[name] = writer(value)
        return body

    return write


_REQUIRED = object()


def _default_of(field: dataclasses.Field[Any]) -> object:
    return _REQUIRED if field.default is dataclasses.MISSING else field.default


@cache
def _text_writer_of(kind: Any) -> Callable[[Any], str]:
    """As ``_writer_of`` for a whole record, straight to its text: a file brings a million events of one kind.

    Names stand in their order and are written once; only values are encoded.
    """
    hints = typing.get_type_hints(kind)
    fields = sorted(
        (field.name, f"{_encode(field.name)}:", _text_of(hints[field.name]), _default_of(field))
        for field in dataclasses.fields(kind)
    )
    ways = [(spelt, writer, default, default is _REQUIRED) for _, spelt, writer, default in fields]
    # The kind itself stands in for a second value, since of one name alone attrgetter gives no tuple.
    values_of = attrgetter(*(name for name, *_ in fields), "__class__")

    def write(record: Any) -> str:
        parts = []
        for (spelt, writer, default, required), value in zip(ways, values_of(record), strict=False):
            if value is not None and (required or value != default):
                parts.append(spelt + writer(value))
        return "{" + ",".join(parts) + "}"

    return write


def _text_of(annotation: Any) -> Callable[[Any], str]:
    annotation = _unwrapped(annotation)
    if annotation is int:
        return lambda value: repr(value) if type(value) is int else _encode(value)
    if annotation is str:
        return encode_basestring
    if annotation in (date, time, datetime):
        return lambda value: f'"{value.isoformat()}"'
    writer = _writer_of(annotation)
    return lambda value: _encode(writer(value))


@cache
def _reader_of(annotation: Any) -> _Reader:
    annotation = _unwrapped(annotation)
    if dataclasses.is_dataclass(annotation) and isinstance(annotation, type):
        return _record_reader(annotation)
    if typing.get_origin(annotation) is tuple:
        each = _reader_of(typing.get_args(annotation)[0])
        return lambda values: tuple(each(value) for value in values)
    if annotation in (str, int, bool):
        return _as_is
    if annotation in (date, time, datetime):
        return cast(_Reader, annotation.fromisoformat)
    return cast(_Reader, annotation)


def _record_reader(kind: type) -> _Reader:
    hints = typing.get_type_hints(kind)
    readers = {field.name: _reader_of(hints[field.name]) for field in dataclasses.fields(kind)}
    optional = {
        field.name
        for field in dataclasses.fields(kind)
        if field.default is dataclasses.MISSING and type(None) in typing.get_args(hints[field.name])
    }

    def read(body: dict[str, Any]) -> Any:
        values = {name: readers[name](value) for name, value in body.items()}
        return kind(**dict.fromkeys(optional - values.keys()), **values)

    return read
