import { ssrRenderAttrs } from "vue/server-renderer";
import { useSSRContext } from "vue";
import { _ as _export_sfc } from "./plugin-vue_export-helper.1tPrXgE0.js";
const __pageData = JSON.parse('{"title":"Type Alias: MetricKind","description":"","frontmatter":{},"headers":[],"relativePath":"api/langchain-tasb/evaluation/type-aliases/MetricKind.md","filePath":"api/langchain-tasb/evaluation/type-aliases/MetricKind.md"}');
const _sfc_main = { name: "api/langchain-tasb/evaluation/type-aliases/MetricKind.md" };
function _sfc_ssrRender(_ctx, _push, _parent, _attrs, $props, $setup, $data, $options) {
  _push(`<div${ssrRenderAttrs(_attrs)}><h1 id="type-alias-metrickind" tabindex="-1">Type Alias: MetricKind <a class="header-anchor" href="#type-alias-metrickind" aria-label="Permalink to &quot;Type Alias: MetricKind&quot;">​</a></h1><div class="language-ts vp-adaptive-theme"><button title="Copy Code" class="copy"></button><span class="lang">ts</span><pre class="shiki shiki-themes github-light-high-contrast github-dark vp-code" tabindex="0"><code><span class="line"><span style="--shiki-light:#A0111F;--shiki-dark:#F97583;">type</span><span style="--shiki-light:#702C00;--shiki-dark:#B392F0;"> MetricKind</span><span style="--shiki-light:#A0111F;--shiki-dark:#F97583;"> =</span><span style="--shiki-light:#0E1116;--shiki-dark:#9ECBFF;"> &quot;mrr&quot;</span><span style="--shiki-light:#0E1116;--shiki-dark:#F97583;"> |</span><span style="--shiki-light:#0E1116;--shiki-dark:#9ECBFF;"> &quot;ndcg&quot;</span><span style="--shiki-light:#0E1116;--shiki-dark:#F97583;"> |</span><span style="--shiki-light:#0E1116;--shiki-dark:#9ECBFF;"> &quot;ndcg_exp&quot;</span><span style="--shiki-light:#0E1116;--shiki-dark:#F97583;"> |</span><span style="--shiki-light:#0E1116;--shiki-dark:#9ECBFF;"> &quot;recall&quot;</span><span style="--shiki-light:#0E1116;--shiki-dark:#F97583;"> |</span><span style="--shiki-light:#0E1116;--shiki-dark:#9ECBFF;"> &quot;p&quot;</span><span style="--shiki-light:#0E1116;--shiki-dark:#F97583;"> |</span><span style="--shiki-light:#0E1116;--shiki-dark:#9ECBFF;"> &quot;map&quot;</span><span style="--shiki-light:#0E1116;--shiki-dark:#F97583;"> |</span><span style="--shiki-light:#0E1116;--shiki-dark:#9ECBFF;"> &quot;success&quot;</span><span style="--shiki-light:#0E1116;--shiki-dark:#F97583;"> |</span><span style="--shiki-light:#0E1116;--shiki-dark:#9ECBFF;"> &quot;judged&quot;</span><span style="--shiki-light:#0E1116;--shiki-dark:#E1E4E8;">;</span></span></code></pre></div><p>What a metric computes; <code>metricKinds</code> describes each.</p></div>`);
}
const _sfc_setup = _sfc_main.setup;
_sfc_main.setup = (props, ctx) => {
  const ssrContext = useSSRContext();
  (ssrContext.modules || (ssrContext.modules = /* @__PURE__ */ new Set())).add("api/langchain-tasb/evaluation/type-aliases/MetricKind.md");
  return _sfc_setup ? _sfc_setup(props, ctx) : void 0;
};
const MetricKind = /* @__PURE__ */ _export_sfc(_sfc_main, [["ssrRender", _sfc_ssrRender]]);
export {
  __pageData,
  MetricKind as default
};
