"""The small Markdown of our page files to the editor's rich text, and back without loss.

Only what `docs/architecture.md` names is understood: paragraphs, lists, bold, links, callouts, `##` headings.
"""

import re
from dataclasses import dataclass
from html import escape, unescape
from html.parser import HTMLParser

from markdown_it import MarkdownIt

CALLOUTS = ("warning", "danger", "good", "note")
_CALLOUT = re.compile(r"^\[!(\w+)\]\s*", re.ASCII)


@dataclass(frozen=True)
class Section:
    """A part of a page: `kind` is `text` or a callout; `heading` may be empty for callouts and what follows them."""

    kind: str
    heading: str
    html: str


class MarkupError(ValueError):
    """The text uses something our Markdown doesn't have. `line` counts from the start of the text."""

    def __init__(self, line: int, message: str):
        self.line = line
        super().__init__(message)


def _parser() -> MarkdownIt:
    return MarkdownIt("zero").enable(
        ["list", "blockquote", "heading", "emphasis", "balance_pairs", "link", "newline", "escape"]
    )


def sections(markdown: str) -> list[Section]:
    """The sections of a page's text.

    Raises:
        MarkupError: for a heading that isn't `##`, an unknown callout, or a construct outside our subset.
    """
    tokens = _parser().parse(markdown)
    found: list[Section] = []
    heading, html = "", []

    def close() -> None:
        nonlocal heading
        if heading or html:
            found.append(Section("text", heading, "".join(html)))
        heading = ""
        html.clear()

    position = 0
    while position < len(tokens):
        token = tokens[position]
        line = (token.map[0] + 1) if token.map else 1
        if token.type == "heading_open":
            if token.tag != "h2":
                raise MarkupError(line, "only ## headings are used; write ## or make it a sentence")
            close()
            heading = tokens[position + 1].content.strip()
            position += 3
        elif token.type == "blockquote_open":
            end = _closing(tokens, position)
            kind, inner = _callout(tokens[position + 1 : end], line)
            close()
            found.append(Section(kind, "", inner))
            position = end + 1
        else:
            end = _closing(tokens, position)
            html.append(_html(tokens[position : end + 1]))
            position = end + 1
    close()
    return found


def _closing(tokens, start: int) -> int:
    depth = 0
    for index in range(start, len(tokens)):
        depth += tokens[index].nesting
        if depth == 0:
            return index
    return len(tokens) - 1


def _callout(tokens, line: int) -> tuple[str, str]:
    inline = next((token for token in tokens if token.type == "inline"), None)
    match = _CALLOUT.match(inline.content) if inline else None
    if not match or match[1] not in CALLOUTS:
        raise MarkupError(line, f"a quoted block must begin with [!{'], [!'.join(CALLOUTS)}]")
    rest = inline.content[match.end() :]
    inline.content = rest
    inline.children = _parser().parseInline(rest)[0].children if rest else []
    return match[1], _html(tokens)


def _html(tokens) -> str:
    out = []
    for index, token in enumerate(tokens):
        if token.type == "inline":
            out.append(_inline(token.children or []))
        elif token.type.startswith("paragraph"):
            empty = token.nesting == 1 and not tokens[index + 1].children
            hidden = token.hidden
            if not hidden and not empty:
                out.append("<p>" if token.nesting == 1 else "</p>")
        elif token.type.split("_")[0] in {"bullet", "ordered", "list"}:
            out.append(f"<{token.tag}>" if token.nesting == 1 else f"</{token.tag}>")
        else:
            raise MarkupError((token.map or [0])[0] + 1, f"{token.type} isn't part of our Markdown")
    return "".join(out).replace("<p></p>", "")


def _inline(children) -> str:
    out = []
    for token in children:
        if token.type == "text":
            out.append(escape(token.content, quote=False))
        elif token.type in {"softbreak", "hardbreak"}:
            out.append(" ")
        elif token.type in {"strong_open", "strong_close"}:
            out.append("<b>" if token.nesting == 1 else "</b>")
        elif token.type == "link_open":
            out.append(f'<a href="{escape(token.attrs["href"])}">')
        elif token.type == "link_close":
            out.append("</a>")
        else:
            raise MarkupError(1, f"{token.type} isn't part of our Markdown; use **bold** for emphasis")
    return "".join(out)


class _ToMarkdown(HTMLParser):
    def __init__(self):
        super().__init__(convert_charrefs=True)
        self.blocks: list[str] = []
        self.text: list[str] = []
        self.lists: list[list] = []
        self.links: list[str] = []

    def flush(self) -> None:
        text = re.sub(r"\s+", " ", "".join(self.text)).strip()
        self.text.clear()
        if not text:
            return
        if self.lists:
            kind, count, depth = self.lists[-1][0], self.lists[-1][1], len(self.lists) - 1
            mark = f"{count}." if kind == "ol" else "-"
            self.blocks.append(f"{'   ' * depth}{mark} {text}")
        else:
            self.blocks.append(text)

    def handle_starttag(self, tag, attrs):
        if tag in {"ul", "ol"}:
            self.flush()
            self.lists.append([tag, 0])
        elif tag == "li":
            self.lists[-1][1] += 1
        elif tag in {"b", "strong"}:
            self.text.append("**")
        elif tag == "a":
            self.text.append("[")
            self.links.append(dict(attrs).get("href", ""))

    def handle_endtag(self, tag):
        if tag in {"p", "li", "h2", "h3", "h4"}:
            self.flush()
        elif tag in {"ul", "ol"}:
            self.flush()
            self.lists.pop()
            if not self.lists:
                self.blocks.append("")
        elif tag in {"b", "strong"}:
            self.text.append("**")
        elif tag == "a":
            self.text.append(f"]({self.links.pop()})")

    def handle_data(self, data):
        self.text.append(data)


def markdown(parts: list[Section]) -> str:
    """The text of a page file for these sections: the inverse of `sections`."""
    out: list[str] = []
    for part in parts:
        body = _body(part.html)
        if part.kind == "text":
            out.append(f"## {part.heading}\n{body}" if part.heading else body)
        else:
            quoted = "\n".join(f"> {line}".rstrip() for line in body.splitlines())
            out.append(f"> [!{part.kind}]\n{quoted}")
    return "\n\n".join(out) + "\n"


def _body(html: str) -> str:
    reader = _ToMarkdown()
    reader.feed(html)
    reader.close()
    reader.flush()
    lines: list[str] = []
    for index, block in enumerate(reader.blocks):
        is_item = re.match(r"\s*(-|\d+\.) ", block)
        following = reader.blocks[index + 1] if index + 1 < len(reader.blocks) else ""
        lines.append(block)
        if block and not (is_item and re.match(r"\s*(-|\d+\.) ", following)):
            lines.append("")
    return re.sub(r"\n{3,}", "\n\n", "\n".join(lines)).strip()


def text_of(html: str) -> str:
    """Plain text of rich text: paragraphs and list items on lines of their own."""
    spaced = re.sub(r"</(p|li|h\d)>", "\n", html)
    bare = unescape(re.sub(r"<[^>]+>", "", spaced)).replace("\u00a0", " ")
    return "\n".join(line.strip() for line in bare.splitlines() if line.strip())
