import { ssrRenderAttrs } from "vue/server-renderer";
import { useSSRContext } from "vue";
import { _ as _export_sfc } from "./plugin-vue_export-helper.1tPrXgE0.js";
const __pageData = JSON.parse('{"title":"Function: readRun()","description":"","frontmatter":{},"headers":[],"relativePath":"api/langchain-tasb/evaluation/functions/readRun.md","filePath":"api/langchain-tasb/evaluation/functions/readRun.md"}');
const _sfc_main = { name: "api/langchain-tasb/evaluation/functions/readRun.md" };
function _sfc_ssrRender(_ctx, _push, _parent, _attrs, $props, $setup, $data, $options) {
  _push(`<div${ssrRenderAttrs(_attrs)}><h1 id="function-readrun" tabindex="-1">Function: readRun() <a class="header-anchor" href="#function-readrun" aria-label="Permalink to &quot;Function: readRun()&quot;">​</a></h1><div class="language-ts vp-adaptive-theme"><button title="Copy Code" class="copy"></button><span class="lang">ts</span><pre class="shiki shiki-themes github-light-high-contrast github-dark vp-code" tabindex="0"><code><span class="line"><span style="--shiki-light:#A0111F;--shiki-dark:#F97583;">function</span><span style="--shiki-light:#622CBC;--shiki-dark:#B392F0;"> readRun</span><span style="--shiki-light:#0E1116;--shiki-dark:#E1E4E8;">(</span><span style="--shiki-light:#702C00;--shiki-dark:#FFAB70;">path</span><span style="--shiki-light:#0E1116;--shiki-dark:#E1E4E8;">, </span><span style="--shiki-light:#702C00;--shiki-dark:#FFAB70;">options</span><span style="--shiki-light:#A0111F;--shiki-dark:#F97583;">?</span><span style="--shiki-light:#0E1116;--shiki-dark:#E1E4E8;">)</span><span style="--shiki-light:#A0111F;--shiki-dark:#F97583;">:</span><span style="--shiki-light:#702C00;--shiki-dark:#B392F0;"> Promise</span><span style="--shiki-light:#0E1116;--shiki-dark:#E1E4E8;">&lt;</span><span style="--shiki-light:#702C00;--shiki-dark:#B392F0;">Run</span><span style="--shiki-light:#0E1116;--shiki-dark:#E1E4E8;">&gt;;</span></span></code></pre></div><p>Reads a run; the first line tells the format:</p><ul><li>TREC: <code>query Q0 passage rank score tag</code> between white space. The rank is not read, as in trec_eval; what follows the tag neither. A line that starts with <code>#</code> is a comment (trec_eval 10).</li><li>MS MARCO: <code>query&lt;TAB&gt;passage&lt;TAB&gt;rank</code>, without scores: the score becomes -rank.</li></ul><p>Lines of one query need not stand together. A file whose name ends in <code>.gz</code> is decompressed.</p><h2 id="parameters" tabindex="-1">Parameters <a class="header-anchor" href="#parameters" aria-label="Permalink to &quot;Parameters&quot;">​</a></h2><table tabindex="0"><thead><tr><th>Parameter</th><th>Type</th></tr></thead><tbody><tr><td><code>path</code></td><td><code>string</code></td></tr><tr><td><code>options?</code></td><td><a href="./../interfaces/ReadRunOptions.html"><code>ReadRunOptions</code></a></td></tr></tbody></table><h2 id="returns" tabindex="-1">Returns <a class="header-anchor" href="#returns" aria-label="Permalink to &quot;Returns&quot;">​</a></h2><p><code>Promise</code>&lt;<a href="./../type-aliases/Run.html"><code>Run</code></a>&gt;</p><h2 id="throws" tabindex="-1">Throws <a class="header-anchor" href="#throws" aria-label="Permalink to &quot;Throws&quot;">​</a></h2><p>FileFormatError with path and line, for a passage that comes twice too</p></div>`);
}
const _sfc_setup = _sfc_main.setup;
_sfc_main.setup = (props, ctx) => {
  const ssrContext = useSSRContext();
  (ssrContext.modules || (ssrContext.modules = /* @__PURE__ */ new Set())).add("api/langchain-tasb/evaluation/functions/readRun.md");
  return _sfc_setup ? _sfc_setup(props, ctx) : void 0;
};
const readRun = /* @__PURE__ */ _export_sfc(_sfc_main, [["ssrRender", _sfc_ssrRender]]);
export {
  __pageData,
  readRun as default
};
