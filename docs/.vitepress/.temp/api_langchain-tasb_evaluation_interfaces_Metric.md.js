import { ssrRenderAttrs } from "vue/server-renderer";
import { useSSRContext } from "vue";
import { _ as _export_sfc } from "./plugin-vue_export-helper.1tPrXgE0.js";
const __pageData = JSON.parse('{"title":"Interface: Metric","description":"","frontmatter":{},"headers":[],"relativePath":"api/langchain-tasb/evaluation/interfaces/Metric.md","filePath":"api/langchain-tasb/evaluation/interfaces/Metric.md"}');
const _sfc_main = { name: "api/langchain-tasb/evaluation/interfaces/Metric.md" };
function _sfc_ssrRender(_ctx, _push, _parent, _attrs, $props, $setup, $data, $options) {
  _push(`<div${ssrRenderAttrs(_attrs)}><h1 id="interface-metric" tabindex="-1">Interface: Metric <a class="header-anchor" href="#interface-metric" aria-label="Permalink to &quot;Interface: Metric&quot;">​</a></h1><p>One metric with its cut-off.</p><h2 id="properties" tabindex="-1">Properties <a class="header-anchor" href="#properties" aria-label="Permalink to &quot;Properties&quot;">​</a></h2><table tabindex="0"><thead><tr><th>Property</th><th>Modifier</th><th>Type</th><th>Description</th></tr></thead><tbody><tr><td><a id="property-cutoff"></a> <code>cutoff?</code></td><td><code>readonly</code></td><td><code>number</code></td><td>How many of the best passages are looked at; all where absent.</td></tr><tr><td><a id="property-kind"></a> <code>kind</code></td><td><code>readonly</code></td><td><a href="./../type-aliases/MetricKind.html"><code>MetricKind</code></a></td><td>Which measure.</td></tr><tr><td><a id="property-name"></a> <code>name</code></td><td><code>readonly</code></td><td><code>string</code></td><td>The canonical name: <code>mrr@10</code>, <code>map</code>.</td></tr></tbody></table><h2 id="methods" tabindex="-1">Methods <a class="header-anchor" href="#methods" aria-label="Permalink to &quot;Methods&quot;">​</a></h2><h3 id="compute" tabindex="-1">compute() <a class="header-anchor" href="#compute" aria-label="Permalink to &quot;compute()&quot;">​</a></h3><div class="language-ts vp-adaptive-theme"><button title="Copy Code" class="copy"></button><span class="lang">ts</span><pre class="shiki shiki-themes github-light-high-contrast github-dark vp-code" tabindex="0"><code><span class="line"><span style="--shiki-light:#622CBC;--shiki-dark:#B392F0;">compute</span><span style="--shiki-light:#0E1116;--shiki-dark:#E1E4E8;">(ranking, relevantFrom): number;</span></span></code></pre></div><p>The value for one query, from 0 to 1.</p><h4 id="parameters" tabindex="-1">Parameters <a class="header-anchor" href="#parameters" aria-label="Permalink to &quot;Parameters&quot;">​</a></h4><table tabindex="0"><thead><tr><th>Parameter</th><th>Type</th><th>Description</th></tr></thead><tbody><tr><td><code>ranking</code></td><td><a href="./JudgedRanking.html"><code>JudgedRanking</code></a></td><td>-</td></tr><tr><td><code>relevantFrom</code></td><td><code>number</code></td><td>the lowest grade that counts as relevant; <code>ndcg</code> and <code>judged</code> ignore it</td></tr></tbody></table><h4 id="returns" tabindex="-1">Returns <a class="header-anchor" href="#returns" aria-label="Permalink to &quot;Returns&quot;">​</a></h4><p><code>number</code></p></div>`);
}
const _sfc_setup = _sfc_main.setup;
_sfc_main.setup = (props, ctx) => {
  const ssrContext = useSSRContext();
  (ssrContext.modules || (ssrContext.modules = /* @__PURE__ */ new Set())).add("api/langchain-tasb/evaluation/interfaces/Metric.md");
  return _sfc_setup ? _sfc_setup(props, ctx) : void 0;
};
const Metric = /* @__PURE__ */ _export_sfc(_sfc_main, [["ssrRender", _sfc_ssrRender]]);
export {
  __pageData,
  Metric as default
};
