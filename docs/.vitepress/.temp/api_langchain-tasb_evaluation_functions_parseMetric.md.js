import { ssrRenderAttrs } from "vue/server-renderer";
import { useSSRContext } from "vue";
import { _ as _export_sfc } from "./plugin-vue_export-helper.1tPrXgE0.js";
const __pageData = JSON.parse('{"title":"Function: parseMetric()","description":"","frontmatter":{},"headers":[],"relativePath":"api/langchain-tasb/evaluation/functions/parseMetric.md","filePath":"api/langchain-tasb/evaluation/functions/parseMetric.md"}');
const _sfc_main = { name: "api/langchain-tasb/evaluation/functions/parseMetric.md" };
function _sfc_ssrRender(_ctx, _push, _parent, _attrs, $props, $setup, $data, $options) {
  _push(`<div${ssrRenderAttrs(_attrs)}><h1 id="function-parsemetric" tabindex="-1">Function: parseMetric() <a class="header-anchor" href="#function-parsemetric" aria-label="Permalink to &quot;Function: parseMetric()&quot;">​</a></h1><div class="language-ts vp-adaptive-theme"><button title="Copy Code" class="copy"></button><span class="lang">ts</span><pre class="shiki shiki-themes github-light-high-contrast github-dark vp-code" tabindex="0"><code><span class="line"><span style="--shiki-light:#A0111F;--shiki-dark:#F97583;">function</span><span style="--shiki-light:#622CBC;--shiki-dark:#B392F0;"> parseMetric</span><span style="--shiki-light:#0E1116;--shiki-dark:#E1E4E8;">(</span><span style="--shiki-light:#702C00;--shiki-dark:#FFAB70;">text</span><span style="--shiki-light:#0E1116;--shiki-dark:#E1E4E8;">)</span><span style="--shiki-light:#A0111F;--shiki-dark:#F97583;">:</span><span style="--shiki-light:#702C00;--shiki-dark:#B392F0;"> Metric</span><span style="--shiki-light:#0E1116;--shiki-dark:#E1E4E8;">;</span></span></code></pre></div><p>Reads one metric: a kind, and a cut-off after <code>@</code> (or, as trec_eval writes it, <code>_</code> or <code>.</code>). Case is ignored; trec_eval&#39;s names (<code>recip_rank</code>, <code>ndcg_cut_10</code>, <code>P_5</code>) are understood.</p><h2 id="parameters" tabindex="-1">Parameters <a class="header-anchor" href="#parameters" aria-label="Permalink to &quot;Parameters&quot;">​</a></h2><table tabindex="0"><thead><tr><th>Parameter</th><th>Type</th></tr></thead><tbody><tr><td><code>text</code></td><td><code>string</code></td></tr></tbody></table><h2 id="returns" tabindex="-1">Returns <a class="header-anchor" href="#returns" aria-label="Permalink to &quot;Returns&quot;">​</a></h2><p><a href="./../interfaces/Metric.html"><code>Metric</code></a></p><h2 id="throws" tabindex="-1">Throws <a class="header-anchor" href="#throws" aria-label="Permalink to &quot;Throws&quot;">​</a></h2><p>InvalidArgumentError naming the metrics there are</p></div>`);
}
const _sfc_setup = _sfc_main.setup;
_sfc_main.setup = (props, ctx) => {
  const ssrContext = useSSRContext();
  (ssrContext.modules || (ssrContext.modules = /* @__PURE__ */ new Set())).add("api/langchain-tasb/evaluation/functions/parseMetric.md");
  return _sfc_setup ? _sfc_setup(props, ctx) : void 0;
};
const parseMetric = /* @__PURE__ */ _export_sfc(_sfc_main, [["ssrRender", _sfc_ssrRender]]);
export {
  __pageData,
  parseMetric as default
};
