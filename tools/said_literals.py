"""List what the program can say to a person: ``python tools/said_literals.py [--missing]``.

The texts are found in the source: what errors, findings and printed lines are made of, followed
through names, functions and their parameters. ``X`` stands for what is put into a text. With
``--missing`` only those are listed that no pattern of the desk's texts fits.
"""

from __future__ import annotations

import ast
import itertools
import re
import sys
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
ERRORS = {"Exception", "ValueError", "UsageError", "ClickException", "BadParameter"}
PRINTS = {"echo", "secho", "prompt", "confirm", "say"}
# Modules whose functions answer with texts for people, by yielding or returning them.
ANSWERS = (
    "review/checks/", "review/policy.py", "review/ledger.py", "drafts/sentences/guard.py",
    "drafts/sentences/hedging.py", "drafts/models/api.py", "editions/answers.py",
    "editions/withdrawing.py", "content/facts.py", "cli/",
)  # fmt: skip
MANY = 64


@dataclass(frozen=True)
class Said:
    """A text that a person can read: where its literal stands, and its words."""

    path: str
    line: int
    text: str


@dataclass
class Function:
    """A function: its module, its parameters, and the expressions that it returns."""

    module: str
    node: ast.FunctionDef | ast.AsyncFunctionDef
    method: bool
    returns: list[ast.expr] = field(default_factory=list)

    @property
    def parameters(self) -> list[str]:
        """The names of the parameters that a call fills in order, without ``self``."""
        names = [a.arg for a in (*self.node.args.posonlyargs, *self.node.args.args)]
        return names[1:] if names[:1] in (["self"], ["cls"]) else names


class Literals:
    """The texts of a folder of modules."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.trees = {
            path.relative_to(folder).as_posix(): ast.parse(path.read_text())
            for path in sorted(folder.rglob("*.py"))
        }
        self.functions: dict[str, list[Function]] = defaultdict(list)
        self.constants: dict[tuple[str, str], list[ast.expr]] = defaultdict(list)
        self.imported: dict[tuple[str, str], tuple[ast.ImportFrom, str]] = {}
        self.errors = set(ERRORS)
        # where texts come from: calls, and what the checks yield
        self.places: list[tuple[str, ast.Call | ast.Yield | ast.Return]] = []
        self.classes: list[ast.ClassDef] = []
        self.owner: dict[ast.AST, Function | None] = {}
        for name, tree in self.trees.items():
            self._note(name, tree)
        self._errors()
        # the parameters of functions that people read: what a call gives for them is a text
        self.read: set[tuple[str, str, str]] = set()
        self.texts: dict[Said, None] = {}
        self.names: dict[ast.AST, dict[str, list[ast.expr]]] = {}
        self._seen: set[tuple[int, str]] = set()

    def _note(self, module: str, tree: ast.Module) -> None:
        def visit(node: ast.AST, function: Function | None, inside: bool) -> None:
            self.owner[node] = function
            if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
                function = Function(module, node, inside)
                self.functions[node.name].append(function)
                inside = False
            elif isinstance(node, ast.ClassDef):
                self.classes.append(node)
                inside = True
            elif isinstance(node, ast.Call):
                self.places.append((module, node))
            elif isinstance(node, ast.Return | ast.Yield) and function and node.value:
                function.returns.append(node.value)
                if module.startswith(ANSWERS):
                    self.places.append((module, node))
            elif isinstance(node, ast.Assign) and function is None:
                for target in node.targets:
                    if isinstance(target, ast.Name):
                        self.constants[module, target.id].append(node.value)
            elif isinstance(node, ast.ImportFrom) and node.level:
                for alias in node.names:
                    self.imported[module, alias.asname or alias.name] = (node, alias.name)
            for child in ast.iter_child_nodes(node):
                visit(child, function, inside)

        visit(tree, None, False)

    def _errors(self) -> None:
        while True:
            more = {
                node.name
                for node in self.classes
                if node.name not in self.errors
                and any(_name(base) in self.errors for base in node.bases)
            }
            if not more:
                return
            self.errors |= more

    def said(self) -> list[Said]:
        """Return every text, in the order of files and lines."""
        while True:
            before = len(self.read)
            for module, node in self.places:
                if isinstance(node, ast.Call):
                    self._call(module, node)
                elif node.value is not None:
                    self._take(module, node.value)
            if len(self.read) == before:
                break
            self._seen.clear()  # what was followed may lead further now
        return sorted(self.texts, key=lambda said: (said.path, said.line, said.text))

    def _call(self, module: str, call: ast.Call) -> None:
        name = _name(call.func)
        if name == "Finding":
            for text in [*call.args[1:2], *(k.value for k in call.keywords if k.arg == "text")]:
                self._take(module, text)
        elif name == "replace":
            for keyword in call.keywords:
                if keyword.arg == "text":
                    self._take(module, keyword.value)
        elif name in self.errors - {"Exception"} or name in PRINTS:
            for text in call.args:
                self._take(module, text)
        for function in self._called(module, name, 4):
            for parameter, value in _given(function, call):
                if (function.module, name, parameter) in self.read:
                    self._take(module, value)

    def _called(self, module: str, name: str, most: int = 1) -> list[Function]:
        """Return the functions that a call by ``name`` can mean: of its module, else the one."""
        known = self.functions.get(name, [])
        own = [function for function in known if function.module == module]
        return own or (known if len(known) <= most else [])

    def _take(self, module: str, node: ast.expr) -> None:
        """Note the texts that an expression can be, and those that it is made of."""
        for text, line in self._texts(module, node):
            if re.search(r"[A-Za-z]{2}", text.replace("X", "")) and " " in text.strip():
                self.texts[Said(module, line, text)] = None

    def _texts(  # noqa: PLR0911 - one for each kind of expression
        self, module: str, node: ast.AST
    ) -> list[tuple[str, int]]:
        """Return what an expression can be; follow what is put into it on its own."""
        line = getattr(node, "lineno", 0)
        match node:
            case ast.Constant(value=str(text)):
                return [(text, line)]
            case ast.IfExp(body=one, orelse=other):
                return [*self._texts(module, one), *self._texts(module, other)]
            case ast.BoolOp(values=values):
                return [text for value in values for text in self._texts(module, value)]
            case ast.BinOp(left=left, op=ast.Add(), right=right):
                return [
                    (a + b, line)
                    for (a, _), (b, _) in itertools.product(
                        self._texts(module, left), self._texts(module, right)
                    )
                ][:MANY]
            case ast.JoinedStr(values=parts):
                several = [self._part(module, part) for part in parts]
                return [("".join(some), line) for some in itertools.product(*several)][:MANY]
            case ast.Call() if _name(node.func) == "counted" and len(node.args) == 2:
                noun = node.args[1]
                if isinstance(noun, ast.Constant):
                    return [(f"1 {noun.value}", line), (f"2 {noun.value}s", line)]
            case ast.Call(func=ast.Attribute(attr="join"), args=[several]):
                self._follow(module, several)
                return [("X", line)]
            case ast.Call(func=ast.Attribute(attr=attr, value=value)) if attr in (
                "strip",
                "rstrip",
                "capitalize",
                "format",
                "get",
                "ljust",
            ):
                return self._texts(module, value) or [("X", line)]
            case ast.Call(func=ast.Name(id="str" | "clean" | "_one_line"), args=[value]):
                return self._texts(module, value)
        self._follow(module, node)
        return [("X", line)]

    def _part(self, module: str, part: ast.AST) -> list[str]:
        match part:
            case ast.Constant(value=str(text)):
                return [text]
            case ast.FormattedValue(value=ast.IfExp() as value):
                return list(dict.fromkeys(text for text, _ in self._texts(module, value)))
            case ast.FormattedValue(value=ast.Call() as value) if _name(value.func) == "counted":
                return list(dict.fromkeys(text for text, _ in self._texts(module, value)))
            case ast.FormattedValue(value=value):
                if (texts := self._inline(module, value)) is not None:
                    return texts
                self._follow(module, value)
        return ["X"]

    def _inline(self, module: str, node: ast.AST) -> list[str] | None:
        """Return the texts of a name or a call, where nothing else than literals makes them."""
        function = self.owner.get(node)
        match node:
            case ast.Name(id=name) if function is not None:
                values = self._bound(function.node).get(name, [])
            case ast.Name(id=name):
                values = self._constant(module, name)
            case ast.Call():
                called = self._called(module, _name(node.func))
                values = called[0].returns if len(called) == 1 else []
            case _:
                return None
        if not 0 < len(values) < 5 or not all(map(_literal, values)):
            return None
        return [text for value in values for text, _ in self._texts(module, value)][:MANY]

    def _follow(self, module: str, node: ast.AST) -> None:  # noqa: PLR0912 - kinds of expressions
        """Note the texts behind a name, a call or a collection."""
        key = (id(node), module)
        if key in self._seen:
            return
        self._seen.add(key)
        match node:
            case ast.Name(id=name):
                self._named(module, node, name)
            case ast.Subscript(value=value):
                self._follow(module, value)
            case ast.Call():
                name = _name(node.func)
                for function in self._called(module, name):
                    for value in function.returns:
                        self._take(function.module, value)
            case ast.Dict(values=values):
                for value in values:
                    self._take(module, value)
            case ast.List(elts=values) | ast.Tuple(elts=values) | ast.Set(elts=values):
                for value in values:
                    self._take(module, value)
            case ast.Starred(value=value) | ast.NamedExpr(value=value) | ast.Await(value=value):
                self._take(module, value)
            case ast.YieldFrom(value=value):
                self._take(module, value)
            case ast.GeneratorExp(elt=value) | ast.ListComp(elt=value) | ast.SetComp(elt=value):
                self._take(module, value)
            case ast.IfExp() | ast.BoolOp() | ast.JoinedStr() | ast.Constant():
                self._take(module, node)

    def _constant(self, module: str, name: str) -> list[ast.expr]:
        """Return what a name of a module, or one that it imports from another, is bound to."""
        if imported := self.imported.get((module, name)):
            statement, name = imported
            folder = Path(module).parents[statement.level - 1]
            place = folder / (statement.module or "").replace(".", "/")
            module = f"{place.as_posix()}.py"
        return self.constants.get((module, name), [])

    def _bound(self, node: ast.AST) -> dict[str, list[ast.expr]]:
        """Return what the names of a function are bound to."""
        if node not in self.names:
            self.names[node] = defaultdict(list)
            for inner in ast.walk(node):
                for target, value in _assigned(inner):
                    self.names[node][target].append(value)
        return self.names[node]

    def _named(self, module: str, node: ast.Name, name: str) -> None:
        function = self.owner.get(node)
        if function is None:
            for value in self._constant(module, name):
                self._take(module, value)
            return
        args = function.node.args
        every = [a.arg for a in (*args.posonlyargs, *args.args, *args.kwonlyargs)]
        if name in every:
            self.read.add((module, function.node.name, name))
            if function.node.name == "__init__":
                return
        local = False
        for value in self._bound(function.node).get(name, ()):
            local = True
            self._take(module, value)
        if not local and name not in every:
            for value in self._constant(module, name):
                self._take(module, value)


def _assigned(node: ast.AST) -> Iterator[tuple[str, ast.expr]]:  # noqa: PLR0912 - of statements
    """Yield the names that a statement binds, with what they are bound to."""
    match node:
        case ast.Assign(targets=targets, value=value):
            for target in targets:
                if isinstance(target, ast.Name):
                    yield target.id, value
                elif isinstance(target, ast.Tuple):
                    for i, one in enumerate(target.elts):
                        if not isinstance(one, ast.Name):
                            continue
                        if isinstance(value, ast.Tuple) and len(value.elts) == len(target.elts):
                            yield one.id, value.elts[i]
                        elif isinstance(value, ast.IfExp):
                            for side in (value.body, value.orelse):
                                if isinstance(side, ast.Tuple) and i < len(side.elts):
                                    yield one.id, side.elts[i]
        case ast.AnnAssign(target=ast.Name(id=name), value=ast.expr() as value):
            yield name, value
        case ast.AugAssign(target=ast.Name(id=name), value=value):
            yield name, value
        case ast.NamedExpr(target=ast.Name(id=name), value=value):
            yield name, value
        case (
            ast.For(target=ast.Name(id=name), iter=value)
            | ast.comprehension(target=ast.Name(id=name), iter=value)
        ):
            yield name, value
        case (
            ast.For(target=ast.Tuple(elts=several), iter=ast.Tuple(elts=rows))
            | ast.comprehension(target=ast.Tuple(elts=several), iter=ast.Tuple(elts=rows))
        ):
            for row in rows:
                if isinstance(row, ast.Tuple) and len(row.elts) == len(several):
                    for target, value in zip(several, row.elts, strict=True):
                        if isinstance(target, ast.Name):
                            yield target.id, value
        case ast.Call(func=ast.Attribute(value=ast.Name(id=name), attr="append"), args=[value]):
            yield name, value


def _literal(node: ast.expr) -> bool:
    match node:
        case ast.Constant(value=str()) | ast.JoinedStr():
            return True
        case ast.IfExp(body=one, orelse=other):
            return _literal(one) and _literal(other)
    return False


def _given(function: Function, call: ast.Call) -> Iterator[tuple[str, ast.expr]]:
    yield from zip(function.parameters, call.args, strict=False)
    for keyword in call.keywords:
        if keyword.arg:
            yield keyword.arg, keyword.value


def _name(node: ast.expr) -> str:
    match node:
        case ast.Name(id=name) | ast.Attribute(attr=name):
            return name
    return ""


def missing(texts: Sequence[Said]) -> list[Said]:
    """Return those that come out in English where Ukrainian, which is complete, is wanted."""
    sys.path.insert(0, str(ROOT))
    from service.desk.said_texts import in_language  # noqa: PLC0415

    def english(text: str) -> bool:
        # In a place can stand a number, or anything else.
        tried = [text.replace("X", value).strip() for value in ("7", "X")]
        return all(in_language(one, "uk") == one for one in tried)

    return [said for said in texts if english(said.text)]


def main() -> None:
    """Print the texts."""
    texts = Literals(ROOT / "service").said()
    for said in missing(texts) if "--missing" in sys.argv[1:] else texts:
        print(f"service/{said.path}:{said.line}: {said.text!r}")  # noqa: T201


if __name__ == "__main__":
    main()
