import { ssrRenderAttrs } from "vue/server-renderer";
import { useSSRContext } from "vue";
import { _ as _export_sfc } from "./plugin-vue_export-helper.1tPrXgE0.js";
const __pageData = JSON.parse('{"title":"Function: cite()","description":"","frontmatter":{},"headers":[],"relativePath":"api/langchain-tasb/functions/cite.md","filePath":"api/langchain-tasb/functions/cite.md"}');
const _sfc_main = { name: "api/langchain-tasb/functions/cite.md" };
function _sfc_ssrRender(_ctx, _push, _parent, _attrs, $props, $setup, $data, $options) {
  _push(`<div${ssrRenderAttrs(_attrs)}><h1 id="function-cite" tabindex="-1">Function: cite() <a class="header-anchor" href="#function-cite" aria-label="Permalink to &quot;Function: cite()&quot;">​</a></h1><div class="language-ts vp-adaptive-theme"><button title="Copy Code" class="copy"></button><span class="lang">ts</span><pre class="shiki shiki-themes github-light-high-contrast github-dark vp-code" tabindex="0"><code><span class="line"><span style="--shiki-light:#A0111F;--shiki-dark:#F97583;">function</span><span style="--shiki-light:#622CBC;--shiki-dark:#B392F0;"> cite</span><span style="--shiki-light:#0E1116;--shiki-dark:#E1E4E8;">(</span><span style="--shiki-light:#702C00;--shiki-dark:#FFAB70;">passage</span><span style="--shiki-light:#0E1116;--shiki-dark:#E1E4E8;">, </span><span style="--shiki-light:#702C00;--shiki-dark:#FFAB70;">range</span><span style="--shiki-light:#A0111F;--shiki-dark:#F97583;">?</span><span style="--shiki-light:#0E1116;--shiki-dark:#E1E4E8;">)</span><span style="--shiki-light:#A0111F;--shiki-dark:#F97583;">:</span><span style="--shiki-light:#702C00;--shiki-dark:#B392F0;"> Citation</span><span style="--shiki-light:#0E1116;--shiki-dark:#E1E4E8;">;</span></span></code></pre></div><p>The place in its file of a part of a passage (default: the whole passage), by the metadata that <code>PassageSplitter</code> and <code>tasb index</code> write.</p><h2 id="parameters" tabindex="-1">Parameters <a class="header-anchor" href="#parameters" aria-label="Permalink to &quot;Parameters&quot;">​</a></h2><table tabindex="0"><thead><tr><th>Parameter</th><th>Type</th><th>Description</th></tr></thead><tbody><tr><td><code>passage</code></td><td>{ <code>metadata</code>: <code>Readonly</code>&lt;<code>Record</code>&lt;<code>string</code>, <code>unknown</code>&gt;&gt;; <code>text</code>: <code>string</code>; }</td><td>-</td></tr><tr><td><code>passage.metadata</code></td><td><code>Readonly</code>&lt;<code>Record</code>&lt;<code>string</code>, <code>unknown</code>&gt;&gt;</td><td>-</td></tr><tr><td><code>passage.text</code></td><td><code>string</code></td><td>-</td></tr><tr><td><code>range?</code></td><td><a href="./../interfaces/TextRange.html"><code>TextRange</code></a></td><td>in the passage&#39;s text; white space at its edges is left out</td></tr></tbody></table><h2 id="returns" tabindex="-1">Returns <a class="header-anchor" href="#returns" aria-label="Permalink to &quot;Returns&quot;">​</a></h2><p><a href="./../interfaces/Citation.html"><code>Citation</code></a></p></div>`);
}
const _sfc_setup = _sfc_main.setup;
_sfc_main.setup = (props, ctx) => {
  const ssrContext = useSSRContext();
  (ssrContext.modules || (ssrContext.modules = /* @__PURE__ */ new Set())).add("api/langchain-tasb/functions/cite.md");
  return _sfc_setup ? _sfc_setup(props, ctx) : void 0;
};
const cite = /* @__PURE__ */ _export_sfc(_sfc_main, [["ssrRender", _sfc_ssrRender]]);
export {
  __pageData,
  cite as default
};
