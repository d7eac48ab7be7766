import { ssrRenderAttrs } from "vue/server-renderer";
import { useSSRContext } from "vue";
import { _ as _export_sfc } from "./plugin-vue_export-helper.1tPrXgE0.js";
const __pageData = JSON.parse('{"title":"Variable: DEFAULT_METRICS","description":"","frontmatter":{},"headers":[],"relativePath":"api/langchain-tasb/evaluation/variables/DEFAULT_METRICS.md","filePath":"api/langchain-tasb/evaluation/variables/DEFAULT_METRICS.md"}');
const _sfc_main = { name: "api/langchain-tasb/evaluation/variables/DEFAULT_METRICS.md" };
function _sfc_ssrRender(_ctx, _push, _parent, _attrs, $props, $setup, $data, $options) {
  _push(`<div${ssrRenderAttrs(_attrs)}><h1 id="variable-default-metrics" tabindex="-1">Variable: DEFAULT_METRICS <a class="header-anchor" href="#variable-default-metrics" aria-label="Permalink to &quot;Variable: DEFAULT\\_METRICS&quot;">​</a></h1><div class="language-ts vp-adaptive-theme"><button title="Copy Code" class="copy"></button><span class="lang">ts</span><pre class="shiki shiki-themes github-light-high-contrast github-dark vp-code" tabindex="0"><code><span class="line"><span style="--shiki-light:#A0111F;--shiki-dark:#F97583;">const</span><span style="--shiki-light:#023B95;--shiki-dark:#79B8FF;"> DEFAULT_METRICS</span><span style="--shiki-light:#A0111F;--shiki-dark:#F97583;">:</span><span style="--shiki-light:#032563;--shiki-dark:#9ECBFF;"> &quot;mrr@10,ndcg@10,recall@100,recall@1000,map&quot;</span><span style="--shiki-light:#A0111F;--shiki-dark:#F97583;"> =</span><span style="--shiki-light:#032563;--shiki-dark:#9ECBFF;"> &quot;mrr@10,ndcg@10,recall@100,recall@1000,map&quot;</span><span style="--shiki-light:#0E1116;--shiki-dark:#E1E4E8;">;</span></span></code></pre></div><p>The metrics that <code>evaluate</code> computes when none are named.</p></div>`);
}
const _sfc_setup = _sfc_main.setup;
_sfc_main.setup = (props, ctx) => {
  const ssrContext = useSSRContext();
  (ssrContext.modules || (ssrContext.modules = /* @__PURE__ */ new Set())).add("api/langchain-tasb/evaluation/variables/DEFAULT_METRICS.md");
  return _sfc_setup ? _sfc_setup(props, ctx) : void 0;
};
const DEFAULT_METRICS = /* @__PURE__ */ _export_sfc(_sfc_main, [["ssrRender", _sfc_ssrRender]]);
export {
  __pageData,
  DEFAULT_METRICS as default
};
