// Rich text for the narrative sections: the textarea of the page becomes an editor, and is what is posted all the same.
import * as prose from "django-prose-editor/editor";
import { cleaned } from "portal/paste";

const BASE = ["Document", "Paragraph", "Text", "Dropcursor", "Gapcursor", "History"];
const UNCOUNTED = /[\s\u200b-\u200d\u2060\ufeff]/g;

const chain = (editor) => editor.chain().focus();
const inTable = (editor) => editor.isActive("table");
// Name, icon or words, what it does, whether it is on, and where it shows at all.
const TOOLS = [
  [
    ["粗体", "bi-type-bold", (e) => chain(e).toggleBold(), (e) => e.isActive("bold")],
    ["斜体", "bi-type-italic", (e) => chain(e).toggleItalic(), (e) => e.isActive("italic")],
    ["下划线", "bi-type-underline", (e) => chain(e).toggleUnderline(), (e) => e.isActive("underline")],
    ["下标", "bi-subscript", (e) => chain(e).toggleSubscript(), (e) => e.isActive("subscript")],
    ["上标", "bi-superscript", (e) => chain(e).toggleSuperscript(), (e) => e.isActive("superscript")],
  ],
  [
    ["小标题", "", (e) => chain(e).toggleHeading({ level: 4 }), (e) => e.isActive("heading")],
    ["项目符号", "bi-list-ul", (e) => chain(e).toggleBulletList(), (e) => e.isActive("bulletList")],
    ["编号", "bi-list-ol", (e) => chain(e).toggleOrderedList(), (e) => e.isActive("orderedList")],
    ["引用", "bi-quote", (e) => chain(e).toggleBlockquote(), (e) => e.isActive("blockquote")],
  ],
  [["插入表格", "bi-table", (e) => chain(e).insertTable({ rows: 3, cols: 3, withHeaderRow: true }), inTable]],
  [
    ["加行", "", (e) => chain(e).addRowAfter(), null, inTable],
    ["加列", "", (e) => chain(e).addColumnAfter(), null, inTable],
    ["删行", "", (e) => chain(e).deleteRow(), null, inTable],
    ["删列", "", (e) => chain(e).deleteColumn(), null, inTable],
    ["合并单元格", "", (e) => chain(e).mergeCells(), null, inTable],
    ["拆分单元格", "", (e) => chain(e).splitCell(), null, inTable],
    ["表头", "", (e) => chain(e).toggleHeaderCell(), null, inTable],
    ["删除表格", "", (e) => chain(e).deleteTable(), null, inTable],
  ],
  [
    ["撤销", "bi-arrow-counterclockwise", (e) => chain(e).undo(), null],
    ["重做", "bi-arrow-clockwise", (e) => chain(e).redo(), null],
  ],
];

function made(tag, attributes, ...children) {
  const node = document.createElement(tag);
  Object.entries(attributes).forEach(([name, value]) => node.setAttribute(name, value));
  node.append(...children);
  return node;
}

function extensionsOf(textarea) {
  const asked = Object.entries(JSON.parse(textarea.dataset.extensions));
  return [...BASE.map((name) => [name, true]), ...asked].map(([name, options]) =>
    typeof options === "object" ? prose[name].configure(options) : prose[name],
  );
}

function toolbar(editor) {
  const refreshers = [];
  const bar = made("div", { class: "editor-tools", role: "toolbar", "aria-label": "文字格式" });
  for (const group of TOOLS) {
    const box = made("div", { class: "editor-group" });
    for (const [name, icon, act, isOn, isShown] of group) {
      const shown = icon ? made("i", { class: `bi ${icon}`, "aria-hidden": "true" }) : name;
      const button = made("button", { type: "button", class: "editor-tool", title: name }, shown);
      if (icon) {
        button.setAttribute("aria-label", name);
      }
      button.addEventListener("click", () => act(editor).run());
      refreshers.push(() => {
        button.hidden = Boolean(isShown) && !isShown(editor);
        if (isOn) {
          button.setAttribute("aria-pressed", String(isOn(editor)));
        }
      });
      box.append(button);
    }
    refreshers.push(() => {
      box.hidden = Array.from(box.children).every((button) => button.hidden);
    });
    bar.append(box);
  }
  const refresh = () => refreshers.forEach((each) => each());
  editor.on("transaction", refresh);
  refresh();
  return bar;
}

// A table is something even before anything is written in it: it is saved like words.
function saysNothing(editor) {
  return editor.isEmpty && !editor.view.dom.querySelector("table");
}

function pasted(report, place) {
  const brought = [["段落", report.paragraphs], ["列表", report.lists], ["表格", report.tables]];
  const words = brought.filter(([, count]) => count).map(([name, count]) => `${name} ${count}`);
  const lost = report.images ? `；未能带入：图片 ${report.images}，请作为附件上传` : "";
  place.textContent = words.length || lost ? `已粘贴：${words.join("、")}${lost}。` : "";
}

function begin(textarea) {
  const form = textarea.form;
  const format = form.elements.namedItem("format");
  const counter = form.querySelector("[data-characters]");
  const box = made("div", { class: "prose-editor" });
  const report = made("p", { class: "soft small paste-report", role: "status" });
  const label = form.querySelector(`label[for="${textarea.id}"]`);
  const editor = new prose.Editor({
    element: box,
    // Its style would need an exception from the page's own rules: static/css/editor.css has it.
    injectCSS: false,
    extensions: extensionsOf(textarea),
    content: textarea.dataset.rich,
    editorProps: {
      attributes: {
        id: textarea.id, role: "textbox", "aria-multiline": "true", "aria-label": label ? label.textContent.trim() : "",
      },
      transformPastedHTML: (html) => cleaned(html, (found) => pasted(found, report)),
    },
    onUpdate: ({ editor: now }) => {
      textarea.value = saysNothing(now) ? "" : now.getHTML();
      count();
      textarea.dispatchEvent(new Event("input", { bubbles: true }));
    },
  });

  function count() {
    if (counter) {
      counter.textContent = String(Array.from(editor.getText().replace(UNCOUNTED, "")).length);
    }
  }

  textarea.id = `${textarea.id}_source`;
  textarea.value = textarea.dataset.rich;
  textarea.hidden = true;
  format.value = "html";
  textarea.addEventListener("restored", () => {
    editor.commands.setContent(textarea.value, { emitUpdate: false });
    count();
  });
  if (label) {
    label.addEventListener("click", () => editor.commands.focus());
  }
  textarea.before(box);
  box.prepend(toolbar(editor));
  box.after(report);
  count();
  if (window.location.hash === `#${editor.view.dom.id}`) {
    editor.commands.focus();
  }
}

document.querySelectorAll("textarea[data-rich]").forEach(begin);
