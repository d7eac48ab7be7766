import { ssrRenderAttrs } from "vue/server-renderer";
import { useSSRContext } from "vue";
import { _ as _export_sfc } from "./plugin-vue_export-helper.1tPrXgE0.js";
const __pageData = JSON.parse('{"title":"Function: judgeRanking()","description":"","frontmatter":{},"headers":[],"relativePath":"api/langchain-tasb/evaluation/functions/judgeRanking.md","filePath":"api/langchain-tasb/evaluation/functions/judgeRanking.md"}');
const _sfc_main = { name: "api/langchain-tasb/evaluation/functions/judgeRanking.md" };
function _sfc_ssrRender(_ctx, _push, _parent, _attrs, $props, $setup, $data, $options) {
  _push(`<div${ssrRenderAttrs(_attrs)}><h1 id="function-judgeranking" tabindex="-1">Function: judgeRanking() <a class="header-anchor" href="#function-judgeranking" aria-label="Permalink to &quot;Function: judgeRanking()&quot;">​</a></h1><div class="language-ts vp-adaptive-theme"><button title="Copy Code" class="copy"></button><span class="lang">ts</span><pre class="shiki shiki-themes github-light-high-contrast github-dark vp-code" tabindex="0"><code><span class="line"><span style="--shiki-light:#A0111F;--shiki-dark:#F97583;">function</span><span style="--shiki-light:#622CBC;--shiki-dark:#B392F0;"> judgeRanking</span><span style="--shiki-light:#0E1116;--shiki-dark:#E1E4E8;">(</span></span>
<span class="line"><span style="--shiki-light:#702C00;--shiki-dark:#FFAB70;">   scores</span><span style="--shiki-light:#0E1116;--shiki-dark:#E1E4E8;">, </span></span>
<span class="line"><span style="--shiki-light:#702C00;--shiki-dark:#FFAB70;">   judgments</span><span style="--shiki-light:#0E1116;--shiki-dark:#E1E4E8;">, </span></span>
<span class="line"><span style="--shiki-light:#702C00;--shiki-dark:#FFAB70;">   depth</span><span style="--shiki-light:#A0111F;--shiki-dark:#F97583;">?</span></span>
<span class="line"><span style="--shiki-light:#0E1116;--shiki-dark:#E1E4E8;">)</span><span style="--shiki-light:#A0111F;--shiki-dark:#F97583;">:</span><span style="--shiki-light:#702C00;--shiki-dark:#B392F0;"> JudgedRanking</span><span style="--shiki-light:#0E1116;--shiki-dark:#E1E4E8;">;</span></span></code></pre></div><p>Orders a run&#39;s scores as trec_eval does and looks each passage up in the judgments.</p><h2 id="parameters" tabindex="-1">Parameters <a class="header-anchor" href="#parameters" aria-label="Permalink to &quot;Parameters&quot;">​</a></h2><table tabindex="0"><thead><tr><th>Parameter</th><th>Type</th><th>Default value</th><th>Description</th></tr></thead><tbody><tr><td><code>scores</code></td><td><code>ReadonlyMap</code>&lt;<code>string</code>, <code>number</code>&gt; | <code>undefined</code></td><td><code>undefined</code></td><td>passage id → score; undefined or empty where the query is missing from the run</td></tr><tr><td><code>judgments</code></td><td><code>ReadonlyMap</code>&lt;<code>string</code>, <code>number</code>&gt;</td><td><code>undefined</code></td><td>passage id → grade, an integer from -127 to 127</td></tr><tr><td><code>depth?</code></td><td><code>number</code></td><td><code>Number.POSITIVE_INFINITY</code></td><td>how many of the best passages are kept; all by default (trec_eval&#39;s <code>-M</code>)</td></tr></tbody></table><h2 id="returns" tabindex="-1">Returns <a class="header-anchor" href="#returns" aria-label="Permalink to &quot;Returns&quot;">​</a></h2><p><a href="./../interfaces/JudgedRanking.html"><code>JudgedRanking</code></a></p><h2 id="throws" tabindex="-1">Throws <a class="header-anchor" href="#throws" aria-label="Permalink to &quot;Throws&quot;">​</a></h2><p>InvalidArgumentError for a score that is not a number, or a grade out of range</p></div>`);
}
const _sfc_setup = _sfc_main.setup;
_sfc_main.setup = (props, ctx) => {
  const ssrContext = useSSRContext();
  (ssrContext.modules || (ssrContext.modules = /* @__PURE__ */ new Set())).add("api/langchain-tasb/evaluation/functions/judgeRanking.md");
  return _sfc_setup ? _sfc_setup(props, ctx) : void 0;
};
const judgeRanking = /* @__PURE__ */ _export_sfc(_sfc_main, [["ssrRender", _sfc_ssrRender]]);
export {
  __pageData,
  judgeRanking as default
};
