import { ssrRenderAttrs } from "vue/server-renderer";
import { useSSRContext } from "vue";
import { _ as _export_sfc } from "./plugin-vue_export-helper.1tPrXgE0.js";
const __pageData = JSON.parse('{"title":"Function: trecOrder()","description":"","frontmatter":{},"headers":[],"relativePath":"api/langchain-tasb/evaluation/functions/trecOrder.md","filePath":"api/langchain-tasb/evaluation/functions/trecOrder.md"}');
const _sfc_main = { name: "api/langchain-tasb/evaluation/functions/trecOrder.md" };
function _sfc_ssrRender(_ctx, _push, _parent, _attrs, $props, $setup, $data, $options) {
  _push(`<div${ssrRenderAttrs(_attrs)}><h1 id="function-trecorder" tabindex="-1">Function: trecOrder() <a class="header-anchor" href="#function-trecorder" aria-label="Permalink to &quot;Function: trecOrder()&quot;">​</a></h1><div class="language-ts vp-adaptive-theme"><button title="Copy Code" class="copy"></button><span class="lang">ts</span><pre class="shiki shiki-themes github-light-high-contrast github-dark vp-code" tabindex="0"><code><span class="line"><span style="--shiki-light:#A0111F;--shiki-dark:#F97583;">function</span><span style="--shiki-light:#622CBC;--shiki-dark:#B392F0;"> trecOrder</span><span style="--shiki-light:#0E1116;--shiki-dark:#E1E4E8;">(</span><span style="--shiki-light:#702C00;--shiki-dark:#FFAB70;">scores</span><span style="--shiki-light:#0E1116;--shiki-dark:#E1E4E8;">)</span><span style="--shiki-light:#A0111F;--shiki-dark:#F97583;">:</span><span style="--shiki-light:#023B95;--shiki-dark:#79B8FF;"> string</span><span style="--shiki-light:#0E1116;--shiki-dark:#E1E4E8;">[];</span></span></code></pre></div><p>Ids by score, descending; ties by id, descending in UTF-8 bytes.</p><p>Scores are compared as float32, because trec_eval up to version 9 holds them so: two scores that round to the same float32 are a tie. (Version 10 compares float64. Files written by <code>writeRun</code> hold float32 values, so both versions read the same ranking from them.)</p><h2 id="parameters" tabindex="-1">Parameters <a class="header-anchor" href="#parameters" aria-label="Permalink to &quot;Parameters&quot;">​</a></h2><table tabindex="0"><thead><tr><th>Parameter</th><th>Type</th><th>Description</th></tr></thead><tbody><tr><td><code>scores</code></td><td><code>ReadonlyMap</code>&lt;<code>string</code>, <code>number</code>&gt;</td><td>passage id → score</td></tr></tbody></table><h2 id="returns" tabindex="-1">Returns <a class="header-anchor" href="#returns" aria-label="Permalink to &quot;Returns&quot;">​</a></h2><p><code>string</code>[]</p><p>all ids, best first</p><h2 id="throws" tabindex="-1">Throws <a class="header-anchor" href="#throws" aria-label="Permalink to &quot;Throws&quot;">​</a></h2><p>InvalidArgumentError for a score that is NaN, which has no place in an order</p></div>`);
}
const _sfc_setup = _sfc_main.setup;
_sfc_main.setup = (props, ctx) => {
  const ssrContext = useSSRContext();
  (ssrContext.modules || (ssrContext.modules = /* @__PURE__ */ new Set())).add("api/langchain-tasb/evaluation/functions/trecOrder.md");
  return _sfc_setup ? _sfc_setup(props, ctx) : void 0;
};
const trecOrder = /* @__PURE__ */ _export_sfc(_sfc_main, [["ssrRender", _sfc_ssrRender]]);
export {
  __pageData,
  trecOrder as default
};
