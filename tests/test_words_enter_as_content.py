"""People's words enter widgets as Content only: a str would be read as markup (design, section 5).

Textual reads a str as markup in most widgets, so that a name like `[@click=app.exit]x[/]` would
become something to tap. Looked at here is whatever is given to one of `SINKS`. It must be plain to
see that it is harmless: words of our own, a constant, Content (made by `safe()`, by `Content…`, or
by something that says it gives Content), a number or a date. All else is named in `ALLOWED`.
"""

from __future__ import annotations

import ast
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import pytest

KIOSK = Path(__file__).parent.parent / "kiosk"
FILES = sorted([*(KIOSK / "screens").glob("*.py"), *(KIOSK / "widgets").glob("*.py")])

# Callables whose first argument is read as markup when it is a str.
SINKS = {
    "Static",
    "Label",
    "Button",
    "Checkbox",
    "RadioButton",
    "Option",
    "Collapsible",
    "Tab",
    "TabPane",
    "Link",
    "update",
    "notify",
    "add_option",
    "add_options",
    "replace_option_prompt",
    "replace_option_prompt_at_index",
    "add_row",
    "add_rows",
    "add_column",
    "add_columns",
    "set_options",
    "Select",
    "Selection",
    "SelectionList",
    "from_markup",
    "from_text",
}
KEYWORDS = {"label", "title", "prompt", "content", "renderable", "tooltip", "options"}
ATTRIBUTES = {"border_title", "border_subtitle", "tooltip", "label", "title", "sub_title"}
# Fields draw the str that they are given as it is.
FIELDS = {"Input", "TextArea"}
# What gives harmless things, whatever goes in.
HARMLESS_CALLS = {
    *("safe", "Content", "Text"),
    *("len", "count", "int", "round", "sum", "max", "min"),
    *("short_date", "long_date", "strftime", "digits"),
}
WAYS_TO_CONTENT = {"assemble", "styled", "join", "stylize", "truncate", "rstrip", "append"}

# Attributes that hold numbers or dates in every record of ours.
NUMBERS = {"day", "year", "version", "points", "total"}

# File and source of the argument: why it is harmless.
ALLOWED = {
    ("join.py", "options"): "options are made of Content, a few lines above",
    ("number_pad.py", "_dots(0)"): "dots",
    ("number_pad.py", "_dots(typed)"): "dots",
    ("number_pad.py", "label"): "a digit, an arrow or OK",
    ("piece.py", "render() gives a str"): "it is a strip's, whose words are bytes for the terminal",
    ("report_view.py", "*(kind.capitalize() for kind in kinds)"): "the kinds are ours",
    ("report_view.py", "*(kind.capitalize() for kind in last)"): "the kinds are ours",
}


@cache
def tree_of(path: Path) -> ast.Module:
    return ast.parse(path.read_text("utf-8"))


@cache
def gives_content() -> frozenset[str]:
    """Names of functions that say they give Content, in every place where they are defined."""
    says: dict[str, bool] = {}
    for path in KIOSK.rglob("*.py"):
        for node in ast.walk(tree_of(path)):
            if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
                words = ast.unparse(node.returns) if node.returns else ""
                harmless = any(it in words for it in ("Content", "Text", "Strip"))
                harmless = harmless or words in ("int", "float", "bool", "date", "datetime")
                says[node.name] = says.get(node.name, True) and harmless
    return frozenset(name for name, it_does in says.items() if it_does)


class Function:
    """What a function's own names hold."""

    def __init__(self, node: ast.AST, around: Function | None) -> None:
        self.around = around
        self.values: dict[str, list[ast.expr]] = {}
        self.content: set[str] = set()
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            for argument in (*node.args.posonlyargs, *node.args.args, *node.args.kwonlyargs):
                words = ast.unparse(argument.annotation) if argument.annotation else ""
                if words.split(" ")[0] in ("Content", "int", "float"):
                    self.content.add(argument.arg)
                else:
                    self.values[argument.arg] = []
        for inner in own(node):
            if isinstance(inner, ast.Assign):
                for target in inner.targets:
                    self._hold(target, inner.value)
            elif isinstance(inner, ast.AnnAssign | ast.AugAssign | ast.NamedExpr) and inner.value:
                self._hold(inner.target, inner.value)
            elif isinstance(inner, ast.For | ast.comprehension):
                self._hold(inner.target, inner.iter)

    def _hold(self, target: ast.expr, value: ast.expr) -> None:
        if isinstance(target, ast.Name):
            self.values.setdefault(target.id, []).append(value)
        elif isinstance(target, ast.Tuple | ast.List):
            if isinstance(value, ast.List | ast.Tuple) and len(value.elts) == len(target.elts):
                for one, its in zip(target.elts, value.elts, strict=True):
                    self._hold(one, its)
            else:
                for one in target.elts:
                    self._hold(one, value)

    def harmless(self, name: str, seen: frozenset[str]) -> bool:
        if name in self.content:
            return True
        if name in self.values:
            values = self.values[name]
            return bool(values) and all(harmless(it, self, seen | {name}) for it in values)
        return self.around.harmless(name, seen) if self.around else name.isupper()


def own(node: ast.AST) -> Iterator[ast.AST]:
    """Everything inside `node` but what inner functions hold."""
    for child in ast.iter_child_nodes(node):
        yield child
        if not isinstance(child, ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef):
            yield from own(child)


def harmless(value: ast.expr, where: Function, seen: frozenset[str] = frozenset()) -> bool:
    def fine(*parts: ast.expr) -> bool:
        return all(harmless(part, where, seen) for part in parts)

    match value:
        case ast.Constant():
            return True
        case ast.Name(id=name):
            return name not in seen and where.harmless(name, seen)
        case ast.Attribute(attr=name):
            return name.isupper() or name in NUMBERS
        case ast.Subscript(value=inner):
            return fine(inner)
        case ast.JoinedStr(values=parts):
            return fine(*parts)
        case ast.IfExp(body=one, orelse=other):
            return fine(one, other)
        case ast.BoolOp(values=parts):
            return fine(*parts)
        case ast.BinOp(left=one, right=other):
            return fine(one, other)
        case ast.Starred(value=inner) | ast.Await(value=inner):
            return fine(inner)
        case ast.List(elts=parts) | ast.Tuple(elts=parts):
            return fine(*parts)
        case ast.Dict(values=parts):
            return fine(*parts)
        case ast.ListComp(elt=ast.Tuple(elts=[inner, _])):  # a Select's words and their value
            return fine(inner)
        case ast.ListComp(elt=inner) | ast.GeneratorExp(elt=inner):
            return fine(inner)
        case ast.Call(func=ast.Name(id="Option" | "Selection"), args=[inner, *_]):
            return fine(inner)
        case ast.Call(func=ast.Name(id="str" | "list" | "tuple" | "sorted"), args=[inner]):
            return fine(inner)
        case ast.Call(func=ast.Name(id="enumerate" | "zip"), args=parts):
            return fine(*parts)
        case ast.Call(func=ast.Name(id=name)):
            return name in HARMLESS_CALLS or name in gives_content()
        case ast.Call(func=ast.Attribute(value=ast.Name(id="Content"), attr=name)):
            return name in WAYS_TO_CONTENT
        case ast.Call(func=ast.Attribute(attr="index")):
            return True
        case ast.Call(func=ast.Attribute(value=inner, attr=name)):
            return name in gives_content() or (name in WAYS_TO_CONTENT and fine(inner))
        case ast.FormattedValue(value=inner, format_spec=how):
            # `{moment:%H:%M}` can only be a moment, `{number:,}` only a number.
            return any(it in ast.unparse(how) for it in ("%", ",", "d}")) if how else fine(inner)
    return False


def called(node: ast.Call) -> str:
    if isinstance(node.func, ast.Name):
        return node.func.id
    return node.func.attr if isinstance(node.func, ast.Attribute) else ""


def given(node: ast.AST) -> Iterator[ast.expr]:
    """What `node` gives to something that may read it as markup."""
    if isinstance(node, ast.Call) and called(node) in SINKS:
        keywords = {word.arg: word.value for word in node.keywords}
        markup = keywords.get("markup")
        if isinstance(markup, ast.Constant) and markup.value is False:
            return
        if "Digits" in ast.unparse(node.func):
            return  # draws digits, reads no markup
        many = called(node) in ("add_row", "add_columns")
        yield from node.args if many else node.args[:1]
        yield from (value for name, value in keywords.items() if name in KEYWORDS)
    elif isinstance(node, ast.Call) and called(node) in FIELDS:
        yield from (it for it in node.args[:1] if not _is_plain(it))
        yield from (it.value for it in node.keywords if it.arg in ("value", "text"))
    elif isinstance(node, ast.Assign):
        for target in node.targets:
            if isinstance(target, ast.Attribute) and target.attr in ATTRIBUTES:
                yield node.value


def _is_plain(value: ast.expr) -> bool:
    if isinstance(value, ast.IfExp):
        return _is_plain(value.body) and _is_plain(value.orelse)
    return isinstance(value, ast.Constant) or (
        isinstance(value, ast.Call) and called(value) == "plain"
    )


def suspects(tree: ast.Module) -> Iterator[tuple[int, str]]:
    def look(node: ast.AST, where: Function) -> Iterator[tuple[int, str]]:
        for inner in ast.iter_child_nodes(node):
            if isinstance(inner, ast.FunctionDef | ast.AsyncFunctionDef):
                if inner.name == "render" and not (
                    inner.returns and ast.unparse(inner.returns) not in ("str", "RenderResult")
                ):
                    yield inner.lineno, "render() gives a str"
                yield from look(inner, Function(inner, where))
                continue
            for value in given(inner):
                if not harmless(value, where):
                    yield value.lineno, ast.unparse(value)
            yield from look(inner, where)

    yield from look(tree, Function(tree, None))


@pytest.mark.parametrize("path", FILES, ids=lambda it: it.name)
def test_no_words_enter_a_widget_as_markup(path: Path) -> None:
    found = [
        f"{path}:{line}: {source}"
        for line, source in suspects(tree_of(path))
        if (path.name, source) not in ALLOWED
    ]
    assert not found, "wrap these in safe(), or say in ALLOWED why not:\n" + "\n".join(found)


def test_what_is_allowed_is_still_there() -> None:
    there = {(path.name, source) for path in FILES for _, source in suspects(tree_of(path))}
    assert not set(ALLOWED) - there


@pytest.mark.parametrize(
    "source",
    [
        "Static(pupil.name)",
        "Input(pupil.name)",
        "TextArea(note if note else '')",
        "Static(f'Hello {pupil.name}')",
        "Button(label)",
        "Label('Hello ' + name)",
        "self.query_one(Static).update(shorten(name, 5))",
        "app.notify(name)",
        "names.add_option(Option(name, id='1'))",
        "names.add_options([Option(it.name) for it in people])",
        "table.add_row('1', name)",
        "self.border_title = name",
        "Collapsible(title=name)",
        "Content.from_markup(name)",
        "def render(self) -> str:\n    return self.name",
        "def f(words: str):\n    Static(words)",
        "def f():\n    words = safe('x') if x else name\n    Static(words)",
    ],
)
def test_it_sees_what_is_wrong(source: str) -> None:
    assert list(suspects(ast.parse(source)))


@pytest.mark.parametrize(
    "source",
    [
        "Static('Hello')",
        "Input(plain(pupil.name) if pupil else '')",
        "Static(safe(pupil.name), id='x')",
        "Static(Content.assemble('Hello ', safe(name)))",
        "Static(f'{len(names)} pupils')",
        "Static(HINT)",
        "app.notify(name, markup=False)",
        "names.add_options([Option(safe(it.name)) for it in people])",
        "def render(self) -> Content:\n    return Content(self.name)",
        "def f(words: Content):\n    Static(words)",
        "def f():\n    words = safe('x') if x else 'Nobody'\n    Static(words)",
        "for name, key in (('a', '1'), ('b', '2')):\n    Static(name)",
    ],
)
def test_it_lets_what_is_right(source: str) -> None:
    assert not list(suspects(ast.parse(source)))
