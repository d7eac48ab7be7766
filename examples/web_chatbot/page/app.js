// The page. Text of documents and answers enters the page as text alone (`textContent`): the content
// security policy would refuse markup from a string in any case.

const $ = (id) => document.getElementById(id);

/** An element with text or children. */
function element(name, attributes = {}, ...children) {
  const made = document.createElement(name);
  for (const [key, value] of Object.entries(attributes)) {
    if (key === "onclick") made.addEventListener("click", value);
    else made.setAttribute(key, value);
  }
  made.append(...children);
  return made;
}

const history = [];
let shown = { question: "", passages: [] };
let asking;

/** The objects of a response that holds one a line. */
async function* events(response) {
  if (!response.ok) {
    const { message } = await response.json().catch(() => ({}));
    throw new Error(message ?? `The server answered ${response.status}.`);
  }
  const reader = response.body.pipeThrough(new TextDecoderStream()).getReader();
  let rest = "";
  for (;;) {
    const { done, value = "" } = await reader.read();
    const lines = (rest + value).split("\n");
    rest = lines.pop();
    for (const line of lines) yield JSON.parse(line);
    if (done) return;
  }
}

function post(path, body, signal) {
  const headers = { "content-type": "application/json" };
  return fetch(path, { method: "POST", headers, body: JSON.stringify(body), signal });
}

const mode = () => document.querySelector("input[name=mode]:checked").value;

/** The answer with a button in place of each mark that a passage has. */
function withCitations(text, passages) {
  return text.split(/\[(\d+(?:\s*,\s*\d+)*)\]/).flatMap((part, i) => {
    if (i % 2 === 0) return [part];
    return part.split(",").map((number) => {
      const passage = passages[Number(number) - 1];
      if (passage === undefined) return `[${number.trim()}?]`;
      const label = `${passage.number}: open ${passage.place}`;
      const onclick = () => openDocument(passage);
      return element(
        "button",
        { type: "button", class: "cite", "aria-label": label, onclick },
        `${passage.number}`,
      );
    });
  });
}

async function ask(question) {
  const asked = element("li", { class: "asked" }, element("p", {}, question));
  const paragraph = element("p", {}, "…");
  const answered = element("li", { class: "answered" }, paragraph);
  $("conversation").append(asked, answered);
  $("empty").hidden = true;
  asking = new AbortController();
  $("submit").hidden = true;
  $("stop").hidden = false;
  $("status").textContent = "Searching";
  let text = "";
  let passages = [];
  try {
    const body = { question, mode: mode(), history };
    for await (const event of events(await post("/api/ask", body, asking.signal))) {
      if (event.type === "error") throw new Error(event.message);
      if (event.type === "passages") {
        ({ passages } = event);
        showPassages(question, event.query, passages);
      } else if (event.type === "text") {
        text += event.text;
        paragraph.replaceChildren(...withCitations(text, passages));
        answered.scrollIntoView({ block: "nearest" });
      }
    }
    history.push({ question, answer: text });
    // Told once, whole: pieces of words are no use to who listens.
    $("status").textContent = `Answer: ${text}`;
  } catch (error) {
    answered.classList.add("failed");
    const stopped = asking.signal.aborted;
    paragraph.append(stopped ? " (stopped)" : ` ${error.message}`);
    $("status").textContent = stopped ? "Stopped" : error.message;
  } finally {
    $("submit").hidden = false;
    $("stop").hidden = true;
    asking = undefined;
  }
}

/** The passage's text around its best sentence, which is marked. */
function excerpt({ text, mark }) {
  const [start, end] = mark ?? [0, 0];
  // Cut between words; scripts without blanks are cut anywhere.
  const near = Math.max(0, start - 80);
  const from = near === 0 ? 0 : near + text.slice(near, start).search(/\s/) + 1;
  const limit = Math.max(end + 80, from + 240);
  const to = limit >= text.length ? text.length : Math.max(end, text.lastIndexOf(" ", limit));
  return [
    (from > 0 ? "… " : "") + text.slice(from, start),
    ...(mark === undefined ? [] : [element("mark", {}, text.slice(start, end))]),
    text.slice(end, to) + (to < text.length ? " …" : ""),
  ];
}

const stageNames = { dense: "Dense", bm25: "BM25", fused: "Fused", rerank: "Re-rank" };

function showPassages(question, query, passages) {
  shown = { question: query, passages };
  $("no-passages").hidden = passages.length > 0;
  $("searched").textContent = query === question ? "" : `Searched: ${query}`;
  $("comparison").hidden = true;
  $("compare").hidden = passages.length === 0;
  const items = passages.map((passage) => {
    const stages = Object.entries(passage.stages).flatMap(([stage, { rank, score }]) => [
      element("b", {}, `${stageNames[stage] ?? stage} ${rank}`),
      ` (${score.toPrecision(3)})  `,
    ]);
    const terms = (passage.stages.bm25?.terms ?? []).map(({ term, score }) => {
      return `${term} ${score.toFixed(2)}`;
    });
    const onclick = () => openDocument(passage);
    const open = element(
      "button",
      { type: "button", class: "open", onclick },
      `${passage.number}. ${passage.place}`,
    );
    return element(
      "li",
      { class: "passage" },
      element("h3", {}, open),
      element("p", { class: "headings" }, passage.headings.join(" › ")),
      element("p", {}, ...excerpt(passage)),
      element("p", { class: "why" }, ...stages),
      ...(terms.length > 0 ? [element("p", { class: "why" }, `Terms: ${terms.join(", ")}`)] : []),
    );
  });
  $("passages").replaceChildren(...items);
}

async function openDocument({ source, id, mark, place }) {
  const response = await fetch(`/api/document?source=${encodeURIComponent(source)}`);
  if (!response.ok) {
    $("status").textContent = "The document is no longer there.";
    return;
  }
  const { passages } = await response.json();
  $("document-title").textContent = place;
  const parts = passages.map((passage) => {
    if (passage.id !== id) return element("div", {}, passage.text);
    const [start, end] = mark ?? [0, 0];
    const { text } = passage;
    const marked = element("mark", {}, text.slice(start, end));
    return element("div", { class: "chosen" }, text.slice(0, start), marked, text.slice(end));
  });
  $("text").replaceChildren(...parts);
  $("document").showModal();
  $("text").querySelector(".chosen")?.scrollIntoView({ block: "center" });
}

async function compare() {
  const response = await post("/api/compare", { question: shown.question });
  if (!response.ok) return;
  const found = await response.json();
  const places = new Map(
    found.flatMap(({ passages }) => passages.map(({ id, place }) => [id, place])),
  );
  const head = element(
    "tr",
    {},
    element("th", { scope: "col" }, "Passage"),
    ...found.map((one) => element("th", { scope: "col" }, one.mode)),
  );
  const rows = [...places].map(([id, place]) => {
    const ranks = found.map(({ passages }) => passages.findIndex((one) => one.id === id) + 1);
    const cells = ranks.map((rank) => element("td", {}, rank === 0 ? "–" : `${rank}`));
    return element("tr", {}, element("th", { scope: "row" }, place), ...cells);
  });
  $("comparison").replaceChildren(
    element("table", {}, element("thead", {}, head), element("tbody", {}, ...rows)),
  );
  $("comparison").hidden = false;
}

async function listDocuments() {
  const documents = await (await fetch("/api/documents")).json();
  const items = documents.map(({ source, passages }) => {
    return element("li", {}, `${source} (${passages} ${passages === 1 ? "passage" : "passages"})`);
  });
  $("documents").replaceChildren(...items);
}

async function add(files) {
  $("indexing").hidden = false;
  const failed = [];
  for (const file of files) {
    $("progress-label").textContent = `Indexing ${file.name}`;
    $("progress").value = 0;
    try {
      const path = `/api/documents?name=${encodeURIComponent(file.name)}`;
      const response = await fetch(path, { method: "POST", body: file });
      for await (const event of events(response)) {
        if (event.type === "error") throw new Error(event.message);
        if (event.type === "progress") $("progress").value = event.done / event.total;
      }
    } catch (error) {
      failed.push(`${file.name}: ${error.message}`);
    }
  }
  await listDocuments();
  $("indexing").hidden = failed.length === 0;
  $("progress-label").textContent = failed.join(" ");
  $("status").textContent = failed.length > 0 ? failed.join(" ") : "The documents are added.";
}

$("ask").addEventListener("submit", (event) => {
  event.preventDefault();
  const question = $("question").value.trim();
  if (question === "" || asking !== undefined) return;
  $("question").value = "";
  void ask(question);
});
$("question").addEventListener("keydown", (event) => {
  // Enter sends, Shift+Enter begins a line; while a word is composed, Enter belongs to it.
  if (event.key !== "Enter" || event.shiftKey || event.isComposing) return;
  event.preventDefault();
  $("ask").requestSubmit();
});
$("stop").addEventListener("click", () => asking?.abort());
$("close").addEventListener("click", () => $("document").close());
$("compare").addEventListener("click", () => void compare());
$("files").addEventListener("change", () => void add([...$("files").files]));
for (const name of ["dragover", "dragleave", "drop"]) {
  $("drop").addEventListener(name, (event) => {
    event.preventDefault();
    $("drop").classList.toggle("over", name === "dragover");
    if (name === "drop") void add([...event.dataTransfer.files]);
  });
}
void listDocuments();
