// What Word, WPS, Excel and web pages put on the clipboard, made into the few tags that a plan may hold.
// The server cleans again: this file only sees to it that lists, tables and marks arrive as what they are.

const DROPPED = "style, script, meta, link, title, xml, o\\:p, del, head";
const KEPT_ATTRIBUTES = ["colspan", "rowspan", "start"];
const NUMBERED = /^[(（]?[0-9a-zA-Z一二三四五六七八九十]{1,4}[.)）、．]/;

/** The clipboard's HTML cleaned; ``report`` is told how much of what came along, and what could not. */
export function cleaned(html, report) {
  const page = new DOMParser().parseFromString(withoutStyles(fragment(html)), "text/html");
  page.querySelectorAll(DROPPED).forEach((node) => node.remove());
  removeComments(page);
  const images = markImages(page);
  rebuildLists(page);
  renameHeadings(page);
  markByStyle(page);
  page.body.querySelectorAll("*").forEach(stripAttributes);
  const found = (selector) => page.body.querySelectorAll(selector).length;
  report({ paragraphs: found("p, h4"), lists: found("ul, ol"), tables: found("table"), images });
  return page.body.innerHTML;
}

function fragment(html) {
  const start = html.indexOf("<!--StartFragment-->");
  const end = html.indexOf("<!--EndFragment-->");
  return start >= 0 && end > start ? html.slice(start + "<!--StartFragment-->".length, end) : html;
}

// Parsed as styles they would be refused, loudly, by the page's own rules; what they say is read all the same.
function withoutStyles(html) {
  return html.replace(/<style[\s\S]*?<\/style>/gi, "").replace(/(<\w[^>]*?\s)style(\s*=)/gi, "$1data-style$2");
}

function removeComments(page) {
  const walker = page.createTreeWalker(page, NodeFilter.SHOW_COMMENT);
  const comments = [];
  while (walker.nextNode()) {
    comments.push(walker.currentNode);
  }
  comments.forEach((comment) => comment.remove());
}

// A page may not read the pictures that Word names: their place is said instead.
function markImages(page) {
  const images = page.querySelectorAll("img, v\\:imagedata");
  images.forEach((image, index) => image.replaceWith(`［图片 ${index + 1}：请作为附件上传］`));
  return images.length;
}

// Word sends no lists at all, only paragraphs with their level in the style and the number as text.
function rebuildLists(page) {
  let open = [];
  page.querySelectorAll("p, h1, h2, h3, h4, h5, h6").forEach((paragraph) => {
    const level = listLevel(paragraph);
    if (!level) {
      open = [];
      return;
    }
    if (open.length && !follows(open[0], paragraph)) {
      open = [];
    }
    const ordered = NUMBERED.test(takeMarker(paragraph));
    open = open.slice(0, level);
    while (open.length < level) {
      const list = page.createElement(ordered ? "ol" : "ul");
      const parent = open[open.length - 1];
      if (parent) {
        (parent.lastElementChild || parent.appendChild(page.createElement("li"))).append(list);
      } else {
        paragraph.before(list);
      }
      open.push(list);
    }
    const item = page.createElement("li");
    const text = page.createElement("p");
    text.append(...paragraph.childNodes);
    item.append(text);
    open[level - 1].append(item);
    paragraph.remove();
  });
}

function listLevel(paragraph) {
  const found = /mso-list:\s*l\d+\s+level(\d)/i.exec(paragraph.getAttribute("data-style") || "");
  return found ? Number(found[1]) : 0;
}

function follows(list, paragraph) {
  let next = list.nextSibling;
  while (next && next.nodeType === Node.TEXT_NODE && !next.textContent.trim()) {
    next = next.nextSibling;
  }
  return next === paragraph;
}

function takeMarker(paragraph) {
  const marker = Array.from(paragraph.querySelectorAll("span")).find((span) =>
    /mso-list:\s*Ignore/i.test(span.getAttribute("data-style") || ""),
  );
  const text = marker ? marker.textContent.trim() : "";
  if (marker) {
    marker.remove();
  }
  return text;
}

function renameHeadings(page) {
  page.querySelectorAll("h1, h2, h3, h5, h6").forEach((heading) => {
    const renamed = page.createElement("h4");
    renamed.append(...heading.childNodes);
    heading.replaceWith(renamed);
  });
}

function markByStyle(page) {
  page.querySelectorAll("span[data-style], font[data-style]").forEach((span) => {
    const style = (span.getAttribute("data-style") || "").toLowerCase();
    const marks = [
      [/font-weight:\s*(bold|[6-9]00)/, "strong"],
      [/font-style:\s*italic/, "em"],
      [/text-decoration[^;]*underline/, "u"],
      [/vertical-align:\s*sub/, "sub"],
      [/vertical-align:\s*super/, "sup"],
    ];
    for (const [pattern, tag] of marks) {
      if (pattern.test(style)) {
        const mark = page.createElement(tag);
        mark.append(...span.childNodes);
        span.append(mark);
      }
    }
  });
}

function stripAttributes(node) {
  for (const name of node.getAttributeNames()) {
    if (!KEPT_ATTRIBUTES.includes(name)) {
      node.removeAttribute(name);
    }
  }
}
