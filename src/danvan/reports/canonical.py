"""One way to write a package as bytes, so that everyone who hashes it gets the same number. Pure Python."""

import json
import unicodedata
from hashlib import sha256
from typing import Any


def canonical(value: Any) -> bytes:
    """UTF-8 JSON with sorted keys, no spaces, NFC text. TypeError for a float or anything else that is not exact."""
    return json.dumps(_exact(value), sort_keys=True, separators=(",", ":"), ensure_ascii=False).encode()


def _exact(value: Any) -> Any:
    if isinstance(value, str):
        return unicodedata.normalize("NFC", value)
    if value is None or isinstance(value, bool | int):
        return value
    if isinstance(value, dict):
        if not all(isinstance(key, str) for key in value):
            raise TypeError("keys are text")
        return {unicodedata.normalize("NFC", key): _exact(item) for key, item in value.items()}
    if isinstance(value, list | tuple):
        return [_exact(item) for item in value]
    raise TypeError(f"{type(value).__name__} has no exact writing; give an integer or text")


def digest(value: Any) -> str:
    """Hex SHA-256 of the canonical bytes."""
    return sha256(canonical(value)).hexdigest()


LEAVES = ("cells", "checks", "lines")
# Leaves that packages of before they were kept do not have: without them such a package has the root it always had.
LATER_LEAVES = ("narrative", "beside")


def sealed_leaf(leaf: dict[str, Any]) -> dict[str, Any]:
    """The cell, check or line with its own hash, by which a changed one is found among many."""
    bare = {key: value for key, value in leaf.items() if key != "hash"}
    return bare | {"hash": digest(bare)}


def closed_leaf(leaf: dict[str, Any]) -> dict[str, Any]:
    """What a public edition shows of a closed leaf: where it stands, and its hash, so that the root still holds.

    Nobody can guess the content from the hash, since every leaf holds a random `nonce`.
    """
    shown = {key: leaf[key] for key in ("unit", "unit_name", "code", "key", "label") if key in leaf}
    return shown | {"closed": True, "hash": leaf["hash"]}


def leaf_hash(leaf: dict[str, Any]) -> str:
    """The hash of a leaf's content; of a closed one the hash that stands in its place."""
    return str(leaf.get("hash", "")) if leaf.get("closed") else str(sealed_leaf(leaf)["hash"])


def root_of(body: dict[str, Any]) -> str:
    """The root hash of a package: over everything in it, its leaves standing in by their hashes."""
    names = (*LEAVES, *(name for name in LATER_LEAVES if name in body))
    leaves = {name: [leaf_hash(leaf) for leaf in body.get(name, [])] for name in names}
    return digest({**body, **leaves, "edition": ""})
