import { engines } from "./engines.mjs";
import { corpus } from "../lib/texts.mjs";
const { passages, queries } = corpus(5000, 20);
const o = await engines.Orama(passages);
const t = await engines["langchain-tasb"](passages);
for (const q of queries.slice(0, 3)) {
  console.log("Q", q);
  const a = o.places(await o.search(q, 10)),
    b = t.places(t.search(q, 10));
  console.log(a, b);
  console.log(passages[a[0]].slice(0, 200));
  console.log(passages[b[0]].slice(0, 200));
}
