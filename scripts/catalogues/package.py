"""Read the administrative units out of an unpacked `vietnam-provinces` wheel.

The package is never imported: its tables are Python literals, read with `ast`,
so the tool runs on any Python 3.9+ and executes nothing that was downloaded.
"""

import ast
import json
from pathlib import Path
from typing import Dict, List, NamedTuple, Tuple

PINNED_VERSION = "2026.9.0"


class OldUnit(NamedTuple):
    """A commune, district or province as it stood on 30 June 2025."""

    name: str
    parent: str


def _table(path: Path, name: str) -> ast.Dict:
    """The dict literal assigned to `name` at the top level of the module."""
    for node in ast.parse(path.read_text(encoding="utf-8")).body:
        if isinstance(node, ast.AnnAssign):
            target = node.target
        elif isinstance(node, ast.Assign):
            target = node.targets[0]
        else:
            continue
        if isinstance(target, ast.Name) and target.id == name and isinstance(node.value, ast.Dict):
            return node.value
    raise SystemExit(f"{path}: table {name} not found; is this version {PINNED_VERSION}?")


def _enum_digits(node: ast.expr) -> str:
    """`DistrictCode.D_049` -> `049`."""
    assert isinstance(node, ast.Attribute)
    return node.attr.split("_")[1]


class Package:
    """The tables of one unpacked wheel."""

    def __init__(self, root: Path) -> None:
        self.root = root / "vietnam_provinces"
        version = (self.root / "__init__.py").read_text(encoding="utf-8")
        if f"'{PINNED_VERSION}'" not in version:
            raise SystemExit(f"{self.root}: expected vietnam-provinces {PINNED_VERSION}")

    def current(self) -> List[dict]:
        """Provinces with their communes, as the package has them (integer codes)."""
        text = (self.root / "data" / "nested-divisions.json").read_text(encoding="utf-8")
        return json.loads(text)

    def _old(self, table: str, parent_index: int, width: int) -> Dict[str, OldUnit]:
        node = _table(self.root / "legacy" / "_lookup.py", table)
        units = {}
        for key, call in zip(node.keys, node.values):
            parent = _enum_digits(call.args[parent_index]) if parent_index else ""
            units[str(key.value).zfill(width)] = OldUnit(call.args[0].value, parent)
        return units

    def old_provinces(self) -> Dict[str, OldUnit]:
        return self._old("PROVINCE_MAPPING", 0, 2)

    def old_districts(self) -> Dict[str, OldUnit]:
        return self._old("DISTRICT_MAPPING", 4, 3)

    def old_communes(self) -> Dict[str, OldUnit]:
        return self._old("WARD_MAPPING", 4, 5)

    def _conversion(self, file: str, width: int) -> Dict[str, Tuple[str, ...]]:
        node = _table(self.root / file, "OLD_TO_NEW")
        return {
            str(key.value).zfill(width): tuple(
                str(ref.args[0].value).zfill(width) for ref in call.args[1].elts
            )
            for key, call in zip(node.keys, node.values)
        }

    def province_successors(self) -> Dict[str, Tuple[str, ...]]:
        return self._conversion("_province_conversion_2025.py", 2)

    def commune_successors(self) -> Dict[str, Tuple[str, ...]]:
        return self._conversion("_ward_conversion_2025.py", 5)
