import { ssrRenderAttrs } from "vue/server-renderer";
import { useSSRContext } from "vue";
import { _ as _export_sfc } from "./plugin-vue_export-helper.1tPrXgE0.js";
const __pageData = JSON.parse('{"title":"Function: writeRun()","description":"","frontmatter":{},"headers":[],"relativePath":"api/langchain-tasb/evaluation/functions/writeRun.md","filePath":"api/langchain-tasb/evaluation/functions/writeRun.md"}');
const _sfc_main = { name: "api/langchain-tasb/evaluation/functions/writeRun.md" };
function _sfc_ssrRender(_ctx, _push, _parent, _attrs, $props, $setup, $data, $options) {
  _push(`<div${ssrRenderAttrs(_attrs)}><h1 id="function-writerun" tabindex="-1">Function: writeRun() <a class="header-anchor" href="#function-writerun" aria-label="Permalink to &quot;Function: writeRun()&quot;">​</a></h1><div class="language-ts vp-adaptive-theme"><button title="Copy Code" class="copy"></button><span class="lang">ts</span><pre class="shiki shiki-themes github-light-high-contrast github-dark vp-code" tabindex="0"><code><span class="line"><span style="--shiki-light:#A0111F;--shiki-dark:#F97583;">function</span><span style="--shiki-light:#622CBC;--shiki-dark:#B392F0;"> writeRun</span><span style="--shiki-light:#0E1116;--shiki-dark:#E1E4E8;">(</span></span>
<span class="line"><span style="--shiki-light:#702C00;--shiki-dark:#FFAB70;">   path</span><span style="--shiki-light:#0E1116;--shiki-dark:#E1E4E8;">, </span></span>
<span class="line"><span style="--shiki-light:#702C00;--shiki-dark:#FFAB70;">   run</span><span style="--shiki-light:#0E1116;--shiki-dark:#E1E4E8;">, </span></span>
<span class="line"><span style="--shiki-light:#702C00;--shiki-dark:#FFAB70;">   tag</span></span>
<span class="line"><span style="--shiki-light:#0E1116;--shiki-dark:#E1E4E8;">)</span><span style="--shiki-light:#A0111F;--shiki-dark:#F97583;">:</span><span style="--shiki-light:#702C00;--shiki-dark:#B392F0;"> Promise</span><span style="--shiki-light:#0E1116;--shiki-dark:#E1E4E8;">&lt;</span><span style="--shiki-light:#023B95;--shiki-dark:#79B8FF;">void</span><span style="--shiki-light:#0E1116;--shiki-dark:#E1E4E8;">&gt;;</span></span></code></pre></div><p>Writes <code>query Q0 passage rank score tag</code>, queries in the run&#39;s order, passages in <code>trecOrder</code> with ranks from 1. The file is replaced in one step.</p><h2 id="parameters" tabindex="-1">Parameters <a class="header-anchor" href="#parameters" aria-label="Permalink to &quot;Parameters&quot;">​</a></h2><table tabindex="0"><thead><tr><th>Parameter</th><th>Type</th><th>Description</th></tr></thead><tbody><tr><td><code>path</code></td><td><code>string</code></td><td>-</td></tr><tr><td><code>run</code></td><td><a href="./../type-aliases/Run.html"><code>Run</code></a></td><td>-</td></tr><tr><td><code>tag</code></td><td><code>string</code></td><td>names the run; no white space</td></tr></tbody></table><h2 id="returns" tabindex="-1">Returns <a class="header-anchor" href="#returns" aria-label="Permalink to &quot;Returns&quot;">​</a></h2><p><code>Promise</code>&lt;<code>void</code>&gt;</p><h2 id="throws" tabindex="-1">Throws <a class="header-anchor" href="#throws" aria-label="Permalink to &quot;Throws&quot;">​</a></h2><p>InvalidArgumentError for an id or tag that the format cannot hold: empty, or with white space in it</p></div>`);
}
const _sfc_setup = _sfc_main.setup;
_sfc_main.setup = (props, ctx) => {
  const ssrContext = useSSRContext();
  (ssrContext.modules || (ssrContext.modules = /* @__PURE__ */ new Set())).add("api/langchain-tasb/evaluation/functions/writeRun.md");
  return _sfc_setup ? _sfc_setup(props, ctx) : void 0;
};
const writeRun = /* @__PURE__ */ _export_sfc(_sfc_main, [["ssrRender", _sfc_ssrRender]]);
export {
  __pageData,
  writeRun as default
};
